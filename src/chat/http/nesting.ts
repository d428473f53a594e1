/** How deeply what was sent is nested: whatever writes or copies it later calls itself once a level. */

/**
 * Levels. A card forwarded with a message nests by some fifty, and the stack of a process ends at some thousands, or
 * earlier where it is deep in other work already.
 */
const DEEPEST = 200;

/** Whether JSON is nested more deeply than anything that a platform sends. */
export const isTooDeep = (json: unknown): boolean => isObject(json) && isDeeper(json, DEEPEST);

/** Every request passes here: without lists made of the values it takes a sixth of the time. */
function isDeeper(json: object, left: number): boolean {
  if (left === 0) return true;
  if (Array.isArray(json)) return json.some((one) => isObject(one) && isDeeper(one, left - 1));
  for (const name in json) {
    const one = (json as Readonly<Record<string, unknown>>)[name];
    if (isObject(one) && isDeeper(one, left - 1)) return true;
  }
  return false;
}

const isObject = (json: unknown): json is object => typeof json === 'object' && json !== null;
