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
import { formView } from './form.js';

/** Of the trigger's three seconds this much is waited for the form before a waiting view is opened in its place. */
const PATIENCE_MS = 1_300;
/** A call for a modal is of no use after the trigger has run out. */
const LONGEST_WAIT_MS = 1_000;

const opened = z.object({ view: z.looseObject({ id: z.string() }) });

export type Form = Card & { readonly name: 'form' };
type Where = Pick<Input, 'id' | 'place' | 'surface' | 'aside'>;

export type Modals = {
  /** Begins to wait for a form; the result is to be told it, or that there is none. Neither rejects. */
  expect(trigger: string, where: Where): { show(form: Form | null): Promise<void> };
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

  async function fallBack(where: Where, language: Language, error: unknown): Promise<void> {
    if (!(error instanceof PlatformError)) throw error;
    // The press was delivered twice, and the form stands open since the first time.
    if (slackCodeOf(error) === 'exchanged_trigger_id') return;
    log.warn({ input: where.id, reason: error.message }, 'form not opened');
    const { title, line } = slackWords(language).formNotOpened;
    await messenger.post(where.aside, messageCard(language, title, [line]), { under: null, key: null });
  }

  return {
    expect(trigger, where) {
      const done = new AbortController();
      const waiting = wait(PATIENCE_MS, done.signal).then(
        () => open(trigger, waitingView()).catch(() => null),
        () => null,
      );
      return {
        async show(form) {
          done.abort();
          const standing = await waiting;
          try {
            const view = form ? formView(form, where.place, where.surface) : null;
            if (standing !== null)
              await call('views.update', { view_id: standing, view: view ?? seeMessagesView() });
            else if (view) await open(trigger, view);
          } catch (error) {
            await fallBack(where, form?.language ?? 'ja', error).catch((again: unknown) => {
              log.warn({ input: where.id, reason: reasonOf(again) }, 'nor told so');
            });
          }
        },
      };
    },
  };
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
