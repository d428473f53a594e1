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
  if (Array.isArray(value)) return prunedList(value);
  if (typeof value !== 'object') return value;
  // Every card passes here, part by part: hence one loop and no lists in between.
  const object: { [key: string]: Json } = {};
  let empty = true;
  for (const key in value) {
    const item = pruned((value as { [key: string]: Json })[key]);
    if (item === undefined) continue;
    object[key] = item;
    empty = false;
  }
  if (empty) return undefined;
  return lacks(object, needsOf(object.type, namedOf(value as object))) ? undefined : object;
}

function prunedList(value: readonly Json[]): Json {
  const list: Json[] = [];
  for (const item of value)
    for (const one of groupOf(item) ?? [item]) {
      const kept = pruned(one);
      if (kept !== undefined) list.push(kept);
    }
  return list.length === 0 ? undefined : withoutIdleDividers(list);
}

/**
 * The keys an element had before anything was left out, where it has no type: a fact of a FactSet is known by them, and is
 * nothing without its value.
 */
const namedOf = (element: object): string => ('type' in element ? '' : Object.keys(element).join());

const OF_FACT = ['value'];

/** What an element of this type, or of these keys, is nothing without: any one of them will do. Null: it may be anything. */
export function needsOf(type: unknown, named: string): readonly string[] | null {
  if (typeof type === 'string') return NEEDS[type] ?? null;
  return named === 'title,value' ? OF_FACT : null;
}

/** Whether an element lacks what it needs. */
export function lacks(object: Readonly<Record<string, unknown>>, needs: readonly string[] | null): boolean {
  if (needs === null) return false;
  for (const key of needs) if (key in object) return false;
  return true;
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
  if (!value.some(isDivider)) return value;
  return value.filter(
    (item, i) => !isDivider(item) || (i > 0 && i < value.length - 1 && !isDivider(value[i + 1])),
  ) as T;
}
