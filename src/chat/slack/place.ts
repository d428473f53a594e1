/**
 * Places of Slack, made and read here only: `slack:<team>:<conversation>` with `:<thread>` behind it for a thread. The
 * conversation is a channel (C…, G…), a direct message (D…) or a person (U…, W…) whose direct message was not opened yet.
 */
import type { Place } from '../../core/conversation/input.js';

export type SlackPlace = {
  readonly team: string;
  readonly conversation: string;
  /** `ts` of the message whose thread it is; null: the conversation itself */
  readonly thread: string | null;
};

const PLACE = /^slack:([A-Za-z0-9_-]+):([A-Za-z0-9_-]+)(?::(\d+\.\d+))?$/u;

/** The place of a conversation or of a thread in it. */
export function slackPlace(team: string, conversation: string, thread: string | null = null): Place {
  return `slack:${team}:${conversation}${thread === null ? '' : `:${thread}`}`;
}

/** Reads a place made by `slackPlace`; null for any other. */
export function readSlackPlace(place: Place): SlackPlace | null {
  const found = PLACE.exec(place);
  return found ? { team: found[1]!, conversation: found[2]!, thread: found[3] ?? null } : null;
}

/** Whether a conversation is named by the person in it: it has to be opened before it can be read or edited. */
export function isPersonId(conversation: string): boolean {
  return /^[UW]/u.test(conversation);
}

/** Whether a conversation is between the bot and one person. */
export function isDirect(conversation: string): boolean {
  return /^[DUW]/u.test(conversation);
}

/** The account of a person: on Enterprise Grid one for all workspaces of the organisation. */
export function slackAccount(organization: string, user: string): string {
  return `slack:${organization}:${user}`;
}

/** Where to write to the person of an account who never wrote: their direct message is opened then. null for others' accounts. */
export function placeOfAccount(account: string): Place | null {
  const at = readSlackPlace(account);
  return at && at.thread === null && isPersonId(at.conversation) ? account : null;
}
