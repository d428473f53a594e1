/** Shortening a text without breaking a character that people see as one (か + ゛, emoji families). */

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/**
 * The text itself when its measure is at most `limit`; else as many whole graphemes from its beginning as fit together
 * with `ending`. `measure` defaults to UTF-16 units; it must never be below them, and not shrink when text is added.
 */
export function shorten(
  text: string,
  limit: number,
  ending = '…',
  measure: (text: string) => number = (t) => t.length,
): string {
  if (measure(text) <= limit) return text;
  const room = limit - measure(ending);
  let kept = '';
  let used = 0;
  // dividing a whole long text takes longer with its length for every step
  for (const { segment } of graphemes.segment(text.slice(0, Math.max(0, room) + 1))) {
    const size = measure(segment);
    if (used + size > room) break;
    kept += segment;
    used += size;
  }
  return room < 0 ? '' : `${kept.trimEnd()}${ending}`;
}
