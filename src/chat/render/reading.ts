/**
 * A card opened to be read in place: in a modal or dialog, which holds more than a message. It has no buttons: what is
 * decided is decided where it was opened. What does not fit even there is left out, and `rest` says so.
 */
import type { Card } from '../../core/cards/card.js';
import { LIMITS } from './limits.js';
import { type Json, paginate, renderSlack, renderTeams } from './render.js';

type Reading<Shown> = {
  readonly shown: Shown /** something is left out at its end */;
  readonly rest: boolean;
};

/** Of the bytes of a view this much is left for what stands around the blocks. */
const FRAME_BYTES = 2_000;

/** The blocks of a modal. One block less than it may hold, for the sentence that says where the rest stands. */
export function readInSlack(card: Card): Reading<readonly Json[]> {
  const all = paginate(withoutButtons(card), ['slack']).flatMap((page): readonly Json[] => {
    const message = renderSlack(page);
    return 'view' in message ? message.view.blocks : message.blocks;
  });
  const { modalBlocks, viewBytes } = LIMITS.slack;
  const shown: Json[] = [];
  let bytes = FRAME_BYTES;
  for (const block of all) {
    bytes += Buffer.byteLength(JSON.stringify(block)) + 1;
    if (shown.length === modalBlocks - 1 || bytes > viewBytes) return { shown, rest: true };
    shown.push(block);
  }
  return { shown, rest: false };
}

/** The Adaptive Card of a dialog. */
export function readInTeams(card: Card): Reading<Json> {
  const [first, ...others] = paginate(withoutButtons(card), ['teams']);
  return { shown: renderTeams(first ?? withoutButtons(card)), rest: others.length > 0 };
}

function withoutButtons(card: Card): Card {
  return card.name === 'approval' ? { ...card, view: { ...card.view, buttons: [] } } : card;
}
