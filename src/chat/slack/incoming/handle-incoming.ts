/**
 * What came from Slack, taken: who speaks, the input handled, the answer within the request, and what follows behind
 * it. The answer is given only after the commit; a fault before it rejects, and Slack sends again.
 */
import { FORM_OPENERS } from '../../../core/cards/action.js';
import type { Card } from '../../../core/cards/card.js';
import { messageCard } from '../../../core/cards/message.js';
import type { Input } from '../../../core/conversation/input.js';
import { onlyAnswers } from '../../../core/conversation/interview/only-answers.js';
import { interviewWords } from '../../../core/wording/interview.js';
import type { Uploads } from '../../../flow/file-ports.js';
import type { FoldedCard, Handle, Handled } from '../../../flow/handle.js';
import { type Log, reasonOf } from '../../../flow/log.js';
import type { Looking } from '../../../flow/looking.js';
import { type MetricsPort, noMetrics } from '../../../flow/metrics-port.js';
import type { Clock, Messenger } from '../../../flow/ports.js';
import type { TimeBudget } from '../../../flow/time-budget.js';
import { renderSlack } from '../../render/render.js';
import { keepFiles } from '../../sent-files.js';
import { actAs, NotKnownYet, type Patience, type Speaker } from '../../standing.js';
import { realWait, type Wait, within } from '../../wait.js';
import type { PressedSpot } from '../outgoing/ephemeral.js';
import type { Files } from '../outgoing/files.js';
import type { Modals, Shown } from '../outgoing/modal.js';
import type { Replace } from '../outgoing/replace.js';
import { slackPlace } from '../place.js';
import type { Work } from '../ports.js';
import { bothLanguages } from '../words.js';
import type { Authorization } from './authorize.js';
import { type Homes, turnedAwayCard } from './home.js';
import type { Link } from './link.js';
import { type HandledReply, replyTo } from './reply-to.js';
import { makeSaveOrder } from './save-order.js';
import type { From, Incoming } from './translate/incoming.js';
import { ephemeral, type Reply, type Taking, untilKnown } from './until-known.js';

/** Longest wait for a link before its outcome is told behind the answer, in milliseconds. */
const LINK_PATIENCE_MS = 1_800;

/** Views that wait for who is asking; one that is forgotten says to press again. */
const MANY_STANDING = 1_000;

export type HandleIncoming = Taking & {
  /** Resolves when nothing is under way behind the answers. */
  idle(): Promise<void>;
};

type Parts = {
  handle: Handle;
  looking: Looking;
  budget?: () => TimeBudget;
  work: Work;
  admission: Authorization;
  messenger: Messenger;
  modals: Modals;
  replace: Replace;
  homes: Homes;
  link: Link;
  files: Pick<Files, 'fetchFile'>;
  uploads: () => Uploads;
  clock: Clock;
  log: Log;
  meter?: MetricsPort;
  wait?: Wait;
  /** told where in a channel a button was pressed or something was said */
  askedAt: (input: string, spot: PressedSpot) => void;
  /** told who is behind a direct message */
  met: (user: string, conversation: string) => void;
  /** the direct message of a person, once it is known */
  directOf: (user: string) => string | null;
};

type InputCame = Extract<Incoming, { kind: 'input' }>;

export function makeHandleIncoming(parts: Parts): HandleIncoming {
  const { handle, looking, work, admission, messenger, modals, homes, link, log } = parts;
  const { meter = noMetrics, wait = realWait } = parts;
  const behind = new Set<Promise<unknown>>();
  const inOrder = makeSaveOrder();
  /** waiting views of what was kept, by its input */
  const standing = new Map<string, Shown>();

  /** Goes on behind the answer; what fails is written down. */
  function afterwards(input: string | null, what: string, doing: Promise<unknown>): void {
    const one = doing
      .catch((error: unknown) => log.warn({ ...(input && { input }), reason: reasonOf(error) }, what))
      .finally(() => behind.delete(one));
    behind.add(one);
  }

  function tellAside(input: string, from: From, card: Parameters<Messenger['post']>[1], what: string): void {
    afterwards(
      input,
      what,
      messenger.post(slackPlace(from.team, from.user), card, { under: null, key: null }),
    );
  }

  /** Somebody who may not, or is not known: told in private what to do. */
  function turnAway(input: string, from: From, speaker: Exclude<Speaker, { status: 'known' }>): void {
    if (speaker.status === 'refused') log.info({ input, user: from.user, why: speaker.why }, 'refused');
    const card = turnedAwayCard(speaker);
    if (card) tellAside(input, from, card, `not told: ${speaker.status}`);
  }

  function formAwaited(input: InputCame['input'], trigger: string | null, patience: Patience): Shown | null {
    const before = standing.get(input.id) ?? null;
    standing.delete(input.id);
    if (patience === 'long') return before;
    return opensForm(input) && trigger !== null ? modals.expect(trigger, input) : null;
  }

  /** Remembers where in a channel a button was pressed or something was said: what comes of it is shown there. */
  function askedIn({ input, pressedIn, conversation: channel, from: { user }, by }: InputCame): void {
    if (pressedIn) {
      const { thread, ephemeral, answerAt } = pressedIn;
      parts.askedAt(input.id, { channel, thread, user, replaces: { at: ephemeral ? answerAt : null } });
    } else if (input.kind === 'said' && by === 'message')
      parts.askedAt(input.id, { channel, thread: input.under?.id ?? null, user, replaces: { at: null } });
  }

  function leaveStanding(input: string, view: Shown): void {
    if (standing.size >= MANY_STANDING) standing.clear();
    standing.set(input, view);
  }

  async function takeInput(came: InputCame, patience: Patience): Promise<Reply> {
    const { from, by, trigger } = came;
    // A command may be given in a direct message between two others.
    if (by !== 'command' && came.conversation.startsWith('D')) parts.met(from.user, came.conversation);
    const input = inDirect(came.input, from, parts.directOf(from.user));
    if (input.surface === 'channel') askedIn(came);
    const waits = formAwaited(input, trigger, patience);
    const budget = parts.budget?.();
    let handled: Handled;
    try {
      const answers =
        !came.files?.length && looking(input.id, (isStopped) => isStopped || onlyAnswers(input as Input));
      const acted = await actAs(
        () => admission.speaker(from, answers ? 'answer' : 'decide', budget, patience),
        () => admission.forget(from),
        async ({ person, acting }): Promise<Handled> => {
          const files = await sentFiles(came, person, budget);
          return inOrder(came.view && { ...came.view, by }, () =>
            handle({ ...input, ...files, person, acting } as Input, budget),
          );
        },
      );
      handled = 'done' in acted ? acted.done : { status: 'stranger' };
      if (handled.status === 'stranger') {
        const away = 'done' in acted ? { status: 'unknown' as const } : acted.speaker;
        if (callsUs(input)) turnAway(input.id, from, away);
        if (!('done' in acted)) meter.input('slack', away.status === 'unknown' ? 'stranger' : 'refused');
      }
    } catch (error) {
      if (error instanceof NotKnownYet || patience === 'long') {
        if (waits) leaveStanding(input.id, waits);
        throw error;
      }
      if (waits) afterwards(input.id, 'waiting view left standing', waits.show(null));
      // An event is sent again by Slack; what somebody did by hand is not, so they are told.
      if (by !== 'message' && by !== 'half_way') tellFault(input.id, from);
      throw error;
    }
    if (handled.status === 'taken') {
      work.start(handled.effects);
      if (handled.folded) fold(came, handled.folded);
    }
    const reply = handled.status === 'stranger' ? null : handled.reply;
    const form = formIn(reply);
    if (trigger !== null && (waits || form))
      afterwards(input.id, 'form not shown', (waits ?? modals.expect(trigger, input)).show(form));
    return replyTo(came, reply, parts.directOf(from.user));
  }

  /** The files of a message, put aside: part of taking it. */
  async function sentFiles(
    { files, input }: InputCame,
    person: string,
    budget: TimeBudget | undefined,
  ): Promise<object> {
    if (!files || files.length === 0) return {};
    const now = parts.clock.now();
    return {
      files: await keepFiles(
        parts.uploads(),
        { id: input.id, person, now },
        files.map((file) => ({ name: file.name, link: file.link, fetch: () => parts.files.fetchFile(file) })),
        budget,
      ),
    };
  }

  /** What is not folded here is when the goal is submitted. */
  function fold({ input, pressedIn }: InputCame, { card, done }: FoldedCard): void {
    if (pressedIn?.answerAt == null) return;
    const folding = parts.replace(pressedIn.answerAt, card).then(() => done(pressedIn.message));
    afterwards(input.id, 'card not folded', folding);
  }

  function tellFault(input: string, from: From): void {
    const { ja, en } = { ja: interviewWords('ja').fault, en: interviewWords('en').fault };
    const card = messageCard('ja', ja.title, [ja.line, `${en.title}. ${en.line}`]);
    tellAside(input, from, card, 'not told: a fault');
  }

  async function takeLink(came: Extract<Incoming, { kind: 'link' }>, patience: Patience): Promise<Reply> {
    const { from, conversation, thread, section, by } = came;
    const speaker = await admission.speaker(from, 'decide', undefined, patience);
    if (speaker.status !== 'known') {
      turnAway(came.id, from, speaker);
      return undefined;
    }
    const linking = link({ by: speaker, team: from.team, conversation, section });
    if (by === 'message') {
      const { linked, card } = await linking;
      // The confirmation stands in the channel already.
      if (!linked)
        afterwards(
          came.id,
          'link not answered',
          messenger.post(slackPlace(from.team, conversation, thread), card, { under: null, key: null }),
        );
      return undefined;
    }
    const quick = patience === 'soon' && (await within(linking, LINK_PATIENCE_MS, null, wait));
    if (quick) return { response_type: 'ephemeral', ...renderSlack(quick.card) };
    afterwards(
      came.id,
      'link not answered',
      linking.then(({ card }) =>
        messenger.post(slackPlace(from.team, from.user), card, { under: null, key: null }),
      ),
    );
    return ephemeral(bothLanguages((words) => words.link.working));
  }

  async function takeNow(incoming: Incoming, patience: Patience): Promise<Reply> {
    switch (incoming.kind) {
      case 'nothing':
        return undefined;
      case 'input':
        return takeInput(incoming, patience);
      case 'home': {
        const speaker = await admission.speaker(incoming.from, 'answer', undefined, patience);
        const publishing = homes.publish(incoming.from, speaker);
        // Where many come at once it may have to be tried again, as what was kept is.
        if (patience === 'long') await publishing;
        else afterwards(null, 'home not published', publishing);
        return undefined;
      }
      case 'link':
        return takeLink(incoming, patience);
      default:
        return incoming satisfies never;
    }
  }

  return {
    ...untilKnown(takeNow, work),
    async idle() {
      while (behind.size > 0) await Promise.all(behind);
    },
  };
}

/** One direct message has one place, though a press in the home or a command names only the person in it. */
function inDirect(
  input: InputCame['input'],
  { team, user }: From,
  direct: string | null,
): InputCame['input'] {
  if (direct === null) return input;
  const person = slackPlace(team, user);
  const same = (place: string) => (place === person ? slackPlace(team, direct) : place);
  return { ...input, place: same(input.place), aside: same(input.aside) };
}

/** What people say to one another in a thread of ours is answered to nobody who is not known. */
function callsUs(input: InputCame['input']): boolean {
  return !(input.kind === 'said' && input.surface === 'channel' && input.mentioned === false);
}

function opensForm(input: InputCame['input']): boolean {
  return input.kind === 'pressed' && FORM_OPENERS.includes(input.action.do);
}

function formIn(reply: HandledReply): Card | null {
  return reply?.kind === 'form' ? reply.card : null;
}
