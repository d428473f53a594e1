import { expect } from '@jest/globals';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { addHistoryCommand } from '../../src/cli/history/history.js';

/** What `maru history` says of a section's reports in a round, a line each; all of it came through `door`. */
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
      expect(row.入口).toBe(door);
      const acting = row.代決された人 === '' ? '' : `（代決: ${row.代決された人}）`;
      const note = row.コメント === '' ? '' : `「${row.コメント}」`;
      return `${row.日時} ${row.対象} 第${row.版}版 ${row.したこと} ${row.役職} ${row.氏名}${acting}${note}`;
    });
}

async function printed(databaseUrl: string, words: readonly string[]): Promise<string> {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = databaseUrl;
  let text = '';
  const program = new Command().exitOverride();
  addHistoryCommand(program, {
    out: (more) => {
      text += more;
    },
    err: () => undefined,
    fail: (message) => {
      throw new Error(message);
    },
  });
  try {
    await program.parseAsync(['node', 'maru', 'history', ...words]);
  } finally {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  }
  return text;
}
