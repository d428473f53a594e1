/** How deeply what was sent is nested: whatever writes or copies it later calls itself once a level. */

/**
 * Levels. A card forwarded with a message nests by some fifty, and the stack of a process ends at some thousands, or
 * earlier where it is deep in other work already.
 */
const DEEPEST = 200;

/** Whether JSON is nested more deeply than anything that a platform sends. */
export function isTooDeep(json: unknown, left = DEEPEST): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return left === 0 || Object.values(json).some((one) => isTooDeep(one, left - 1));
}
