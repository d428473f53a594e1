/** The card of an answered question folded: the one whose button was pressed at once, all of a goal when it is submitted. */
import { type ActionName, BUTTONS } from '../../cards/action.js';
import type { Card } from '../../cards/card.js';
import { foldedLine, lineCard } from '../../cards/interview/folded.js';
import type { Desk } from '../../draft/drafts.js';
import { questionName } from '../../draft/question-names.js';
import { DIRECTION_WORDS, DIRECTIONS } from '../../sheet/direction.js';
import type { Context } from '../context.js';
import type { Input } from '../input.js';

/** A question as its card asks it: of which draft, at which turn, and its name. */
export type Asked = { readonly task: string; readonly turn: number; readonly name: string };

/** What the card whose button was pressed becomes. */
type Folded = Asked & { readonly card: Card };

const ANSWERING: ReadonlySet<ActionName> = new Set(BUTTONS.answers);

/** The folded card of the question that this press has answered or left; null when it is still asked. */
export function foldedBy(before: Desk, after: Desk, input: Input, { tasks, actor }: Context): Folded | null {
  if (input.kind !== 'pressed' || !ANSWERING.has(input.action.do)) return null;
  const { of, v, do: done, with: argument } = input.action;
  const task = tasks.find(({ id }) => id === of);
  const [asked, next] = [before.drafts[of], after.drafts[of]];
  if (!task || !asked || !next || asked.turn !== v || next.turn === v || asked.asking.at === 'sent')
    return null;
  const name = questionName(task, asked.asking);
  const direction = done === 'direction' ? DIRECTIONS.find((one) => one === argument) : undefined;
  const said = direction && DIRECTION_WORDS[direction][actor.language];
  const line = foldedLine(task, next, asked.asking, actor.language, said);
  return { task: of, turn: v, name, card: lineCard(line, name, actor.language) };
}
