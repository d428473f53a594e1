/**
 * The Markdown of a TextBlock as Teams reads it: bold, italic, links, lists, paragraphs and escapes; nothing else. Gives
 * HTML in which every text is escaped.
 */

/** @type {Record<string, string>} */
const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (character) => HTML[character] ?? '');

/**
 * @param {string} text
 * @returns {string}
 */
export function markdownHtml(text) {
  return text
    .split(/\n{2,}/)
    .map((part) => list(part, /^[-*+] /, 'ul') ?? list(part, /^\d+[.)] /, 'ol') ?? `<p>${inline(part)}</p>`)
    .join('');
}

/** @param {string} part @param {RegExp} mark @param {'ul' | 'ol'} tag */
function list(part, mark, tag) {
  const lines = part.split('\n');
  if (!lines.every((line) => mark.test(line))) return null;
  const start = tag === 'ol' ? ` start="${Number.parseInt(part, 10)}"` : '';
  return `<${tag}${start}>${lines.map((line) => `<li>${inline(line.replace(mark, ''))}</li>`).join('')}</${tag}>`;
}

const TOKENS =
  /\\([\\`*_{}[\]()#+\-.!<>&~|])|\*\*(?=\S)((?:\\.|[^\\])*?\S)\*\*|([_*])(?=\S)((?:\\.|[^\\])*?\S)\3|\[((?:\\.|[^\\\]])+)\]\((https?:\/\/[^\s)]+)\)/gs;

/** @param {string} text @returns {string} */
function inline(text) {
  let html = '';
  let from = 0;
  for (const found of text.matchAll(TOKENS)) {
    const [whole, character, bold, , italic, label, address] = found;
    html += escaped(text.slice(from, found.index));
    from = found.index + whole.length;
    if (character !== undefined) html += escaped(character);
    else if (bold !== undefined) html += `<strong>${inline(bold)}</strong>`;
    else if (italic !== undefined) html += `<em>${inline(italic)}</em>`;
    else
      html += `<a href="${escaped(address ?? '')}" rel="noreferrer" target="_blank">${inline(label ?? '')}</a>`;
  }
  return html + escaped(text.slice(from));
}
