/** The cards of a draft of 目標設定: the question and the review. */
import type { Draft } from '../../draft/drafts.js';
import { earlierAnswer } from '../../draft/earlier.js';
import { type PlanTask, planOf, promisesLeft } from '../../draft/plan/plan-draft.js';
import { questionName } from '../../draft/question-names.js';
import { answerTo, MAX_TEXT, questionBefore } from '../../draft/questions.js';
import { readQuantity } from '../../quantity/index.js';
import type { PlannedIndicator } from '../../report/plan/goal-plan.js';
import { promiseMark } from '../../report/plan/promised.js';
import type { KeptCheck } from '../../report/report.js';
import { DIRECTION_WORDS } from '../../sheet/direction.js';
import type { Language } from '../../text/language.js';
import { taskHeading } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { targetWords } from '../../wording/year/targets.js';
import { encodeAction } from '../action.js';
import type { Button, Card, Fact, Field } from '../card.js';
import { evidenceLine } from '../evidence/evidence.js';
import { plainButton } from '../message.js';
import { draftButton } from '../question.js';
import { checkRows } from '../review.js';
import { yearNoteFacts } from '../year/year-notes.js';
import { lastFacts, lastLine, planLabels, planNote, planRows } from './rows.js';

/** The question a draft is at: what becomes of the goal, a target, or why it is dropped. */
export function planQuestionCard(
  task: PlanTask,
  draft: Draft,
  language: Language,
  problems: readonly string[] = [],
): Card {
  const words = interviewWords(language);
  const own = targetWords(language);
  const question = draft.asking;
  const plan = planOf(task, draft);
  const at = 'indicator' in question ? plan.indicators.findIndex(({ id }) => id === question.indicator) : -1;
  const one = plan.indicators[at];
  const isDecision = question.at === 'decision';
  const isNew = task.planned.decision === 'add';
  const text = question.at === 'target' || question.at === 'grounds' ? question.at : null;
  const answered = answerTo(draft, question) !== undefined;
  const same = earlierAnswer(task, question);
  return {
    name: 'question',
    language,
    view: {
      heading: taskHeading(task, language),
      goal: words.goal(task.goalNo, plan.text),
      progress: one ? words.progress(at + 1, plan.indicators.length) : '',
      indicator: one?.name ?? '',
      facts: one
        ? targetFacts(task, one, language)
        : [
            ...(isDecision ? yearNoteFacts(task, task.indicators, language) : []),
            ...goalFacts(task, language),
            ...(isDecision ? promiseFacts(task, draft, language) : []),
          ],
      problems: [...problems],
      notes: [],
      prompt: isDecision
        ? isNew
          ? own.ask.decisionNew
          : own.ask.decision
        : text === null
          ? words.recording.title
          : own.ask[text],
      fields: text === null ? [] : [textField(draft, text, language)],
      send: text === null ? [] : [draftButton(draft, 'answer', words.send, { style: 'primary' })],
      choices: isDecision ? decisionButtons(draft, isNew, language) : [],
      buttons: [
        ...(answered ? [draftButton(draft, 'keep', words.keep)] : []),
        ...(!answered && same !== undefined ? [draftButton(draft, 'same', own.sameTarget(same))] : []),
        ...(questionBefore(task, draft) ? [draftButton(draft, 'back', words.back)] : []),
        draftButton(draft, 'open_form', words.form),
        ...(isDecision ? promiseButtons(task, draft, language) : []),
        draftButton(draft, 'later', words.later),
      ],
    },
  };
}

function decisionButtons(draft: Draft, isNew: boolean, language: Language): Button[] {
  const { choices, decisions } = targetWords(language);
  const all = isNew ? (['change', 'drop'] as const) : (['keep', 'change', 'drop'] as const);
  return all.map((one) =>
    draftButton(draft, 'plan', isNew && one === 'change' ? decisions.add : choices[one], { argument: one }),
  );
}

/** Every indicator with last year's target, result and rating. */
function goalFacts(task: PlanTask, language: Language): Fact[] {
  return task.planned.indicators.map((one) => ({
    label: one.name,
    value: lastLine(task, one, language) || one.target || targetWords(language).none,
  }));
}

/** What last year's 今後の方針 promised for this year, in its own words; of several each with its number. */
function promiseFacts(task: PlanTask, draft: Draft, language: Language): Fact[] {
  const { promise } = targetWords(language);
  return promisesLeft(task, draft).map(({ sentence }, at, all) => ({
    label: promise.label(all.length > 1 ? at + 1 : null),
    value: sentence,
  }));
}

/** Each opens the form it would stand in: nothing is taken over before that is sent. */
function promiseButtons(task: PlanTask, draft: Draft, language: Language): Button[] {
  const { promise } = targetWords(language);
  return promisesLeft(task, draft).flatMap((one, at, all) => {
    const [mark, no] = [promiseMark(one), all.length > 1 ? at + 1 : null];
    return [
      draftButton(draft, 'open_form', promise.asIndicator(no), { argument: mark }),
      plainButton(
        `open_add_goal-${mark}`,
        promise.asGoal(no),
        encodeAction('open_add_goal', task.id, 0, mark),
      ),
    ];
  });
}

function targetFacts(task: PlanTask, one: PlannedIndicator, language: Language): Fact[] {
  const words = targetWords(language);
  const unit = readQuantity(one.was?.target ?? one.target, { indicator: one.name }).parts.find(
    (part) => part.kind === 'number' && part.unit !== null,
  );
  return [
    ...lastFacts(task, one, language),
    ...(unit?.kind === 'number' && unit.unit ? [{ label: words.fields.unit, value: unit.unit }] : []),
    ...(one.direction
      ? [{ label: words.fields.direction, value: DIRECTION_WORDS[one.direction][language] }]
      : []),
  ];
}

function textField(draft: Draft, at: 'target' | 'grounds', language: Language): Field {
  const words = targetWords(language);
  const label = words[at];
  return {
    id: 'text',
    label,
    hint: interviewWords(language).typeHere,
    placeholder: words.placeholder[at],
    value: answerTo(draft, draft.asking) ?? '',
    problem: '',
    multiline: at === 'grounds',
    required: true,
    maxLength: MAX_TEXT[at],
    choices: [],
    errorMessage: words.enter(label),
  };
}

/** The whole plan of the goal as it will stand in the sheet, with 提出. */
export function planReviewCard(
  task: PlanTask,
  draft: Draft,
  language: Language,
  problems: readonly string[] = [],
  checks: readonly KeptCheck[] = [],
): Card {
  const words = interviewWords(language);
  const own = targetWords(language);
  const plan = planOf(task, draft);
  const edit = (name: string, title: string, label: string) =>
    draftButton(draft, 'edit', title, { argument: name, label });
  return {
    name: 'review',
    language,
    view: {
      heading: taskHeading(task, language),
      goal: words.goal(task.goalNo, plan.text),
      problems: [...problems],
      rows: planRows(task, plan, language).map((row, at) => {
        const one = plan.indicators[at]!;
        const asked = plan.decision === 'change' || plan.decision === 'add';
        return {
          ...row,
          edits:
            asked && one.decision !== 'drop'
              ? [
                  edit(
                    questionName(task, { at: 'target', indicator: one.id }),
                    own.edit.target,
                    words.editLabel(own.target, one.name),
                  ),
                ]
              : [],
        };
      }),
      policyLabel: own.whole,
      policy: planNote({ answers: [], nextPolicy: '', plan }, language),
      policyEdits: [
        edit('decision', own.edit.decision, words.editLabel(own.decision, words.goal(task.goalNo, ''))),
      ],
      evidence: evidenceLine(task, language),
      ...checkRows(task, draft, checks, language),
      prompt: own.ask.review,
      buttons: [
        draftButton(draft, 'submit', words.submit, { style: 'primary' }),
        draftButton(draft, 'open_form', words.form),
        draftButton(draft, 'later', words.later),
      ],
      labels: planLabels(language),
    },
  };
}
