/** Lists in one cell, which can be undone exactly. */

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
