import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fiscalYearName } from '../../src/core/calendar/japanese-dates.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { problemWords } from '../../src/workbook/cells/problem.js';
import { fromInterchange, toInterchange } from '../../src/workbook/interchange.js';
import { readPrinted } from '../../src/workbook/reader/printed.js';

const json: unknown = JSON.parse(readFileSync('test/fixtures/kita-r5.json', 'utf8'));

function sheetsOf(value: unknown): readonly Sheet[] {
  const read = fromInterchange(value);
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems, null, 1));
  return read.sheets;
}

describe('the interchange form', () => {
  test('the real file, derived objects and all, gives the sheets of the printed text', () => {
    const printed = readPrinted(readFileSync('test/fixtures/kita-r5.txt', 'utf8'));
    expect(printed.kind).toBe('read');
    expect(sheetsOf(json)).toEqual(printed.kind === 'read' ? printed.sheets.map(({ sheet }) => sheet) : null);
  });

  test('loses nothing, there and back through JSON', () => {
    const text = fc.string({ unit: fc.constantFrom('あ', '○', '③', '\n', '"', 'a', '～', '𠮷') });
    const filled = text.map((t) => `字${t}`);
    const labelled = fc.record({ label: text, text });
    const indicator = fc.record({
      planReference: text,
      name: filled,
      target: text,
      result: text,
      initiativeCell: text,
      initiatives: fc.array(text, { maxLength: 3 }),
      overview: text,
      rating: fc.constantFrom('◎', '○', '△', '×', ''),
      status: text,
    });
    const goal = fc.record({
      no: filled,
      text: filled,
      nextPolicy: fc.option(text),
      indicators: fc.array(indicator, { minLength: 1, maxLength: 3 }),
    });
    const sheet: fc.Arbitrary<Sheet> = fc
      .tuple(
        fc.integer({ min: 1990, max: 2060 }),
        fc.record({
          title: text,
          department: labelled,
          organization: labelled,
          policyIndicators: labelled,
          createdOn: labelled,
          evaluatedOn: labelled,
        }),
        fc.record({
          policyIndicators: fc.array(text, { maxLength: 3 }),
          legend: fc.array(fc.record({ symbol: text, meaning: text, text }), { maxLength: 3 }),
          columnHeadings: fc.tuple(fc.array(text, { maxLength: 3 }), fc.array(text, { maxLength: 3 })),
          goals: fc.array(goal, { minLength: 1, maxLength: 3 }),
          footnotes: fc.array(text, { maxLength: 2 }),
          looseMarks: fc.array(text, { maxLength: 2 }),
        }),
      )
      .map(([year, { title, ...header }, rest]) => ({
        title,
        fiscalYear: year,
        header: { ...header, fiscalYear: { label: '年度', text: fiscalYearName(year) } },
        ...rest,
      }));
    fc.assert(
      fc.property(fc.array(sheet, { minLength: 1, maxLength: 2 }), (sheets) => {
        expect(sheetsOf(JSON.parse(JSON.stringify(toInterchange(sheets))))).toEqual(sheets);
      }),
      { numRuns: 50 },
    );
  });

  test.each<[string, string, unknown, RegExp]>([
    ['no sheets', 'sheets', undefined, /一覧/],
    ['a number for a text', 'sheets.1.goals.0.indicators.0.target_text', 5900, /文字/],
    ['an unknown rating', 'sheets.0.goals.0.indicators.0.rating', 'A', /「○」「△」「×」/],
    ['no fiscal year', 'sheets.0.header.fiscal_year_text', '今年度', /令和5年度/],
    ['another form', 'derived.schema', 'goal-sheets/2', /goal-sheets\/1/],
  ])('refuses %s, naming the place', (_, cell, value, expected) => {
    const copy = structuredClone(json);
    const path = cell.split('.');
    const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy);
    (parent as Record<string, unknown>)[path.at(-1)!] = value;
    const read = fromInterchange(copy, 'r5.json');
    if (read.kind === 'read') throw new Error('was read');
    expect(read.problems).toHaveLength(1);
    expect(read.problems[0]!.where).toEqual({ file: 'r5.json', cell });
    expect(problemWords(read.problems[0]!).ja).toMatch(expected);
    expect(problemWords(read.problems[0]!).en).toContain(cell);
  });

  test.each([null, 1, 'text', [], {}])('refuses %j', (value) => {
    expect(fromInterchange(value).kind).toBe('refused');
  });
});
