/** 代理入力 in the conversation: which goal, for whom, and the draft that is begun then. */
import { type BoardAsked, WHOLE_BOARD } from '../../board/asked.js';
import { formatInstant } from '../../calendar/format-instant.js';
import { type Action, type ButtonOf, encodeAction } from '../../cards/action.js';
import { goalAmong, isOpen, plainButton } from '../../cards/message.js';
import { behalfButton, behalfOfWhomCard } from '../../cards/owner/behalf.js';
import { goalsCard } from '../../cards/tasks.js';
import type { Command } from '../../decision/command.js';
import { enteringPost } from '../../decision/decide.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { Desk } from '../../draft/drafts.js';
import { coordinates } from '../../organization/people.js';
import { plainNumber } from '../../sheet/ids.js';
import type { Language } from '../../text/language.js';
import { interviewWords } from '../../wording/interview.js';
import { behalfWords } from '../../wording/owner/behalf.js';
import { refusalWords } from '../../wording/problems.js';
import type { Context } from '../context.js';
import { newDraft, taskHere } from '../interview/begin.js';
import { type GoalNamed, goalNamedBy, goalOfAny } from '../interview/goal-named.js';
import {
  aside,
  type Happened,
  happened,
  message,
  record,
  type Said,
  type Scene,
  standing,
  type Told,
} from '../told.js';

/** A button of 代理入力. */
export function pressBehalf(scene: Scene, name: ButtonOf<'behalf'>, { of, v, with: to }: Action): Happened {
  const { desk, tasks } = scene;
  if (name === 'behalves') return happened(desk, aside(whichGoal(scene)));
  if (v !== 1) return happened(desk, aside(record({ kind: 'enter_for', task: of, to })));
  const stop = aside(record({ kind: 'enter_for', task: of, to: null }));
  // Afterwards the goal may be none of theirs.
  const [task, draft] = [tasks.find(({ id }) => id === of), desk.drafts[of]];
  return happened(
    desk,
    stop,
    ...(task && draft ? [{ kind: 'fold', task, draft, ended: 'stopped' } as const] : []),
  );
}

function whichGoal({ actor, language, tasks }: Scene): Told {
  const words = behalfWords(language);
  const goals = tasks.filter((task) => isOpen(task) && enteringPost(actor, task.sectionId) !== null);
  if (goals.length === 0) return notEntering(language);
  const buttons = goals.map((task) => ({
    task,
    button: behalfButton(task, goalAmong(task, tasks), language),
  }));
  return { kind: 'card', card: goalsCard(words.which, [words.whichLine], buttons, [], language) };
}

function notEntering(language: Language): Told {
  const refusal = refusalWords({ reason: 'not_entering' }, formatInstant);
  return message(interviewWords(language).refusedTitle, [refusal[language]]);
}

type BehalfSaid = { readonly named: GoalNamed | null; readonly to: string };

const BEHALF = ['代理', 'behalf'];
/** Longer texts are no command. */
const LONGEST = 100;

/** 「代理 1番」「1番 代理」「担当者1の代理で 1番」「代理」: what goal and whom it names; null for anything else. */
export function behalfSaid(text: string, sections: readonly string[]): BehalfSaid | null {
  if (text.length > LONGEST || text.includes('\n')) return null;
  const word = BEHALF.find((one) => text.includes(one));
  if (word === undefined) return null;
  const [before = '', ...others] = text.split(word).map((part) => part.trim());
  const after = stripped(others[0] ?? '');
  if (others.length !== 1) return null;
  if (before === '' && after === '') return { named: null, to: '' };
  const named = goalNamedBy(after, sections);
  if (named?.plain) return { named, to: before.endsWith('の') ? before.slice(0, -1).trim() : before };
  const first = goalNamedBy(before.endsWith('の') ? before.slice(0, -1) : before, sections);
  return first?.plain && after === '' ? { named: first, to: '' } : null;
}

/**
 * 「代理 建設課 1番」「担当者1の代理で 建設課 1番」「代理 建設課」 of 事務局, who may mean any section of the city: what of the board
 * is asked for by it; null for anything else.
 */
export function behalfOfAny(text: string): BoardAsked | null {
  if (text.length > LONGEST || text.includes('\n')) return null;
  const word = BEHALF.find((one) => text.includes(one));
  if (word === undefined) return null;
  const [before = '', behind = '', ...others] = text.split(word);
  if (others.length > 0) return null;
  const [first, after] = [before.trim(), stripped(behind.trim())];
  const isFor = first === '' || first.endsWith('の');
  const goal = after === '' ? goalOfAny(first) : isFor ? goalOfAny(after) : null;
  if (goal?.section)
    return asksFor(goal.section, goal.no, after === '' || first === '' ? '' : first.slice(0, -1).trim());
  const isName = first === '' && behind.trim() === after && behind !== after && !BLANK.test(after);
  return isName && after !== '' && !goal ? asksFor(after, '', '') : null;
}

const BLANK = /\s/u;

const asksFor = (said: string, no: string, to: string): BoardAsked => ({
  ...WHOLE_BOARD,
  said,
  behalf: { no, to },
});

const END = ['で入力する', 'で入力', '入力', 'で', 'を', '：', ':', '、'];

/** What stands behind the word, without what joins it: 「代理で 1番」. */
function stripped(text: string): string {
  const end = END.find((one) => text.startsWith(one));
  return end === undefined ? text : text.slice(end.length).trim();
}

/** What is said of it in words; null: it means something else. */
export function sayBehalf(scene: Scene<Said>): Happened | null {
  const { actor, desk, input, language, tasks } = scene;
  if (input.surface === 'channel') return null;
  const any = coordinates(actor) ? sayBehalfOfAny(scene) : null;
  if (any) return any;
  const said = behalfSaid(
    input.text,
    tasks.map(({ sectionName }) => sectionName),
  );
  const here = taskHere(scene);
  const enters = tasks.filter(({ sectionId }) => enteringPost(actor, sectionId) !== null);
  // To who may not the text is an answer, where one is waited for.
  if (!said || (enters.length === 0 && here && desk.drafts[here.id])) return null;
  const { named, to } = said;
  if (!named) return happened(desk, whichGoal(scene));
  const goals = enters.filter(
    ({ goalNo, sectionName }) =>
      plainNumber(goalNo) === named.no && (named.section === null || sectionName === named.section),
  );
  const open = goals.filter(isOpen);
  const [task, ...others] = open.length > 0 ? open : goals;
  if (!task) return happened(desk, enters.length === 0 ? notEntering(language) : whichGoal(scene));
  if (others.length === 0) return happened(desk, record({ kind: 'enter_for', task: task.id, to }));
  const buttons = [task, ...others].map((one) => ({
    task: one,
    button: behalfButton(one, goalAmong(one, tasks), language),
  }));
  const { which, whichLine } = behalfWords(language);
  return happened(desk, { kind: 'card', card: goalsCard(which, [whichLine], buttons, [], language) });
}

/** What 事務局 says of a section that is not among its tasks, or of a goal of it; a name alone is no command while a question waits. */
function sayBehalfOfAny(scene: Scene<Said>): Happened | null {
  const { desk, input, tasks } = scene;
  const here = taskHere(scene);
  const waits = here !== null && desk.drafts[here.id] !== undefined;
  const alone = BEHALF.includes(input.text.trim()) && !tasks.some(isOpen);
  const asked = alone
    ? { ...WHOLE_BOARD, filter: 'open' as const, behalf: NO_GOAL }
    : behalfOfAny(input.text);
  if (!asked || (waits && asked.behalf?.no === '')) return null;
  return happened(desk, aside(record({ kind: 'show_board', asked })));
}

const NO_GOAL = { no: '', to: '' };

/** For whom it is to be, or the draft: an own one goes on, else one begins. `context` is the world after it. */
export function entersFor(
  desk: Desk,
  { task: id }: Extract<Command, { kind: 'enter_for' }>,
  { goalNo, section = '', behalf }: Extract<Outcome, { ok: true }>,
  context: Context,
): Happened {
  const { actor, now, tasks } = context;
  const { language } = actor;
  const words = behalfWords(language);
  const task = tasks.find((one) => one.id === id);
  const goal = `${section} No.${goalNo}`.trim();
  if (behalf?.people)
    return happened(desk, { kind: 'card', card: behalfOfWhomCard(id, goal, behalf.people, language) });
  if (!task || behalf?.name === null || behalf === undefined)
    return happened(desk, message(words.stopped(goal), [words.stoppedLine]));
  const stop = plainButton('stop', words.stop, encodeAction('enter_for', id, 1));
  const told = message(words.begun(goal, behalf.name), [words.whichLine], [stop]);
  // It is submitted by itself from now on: for somebody else, and not with what is one's own.
  const { together: _, ...draft } = desk.drafts[id] ?? newDraft(task, now);
  const next = { ...desk, drafts: { ...desk.drafts, [id]: draft }, focus: id };
  return happened(next, told, standing(context, task, draft));
}
