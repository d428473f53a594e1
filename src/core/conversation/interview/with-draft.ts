/** A draft put on the desk. */
import { type Desk, type Draft, withThread } from '../../draft/drafts.js';
import type { Scene } from '../told.js';

/** The desk with this draft on it, gone on with; the place of the input now belongs to it. */
export function withDraft({ desk, input }: Scene, { paused: _, ...draft }: Draft): Desk {
  const next: Desk = { ...desk, drafts: { ...desk.drafts, [draft.task]: draft } };
  return input.surface === 'thread'
    ? withThread(next, input.place, draft.task)
    : { ...next, focus: draft.task };
}
