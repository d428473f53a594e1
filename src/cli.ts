#!/usr/bin/env node
/** `maru`: everything that is done from the command line. Exit code 0 only on success. */
import { Command, CommanderError } from 'commander';
import { addCommands } from './cli/commands.js';
import { type CommandIo, processIo } from './cli/io.js';
import { usageError } from './cli/usage-errors.js';
import { reasonOf } from './flow/log.js';
import { VERSION } from './package/version.js';

/** A command that failed has ended within this time. */
const FAILED_WITHIN_MS = 1_000;

/** The program with the commands that may be wanted: `first` is the first of the arguments. It writes where it is told. */
async function program(first: string | undefined, io: CommandIo = processIo): Promise<Command> {
  // Before any command is added, each of which takes this over: what is written is written before the process ends.
  const maru = new Command('maru')
    .exitOverride()
    .description(
      '組織目標管理シートの報告を集め、承認し、出力します。 (goal sheets: collect, approve, export)',
    )
    .version(VERSION, '-V, --version', '版を表示する')
    .helpOption('-h, --help', '使い方を表示する')
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (said, write) => write(usageError(said)),
    })
    .showHelpAfterError('（使い方: maru --help）');
  await addCommands(maru, io, first);
  return maru;
}

/** Runs the program on the process's own arguments. */
async function run(): Promise<void> {
  // `maru import … 2>&1 | head`: what nobody reads is no fault of what is done.
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
    // `maru import … --yes | head`: who reads has enough, and what is to be done is done, and ends as it came about.
    if (fault.code === 'EPIPE') return;
    // `maru history --format csv > file`
    process.stderr.write(
      fault.code === 'ENOSPC' || fault.code === 'EDQUOT'
        ? 'ディスクがいっぱいで、書き出せませんでした。空きを作ってから、もう一度実行してください。 / The disk is full: what was written is not complete.\n'
        : `書き出せませんでした（${fault.code}）。 / Cannot write the output (${fault.code}).\n`,
    );
    process.exit(1);
  });
  try {
    const maru = await program(process.argv[2]);
    await maru.parseAsync(process.argv);
  } catch (fault) {
    if (fault instanceof CommanderError) {
      process.exitCode = fault.exitCode;
      return;
    }
    processIo.fail(reasonOf(fault));
  } finally {
    // What a library still holds open must not keep alive what has said that it failed.
    if (process.exitCode) setTimeout(() => process.exit(), FAILED_WITHIN_MS).unref();
  }
}

await run();
