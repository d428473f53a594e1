/** The cards of a draft of 目標設定: the question, the review, and the one form. */
import type { Draft } from '../../draft/drafts.js';
import { earlierAnswer } from '../../draft/earlier.js';
import {
  idAt,
  MOST_ADDED,
  PLAN_CHOICES,
  PLAN_TEXTS,
  type PlanChoice,
  type PlanTask,
  type PlanText,
  placeOf,
  planOf,
  standsIn,
} from '../../draft/plan/plan-draft.js';
import { questionName } from '../../draft/question-names.js';
import { answerTo, MAX_TEXT, questionBefore } from '../../draft/questions.js';
import { readQuantity } from '../../quantity/index.js';
import { GROWTHS, type PlannedIndicator } from '../../report/plan/goal-plan.js';
import type { KeptCheck } from '../../report/report.js';
import { DIRECTION_WORDS, DIRECTIONS } from '../../sheet/direction.js';
import type { Language } from '../../text/language.js';
import { taskHeading } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords } from '../../wording/problems.js';
import { targetWords } from '../../wording/year/targets.js';
import { encodeAction } from '../action.js';
import type { Button, Card, Fact, Field, FormView } from '../card.js';
import { draftButton } from '../question.js';
import { checkRows } from '../review.js';
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
      facts: one ? targetFacts(task, one, language) : goalFacts(task, language),
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

/** Everything of the goal in one form; what is not touched stays as it is. Nothing in it is required. */
export function planForm(task: PlanTask, draft: Draft, language: Language): Card {
  const words = interviewWords(language);
  const own = targetWords(language);
  const plan = planOf(task, draft);
  const ids = plan.indicators.map(({ id }) => id);
  const next = idAt(task, ids.length);
  const groups: FormView['groups'] = [
    {
      heading: words.goal(task.goalNo, ''),
      facts: [],
      fields: [
        formField(task, draft, 'goal', { label: own.goal, multiline: true }, language),
        formField(
          task,
          draft,
          'grounds',
          {
            label: own.grounds,
            hint: own.groundsHint,
            multiline: true,
            placeholder: own.placeholder.grounds,
          },
          language,
        ),
      ],
    },
    ...plan.indicators.map((one, at) => ({
      heading: [words.progress(at + 1, plan.indicators.length), one.name]
        .filter((text) => text !== '')
        .join(' '),
      facts: lastFacts(task, one, language),
      fields: indicatorFields(task, draft, one.id, language, true),
    })),
    ...(next !== null &&
    ids.filter((id) => !task.planned.indicators.some((one) => one.id === id)).length < MOST_ADDED
      ? [
          {
            heading: own.newIndicator,
            facts: [],
            fields: indicatorFields(task, draft, next, language, false),
          },
        ]
      : []),
  ];
  return {
    name: 'form',
    language,
    view: {
      title: own.form.title,
      intro: [taskHeading(task, language), words.goal(task.goalNo, task.goalText), own.form.intro],
      groups,
      send: {
        id: 'send',
        title: words.reportForm.send,
        label: words.reportForm.send,
        style: 'primary',
        action: encodeAction('fill_form', draft.task, draft.turn),
      },
      cancel: words.reportForm.cancel,
    },
  };
}

function indicatorFields(
  task: PlanTask,
  draft: Draft,
  id: string,
  language: Language,
  isThere: boolean,
): Field[] {
  const own = targetWords(language);
  const hasBreak = (key: string) => standsIn(task, draft, key).includes('\n');
  const field = (name: PlanText | PlanChoice, more: Partial<Field> & { label: string }) =>
    formField(task, draft, `${name}:${id}`, more, language, `${name}.${placeOf(task, id)}`);
  const texts = PLAN_TEXTS.map((name) =>
    field(name, {
      label: name === 'target' ? own.target : own.fields[name],
      // A field of one line would take the line breaks of a cell away.
      multiline: name !== 'target' && name !== 'period' && (name !== 'name' || hasBreak(`${name}:${id}`)),
      maxLength: name === 'target' ? MAX_TEXT.target : MAX_TEXT.planned,
      ...(name === 'target' ? { placeholder: own.placeholder.target } : {}),
      ...(name === 'period' ? { hint: own.wholeYear } : {}),
      ...(name === 'target' && !isThere ? { hint: own.newIndicatorHint } : {}),
    }),
  );
  const choices: Readonly<Record<PlanChoice, readonly { title: string; value: string }[]>> = {
    direction: DIRECTIONS.map((value) => ({ title: DIRECTION_WORDS[value][language], value })),
    growth: GROWTHS.map((value) => ({ title: own.growths[value], value })),
    drop: [
      { title: own.keepIt, value: 'no' },
      { title: own.dropIt, value: 'yes' },
    ],
  };
  const chosen = PLAN_CHOICES.filter((name) => isThere || name !== 'drop').map((name) =>
    field(name, { label: own.fields[name], placeholder: own.notSaid, choices: [...choices[name]] }),
  );
  return [...texts, ...chosen];
}

function formField(
  task: PlanTask,
  draft: Draft,
  key: string,
  more: Partial<Field> & { label: string },
  language: Language,
  id = key,
): Field {
  const maxLength = more.maxLength ?? MAX_TEXT.planned;
  return {
    id,
    hint: '',
    placeholder: '',
    value: standsIn(task, draft, key),
    problem: '',
    multiline: false,
    required: false,
    choices: [],
    errorMessage: problemWords.atMost(maxLength)[language],
    ...more,
    maxLength,
  };
}
