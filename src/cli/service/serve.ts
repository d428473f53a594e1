/** `maru serve`, `maru demo`, `maru migrate`: the service itself. */
import type { Command } from 'commander';
import { missingPackages } from '../../demo/packages.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';

/** The platforms' libraries take a second to load, and other commands need none of them. */
const serving = () => import('./serving.js');

/** Adds `serve`, `demo` and `migrate` to the program. */
export function addServeCommands(program: Command, io: CommandIo): void {
  program
    .command('demo')
    .description('アカウントなしで試す。ページを1つ開きます (try it without any account)')
    .option('--port <port>', '使うポート。0 なら空いているポート')
    .option('--teams', 'Microsoft の Agents Playground で試す')
    .action((options: { readonly port?: string; readonly teams?: boolean }) =>
      answering(io, async () => {
        const missing = missingPackages();
        if (missing.length > 0)
          throw new Mistake(
            `デモに使う部品（${missing.join('、')}）は、本番用のものには入っていません。Maru のフォルダーで npm run demo を実行してください。 / The packages of the demo are no part of a production installation; run npm run demo in Maru's own folder.`,
          );
        await (await import('./demo.js')).demo(options, io);
      }),
    );
  program
    .command('serve')
    .description(
      'サービスを動かす。つなぐ先は環境変数で決めます (run the service; settings say for which platforms)',
    )
    .action(() => answering(io, async () => (await serving()).serve(io)));
  program
    .command('migrate')
    .description('データベースの形を最新にする (bring the database up to date)')
    .action(() => answering(io, async () => (await serving()).bringUpToDate(io)));
}
