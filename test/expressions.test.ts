/**
 * Every regular expression of the source, literal or built: none of them takes a text's length to the power of that
 * length, so that no text can stop the service.
 *
 * Whether a verdict is reached must not depend on the machine. Time without bound needs a loop around a group: whatever
 * has none is proven by looking at it, and what has one is judged without a limit of time (`recheck`, its automaton,
 * which is exact). What that one cannot judge, looking around and back, stands in LOOKED_AT with the reason why it is
 * harmless. All are given to recheck a second time with a limit, for those that take a text's length squared: a slow
 * machine finds fewer of these, never others.
 */
import { execFile, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { parse } from '@swc/core';

type Expression = { readonly source: string; readonly flags: string; readonly files: Set<string> };

/**
 * Looked at by a person, as neither exponential nor slower than the length named with it allows: where each begins, by
 * its first signs. A line that no expression needs any more fails.
 */
const LOOKED_AT: readonly (readonly [file: string, begins: string, why: string])[] = [
  ['chat/render/escape.ts', '^([ \\t]*)(?:([-+]', 'no loop around a group; each line is looked at once'],
  [
    'chat/playground/page/drawing/markdown.js',
    '\\\\([\\\\`*_{}',
    'the pieces of each loop begin differently; runs in the page of the trial, on cards within their limits (4,000 units)',
  ],
  [
    'core/conversation/keywords.ts',
    '(?:no\\.?|#)',
    'at most three digits, and the blanks behind them, from each beginning of a number',
  ],
  [
    'core/sheet/irregularities/characters.ts',
    '(?<=([',
    'a run of letters is read once from each of the two blanks beside it',
  ],
  ['core/sheet/irregularities/prose.ts', '(?<!\\d)\\d+[^', 'begins only where a run of digits does'],
  [
    'core/quantity/numerals.ts',
    '\\B(?=(\\d{3})',
    'three digits are three digits; squared, over the digits of one number (at most 200 units)',
  ],
  [
    'core/rating/lasting.ts',
    '率|割合|比率',
    'the words of its one loop begin differently or are followed by another sign; indicators of a sheet (32,767 units)',
  ],
  ['core/organization/read-route.ts', '[→⇒➡⇨▶>', 'begins only where a run of strokes does'],
  [
    'workbook/form/columns.ts',
    '^(組織名',
    'anchored, and the pieces of its loop begin differently but for one sign',
  ],
  [
    'workbook/reader/printed.ts',
    '"((?:[^"]|"")',
    'sticky, and a quotation mark is never the first of the other piece',
  ],
  ['workbook/reader/table/legend.ts', '(?<![\\s、', 'begins only where a run of separators does'],
  ['workbook/xlsx/extent.ts', '<((?:\\w+:)?rPh', 'one sign a turn, up to the next tag of its name'],
  ['workbook/xlsx/extent.ts', '<(?:\\w+:)?c\\b', 'no loop around a group; up to the end of one tag'],
];

/** What is built within a function, with the words it is built of there; those built when a module is read are found. */
const BUILT_WITHIN: Readonly<Record<string, readonly RegExp[]>> = {
  'chat/slack/incoming/translate/typed.ts': [/<@U012345(?:\|[^<>]*)?>/gu],
  'core/rating/names.ts': [/[不未非欠](?:開催|実施)/u],
  'core/sheet/irregularities/prose.ts': [/(?:合計|計)190(?!\d)/u],
  // The literal beside it, with another flag.
  'core/text/split-items.ts': [],
  'store/redis/keeping.ts': [/^maxmemory_policy:(.*)$/mu],
  'workbook/xlsx/guard.ts': [/<(?:\w+:)?numFmt\b[^<>]*numFmtId="58"/],
};

/** At most so many turns of a group count as a loop without end: two ways in each turn are a thousand in ten. */
const MANY_TURNS = 10;
/** Milliseconds for the second look at one expression. */
const SECOND_LOOK_MS = 1_000;

test('a loop around a group is told from one around a sign', () => {
  for (const loop of ['(a|b)*', '(?:a+)+$', '(?<x>a){2,}', 'a(b(c)+)?', '(a){1,30}'])
    expect(loops(loop)).toBe(true);
  for (const none of ['a*', '[()*]+', '\\(a\\)+', '(a)?', '(a){1,3}', '(a|b)c*'])
    expect(loops(none)).toBe(false);
});

test('no expression of the source is exponential, and those that take the square of a length are known', async () => {
  const all = await everyExpression();
  expect(all.length).toBeGreaterThan(400);
  const unused = LOOKED_AT.filter((line) => !all.some((one) => isLookedAt(one, line)));
  expect(unused).toEqual([]);
  const loose = all.filter((one) => !LOOKED_AT.some((line) => isLookedAt(one, line)));
  const looping = loose.filter(({ source }) => loops(source));
  const exact = await judged(looping, { checker: 'automaton', timeout: null });
  const short = await judged(all, { timeout: SECOND_LOOK_MS });
  const told = (one: Expression, verdict: string) =>
    `${[...one.files].join(', ')}: /${one.source}/${one.flags} ${verdict}`;
  expect([
    ...looping.filter((one) => exact.get(one) !== 'safe').map((one) => told(one, `loops: ${exact.get(one)}`)),
    ...all
      .filter((one) => {
        const verdict = short.get(one) ?? '';
        return verdict === 'exponential' || (/polynomial/u.test(verdict) && loose.includes(one));
      })
      .map((one) => told(one, short.get(one) ?? '')),
  ]).toEqual([]);
}, 600_000);

/** What recheck says of each: safe, exponential, a polynomial, or unknown. */
async function judged(all: readonly Expression[], how: object): Promise<ReadonlyMap<Expression, string>> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('support/recheck.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(all.map((one) => [one.source, flagsOf(one), how])));
  const verdicts = (await json(child.stdout)) as string[];
  return new Map(all.map((one, at) => [one, verdicts[at]!]));
}

/** Version 4 of recheck does not know the flag v; no class here uses what it adds. */
const flagsOf = ({ flags }: Expression) => flags.replace('v', 'u');

function isLookedAt({ source, files }: Expression, [file, begins]: (typeof LOOKED_AT)[number]): boolean {
  return files.has(file) && source.startsWith(begins);
}

/** Whether a group is repeated without end, or often. */
function loops(source: string): boolean {
  const bare = source.replace(/\\[\s\S]/gu, 'x').replace(/\[[^\]]*\]/gu, 'x');
  return [...bare.matchAll(/\)(?:([*+])|\{\d+,(\d*)\})/gu)].some(
    ([, sign, most]) => sign !== undefined || most === '' || Number(most) >= MANY_TURNS,
  );
}

async function everyExpression(): Promise<Expression[]> {
  const found = new Map<string, Expression>();
  const add = (file: string, source: string, flags: string) => {
    const key = `/${source}/${flags}`;
    const one = found.get(key) ?? { source, flags, files: new Set() };
    found.set(key, one);
    one.files.add(file);
  };
  const within = new Set<string>();
  const built: string[] = [];
  const root = new URL('../src/', import.meta.url);
  const files = (await readdir(root, { recursive: true })).filter((file) => /\.[jt]s$/u.test(file)).sort();
  for (const file of files) {
    const tree = await parse(await readFile(new URL(file, root), 'utf8'), {
      syntax: 'typescript',
      target: 'es2023',
    });
    walk(tree, false, (node, inFunction) => {
      if (node.type === 'RegExpLiteral') add(file, String(node.pattern), String(node.flags));
      const name = (node.callee as Node | undefined)?.value;
      if (!/^(?:New|Call)Expression$/u.test(String(node.type)) || name !== 'RegExp') return;
      if (inFunction) within.add(file);
      else built.push(file);
    });
  }
  const made = await madeBy([...new Set(built)].map((file) => new URL(file, root)));
  expect(made.length).toBeGreaterThanOrEqual(built.length);
  for (const { source, flags } of made) add('built', source, flags);
  expect([...within].sort()).toEqual(Object.keys(BUILT_WITHIN).sort());
  for (const [file, samples] of Object.entries(BUILT_WITHIN))
    for (const { source, flags } of samples) add(file, source, flags);
  return [...found.values()];
}

type Node = Readonly<Record<string, unknown>>;

function walk(node: unknown, inFunction: boolean, see: (node: Node, inFunction: boolean) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) walk(one, inFunction, see);
    return;
  }
  see(node as Node, inFunction);
  const inner = inFunction || /Function|Method|Constructor/u.test(String((node as Node).type ?? ''));
  for (const part of Object.values(node)) walk(part, inner, see);
}

/** What modules build while they are read. */
async function madeBy(files: readonly URL[]): Promise<readonly Pick<RegExp, 'source' | 'flags'>[]> {
  const program = fileURLToPath(new URL('support/made-expressions.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    new URL('support/typescript.mjs', import.meta.url).href,
    program,
    ...files.map(({ href }) => href),
  ]);
  return JSON.parse(stdout);
}
