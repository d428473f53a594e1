/** 担当 in the conversation: taken by beginning, taken over, and said by the manager or 事務局. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Action, ButtonOf } from '../../cards/action.js';
import { decideOwnerButton, othersOf } from '../../cards/owner/owner.js';
import { goalsCard } from '../../cards/tasks.js';
import { assigningPost } from '../../decision/decide.js';
import type { Desk, Draft } from '../../draft/drafts.js';
import { coordinates } from '../../organization/people.js';
import type { Owner } from '../../report/owner.js';
import { plainNumber } from '../../sheet/ids.js';
import type { Language } from '../../text/language.js';
import { goalName } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { ownerWords } from '../../wording/owner/owner.js';
import { refusalWords } from '../../wording/problems.js';
import { taskHere } from '../interview/begin.js';
import { type GoalNamed, goalNamedBy } from '../interview/goal-named.js';
import {
  aside,
  type Happened,
  happened,
  message,
  record,
  type Said,
  type Scene,
  type Told,
} from '../told.js';

/**
 * That somebody is still at a goal is entered once in so many milliseconds, not with every answer: it is a command of its
 * own, after which everybody in the section is read anew. Colleagues are told how many minutes ago; at most so much too many.
 */
const STILL_AT_IT_MS = 5 * 60_000;

/** Which of these stretches of time an instant is in, counted from what was entered last, so that not everybody's begin at once. */
const stretchOf = (instant: string, { answeredAt }: Owner): number =>
  Math.floor((Date.parse(instant) - Date.parse(answeredAt)) / STILL_AT_IT_MS);

/**
 * What a step makes of 担当: who begins a goal that is nobody's has it, and who has it is known to be at it.
 *
 * @param next  the desk after the step
 */
export function owning({ actor, desk, tasks }: Pick<Scene, 'actor' | 'desk' | 'tasks'>, next: Desk): Told[] {
  return tasks.flatMap((task) => {
    const { owner } = task;
    const draft = next.drafts[task.id];
    if (owner === undefined || task.behalf || !draft || draft.asking.at === 'sent') return [];
    if (!isAnswered(desk.drafts[task.id], draft)) return [];
    if (owner) {
      const stretch = stretchOf(draft.touchedAt, owner);
      const before = desk.drafts[task.id]?.touchedAt;
      if (owner.personId !== actor.id || stretch <= 0) return [];
      // It was entered then, and has not been read yet.
      if (before !== undefined && stretchOf(before, owner) === stretch) return [];
    }
    return [record({ kind: 'own', task: task.id, from: null })];
  });
}

const isAnswered = (before: Draft | undefined, after: Draft): boolean =>
  before?.touchedAt !== after.touchedAt;

/** 引き継いで入力する, of a colleague's or a predecessor's: the goal first, then what they have entered. */
export function takeGoal({ actor, desk, tasks }: Scene, { of, with: from }: Action): Happened {
  const task = tasks.find(({ id }) => id === of);
  const take: Told = { kind: 'take_over', task: of, from };
  return task && othersOf(task, actor.id)?.personId === from
    ? happened(desk, record({ kind: 'own', task: of, from }), take)
    : happened(desk, take);
}

/** 担当を決める: which goal, or whose it is to be. */
export function pressOwner(scene: Scene, name: ButtonOf<'owner'>, action: Action): Happened {
  const { desk } = scene;
  switch (name) {
    case 'owners':
      return happened(desk, aside(whichGoal(scene)));
    case 'owner':
      return happened(desk, aside(record({ kind: 'set_owner', task: action.of, to: null })));
    case 'set_owner':
      return happened(desk, aside(record({ kind: 'set_owner', task: action.of, to: action.with })));
    default:
      return name satisfies never;
  }
}

function whichGoal({ actor, language, tasks }: Scene): Told {
  const words = ownerWords(language);
  const goals = tasks.filter(({ sectionId }) => assigningPost(actor, sectionId) !== null);
  const buttons = goals.map((task) => {
    const title = `No.${task.goalNo}${task.owner ? ` ${words.owner(task.owner.name)}` : ''}`;
    return { task, button: decideOwnerButton(task, title, language) };
  });
  if (goals.length === 0)
    return coordinates(actor) ? message(words.decide, [words.onBoard]) : notAssigning(language);
  return { kind: 'card', card: goalsCard(words.which, [words.chooseLine], buttons, [], language) };
}

function notAssigning(language: Language): Told {
  const refusal = refusalWords({ reason: 'not_assigning' }, formatInstant);
  return message(interviewWords(language).refusedTitle, [refusal[language]]);
}

type OwnerSaid = { readonly named: GoalNamed; readonly to: string | null };

const OWNER = /担当|(?<=\s)owner(?=\s|$)/u;
const JOINED = /^(?:[\s　]|は|を|:|：)/u;

/** 「1番 担当 担当者2」「1番の担当は担当者2」「1番の担当」: what goal and whom it names; null for anything else. */
export function ownerSaid(text: string, sections: readonly string[]): OwnerSaid | null {
  if (text.length > LONGEST || text.includes('\n')) return null;
  const found = OWNER.exec(text);
  if (!found) return null;
  const before = text.slice(0, found.index).trim();
  const named = goalNamedBy(before.endsWith('の') ? before.slice(0, -1) : before, sections);
  if (!named?.plain) return null;
  const rest = text.slice(found.index + found[0].length);
  if (rest.trim() === '') return { named, to: null };
  return JOINED.test(rest) ? { named, to: rest.slice(1).trim() } : null;
}

/** Longer texts name nobody. */
const LONGEST = 100;

/** What is said of 担当 in words, by whoever may say it and of a goal that is there; null: it means something else. */
export function sayOwner(scene: Scene<Said>): Happened | null {
  const { actor, desk, input, language, tasks } = scene;
  if (input.surface === 'channel') return null;
  const said = ownerSaid(
    input.text,
    tasks.map(({ sectionName }) => sectionName),
  );
  if (!said) return null;
  const { no, section } = said.named;
  const goals = tasks.filter(
    ({ goalNo, sectionName }) => plainNumber(goalNo) === no && (section === null || sectionName === section),
  );
  const own = goals.filter(({ sectionId }) => assigningPost(actor, sectionId) !== null);
  if (own.length === 0) {
    // To who may not say it the text is an answer, where one is waited for.
    const here = taskHere(scene);
    return goals.length === 0 || (here && desk.drafts[here.id])
      ? null
      : happened(desk, notAssigning(language));
  }
  const [task, ...others] = [...new Map(own.map((one) => [one.goalId, one])).values()];
  if (others.length === 0) return happened(desk, record({ kind: 'set_owner', task: task!.id, to: said.to }));
  const buttons = [task!, ...others].map((one) => decideOwnerButton(one, goalName(one), language));
  return happened(desk, message(ownerWords(language).which, [], buttons));
}
