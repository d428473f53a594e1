/** Text of people as HTML: nothing in it is markup. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, which HTML knows no such thing as (HTML 13.2.3.5). */
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/gu;
/** Halves of characters, which no UTF-8 can hold. */
const HALVES = /\p{Cs}/gu;

/** The picture of a control character (U+2400 …), as ␇ for the bell; � for what is no character at all. */
function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code > 0x7f) return '\ufffd';
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
}

/** Text as HTML: no markup of its own; line breaks stay line breaks; what no page can hold stands as a sign for it. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replace(CONTROLS, pictureOf)
    .replace(HALVES, '\ufffd')
    .replace(/\r\n?|\n/g, '<br>');
}
