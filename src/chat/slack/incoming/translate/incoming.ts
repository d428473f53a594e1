/** What came from Slack, in Maru's words, before it is known who in the roster did it. */
import type { z } from 'zod';
import type { Input } from '../../../../core/conversation/input.js';
import type { IncomingFile } from '../../outgoing/files.js';
import { isDirect, slackPlace } from '../../place.js';

/** Who did it: the organisation (Enterprise Grid) or workspace the account belongs to, and the workspace it came through. */
/** `team`: in whose places this happens, see `fromWhere`. */
export type From = { readonly organization: string; readonly team: string; readonly user: string };

/**
 * Who it is from. Where the app is installed in a whole organisation (`whole`), a conversation is the same in all its
 * workspaces, whichever of them an event names: its places are the organisation's.
 */
export function fromWhere(sent: {
  readonly user: string;
  readonly workspace: string;
  readonly organization: string | null | undefined;
  readonly whole: boolean;
}): From {
  const { user, workspace } = sent;
  const organization = sent.organization ?? workspace;
  return { organization, team: sent.whole ? organization : workspace, user };
}

type WithoutPerson<T> = T extends unknown ? Omit<T, 'person'> : never;

export type Incoming =
  | { readonly kind: 'nothing'; readonly why: string }
  | {
      readonly kind: 'input';
      readonly from: From;
      readonly input: WithoutPerson<Input>;
      readonly by: 'message' | 'button' | 'form' | 'half_way' | 'command';
      /** what opens a modal within three seconds; null: none can be opened */
      readonly trigger: string | null;
      /** the modal it came from, and the time of the interaction in it; null elsewhere */
      readonly view: { readonly id: string; readonly at: number; readonly fields: readonly string[] } | null;
      /** the conversation it was done in */
      readonly conversation: string;
      /** the message whose button was pressed */
      readonly pressedIn?: {
        readonly message: string;
        /** the thread it stands in */
        readonly thread: string | null;
        /** shown to who pressed it alone */
        readonly ephemeral: boolean;
        /** the address at which it is replaced without a call (five times, half an hour) */
        readonly answerAt: string | null;
      };
      /** files that came with a direct message */
      readonly files?: readonly IncomingFile[];
    }
  | { readonly kind: 'home'; readonly from: From; readonly id: string }
  | {
      readonly kind: 'link';
      readonly from: From;
      readonly id: string;
      /** '' when none was named */
      readonly section: string;
      readonly conversation: string;
      readonly thread: string | null;
      readonly by: 'message' | 'command';
    };

/** What is none of ours, and why. */
export const nothing = (why: string): Incoming => ({ kind: 'nothing', why });

/** The ids of inputs that are typed. */
export const eventInputId = (event: string): string => `slack:${event}`;
export const commandId = (trigger: string): string => `slack:command:${trigger}`;

/** Whether a message of this kind of conversation is one that people say to one another, known by where it stands. */
export const isOfThread = (kind: unknown): boolean => kind === 'channel' || kind === 'group';

/** Reads a part by its shape; what has another is `nothing`. */
export function read<S extends z.ZodType>(
  schema: S,
  body: unknown,
  then: (read: z.output<S>) => Incoming,
): Incoming {
  const parsed = schema.safeParse(body);
  return parsed.success ? then(parsed.data) : nothing(`shape: ${parsed.error.issues[0]?.path.join('.')}`);
}

/** Where an answer belongs, and where the person alone reads one. */
export function whereabouts(from: From, conversation: string, thread: string | null) {
  const place = slackPlace(from.team, conversation, thread);
  if (!isDirect(conversation))
    return { place, aside: slackPlace(from.team, from.user), surface: 'channel' as const };
  return { place, aside: place, surface: thread === null ? ('direct' as const) : ('thread' as const) };
}
