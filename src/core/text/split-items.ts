/** Single items out of one printed cell: initiatives (T08–T10) and 政策指標 (H06). */

const BULLET_AT_START = /(?:^|\s)[・●•]\s*/u;
const OPENING = '(（「『[［';
const CLOSING = ')）」』]］';

/**
 * Splits a cell into its items, each as printed (white space at the ends aside).
 *
 * With bullets: only a bullet at the start or after white space divides, so that 研修の実施・参加 stays one (T10).
 * Without: white space divides, but not after 、 or ， (a line wrap, T09), not inside brackets, and not between two
 * Latin words. When in doubt it stays one item.
 */
export function splitItems(cell: string): string[] {
  const text = cell.trim();
  if (text === '') return [];
  const pieces = BULLET_AT_START.test(text)
    ? text.split(new RegExp(BULLET_AT_START, 'gu'))
    : splitAtBlanks(text);
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

function splitAtBlanks(text: string): string[] {
  const items: string[] = [];
  let current = '';
  let depth = 0;
  let last = '';
  for (const [blank, word] of blanksAndWords(text)) {
    const wrap = /[、，,]/u.test(last);
    const latin =
      !/[\r\n]/u.test(blank) && /[!-~]/u.test(last) && /^[!-~]/u.test(word) && !/[)\]]/u.test(last);
    last = word.at(-1)!;
    if (current !== '' && !wrap && !latin && depth === 0) {
      items.push(current);
      current = word;
    } else {
      current += blank + word;
    }
    for (const character of word) {
      if (OPENING.includes(character)) depth += 1;
      if (CLOSING.includes(character)) depth = Math.max(0, depth - 1);
    }
  }
  return [...items, current];
}

function blanksAndWords(text: string): [blank: string, word: string][] {
  // Without blanks at its ends, a text is word, blank, word.
  const parts = ['', ...text.split(/(\s+)/u)];
  return parts.flatMap((blank, at) => (at % 2 === 0 ? [[blank, parts[at + 1]!]] : []));
}
