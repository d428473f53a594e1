/** A sheet as the record keeps it: `sheets.content`, and the ids given to its goals (`sheets.numbering`). */
import { z } from 'zod';
import { type Row, storedAs } from '../text/stored-json.js';
import type { Numbering } from './ids.js';
import type { Sheet } from './sheet.js';

const texts = z.array(z.string());
const labelled = z.object({ label: z.string(), text: z.string() });

const sheet = z.object({
  title: z.string(),
  fiscalYear: z.int(),
  header: z.object({
    fiscalYear: labelled,
    department: labelled,
    organization: labelled,
    policyIndicators: labelled,
    createdOn: labelled,
    evaluatedOn: labelled,
  }),
  policyIndicators: texts,
  legend: z.array(z.object({ symbol: z.string(), meaning: z.string(), text: z.string() })),
  columnHeadings: z.tuple([texts, texts]),
  goals: z.array(
    z.object({
      no: z.string(),
      text: z.string(),
      nextPolicy: z.string().nullable(),
      indicators: z.array(
        z.object({
          planReference: z.string(),
          name: z.string(),
          target: z.string(),
          result: z.string(),
          initiativeCell: z.string(),
          initiatives: texts,
          overview: z.string(),
          rating: z.string(),
          status: z.string(),
        }),
      ),
    }),
  ),
  footnotes: texts,
  looseMarks: texts,
});

export const storedSheet = storedAs(1, sheet, (kept): Sheet => kept);

// A list has no place for a number: its form is that of the sheet beside it.
const numbering = storedAs(
  1,
  z.object({
    numbering: z.array(
      z.object({
        goalId: z.string(),
        indicatorIds: texts,
        last: z.int(),
        added: z.literal(true).exactOptional(),
        planned: z.string().exactOptional(),
      }),
    ),
  }),
  (kept) => kept,
);

/** The numbering of a sheet. */
export function readNumbering(stored: unknown, row: Row): Numbering {
  return numbering.read({ numbering: stored }, row).numbering;
}
