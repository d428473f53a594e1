/** A workbook that is handed over as evidence, looked at by the guards of every workbook: it is kept, and never read from. */
import type { Words } from '../core/text/language.js';
import { evidenceSaid } from '../core/wording/evidence/evidence.js';
import { problemWords } from './cells/problem.js';
import { readSent } from './files.js';
import { guardXlsx } from './xlsx/guard.js';
import { openZip } from './xlsx/zip.js';

export type WorkbookChecked =
  | { readonly kind: 'workbook' }
  /** it is 組織目標管理シート: 事務局 takes those in */
  | { readonly kind: 'sheet' }
  | { readonly kind: 'refused'; readonly problems: readonly Words[] };

/** Whether these bytes are a harmless workbook: bounded, whole, without entities and macros. `name`: for messages. */
export async function checkWorkbook(bytes: Uint8Array, name: string): Promise<WorkbookChecked> {
  const guarded = guardXlsx(bytes, name);
  if (guarded.kind === 'refused') return { kind: 'refused', problems: guarded.problems.map(problemWords) };
  const zip = openZip(bytes);
  if (typeof zip === 'string' || !zip.entries.has('xl/workbook.xml'))
    return { kind: 'refused', problems: [evidenceSaid(({ noWorkbook }) => noWorkbook)] };
  if (guarded.notes.some(({ id }) => id === 'F01'))
    return { kind: 'refused', problems: [evidenceSaid(({ macros }) => macros)] };
  const read = await readSent(bytes, name);
  return { kind: read.kind === 'read' && read.sheets.length > 0 ? 'sheet' : 'workbook' };
}
