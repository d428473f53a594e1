/** `maru package-teams`: the app package that an administrator uploads to Teams. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { teamsPackage } from '../../chat/teams/package.js';
import type { TeamsSettings } from '../../chat/teams/settings.js';
import { reasonOf } from '../../flow/log.js';
import type { CommandIo } from '../io.js';

const OUT = 'maru-teams.zip';

/** Adds `package-teams` to the program; `settings` reads them when the command runs. */
export function addPackageTeamsCommand(program: Command, io: CommandIo, settings: () => TeamsSettings): void {
  program
    .command('package-teams')
    .description('Teams のアプリ パッケージを作る (make the app package for Teams)')
    .option('--out <path>', '書き出すファイル', OUT)
    .option('--json', 'JSON で出力する')
    .action(({ out, json }: { out: string; json?: boolean }) => {
      const made = teamsPackage(settings());
      if (!made.ok) {
        io.fail(made.problems.join('\n'));
        return;
      }
      try {
        mkdirSync(dirname(out), { recursive: true });
        writeFileSync(out, made.bytes);
      } catch (error) {
        io.fail(`${out} に書き出せません (cannot write): ${reasonOf(error)}`);
        return;
      }
      io.out(
        json
          ? `${JSON.stringify({ path: out, bytes: made.bytes.length })}\n`
          : `${out} を作りました。Teams 管理センターの「アプリをアップロード」で登録してください。 / Written; upload it in the Teams admin center.\n`,
      );
    });
}
