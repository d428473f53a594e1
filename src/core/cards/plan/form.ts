/** A goal of 目標設定 in one form. */
import type { Draft } from '../../draft/drafts.js';
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
import { MAX_TEXT } from '../../draft/questions.js';
import { GROWTHS } from '../../report/plan/goal-plan.js';
import { DIRECTION_WORDS, DIRECTIONS } from '../../sheet/direction.js';
import type { Language } from '../../text/language.js';
import { taskHeading } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords } from '../../wording/problems.js';
import { targetWords } from '../../wording/year/targets.js';
import { encodeAction } from '../action.js';
import type { Card, Fact, Field, FormView } from '../card.js';
import { textField } from '../field.js';
import { lastFacts } from './rows.js';

/** Longest text that a field holds on every platform, in UTF-16 units. A cell of a sheet may hold more. */
const FIELD_MAX = 3000;

const fits = ({ value }: Field): boolean => value.length <= FIELD_MAX;

/** What no field can hold is shown beside them and stays as it is: a field that held less would cut it. */
const group = (heading: string, facts: readonly Fact[], fields: readonly Field[]) => ({
  heading,
  facts: [...facts, ...fields.filter((one) => !fits(one)).map(({ label, value }) => ({ label, value }))],
  fields: fields.filter(fits),
});

/** Everything of the goal in one form; what is not touched stays as it is. Nothing in it is required. */
export function planForm(task: PlanTask, draft: Draft, language: Language): Card {
  const words = interviewWords(language);
  const own = targetWords(language);
  const plan = planOf(task, draft);
  const ids = plan.indicators.map(({ id }) => id);
  const next = idAt(task, ids.length);
  const groups: FormView['groups'] = [
    group(
      words.goal(task.goalNo, ''),
      [],
      [
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
    ),
    ...plan.indicators.map((one, at) =>
      group(
        [words.progress(at + 1, plan.indicators.length), one.name].filter((text) => text !== '').join(' '),
        lastFacts(task, one, language),
        indicatorFields(task, draft, one.id, language, true),
      ),
    ),
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
  const value = standsIn(task, draft, key);
  return textField({
    id,
    value,
    required: false,
    errorMessage: problemWords.atMost(maxLength)[language],
    ...more,
    // The cells of a sheet may hold more than may be typed, and a platform does not open a field that holds too much.
    maxLength: Math.max(maxLength, value.length),
  });
}
