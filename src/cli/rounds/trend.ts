/** `maru year trend`: what became of an indicator, or of a section's, over the years. */
import type { Command } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import { nearestNames } from '../../core/organization/nearest-names.js';
import { canonicalOrganization } from '../../core/organization/organization-names.js';
import { readQuantity } from '../../core/quantity/read.js';
import type { Trend, TrendPoint } from '../../core/report/trend.js';
import { foldSearch } from '../../core/text/fold.js';
import { readTrends, type SectionTrends } from '../../store/postgres/reports/trends.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed } from '../year.js';

type Options = { readonly section?: string; readonly json?: boolean };

/** Adds `trend` to `maru year`. */
export function addTrendCommand(year: Command, io: CommandIo): void {
  year
    .command('trend')
    .description(
      '取組指標の目標・結果・評価を年度順に並べる。名前が少し変わった指標もつなぎます (an indicator over the years)',
    )
    .argument('<name>', '取組指標の名前（一部でも）か、課の名前')
    .option('--section <name>', '課の名前。同じ名前の指標がほかの課にもあるとき')
    .option('--json', 'JSON で出力する')
    .action((name: string, options: Options) => answering(io, () => show(name, options, io)));
}

async function show(name: string, options: Options, io: CommandIo): Promise<void> {
  const all = await withRecord(async ({ record, pool }) => {
    const ids =
      options.section === undefined
        ? null
        : [sectionNamed('--section', options.section, await record.sections()).id];
    return readTrends(pool, ids);
  });
  const found = named(name, all);
  if (options.json) {
    const trends = found.flatMap(({ section, trends }) =>
      trends.map((trend) => ({
        section: section.name,
        department: section.department,
        indicator: trend.at(-1)!.name,
        years: trend.map((point) => ({
          fiscal_year: point.fiscalYear,
          goal: point.goalNo,
          name: point.name,
          target: point.target,
          result: point.result,
          rating: point.rating,
          rating_meaning: point.meaning,
          target_value: numberIn(point.target, point.name),
          result_value: numberIn(point.result, point.name),
        })),
      })),
    );
    io.out(`${JSON.stringify({ trends })}\n`);
    return;
  }
  for (const { section, trends } of found)
    for (const trend of trends) io.out(`■ ${section.department} ${section.name}\n${lines(trend)}\n`);
}

/** The number that a text says alone; null where it says none, or several. */
function numberIn(text: string, indicator: string): { value: string; unit: string | null } | null {
  const { parts } = readQuantity(text, { indicator });
  const [part] = parts;
  return parts.length === 1 && part?.kind === 'number' ? { value: part.value, unit: part.unit } : null;
}

/** Trends of the section of this name, else those whose indicator was called so, in whole or in part, in any year. */
function named(typed: string, all: readonly SectionTrends[]): SectionTrends[] {
  const section = canonicalOrganization(typed);
  const ofSection = all.filter(({ section: { name, department } }) =>
    [name, `${department}${name}`].map(canonicalOrganization).includes(section),
  );
  if (ofSection.length > 0) return ofSection;
  const wanted = foldSearch(typed);
  // What goes on in another section is shown there.
  const found = all.flatMap((one) => {
    const own = one.trends.filter((trend) => trend.some(({ name }) => foldSearch(name).includes(wanted)));
    return own.length === 0 || one.ended ? [] : [{ ...one, trends: own }];
  });
  if (wanted !== '' && found.length > 0) return found;
  const names = [...new Set(all.flatMap(({ trends }) => trends.map((trend) => trend.at(-1)!.name)))];
  const near = nearestNames(typed, names, (one) => one);
  throw new Mistake(
    near.length === 0
      ? 'シートは、まだ一つも取り込まれていません。'
      : `「${typed}」という取組指標も課もありません。近い名前は${near.map((one) => `「${one}」`).join('')}です。`,
  );
}

/** A line a year under the indicator's present name; what it was called then where that differs. */
function lines(trend: Trend): string {
  const present = trend.at(-1)!.name;
  const said = ({ result, rating, meaning }: TrendPoint) =>
    result === '' && rating === '' ? '（結果なし）' : `${result} ${rating} ${meaning}`.trimEnd();
  return [
    `  ${present}`,
    ...trend.map((point) => {
      const then = point.name === present ? '' : `（当時の名前：${point.name}）`;
      return `    ${fiscalYearName(point.fiscalYear)} No.${point.goalNo} ${point.target} → ${said(point)}${then}`;
    }),
  ].join('\n');
}
