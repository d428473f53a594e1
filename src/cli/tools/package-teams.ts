/** `maru package-teams`: the app package that an administrator uploads to Teams. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { teamsPackage } from '../../chat/teams/package.js';
import type { TeamsSettings } from '../../chat/teams/settings.js';
import { fileFault } from '../../core/text/file-faults.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { writeWhole } from '../whole-file.js';

const OUT = 'maru-teams.zip';

/** Adds `package-teams` to the program; `settings` reads them when the command runs. */
export function addPackageTeamsCommand(program: Command, io: CommandIo, settings: () => TeamsSettings): void {
  program
    .command('package-teams')
    .description('Teams のアプリ パッケージを作る (make the app package for Teams)')
    .option('--out <path>', '書き出すファイル', OUT)
    .option('--json', 'JSON で出力する')
    .action((options: { out: string; json?: boolean }) =>
      answering(io, () => packageTeams(options, io, settings())),
    );
}

async function packageTeams(
  { out, json }: { out: string; json?: boolean },
  io: CommandIo,
  settings: TeamsSettings,
): Promise<void> {
  const made = teamsPackage(settings);
  if (!made.ok) throw new Mistake(made.problems.join('\n'));
  await mkdir(dirname(out), { recursive: true }).catch((fault: unknown) => {
    throw new Mistake(fileFault(out, 'write', fault));
  });
  await writeWhole(out, made.bytes);
  io.out(
    json
      ? `${JSON.stringify({ path: out, bytes: made.bytes.length })}\n`
      : `${out} を作りました。Teams 管理センターの「アプリをアップロード」で登録してください。 / Written; upload it in the Teams admin center.\n`,
  );
}
