/** The card of one question of the interview. */
import { formatMonthDay } from '../calendar/japanese-dates.js';
import { reportKind } from '../calendar/round.js';
import { indicatorOf } from '../draft/answer.js';
import { checksOfResult } from '../draft/checks.js';
import type { Draft, Question } from '../draft/drafts.js';
import { earlierAnswer, takesResult } from '../draft/earlier.js';
import { sumToTake } from '../draft/memo-sum.js';
import { offersMemoText } from '../draft/memo-text.js';
import { questionName } from '../draft/question-names.js';
import { answerTo, asksDirection, MAX_TEXT, questionBefore, withDirection } from '../draft/questions.js';
import { askedTogether, type TextQuestion } from '../draft/several.js';
import { proposalFor } from '../report/proposal/proposal-for.js';
import type { Task, TaskIndicator } from '../report/task.js';
import { DIRECTION_WORDS, DIRECTIONS } from '../sheet/direction.js';
import { ratingLabel } from '../sheet/scale.js';
import type { Language } from '../text/language.js';
import { taskHeading } from '../wording/cards.js';
import { interviewWords } from '../wording/interview.js';
import { memoBesideWords } from '../wording/memo/beside.js';
import { forecastWords } from '../wording/year/forecast.js';
import { midyearWords } from '../wording/year/midyear.js';
import { targetWords } from '../wording/year/targets.js';
import { type ActionName, encodeAction } from './action.js';
import type { Button, Card, Field, QuestionView } from './card.js';
import { fieldLabel, indicatorFacts, policyFacts, readBack } from './interview/facts.js';
import { sumLines } from './memo/beside.js';

/** A button of a draft: late once the draft has moved on. */
export function draftButton(
  draft: Draft,
  name: ActionName,
  title: string,
  options: { style?: Button['style']; argument?: string; label?: string } = {},
): Button {
  const { style = 'default', argument = '', label = title } = options;
  return {
    id: argument === '' ? name : `${name}-${argument}`,
    title,
    label,
    style,
    action: encodeAction(name, draft.task, draft.turn, argument),
  };
}

/** The card of the question a draft is at (not the review: see review.ts). */
export function questionCard(
  task: Task,
  draft: Draft,
  language: Language,
  problems: readonly string[] = [],
): Card {
  const words = interviewWords(language);
  const question = draft.asking;
  const indicator = indicatorOf(task, question);
  const isRating = question.at === 'rating';
  const unknown =
    isRating && indicator !== null && asksDirection(task, indicator, draft.answers[indicator.id] ?? {});
  const textQuestion =
    question.at === 'review' || question.at === 'sent' || isRating ? null : (question as TextQuestion);
  const together = askedTogether(task, draft);
  const sum = sumToTake(task, draft);
  const view: QuestionView = {
    heading: taskHeading(task, language),
    goal: words.goal(task.goalNo, task.goalText),
    progress: indicator ? words.progress(indicator.seq, task.indicators.length) : '',
    indicator: indicator?.name ?? '',
    facts: indicator
      ? indicatorFacts(task, draft, indicator, question, language)
      : policyFacts(task, language),
    problems: [...problems],
    notes: [
      ...(isRating && indicator ? readBack(task, draft, indicator, unknown, language) : []),
      ...(sum ? sumLines(sum, language) : []),
    ],
    prompt: unknown
      ? words.ask.direction
      : [
          promptOf(task, question, language),
          ...(takesResult(task, draft) ? [words.newResult] : []),
          ...(together.length > 0
            ? [words.alsoAnswer(together.map(({ at }) => fieldLabel(task, at, language)))]
            : []),
        ].join(language === 'ja' ? '' : ' '),
    fields: textQuestion
      ? [
          fieldOf(task, draft, textQuestion, language),
          ...together.map((question) => besideOf(task, draft, question, language)),
        ]
      : [],
    send: textQuestion ? [draftButton(draft, 'answer', words.send, { style: 'primary' })] : [],
    choices: unknown
      ? directionButtons(draft, language)
      : isRating && indicator
        ? ratingButtons(task, draft, indicator, language)
        : [],
    buttons: moveButtons(task, draft, language),
  };
  return { name: 'question', language, view };
}

function promptOf(task: Task, question: Question, language: Language): string {
  const { ask: always, recording } = interviewWords(language);
  const atMidyear = midyearWords(language).ask;
  // What is asked at mid-year is printed elsewhere than what is asked at the end of the year.
  const ask = task.round.kind === 'midyear' ? { ...always, ...atMidyear } : always;
  switch (question.at) {
    case 'result':
      return task.round.confirms
        ? forecastWords(language).asked(formatMonthDay(task.round.asOf, language))
        : ask.result[reportKind(task.round.kind)](formatMonthDay(task.round.asOf, language));
    case 'rating':
      return ask.rating[reportKind(task.round.kind)];
    case 'reason':
      return ask.reason;
    case 'measures':
      return atMidyear.measures;
    case 'status':
      return task.policyAsked ? ask.status : ask.statusWithPolicy;
    case 'policy':
      return ask.policy;
    case 'review':
      return ask.review;
    // The questions of 目標設定 have a card of their own (cards/plan).
    case 'decision':
    case 'target':
    case 'grounds':
      return targetWords(language).ask[question.at];
    case 'sent':
      return recording.title;
    default:
      return question satisfies never;
  }
}

/** None is put forward: a tap on it out of habit would make a worsened figure ○. */
function directionButtons(draft: Draft, language: Language): Button[] {
  return DIRECTIONS.map((direction) =>
    draftButton(draft, 'direction', DIRECTION_WORDS[direction][language], { argument: direction }),
  );
}

function ratingButtons(task: Task, draft: Draft, indicator: TaskIndicator, language: Language): Button[] {
  const words = interviewWords(language);
  const answer = draft.answers[indicator.id] ?? {};
  const proposed = proposalFor(task, withDirection(indicator, answer), answer.result ?? '').rating;
  // what may be a slip of the pen is not to be confirmed by a tap on the button that stands out
  const doubted = checksOfResult(task, draft, indicator).length > 0;
  return task.scale.steps.map((step) => {
    const label = ratingLabel(task.scale, step.code, language, task.round.kind === 'midyear');
    return draftButton(draft, 'rate', step.code === proposed ? words.proposed(label) : label, {
      argument: step.code,
      style: step.code === proposed && !doubted ? 'primary' : 'default',
    });
  });
}

function fieldOf(task: Task, draft: Draft, question: TextQuestion, language: Language): Field {
  const words = interviewWords(language);
  return {
    id: 'text',
    label: fieldLabel(task, question.at, language),
    hint: words.typeHere,
    placeholder:
      question.at === 'measures' ? midyearWords(language).placeholder : words.placeholder[question.at],
    value: answerTo(draft, question) ?? '',
    problem: '',
    multiline: question.at !== 'result',
    required: true,
    maxLength: MAX_TEXT[question.at],
    choices: [],
    errorMessage: promptOfField(fieldLabel(task, question.at, language), language),
  };
}

/** The field of a question that is asked together with the one before it: it may be left for its own card. */
function besideOf(task: Task, draft: Draft, question: TextQuestion, language: Language): Field {
  const field = fieldOf(task, draft, question, language);
  const hint = interviewWords(language).together(field.label.split(' (')[0] ?? '');
  return { ...field, id: questionName(task, question), hint, required: false };
}

function promptOfField(label: string, language: Language): string {
  return language === 'ja' ? `${label}を入力してください。` : `Please enter: ${label}`;
}

function moveButtons(task: Task, draft: Draft, language: Language): Button[] {
  const words = interviewWords(language);
  const question = draft.asking;
  const answered = answerTo(draft, question) !== undefined;
  const sum = sumToTake(task, draft)?.sum;
  return [
    ...(sum === undefined
      ? []
      : [draftButton(draft, 'take_sum', memoBesideWords(language).take(sum), { argument: sum })]),
    ...(answered ? [draftButton(draft, 'keep', words.keep)] : []),
    ...(!answered && earlierAnswer(task, question) !== undefined
      ? [draftButton(draft, 'same', words.same)]
      : []),
    ...(takesResult(task, draft) && question.at === 'rating'
      ? [
          draftButton(draft, 'edit', words.edit(words.result), {
            argument: questionName(task, { at: 'result', indicator: question.indicator }),
          }),
        ]
      : questionBefore(task, draft)
        ? [draftButton(draft, 'back', words.back)]
        : []),
    ...memoButton(task, draft, language),
    draftButton(draft, 'open_form', words.form),
    draftButton(draft, 'later', words.later),
  ];
}

/** The argument of `open_form` for a form that begins with the words of the memos. */
export const WITH_MEMOS = 'memos';

function memoButton(task: Task, draft: Draft, language: Language): Button[] {
  if (!offersMemoText(task, draft)) return [];
  const words = memoBesideWords(language);
  const title = draft.asking.at === 'result' ? words.putInForm : words.putIn;
  return [draftButton(draft, 'open_form', title, { argument: WITH_MEMOS })];
}
