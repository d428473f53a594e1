/** The card of one question of the interview. */
import { fiscalYearName, formatMonthDay } from '../calendar/japanese-dates.js';
import { indicatorOf } from '../draft/answer.js';
import { checksOfResult } from '../draft/checks.js';
import type { Draft, Question } from '../draft/drafts.js';
import {
  answerTo,
  asksDirection,
  MAX_TEXT,
  proposalFor,
  questionBefore,
  withDirection,
} from '../draft/questions.js';
import { printReading, readQuantity } from '../quantity/index.js';
import type { EarlierAnswer, Task, TaskIndicator } from '../report/task.js';
import { DIRECTION_WORDS, DIRECTIONS } from '../sheet/direction.js';
import { ratingLabel } from '../sheet/scale.js';
import type { Language } from '../text/language.js';
import { taskHeading } from '../wording/cards.js';
import { checkWords } from '../wording/checks.js';
import { interviewWords } from '../wording/interview.js';
import { type ActionName, encodeAction } from './action.js';
import type { Button, Card, Fact, Field, QuestionView } from './card.js';

type TextQuestion = Extract<Question, { at: 'result' | 'reason' | 'status' | 'policy' }>;

/** What a field is called: on the 10-column form 目標達成状況 takes 今後の方針 in as well (T03). */
export function fieldLabel(
  task: Task,
  field: 'result' | 'reason' | 'status' | 'policy',
  language: Language,
): string {
  const words = interviewWords(language);
  return field === 'status' && !task.policyAsked ? words.statusWithPolicy : words[field];
}

/** 中間の回答 / 令和4年度の回答 */
export function earlierLabel(from: EarlierAnswer['from'], language: Language): string {
  const words = interviewWords(language);
  if (from.kind === 'midyear') return words.fromMidyear;
  return words.fromYear(language === 'ja' ? fiscalYearName(from.fiscalYear) : `FY${from.fiscalYear}`);
}

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

/** What the person had answered to the same question earlier: the latest first that is not blank; undefined when none. */
export function earlierAnswer(task: Task, question: Question): string | undefined {
  const indicator = indicatorOf(task, question);
  switch (question.at) {
    case 'result':
    case 'status': {
      const { at } = question;
      return indicator?.earlier.map((e) => e[at]).find((text) => text.trim() !== '');
    }
    case 'policy':
      return task.earlierPolicies.map((e) => e.text).find((text) => text.trim() !== '');
    case 'rating':
    case 'reason':
    case 'review':
    case 'sent':
      return undefined;
    default:
      return question satisfies never;
  }
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
  const view: QuestionView = {
    heading: taskHeading(task, language),
    goal: words.goal(task.goalNo, task.goalText),
    progress: indicator ? words.progress(indicator.seq, task.indicators.length) : '',
    indicator: indicator?.name ?? '',
    facts: indicator
      ? indicatorFacts(task, draft, indicator, question, language)
      : policyFacts(task, language),
    problems: [...problems],
    notes: isRating && indicator ? readBack(task, draft, indicator, unknown, language) : [],
    prompt: unknown ? words.ask.direction : promptOf(task, question, language),
    fields: textQuestion ? [fieldOf(task, draft, textQuestion, language)] : [],
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
  const { ask, recording } = interviewWords(language);
  switch (question.at) {
    case 'result':
      return ask.result[task.round.kind](formatMonthDay(task.round.asOf, language));
    case 'rating':
      return ask.rating[task.round.kind];
    case 'reason':
      return ask.reason;
    case 'status':
      return task.policyAsked ? ask.status : ask.statusWithPolicy;
    case 'policy':
      return ask.policy;
    case 'review':
      return ask.review;
    case 'sent':
      return recording.title;
    default:
      return question satisfies never;
  }
}

function indicatorFacts(
  task: Task,
  draft: Draft,
  indicator: TaskIndicator,
  question: Question,
  language: Language,
): Fact[] {
  const words = interviewWords(language);
  const unit = readQuantity(indicator.target, { indicator: indicator.name }).parts.find(
    (part) => part.kind === 'number' && part.unit !== null,
  );
  const answer = draft.answers[indicator.id] ?? {};
  const facts: Fact[] = [{ label: words.target, value: indicator.target }];
  if (unit?.kind === 'number' && unit.unit) facts.push({ label: words.unit, value: unit.unit });
  for (const earlier of indicator.earlier) {
    const label = earlierLabel(earlier.from, language);
    if (question.at === 'status') {
      if (earlier.status.trim() !== '') facts.push({ label, value: earlier.status });
    } else if (earlier.result.trim() !== '') {
      const rating =
        earlier.rating === null
          ? ''
          : `（${ratingLabel(task.scale, earlier.rating, language, earlier.from.kind === 'midyear')}）`;
      facts.push({ label, value: `${earlier.result}${rating}` });
    }
  }
  if (question.at !== 'result' && answer.result !== undefined)
    facts.push({ label: words.result, value: answer.result });
  if ((question.at === 'reason' || question.at === 'status') && answer.rating !== undefined)
    facts.push({
      label: words.rating,
      value: ratingLabel(task.scale, answer.rating, language, task.round.kind === 'midyear'),
    });
  return facts;
}

function policyFacts(task: Task, language: Language): Fact[] {
  return task.earlierPolicies
    .filter((earlier) => earlier.text.trim() !== '')
    .map((earlier) => ({ label: earlierLabel(earlier.from, language), value: earlier.text }));
}

/** What was understood of the result, the proposal with its arithmetic, and what to look at twice. */
function readBack(
  task: Task,
  draft: Draft,
  indicator: TaskIndicator,
  unknown: boolean,
  language: Language,
): string[] {
  const words = interviewWords(language);
  const answer = draft.answers[indicator.id] ?? {};
  const result = answer.result ?? '';
  const reading = readQuantity(result, { indicator: indicator.name });
  const known = withDirection(indicator, answer);
  const proposal = proposalFor(task, known, result);
  const outlook = task.round.kind === 'midyear';
  const read =
    reading.certain && reading.parts.length > 0
      ? words.readAs(printReading(reading, language))
      : words.notRead;
  if (unknown) return [read];
  return [
    read,
    proposal.rating
      ? words.proposal(
          ratingLabel(task.scale, proposal.rating, language, outlook),
          proposal.because[language],
        )
      : words.noProposal(proposal.because[language]),
    ...(known.direction !== null && (answer.direction || indicator.directionBy)
      ? [words.comparedAs(DIRECTION_WORDS[known.direction][language])]
      : []),
    ...(proposal.pace ? [proposal.pace[language]] : []),
    ...proposal.warnings.map((warning) => warning.message[language]),
    ...checksOfResult(task, draft, indicator).map(({ message }) =>
      checkWords(language).listed(message[language]),
    ),
  ];
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
    placeholder: words.placeholder[question.at],
    value: answerTo(draft, question) ?? '',
    problem: '',
    multiline: question.at !== 'result',
    required: true,
    maxLength: MAX_TEXT[question.at],
    choices: [],
    errorMessage: promptOfField(fieldLabel(task, question.at, language), language),
  };
}

function promptOfField(label: string, language: Language): string {
  return language === 'ja' ? `${label}を入力してください。` : `Please enter: ${label}`;
}

function moveButtons(task: Task, draft: Draft, language: Language): Button[] {
  const words = interviewWords(language);
  const question = draft.asking;
  const answered = answerTo(draft, question) !== undefined;
  return [
    ...(answered ? [draftButton(draft, 'keep', words.keep)] : []),
    ...(!answered && earlierAnswer(task, question) !== undefined
      ? [draftButton(draft, 'same', words.same)]
      : []),
    ...(questionBefore(task, draft) ? [draftButton(draft, 'back', words.back)] : []),
    draftButton(draft, 'open_form', words.form),
    draftButton(draft, 'later', words.later),
  ];
}
