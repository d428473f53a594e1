/**
 * Sheets as they were imported, remembered by this process. What stands in one version of a sheet never changes, and
 * reading it anew for every message is most of what a message costs; which version counts is asked each time.
 */
import type { Numbering } from '../../../core/sheet/ids.js';
import type { Sheet } from '../../../core/sheet/sheet.js';
import { readNumbering, storedSheet } from '../../../core/sheet/stored-sheet.js';

/** Of a sheet of ordinary length about 30 KB each. */
const MANY = 500;

export type Imported = { readonly content: Sheet; readonly numbering: Numbering };

/** A sheet as it is kept. */
export function importedOf(id: string, content: unknown, numbering: unknown): Imported {
  const row = { table: 'sheets', id };
  return { content: storedSheet.read(content, row), numbering: readNumbering(numbering, row) };
}

export type KnownSheets = {
  /** What is remembered of the sheets of these sections, by mark (see `markOf`). */
  of(sectionIds: readonly string[]): ReadonlyMap<string, Imported>;
  keep(sectionId: string, mark: string, imported: Imported): void;
};

/**
 * SQL for what names one version of the sheet `alias` and no other, ever. Its number alone would not: a database put
 * back from a copy may give the same number to something else, but not at the same time.
 */
export const markOf = (alias: string): string =>
  `${alias}.id || ' ' || ${alias}.version || ' ' || extract(epoch from ${alias}.imported_at)`;

/** For what is read outside of transactions that change sheets: what those read may never come to be. */
export function rememberSheets(): KnownSheets {
  const sections = new Map<string, Map<string, Imported>>();
  /** section by mark; the one used longest ago first */
  const used = new Map<string, string>();

  function forgetOldest(): void {
    const [oldest] = used;
    if (!oldest) return;
    const [mark, sectionId] = oldest;
    used.delete(mark);
    const marks = sections.get(sectionId);
    marks?.delete(mark);
    if (marks?.size === 0) sections.delete(sectionId);
  }

  return {
    of: (sectionIds) => new Map(sectionIds.flatMap((id) => [...(sections.get(id) ?? [])])),
    keep(sectionId, mark, imported) {
      used.delete(mark);
      used.set(mark, sectionId);
      const marks = sections.get(sectionId) ?? new Map<string, Imported>();
      sections.set(sectionId, marks.set(mark, imported));
      if (used.size > MANY) forgetOldest();
    },
  };
}
