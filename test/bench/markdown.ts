/** The rows of a run as a Markdown table, to be put into docs/performance.md. */
import { goalWords, isMet, type Measured, type Row } from './row.js';

/** What one row gave; `fault` when it could not be measured. */
export type Outcome = { readonly row: Omit<Row, 'run'> } & (
  | { readonly measured: Measured }
  | { readonly fault: string }
);

/** One line a row in the order of their numbers, and below it what has to be known beside the ratios. */
export function table(outcomes: readonly Outcome[]): string {
  const sorted = [...outcomes].sort((a, b) => a.row.no - b.row.no);
  const lines = sorted.map((one) => {
    const { no, name, rival, goal } = one.row;
    const cells =
      'fault' in one
        ? ['–', '–', goalWords(goal), '測れませんでした / not measured']
        : [figure(one.measured.ratio), spread(one.measured.ratios), goalWords(goal), verdict(one)];
    return `| ${[no, name, rival, ...cells].map(cell).join(' | ')} |`;
  });
  const notes = sorted.flatMap((one) => {
    const said = 'fault' in one ? [one.fault] : one.measured.notes;
    return said.map((note) => `- ${one.row.no}: ${note}`);
  });
  return [
    '| # | 内容 / work | 比べる相手 / rival | 比 / ratio | 幅 / spread | 目標 / goal | 結果 / result |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    ...notes,
    '',
  ].join('\n');
}

function verdict(one: Extract<Outcome, { measured: Measured }>): string {
  return isMet(one.measured.ratio, one.row.goal) ? '達成 / met' : '未達成 / not met';
}

/** From the lowest to the highest of the paired ratios. */
function spread(ratios: readonly number[]): string {
  return ratios.length < 2 ? '–' : `${figure(Math.min(...ratios))}–${figure(Math.max(...ratios))}`;
}

function figure(ratio: number): string {
  return Number.isInteger(ratio) ? String(ratio) : ratio.toFixed(2);
}

/** A bar would end the cell. */
function cell(text: string | number): string {
  return String(text).replaceAll('|', '\\|').replace(/\s+/gu, ' ');
}
