/** A text in pieces as the inlines of RichTextBlocks: no Markdown is read there, so nothing is escaped. */
import type { Card } from '../../core/cards/card.js';
import { shorten } from '../../core/text/shorten.js';

type Run = Extract<Card, { name: 'approval' }>['view']['changes'][number]['runs'][number];
type Inline = {
  readonly text: string;
  /** '' is pruned */
  readonly removed: boolean | '';
  readonly added: boolean | '';
  readonly weight: string;
  readonly color: string;
};

/**
 * One block a line, since clients differ in what they do with a line break within a run; blank lines go. `limit`: of
 * all together, in UTF-16 units; what is left out is said by `ending`. The marks stand in the texts: format and colour
 * are never all that tells a change.
 */
export function paragraphsOf(
  runs: readonly Run[],
  limit: number,
  ending: string,
): { readonly inlines: readonly Inline[] }[] {
  const paragraphs: Inline[][] = [[]];
  let room = limit;
  for (const { style, text } of runs) {
    if (room <= 0) break;
    const shown = shorten(text, room, ending);
    room -= shown === text ? text.length : room;
    for (const [i, line] of shown.split(/\r\n|\r|\n/u).entries()) {
      if (i > 0) paragraphs.push([]);
      for (const piece of unformatted(line)) paragraphs.at(-1)!.push(inlineOf(style, piece));
    }
  }
  return paragraphs
    .filter((inlines) => inlines.some(({ text }) => text.trim() !== ''))
    .map((inlines) => ({ inlines }));
}

function inlineOf(style: Run['style'], text: string): Inline {
  switch (style) {
    case 'same':
      return { text, removed: '', added: '', weight: '', color: '' };
    case 'removed':
      return { text, removed: true, added: '', weight: '', color: 'Attention' };
    case 'added':
      return { text, removed: '', added: true, weight: 'Bolder', color: 'Good' };
    default:
      return style satisfies never;
  }
}

/** Clients replace {{DATE(…)}} and {{TIME(…)}} in a run too, but not across two. */
function unformatted(line: string): string[] {
  return line.split(/(?<=\{)(?=\{)/u).filter((piece) => piece !== '');
}
