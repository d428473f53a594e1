/** `maru publish --plan`: enters that the plans of a year go out (計画の公表), and writes them into the site. */
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import type { Section } from '../../core/organization/people.js';
import { publishPlans } from '../../store/postgres/site/publish-plan.js';
import { sealBehind } from '../history/seal.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed, yearOf } from '../year.js';
import { mayGoAlong, sayPublished, siteWanted, themeOf } from './site.js';

/** Of `maru publish`, with and without `--plan`. */
export type PublishOptions = {
  readonly year: string;
  readonly section?: readonly string[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly reason?: string;
  readonly plan?: boolean;
  readonly site?: string;
  readonly theme?: string;
  readonly also?: readonly string[];
  readonly pdf: boolean;
  readonly json?: boolean;
};

export async function publishPlan(options: PublishOptions, io: CommandIo): Promise<void> {
  const fiscalYear = yearOf(options.year);
  const year = fiscalYearName(fiscalYear);
  const { site: folder, reason, dryRun = false } = options;
  if (folder === undefined && (options.theme !== undefined || options.also !== undefined))
    throw new Mistake('--theme と --also は、--site と一緒に使います。');
  if (reason !== undefined && reason.trim() === '') throw new Mistake('--reason: 理由を書いてください。');
  const also = (options.also ?? []).map((year) => yearOf(year, '--also'));
  await withRecord(async (opened) => {
    const { record, pool, by } = opened;
    const theme = await themeOf(options.theme, pool);
    await mayGoAlong(pool, { fiscalYear, also }, folder);
    const all = options.section === undefined ? [] : await record.sections();
    const ids = options.section?.map((name) => sectionNamed('--section', name, all).id) ?? null;
    const done = await publishPlans(pool, fiscalYear, ids, { by, now: new Date(), reason, dryRun });
    if (done.kind !== 'published') throw refused(done, year);
    const { sections } = done;
    if (sections.length > 0 && !dryRun) await sealBehind('計画の公表', opened, io);
    const sheets = sections.map(({ name, department }) => ({ section: name, department }));
    const json = { fiscal_year: fiscalYear, entered: !dryRun, sheets };
    const lines = [
      ...sections.map(({ department, name }) => `${department} ${name}\n`),
      dryRun
        ? `${year}の計画を${sections.length}シート公表できます。記録はしていません。\n`
        : `${year}の計画の公表を、${sections.length}シートについて記録しました。\n`,
    ];
    await sayPublished(
      opened,
      { lines, ...(options.json ? { json } : {}), sheets: sections.length },
      siteWanted(options, { theme, years: { fiscalYear, also } }),
      io,
    );
  });
}

const named = (sections: readonly Section[]) => sections.map(({ name }) => name).join('、');

function refused(
  done: Exclude<Awaited<ReturnType<typeof publishPlans>>, { kind: 'published' }>,
  year: string,
): Mistake {
  switch (done.kind) {
    case 'no_round':
      return new Mistake(
        `${year}の目標設定は、まだ開いていません（maru round open targets）。取り込んだだけのシートは、計画として公表できません。`,
      );
    case 'unfinished':
      return new Mistake(
        `目標設定の目標がまだすべては承認されていないため、計画の公表を記録しませんでした: ${named(done.sections)}。ほかの課だけを公表するときは --section で指定してください。目標設定を閉じると、承認されたところまでが計画になります。`,
      );
    case 'again':
      return new Mistake(
        `${named(done.sections)}の計画は、もう公表していて、そのあとに直されています。公表し直すときは --reason に理由を書いてください。`,
      );
    default:
      return done satisfies never;
  }
}
