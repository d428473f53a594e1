import { expect } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { addHistoryCommand } from '../../src/cli/history/history.js';
import { runCommand, withSettings } from '../support/commands.js';

/** What `maru history` says of a section's reports in a round, a line each; all of it came through `door`, or with the day. */
export async function historyLines(
  databaseUrl: string,
  round: string,
  section: string,
  door: string,
): Promise<string[]> {
  const text = await printed(databaseUrl, ['--round', round, '--format', 'csv']);
  const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  return rows
    .filter((row) => row.課 === section)
    .map((row) => {
      expect(row.入口).toBe(row.氏名 === 'Maru' ? 'clock' : door);
      const acting = row.代決された人 === '' ? '' : `（代決: ${row.代決された人}）`;
      const who = `${row.役職} ${row.氏名}`.trim();
      const behalf = row.代理で入力された人;
      const by = behalf === '' ? who : `${behalf}（代理: ${who}）`;
      const note = row.コメント === '' ? '' : `「${row.コメント}」`;
      return `${row.日時} ${row.対象}${row.版 === '' ? '' : ` 第${row.版}版`} ${row.したこと} ${by}${acting}${note}`;
    });
}

/** What it says in a section of acts of this name, a line each; through which door it came. */
export async function sectionLines(databaseUrl: string, section: string, act: string): Promise<string[]> {
  const text = await printed(databaseUrl, ['--section', section, '--format', 'csv']);
  const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  return rows
    .filter((row) => row.したこと?.startsWith(act))
    .map(
      (row) =>
        `${row.日時} ${row.対象}${row.したこと === act ? '' : ` ${row.したこと}`} ${row.役職} ${row.氏名}（${row.入口}）「${row.コメント}」`,
    );
}

async function printed(databaseUrl: string, words: readonly string[]): Promise<string> {
  const settingsBack = withSettings({ DATABASE_URL: databaseUrl });
  try {
    const { out, failed } = await runCommand(addHistoryCommand, ['history', ...words]);
    if (failed.length > 0) throw new Error(failed.join('\n'));
    return out;
  } finally {
    settingsBack();
  }
}
