/**
 * One effect performed: a card shown, a file given, or a command entered into the record and its outcome told. Doing one twice is
 * harmless; one that could not be done stays kept and is taken up by the sweep.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../../core/cards/card.js';
import { messageCard } from '../../core/cards/message.js';
import { saysNothing, settle } from '../../core/conversation/command-outcome.js';
import type { Context } from '../../core/conversation/context.js';
import type { StepResult } from '../../core/conversation/draw.js';
import type { Place } from '../../core/conversation/input.js';
import { takeOver } from '../../core/conversation/interview/take-over-draft.js';
import type { Command } from '../../core/decision/command.js';
import type { Outcome } from '../../core/decision/outcome/outcome.js';
import type { Desk } from '../../core/draft/drafts.js';
import type { WantedFile } from '../../core/report/file-request.js';
import { fileWords } from '../../core/wording/files.js';
import type { MakeFile } from '../file-ports.js';
import { inputOfEffect, type Log } from '../log.js';
import {
  type Clock,
  type Drafts,
  type KeptEffect,
  type Mark,
  type Messenger,
  PlatformError,
  type Record,
} from '../ports.js';
import { foldCards } from './fold.js';
import { makeRecording } from './recording.js';

/** `began` is told the effects that follow from this one before they are performed with it. */
export type Perform = (kept: KeptEffect, began?: (following: readonly KeptEffect[]) => void) => Promise<void>;

/**
 * Has its platform take what an account sent, and waits until it is known whose the account is. Throws PlatformError
 * `retry` when the platform does not say that now.
 */
export type TakeArrival = (account: string, body: unknown) => Promise<void>;

type Parts = {
  drafts: Drafts;
  record: Record;
  messenger: Messenger;
  makeFile: MakeFile;
  takeArrival?: TakeArrival;
  clock: Clock;
  log: Log;
  /** called when the record has changed and notices may be owed */
  changed(): void;
  /** called when an effect is done */
  struck(id: string): void;
  /** aborted when the service stops: nothing is waited for any more that another instance can do later */
  signal: AbortSignal;
  /** told which effect is done, just before it is */
  mark?: Mark;
  announceAfterMs?: number | undefined;
};

/** As many rounds as a person may answer while the record works on a submission. */
const MAX_ROUNDS = 20;

export function makePerform(parts: Parts): Perform {
  const { messenger, makeFile, clock, struck, drafts } = parts;
  const recording = makeRecording(parts);
  const show = (place: Place, card: Card, of?: string) =>
    messenger.post(place, card, { under: null, key: null, ...(of === undefined ? {} : { of }) });

  /** The file, or the sentence why there is none. */
  async function give(place: Place, wanted: WantedFile): Promise<void> {
    if (wanted.kind === 'evidence') return inTurn(() => giveMade(place, wanted));
    return giveMade(place, wanted);
  }

  /** Evidence is handed out one file after the other: so many bytes of strangers are in memory at once, and no more. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn(job: () => Promise<void>): Promise<void> {
    const turn = last.then(job, job);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function giveMade(place: Place, wanted: WantedFile): Promise<void> {
    const made = await makeFile(wanted, clock.now());
    if (made.kind === 'told') return void (await show(place, made.card));
    const posted = await messenger.postFile(place, made.file, { under: null, key: null });
    if (posted !== 'no_files') return;
    const words = fileWords(wanted.language);
    await show(place, messageCard(wanted.language, words.cannotPost, [words.cannotPostLine]));
  }

  /** Whether there is nothing to be said of a submission any more: the record has answered, or it is said already. */
  async function isOver(person: string, task: string | undefined): Promise<boolean> {
    if (task === undefined) return false;
    if (recording.stands(person)) return true;
    return (await drafts.load(person)).desk.drafts[task]?.asking.at !== 'sent';
  }

  const perform: Perform = async (kept, began = () => undefined) => {
    const { effect } = kept;
    const performAll = async (following: readonly KeptEffect[]) => {
      began(following);
      for (const next of following) await perform(next, began);
    };
    switch (effect.kind) {
      case 'show':
      case 'file': {
        if (effect.kind === 'show' && (await isOver(kept.person, effect.whileSending)))
          return struck(kept.id);
        const done = await sent(parts, kept, async () => {
          if (effect.kind === 'file') return give(effect.place, effect.file);
          const { place, card, asks, memo } = effect;
          if (await recording.replaced(kept.id, place, card)) return;
          // A question is gone on with where the person is, and found again.
          const ref = await show(place, card, asks ? undefined : inputOfEffect(kept.id));
          if (asks) drafts.asked.note(kept.person, asks, ref);
          if (memo !== undefined) await parts.record.memoShown(memo, kept.person, ref);
        });
        if (done) struck(kept.id);
        return;
      }
      case 'record': {
        const { outcome, following } = await recording.during(kept, () =>
          enter(parts, kept, effect.place, effect.command),
        );
        parts.changed();
        await performAll(following);
        // Entered again it changes nothing, and what still stands is looked at once more.
        if (await recording.done(kept, outcome.ok)) struck(kept.id);
        return;
      }
      case 'take_over': {
        await performAll(await takeOverDraft(parts, kept, effect));
        struck(kept.id);
        return;
      }
      case 'fold': {
        const late = clock.now().getTime() - Date.parse(kept.at) > SHOWN_WITHIN_MS;
        if (late || (await foldCards({ ...parts, asked: drafts.asked }, kept, effect))) struck(kept.id);
        return;
      }
      case 'arrival':
        if (await arrived(parts, kept, effect.body)) struck(kept.id);
        return;
      case 'form':
      case 'form_problem':
        return;
      default:
        return effect satisfies never;
    }
  };
  return perform;
}

/** Whether it was taken; else it is left to the sweep, since nobody is to blame for a platform that does not answer. */
async function arrived(
  { takeArrival, log, mark, signal }: Parts,
  { id, person }: KeptEffect,
  body: unknown,
): Promise<boolean> {
  if (!takeArrival) throw new Error('no platform takes what came');
  // The wait may be long, and the process is at other things meanwhile.
  mark?.('');
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  try {
    return (await Promise.race([takeArrival(person, body), stopped])) !== 'stopped';
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind === 'never') throw error;
    log.info({ input: inputOfEffect(id), reason: error.message }, 'not known yet who sent it');
    return false;
  }
}

/** A card that could not be shown for so long is of no use any more: the person has asked anew, or will. */
const SHOWN_WITHIN_MS = 3_600_000;
/** Tries at once, in the order of the person's cards, before the sweep takes it up. */
const TRIES = 3;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** Sends something to a person; true when it is done or given up, false when it is left to the sweep. */
async function sent(
  { clock, log, signal, mark }: Parts,
  kept: KeptEffect,
  send: () => Promise<unknown>,
): Promise<boolean> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      mark?.(`effect ${kept.id}`);
      await send();
      return true;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      log.warn(
        { input: inputOfEffect(kept.id), effect: kept.id, reason: error.message, kind: error.kind },
        `${kept.effect.kind} not sent`,
      );
      const tooLate = clock.now().getTime() - Date.parse(kept.at) > SHOWN_WITHIN_MS;
      if (error.kind === 'never' || tooLate) return true;
      const wait = Math.max(error.options.retryAfterMs ?? 0, FIRST_WAIT_MS * 2 ** attempt);
      if (attempt + 1 === TRIES || wait > LONGEST_WAIT_MS) return false;
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return false;
    }
  }
}

/** Enters a command and commits what follows from its outcome; gives the effects of that. */
async function enter(
  parts: Parts,
  kept: KeptEffect,
  place: Place,
  command: Command,
): Promise<{ readonly outcome: Outcome; readonly following: readonly KeptEffect[] }> {
  const outcome = await parts.record.execute(
    kept.id,
    kept.person,
    place,
    command,
    parts.clock.now(),
    kept.acting,
  );
  if (saysNothing(command, outcome)) return { outcome, following: [] };
  const follow = (desk: Desk, context: Context) => settle(desk, place, command, outcome, context);
  return { outcome, following: await settleOn(parts, kept, follow) };
}

/** Takes a predecessor's draft onto the person's own desk; gives the effects of that. */
async function takeOverDraft(
  parts: Parts,
  kept: KeptEffect,
  { place, task, from }: Extract<KeptEffect['effect'], { kind: 'take_over' }>,
): Promise<readonly KeptEffect[]> {
  const predecessor = await parts.record.predecessor(kept.person, from, task, parts.clock.now());
  const theirs = predecessor ? ((await parts.drafts.load(from)).desk.drafts[task] ?? null) : null;
  return settleOn(parts, kept, (desk, context) => takeOver(desk, place, task, predecessor, theirs, context));
}

/** Commits what follows from an effect to the person's desk; gives the effects of that. Nothing when it was done before. */
async function settleOn(
  { drafts, record, clock, mark }: Parts,
  kept: KeptEffect,
  follow: (desk: Desk, context: Context) => StepResult,
): Promise<readonly KeptEffect[]> {
  const now = clock.now();
  const settledId = `${kept.id}!`;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [{ desk, revision, unread = false }, context] = await Promise.all([
      drafts.load(kept.person),
      record.context({ person: kept.person, from: null, named: null }, now),
    ]);
    if (!context) return [];
    mark?.(`effect ${kept.id}`);
    const turn = follow(desk, context);
    const effects = turn.effects.map((effect, index) => ({
      id: `${settledId}#${index}`,
      // Cards of somebody else are found among theirs.
      person: (effect.kind === 'fold' && effect.of) || kept.person,
      effect,
      at: now.toISOString(),
      ...(kept.acting ? { acting: kept.acting } : {}),
    }));
    const answer = await drafts.commit({
      inputId: settledId,
      person: kept.person,
      revision,
      desk: turn.desk,
      unread,
      effects,
      now: now.toISOString(),
    });
    if (answer === 'ok') return effects;
    if (answer === 'seen') return [];
  }
  throw new Error(`desk of effect ${kept.id} stayed contended for ${MAX_ROUNDS} rounds`);
}
