/** `maru person`: everything that is kept of one person, shown (開示) or taken away (消去). */
import type { Command } from 'commander';
import { readKept } from '../../store/postgres/people/person-kept.js';
import { readDraftsKept } from '../../store/redis/person-kept.js';
import type { CommandIo } from '../io.js';
import { answering } from '../mistake.js';
import { withRecord } from '../record.js';
import { withDrafts } from '../with-drafts.js';
import { type EraseOptions, erase } from './erase.js';
import { personMeant } from './person-meant.js';
import { keptLines } from './person-words.js';

type ShowOptions = { readonly section?: string; readonly json?: boolean };

/** Adds `person show|erase` to the program. */
export function addPersonCommands(program: Command, io: CommandIo): void {
  const person = program
    .command('person')
    .description('一人について保存しているもの (what is kept of one person)');
  person
    .command('show')
    .description('一人について保存しているものをすべて示す（開示のために）')
    .argument('<name>', '氏名か職員番号')
    .option('--section <name>', '同じ名前の人がいるとき、その人の課')
    .option('--json', 'JSON で出力する')
    .action((name: string, options: ShowOptions) => answering(io, () => show(name, options, io)));
  person
    .command('erase')
    .description('一人の名前・連絡先・下書きを消す。署名は役職だけが残り、履歴に記録される（元に戻せない）')
    .argument('<name>', '氏名か職員番号')
    .option('--section <name>', '同じ名前の人がいるとき、その人の課')
    .option('--ground <text>', '消去の根拠。履歴に残るので、名前は書かない')
    .option('--yes', '確かめずに消去する')
    .option('--with-open-work', '残っている仕事があっても消去する')
    .option('--json', 'JSON で出力する')
    .action((name: string, options: EraseOptions) => answering(io, () => erase(name, options, io)));
}

async function show(name: string, { section, json }: ShowOptions, io: CommandIo): Promise<void> {
  const { kept, desk } = await withRecord((opened) =>
    withDrafts(async (redis) => {
      const { id } = await personMeant(opened, name, section);
      return { kept: (await readKept(opened.pool, id))!, desk: await readDraftsKept(redis, id) };
    }),
  );
  io.out(
    json ? `${JSON.stringify({ ...kept, inProgress: desk })}\n` : `${keptLines(kept, desk).join('\n')}\n`,
  );
}
