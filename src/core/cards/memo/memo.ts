/** 実績メモ: the card of one that was noted or changed, the list, and the form. */
import { fiscalYearShort, formatMonthDay } from '../../calendar/japanese-dates.js';
import type { MemoSum } from '../../memo/adding.js';
import { MEMO_MAX, type MemoContent, type MemoGoal } from '../../memo/memo.js';
import { proposeFor } from '../../memo/propose.js';
import type { MemoChoice, MemoDone, MemoPage, ShownMemo } from '../../memo/shown.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { cardWords } from '../../wording/cards.js';
import { evidenceWords } from '../../wording/evidence/evidence.js';
import { memoWords } from '../../wording/memo/memo.js';
import { encodeAction } from '../action.js';
import type { Button, Card, Field } from '../card.js';
import { evidenceLine } from '../evidence/evidence.js';
import { textField } from '../field.js';
import { messageCard, plainButton } from '../message.js';

/** What may be done with a memo, as its card says. */
type MemoDeedKind = 'note_memo' | 'change_memo' | 'place_memo' | 'delete_memo' | 'count_on';

/** Choices on a card: with the other buttons no more than the smallest message holds. */
const CHOICES = 3;
/** Longest name on a button and in the list of a form, longest text in the list and on the label of a button, in UTF-16 units. */
const NAME_LONGEST = 40;
const TEXT_LONGEST = 200;
const LABEL_LONGEST = 40;
/** Numbers that are written out one by one; more than that are counted. */
const PARTS = 6;
/** Choices of a form: the shortest list of a platform. */
const GOALS = 99;

const sumLine = ({ parts, sum, leftOut }: MemoSum, language: Language): string[] => {
  const words = memoWords(language);
  return [
    parts.length > PARTS ? words.sumOf(parts.length, sum) : words.sum(parts, sum),
    ...(leftOut > 0 ? [words.leftOut(leftOut)] : []),
  ];
};

/** To who has just done it. */
export function memoDoneCard(kind: MemoDeedKind, done: MemoDone, language: Language): Card {
  const words = memoWords(language);
  const { memo, choices, noGoal, sum } = done;
  if (kind === 'delete_memo') return messageCard(language, words.deleted, [memo.text]);
  const about = memo.goalId === null ? [] : [words.about(memo.section, memo.goalNo, memo.indicator)];
  const counts = kind === 'count_on';
  const title = counts ? words.counted(memo.number) : kind === 'note_memo' ? words.noted : words.changed;
  return messageCard(
    language,
    title,
    [
      ...(noGoal === '' ? [] : [words.noGoal(noGoal)]),
      ...about,
      ...(memo.goalId === null ? [choices.length > 0 ? words.waiting : words.waitingNone] : []),
      ...(memo.goalId !== null && choices.length > 0 ? [words.which] : []),
      ...(counts ? [] : [memo.text]),
      ...(counts || memo.number === '' ? [] : [words.number(memo.number)]),
      words.day(formatMonthDay(memo.day, language)),
      ...(memo.link === '' ? [] : [memo.link]),
      ...(memo.evidence ? [evidenceLine(memo, language)] : []),
      ...(sum ? sumLine(sum.sum, language) : []),
      ...(sum && !counts ? [words.quick] : []),
      ...(kind === 'note_memo' && memo.source !== '' ? [words.author] : []),
    ],
    [
      ...choices.slice(0, CHOICES).map((one, at) => choiceButton(memo, one, at, language)),
      ...ownButtons(memo, language),
      ...filesButton(memo, language),
    ],
  );
}

function choiceButton(
  memo: ShownMemo,
  { about, section, goalNo, name }: MemoChoice,
  at: number,
  language: Language,
): Button {
  const words = memoWords(language);
  const title = shorten(
    onOneLine(name === '' ? words.about(section, goalNo, '') : `No.${goalNo} ${name}`),
    NAME_LONGEST,
  );
  return {
    ...plainButton(`place-${at}-${memo.id}`, title, encodeAction('place_memo', memo.id, 0, about)),
    label: words.about(section, goalNo, name),
  };
}

/** Of who wrote it. */
function ownButtons(memo: ShownMemo, language: Language): Button[] {
  if (!memo.own) return [];
  const words = memoWords(language);
  const said = shorten(onOneLine(memo.text), LABEL_LONGEST);
  const button = (name: 'open_memo' | 'delete_memo', title: string): Button => ({
    ...plainButton(`${name}-${memo.id}`, title, encodeAction(name, memo.id)),
    label: words.label(title, said),
  });
  return [button('open_memo', words.edit), button('delete_memo', words.remove)];
}

/** Opens its files; whoever sees the memo may. */
function filesButton(memo: ShownMemo, language: Language): Button[] {
  if (!memo.evidence) return [];
  const { see } = evidenceWords(language);
  const said = shorten(onOneLine(memo.text), LABEL_LONGEST);
  return [
    {
      ...plainButton(`evidence-${memo.id}`, see, encodeAction('evidence', memo.id)),
      label: memoWords(language).label(see, said),
    },
  ];
}

/** 「メモ」: those of this year, the latest first, with what they add up to and how to write one. */
export function memosCard(page: MemoPage, language: Language): Card {
  const words = memoWords(language);
  const { goal, rows, sums, waiting, count, pages, page: at, fiscalYear } = page;
  const title = goal === '-' ? words.listWaiting : goal === '' ? words.list : words.listOf(goal);
  const add = plainButton('open_memo', words.add, encodeAction('open_memo'), 'primary');
  const turn = (to: number, name: string, text: string): Button[] =>
    to < 0 || to >= pages ? [] : [plainButton(name, text, encodeAction('memos', '', to, goal))];
  const buttons = [
    add,
    ...(goal !== '-' && waiting > 0
      ? [plainButton('waiting', words.showWaiting(waiting), encodeAction('memos', '', 0, '-'))]
      : []),
    ...(goal === '' ? [] : [plainButton('all', words.all, encodeAction('memos'))]),
    ...turn(at - 1, 'newer', words.newer),
    ...turn(at + 1, 'older', words.older),
  ];
  if (count === 0)
    return messageCard(language, title, [goal === '' ? words.none : words.noneHere, ...words.hints], buttons);
  const { between } = cardWords(language);
  return {
    name: 'tasks',
    language,
    view: {
      title,
      lines: [
        [
          goal === '-' ? words.waits(count) : words.count(count, fiscalYearShort(fiscalYear)),
          ...(pages > 1 ? [words.page(at + 1, pages)] : []),
        ].join(between),
        ...sums.map(
          ({ section, goalNo, indicator, sum }) =>
            `${words.about(section, goalNo, indicator)}${between}${sumLine(sum, language).join('')}`,
        ),
        ...(at === 0 ? words.hints : []),
      ],
      items: rows.map((memo) => ({
        title: memo.goalId === null ? words.unplaced : words.about(memo.section, memo.goalNo, memo.indicator),
        state: [
          formatMonthDay(memo.day, language),
          ...(memo.number === '' ? [] : [memo.number]),
          words.by(memo.by.name),
        ].join(between),
        detail: [
          shorten(onOneLine(memo.text), TEXT_LONGEST),
          ...(memo.link === '' ? [] : [memo.link]),
          ...(memo.evidence ? [evidenceLine(memo, language)] : []),
        ].join('\n'),
        buttons: [...ownButtons(memo, language), ...filesButton(memo, language)],
      })),
      buttons,
    },
  };
}

/** What stands in the form already. */
type MemoForm = MemoContent & {
  /** the memo that is changed; '' for a new one */
  readonly id: string;
  /** the message it is made of; '' when of none */
  readonly source: string;
  /** the message is somebody else's */
  readonly ofAnother: boolean;
  /** it has an address that says who wrote to whom */
  readonly withoutLink: boolean;
  /** its text was longer than is kept */
  readonly cut: boolean;
};

type Choice = Field['choices'][number];

/** Choices that read alike, as indicators do that begin with the same words, have their number behind them. */
function counted(choices: readonly Choice[]): Choice[] {
  return choices.map((one, at) => {
    const alike = choices.filter(({ title }) => title === one.title);
    const no = choices.slice(0, at + 1).filter(({ title }) => title === one.title).length;
    return alike.length > 1 ? { ...one, title: `${one.title}（${no}）` } : one;
  });
}

/** The form: of a new memo with the goal proposed that fits best, the others below it. */
export function memoForm(
  form: MemoForm,
  goals: readonly MemoGoal[],
  fiscalYear: number,
  language: Language,
): Card {
  const words = memoWords(language);
  const { form: said } = words;
  const proposed = form.about === '' ? proposeFor(form.text, fiscalYear, goals) : [];
  const several = new Set(goals.map(({ section }) => section)).size > 1;
  const called = (goal: MemoGoal, name: string) =>
    shorten(
      onOneLine(words.about(several ? goal.section : '', goal.goalNo, name).trim()),
      NAME_LONGEST * 1.5,
    );
  const all = goals.flatMap((goal) =>
    goal.indicators.length === 0
      ? [{ title: called(goal, goal.goalText), value: goal.goalId }]
      : goal.indicators.map(({ id, name }) => ({ title: called(goal, name), value: id })),
  );
  // A goal that was chosen without an indicator is one of the choices, too.
  const whole = goals.find(({ goalId }) => goalId === form.about);
  const first =
    whole && whole.indicators.length > 0
      ? [{ title: called(whole, whole.goalText), value: whole.goalId }]
      : [];
  const likely = proposed.flatMap(({ indicator }) => all.filter(({ value }) => value === indicator.id));
  const rest = all.filter(({ value }) => !likely.some((one) => one.value === value));
  const listed = [...first, ...likely, ...rest];
  const own = listed.find(({ value }) => value === form.about);
  const shown = listed.slice(0, GOALS);
  // What is chosen stays among them: a list in which it does not stand would take it away when the form is sent.
  const choices = counted(!own || shown.includes(own) ? shown : [own, ...shown.slice(0, -1)]);
  const fields: Field[] = [
    textField({
      id: 'about',
      label: said.about,
      required: false,
      maxLength: 0,
      errorMessage: '',
      value: form.about || (proposed[0]?.indicator.id ?? NO_GOAL),
      choices: [...choices, { title: said.later, value: NO_GOAL }],
    }),
    textField({
      id: 'text',
      label: said.text,
      multiline: true,
      maxLength: MEMO_MAX.text,
      errorMessage: said.required,
      value: form.text,
    }),
    textField({
      id: 'number',
      label: said.number,
      required: false,
      maxLength: MEMO_MAX.number,
      errorMessage: '',
      placeholder: said.numberHint,
      value: form.number,
    }),
    textField({
      id: 'day',
      label: said.day,
      maxLength: MEMO_MAX.number,
      errorMessage: said.dayRequired,
      placeholder: said.dayHint,
      value: form.day,
    }),
    textField({
      id: 'link',
      label: said.link,
      required: false,
      maxLength: MEMO_MAX.link,
      errorMessage: '',
      placeholder: said.linkHint,
      value: form.link,
    }),
  ];
  const isNew = form.id === '';
  const send = isNew ? said.send : said.save;
  return {
    name: 'form',
    language,
    view: {
      title: said.title,
      intro: [
        said.intro,
        ...(form.ofAnother ? [said.author] : []),
        ...(form.withoutLink ? [said.withoutLink] : []),
        ...(form.cut ? [said.cut] : []),
      ],
      groups: [{ heading: '', facts: [], fields }],
      send: {
        ...plainButton('send', send, encodeAction('note_memo', form.id, 0, form.source), 'primary'),
      },
      cancel: said.cancel,
    },
  };
}

/** Chosen where the goal is decided later: a choice that is empty is none on some platforms. */
export const NO_GOAL = '-';
