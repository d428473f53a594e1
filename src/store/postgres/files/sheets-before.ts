/** The sheets of the year before of those that are taken in, with what was reported in them: what they are compared with. */
import type { Sheet } from '../../../core/sheet/sheet.js';
import type { FinishedOf } from '../sheets/finished.js';
import type { SheetImport } from '../sheets/import-sheets.js';

/** `finished` gives those of these sections in a year. */
export async function sheetsBefore(
  imports: readonly Pick<SheetImport, 'sectionId' | 'fiscalYear'>[],
  finished: (fiscalYear: number, sectionIds: readonly string[]) => Promise<FinishedOf[]>,
): Promise<Sheet[]> {
  const before: Sheet[] = [];
  for (const year of new Set(imports.map(({ fiscalYear }) => fiscalYear))) {
    const sections = imports.flatMap((one) => (one.fiscalYear === year ? [one.sectionId] : []));
    before.push(...(await finished(year - 1, sections)).map(({ sheet }) => sheet));
  }
  return before;
}
