/**
 * An expanded template made fit to send: groups dissolved, what stayed empty removed. Block Kit has no container, and
 * a `$data` repeats one element only; so a template may write `{ "group": [ … ] }` where several blocks belong together.
 */

type Json = unknown;

/** What an element is nothing without; of several lists any one will do. Texts and lists are lost when empty. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  // Block Kit
  plain_text: ['text'],
  mrkdwn: ['text'],
  section: ['text', 'fields'],
  header: ['text'],
  context: ['elements'],
  actions: ['elements'],
  // Adaptive Cards
  TextBlock: ['text'],
  Container: ['items'],
  ColumnSet: ['columns'],
  Column: ['items'],
  FactSet: ['facts'],
  ActionSet: ['actions'],
};

/** Gives a copy without empty texts, lists and objects, and without elements that are nothing without them. */
export function prune(value: Json): Json {
  return withoutIdleDividers(pruned(value) ?? {});
}

/** What is left of a value; undefined when nothing is. */
export function pruned(value: Json): Json {
  if (value === '') return undefined;
  // a null would be refused by the platform, or read out as a word
  if (value === null) throw new Error('an expanded card holds null');
  if (Array.isArray(value)) {
    const list = value
      .flatMap((item) => groupOf(item) ?? [item])
      .map(pruned)
      .filter((item) => item !== undefined);
    return list.length === 0 ? undefined : withoutIdleDividers(list);
  }
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, pruned(item)] as const)
    .filter(([, item]) => item !== undefined);
  const object = Object.fromEntries(entries);
  if (entries.length === 0) return undefined;
  return isWorthless(object, Object.keys(value).join()) ? undefined : object;
}

/**
 * Whether an element says nothing without what it lost. `named`: the keys it had, joined by commas; a fact of a FactSet
 * has no type, and is nothing without its value.
 */
export function isWorthless(object: Readonly<Record<string, unknown>>, named: string): boolean {
  const { type } = object;
  const needs = typeof type === 'string' ? NEEDS[type] : named === 'title,value' ? ['value'] : undefined;
  return needs !== undefined && !needs.some((key) => key in object);
}

function groupOf(item: Json): Json[] | null {
  if (typeof item !== 'object' || item === null || !('group' in item)) return null;
  const { group } = item as { group: Json };
  return (Array.isArray(group) ? group : [group]).flatMap((inner) => groupOf(inner) ?? [inner]);
}

/** A divider divides: none at the beginning or end of a list, never two together. */
export function withoutIdleDividers<T>(value: T): T {
  if (!Array.isArray(value)) return value;
  const isDivider = (item: Json) => (item as { type?: unknown } | undefined)?.type === 'divider';
  return value.filter(
    (item, i) => !isDivider(item) || (i > 0 && i < value.length - 1 && !isDivider(value[i + 1])),
  ) as T;
}
