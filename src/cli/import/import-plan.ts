/** The plan's side of `maru import`: 総合計画（実施計画）の一覧, whose differences are shown, and with --dry-run only shown. */
import { basename } from 'node:path';
import { fiscalYearOf } from '../../core/calendar/japanese-dates.js';
import { cityDate } from '../../core/calendar/working-days.js';
import { planLine, planSummary } from '../../core/wording/sent/plan.js';
import { problemWords } from '../../workbook/cells/problem.js';
import { pagesOf } from '../../workbook/lists/grids.js';
import { planTableIn } from '../../workbook/lists/plan-table.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { yearOf } from '../year.js';
import { bytesOf } from './sheet-files.js';

type PlanOptions = {
  readonly year?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

/**
 * Loads a list of the plan. Rows without 年度 hold from `--year` on, or from this fiscal year. A Mistake for a file that is
 * no such list.
 */
export async function importPlan(path: string, options: PlanOptions, io: CommandIo): Promise<void> {
  const now = new Date();
  const from = options.year === undefined ? fiscalYearOf(cityDate(now)) : yearOf(options.year);
  const list = (await rowsOf(path)).map((one) => ({ ...one, fromYear: one.fromYear ?? from }));
  if (list.length === 0)
    throw new Mistake(`${path}: 計画の番号が一つもありません。見出しの下に、コードと名称を並べてください。`);
  const dryRun = options.dryRun === true;
  const changes = await withRecord(({ record, by }) => record.plans.load(list, { by, now, dryRun }));
  if (options.json) {
    io.out(`${JSON.stringify({ plan: list, changes, applied: !dryRun && changes.length > 0 })}\n`);
    return;
  }
  for (const one of changes) io.out(`${planLine(one).ja}\n`);
  for (const { ja } of planSummary(list, changes)) io.out(`${ja}\n`);
  io.out(
    changes.length === 0
      ? '計画の一覧に変更はありません。\n'
      : `${changes.length}件の変更です。${dryRun ? '変更はまだしていません。' : '計画の一覧に取り込みました。'}\n`,
  );
}

async function rowsOf(path: string) {
  const pages = await pagesOf(await bytesOf(path), basename(path));
  if (pages.kind === 'refused')
    throw new Mistake(pages.problems.map(({ message }) => `${path}: ${message.ja}`).join('\n'));
  const tables = pages.grids.flatMap((grid) => planTableIn(grid) ?? []);
  if (tables.length === 0)
    throw new Mistake(`${path}: 「コード」と「名称」の列がありません（例: コード,名称,年度）。`);
  const problems = tables.flatMap((table) => table.problems);
  if (problems.length > 0) throw new Mistake(problems.map((one) => problemWords(one).ja).join('\n'));
  return tables.flatMap(({ rows }) => rows);
}
