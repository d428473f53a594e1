/** `maru history`: who did what when; `--verify` checks that nothing was changed, deleted or inserted. */
import type { Command } from 'commander';
import { addDays, cityInstant } from '../../core/calendar/working-days.js';
import type { ChainedEntry, HistoryAction } from '../../core/decision/history.js';
import type { LooseEnd } from '../../core/report/loose-ends.js';
import type { Report } from '../../core/report/report.js';
import { foldWidth } from '../../core/text/fold.js';
import { looseEndLines } from '../../core/wording/coordinator/rounds.js';
import type { HistoryFilter } from '../../store/postgres/ledger/history.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { dateOf, kindOf, sectionNamed, yearOf } from '../year.js';
import { type ErratumWords, errataInHistory } from './history-errata.js';
import { type HistoryRow, historyWriter, isHistoryFormat } from './history-rows.js';
import { ownerNote, subjectWords, targetNote, whenWords } from './history-words.js';
import { type VerifyOptions, verify } from './verify.js';

const ACTION_WORDS: Readonly<Record<HistoryAction, string>> = {
  submitted: '提出',
  withdrawn: '取り下げ',
  approved: '承認',
  returned: '差戻し',
  round_opened: '報告の時期を開く',
  round_changed: '報告の時期の変更',
  round_closed: '報告の時期を閉じる',
  reopened: '報告の差し戻し（事務局）',
  urged: '催促（事務局）',
  approval_undone: '承認の取消し',
  correction_asked: '承認後の修正の申し出',
  confirmed: '見込みの確定',
  post_reviewed: '後閲',
  calendar_imported: '暦の取り込み',
  plan_imported: '計画の一覧の取り込み',
  sheet_imported: 'シートの取り込み',
  sheet_changed: 'シートの変更',
  target_asked: '目標の変更の申し出',
  target_approved: '目標の変更の承認',
  target_returned: '目標の変更の差戻し',
  target_withdrawn: '目標の変更の取り下げ',
  direction_said: '指標の向き（多いほどよいか）の回答',
  owner_set: '担当の決定',
  promise_said: '約束の回答',
  memo_noted: '実績メモ',
  memo_changed: '実績メモの変更',
  memo_deleted: '実績メモの削除',
  year_note_left: '来年の担当者への申し送り',
  evidence_added: '根拠資料を付ける',
  evidence_removed: '根拠資料を外す',
  roster_imported: '名簿の取り込み',
  reorganised: '組織の再編（統合・分割・改称）',
  channel_linked: 'チャンネルの連携',
  asked: '照会',
  answered: '照会への回答',
  check_answered: '確認事項への回答',
  published: '公表',
  account_linked: 'アカウントの登録',
  account_unlinked: 'アカウントの登録解除',
  baseline: '照合の基準の記録',
  backed_up: 'バックアップ',
  restored: 'バックアップからの復元',
  exported: 'シートの書き出し',
  plan_published: '計画の公表',
  site_published: 'ページの公表',
  put_aside_retried: '取り置きの再試行',
  settings_changed: '設定の変更',
  erased: '個人の情報の消去',
  disposed: '保存期間の満了による廃棄',
  blanked: '個人情報の消去',
};

const GROUNDED: ReadonlySet<HistoryAction> = new Set(['erased', 'disposed', 'blanked']);

type Options = VerifyOptions & {
  readonly verify?: boolean;
  readonly section?: string;
  readonly year?: string;
  readonly round?: string;
  readonly goal?: string;
  readonly person?: string;
  readonly from?: string;
  readonly to?: string;
};

/** Adds `history` to the program. `--verify` exits with 1 when anything is not as the history says. */
export function addHistoryCommand(program: Command, io: CommandIo): void {
  program
    .command('history')
    .description('誰がいつ何をしたか (who did what when)')
    .option('--verify', '履歴が書き換えられておらず、記録が履歴のとおりであることを確かめる')
    .option(
      '--since <head>',
      '--verify のとき、控えておいた末尾（ファイル、フォルダー、文）の続きであることも',
    )
    .option('--key <file>', '--since の署名を確かめる公開鍵。指定しなければ SEAL_KEY_FILE の鍵')
    .option('--section <name>', '課の名前で絞る')
    .option('--year <year>', '年度のシート・報告・時期で絞る (R5)')
    .option('--round <round>', 'midyear（中間）か yearend（期末）で絞る')
    .option('--goal <no>', '目標の No. で絞る')
    .option('--person <name>', '氏名か職員番号で絞る（代決された人としての記録も含みます）')
    .option('--from <date>', 'この日から（例: R5.4.1、2023-04-01）')
    .option('--to <date>', 'この日まで')
    .option('--format <format>', 'table（表）、csv、json', 'table')
    .option('--json', 'JSON で出力する（--format json と同じ）')
    .action((options: Options) =>
      answering(io, () => (options.verify ? verify(options, io) : show(options, io))),
    );
}

async function show(options: Options, io: CommandIo): Promise<void> {
  const format = options.json ? 'json' : (options.format ?? 'table');
  if (!isHistoryFormat(format))
    throw new Mistake(`--format: 「${format}」は書けません。table、csv、json のどれかです。`);
  await withRecord(async ({ record }) => {
    const sections = await record.sections();
    const names = new Map(sections.map(({ id, name }) => [id, name]));
    const filter: HistoryFilter = {
      ...(options.section === undefined
        ? {}
        : { sectionId: sectionNamed('--section', options.section, sections).id }),
      ...(options.year === undefined ? {} : { fiscalYear: yearOf(options.year) }),
      ...(options.round === undefined ? {} : { round: kindOf(options.round) }),
      ...(options.goal === undefined ? {} : { goalNo: foldWidth(options.goal).replace(/^No\.?/iu, '') }),
      ...(options.person === undefined
        ? {}
        : { person: personOf(options.person, await record.peopleNamed(options.person)) }),
      ...(options.from === undefined ? {} : { from: cityInstant(dateOf('--from', options.from), '00:00') }),
      ...(options.to === undefined
        ? {}
        : { until: cityInstant(addDays(dateOf('--to', options.to), 1), '00:00') }),
    };
    const written = historyWriter(format);
    io.out(written.head);
    let count = 0;
    const erratumOf = errataInHistory((fiscalYear) => record.publications(fiscalYear));
    for await (const page of record.historyPages(filter)) {
      const rows = await Promise.all(page.map(async (entry) => rowOf(entry, names, await erratumOf(entry))));
      io.out(written.page(rows, count === 0));
      count += page.length;
      await io.drained?.();
    }
    io.out(written.tail(count));
  });
}

/** The person meant: of several with one name it must be said which. A name that left the roster is looked for as it is. */
function personOf(
  said: string,
  people: readonly { readonly id: string; readonly name: string }[],
): NonNullable<HistoryFilter['person']> {
  if (people.length > 1)
    throw new Mistake(
      `--person: 「${said}」が${people.length}人います。職員番号で指定してください（${people.map(({ id }) => id).join('、')}）。`,
    );
  return {
    ids: [said, ...people.map(({ id }) => id)],
    names: [...new Set([said, ...people.map(({ name }) => name)])],
  };
}

function rowOf(
  entry: ChainedEntry,
  sections: ReadonlyMap<string, string>,
  erratum: ErratumWords | null,
): HistoryRow {
  return {
    entry,
    when: whenWords(entry.at),
    section: entry.sectionId === null ? '' : (sections.get(entry.sectionId) ?? entry.sectionId),
    subject: subjectWords(entry),
    action: erratum?.action ?? actionWords(entry),
    note: noteOf(entry) || (erratum?.reason ?? ''),
  };
}

/** What was done; a 確認 of the route is no 承認, and a late report is marked so. */
function actionWords({ action, before, after }: ChainedEntry): string {
  const last = (report: unknown) => (report as Partial<Report> | null)?.approvals?.at(-1);
  const isCheck = (report: unknown) => last(report)?.check === true;
  if (action === 'submitted' && (after as Partial<Report> | null)?.late) return '提出（期限後）';
  if (action === 'approved') {
    const done = isCheck(after) ? '確認' : ACTION_WORDS.approved;
    return last(after)?.together ? `一括${done}` : done;
  }
  if (action === 'approval_undone' && isCheck(before)) return '確認の取消し';
  return ACTION_WORDS[action];
}

/** What was written for whoever reports it next; that it was taken away. */
function yearNote(after: unknown): string {
  const { note } = after as { readonly note: string };
  return note === '' ? '（消した）' : note;
}

/** What was said with it: the comment of a return, the reason for reopening, what a publication passed over, why a published sheet was changed, on which ground something was thrown away. */
function noteOf({ action, before, after }: ChainedEntry): string {
  const report = after as {
    readonly state?: unknown;
    readonly returned?: unknown;
    readonly passedOver?: readonly LooseEnd[];
    readonly correction?: unknown;
    readonly ground?: unknown;
  } | null;
  if (report?.passedOver) return looseEndLines(report.passedOver).join(' ／ ');
  if (action === 'owner_set') return ownerNote(before, after);
  if (action === 'target_asked' || action === 'target_approved') return targetNote(after);
  if (action === 'sheet_changed' && typeof report?.correction === 'string') return report.correction;
  if (GROUNDED.has(action) && typeof report?.ground === 'string') return report.ground;
  if (action === 'year_note_left') return yearNote(after);
  if (report?.state !== 'returned') return '';
  const { comment } = (report.returned ?? {}) as { readonly comment?: unknown };
  return typeof comment === 'string' ? comment : '';
}
