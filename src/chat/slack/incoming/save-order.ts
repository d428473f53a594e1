/** The saves of an open modal, taken in the order in which they were typed though their requests may cross. */
import type { Handled } from '../../../flow/handle.js';
import type { Incoming } from './translate/incoming.js';

/** Views whose last save is remembered. */
const MANY_VIEWS = 2_000;

type InputCame = Extract<Incoming, { kind: 'input' }>;

/**
 * Takes what comes from one modal one after the other. A save that was overtaken by a later one, or by the form
 * itself, is left out: it would put an earlier text over a later. What comes from no modal is taken at once.
 */
export function makeSaveOrder() {
  const views = new Map<string, { at: number; line: Promise<unknown> }>();
  return async (
    from: (NonNullable<InputCame['view']> & Pick<InputCame, 'by'>) | null,
    take: () => Promise<Handled>,
  ): Promise<Handled> => {
    if (!from) return take();
    const { id, at, by } = from;
    const standing = views.get(id);
    if (by === 'half_way' && standing && standing.at >= at) return { status: 'seen', reply: null };
    const line = (standing?.line ?? Promise.resolve()).catch(() => undefined).then(take);
    if (views.size >= MANY_VIEWS) views.delete(views.keys().next().value ?? '');
    // A form that was sent back with problems may be filled in further.
    const entry = { at: by === 'form' ? (standing?.at ?? 0) : at, line };
    views.set(id, entry);
    const handled = await line;
    if (by === 'form' && handled.status === 'taken' && handled.reply === null)
      entry.at = Number.MAX_SAFE_INTEGER;
    return handled;
  };
}
