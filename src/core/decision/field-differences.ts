/** Where what stands in the record differs from what the history explains. */
import { canonicalJson } from '../text/canonical-json.js';
import type { Fields } from './replay/explained-row.js';

export type FieldDifference = {
  readonly field: string;
  readonly stands: unknown;
  readonly explained: unknown;
};

/** Where two values differ, each by its path (`body.content.answers.0.result`; '' for the whole); the innermost places. */
export function fieldDifferences(stands: unknown, explained: unknown, field = ''): FieldDifference[] {
  const [a, b] = [stands, explained];
  if (canonicalJson(a) === canonicalJson(b)) return [];
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null)
    return [{ field, stands: a, explained: b }];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) =>
    fieldDifferences((a as Fields)[key], (b as Fields)[key], field === '' ? key : `${field}.${key}`),
  );
}
