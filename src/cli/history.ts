/** `maru history`: who did what when; `--verify` checks that nothing was changed, deleted or inserted. */
import type { Command } from 'commander';
import { formatEraDate } from '../core/era.js';
import { foldSearch } from '../core/fold.js';
import type { ChainedEntry, HistoryAction } from '../core/history.js';
import { readTaskId } from '../core/ids.js';
import type { Section } from '../core/people.js';
import { cityDate, cityTime } from '../core/working-days.js';
import type { CommandIo } from './io.js';
import { answering, Mistake } from './mistake.js';
import { withRecord } from './record.js';

const ACTION_WORDS: Readonly<Record<HistoryAction, string>> = {
  submitted: '提出',
  withdrawn: '取り下げ',
  approved: '承認',
  returned: '差戻し',
  round_opened: '報告の時期を開く',
  round_changed: '報告の時期の変更',
  round_closed: '報告の時期を閉じる',
  reopened: '報告の差し戻し（事務局）',
  approval_undone: '承認の取消し',
  correction_asked: '承認後の修正の申し出',
  post_reviewed: '後閲',
  calendar_imported: '暦の取り込み',
  sheet_imported: 'シートの取り込み',
  sheet_changed: 'シートの変更',
  roster_imported: '名簿の取り込み',
  channel_linked: 'チャンネルの連携',
  asked: '照会',
  answered: '照会への回答',
};

type Options = {
  readonly verify?: boolean;
  readonly section?: string;
  readonly person?: string;
  readonly json?: boolean;
};

/** Adds `history` to the program. `--verify` exits with 1 when the chain is broken. */
export function addHistoryCommand(program: Command, io: CommandIo): void {
  program
    .command('history')
    .description('誰がいつ何をしたか (who did what when)')
    .option('--verify', '履歴が書き換えられていないことを確かめる')
    .option('--section <id>', '課の名前で絞る')
    .option('--person <id>', '職員の番号で絞る')
    .option('--json', 'JSON で出力する')
    .action((options: Options) =>
      answering(io, () => (options.verify ? verify(options, io) : show(options, io))),
    );
}

async function verify(options: Options, io: CommandIo): Promise<void> {
  const found = await withRecord(({ record }) => record.verifyHistory());
  if (options.json) io.out(`${JSON.stringify({ intact: found === null, break: found })}\n`);
  if (found) {
    const what = {
      missing: '前の記録が抜けているか、余分な記録があります',
      changed: '記録が書き換えられています',
      cut_off: '最後の記録が消されているか、足されています',
    }[found.problem];
    throw new Mistake(
      `履歴の ${found.seq} 番目で、つながりが切れています（${what}）。 / The chain breaks at ${found.seq}.`,
    );
  }
  if (!options.json) io.out('履歴は書き換えられていません。\n');
}

async function show(options: Options, io: CommandIo): Promise<void> {
  const { entries, names } = await withRecord(async ({ record }) => {
    const sections = await record.sections();
    const section = options.section === undefined ? null : sectionOf(options.section, sections);
    const entries = await record.history({
      ...(section === null ? {} : { sectionId: section.id }),
      ...(options.person === undefined ? {} : { personId: options.person }),
    });
    return { entries, names: new Map(sections.map(({ id, name }) => [id, name])) };
  });
  if (options.json) {
    io.out(`${JSON.stringify({ history: entries })}\n`);
    return;
  }
  if (entries.length === 0) io.out('記録はありません。\n');
  for (const entry of entries) io.out(`${lineOf(entry, names)}\n`);
}

function sectionOf(said: string, sections: readonly Section[]): Section {
  const wanted = foldSearch(said);
  const found = sections.find(({ id, name }) => id === said || foldSearch(name) === wanted);
  if (found) return found;
  throw new Mistake(
    `--section: 「${said}」という課はありません。${sections.map(({ name }) => name).join('、')}から選んでください。`,
  );
}

function lineOf(entry: ChainedEntry, sections: ReadonlyMap<string, string>): string {
  const acting = entry.actingFor === null ? '' : `（代決: ${entry.actingFor}）`;
  const who = `${entry.name}${entry.post === '' || entry.post === entry.name ? '' : `（${entry.post}）`}${acting}`;
  const version = entry.version > 0 ? ` ${entry.version}回目` : '';
  const when = `${formatEraDate(cityDate(entry.at), 'letter')} ${cityTime(entry.at)}`;
  const section = entry.sectionId === null ? '' : ` ${sections.get(entry.sectionId) ?? entry.sectionId}`;
  return `${entry.seq} ${when}${section} ${subjectWords(entry)}${version} ${ACTION_WORDS[entry.action]}: ${who} [${entry.source}]`;
}

/** No.3 期末 for a report; for anything else its id. */
function subjectWords({ subject }: ChainedEntry): string {
  const task = readTaskId(subject);
  if (!task) return subject;
  const no = subject.slice(0, subject.lastIndexOf(':')).split('.').at(-1) ?? '';
  return `No.${no.replace(/_.*$/u, '')} ${subject.endsWith(':midyear') ? '中間' : '期末'}`;
}
