/**
 * The plan of a goal as a draft holds it: what was said of each field, by `<field>` and, for those of an indicator,
 * `<field>:<indicator>`. What was not said stands as it is in the sheet.
 */
import {
  type GoalPlan,
  GROWTHS,
  isWholePlan,
  type PlanDecision,
  type PlannedIndicator,
  planned,
} from '../../report/plan/goal-plan.js';
import { promiseMark, type TakenPromise } from '../../report/plan/promised.js';
import type { Task } from '../../report/task.js';
import { DIRECTIONS } from '../../sheet/direction.js';
import { folded } from '../../sheet/scale.js';
import type { Draft, Question } from '../drafts.js';

/** The texts of an indicator, in the order of the form. */
export const PLAN_TEXTS = ['target', 'name', 'period', 'place', 'initiative', 'overview'] as const;
export type PlanText = (typeof PLAN_TEXTS)[number];
/** What is chosen of an indicator. */
export const PLAN_CHOICES = ['direction', 'growth', 'drop'] as const;
export type PlanChoice = (typeof PLAN_CHOICES)[number];

/** Indicators that may come new into a goal at once; more are added after these are approved. */
export const MOST_ADDED = 3;

/** A task whose round is 目標設定. */
export type PlanTask = Task & { readonly planned: GoalPlan };
export const isPlanTask = (task: Task): task is PlanTask => task.planned !== undefined;

type Said = Readonly<Record<string, string>>;
const saidIn = (draft: Pick<Draft, 'plan'>): Said => draft.plan ?? {};

/** keep, change or drop, as it was said; undefined: not yet. */
export function decisionIn(draft: Pick<Draft, 'plan'>): 'keep' | 'change' | 'drop' | undefined {
  const said = saidIn(draft).decision;
  return said === 'keep' || said === 'change' || said === 'drop' ? said : undefined;
}

/** The id of the indicator at a place of the form: behind those of the sheet, the ones that come new. */
export function idAt({ planned: { indicators }, goalId }: PlanTask, place: number): string | null {
  if (!Number.isInteger(place) || place < 0 || place >= indicators.length + MOST_ADDED) return null;
  const known = indicators.filter(({ id }) => !isAdded(id));
  return known[place]?.id ?? `${goalId}.n${place - known.length + 1}`;
}

/** The place of an indicator in the form; -1: it is none of this goal. */
export function placeOf(task: PlanTask, id: string): number {
  for (let place = 0; place < task.planned.indicators.length + MOST_ADDED; place += 1)
    if (idAt(task, place) === id) return place;
  return -1;
}

/** Whether an indicator came new in this round. */
const isAdded = (id: string): boolean => id.slice(id.lastIndexOf('.') + 1).startsWith('n');

/** The plan as it would be submitted; what is not said yet is as it stands. */
export function planOf(task: PlanTask, draft: Pick<Draft, 'plan'>): GoalPlan {
  const { planned: stands } = task;
  const said = saidIn(draft);
  const decision = decisionIn(draft);
  const isNew = stands.decision === 'add';
  const changes = decision === 'change' || isNew;
  const text = (field: PlanText, one: PlannedIndicator) =>
    (changes || (field === 'target' && one.target.trim() === '') ? said[`${field}:${one.id}`] : undefined) ??
    one[field];
  const rows = [...stands.indicators, ...(changes ? added(task, said) : [])].map((one): PlannedIndicator => {
    const { was } = one;
    const next = {
      ...one,
      ...Object.fromEntries(PLAN_TEXTS.map((field) => [field, text(field, one)])),
      direction: (changes && DIRECTIONS.find((d) => d === said[`direction:${one.id}`])) || one.direction,
      growth: (changes && GROWTHS.find((g) => g === said[`growth:${one.id}`])) || one.growth,
      ...(changes ? takenIn(said, one.id) : {}),
    };
    const dropped = decision === 'drop' || (changes && said[`drop:${one.id}`] === 'yes');
    return {
      ...next,
      decision: dropped ? 'drop' : was === null ? 'add' : isSame(next, one) ? 'keep' : 'change',
    };
  });
  const goalText = (changes ? said.goal : undefined) ?? stands.text;
  return {
    decision: decision === 'drop' ? 'drop' : isNew ? 'add' : decision === 'change' ? 'change' : 'keep',
    grounds: decision === 'drop' ? (said.grounds ?? '') : '',
    no: stands.no,
    text: goalText,
    was: stands.was,
    indicators: rows,
  };
}

/** Whether an indicator is as it was last year, and as it stands. */
function isSame(next: PlannedIndicator, stands: PlannedIndicator): boolean {
  return (
    next.was?.name === next.name &&
    next.was.target === next.target &&
    (['place', 'initiative', 'overview', 'direction', 'growth', 'period'] as const).every(
      (field) => next[field] === stands[field],
    )
  );
}

/** Indicators that this draft adds: those of which a name or a target was said. */
function added(task: PlanTask, said: Said): PlannedIndicator[] {
  const known = new Set(task.planned.indicators.map(({ id }) => id));
  const ids = Array.from({ length: MOST_ADDED }, (_, at) => `${task.goalId}.n${at + 1}`);
  return ids
    .filter((id) => !known.has(id) && (said[`name:${id}`] || said[`target:${id}`]))
    .map((id) => ({
      id,
      name: '',
      target: '',
      place: '',
      initiative: '',
      overview: '',
      direction: null,
      growth: null,
      period: '',
      was: null,
      decision: 'add',
    }));
}

/** Which promise an indicator takes over, as a draft keeps it. */
const takenKey = (id: string): string => `promise:${id}`;

function takenIn(said: Said, id: string): Pick<PlannedIndicator, 'promise'> {
  const kept = said[takenKey(id)];
  return kept === undefined ? {} : { promise: JSON.parse(kept) as TakenPromise };
}

/** The draft in which an indicator takes over a promise. */
export const withTaken = (draft: Draft, id: string, promise: TakenPromise): Draft => ({
  ...draft,
  plan: { ...saidIn(draft), [takenKey(id)]: JSON.stringify(promise) },
});

/** The promises of last year that this draft does not take over yet. */
export function promisesLeft(task: PlanTask, draft: Pick<Draft, 'plan'>): readonly TakenPromise[] {
  const taken = planned(planOf(task, draft)).map(({ promise }) => promise?.id);
  return (task.promises ?? []).filter(({ id }) => !taken.includes(id));
}

/**
 * The draft in which the next indicator that comes new has a promise's sentence as its 概要. It is no part of the plan until
 * somebody gives it a name or a target.
 */
export function withPromise(task: PlanTask, draft: Draft, mark: string): Draft {
  const promise = promisesLeft(task, draft).find((one) => promiseMark(one) === mark);
  const id = idAt(task, planOf(task, draft).indicators.length);
  if (!promise || id === null) return draft;
  return withTaken(
    { ...draft, plan: { ...saidIn(draft), [`overview:${id}`]: promise.sentence } },
    id,
    promise,
  );
}

/** Every question of this draft in order: what becomes of the goal, then the targets, or why it is dropped. */
export function planQuestions(task: PlanTask, draft: Draft): Question[] {
  const decision = decisionIn(draft);
  const asked: Question[] = [{ at: 'decision' }];
  if (decision === 'drop') return [...asked, { at: 'grounds' }];
  const open = planned(planOf(task, draft)).filter(
    ({ id }) =>
      decision === 'change' || task.planned.indicators.find((one) => one.id === id)?.target.trim() === '',
  );
  return [...asked, ...open.map(({ id }): Question => ({ at: 'target', indicator: id }))];
}

/** What a draft of a goal begins with: what was returned or taken back, or what was entered with a goal that is new. */
export function planBegun({ planned: stands, report }: PlanTask): NonNullable<Draft['plan']> {
  const before = report?.content.plan;
  if (before) return saidOf(before);
  return stands.decision === 'add' ? { ...saidOf(stands), decision: 'change' } : {};
}

function saidOf({ decision, grounds, text, indicators }: GoalPlan): Record<string, string> {
  return {
    decision: decision === 'add' ? 'change' : decision,
    ...(grounds === '' ? {} : { grounds }),
    goal: text,
    ...Object.fromEntries(
      indicators.flatMap((one) => [
        ...PLAN_TEXTS.flatMap((field) => (one[field] === '' ? [] : [[`${field}:${one.id}`, one[field]]])),
        ...(one.direction === null ? [] : [[`direction:${one.id}`, one.direction]]),
        ...(one.growth === null ? [] : [[`growth:${one.id}`, one.growth]]),
        ...(one.promise ? [[takenKey(one.id), JSON.stringify(one.promise)]] : []),
        ...(decision !== 'drop' && one.decision === 'drop' ? [[`drop:${one.id}`, 'yes']] : []),
      ]),
    ),
  };
}

/** The plan when every question is answered and nothing is blank that must not be; else null. */
export function wholePlan(task: PlanTask, draft: Draft): GoalPlan | null {
  const plan = planOf(task, draft);
  return decisionIn(draft) !== undefined && isWholePlan(plan) ? plan : null;
}

const WORDS: Readonly<Record<'keep' | 'change' | 'drop', readonly string[]>> = {
  keep: [
    'keep',
    'このまま',
    'このままにする',
    '維持',
    '続ける',
    '継続',
    '変えない',
    '同じ',
    'same',
    'keepit',
  ],
  change: ['change', '変える', '変更', '変更する', '見直す', 'changeit'],
  drop: ['drop', 'やめる', '廃止', '廃止する', '取りやめ', 'dropit'],
};

/** What becomes of a goal, in words or as a button says it; null for anything else. */
export function readDecision(text: string): Exclude<PlanDecision, 'add'> | null {
  const said = folded(text).replaceAll(' ', '');
  return (['keep', 'change', 'drop'] as const).find((one) => WORDS[one].includes(said)) ?? null;
}

/** A field of the form by its name: which key of the draft it is, and its field; null when there is none. */
export function planField(
  task: PlanTask,
  name: string,
): { readonly key: string; readonly field: PlanText | PlanChoice | 'decision' | 'goal' | 'grounds' } | null {
  if (name === 'decision' || name === 'goal' || name === 'grounds') return { key: name, field: name };
  const [at, place] = name.split('.');
  const field = [...PLAN_TEXTS, ...PLAN_CHOICES].find((one) => one === at);
  const id = field && place !== undefined ? idAt(task, Number(place)) : null;
  return field && id ? { key: `${field}:${id}`, field } : null;
}

/** What stands in a field now: as it was said, else as it is in the sheet. */
export function standsIn(task: PlanTask, draft: Draft, key: string): string {
  const said = saidIn(draft)[key];
  if (said !== undefined) return said;
  if (key === 'decision' || key === 'grounds') return '';
  if (key === 'goal') return task.planned.text;
  const [field, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  const stands = task.planned.indicators.find((one) => one.id === id);
  if (!stands) return '';
  const known = [...PLAN_TEXTS, 'direction' as const, 'growth' as const].find((one) => one === field);
  return known ? (stands[known] ?? '') : '';
}

/** The draft after one field was said. Whoever changes a field of a goal has decided to change it. */
export function withPlanned(task: PlanTask, draft: Draft, key: string, text: string): Draft {
  if (saidIn(draft)[key] === text) return draft;
  const plan = { ...saidIn(draft), [key]: text };
  const changes = key !== 'decision' && key !== 'grounds' && decisionIn(draft) !== 'drop';
  const blank = key.startsWith('target:') && decisionIn(draft) === 'keep' && isBlank(task, key);
  return { ...draft, plan: changes && !blank ? { ...plan, decision: 'change' } : plan };
}

/** Whether the sheet has no target yet: giving one changes nothing else of the goal. */
const isBlank = (task: PlanTask, key: string): boolean =>
  task.planned.indicators.find(({ id }) => `target:${id}` === key)?.target.trim() === '';
