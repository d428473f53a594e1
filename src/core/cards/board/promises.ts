/** Promises (約束) for those who are to keep them: each with what may be said of it. */
import type { OwnPromise, SaidPromise } from '../../board/promised.js';
import { formatEraDate } from '../../calendar/japanese-dates.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { cardWords } from '../../wording/cards.js';
import { followUpWords } from '../../wording/year/follow-ups.js';
import { promiseWords } from '../../wording/year/promises.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import { commentForm } from '../review.js';
import { promiseTime } from './follow-ups.js';

/** Asked about at once; the rest follows what was answered. */
const SHOWN = 8;
/** Longest sentence on the label of a button and above a form, in UTF-16 units. */
const LABEL = 60;

const dayOf = (iso: string, language: Language) => (language === 'ja' ? formatEraDate(iso, 'kanji') : iso);

/** Those that are open, under what was just said. */
export function promisesCard(
  left: readonly OwnPromise[],
  said: SaidPromise | null,
  language: Language,
): Card {
  const words = promiseWords(language);
  const { told } = words;
  const heard =
    said === null
      ? []
      : [
          said.state === 'carried' ? told.carried(dayOf(said.until ?? '', language)) : told[said.state],
          said.sentence,
        ];
  if (left.length === 0) return messageCard(language, heard[0] ?? words.none, heard.slice(1), []);
  return list(left, said === null ? words.title : heard[0]!, heard.slice(1), language);
}

/** The notice: those it was owed for that are still open; null when none is. */
export function promisesAskedCard(open: readonly OwnPromise[], ids: string, language: Language): Card | null {
  // With the day to which one was carried.
  const asked = ids.split(' ').map((one) => one.split('@')[0]!);
  const rest = open.filter(({ id }) => asked.includes(id));
  const words = promiseWords(language);
  return rest.length === 0 ? null : list(rest, words.asked, [words.askedLine], language);
}

function list(
  promises: readonly OwnPromise[],
  title: string,
  lines: readonly string[],
  language: Language,
): Card {
  const words = promiseWords(language);
  const { between } = cardWords(language);
  return {
    name: 'tasks',
    language,
    view: {
      title,
      lines: [...lines],
      items: promises.slice(0, SHOWN).map((one) => ({
        title: words.item(one.of.name, one.goalNo),
        state: [
          promiseTime(one.followUp, language),
          ...(one.said ? [followUpWords(language).state(one.said, '')] : []),
        ].join(between),
        detail: one.followUp.sentence,
        buttons: buttonsOf(one, language),
      })),
      buttons: [],
    },
  };
}

function buttonsOf({ id, followUp }: OwnPromise, language: Language): Button[] {
  const words = promiseWords(language);
  const button = (action: string, name: string, title: string): Button => ({
    ...plainButton(`${name}-${id}`, title, action),
    label: words.label(title, shorten(followUp.sentence, LABEL)),
  });
  return [
    button(encodeAction('promise_done', id), 'done', words.done),
    button(encodeAction('open_promise_carried', id), 'carried', words.carried),
    button(encodeAction('open_promise_dropped', id), 'dropped', words.dropped),
  ];
}

/** The form that asks to when, or why. */
export function promiseForm(what: 'carried' | 'dropped', id: string, language: Language): Card {
  const words = promiseWords(language);
  return what === 'carried'
    ? commentForm(words.carry, words.carried, encodeAction('promise_carried', id), language, 'primary')
    : commentForm(words.drop, words.dropped, encodeAction('promise_dropped', id), language, 'danger');
}
