/** What an act of 事務局 would do, with the button that does it, and what it did. */
import type { Act } from '../../board/acts.js';
import { WHOLE_BOARD } from '../../board/asked.js';
import { formatInstant } from '../../calendar/format-instant.js';
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { boardActWords } from '../../wording/board-acts.js';
import { goalName } from '../../wording/cards.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import { commentForm } from '../review.js';
import { LEVELS } from './act-buttons.js';
import { boardButton } from './board.js';
import { askCheckCard } from './checks.js';
import { deputyCard } from './deputies.js';
import { roundCard } from './rounds.js';

export function actCard(act: Act, language: Language): Card {
  const words = boardActWords(language);
  const day = (date: string) => formatMonthDay(date, language);
  const card = (title: string, lines: readonly string[], ...buttons: Button[]) =>
    messageCard(language, title, lines, buttons);
  switch (act.what) {
    case 'urge':
      return urgeCard(act, language);
    case 'extend': {
      const { round, section, name, from, to, open, people, done } = act;
      const line = words.extend.line(day(from), day(to));
      const section_ = { ...WHOLE_BOARD, level: 'section', of: section, round } as const;
      if (done)
        return card(
          words.extend.done(name, day(to)),
          [line, words.extend.doneLine],
          boardButton(section_, 'section', words.toBoard),
        );
      return card(
        words.extend.ask(name, day(to)),
        [line, words.extend.effect(open, people)],
        extendNow(act, to, language, 'primary'),
      );
    }
    case 'no_date':
      return card(words.extend.notSet(act.name), [words.extend.no[act.why](day(act.day))]);
    case 'closed_day':
      return card(
        words.extend.closed(day(act.day), words.extend.closedWhy(act.holiday)),
        [words.extend.notSet(act.name), words.extend.closedLine],
        ...[act.before, act.after].map((date) => extendTo(act, date, language)),
      );
    case 'reopened': {
      const { reopen } = words;
      return card(reopen.done(act.name, act.goalNo), [
        reopen.doneLine,
        ...(act.published ? [reopen.published] : []),
      ]);
    }
    case 'not_reopened':
      return card(words.reopen.refused, [words.reopen.why[act.why]]);
    case 'retry': {
      const { retry } = words;
      const { notices, doubtful, done, changed } = act;
      const doubt = doubtful > 0 ? [retry.doubtful(doubtful)] : [];
      if (done) return card(retry.done(notices), [retry.doneLine, ...doubt]);
      if (notices === 0) return card(retry.none, [...doubt, retry.noneLine]);
      return card(
        retry.ask,
        [...(changed ? [retry.changed] : []), retry.line(notices), ...doubt],
        plainButton('now', retry.now(notices), encodeAction('retry_now', '', notices), 'primary'),
      );
    }
    case 'ask_check':
    case 'no_check':
      return askCheckCard(act, language);
    case 'deputies':
    case 'deputy':
    case 'no_deputy':
      return deputyCard(act, language);
    case 'rounds':
    case 'year':
    case 'open_round':
    case 'no_round':
    case 'round_closed_day':
    case 'close_round':
    case 'publish_year':
    case 'unknown_round':
      return roundCard(act, language);
    default:
      return act satisfies never;
  }
}

type Urged = Extract<Act, { what: 'urge' }>;

function urgeCard(act: Urged, language: Language): Card {
  const words = boardActWords(language).urge;
  const { scope, people, sections, already, done, changed } = act;
  const name = act.name === '' ? words.whole : act.name;
  const at = formatInstant(act.at)[language];
  const told = [...(already > 0 ? [words.already(already)] : []), ...unreachedLine(act, language)];
  const who = unreachedButtons(act, language);
  if (done) return messageCard(language, words.done(people), [words.doneLine(at), ...told], who);
  if (people === 0)
    return messageCard(language, words.none(name), told.length > 0 ? told : [words.noneLine], who);
  const argument = `${scope.round} ${scope.level}`;
  const now = plainButton(
    'now',
    words.now(people),
    encodeAction('urge_now', scope.of, people, argument),
    'primary',
  );
  return messageCard(
    language,
    words.ask(name),
    [...(changed ? [words.changed] : []), words.line(people, sections, at), ...told],
    [now, ...who],
  );
}

function unreachedLine({ unreached }: Urged, language: Language): string[] {
  if (!unreached || unreached.names.length === 0) return [];
  const words = boardActWords(language).urge;
  const people = unreached.unlinked + unreached.undelivered;
  const names = unreached.names.join(boardWords(language).comma);
  const rest = people - unreached.names.length;
  return [words.unreached(people, rest > 0 ? words.others(names, rest) : names)];
}

/** Where who is not reached is seen, section by section, and why. */
function unreachedButtons({ scope, unreached }: Urged, language: Language): Button[] {
  if (!unreached) return [];
  const words = boardActWords(language).urge;
  const { unlinked, undelivered } = unreached;
  const board = { ...WHOLE_BOARD, round: scope.round };
  const there = { ...board, ...scope, filter: scope.level === 'section' ? '' : 'unlinked' } as const;
  return [
    ...(unlinked > 0 ? [boardButton(there, 'unlinked', words.unlinked(unlinked))] : []),
    ...(undelivered > 0
      ? [boardButton({ ...board, filter: 'undelivered' }, 'undelivered', words.undelivered(undelivered))]
      : []),
  ];
}

/** How far a 催促 goes, as its confirming button carries it; what is none of these goes no further than a section. */
export function levelNamed(text: string): (typeof LEVELS)[number] {
  return LEVELS.find((one) => one === text) ?? 'section';
}

type OfSection = { readonly round: string; readonly section: string };

function extendNow(
  { round, section }: OfSection,
  date: string,
  language: Language,
  style: Button['style'],
): Button {
  const title = boardActWords(language).extend.now(formatMonthDay(date, language));
  return plainButton(`now-${date}`, title, encodeAction('extend_now', section, 1, `${round} ${date}`), style);
}

/** Another date is looked at first, too. */
function extendTo({ round, section }: OfSection, date: string, language: Language): Button {
  const title = boardActWords(language).extend.now(formatMonthDay(date, language));
  return plainButton(`to-${date}`, title, encodeAction('extend_now', section, 0, `${round} ${date}`));
}

/** The form for a section's deadline. */
export function extendForm(section: string, round: string, name: string, language: Language): Card {
  const { title, intro, field, placeholder, required, check, cancel } = boardActWords(language).extend;
  const words = { title, intro, comment: field, placeholder, required, send: check, cancel };
  const form = commentForm(words, name, encodeAction('extend', section, 0, round), language, 'primary');
  return oneLine(form);
}

function oneLine(card: Card): Card {
  if (card.name !== 'form') return card;
  const groups = card.view.groups.map((group) => ({
    ...group,
    fields: group.fields.map((field) => ({ ...field, multiline: false, maxLength: 40 })),
  }));
  return { ...card, view: { ...card.view, groups } };
}

/** The form for the reason of a return by 事務局. */
export function reopenForm(task: Task, language: Language): Card {
  const { published, ...words } = boardActWords(language).reopen;
  const intro = task.publishedAt === undefined ? words.intro : `${words.intro}\n${published}`;
  const action = encodeAction('reopen', task.id, task.report?.version ?? 0);
  return commentForm({ ...words, intro }, goalName(task), action, language, 'danger');
}

/** The button that opens it. */
export function reopenButton(task: Task, language: Language): Button {
  const { button, label } = boardActWords(language).reopen;
  const action = encodeAction('open_reopen', task.id, task.report?.version ?? 0);
  return { ...plainButton('open_reopen', button, action), label: label(goalName(task)) };
}
