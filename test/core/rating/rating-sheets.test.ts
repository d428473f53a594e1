import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type NumberPart, readQuantity } from '../../../src/core/quantity/index.js';
import { proposeRating } from '../../../src/core/rating/propose.js';
import { niigataR5, stepOf } from '../../../src/core/sheet/scale.js';

type DerivedPart = { label: string | null; value: number | null; unit: string | null; comparator?: string };
type Row = {
  indicator_text: string;
  target_text: string;
  result_text: string;
  rating: string;
  derived: {
    row_id: string;
    target_parts: DerivedPart[];
    result_parts: DerivedPart[];
    primary_ratio_pct: number | null;
  };
};
type Sheets = { sheets: { goals: { indicators: Row[] }[] }[] };

const sheets = JSON.parse(
  readFileSync(new URL('../../fixtures/kita-r5.json', import.meta.url), 'utf8'),
) as Sheets;
const rows = sheets.sheets.flatMap((sheet) => sheet.goals.flatMap((goal) => goal.indicators));
const table = rows.map((row) => [row.derived.row_id, row] as const);
const ASKED = ['s5-1-1', 's7-2-1'];

const propose = (row: Row, round: 'midyear' | 'yearend' = 'yearend') =>
  proposeRating({
    target: row.target_text,
    result: row.result_text,
    indicator: row.indicator_text,
    round,
    scale: niigataR5,
    elapsed: '0.5',
  });

/** The structured file calls 累計 and 延べ labels; here they are scopes. */
const asDerived = (part: NumberPart) => ({
  label: { annual: part.label, cumulative: '累計', person_times: '延べ' }[part.scope],
  value: Number(part.value),
  unit: part.unit,
});

describe('the eight R5 sheets', () => {
  test('32 rows, 28 ○ and 4 △', () => {
    expect(rows.length).toBe(32);
    expect(rows.filter((row) => row.rating === '○').length).toBe(28);
  });

  test.each(table)('%s gets the printed rating or is asked', (id, row) => {
    const proposal = propose(row);
    if (ASKED.includes(id)) {
      expect(proposal).toMatchObject({ rating: null, ask: true, ratio: null });
      expect(proposal.because.ja).toContain(row.target_text);
      return;
    }
    expect(proposal.ask).toBe(false);
    expect(stepOf(niigataR5, proposal.rating!).symbol).toBe(row.rating);
    // the file rounds to 0.1, the ratio is cut
    const difference = row.derived.primary_ratio_pct! - Number(proposal.ratio) * 100;
    expect(Math.round(Math.abs(difference) * 1000) / 1000).toBeLessThanOrEqual(0.1);
  });

  test.each(table.filter(([id]) => !ASKED.includes(id)))(
    '%s is read as the structured file says',
    (_id, row) => {
      const context = { indicator: row.indicator_text };
      for (const [text, derived] of [
        [row.target_text, row.derived.target_parts],
        [row.result_text, row.derived.result_parts],
      ] as const) {
        const reading = readQuantity(text, context);
        expect(reading.certain).toBe(true);
        const numbers = reading.parts.filter((part) => part.kind === 'number');
        expect(numbers.map(asDerived)).toEqual(
          derived.map(({ label, value, unit }) => ({ label, value, unit })),
        );
      }
    },
  );

  test('the rows that people should look at again say so', () => {
    const warned = Object.fromEntries(
      table.map(([id, row]) => [id, propose(row).warnings.map((warning) => warning.id)]),
    );
    expect(Object.fromEntries(Object.entries(warned).filter(([, ids]) => ids.length > 0))).toEqual({
      's1-1-1': ['V16'],
      's1-2-1': ['V16'],
      's2-2-1': ['V16'],
      's2-3-1': ['V16'],
      's4-2-1': ['V11'],
      's5-1-1': ['V14'],
      's6-1-1': ['V06'],
      's6-4-2': ['V16'],
      's7-4-1': ['V21'],
      's8-1-1': ['V16'],
    });
  });

  test('at mid-year only targets already met are proposed, as ○', () => {
    for (const row of rows) {
      const { rating, ask } = propose(row, 'midyear');
      const met = row.rating === '○' && !ASKED.includes(row.derived.row_id);
      expect([row.derived.row_id, rating, ask]).toEqual([row.derived.row_id, met ? 'achieved' : null, !met]);
    }
  });
});
