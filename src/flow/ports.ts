/**
 * The ports of the flow: what it needs from stores and platforms, and nothing else. Words: see docs/design.md.
 * Each has its contract in test/contracts/ where more than one thing keeps it, or may: drafts, messengers, places, address book.
 */
import type { Acting, Met, Standing } from '../core/account/account.js';
import type { Card, Picture } from '../core/cards/card.js';
import type { Context } from '../core/conversation/context.js';
import type { Effect } from '../core/conversation/effect.js';
import type { Input, MessageAt, Place } from '../core/conversation/input.js';
import type { Asked } from '../core/conversation/interview/fold.js';
import type { Command } from '../core/decision/command.js';
import type { Outcome } from '../core/decision/outcome/outcome.js';
import type { Desk } from '../core/draft/drafts.js';
import type { NoticeAbout } from '../core/notice/notice.js';
import type { Language } from '../core/text/language.js';
import type { OutgoingFile } from './file-ports.js';
import type { TimeBudget } from './time-budget.js';

export type Clock = { now(): Date };

/** An effect as it is kept until it is known to be done: its id is `<input id>#<place in the list>`. */
export type KeptEffect = {
  readonly id: string;
  /** of an arrival: the account */
  readonly person: string;
  readonly effect: Effect;
  /** ISO instant of its commit */
  readonly at: string;
  /** the person's, for what is said while the record is away; not kept by earlier versions */
  readonly language?: Language;
  /** the account the input came from; not there in what an older version kept */
  readonly acting?: Acting;
  /** where it was said that it is being recorded; an older version leaves what stands there */
  readonly told?: MessageRef;
};

export type Drafts = {
  /**
   * The person's desk and its revision; an empty desk at revision 0 when there is none. `unread`: something is stored
   * that is no desk as known here, and the desk given is an empty one. One Redis read.
   */
  load(person: string, budget?: TimeBudget): Promise<{ desk: Desk; revision: number; unread?: true }>;
  /**
   * Enters seen-mark, next desk and the effects to keep, all or nothing, in one Redis call. `seen`: this input was
   * committed before. `conflict`: the desk is no longer at `revision`; read and step again.
   */
  commit(
    turn: {
      inputId: string;
      person: string;
      revision: number;
      desk: Desk;
      /** what is stored could not be read: it is put aside in the same call, never overwritten */
      unread?: boolean;
      effects: readonly KeptEffect[];
      /** ISO instant: when effects that were not struck off count as overdue starts here */
      now: string;
    },
    budget?: TimeBudget,
  ): Promise<'ok' | 'seen' | 'conflict'>;
  /** Which messages ask what, until they are folded. */
  readonly asked: AskedMessages;
  /** Keeps an effect that follows from no step; harmless to repeat. One Redis call. */
  keep(kept: KeptEffect, budget?: TimeBudget): Promise<void>;
  /** Puts this in the place of an effect that is kept; one that was struck off does not come back. One Redis call. */
  amend(kept: KeptEffect): Promise<void>;
  /** Strikes off effects that are done, and writes down what messages ask since. */
  strike(ids: readonly string[]): Promise<void>;
  /** Makes effects that are kept count as kept at `at` (ISO instant), in this order: whoever is still at them says so. */
  renew(ids: readonly string[], at: string): Promise<void>;
  /**
   * Effects that could not be done now (ISO instant): they count as left behind in `waitMs`, -1 for at once. `failed`: the
   * one of them that threw, and why; it waits longer each time.
   */
  leave(
    ids: readonly string[],
    now: string,
    waitMs: number,
    failed?: { readonly id: string; readonly reason: string },
  ): Promise<void>;
  /**
   * Effects older than `olderThanMs` that nobody struck off; claimed, so that a second sweep does not take them too. Each
   * counts as begun once more. What was begun twice without an end is not among them (`claimAlone`), and what was begun or
   * failed too often is put aside and given to nobody any more.
   */
  claimOverdue(now: string, olderThanMs: number, limit: number): Promise<KeptEffect[]>;
  /** The oldest that was begun twice without an end: whatever ended its process may do so again. null when there is none. */
  claimAlone(now: string, olderThanMs: number): Promise<KeptEffect | null>;
};

/** The messages that ask the questions of a person's drafts. */
export type AskedMessages = {
  /** Notes that a message asks a question: known here at once, and to every instance with the next `strike`. */
  note(person: string, asked: Asked, ref: MessageRef): void;
  /** Those of a goal that were not forgotten. One Redis call. */
  of(person: string, task: string): Promise<readonly { readonly asked: Asked; readonly ref: MessageRef }[]>;
  /** It is folded, or gone. `message`: its id. */
  forget(person: string, asked: Asked, message: string): Promise<void>;
};

/**
 * Told what the process is at, just before it is at it; '' when it is done with it. For whoever watches a process that
 * does nothing else any more (monitor/watchdog.ts).
 */
export type Mark = (what: string) => void;

/** What the process was ended at by its watchdog, so often that it is not begun any more; as `Mark` was told it. */
export type Stops = { has(what: string): boolean };

/** A message as a platform knows it, kept to edit it later. Opaque JSON. */
export type MessageRef = MessageAt;

/** A notice taken for delivery. */
export type ClaimedNotice = {
  readonly key: string;
  readonly about: NoticeAbout;
  /** where it goes; null when the section has no channel or the person no address yet */
  readonly place: Place | null;
  /** the person it is for, when no address of theirs is known yet but their e-mail address is */
  readonly unmet?: Unmet;
  /** the account of the person on the platform of `place`; not there for a channel, or when none is linked */
  readonly reader?: ReaderAccount;
  readonly language: Language;
  /** the version that is wanted now and goes out with this delivery */
  readonly wanted: number;
  /** where it stands already; null when it was never sent */
  readonly ref: MessageRef | null;
  /** the message whose thread it belongs in; null when by itself */
  readonly under: MessageRef | null;
  /** an earlier try went out and its answer never came: the message may stand there */
  readonly doubtful: boolean;
  /** where that try went, when it was the first post; null: to `place` */
  readonly doubtAt?: Place | null;
  readonly attempts: number;
  /** stands for what was posted last: in a file (`MadeFile.content`), or in a card (`newsOf`); null when not known */
  readonly content: string | null;
};

/** Somebody of the roster who never wrote. */
type Unmet = { readonly id: string; readonly email: string };

/** The account of who reads a notice, as the platform said last what it is. */
export type ReaderAccount = {
  readonly person: string;
  readonly account: string;
  /** null: never asked */
  readonly standing: Standing | null;
  /** ISO instant of `standing` */
  readonly knownAt: string | null;
};

/**
 * Asks a platform what an account is that is written to at `place`, and enters it; null when the platform does not say
 * it at once. Never rejects for a platform.
 */
export type LookAgain = (account: string, place: Place) => Promise<Met | null>;

/** Where somebody can be written to who never wrote; null when no platform knows them. Throws PlatformError. */
export type FindPlace = (person: Unmet, now: Date) => Promise<Place | null>;

/** For whom and for what a context is loaded. */
export type ContextFor = {
  readonly person: string;
  /** where the input came from; a direct message is remembered as the person's address, a thread may belong to a task */
  readonly from: { readonly place: Place; readonly surface: Input['surface'] } | null;
  /** with which account; not given: that is not known, as of an input of an older version */
  readonly account?: string | undefined;
  /** the task, report or question that the pressed button named */
  readonly named: string | null;
  /** in a channel: the message in whose thread something was said */
  readonly under?: MessageRef | null;
  /** the channel in which the bot was called by name; null elsewhere */
  readonly channel?: Place | null;
  /** whether what waits for the person's approval is shown */
  readonly waiting?: boolean;
  /** whether it is about a memo: the one that is named, or in whose thread it is, and the goals it may be about */
  readonly memo?: boolean;
  /** whether it matters who else may decide about what is named */
  readonly posts?: boolean;
  /** whether what was true a moment ago is enough: nothing but the person's own draft follows from it */
  readonly lately?: boolean;
};

export type Record = {
  /** What a step may look at (see Context); null when the person is not in the roster, or the account not the person's. */
  context(of: ContextFor, now: Date, budget?: TimeBudget): Promise<Context | null>;
  /**
   * Carries out one command in one transaction: report, history and the notices then owed. `effectId` makes it
   * harmless to repeat: the second time the first outcome is answered and nothing is changed.
   */
  execute(
    effectId: string,
    person: string,
    source: Place,
    command: Command,
    now: Date,
    /** with which account; not there: the person's only one of the source's platform */
    acting?: Acting,
  ): Promise<Outcome>;
  /** The card of a memo stands there for this person: in its thread a number counts on. */
  memoShown(memo: string, person: string, ref: MessageRef): Promise<void>;
  /** Whose draft of a task the person may take over; null: the other has left no post to follow in, nor was it taken over from them. */
  predecessor(
    person: string,
    other: string,
    task: string,
    now: Date,
  ): Promise<{ readonly id: string; readonly name: string; readonly language: Language } | null>;
};

/** Sends to a platform. Throws PlatformError; anything else is a bug. */
export type Messenger = {
  /**
   * Posts a card, in the thread under `under` when given. `key` lets a platform that can look its messages up find it again.
   * `of`: the input it answers, of which nobody has to find it again: it may stand where that was pressed, for this person.
   */
  post(
    place: Place,
    card: Card,
    options: { under: MessageRef | null; key: string | null; of?: string },
  ): Promise<MessageRef>;
  /**
   * Puts the card in the place of the one that stands there. 'cannot_edit', and nothing is changed, on a platform where
   * what was posted stays as it is: whoever wanted it decides whether it is worth a message of its own.
   */
  edit(ref: MessageRef, card: Card): Promise<'edited' | 'cannot_edit'>;
  /**
   * Puts a file in a place. 'no_files' when this platform takes none there. Files are not edited: a changed one is
   * posted anew.
   */
  postFile(
    place: Place,
    file: OutgoingFile,
    options: { under: MessageRef | null; key: string | null },
  ): Promise<MessageRef | 'no_files'>;
  /**
   * Looks for a message posted with this key whose answer was lost; null when it is not there; 'unknown' when the platform
   * cannot tell. `what`: a file was posted, which may carry no key where cards do.
   */
  find(
    place: Place,
    key: string,
    under: MessageRef | null,
    what?: 'file',
  ): Promise<MessageRef | null | 'unknown'>;
  /** Resolves when nothing is still to be put into what was posted. */
  idle?(): Promise<void>;
};

/**
 * Draws a picture: PNG with so many pixels for each of a phone's. Rejects when that cannot be done; whoever sends the card
 * then sends it without.
 */
export type Draw = (picture: Picture, zoom: 1 | 2) => Promise<Uint8Array>;

/** What a platform answered instead of doing it. */
export class PlatformError extends Error {
  constructor(
    message: string,
    readonly kind: 'retry' | 'never',
    readonly options: {
      /** obey this before the next try, in milliseconds */
      readonly retryAfterMs?: number;
      /** the request went out and no answer came: it may have been done */
      readonly doubtful?: boolean;
      /** the message to be edited is not there any more: somebody deleted it */
      readonly gone?: boolean;
    } = {},
  ) {
    super(message);
    this.name = 'PlatformError';
  }
}
