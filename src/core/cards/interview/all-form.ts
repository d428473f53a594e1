/** The one form of several goals: what is known stands in it already, what it cannot know is left empty. */
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import { checksOfResult } from '../../draft/checks.js';
import type { Draft, DraftAnswer } from '../../draft/drafts.js';
import { isAsAtMidyear, ratingGiven } from '../../draft/earlier.js';
import { memoText } from '../../draft/memo-text.js';
import { questionName } from '../../draft/question-names.js';
import { asksDirection, MAX_TEXT, needsReason, withDirection } from '../../draft/questions.js';
import type { TextQuestion } from '../../draft/several.js';
import { forNext } from '../../memo/for-next.js';
import { proposalFor } from '../../report/proposal/proposal-for.js';
import type { Task, TaskIndicator } from '../../report/task.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { allWords } from '../../wording/interview/all.js';
import { interviewWords } from '../../wording/interview.js';
import { memoBesideWords } from '../../wording/memo/beside.js';
import { encodeAction } from '../action.js';
import type { Card, Fact, Field, FormView } from '../card.js';
import { fallbackText } from '../fallback.js';
import { textField } from '../field.js';
import { goalAmong } from '../message.js';
import { earlierLabel, fieldLabel, indicatorFacts, sumAndProposal } from './facts.js';

/**
 * What a form holds at most, in UTF-16 units: the smaller dialog of the platforms takes 25 KB at two bytes a unit, with what is
 * read out beside what is shown. What is shown takes a third more than its view.
 */
const FORM_SIZE = 12_400;
const SHOWN_BY_VIEW = 1.35;
/** Longest name of a goal in a heading, in UTF-16 units. */
const GOAL_MAX = 40;
/** The choice that takes what was written earlier. */
export const SAME = 'same';

/** A field names its goal and the turn of its draft (0: there was none) besides its question. */
export const fieldOf = (task: Task, turn: number, name: string): string => `${task.goalId}/${turn}/${name}`;

/** Reads such names back, by the id of the goal. */
export function fieldsByGoal(
  fields: Readonly<Record<string, string>>,
): ReadonlyMap<string, { readonly turn: number; readonly fields: Readonly<Record<string, string>> }> {
  const goals = new Map<string, { turn: number; fields: Record<string, string> }>();
  for (const [id, text] of Object.entries(fields)) {
    const [goalId = '', turn = '', name] = id.split('/');
    if (name === undefined) continue;
    const goal = goals.get(goalId) ?? { turn: Number(turn), fields: {} };
    goal.fields[name] = text;
    goals.set(goalId, goal);
  }
  return goals;
}

type Begun = {
  readonly task: Task;
  readonly draft: Draft /** 0: nothing was answered yet */;
  readonly turn: number;
};

/** The form of as many of these goals as it holds, at least one. `tasks`: all of the person. */
export function allForm(goals: readonly Begun[], tasks: readonly Task[], language: Language): Card {
  const groups: FormView['groups'] = [];
  let shown: Card | null = null;
  for (const [at, goal] of goals.entries()) {
    groups.push(...groupsOf(goal, tasks, language));
    const card = formOf(goals[0]!.task, [...groups], goals.length - at - 1, language);
    if (shown && sizeOf(card) > FORM_SIZE) break;
    shown = card;
  }
  if (!shown) throw new Error('a form without a goal');
  return shown;
}

const sizeOf = (card: Card): number =>
  JSON.stringify(card.view).length * SHOWN_BY_VIEW + fallbackText(card).length;

function formOf(of: Task, groups: FormView['groups'], left: number, language: Language): Card {
  const { form: words } = allWords(language);
  return {
    name: 'form',
    language,
    view: {
      title: words.title,
      intro: [
        ...words.intro(formatMonthDay(of.round.asOf, language)),
        ...(left > 0 ? [words.more(left)] : []),
      ],
      groups,
      send: {
        id: 'send',
        title: words.send,
        label: words.send,
        style: 'primary',
        action: encodeAction('fill_all', of.id),
      },
      cancel: interviewWords(language).reportForm.cancel,
    },
  };
}

function groupsOf(
  { task, draft, turn }: Begun,
  tasks: readonly Task[],
  language: Language,
): FormView['groups'] {
  const goal = `${goalAmong(task, tasks)} ${shorten(onOneLine(task.goalText), GOAL_MAX)}`;
  const named = (field: Field): Field => ({ ...field, id: fieldOf(task, turn, field.id) });
  return [
    ...task.indicators.map((indicator, at) => ({
      heading: at === 0 ? goal : goalAmong(task, tasks),
      facts: [
        { label: allWords(language).form.indicator, value: indicator.name },
        ...factsOf(task, draft, indicator, language),
      ],
      fields: answersOf(task, draft, indicator, language).map(named),
    })),
    ...(task.policyAsked
      ? [{ heading: '', facts: [], fields: policyOf(task, draft, language).map(named) }]
      : []),
  ];
}

/** What an answer begins with: what the memos add up to, unless something newer than mid-year's was answered. */
function beginsWith(task: Task, draft: Draft, { id, memoSum }: TaskIndicator): DraftAnswer {
  const answer = draft.answers[id] ?? {};
  const open = answer.result === undefined || isAsAtMidyear(task, draft, { at: 'result', indicator: id });
  return memoSum && open && answer.rating === undefined ? { ...answer, result: memoSum.sum } : answer;
}

/**
 * The rating that follows from a result, as it is proposed; null where none is, where the figure may be a slip of the pen or is
 * mid-year's, and for ×, which is nobody's to fill in but the writer's.
 */
export function ratingTaken(task: Task, draft: Draft, indicator: TaskIndicator): DraftAnswer | null {
  const answer = draft.answers[indicator.id] ?? {};
  if (answer.result === undefined || asksDirection(task, indicator, answer)) return null;
  if (isAsAtMidyear(task, draft, { at: 'result', indicator: indicator.id })) return null;
  const { rating } = proposalFor(task, withDirection(indicator, answer), answer.result);
  if (rating === null || rating === 'not_achieved') return null;
  return checksOfResult(task, draft, indicator).length > 0
    ? null
    : ratingGiven(task, draft, indicator.id, rating);
}

function factsOf(task: Task, draft: Draft, indicator: TaskIndicator, language: Language): Fact[] {
  const answer = beginsWith(task, draft, indicator);
  const begun = { ...draft, answers: { ...draft.answers, [indicator.id]: answer } };
  const question = { at: 'result', indicator: indicator.id } as const;
  return [
    // The other memos stand in the fields themselves.
    ...indicatorFacts(ofTheGoal(task), begun, indicator, question, language),
    ...sumAndProposal(task, begun, indicator, language),
  ];
}

function answersOf(task: Task, draft: Draft, indicator: TaskIndicator, language: Language): Field[] {
  const words = interviewWords(language);
  const given = draft.answers[indicator.id] ?? {};
  const answer = beginsWith(task, draft, indicator);
  const begun = { ...draft, answers: { ...draft.answers, [indicator.id]: answer } };
  const taken = answer.rating === undefined ? ratingTaken(task, begun, indicator) : answer;
  const of = <At extends 'result' | 'rating' | 'reason' | 'status'>(at: At) =>
    ({ at, indicator: indicator.id }) as const;
  return [
    text(task, of('result'), answer.result ?? '', language),
    textField({
      id: questionName(task, of('rating')),
      label: words.rating,
      required: false,
      value: given.rating ?? '',
      maxLength: MAX_TEXT.reason,
      errorMessage: '',
      choices: task.scale.steps.map(({ code }) => ({
        title: ratingLabel(task.scale, code, language, task.round.kind === 'midyear'),
        value: code,
      })),
    }),
    ...(needsReason(task, indicator, { ...answer, ...taken })
      ? [text(task, of('reason'), given.reason ?? '', language)]
      : []),
    withMemos(text(task, of('status'), given.status ?? '', language), task, draft, of('status'), language),
  ];
}

function policyOf(task: Task, draft: Draft, language: Language): Field[] {
  const { form } = allWords(language);
  const earlier = task.earlierPolicies.find(({ text }) => text.trim() !== '');
  const policy = { at: 'policy' } as const;
  const field = withMemos(text(task, policy, draft.policy ?? '', language), task, draft, policy, language);
  const offered = earlier && field.value === '' ? earlier : null;
  return [
    field,
    ...(offered
      ? [
          textField({
            id: `${SAME}.policy`,
            label: form.sameAs(earlierLabel(offered.from, language)),
            hint: offered.text,
            required: false,
            maxLength: MAX_TEXT.policy,
            errorMessage: '',
            choices: [{ title: form.same, value: SAME }],
          }),
        ]
      : []),
  ];
}

/** That the memos are in it is said at the top of the form. */
function withMemos(
  field: Field,
  task: Task,
  draft: Draft,
  question: TextQuestion,
  language: Language,
): Field {
  const memos = memoText(withOwnMemos(task), draft, question, language);
  if (!memos) return field;
  const { text: value, leftOut } = memos;
  return { ...field, value, hint: leftOut > 0 ? memoBesideWords(language).put(leftOut) : '' };
}

/** Without examples: with those of all its fields a form would hold fewer goals. */
function text(task: Task, question: TextQuestion, value: string, language: Language): Field {
  return textField({
    id: questionName(task, question),
    label: fieldLabel(task, question.at, language),
    value,
    multiline: question.at !== 'result',
    required: false,
    maxLength: MAX_TEXT[question.at],
    errorMessage: '',
  });
}

/**
 * The goal with the memos whose words go into its texts: not those of the goal as a whole, which may belong to any of its
 * indicators; those stand beside.
 */
export function withOwnMemos(task: Task): Task {
  const { memos = [] } = task;
  return {
    ...task,
    memos: memos.filter(({ indicatorId, text }) => indicatorId !== null || forNext(text) !== null),
  };
}

const ofTheGoal = (task: Task): Task => {
  const own = withOwnMemos(task).memos ?? [];
  return { ...task, memos: (task.memos ?? []).filter((memo) => !own.includes(memo)) };
};
