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
  if (room < 0) return '';
  let units = 0;
  for (let over = Math.min(text.length, room + 1); over - units > 1; ) {
    const middle = Math.floor((units + over) / 2);
    if (measure(text.slice(0, middle)) <= room) units = middle;
    else over = middle;
  }
  // Where the first grapheme begins that does not fit. The character behind tells; dividing the whole text takes
  // milliseconds, and a card has many texts.
  const end = graphemes.segment(text.slice(0, units + 2)).containing(units)?.index ?? 0;
  return `${text.slice(0, end).trimEnd()}${ending}`;
}
