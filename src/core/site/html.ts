/** Pages as templates: whatever is put into one is text and is escaped, unless it is a piece of a page itself. */
import { escapeHtml } from '../text/escape-html.js';

/** A piece of a page, escaped already. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = string | number | Html | readonly Piece[] | null | false;

function written(piece: Piece, inAttribute: boolean): string {
  if (piece === null || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') {
    const text = String(piece);
    // A line break is markup in a text, and a blank in an attribute.
    return escapeHtml(inAttribute ? text.replace(/[\r\n]+/gu, ' ') : text);
  }
  return piece.map((one) => written(one, inAttribute)).join('');
}

/** `` html`<td>${text}</td>` `` */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let text = parts[0] ?? '';
  pieces.forEach((piece, at) => {
    text += written(piece, (parts[at] ?? '').endsWith('="')) + (parts[at + 1] ?? '');
  });
  return new Html(text);
}

/** What is written as markup elsewhere, as it is. */
export const markup = (text: string): Html => new Html(text);

/** Bytes of a piece in a file. */
export const bytesOf = ({ text }: Html): number => new TextEncoder().encode(text).length;
