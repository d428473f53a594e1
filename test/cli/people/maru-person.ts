/** `maru person …`, `maru retention …`, `maru history --verify`, `maru backup`, `maru restore` on given stores. */
import { addExportCommand } from '../../../src/cli/export/export.js';
import { addHistoryCommand } from '../../../src/cli/history/history.js';
import { addPersonCommands } from '../../../src/cli/people/person.js';
import { addRetentionCommand } from '../../../src/cli/people/retention.js';
import { addBackupCommands } from '../../../src/cli/service/backup.js';
import { runCommand, type Said } from '../../support/commands.js';

type Stores = { readonly redisUrl: string; readonly databaseUrl: string };

/** What a command said; `answer`: what whoever sits at the terminal answers, without it nobody does. */
export function maru(
  { redisUrl, databaseUrl }: Stores,
  words: readonly string[],
  answer?: (question: string) => boolean,
): Promise<Said> {
  process.env.DATABASE_URL = databaseUrl;
  process.env.REDIS_URL = redisUrl;
  return runCommand(
    [addPersonCommands, addRetentionCommand, addHistoryCommand, addExportCommand, addBackupCommands],
    words,
    answer,
  );
}
