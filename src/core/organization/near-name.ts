/** Whether a section's name is so nearly a known one that it may be a slip of the keyboard: 健康福社課 for 健康福祉課. */

/** Two of one row tell sections apart, they are no slip: 第一 and 第二, 北 and 南, 課 and 室. */
const TELLING: readonly string[] = [
  '0123456789一二三四五六七八九十甲乙丙丁ABCDEFG',
  '東西南北中央上下内外',
  '新旧本支大小',
  '部課局室所館園校署院班係場',
];
/** Shorter names are too often one character apart, in characters. */
const SHORTEST = 3;

/**
 * The one of these keys (organization-names.ts: 部/課, 部/課/機関) that a key which is not among them nearly is: one character
 * put in, left out or changed, or two beside one another exchanged, in one of its parts; or the same office where the 部 is
 * named more shortly (北区 for 北区役所). Null when there is none.
 */
export function nearKey(key: string, known: Iterable<string>): string | null {
  const parts = key.split('/');
  const below = key.slice(key.indexOf('/'));
  // The own office of a 部 has its name twice.
  const isOffice = parts.length === 2 && parts[0] === parts[1];
  for (const other of known) {
    // Most names are told apart by this alone: a large city has thousands.
    if (!isOffice && !other.endsWith(below) && !isNear(key, other)) continue;
    const others = other.split('/');
    if (others.length !== parts.length) continue;
    const differing = new Set(
      parts.flatMap((part, at) => (part === others[at] ? [] : [`${part}/${others[at]}`])),
    );
    const [one, ...more] = [...differing].map((pair) => pair.split('/') as [string, string]);
    if (!one || more.length > 0) continue;
    if (isNear(...one) || (parts[0] !== others[0] && isShorter(...one))) return other;
  }
  return null;
}

/** Whether one slip makes the one canonical name of the other; what tells sections apart is no slip. */
export function isNear(a: string, b: string): boolean {
  const [short, long] = [Math.min(a.length, b.length), Math.max(a.length, b.length)];
  if (short < SHORTEST || long - short > 1 || a === b) return false;
  let start = 0;
  while (start < short && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < short - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length === 2 && right.length === 2) return left[0] === right[1] && left[1] === right[0];
  if (left.length > 1 || right.length > 1) return false;
  // Put in or left out: 北出張所 and 出張所 are two. Changed: 北 and 南 are two, 福社 and 福祉 may be one.
  return !TELLING.some((row) => row.includes(left) && row.includes(right));
}

/** Whether one names a 部 and the other the same without its end: 北区 and 北区役所. */
function isShorter(a: string, b: string): boolean {
  return Math.min(a.length, b.length) > 1 && (a.startsWith(b) || b.startsWith(a));
}
