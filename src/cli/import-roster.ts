/** The roster side of `maru import`: differences are shown, and with --dry-run only shown. */
import { basename } from 'node:path';
import { fiscalYearEnd, fiscalYearOf, fiscalYearStart } from '../core/era.js';
import type { RosterDifference } from '../core/roster.js';
import { cityDate } from '../core/working-days.js';
import { readRosterFile } from '../workbook/roster-file.js';
import type { CommandIo } from './io.js';
import { Mistake } from './mistake.js';
import { withRecord } from './record.js';

const WHAT_WORDS: Readonly<Record<RosterDifference['what'], string>> = {
  department: '部',
  section: '課',
  person: '職員',
  account: 'アカウント',
  channel: 'チャンネル',
  post: '役職',
  holding: '就任',
  deputy: '代決者',
};

/** Enters a roster file, or shows what it would change. */
export async function importRosterFile(
  file: string,
  bytes: Uint8Array,
  options: { readonly dryRun?: boolean; readonly json?: boolean },
  io: CommandIo,
): Promise<void> {
  const now = new Date();
  const year = fiscalYearOf(cityDate(now));
  const read = readRosterFile(bytes, basename(file), {
    from: fiscalYearStart(year),
    until: fiscalYearEnd(year),
  });
  if (!read.ok) throw new Mistake(read.problems.join('\n'));
  const differences = await withRecord(({ record, by }) =>
    record.importRoster(read.roster, { by, now, dryRun: options.dryRun === true }),
  );
  if (options.json) {
    io.out(`${JSON.stringify({ rows: read.rows, applied: options.dryRun !== true, differences })}\n`);
    return;
  }
  for (const one of differences) io.out(`${lineOf(one)}\n`);
  const done = options.dryRun ? '変更はまだしていません。' : '名簿に取り込みました。';
  io.out(
    differences.length === 0 ? '名簿に変更はありません。\n' : `${differences.length}件の変更です。${done}\n`,
  );
}

function lineOf({ what, name, before, after }: RosterDifference): string {
  const kind = before === null ? '追加' : after === null ? '終了' : '変更';
  return `${kind} ${WHAT_WORDS[what]}: ${name}`;
}
