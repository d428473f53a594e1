/** One text for one value, whatever the order of its keys. */

/** JSON with sorted keys and without undefined, so that the same entry always gives the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => {
    // What is read of 1e999 would be written as null.
    if (typeof v === 'number' && !Number.isFinite(v)) return String(v);
    return v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : v;
  });
}
