/** `maru import FILE…`: goal sheets into the record; with --dry-run only what would be read, without any database. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import { cityDate } from '../../core/calendar/working-days.js';
import { checkSheets, type SheetChecks } from '../../core/checks/check-sheets.js';
import { type DirectionRule, directionRows, rowsInRecord } from '../../core/rating/direction-list.js';
import { type Irregularity, type Sheet, withoutResults } from '../../core/sheet/sheet.js';
import { sheetCheckLines } from '../../core/wording/checks.js';
import { sheetsBefore } from '../../store/postgres/files/sheets-before.js';
import { ownersIn } from '../../store/postgres/roster/sheet-owners.js';
import { SheetNear } from '../../store/postgres/sheets/import-sheets.js';
import { SheetRefused } from '../../store/postgres/sheets/sheet-refused.js';
import { placeWords } from '../../workbook/cells/problem.js';
import { toInterchange } from '../../workbook/interchange.js';
import type { FileRead } from '../../workbook/reader/read-grids.js';
import { rosterTables } from '../../workbook/roster/roster-reading.js';
import type { RosterTables } from '../../workbook/roster/roster-tables.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { checkJson, countOf, totalWords } from '../tools/check.js';
import { dateOf } from '../year.js';
import { type DirectionOptions, directionOf, unknownLines, writeTable } from './directions.js';
import { importPlan } from './import-plan.js';
import { importRosterFiles } from './import-roster.js';
import { bytesOf, readSheetFiles } from './sheet-files.js';

type Options = DirectionOptions & {
  readonly plan?: string;
  readonly year?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly targetsOnly?: boolean;
  readonly yes?: boolean;
  readonly from?: string;
  readonly reason?: string;
};

/** Adds `import` to the program. Nothing is half-imported: one problem in one file, and no sheet is taken. */
export function addImportCommand(program: Command, io: CommandIo): void {
  program
    .command('import')
    .description('組織目標管理シートや名簿を読み込む (import goal sheets or a roster)')
    .argument('[file...]', 'シート（印刷した文字の .txt、.xlsx、.csv、.json）か名簿（.csv、.xlsx）')
    .option(
      '--plan <file>',
      '総合計画の一覧（コード,名称,年度 の .csv、.xlsx）。位置づけの番号を確かめるのに使います',
    )
    .option(
      '--year <year>',
      '--plan のとき: 年度の列がない一覧を、どの年度からの計画とするか（指定しないと今の年度）',
    )
    .option('--dry-run', '読み取った内容を表示するだけで、記録しない (no database needed)')
    .option('--targets-only', '結果・評価・目標達成状況・今後の方針を空にして取り込む')
    .option(
      '--lower-is-better <name...>',
      '少ないほどよい取組指標の名前（いくつでも）。評価案に使います。一度決めると、次に取り込んでも変わりません',
    )
    .option('--higher-is-better <name...>', '多いほどよい取組指標の名前（いくつでも）')
    .option('--directions <file>', '取組指標の向き（多い・少ない・保つ）を書いた表（.csv、.xlsx）')
    .option('--directions-to <file>', '取組指標の向きの表を、案を入れて書き出す（.csv）')
    .option('--from <date>', '名簿: この日からの名簿として取り込む（例: R9.4.1。指定しないと今日から）')
    .option('--reason <text>', 'シート: 公表したシートの文を訂正する理由。正誤表に載ります')
    .option(
      '--yes',
      '名簿: 確かめずに取り込む。シート: いまある課とほとんど同じ名前の課も、新しい課として取り込む',
    )
    .option('--json', 'JSON で出力する')
    .action((files: string[], options: Options) =>
      answering(io, async () => {
        if (files.length === 0 && options.plan === undefined)
          throw new Mistake('取り込むファイルを指定してください。');
        if (options.year !== undefined && options.plan === undefined)
          throw new Mistake('--year は --plan と使います。');
        if (options.plan !== undefined) await importPlan(options.plan, options, io);
        const sheets: string[] = [];
        const rosters: RosterTables[] = [];
        for (const file of files) {
          const roster = await rosterTables(await bytesOf(file), basename(file));
          if (roster) rosters.push(roster);
          else sheets.push(file);
        }
        if (options.from !== undefined && rosters.length === 0)
          throw new Mistake('--from は名簿を取り込むときに使います。');
        const { from, ...rest } = options;
        const asOf = from === undefined ? {} : { asOf: dateOf('--from', from) };
        if (rosters.length > 0) await importRosterFiles(rosters, { ...rest, ...asOf }, io);
        if (sheets.length === 0) return;
        const read = await readSheetFiles(sheets, io);
        const direction = await directionOf(options, sheetsIn(read));
        if (options.dryRun) await showRead(read, direction, options, io);
        else await enter(read, direction, options, io);
      }),
    );
}

async function showRead(
  read: readonly FileRead[],
  direction: DirectionRule | null,
  options: Options,
  io: CommandIo,
): Promise<void> {
  const all = read.flatMap((file) => file.sheets);
  const notes = read.flatMap((file) => file.notes);
  const facts = sheetsIn(read).flatMap((sheet) =>
    directionRows(sheet, (goal, at) => direction?.(sheet.goals[goal]!.indicators[at]!, sheet) ?? null),
  );
  if (options.directionsTo !== undefined) await writeTable(options.directionsTo, facts);
  const checked = checkedIn(read, direction);
  if (options.json) {
    const summary = all.map(({ sheet, irregularities, where }, at) => ({
      section: nameOf(sheet),
      fiscal_year: sheet.fiscalYear,
      where,
      goals: sheet.goals.length,
      indicators: indicatorsIn(sheet),
      irregularities,
      checks: checksJson(checked[at]!),
    }));
    const { sheets } = toInterchange(all.map(({ sheet }) => sheet));
    const understood = read.flatMap((file) => file.understood);
    io.out(`${JSON.stringify({ sheets, summary, notes, understood })}\n`);
    return;
  }
  for (const [at, { sheet, irregularities }] of all.entries()) {
    io.out(`${nameOf(sheet)}（${sheet.header.fiscalYear.text}） ${countsOf(sheet)}\n`);
    for (const one of irregularities) io.out(`  ${irregularityLine(one)}\n`);
    for (const { ja } of sheetCheckLines(checked[at]!)) io.out(`  ${ja}\n`);
  }
  for (const one of notes) io.out(`${irregularityLine(one)}\n`);
  io.out(`${unknownLines(facts, options)}${all.length}シートを読み取りました。記録はしていません。\n`);
}

async function enter(
  read: readonly FileRead[],
  direction: DirectionRule | null,
  options: Options,
  io: CommandIo,
): Promise<void> {
  const files = read.flatMap((file) =>
    file.sheets.map((one) => (options.targetsOnly ? { ...one, sheet: withoutResults(one.sheet) } : one)),
  );
  const sheets = files.map(({ sheet }) => sheet);
  const { imported, earlier } = await withRecord(async ({ record, by }) => {
    const entered = await record
      .importSheets(sheets, {
        by,
        now: new Date(),
        owners: ownersIn(files),
        ...(options.reason?.trim() ? { reason: options.reason.trim() } : {}),
        ...(direction ? { direction } : {}),
        ...(options.yes ? {} : { refuseNear: true }),
      })
      .catch((fault: unknown) => {
        if (!(fault instanceof SheetRefused)) throw fault;
        const asked =
          fault instanceof SheetNear ? '\n新しい課でよければ、--yes を付けてもう一度実行してください。' : '';
        throw new Mistake(`${fault.words.ja}${asked}`);
      });
    return {
      imported: entered,
      earlier: await sheetsBefore(entered, (year, sections) => record.finished(year, sections)),
    };
  });
  const notes = read.flatMap((file) => file.notes);
  const facts = imported.flatMap(({ sheet, numbering, said }) => rowsInRecord(sheet, numbering, said));
  const checked = checkSheets(sheets, {
    today: cityDate(new Date()),
    earlier,
    directionOf: (sheet, goal, at) => {
      const { numbering, said } = imported[sheets.indexOf(sheet)]!;
      return said[numbering[goal]!.indicatorIds[at]!] ?? null;
    },
  });
  if (options.directionsTo !== undefined)
    await writeTable(options.directionsTo, facts).catch((fault: unknown) => {
      if (!(fault instanceof Mistake)) throw fault;
      throw new Mistake(
        `シートは取り込みましたが、取組指標の向きの表は書き出していません。${fault.message} The sheets are entered; only the table is not written.`,
      );
    });
  if (options.json) {
    const told = imported.map(({ sheet: _sheet, numbering: _numbering, said: _said, ...one }, at) => ({
      ...one,
      checks: checksJson(checked[at]!),
    }));
    io.out(`${JSON.stringify({ imported: told, notes })}\n`);
    return;
  }
  for (const [at, { name, fiscalYear, outcome, owners }] of imported.entries()) {
    const differences = typeof outcome === 'object' ? outcome.changed : [];
    io.out(
      `${name}（${fiscalYearName(fiscalYear)}）: ${OUTCOME_WORDS[typeof outcome === 'object' ? 'changed' : outcome]}。\n`,
    );
    if (typeof outcome === 'object' && outcome.errata)
      io.out(`  公表したシートの訂正として、正誤表に${outcome.errata}件載ります。\n`);
    for (const difference of differences) io.out(`  ${difference.message.ja}\n`);
    if (outcome === 'new') for (const { message } of owners?.set ?? []) io.out(`  ${message.ja}\n`);
    for (const { ja } of owners?.left ?? []) io.out(`  ${ja}\n`);
    for (const { ja } of sheetCheckLines(checked[at]!)) io.out(`  ${ja}\n`);
  }
  for (const one of notes) io.out(`${irregularityLine(one)}\n`);
  io.out(unknownLines(facts, options));
  const checks = countOf(checked);
  if (checks > 0) io.out(`${totalWords(checks)}確かめて、必要ならシートを直して取り込み直してください。\n`);
}

const OUTCOME_WORDS = {
  new: '新しく取り込みました',
  unchanged: '変更はありません',
  changed: '変更を取り込みました（報告はそのままです）',
} as const;

/** What does not fit in the sheets as they were read; nothing in what is not reported yet. */
function checkedIn(read: readonly FileRead[], direction: DirectionRule | null): SheetChecks[] {
  return checkSheets(sheetsIn(read), {
    today: cityDate(new Date()),
    directionOf: (sheet, goal, at) => direction?.(sheet.goals[goal]!.indicators[at]!, sheet) ?? null,
  });
}

function checksJson({ goals }: SheetChecks) {
  return goals.flatMap(({ goal, found }) =>
    found.checks.map((check) => ({
      ...checkJson(check),
      no: goal.no,
      indicator: goal.indicators[check.indicator ?? -1]?.name ?? null,
    })),
  );
}

const sheetsIn = (read: readonly FileRead[]): Sheet[] =>
  read.flatMap((file) => file.sheets.map(({ sheet }) => sheet));
const nameOf = (sheet: Sheet): string => `${sheet.header.department.text} ${sheet.header.organization.text}`;
const indicatorsIn = (sheet: Sheet): number =>
  sheet.goals.reduce((sum, goal) => sum + goal.indicators.length, 0);

function countsOf(sheet: Sheet): string {
  const ratings = sheet.goals.flatMap((goal) => goal.indicators.map((one) => one.rating));
  const counted = sheet.legend
    .map(({ symbol, meaning }) => ({ symbol, meaning, count: ratings.filter((r) => r === symbol).length }))
    .filter(({ count }) => count > 0)
    .map(({ symbol, meaning, count }) => `${symbol} ${meaning} ${count}`);
  return [`目標${sheet.goals.length}件`, `指標${indicatorsIn(sheet)}件`, ...counted].join('・');
}

function irregularityLine({ id, where, message }: Irregularity): string {
  const place = placeWords(where).ja;
  return `${id} ${place === '' ? '' : `${place}: `}${message.ja}`;
}
