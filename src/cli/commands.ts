/** Every command of the program, in the order its help tells them. */
import type { Command } from 'commander';
import type { CommandIo } from './io.js';

type Add = (maru: Command, io: CommandIo) => unknown;

/** The first words, and what adds the commands that begin with them. */
const COMMANDS: readonly (readonly [words: readonly string[], load: () => Promise<Add>])[] = [
  [['import'], async () => (await import('./import/import.js')).addImportCommand],
  [['convert'], async () => (await import('./export/convert.js')).addConvertCommand],
  [['export'], async () => (await import('./export/export.js')).addExportCommand],
  [['round', 'status'], async () => (await import('./rounds/round.js')).addRoundCommands],
  [['year'], async () => (await import('./rounds/year.js')).addYearCommands],
  [['memo'], async () => (await import('./rounds/memo.js')).addMemoCommands],
  [['evidence'], async () => (await import('./rounds/evidence.js')).addEvidenceCommands],
  [['publish'], async () => (await import('./export/publish.js')).addPublishCommand],
  [['digest'], async () => (await import('./rounds/digest.js')).addDigestCommand],
  [['calendar'], async () => (await import('./tools/calendar.js')).addCalendarCommands],
  [['history'], async () => (await import('./history/history.js')).addHistoryCommand],
  [['seal'], async () => (await import('./history/seal.js')).addSealCommand],
  [['accounts'], async () => (await import('./tools/accounts.js')).addAccountsCommands],
  [['person'], async () => (await import('./people/person.js')).addPersonCommands],
  [['retention'], async () => (await import('./people/retention.js')).addRetentionCommand],
  [['check'], async () => (await import('./tools/check.js')).addCheckCommand],
  [['read'], async () => (await import('./tools/read.js')).addReadCommand],
  [['rate'], async () => (await import('./tools/rate.js')).addRateCommand],
  [['card'], async () => (await import('./tools/card.js')).addCardCommand],
  [['demo', 'serve', 'migrate'], async () => (await import('./service/serve.js')).addServeCommands],
  [['retry'], async () => (await import('./service/retry.js')).addRetryCommand],
  [['backup', 'restore'], async () => (await import('./service/backup.js')).addBackupCommands],
  [
    ['package-teams'],
    async () => {
      const { addPackageTeamsCommand } = await import('./tools/package-teams.js');
      const { readConfig } = await import('../config.js');
      return (maru, io) => addPackageTeamsCommand(maru, io, readConfig);
    },
  ],
];

/**
 * Adds those that begin with `first`, the first of the arguments, and all of them where none does. The others are not loaded:
 * that takes longer than most commands, and a service would keep it in memory.
 */
export async function addCommands(maru: Command, io: CommandIo, first: string | undefined): Promise<void> {
  const meant = COMMANDS.filter(([words]) => words.some((word) => word === first));
  const adds = await Promise.all((meant.length > 0 ? meant : COMMANDS).map(([, load]) => load()));
  for (const add of adds) add(maru, io);
}
