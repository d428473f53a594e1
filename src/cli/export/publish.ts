/** `maru publish`: enters that finished sheets are published (公表); what changes after that is a correction. */
import type { Command } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import type { LooseEnd } from '../../core/report/loose-ends.js';
import type { Published } from '../../store/postgres/sheets/publish.js';
import { sealBehind } from '../history/seal.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed, yearOf } from '../year.js';
import { askToPass, passedOverLines } from './loose-ends.js';

type Options = {
  readonly year: string;
  readonly section?: readonly string[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
};

/** Adds `publish` to the program. Nothing is entered unless every sheet that is meant is finished. */
export function addPublishCommand(program: Command, io: CommandIo): void {
  program
    .command('publish')
    .description('すべて承認されたシートの公表を記録する (enter that finished sheets are published)')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--section <name...>', '課の名前（いくつでも）。指定しないとすべての課')
    .option('--dry-run', '公表できるかどうかを確かめるだけで、記録しない')
    .option(
      '--yes',
      '残っているもの（修正中など）があっても、確かめずに記録する。何を残したかは履歴に載ります',
    )
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => publishSheets(options, io)));
}

async function publishSheets(options: Options, io: CommandIo): Promise<void> {
  const fiscalYear = yearOf(options.year);
  const year = fiscalYearName(fiscalYear);
  const { published: done, passedOver } = await withRecord(async ({ record, pool, by }) => {
    const all = options.section === undefined ? [] : await record.sections();
    const ids = options.section?.map((name) => sectionNamed('--section', name, all).id) ?? null;
    const publish = (more: { readonly agreed?: readonly LooseEnd[]; readonly dryRun?: boolean }) =>
      record.publish(fiscalYear, ids, { by, now: new Date(), ...more });
    const dryRun = options.dryRun === true;
    const sealed = async (published: Published) => {
      if (published.kind === 'published' && !dryRun) await sealBehind('公表', { record, pool }, io);
      return published;
    };
    const first = await publish({ agreed: [], dryRun });
    if (first.kind !== 'asked') return { published: await sealed(first), passedOver: [] };
    const { looseEnds } = first;
    if (!options.yes && !dryRun)
      await askToPass(
        looseEnds,
        { question: 'このまま公表を記録しますか', refused: '公表を記録しませんでした。' },
        io,
      );
    const published = await sealed(await publish({ agreed: looseEnds, dryRun }));
    return { published, passedOver: looseEnds };
  });
  switch (done.kind) {
    case 'no_sheets':
      throw new Mistake(`${year}のシートは、まだ取り込まれていません。`);
    case 'unfinished':
      throw new Mistake(
        `まだすべては承認されていないか、見込みのまま確定されていないため、公表を記録しませんでした: ${done.sections.map(({ name }) => name).join('、')}。ほかの課だけを公表するときは --section で指定してください。`,
      );
    case 'asked':
      throw new Mistake(
        '確かめているあいだに変わったため、公表を記録しませんでした。もう一度実行してください。',
      );
    case 'published': {
      if (options.json) {
        const sheets = done.sheets.map(({ section, times }) => ({
          section: section.name,
          department: section.department,
          times,
        }));
        io.out(
          `${JSON.stringify({ fiscal_year: fiscalYear, entered: options.dryRun !== true, sheets, passed_over: passedOver })}\n`,
        );
        return;
      }
      for (const { section, times } of done.sheets)
        io.out(`${section.department} ${section.name}${times > 1 ? `（${times}回目）` : ''}\n`);
      io.out(
        options.dryRun
          ? `${year}の${done.sheets.length}シートを公表できます。記録はしていません。\n`
          : `${year}の${done.sheets.length}シートの公表を記録しました。\n`,
      );
      io.out(passedOverLines(passedOver));
      return;
    }
    default:
      done satisfies never;
  }
}
