/** Modals: opened within the three seconds of their trigger, with a waiting view where the form itself takes longer. */
import { z } from 'zod';
import type { Card } from '../../../core/cards/card.js';
import { messageCard } from '../../../core/cards/message.js';
import type { Input } from '../../../core/conversation/input.js';
import type { Language } from '../../../core/text/language.js';
import { type Log, reasonOf } from '../../../flow/log.js';
import { type Messenger, PlatformError } from '../../../flow/ports.js';
import type { Json } from '../../render/render.js';
import { realWait, type Wait } from '../../wait.js';
import { bothLanguages, slackWords } from '../words.js';
import type { Call } from './client.js';
import { slackCodeOf } from './errors.js';
import { formView, readingView } from './form.js';

/** Of the trigger's three seconds this much is waited for the form before a waiting view is opened in its place. */
const PATIENCE_MS = 1_300;
/** A call for a modal is of no use after the trigger has run out. */
const LONGEST_WAIT_MS = 1_000;

const opened = z.object({ view: z.looseObject({ id: z.string() }) });

type Where = Pick<Input, 'id' | 'place' | 'surface' | 'aside'>;

/** What is waited for; to be told it, or that there is none. Never rejects. */
export type Shown = { show(card: Card | null): Promise<void> };

export type Modals = {
  /** Begins to wait for a form or a card to be read. */
  expect(trigger: string, where: Where): Shown;
};

export function makeModals(parts: { call: Call; messenger: Messenger; log: Log; wait?: Wait }): Modals {
  const { call, messenger, log, wait = realWait } = parts;

  async function open(trigger: string, view: Json): Promise<string> {
    const answer = await call(
      'views.open',
      { trigger_id: trigger, view },
      { longestWaitMs: LONGEST_WAIT_MS },
    );
    return opened.parse(answer).view.id;
  }

  const send = (where: Where, card: Card) => messenger.post(where.aside, card, { under: null, key: null });

  async function fallBack(where: Where, card: Card | null, error: unknown): Promise<void> {
    if (!(error instanceof PlatformError)) throw error;
    // The press was delivered twice, and the form stands open since the first time.
    if (slackCodeOf(error) === 'exchanged_trigger_id') return;
    log.warn({ input: where.id, reason: error.message }, 'form not opened');
    // What is only to be read is read as well where this person alone reads it.
    if (card && card.name !== 'form') return void (await send(where, card));
    const language: Language = card?.language ?? 'ja';
    const { title, line } = slackWords(language).formNotOpened;
    await send(where, messageCard(language, title, [line]));
  }

  return {
    expect(trigger, where) {
      let waiting: Promise<string | null> = Promise.resolve(null);
      const stop = wait(PATIENCE_MS, () => {
        waiting = open(trigger, waitingView()).catch(() => null);
      });
      return {
        async show(card) {
          stop();
          const standing = await waiting;
          try {
            const { view, rest } = viewOf(card, where);
            if (standing !== null)
              await call('views.update', { view_id: standing, view: view ?? seeMessagesView() });
            else if (view) await open(trigger, view);
            if (card && rest) await send(where, card);
          } catch (error) {
            await fallBack(where, card, error).catch((again: unknown) => {
              log.warn({ input: where.id, reason: reasonOf(again) }, 'nor told so');
            });
          }
        },
      };
    },
  };
}

function viewOf(
  card: Card | null,
  { place, surface }: Where,
): { readonly view: Json | null; readonly rest: boolean } {
  if (!card) return { view: null, rest: false };
  return card.name === 'form' ? { view: formView(card, place, surface), rest: false } : readingView(card);
}

/** Nothing is known yet of whoever is waiting. */
function waitingView(): Json {
  const { title, close } = slackWords('ja').loading;
  return plainView(
    title,
    bothLanguages((words) => words.loading.line),
    close,
  );
}

function seeMessagesView(): Json {
  return plainView(
    'Maru',
    bothLanguages((words) => words.inMessages),
    slackWords('ja').loading.close,
  );
}

function plainView(title: string, line: string, close: string): Json {
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
  return {
    type: 'modal',
    callback_id: 'maru_waiting',
    title: plain(title),
    close: plain(close),
    blocks: [{ type: 'section', text: plain(line) }],
  };
}
