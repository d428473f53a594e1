/** Every command of the program, in the order its help tells them. */
import type { Command } from 'commander';
import { readConfig } from '../config.js';
import { addConvertCommand } from './export/convert.js';
import { addExportCommand } from './export/export.js';
import { addPublishCommand } from './export/publish.js';
import { addHistoryCommand } from './history/history.js';
import { addSealCommand } from './history/seal.js';
import { addImportCommand } from './import/import.js';
import type { CommandIo } from './io.js';
import { addPersonCommands } from './people/person.js';
import { addRetentionCommand } from './people/retention.js';
import { addDigestCommand } from './rounds/digest.js';
import { addMemoCommands } from './rounds/memo.js';
import { addRoundCommands } from './rounds/round.js';
import { addYearCommands } from './rounds/year.js';
import { addBackupCommands } from './service/backup.js';
import { addRetryCommand } from './service/retry.js';
import { addServeCommands } from './service/serve.js';
import { addAccountsCommands } from './tools/accounts.js';
import { addCalendarCommands } from './tools/calendar.js';
import { addCardCommand } from './tools/card.js';
import { addCheckCommand } from './tools/check.js';
import { addPackageTeamsCommand } from './tools/package-teams.js';
import { addRateCommand } from './tools/rate.js';
import { addReadCommand } from './tools/read.js';

/** Adds all of them to the program. */
export function addCommands(maru: Command, io: CommandIo): void {
  addImportCommand(maru, io);
  addConvertCommand(maru, io);
  addExportCommand(maru, io);
  addRoundCommands(maru, io);
  addYearCommands(maru, io);
  addMemoCommands(maru, io);
  addPublishCommand(maru, io);
  addDigestCommand(maru, io);
  addCalendarCommands(maru, io);
  addHistoryCommand(maru, io);
  addSealCommand(maru, io);
  addAccountsCommands(maru, io);
  addPersonCommands(maru, io);
  addRetentionCommand(maru, io);
  addCheckCommand(maru, io);
  addReadCommand(maru, io);
  addRateCommand(maru, io);
  addCardCommand(maru, io);
  addServeCommands(maru, io);
  addRetryCommand(maru, io);
  addBackupCommands(maru, io);
  addPackageTeamsCommand(maru, io, readConfig);
}
