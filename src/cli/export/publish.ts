/** `maru publish`: enters that finished sheets are published (公表); what changes after that is a correction. */
import type { Command } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import type { Section } from '../../core/organization/people.js';
import type { LooseEnd } from '../../core/report/loose-ends.js';
import type { Published } from '../../store/postgres/sheets/publish.js';
import { publishedBefore } from '../../store/postgres/site/site-sections.js';
import { sealBehind } from '../history/seal.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed, yearOf } from '../year.js';
import { askToPass, passedOverLines } from './loose-ends.js';
import { type PublishOptions, publishPlan } from './publish-plan.js';
import { mayGoAlong, sayPublished, siteWanted, themeOf } from './site.js';

/** Adds `publish` to the program. Nothing is entered unless every sheet that is meant is finished. */
export function addPublishCommand(program: Command, io: CommandIo): void {
  program
    .command('publish')
    .description('すべて承認されたシートの公表を記録する (enter that finished sheets are published)')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--section <name...>', '課の名前（いくつでも）。指定しないとすべての課')
    .option(
      '--plan',
      '今年度の計画として公表する: 目標設定で承認されたシートを、結果のないまま (publish the plan of the year)',
    )
    .option('--dry-run', '公表できるかどうかを確かめるだけで、記録しない')
    .option(
      '--yes',
      '残っているもの（修正中など）があっても、確かめずに記録する。何を残したかは履歴に載ります',
    )
    .option('--reason <text>', 'もう公表したものを公表し直す理由。履歴に載ります')
    .option(
      '--site <folder>',
      '公表したシートのページとデータを、このフォルダーに書き出す (write the pages for a web server)',
    )
    .option(
      '--theme <folder>',
      '--site の見た目: theme.json と、style.css・logo.svg（.png・.jpg）のあるフォルダー',
    )
    .option(
      '--also <year...>',
      '--site に載せる、Maru より前に公表した年度（R4）。取り込んだとおりに載ります。Maru で報告した年度は、公表を記録してください',
    )
    .option('--no-pdf', '--site に PDF を作らない (pages without PDFs)')
    .option('--json', 'JSON で出力する')
    .action((options: PublishOptions) =>
      answering(io, () => (options.plan ? publishPlan(options, io) : publishSheets(options, io))),
    );
}

async function publishSheets(options: PublishOptions, io: CommandIo): Promise<void> {
  const fiscalYear = yearOf(options.year);
  const year = fiscalYearName(fiscalYear);
  const { site: folder, reason } = options;
  if (folder === undefined && (options.theme !== undefined || options.also !== undefined))
    throw new Mistake('--theme と --also は、--site と一緒に使います。');
  if (reason !== undefined && reason.trim() === '') throw new Mistake('--reason: 理由を書いてください。');
  const also = (options.also ?? []).map((year) => yearOf(year, '--also'));
  const dryRun = options.dryRun === true;
  await withRecord(async (opened) => {
    const { record, pool } = opened;
    const theme = await themeOf(options.theme, pool);
    await mayGoAlong(pool, { fiscalYear, also }, folder);
    const all = options.section === undefined ? [] : await record.sections();
    const named = options.section?.map((name) => sectionNamed('--section', name, all).id) ?? null;
    const before = await publishedBefore(pool, fiscalYear, named);
    const again = folder === undefined ? [...before.changed, ...before.same] : before.changed;
    if (before.finished && again.length > 0 && reason === undefined && !dryRun)
      throw new Mistake(publishedAgain(before.changed, again));
    // A site leaves alone what is published as it stands.
    const ids = folder === undefined ? named : [...before.never, ...again].map(({ id }) => id);
    const publish = (more: { readonly agreed?: readonly LooseEnd[]; readonly dryRun?: boolean }) =>
      record.publish(fiscalYear, ids, {
        by: opened.by,
        now: new Date(),
        ...(reason === undefined ? {} : { reason }),
        ...more,
      });
    const sealed = async (published: Published) => {
      if (published.kind === 'published' && !dryRun) await sealBehind('公表', opened, io);
      return published;
    };
    const nothingNew = before.same.length > 0 && ids?.length === 0;
    const { published, passedOver } = nothingNew
      ? { published: { kind: 'published', sheets: [] } as const, passedOver: [] }
      : await enter();
    if (published.kind !== 'published') throw refused(published, year);
    const { sheets } = published;
    const json = {
      ...{ fiscal_year: fiscalYear, entered: !dryRun },
      sheets: sheets.map(({ section: { name, department }, times }) => ({
        section: name,
        department,
        times,
      })),
      passed_over: passedOver,
    };
    const lines = [
      ...sheets.map(
        ({ section: { department, name }, times }) =>
          `${department} ${name}${times > 1 ? `（${times}回目）` : ''}\n`,
      ),
      sheets.length === 0 && folder !== undefined && !dryRun
        ? ''
        : dryRun
          ? `${year}の${sheets.length}シートを公表できます。記録はしていません。\n`
          : `${year}の${sheets.length}シートの公表を記録しました。\n`,
      passedOverLines(passedOver),
    ];
    await sayPublished(
      opened,
      { lines, ...(options.json ? { json } : {}), sheets: sheets.length },
      siteWanted(options, { theme, years: { fiscalYear, also } }),
      io,
    );

    async function enter(): Promise<{ published: Published; passedOver: readonly LooseEnd[] }> {
      const first = await publish({ agreed: [], dryRun });
      if (first.kind !== 'asked') return { published: await sealed(first), passedOver: [] };
      const { looseEnds } = first;
      if (!options.yes && !dryRun)
        await askToPass(
          looseEnds,
          { question: 'このまま公表を記録しますか', refused: '公表を記録しませんでした。' },
          io,
        );
      return { published: await sealed(await publish({ agreed: looseEnds, dryRun })), passedOver: looseEnds };
    }
  });
}

function refused(done: Exclude<Published, { kind: 'published' }>, year: string): Mistake {
  switch (done.kind) {
    case 'no_sheets':
      return new Mistake(`${year}のシートは、まだ取り込まれていません。`);
    case 'unfinished':
      return new Mistake(
        `まだすべては承認されていないか、見込みのまま確定されていないため、公表を記録しませんでした: ${done.sections.map(({ name }) => name).join('、')}。ほかの課だけを公表するときは --section で指定してください。`,
      );
    case 'asked':
      return new Mistake(
        '確かめているあいだに変わったため、公表を記録しませんでした。もう一度実行してください。',
      );
    default:
      return done satisfies never;
  }
}

/** Refuses to publish once more without a reason, naming what changed since. */
function publishedAgain(changed: readonly Section[], again: readonly Section[]): string {
  const names = (sections: readonly Section[]) => sections.map(({ name }) => name).join('、');
  const since = changed.length === 0 ? '変わったところはありません' : `変わったのは ${names(changed)} です`;
  return `${names(again)}は、もう公表しています。前の公表から、${since}。公表し直すときは --reason に理由を書いてください。`;
}
