/** `maru history`: who did what when; `--verify` checks that nothing was changed, deleted or inserted. */
import type { Command } from 'commander';
import { addDays, cityInstant } from '../../core/calendar/working-days.js';
import { ACTIONS, type ChainedEntry, type HistoryAction } from '../../core/decision/history.js';
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
    .option(
      '--key <file...>',
      '--since の署名を確かめる公開鍵（替えたときは、前の鍵も並べる）。指定しなければ SEAL_KEY_FILE の鍵',
    )
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

/** Asked to hold the history against saved heads it must not list it as if that had been done. */
function onlyVerifying({ since, key }: Options): void {
  const given = [...(since === undefined ? [] : ['--since']), ...(key === undefined ? [] : ['--key'])];
  if (given.length > 0)
    throw new Mistake(
      `${given.join(' と ')} は --verify と一緒に指定してください。何も確かめていません。 / Nothing was checked: ${given.join(' and ')} only together with --verify.`,
    );
}

async function show(options: Options, io: CommandIo): Promise<void> {
  onlyVerifying(options);
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
    const done = isCheck(after) ? '確認' : ACTIONS.approved.ja;
    return last(after)?.together ? `一括${done}` : done;
  }
  if (action === 'approval_undone' && isCheck(before)) return '確認の取消し';
  return ACTIONS[action].ja;
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
