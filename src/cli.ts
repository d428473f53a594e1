#!/usr/bin/env node
/** `maru`: everything that is done from the command line. Exit code 0 only on success. */
import { Command, CommanderError } from 'commander';
import { addBackupCommands } from './cli/backup.js';
import { addCalendarCommands } from './cli/calendar.js';
import { addCardCommand } from './cli/card.js';
import { addConvertCommand } from './cli/convert.js';
import { addDigestCommand } from './cli/digest.js';
import { addExportCommand } from './cli/export.js';
import { addHistoryCommand } from './cli/history.js';
import { addImportCommand } from './cli/import.js';
import { type CommandIo, processIo } from './cli/io.js';
import { addPackageTeamsCommand } from './cli/package-teams.js';
import { addPublishCommand } from './cli/publish.js';
import { addRateCommand } from './cli/rate.js';
import { addReadCommand } from './cli/read.js';
import { addRoundCommands } from './cli/round.js';
import { addServeCommands } from './cli/serve.js';
import { readConfig } from './config.js';

/** The whole program, writing where it is told. */
export function program(io: CommandIo = processIo): Command {
  const maru = new Command('maru')
    .description(
      '組織目標管理シートの報告を集め、承認し、出力します。 (goal sheets: collect, approve, export)',
    )
    .helpOption('-h, --help', '使い方を表示する')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('（使い方: maru --help）');
  addImportCommand(maru, io);
  addConvertCommand(maru, io);
  addExportCommand(maru, io);
  addRoundCommands(maru, io);
  addPublishCommand(maru, io);
  addDigestCommand(maru, io);
  addCalendarCommands(maru, io);
  addHistoryCommand(maru, io);
  addReadCommand(maru, io);
  addRateCommand(maru, io);
  addCardCommand(maru, io);
  addServeCommands(maru, io);
  addBackupCommands(maru, io);
  addPackageTeamsCommand(maru, io, readConfig);
  return maru;
}

/** Runs the program on the process's own arguments. */
async function run(): Promise<void> {
  // `maru history | head`: who reads has enough.
  process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code === 'EPIPE') process.exit(0);
    throw fault;
  });
  try {
    await program().exitOverride().parseAsync(process.argv);
  } catch (fault) {
    if (fault instanceof CommanderError) {
      process.exitCode = fault.exitCode;
      return;
    }
    processIo.fail(fault instanceof Error ? fault.message : String(fault));
  }
}

await run();
