/** Forms as modals: opened with what leads back to where they were asked for, saved while they are being filled in. */
import { decodeAction, KEEPS_HALF_WAY } from '../../../core/cards/action.js';
import type { Card } from '../../../core/cards/card.js';
import type { Input, Place } from '../../../core/conversation/input.js';
import { HALF_WAY } from '../../../core/conversation/interview/form.js';
import { readInSlack } from '../../render/reading.js';
import { type Json, renderSlack } from '../../render/render.js';
import type { View } from '../payloads.js';
import { slackWords } from '../words.js';

/** What a modal carries in `private_metadata`: Slack gives it back with every interaction and nobody can change it. */
type Carried = { readonly action: string; readonly place: Place; readonly surface: Input['surface'] };

/**
 * The view of a form, leading back to the place and surface it was asked for in. A form that fills in a draft tells
 * of everything typed: the payload of a closed modal need not hold what was typed in it, and a closed laptop sends none.
 */
export function formView(
  card: Card & { readonly name: 'form' },
  place: Place,
  surface: Input['surface'],
): Json {
  const { view } = renderSlack(card);
  const { action } = card.view.send;
  const carried: Carried = { action, place, surface };
  const saves = savesHalfWay(action);
  return {
    ...view,
    private_metadata: JSON.stringify(carried),
    ...(saves ? { notify_on_close: true, blocks: view.blocks.map(telling) } : {}),
  };
}

/** The modal of a card to be read, and whether the whole of it must be sent besides. */
export function readingView(card: Card): { readonly view: Json; readonly rest: boolean } {
  const { title, close, rest: more } = slackWords(card.language).reading;
  const { shown, rest } = readInSlack(card);
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
  return {
    view: {
      type: 'modal',
      callback_id: 'maru_reading',
      title: plain(title),
      close: plain(close),
      blocks: rest ? [...shown, { type: 'section', text: plain(more) }] : shown,
    },
    rest,
  };
}

/** Reads back what a modal of ours carried; null for any other. */
export function carriedBy(view: View): Carried | null {
  let data: unknown;
  try {
    data = JSON.parse(view.private_metadata ?? '');
  } catch {
    return null;
  }
  if (typeof data !== 'object' || data === null) return null;
  const { action, place, surface } = data as Record<string, unknown>;
  if (typeof action !== 'string' || typeof place !== 'string') return null;
  if (surface !== 'direct' && surface !== 'thread' && surface !== 'channel') return null;
  return decodeAction(action) ? { action, place, surface } : null;
}

/** The action that keeps what is filled in so far; null for a form that is not a draft's. */
export function halfWayAction(action: string): string | null {
  const decoded = decodeAction(action);
  return decoded && savesHalfWay(action) ? JSON.stringify({ ...decoded, with: HALF_WAY }) : null;
}

function savesHalfWay(action: string): boolean {
  const name = decodeAction(action)?.do;
  return name !== undefined && KEEPS_HALF_WAY.has(name);
}

function telling(block: Json): Json {
  if (block.type !== 'input') return block;
  const element = block.element as Json;
  return {
    ...block,
    dispatch_action: true,
    ...(element.type === 'plain_text_input'
      ? { element: { ...element, dispatch_action_config: { trigger_actions_on: ['on_character_entered'] } } }
      : {}),
  };
}
