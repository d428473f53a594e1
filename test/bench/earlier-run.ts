/** The ratios of an earlier run beside those of this one. Ratios travel, absolute times do not. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const ratio = z.object({
  name: z.string(),
  goal: z.string(),
  /** null: it could not be measured */
  ratio: z.number().nullable(),
  least: z.number().nullable(),
  most: z.number().nullable(),
  met: z.boolean(),
});
const run = z.object({ machine: z.object({ words: z.string() }), ratios: z.array(ratio) });

export type Ratio = z.infer<typeof ratio>;
export type Run = z.infer<typeof run>;

/**
 * What `npm run bench -- --json > FILE` left: the last line of the file.
 *
 * @throws Error that names the file when it holds no run
 */
export function earlierRun(file: string): Run {
  try {
    return run.parse(JSON.parse(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? ''));
  } catch (cause) {
    throw new Error(`${file} holds no run of npm run bench -- --json`, { cause });
  }
}

/** A table of both; a change is told only where the two spreads do not touch. */
export function printedBeside(before: Run, now: Run): string {
  const lines = now.ratios.map((one) => {
    const was = before.ratios.find(({ name }) => name === one.name);
    return `| ${[one.name, spread(was), spread(one), changeOf(was, one)].join(' | ')} |`;
  });
  return [
    `before: ${before.machine.words}`,
    '| work | before | now | changed |',
    '|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function spread(one: Ratio | undefined): string {
  if (one?.ratio == null) return '–';
  return one.least === one.most ? String(one.ratio) : `${one.ratio} (${one.least}–${one.most})`;
}

function changeOf(before: Ratio | undefined, now: Ratio): string {
  if (before?.ratio == null || now.ratio == null) return 'not measured in both';
  const apart =
    (now.least ?? now.ratio) > (before.most ?? before.ratio) ||
    (now.most ?? now.ratio) < (before.least ?? before.ratio);
  return apart ? `${(now.ratio / before.ratio).toFixed(2)} ×` : 'no: the spreads touch';
}
