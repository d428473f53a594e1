/** Everything of the catalogue of irregularities (docs/irregularities.md) that sheets show by themselves. */
import type { PrintedSheet } from '../layout.js';
import type { Irregularity } from '../sheet.js';
import { findInCharacters } from './characters.js';
import { findInDates } from './dates.js';
import { type FileFacts, gatherFacts } from './file-facts.js';
import { findInHeader } from './header.js';
import { findInLists } from './lists.js';
import { findInPlanReferences } from './plan/plan-references.js';
import { findInProse } from './prose.js';
import { type LaidOutSheet, layOutSheet, type Say } from './rows.js';
import { findInStructure } from './structure.js';
import { findInUnits } from './units.js';
import { findInValues } from './values.js';

/** Looks through one sheet, beside what the sheets of its file show together. */
const FINDERS: readonly ((one: LaidOutSheet, say: Say, file: FileFacts) => void)[] = [
  findInHeader,
  findInDates,
  findInStructure,
  findInLists,
  findInPlanReferences,
  findInUnits,
  findInValues,
  findInProse,
  findInCharacters,
];

/**
 * What is irregular in each of the sheets of one file, in the order of the sheets, by id. Some of it shows only in
 * comparison (H01, H07, T13, P04), so the sheets of a file are given together.
 */
export function findIrregularities(
  sheets: readonly PrintedSheet[],
  departmentAliases: Readonly<Record<string, string>> = {},
): Irregularity[][] {
  const all = sheets.map(layOutSheet);
  const file = gatherFacts(all, departmentAliases);
  return all.map((one) => {
    const found: Irregularity[] = [];
    const say: Say = (id, where, ja, en) => found.push({ id, where, message: { ja, en } });
    for (const finder of FINDERS) finder(one, say, file);
    return found.sort((a, b) => order(a) - order(b) || compare(a.id, b.id) || line(a) - line(b));
  });
}

const GROUPS = 'HTPVC';

function order({ id }: Irregularity): number {
  return GROUPS.indexOf(id.charAt(0));
}

/** Ids are Latin letters and figures: no language has another order for them. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function line({ where }: Irregularity): number {
  return where.line ?? 0;
}
