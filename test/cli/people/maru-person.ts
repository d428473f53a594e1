/** `maru person …`, `maru retention …`, `maru history --verify`, `maru backup`, `maru restore` on given stores. */
import { Command } from 'commander';
import { addExportCommand } from '../../../src/cli/export/export.js';
import { addHistoryCommand } from '../../../src/cli/history/history.js';
import type { CommandIo } from '../../../src/cli/io.js';
import { addPersonCommands } from '../../../src/cli/people/person.js';
import { addRetentionCommand } from '../../../src/cli/people/retention.js';
import { addBackupCommands } from '../../../src/cli/service/backup.js';

type Stores = { readonly redisUrl: string; readonly databaseUrl: string };

/** What a command said; `answer`: what whoever sits at the terminal answers, without it nobody does. */
export async function maru(
  { redisUrl, databaseUrl }: Stores,
  words: readonly string[],
  answer?: (question: string) => boolean,
): Promise<{ out: string; err: string; failed: string[] }> {
  process.env.DATABASE_URL = databaseUrl;
  process.env.REDIS_URL = redisUrl;
  const said = { out: '', err: '', failed: [] as string[] };
  const io: CommandIo = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    fail: (message) => void said.failed.push(message),
    ...(answer ? { ask: async (question: string) => answer(question) } : {}),
  };
  const program = new Command().exitOverride();
  for (const add of [
    addPersonCommands,
    addRetentionCommand,
    addHistoryCommand,
    addExportCommand,
    addBackupCommands,
  ])
    add(program, io);
  await program.parseAsync(['node', 'maru', ...words]);
  return said;
}
