import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type WordRun, wordChanges } from '../../../src/core/cards/word-diff.js';
import { printedSheets } from '../../support/tasks.js';

/** −removed− +added+ …left out… */
const drawn = (runs: readonly WordRun[] | null) =>
  runs
    ?.map((run) =>
      run.kind === 'gap'
        ? '…'
        : run.kind === 'removed'
          ? `−${run.text}−`
          : run.kind === 'added'
            ? `+${run.text}+`
            : run.text,
    )
    .join('') ?? null;

const STATUS =
  '松浜海岸において、官民協働によるアキグミの苗木の植栽を10月18日に実施し参加人数は190人でした。';

describe('a text is compared word by word', () => {
  test('a number, a word, a sentence', () => {
    expect(drawn(wordChanges(STATUS, STATUS.replace('190', '192')))).toBe(
      '…グミの苗木の植栽を10月18日に実施し参加人数は−190−+192+人でした。',
    );
    expect(drawn(wordChanges(STATUS, STATUS.replace('アキグミの', '')))).toContain('−アキグミの−苗木の植栽');
    expect(drawn(wordChanges(STATUS, `${STATUS}来年度も続けます。`))).toMatch(
      /^….*参加人数は190人でした。\+来年度も続けます。\+$/u,
    );
    expect(drawn(wordChanges(`はじめに。${STATUS}`, STATUS))).toMatch(/^−はじめに。−松浜海岸において/u);
  });

  test('a blank or a line break is a change', () => {
    expect(drawn(wordChanges(STATUS, STATUS.replace('、', '、\n')))).toContain('において、+\n+官民');
    expect(drawn(wordChanges(STATUS, STATUS.replace('、', '、　')))).toContain('において、+　+官民');
  });

  test('far apart changes keep their surroundings only', () => {
    const long = `${STATUS}${'そのほかの取組も予定どおり進みました。'.repeat(8)}最後に5回の会議を開きました。`;
    const runs = drawn(wordChanges(long, long.replace('190', '192').replace('5回', '6回')));
    expect(runs).toMatch(/^….*−190−\+192\+人でした。.*….*−5−\+6\+回の会議を開きました。$/u);
    expect(runs!.length).toBeLessThan(150);
  });

  test.each([
    ['the same', STATUS, STATUS],
    ['short', '190人', '192人'],
    ['from nothing', '', STATUS],
    ['to nothing', STATUS, ' \n'],
    ['little in common', STATUS, '地域の会議を五回開き、次の年の計画について話し合いました。'],
    [
      'changed all over',
      Array.from({ length: 40 }, (_, i) => `項目${i}は順調に進んでいます。`).join(''),
      Array.from({ length: 40 }, (_, i) => `項目${i + 100}は順調に進んでいます。`).join(''),
    ],
    ['longer than is compared', '山川'.repeat(3_000), '海空'.repeat(3_000)],
  ])('%s: the two texts as a whole say it better', (_name, before, after) => {
    expect(wordChanges(before, after)).toBeNull();
  });
});

/** Whether the pieces stand in the text in this order, from its beginning to its end but for what is left out. */
function leadsThrough(text: string, runs: readonly WordRun[], without: 'removed' | 'added'): boolean {
  let at = 0;
  let loose = false;
  for (const run of runs) {
    if (run.kind === 'gap') loose = true;
    else if (run.kind !== without) {
      const found = loose ? text.indexOf(run.text, at) : text.startsWith(run.text, at) ? at : -1;
      if (found < 0) return false;
      at = found + run.text.length;
      loose = false;
    }
  }
  return loose || at === text.length;
}

test('from what is shown each text can be followed, whatever was typed', () => {
  const texts = printedSheets.flatMap(({ goals }) =>
    goals.flatMap(({ indicators }) => indicators.map(({ status_text }) => status_text)),
  );
  const typed = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 200 }));
  const edited = typed.chain((before) =>
    fc
      .array(
        fc.record({
          at: fc.nat({ max: before.length }),
          take: fc.nat({ max: 6 }),
          put: fc.oneof(fc.constantFrom('3回', '。', '\n', ' '), fc.string({ unit: 'binary', maxLength: 4 })),
        }),
        { maxLength: 4 },
      )
      .map((edits) => ({
        before,
        after: edits.reduce(
          (text, { at, take, put }) => text.slice(0, at) + put + text.slice(at + take),
          before,
        ),
      })),
  );
  let compared = 0;
  fc.assert(
    fc.property(edited, ({ before, after }) => {
      const runs = wordChanges(before, after);
      if (runs === null) return;
      compared += 1;
      expect(runs.some(({ kind }) => kind === 'removed' || kind === 'added')).toBe(true);
      expect(runs.filter(({ kind }) => kind === 'gap').length).toBeLessThanOrEqual(13);
      expect([leadsThrough(before, runs, 'added'), leadsThrough(after, runs, 'removed')]).toEqual([
        true,
        true,
      ]);
    }),
    { numRuns: 500 },
  );
  expect(compared).toBeGreaterThan(150);
});

test('the longest texts take no longer than a card may', () => {
  const long = 'あいうえお、山川海空。'.repeat(600);
  const before = process.cpuUsage();
  for (let i = 0; i < 5; i += 1) wordChanges(long, long.split('').reverse().join(''));
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
});
