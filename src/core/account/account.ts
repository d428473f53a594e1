/**
 * Accounts of people on the platforms: an account is an opaque text that begins with its platform. One of a platform is
 * a person's, linked by a confirmed e-mail address or by the coordinator's hand.
 */
import { mayBeCommand } from '../text/text.js';

/** How an account stands on its platform. `unconfirmed`: a member whose e-mail address the platform has not confirmed. */
const STANDINGS = ['member', 'guest', 'stranger', 'closed', 'unconfirmed'] as const;
export type Standing = (typeof STANDINGS)[number];
export type NoMember = Exclude<Standing, 'member'>;

/** What a platform says of an account. */
export type Seen = {
  readonly standing: Exclude<Standing, 'unconfirmed'>;
  /** confirmed addresses, in small letters */
  readonly emails: readonly string[];
  /** it has an address that is not confirmed */
  readonly unconfirmed: boolean;
};

/** An account as the record links it. */
export type Linked = {
  readonly person: string;
  /** null: never asked */
  readonly standing: Standing | null;
  /** ISO instant of `standing` */
  readonly knownAt: string | null;
};

/** What the record makes of what a platform says. `second`: the person has another account of that platform. */
export type Met =
  | { readonly status: 'known'; readonly person: string }
  | { readonly status: 'unknown' | 'second' }
  | { readonly status: 'refused'; readonly why: NoMember };

/** With which account something is done, and when that was last known to be a member's (ISO instant; null: never). */
export type Acting = { readonly account: string; readonly knownAt: string | null };

const MINUTE_MS = 60_000;
/** Looked at again before a decision when it was known longer ago, in milliseconds. */
export const DECIDES_WITHIN_MS = 5 * MINUTE_MS;
/** Looked at again before anything. */
export const ANSWERS_WITHIN_MS = 60 * MINUTE_MS;
/** A decision is carried out at once; of one that was left behind it is asked anew who gave it. */
const UNDER_WAY_MS = MINUTE_MS;

/** Clocks of two machines differ by seconds: what is said to be known later than that is none of theirs. */
const CLOCKS_DIFFER_MS = MINUTE_MS;

/** Whether something was known (ISO instant; null: never) no longer ago than that at `now`, and not in a time to come. */
export function isKnownWithin(knownAt: string | null, now: Date, withinMs: number): boolean {
  const ageMs = knownAt === null ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(knownAt);
  return ageMs <= withinMs && ageMs >= -CLOCKS_DIFFER_MS;
}

/** Whether what was known of an account is still enough to decide with it. */
export function isSure({ knownAt }: Acting, now: Date): boolean {
  return isKnownWithin(knownAt, now, DECIDES_WITHIN_MS + UNDER_WAY_MS);
}

/** Why nothing is decided with an account. */
export type AccountDoubt =
  /** the platform did not say in time that it is a member's */
  | 'unchecked'
  /** the person has several of this platform, and the coordinator has not chosen */
  | 'several'
  /** it is not this person's any more */
  | 'not_linked'
  /** a guest's, one of another organisation, or closed */
  | 'no_member';

/** Why a link ended: the roster's address, the person, the coordinator, or another account in its place. */
export type Parting = 'address' | 'not_me' | 'by_hand' | 'replaced';

/** The platform of an account or place: what stands before the first ':'. */
export function doorOf(account: string): string {
  return account.split(':')[0] ?? '';
}

/** A link as it is listed. */
export type AccountLine = {
  readonly account: string;
  readonly personId: string;
  readonly name: string;
  readonly byHand: boolean;
  /** ISO instants */
  readonly linkedAt: string;
  readonly standing: Standing | null;
  readonly knownAt: string | null;
  /** one of several on its platform: none of them decides */
  readonly several: boolean;
};

/** 「アカウント一覧」「アカウント連携 … 職員番号」「アカウント解除 …」 as a coordinator types them; null for anything else. */
export type AccountsAsked =
  | { readonly do: 'list'; readonly name: string }
  | { readonly do: 'link'; readonly account: string; readonly person: string }
  | { readonly do: 'unlink'; readonly account: string };

const ASKED = /^(?:アカウント|accounts?)[\s\u3000]*(一覧|連携|解除|list|link|unlink)(?:[\s\u3000]+(.*))?$/isu;

/** Reads what asks for accounts. */
export function accountsAsked(text: string): AccountsAsked | null {
  const found = mayBeCommand(text) ? ASKED.exec(text.trim()) : null;
  if (!found) return null;
  const rest = (found[2] ?? '').trim();
  const [account = '', ...person] = rest.split(/[\s\u3000]+/u);
  switch (found[1]!.toLowerCase()) {
    case '一覧':
    case 'list':
      return { do: 'list', name: rest };
    case '連携':
    case 'link':
      return { do: 'link', account, person: person.join(' ') };
    default:
      return { do: 'unlink', account };
  }
}
