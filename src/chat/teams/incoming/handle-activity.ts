/**
 * One request of Teams, authenticated: who did what becomes an input, and the answer waits until the input is
 * committed. What follows from it is done after the answer.
 */
import type { Card } from '../../../core/cards/card.js';
import { messageCard } from '../../../core/cards/message.js';
import type { Input, Place } from '../../../core/conversation/input.js';
import { onlyAnswers } from '../../../core/conversation/interview/only-answers.js';
import { isBeingRecorded } from '../../../core/conversation/recording.js';
import type { Uploads } from '../../../flow/file-ports.js';
import type { FoldedCard, Handle, Handled } from '../../../flow/handle.js';
import type { Looking } from '../../../flow/looking.js';
import { type MetricsPort, noMetrics } from '../../../flow/metrics-port.js';
import type { Clock, MessageRef } from '../../../flow/ports.js';
import type { TimeBudget } from '../../../flow/time-budget.js';
import { actAs, type Patience, type Speaker } from '../../standing.js';
import { realWait, type Wait, within } from '../../wait.js';
import type { TeamsActivity } from '../activity.js';
import type { Consent, Files } from '../outgoing/files.js';
import {
  type Answer,
  dialog,
  dialogText,
  EMPTY,
  readingDialog,
  textOf,
  toldCard,
  toldText,
} from '../outgoing/invoke.js';
import type { TeamsMessenger } from '../outgoing/messenger.js';
import type { AddressBook, Work } from '../ports.js';
import { languageOf, teamsWords } from '../words.js';
import type { People } from './authorize.js';
import { formOf } from './form-again.js';
import { makeInputAs } from './input-as.js';
import type { Link } from './link.js';
import { isMessageAction } from './message-action.js';
import { type By, type Incoming, inputOf, makeTranslate } from './translate.js';
import { turnedAway } from './turned-away.js';

/** How long a button waits for what would be said in a personal chat that nobody knows of, in milliseconds. */
const PRIVATE_ANSWER_MS = 1_500;

export type Turn = { readonly answer: Answer; readonly after: () => void };

/** Takes one activity. Rejects when it could not be committed: then Teams is to send it again. */
export type TakeTurn = (activity: TeamsActivity, patience?: Patience) => Promise<Turn>;

type Taking = {
  readonly activity: TeamsActivity;
  readonly input: Input;
  readonly by: By;
  /** the message whose button was pressed; null for what no button did */
  readonly card: string | null;
  /** false: the aside is a person whose personal chat is not known */
  readonly chatKnown: boolean;
};

export function makeTurn(parts: {
  readonly handle: Handle;
  readonly looking: Looking;
  /** what a request may wait for stores in all; without it each wait has its own limit */
  readonly budget?: () => TimeBudget;
  readonly work: Pick<Work, 'start'>;
  readonly messenger: TeamsMessenger;
  readonly people: People;
  readonly addresses: AddressBook;
  readonly link: Link;
  readonly files: Pick<Files, 'fetchFile'>;
  readonly uploads: () => Uploads;
  /** does what was answered to the card that offers a file, without being waited for */
  readonly giveFile: (place: Place, consent: Consent, card: string | null) => void;
  /** whether the client opens dialogs from cards; Microsoft's playground does not */
  readonly dialogs: boolean;
  readonly clock: Clock;
  readonly meter?: MetricsPort;
  readonly wait?: Wait;
  /** posts a card without waiting for it */
  readonly say: (place: Place, card: Card, input: string) => void;
  /** told where in a channel a button was pressed, and by which account (`29:…`) */
  readonly askedAt: (input: string, spot: { channel: Place; user: string }) => void;
  /** edits a card to the line that is left of it, without waiting for it */
  readonly fold: (ref: MessageRef, folded: FoldedCard, input: string) => void;
}): TakeTurn {
  const { handle, work, messenger, people, addresses, link, giveFile, dialogs, clock, say, fold } = parts;
  const { looking, meter = noMetrics, wait = realWait } = parts;
  const translate = makeTranslate(looking);
  const inputAs = makeInputAs(parts);
  const done = (answer: Answer, after: () => void = () => {}): Turn => ({ answer, after });

  return async (activity, patience = 'soon') => {
    const incoming = translate(activity);
    switch (incoming.kind) {
      case 'nothing':
        return done(refused(activity, 'notOurs'));
      case 'too_much':
        return done(refused(activity, 'tooMuch'));
      case 'unknown_invoke':
        return done({ status: 501, body: null });
      case 'removed': {
        const person = await people.linked(activity);
        if (person !== null) await addresses.markUnreachable(person, incoming.place, 'removed', clock.now());
        return done(EMPTY);
      }
      case 'installed':
        return installed(activity, incoming, patience);
      case 'link': {
        const speaker = await people.speaker(activity, 'decide', undefined, patience);
        if (speaker.status !== 'known') return unknown(activity, speaker, incoming.place, 'message');
        const { channel, section, place } = incoming;
        const card = await link({ id: inputOf(activity), by: speaker, channel, section });
        return done(EMPTY, () => card && say(place, card, inputOf(activity)));
      }
      case 'consent':
        return done(EMPTY, () => giveFile(incoming.place, incoming.consent, incoming.card));
      case 'input':
        return taken(activity, incoming, patience);
      default:
        return incoming satisfies never;
    }
  };

  async function taken(
    activity: TeamsActivity,
    incoming: Extract<Incoming, { kind: 'input' }>,
    patience: Patience,
  ): Promise<Turn> {
    const { input: partial, files: sent = [] } = incoming;
    if (isMessageAction(activity) && !(await people.hasChat(activity)))
      return done(dialogText(teamsWords(languageOf(activity.locale)).writeFirst));
    // No client waits any more for the answer to what was kept.
    const by = patience === 'long' ? 'message' : incoming.by;
    const budget = parts.budget?.();
    const answers =
      sent.length === 0 && looking(partial.id, (isStopped) => isStopped || onlyAnswers(partial as Input));
    const acted = await actAs(
      () => people.speaker(activity, answers ? 'answer' : 'decide', budget, patience),
      () => people.forget(activity),
      async (speaker) => {
        const made = await inputAs(activity, incoming, speaker, budget);
        const { input } = made;
        // Where a message was noted nobody may be written to: it may be a chat between others.
        if (input.surface === 'channel' && !isMessageAction(activity))
          parts.askedAt(input.id, { channel: input.place, user: activity.from.id });
        const handled = await handle(input, budget);
        return { status: handled.status, handled, ...made };
      },
    );
    if ('done' in acted) {
      const { handled, input, chatKnown } = acted.done;
      if (handled.status === 'stranger') return unknown(activity, { status: 'unknown' }, partial.place, by);
      return answered({ activity, input, by, card: incoming.card ?? null, chatKnown }, handled);
    }
    const { speaker } = acted;
    meter.input('teams', speaker.status === 'unknown' ? 'stranger' : 'refused');
    // What people say to one another in a thread is answered to nobody who is not known.
    return partial.kind === 'said' && partial.mentioned === false
      ? done(EMPTY)
      : unknown(activity, speaker, partial.place, by);
  }

  async function answered(taking: Taking, handled: Exclude<Handled, { status: 'stranger' }>): Promise<Turn> {
    const { activity, input, by, card, chatKnown } = taking;
    const folded = handled.status === 'taken' ? handled.folded : undefined;
    if (handled.reply?.kind === 'form' && handled.reply.card.name !== 'form')
      return opened(taking, handled.reply.card);
    const { form, also } = handled.reply
      ? await formOf(handle, input, handled.reply)
      : { form: null, also: [] };
    const effects = [...(handled.status === 'taken' ? handled.effects : []), ...also];
    const start = () => work.start(effects);
    const words = teamsWords(languageOf(activity.locale));
    switch (by) {
      case 'message':
      case 'submit':
        return done(EMPTY, () => {
          if (form) say(input.aside, form, input.id);
          if (folded && card !== null) fold({ place: input.place, id: card }, folded, input.id);
          start();
        });
      case 'action':
        return form ? done(dialog(form), start) : done(dialogText(words.inPrivate), start);
      case 'fetch':
      case 'task': {
        if (form) return done(dialog(form), start);
        if (by === 'task') return done(EMPTY, start);
        const shown = effects.find(({ effect }) => effect.kind === 'show')?.effect;
        return done(dialogText(shown?.kind === 'show' ? textOf(shown.card) : words.inPrivate), start);
      }
      case 'execute': {
        if (form) return done(toldCard(form, dialogs), start);
        // For who looks from elsewhere it is folded when the goal is submitted.
        if (folded) return done(toldCard(folded.card, dialogs), start);
        const waits = effects.some(({ effect }) => isBeingRecorded(effect));
        const meanwhile = waits ? words.recording : words.taken;
        if (chatKnown) return done(toldText(meanwhile), start);
        // The answer goes with the button, since there is no chat to put it in.
        const card = await privately(input.aside, start);
        return done(toldText(card ? textOf(card) : meanwhile));
      }
      default:
        return by satisfies never;
    }
  }

  /** A card to be read: in a dialog where the client opens one, else where this person alone reads. */
  function opened({ activity, input, by, chatKnown }: Taking, card: Card): Turn {
    const words = teamsWords(languageOf(activity.locale));
    const aside = () => say(input.aside, card, input.id);
    switch (by) {
      case 'action':
      case 'fetch':
      case 'task': {
        const { answer, rest } = readingDialog(card);
        return done(answer, () => rest && aside());
      }
      case 'execute':
        return chatKnown ? done(toldText(words.inPrivate), aside) : done(toldText(textOf(card)));
      case 'message':
      case 'submit':
        return done(EMPTY, aside);
      default:
        return by satisfies never;
    }
  }

  async function installed(
    activity: TeamsActivity,
    { id, place, first }: Extract<Incoming, { kind: 'installed' }>,
    patience: Patience,
  ): Promise<Turn> {
    const speaker = await people.speaker(activity, 'answer', undefined, patience);
    // Installed for everybody by an administrator: who has nothing to do with it is not written to.
    if (speaker.status !== 'known') return done(EMPTY);
    const { person, acting } = speaker;
    await addresses.rememberDirectPlace(person, place, clock.now(), acting.account);
    if (!first) return done(EMPTY);
    const action = { do: 'help', of: '', v: 0, with: '' } as const;
    const at = { place, aside: place, surface: 'direct' } as const;
    const handled = await handle({ id, person, acting, ...at, kind: 'pressed', action, fields: {} });
    return done(EMPTY, () => handled.status === 'taken' && work.start(handled.effects));
  }

  function unknown(
    activity: TeamsActivity,
    speaker: Exclude<Speaker, { status: 'known' }>,
    place: Place,
    by: By,
  ): Turn {
    const language = languageOf(activity.locale);
    const { title, line } = turnedAway(speaker, language);
    const text = `${title}\n${line}`;
    switch (by) {
      case 'message':
      case 'submit':
        return done(EMPTY, () => say(place, messageCard(language, title, [line]), inputOf(activity)));
      case 'action':
      case 'fetch':
      case 'task':
        return done(dialogText(text));
      case 'execute':
        return done(toldText(text));
      default:
        return by satisfies never;
    }
  }

  /** Runs the work and gives the first card meant for this place, or null when none came of it, or not in time. */
  function privately(place: Place, start: () => Promise<void>): Promise<Card | null> {
    let giveBack = () => {};
    const came = new Promise<Card | null>((resolve) => {
      giveBack = messenger.intercept(place, resolve);
      void start().then(() => resolve(null));
    });
    return within(came, PRIVATE_ANSWER_MS, null, wait).finally(giveBack);
  }
}

function refused({ type, name, locale }: TeamsActivity, why: 'notOurs' | 'tooMuch'): Answer {
  if (type !== 'invoke') return EMPTY;
  const text = teamsWords(languageOf(locale))[why];
  return name === 'adaptiveCard/action' ? toldText(text) : dialogText(text);
}
