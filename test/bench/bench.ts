/**
 * `npm run bench`: measures every row of rows/ beside its rival and prints the table. A goal that is missed is told; the
 * exit code is 0 when all could be measured. See docs/performance.md.
 *
 *   npm run bench -- [--quick] [--only 1,5] [--markdown] [--json] [--compare FILE]
 *
 * FILE holds what an earlier run with --json wrote: the ratios of both are put beside each other.
 *
 * Each row runs in a process of its own, so that neither memory nor compiled code goes from one to the next.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { earlierRun, printedBeside, type Ratio } from './earlier-run.js';
import { machine } from './machine.js';
import { table as markdownOf } from './markdown.js';
import { goalWords, isMet, type Measured, type Row, type Size } from './row.js';

const ROWS = new URL('./rows/', import.meta.url);

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** the table as it is put into docs/performance.md */
    markdown: { type: 'boolean', default: false },
    /** numbers of the rows wanted, with commas */
    only: { type: 'string', default: '' },
    /** what an earlier run wrote with --json */
    compare: { type: 'string', default: '' },
    /** for the process of one row: its file */
    file: { type: 'string', default: '' },
  },
});
const size: Size = values.quick ? 'quick' : 'full';
const only = values.only.split(',').filter(Boolean).map(Number);

type Answer = { readonly measured: Measured } | { readonly failed: string };
type Found = { readonly file: string; readonly row: Row };

async function rowsOf(file: string): Promise<Row[]> {
  const { row, rows = [] } = (await import(new URL(file, ROWS).href)) as { row?: Row; rows?: readonly Row[] };
  return row ? [row, ...rows] : [...rows];
}

if (values.file !== '') await runOne(values.file, only[0] ?? 0);
else await runAll();

/** In the process of a row. It ends with the process that started it, and with it whatever it has on a leash. */
async function runOne(file: string, no: number): Promise<void> {
  process.once('disconnect', () => process.exit(1));
  // A fault that nobody waits for is the answer, too: without it the row would end and say nothing.
  const broken = new Promise<never>((_, reject) => process.once('uncaughtException', reject));
  let answer: Answer;
  try {
    const row = (await rowsOf(file)).find((one) => one.no === no);
    if (!row) throw new Error(`no row ${no} in ${file}`);
    const running = row.run(size, (line) => process.stderr.write(`     ${line}\n`));
    answer = { measured: await Promise.race([running, broken]) };
  } catch (fault) {
    answer = { failed: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
  }
  process.send?.(answer, () => process.exit(0));
}

async function runAll(): Promise<void> {
  // What cannot be read is told before an hour of measuring.
  const earlier = values.compare === '' ? null : earlierRun(values.compare);
  const files = readdirSync(ROWS).filter((name) => /^\d\d-.*\.ts$/u.test(name));
  const found: Found[] = [];
  for (const file of files) for (const row of await rowsOf(file)) found.push({ file, row });
  found.sort((a, b) => a.row.no - b.row.no);
  const wanted = found.filter(({ row }) => only.length === 0 || only.includes(Math.floor(row.no)));
  if (wanted.length === 0) throw new Error('no such row');
  const table: { row: Row; answer: Answer }[] = [];
  for (const { file, row } of wanted) {
    process.stderr.write(`${String(row.no).padStart(3)}  ${row.name}, against ${row.rival}\n`);
    const answer = await inOwnProcess(file, row.no);
    table.push({ row, answer });
    if ('failed' in answer) process.stderr.write(`     could not be measured: ${answer.failed}\n`);
    else for (const note of answer.measured.notes) process.stderr.write(`     ${note}\n`);
  }
  if (values.markdown)
    console.log(
      markdownOf(
        table.map(({ row, answer }) =>
          'failed' in answer
            ? { row, fault: answer.failed.split('\n', 1)[0] ?? '' }
            : { row, measured: answer.measured },
        ),
      ),
    );
  else print(table);
  const ratios = table.map(({ row, answer }) => ratioOf(row, answer));
  console.log(machine.words);
  if (earlier) console.log(printedBeside(earlier, { machine, ratios }));
  if (values.json) console.log(JSON.stringify({ machine, size, ratios }));
  process.exitCode = table.some(({ answer }) => 'failed' in answer) ? 1 : 0;
}

function ratioOf(row: Row, answer: Answer): Ratio {
  const own = { name: nameOf(row), goal: goalWords(row.goal) };
  if ('failed' in answer) return { ...own, ratio: null, least: null, most: null, met: false };
  const { ratio, ratios } = answer.measured;
  const all = ratios.length === 0 ? [ratio] : ratios;
  return {
    ...own,
    ratio: rounded(ratio),
    least: rounded(Math.min(...all)),
    most: rounded(Math.max(...all)),
    met: isMet(ratio, row.goal),
  };
}

async function inOwnProcess(file: string, no: number): Promise<Answer> {
  const child = fork(
    fileURLToPath(import.meta.url),
    ['--file', file, '--only', String(no), ...(values.quick ? ['--quick'] : [])],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [...process.execArgv, '--expose-gc'] },
  );
  let answer: Answer | null = null;
  child.once('message', (message) => {
    answer = message as Answer;
  });
  const [code, signal] = await once(child, 'close');
  return answer ?? { failed: `its process ended with ${code ?? signal} and said nothing` };
}

function print(table: readonly { row: Row; answer: Answer }[]): void {
  console.log('\n| # | work | against | ratio (least–most) | goal | met |\n|---|---|---|---|---|---|');
  for (const { row, answer } of table) {
    const cells =
      'failed' in answer
        ? ['–', goalWords(row.goal), 'not measured']
        : [
            spread(answer.measured),
            goalWords(row.goal),
            isMet(answer.measured.ratio, row.goal) ? 'yes' : 'no',
          ];
    console.log(`| ${[row.no, row.name, row.rival, ...cells].join(' | ')} |`);
  }
}

function spread({ ratio, ratios }: Measured): string {
  const own = rounded(ratio).toString();
  return ratios.length < 2
    ? own
    : `${own} (${rounded(Math.min(...ratios))}–${rounded(Math.max(...ratios))}, ${ratios.length} pairs)`;
}

function nameOf(row: Row): string {
  return `${row.no} ${row.name}`;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
