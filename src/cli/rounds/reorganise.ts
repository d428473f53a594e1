/** `maru year reorganise`: sections that merge, are divided or are renamed, as a file says it. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { notYet, type ReorganisationRow } from '../../core/organization/succession/reorganise.js';
import { rosterLines } from '../../core/wording/sent/roster-lines.js';
import { reorganisationSummary } from '../../core/wording/year/reorganisation.js';
import { reorganise } from '../../store/postgres/roster/reorganise.js';
import { RosterMoved } from '../../store/postgres/roster/roster-work.js';
import { problemWords } from '../../workbook/cells/problem.js';
import { pagesOf } from '../../workbook/lists/grids.js';
import { reorganisationIn } from '../../workbook/lists/reorganisation.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';

type Options = {
  readonly file: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
};

/** Adds `reorganise` to `maru year`. */
export function addReorganiseCommand(year: Command, io: CommandIo): void {
  year
    .command('reorganise')
    .description(
      '課の統合・分割・改称を取り込む（旧課,新部,新課,施行日,種別,目標） (sections that merge, are divided or renamed)',
    )
    .requiredOption('--file <file>', '.csv か .xlsx。種別は 統合・分割・改称、目標は分割のときの No.')
    .option('--dry-run', '変わるところを表示するだけで、記録しない')
    .option('--yes', '確かめずに取り込む')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => run(options, io)));
}

async function rowsIn(path: string, file: string): Promise<readonly ReorganisationRow[]> {
  const bytes = await readFile(path).catch(() => {
    throw new Mistake(`${path}: ファイルを読めません。`);
  });
  const pages = await pagesOf(bytes, file);
  if (pages.kind === 'refused')
    throw new Mistake(pages.problems.map((one) => problemWords(one).ja).join('\n'));
  const lists = pages.grids.flatMap((grid) => reorganisationIn(grid) ?? []);
  if (lists.length === 0)
    throw new Mistake(
      `${file}: 見出しに「旧課」「新課」「施行日」「種別」が必要です（旧課,新部,新課,施行日,種別,目標）。`,
    );
  const problems = lists.flatMap((list) => list.problems);
  if (problems.length > 0) throw new Mistake(problems.map(({ ja }) => ja).join('\n'));
  return lists.flatMap(({ rows }) => rows);
}

async function run(options: Options, io: CommandIo): Promise<void> {
  const file = basename(options.file);
  const rows = await rowsIn(options.file, file);
  await withRecord(async ({ pool, by, record }) => {
    const now = new Date();
    const shown = await reorganise(pool, file, rows, { by, now, dryRun: true });
    const { plan, differences } = shown;
    if (!plan.ok) throw new Mistake(plan.problems.map(({ ja }) => ja).join('\n'));
    const names = new Map((await record.sections()).map(({ id, name }) => [id, name]));
    // A section that is new has no name in the record yet.
    for (const { what, id, name } of differences) if (what === 'section') names.set(id, name);
    const lines = rosterLines(differences, (id) => names.get(id) ?? id);
    if (!options.json) {
      for (const line of lines) io.out(`${line}\n`);
      if (differences.length === 0) io.out('すべて記録と同じ内容です。\n');
      else for (const { ja } of reorganisationSummary(plan.steps, shown)) io.out(`${ja}\n`);
    }
    const waits = plan.notBefore;
    if (waits !== null && !options.dryRun) throw new Mistake(notYet(waits).ja);
    const wanted = options.dryRun !== true && differences.length > 0;
    if (wanted && !options.yes && !options.json && io.ask && !(await io.ask('取り込みますか')))
      throw new Mistake('取り込みませんでした。');
    if (wanted) await agreedTo(reorganise(pool, file, rows, { by, now, agreed: differences }));
    if (options.json) io.out(`${JSON.stringify({ applied: wanted, not_before: waits, differences })}\n`);
    else if (differences.length > 0)
      io.out(`${lines.length}件の変更です。${wanted ? '取り込みました。' : '変更はまだしていません。'}\n`);
  });
}

/** Where somebody changed the record in between, nothing was entered. */
async function agreedTo(entering: Promise<unknown>): Promise<void> {
  await entering.catch((fault: unknown) => {
    if (!(fault instanceof RosterMoved)) throw fault;
    throw new Mistake('確かめているあいだに記録が変わりました。もう一度実行してください。');
  });
}
