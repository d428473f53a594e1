/** The port of looking into a workbook that is handed over as evidence, in bounded time and memory. */
import type { Words } from '../../core/text/language.js';
import type { Bytes } from './store.js';

export type CheckWorkbook = (
  bytes: Bytes,
  name: string,
) => Promise<
  | { readonly kind: 'workbook' }
  /** it is 組織目標管理シート */
  | { readonly kind: 'sheet' }
  | { readonly kind: 'refused'; readonly problems: readonly Words[] }
>;
