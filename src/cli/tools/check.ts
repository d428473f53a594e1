/** `maru check`: 確認事項 of sheets in files, or of what was reported in a year. It asks; that something was found is no error. */
import { type Command, Option } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import type { RoundKind } from '../../core/calendar/round.js';
import { cityDate } from '../../core/calendar/working-days.js';
import { CHECK_GROUPS } from '../../core/checks/board/find.js';
import type { BoardKind, Check, Confirmed } from '../../core/checks/check.js';
import { checkSheets, type SheetChecks } from '../../core/checks/check-sheets.js';
import { checkLine, sheetCheckLines } from '../../core/wording/checks.js';
import { boardCheckWords } from '../../core/wording/coordinator/checks.js';
import type { GoalChecks, SectionChecks } from '../../store/postgres/reports/checks.js';
import { readSheetFiles } from '../import/sheet-files.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { yearOf } from '../year.js';

type Options = { readonly year?: string; readonly round: RoundKind; readonly json?: boolean };

/** Adds `check` to the program. */
export function addCheckCommand(program: Command, io: CommandIo): void {
  program
    .command('check')
    .description('目標・結果・評価・文の合わないところを挙げる (what does not fit in texts and numbers)')
    .argument('[file...]', 'シート（.txt、.xlsx、.csv、.json）。前年度のシートも並べると、前年度と比べる')
    .option('--year <year>', '年度 (R8): 記録にある報告を調べる')
    .addOption(
      new Option('--round <round>', '--year のとき: 中間 midyear、期末 yearend')
        .choices(['midyear', 'yearend'])
        .default('yearend'),
    )
    .option('--json', 'JSON で出力する')
    .action((files: string[], options: Options) =>
      answering(io, async () => {
        if ((files.length === 0) === (options.year === undefined))
          throw new Mistake('シートのファイルか --year の、どちらか一方を指定してください。');
        if (options.year === undefined) await checkFiles(files, options, io);
        else await checkYear(options.year, options, io);
      }),
    );
}

async function checkFiles(files: readonly string[], options: Options, io: CommandIo): Promise<void> {
  const read = await readSheetFiles(files, io);
  const sheets = read.flatMap((file) => file.sheets.map(({ sheet }) => sheet));
  const checked = checkSheets(sheets, { today: cityDate(new Date()) });
  if (options.json) {
    io.out(`${JSON.stringify({ sheets: checked.map(sheetJson), checks: countOf(checked) })}\n`);
    return;
  }
  for (const { sheet, goals } of checked) {
    io.out(`${sheetName(sheet)}（${fiscalYearName(sheet.fiscalYear)}）\n`);
    for (const one of goals) {
      for (const { ja } of sheetCheckLines({ goals: [one] })) io.out(`  ${ja}\n`);
      for (const { arithmetic } of one.found.confirmed)
        io.out(`  No.${one.goal.no} 合っています: ${arithmetic}\n`);
    }
  }
  io.out(`${checked.length}シートを調べました。${totalWords(countOf(checked))}\n`);
}

const sheetName = ({ header }: SheetChecks['sheet']): string =>
  `${header.department.text} ${header.organization.text}`;

/** How many checks there are. */
export function countOf(checked: readonly SheetChecks[]): number {
  return checked.flatMap(({ goals }) => goals).reduce((sum, { found }) => sum + found.checks.length, 0);
}

/** How many there are, as a sentence. */
export function totalWords(count: number): string {
  return count === 0 ? '確認事項はありません。' : `確認事項は${count}件です。`;
}

function sheetJson({ sheet, goals }: SheetChecks) {
  return {
    section: sheetName(sheet),
    fiscal_year: sheet.fiscalYear,
    goals: goals.map(({ goal, found }) => ({
      no: goal.no,
      goal: goal.text,
      checks: found.checks.map((check) => ({
        ...checkJson(check),
        indicator: check.indicator === null ? null : goal.indicators[check.indicator]!.name,
        row: check.indicator === null ? null : check.indicator + 1,
      })),
      confirmed: found.confirmed.map((one: Confirmed) => ({
        kind: one.kind,
        indicator: one.indicator === null ? null : goal.indicators[one.indicator]!.name,
        row: one.indicator === null ? null : one.indicator + 1,
        texts: one.texts,
        arithmetic: one.arithmetic,
      })),
    })),
  };
}

/** A check as data: its kind, the texts it compares, and what is said of it in both languages. */
export function checkJson({
  kind,
  texts,
  message,
}: Pick<Check, 'texts' | 'message'> & { readonly kind: BoardKind }) {
  return { kind, texts, message: message.ja, message_en: message.en };
}

async function checkYear(year: string, options: Options, io: CommandIo): Promise<void> {
  const fiscalYear = yearOf(year);
  const { found, plan } = await withRecord(async ({ record }) => ({
    found: await record.checks(fiscalYear, options.round, new Date()),
    plan: await record.plans.of(fiscalYear),
  }));
  const all = found.flatMap(({ goals }) => goals.flatMap(({ checks }) => checks));
  const open = all.filter(({ reason }) => reason === null).length;
  if (options.json) {
    const sections = found.map(sectionJson);
    io.out(
      `${JSON.stringify({ fiscal_year: fiscalYear, round: options.round, sections, open, answered: all.length - open, plan_from: plan?.fromYear ?? null })}\n`,
    );
    return;
  }
  const words = boardCheckWords('ja');
  for (const { section, goals } of found) {
    const lines = goals.flatMap(({ task, checks }) =>
      checks.map((check) => {
        const called = check.group === 'open' ? undefined : words.group[check.group];
        const line = checkLine(check, task.goalNo, nameOf(task, check), 'ja', called);
        return `  ${line}${answerWords(check)}\n`;
      }),
    );
    if (lines.length > 0) io.out(`${section.department} ${section.name}\n${lines.join('')}`);
  }
  const answered = all.length - open;
  for (const group of CHECK_GROUPS) {
    const count = all.filter((one) => one.group === group && one.reason === null).length;
    if (count > 0) io.out(`${words.found(words.group[group], count)}\n`);
  }
  io.out(
    `${found.length}シートを調べました。${totalWords(open)}${answered > 0 ? `ほかに「このままで正しい」と回答のあるものが${answered}件あります。` : ''}${plan ? '' : words.noPlanAtDesk}\n`,
  );
}

type OfGoal = GoalChecks['checks'][number];

const nameOf = (task: GoalChecks['task'], { indicatorId }: OfGoal): string | undefined =>
  task.indicators.find(({ id }) => id === indicatorId)?.name;

function answerWords({ reason, asked }: OfGoal): string {
  if (reason !== null) return `（このままで正しい: ${reason}）`;
  const answer = asked?.answer;
  if (answer) return `（回答 ${answer.name}: ${answer.text}）`;
  return asked ? '（本人に確認中）' : '';
}

function sectionJson({ section, goals }: SectionChecks) {
  return {
    section: section.name,
    department: section.department,
    goals: goals.map(({ task, checks }) => ({
      no: task.goalNo,
      goal: task.goalText,
      checks: checks.map((check) => ({
        ...checkJson(check),
        indicator: nameOf(task, check) ?? null,
        row: task.indicators.find(({ id }) => id === check.indicatorId)?.seq ?? null,
        group: check.group,
        reason: check.reason,
        asked: check.asked,
      })),
    })),
  };
}
