/** Every command of the program, in the order its help tells them. */
import type { Command } from 'commander';
import { readConfig } from '../config.js';
import { addAccountsCommands } from './accounts.js';
import { addBackupCommands } from './backup.js';
import { addCalendarCommands } from './calendar.js';
import { addCardCommand } from './card.js';
import { addConvertCommand } from './convert.js';
import { addDigestCommand } from './digest.js';
import { addExportCommand } from './export.js';
import { addHistoryCommand } from './history.js';
import { addImportCommand } from './import.js';
import type { CommandIo } from './io.js';
import { addPackageTeamsCommand } from './package-teams.js';
import { addPublishCommand } from './publish.js';
import { addRateCommand } from './rate.js';
import { addReadCommand } from './read.js';
import { addRetryCommand } from './retry.js';
import { addRoundCommands } from './round.js';
import { addServeCommands } from './serve.js';

/** Adds all of them to the program. */
export function addCommands(maru: Command, io: CommandIo): void {
  addImportCommand(maru, io);
  addConvertCommand(maru, io);
  addExportCommand(maru, io);
  addRoundCommands(maru, io);
  addPublishCommand(maru, io);
  addDigestCommand(maru, io);
  addCalendarCommands(maru, io);
  addHistoryCommand(maru, io);
  addAccountsCommands(maru, io);
  addReadCommand(maru, io);
  addRateCommand(maru, io);
  addCardCommand(maru, io);
  addServeCommands(maru, io);
  addRetryCommand(maru, io);
  addBackupCommands(maru, io);
  addPackageTeamsCommand(maru, io, readConfig);
}
