/** Names of tabs: Excel's rules (31 characters, none of []:*?/\ , no apostrophe at an end, unique without case). */
import type { Sheet } from '../../core/sheet/sheet.js';
import { withoutBeginning, withoutEnd } from '../../core/text/text.js';
import { LIMITS } from '../cells/limits.js';

/** Control signs, halves of characters and what is none: no XML holds them but as `_xHHHH_`, which is for cells alone. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]+/gu;

/** A text as it may stand in a workbook outside of its cells. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, ' ');

/** A name fit for a tab, or for a file when `characters` says so. */
export function tabNameOf(text: string, taken: ReadonlySet<string>): string {
  const folded = printable(text)
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/\s+/g, ' ');
  const clean = withoutEnd(withoutBeginning(folded, "' "), "' ");
  const base = [...(clean || '無題').slice(0, LIMITS.tabNameCharacters + 1)];
  for (let n = 1; ; n += 1) {
    const suffix = n === 1 ? '' : ` (${n})`;
    let stem = base;
    while (stem.join('').length + suffix.length > LIMITS.tabNameCharacters) stem = stem.slice(0, -1);
    const name = `${stem.join('').trim()}${suffix}`;
    // Excel keeps the name History for itself
    if (!taken.has(name.toLowerCase()) && name.toLowerCase() !== 'history') return name;
  }
}

/** One name a sheet, in order: the section’s name, numbered where it is taken. `others`: names of other tabs, in small letters. */
export function tabNames(sheets: readonly Sheet[], others: ReadonlySet<string> = new Set()): string[] {
  const taken = new Set(others);
  return sheets.map((sheet) => {
    const name = tabNameOf(sheet.header.organization.text || sheet.header.department.text, taken);
    taken.add(name.toLowerCase());
    return name;
  });
}

/** A tab's name as a formula or a defined name writes it. */
export function quoteTab(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}
