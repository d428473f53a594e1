/** Lists in one cell, and cells that a spreadsheet must not take for a formula. Both can be undone exactly. */

/** `a|b`; `|`, `\` and line breaks inside an item are written `\|`, `\\`, `\n`. A list of one blank item is `\`. */
export function joinList(items: readonly string[]): string {
  if (items.length === 1 && items[0] === '') return '\\';
  return items
    .map((item) =>
      item.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('\r', '\\r').replaceAll('\n', '\\n'),
    )
    .join('|');
}

/** Undoes `joinList`. */
export function splitList(text: string): string[] {
  if (text === '') return [];
  if (text === '\\') return [''];
  const items: string[] = [];
  let item = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '|') {
      items.push(item);
      item = '';
    } else if (character === '\\') {
      at += 1;
      const escaped = text[at];
      item += escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : (escaped ?? '');
    } else item += character;
  }
  return [...items, item];
}

/**
 * Cells that Excel would run when the file is opened (OWASP "CSV Injection"; full-width signs too, which Japanese
 * Excel takes for the same), also behind characters that nobody sees and a spreadsheet may drop. Plain numbers and a
 * single sign are harmless.
 */
const FORMULA = /^'*(?:[\t\r\n]|[\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;
const HARMLESS = /^(?:[-+]?\d[\d,]*(?:\.\d+)?|.)$/u;
const GUARDED = /^'+(?:[\t\r\n]|[\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/** The cell with an apostrophe before it when a spreadsheet could take it for a formula. */
export function guardCell(text: string): string {
  return FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text;
}

/** Undoes `guardCell`. */
export function unguardCell(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}
