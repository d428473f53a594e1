/** Answers of pure functions kept for a while: the same question is asked several times within one step, and by the next. */

/**
 * `work`, asked only once for the same key as long as not too many others came since. For pure functions alone, and
 * answers that nobody changes.
 *
 * @param most  answers kept; the oldest goes first
 */
export function memoized<A extends readonly unknown[], T>(
  keyOf: (...args: A) => string,
  work: (...args: A) => T,
  most: number,
): (...args: A) => T {
  const kept = new Map<string, { readonly answer: T }>();
  return (...args) => {
    const key = keyOf(...args);
    const known = kept.get(key);
    if (known) return known.answer;
    const answer = work(...args);
    const oldest = kept.keys().next().value;
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
    kept.set(key, { answer });
    return answer;
  };
}
