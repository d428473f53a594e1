/**
 * What a button carries: the name of an action, an opaque id and a version, never trusted state (promise 3).
 * Everything else is looked up again when it comes back.
 */
import { z } from 'zod';

export const ACTION_NAMES = [
  // the interview; `of` is a task, `v` the turn of its draft
  'begin',
  'answer',
  'rate',
  'same',
  'keep',
  'back',
  'later',
  'snooze',
  'edit',
  'submit',
  'open_form',
  'fill_form',
  'choose',
  'discard',
  'drop_draft',
  // a submitted report; `of` is the report, `v` its version
  'withdraw',
  'approve',
  'open_return',
  'return',
  // a file that was sent; `of` is the upload, `with` what its preview showed
  'import_upload',
  'drop_upload',
  // without object
  'status',
  'help',
  'language',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/** No id of ours holds a control character, and PostgreSQL takes no NUL. */
const PLAIN = /^\P{Cc}*$/u;

export const actionSchema = z.object({
  do: z.enum(ACTION_NAMES),
  of: z.string().max(200).regex(PLAIN).default(''),
  v: z.number().int().nonnegative().default(0),
  with: z.string().max(200).regex(PLAIN).default(''),
});
export type Action = z.infer<typeof actionSchema>;

/** The text a button carries. Short: platforms cap it at 2,000 characters. */
export function encodeAction(name: ActionName, of = '', v = 0, argument = ''): string {
  return JSON.stringify({ do: name, of, v, with: argument });
}

/** Reads back what a button carried; null for anything else (a forged or foreign payload is no action). */
export function decodeAction(text: unknown): Action | null {
  if (typeof text !== 'string' || text.length > 1000) return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = actionSchema.safeParse(data);
  return parsed.success ? parsed.data : null;
}
