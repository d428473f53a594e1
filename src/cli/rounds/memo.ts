/** `maru memo list`: 実績メモ, as the operator sees them. */
import type { Command } from 'commander';
import { fiscalYearName, fiscalYearOf, formatEraDate } from '../../core/calendar/japanese-dates.js';
import { cityDate } from '../../core/calendar/working-days.js';
import { sumOfMemos } from '../../core/memo/adding.js';
import { type ShownMemo, shownMemo } from '../../core/memo/shown.js';
import type { CommandIo } from '../io.js';
import { answering } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed, yearOf } from '../year.js';

type Options = { readonly section?: string; readonly year?: string; readonly json?: boolean };

/** Adds `memo` to the program. */
export function addMemoCommands(maru: Command, io: CommandIo): void {
  maru
    .command('memo')
    .description('実績メモ (memos of what happened)')
    .command('list')
    .description('実績メモを、課ごとに日付の順に並べる (list them)')
    .option('--section <name>', '課の名前。指定しないとすべての課')
    .option('--year <year>', '年度 (R5)。指定しないと今年度')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => list(options, io)));
}

async function list(options: Options, io: CommandIo): Promise<void> {
  const fiscalYear = options.year === undefined ? fiscalYearOf(cityDate(new Date())) : yearOf(options.year);
  const { shown, sums } = await withRecord(async ({ record }) => {
    const sections = await record.sections();
    const ids =
      options.section === undefined ? null : [sectionNamed('--section', options.section, sections).id];
    const memos = await record.memos.list({ sectionIds: ids, fiscalYear });
    const of = new Set(memos.map(({ sectionId }) => sectionId));
    const goals = await record.memos.goals([...of], fiscalYear);
    const files = await record.memos.evidence(memos);
    const names = new Map(sections.map(({ id, name }) => [id, name]));
    return {
      shown: sections.flatMap(({ id }) =>
        memos
          .filter(({ sectionId }) => sectionId === id)
          .map((one) => shownMemo(one, goals, names.get(id) ?? '', '', files.get(one.id))),
      ),
      sums: goals.flatMap(({ section, goalNo, indicators }) =>
        indicators.flatMap((one) => {
          const sum = sumOfMemos(memos, one, 'ja');
          return sum ? [{ section, goalNo, indicator: one.name, sum }] : [];
        }),
      ),
    };
  });
  if (options.json) {
    const memos = shown.map((one) => ({
      id: one.id,
      section: one.section,
      day: one.day,
      goal: one.goalNo || null,
      indicator: one.indicator || null,
      number: one.number || null,
      text: one.text,
      link: one.link || null,
      files: (one.evidence ?? []).map(({ name }) => name),
      counts_on: one.countsOn,
      noted_by: one.by.name,
      noted_at: one.notedAt,
    }));
    const sum = sums.map(({ section, goalNo, indicator, sum: made }) => ({
      section,
      goal: goalNo,
      indicator,
      sum: made.sum,
      left_out: made.leftOut,
    }));
    io.out(`${JSON.stringify({ fiscal_year: fiscalYear, memos, sums: sum })}\n`);
    return;
  }
  if (shown.length === 0) return io.out(`${fiscalYearName(fiscalYear)}の実績メモはありません。\n`);
  io.out(`${fiscalYearName(fiscalYear)}の実績メモ ${shown.length}件\n`);
  shown.forEach((one, at) => {
    if (one.section !== shown[at - 1]?.section) {
      io.out(`■ ${one.section}\n`);
      for (const { goalNo, indicator, sum } of sums.filter(({ section }) => section === one.section))
        io.out(`  合計 No.${goalNo} ${indicator} ${sum.sum}\n`);
    }
    io.out(`${line(one)}\n`);
  });
}

/** Texts are the writer's: a line of its own, as typed. */
const line = ({ day, goalNo, indicator, number, by, text, link, evidence = [] }: ShownMemo): string =>
  [
    [
      `  ${formatEraDate(day, 'letter')}`,
      goalNo === '' ? '目標は未定' : `No.${goalNo} ${indicator}`.trim(),
      number,
      by.name,
    ]
      .filter(Boolean)
      .join(' '),
    ...text.split('\n').map((one) => `    ${one}`),
    ...(link === '' ? [] : [`    ${link}`]),
    ...evidence.map(({ name }) => `    根拠資料 ${name}`),
  ].join('\n');
