/** `maru history`: who did what when; `--verify` checks that nothing was changed, deleted or inserted. */
import type { Command } from 'commander';
import type { ChainedEntry, HistoryAction } from '../core/history.js';
import { formatInstant } from '../core/time-words.js';
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
  calendar_imported: '暦の取り込み',
  sheet_imported: 'シートの取り込み',
  sheet_changed: 'シートの変更',
  roster_imported: '名簿の取り込み',
  channel_linked: 'チャンネルの連携',
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
    .option('--section <id>', '課の番号で絞る')
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
  const entries = await withRecord(({ record }) =>
    record.history({
      ...(options.section === undefined ? {} : { sectionId: options.section }),
      ...(options.person === undefined ? {} : { personId: options.person }),
    }),
  );
  if (options.json) io.out(`${JSON.stringify({ history: entries })}\n`);
  else for (const entry of entries) io.out(`${lineOf(entry)}\n`);
}

function lineOf(entry: ChainedEntry): string {
  const acting = entry.actingFor === null ? '' : `（代決: ${entry.actingFor}）`;
  const who = `${entry.name}${entry.post === '' || entry.post === entry.name ? '' : `（${entry.post}）`}${acting}`;
  const version = entry.version > 0 ? ` 第${entry.version}版` : '';
  return `${entry.seq} ${formatInstant(entry.at).ja} ${who} ${ACTION_WORDS[entry.action]} ${entry.subject}${version} [${entry.source}]`;
}
