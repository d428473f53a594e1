/** 一括承認: its button on a list of what waits, what that carries, the look before it, and what came of it. */

import { formatInstant } from '../../calendar/format-instant.js';
import { UNDO_MINUTES } from '../../decision/decide-approval.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { Refusal } from '../../decision/outcome/refusal.js';
import { isPlain, type Listed } from '../../report/exceptions.js';
import type { Task } from '../../report/task.js';
import { readTaskId } from '../../sheet/ids.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { cardWords } from '../../wording/cards.js';
import { decidingWords } from '../../wording/deciding.js';
import { refusalWords } from '../../wording/problems.js';
import { type Action, encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import type { Waiting } from '../notices/notice-material.js';

/** Longest argument of a button, see `actionSchema`. */
const WITH_MAX = 200;
/** Where the look stands the list with all texts stood before: a goal's beginning and its figures, in UTF-16 units. */
const GOAL_MAX = 14;
const FIGURE_MAX = 40;
/** The last word of the argument when the whole sheet was shown. */
const WHOLE = 'whole';

/**
 * The action on goals of one sheet and round: `of` and `v` are the first with its version, `with` its step and then the
 * others, `<goal>.<version>.<step>` each.
 */
function encode(
  name: 'look_together' | 'approve_together' | 'confirm',
  [first, ...others]: readonly Listed[],
  whole: boolean,
): string {
  const words = [
    String(first!.step),
    ...others.map(({ id, version, step }) => `${goalPart(id)}.${version}.${step}`),
    ...(whole ? [WHOLE] : []),
  ];
  return encodeAction(name, first!.id, first!.version, words.join(' '));
}

const goalPart = (id: string): string =>
  id.slice((readTaskId(id)?.sheetId.length ?? 0) + 1, id.lastIndexOf(':'));

/** 確定 of these, as many as a button can carry, and how many those are. */
export function confirmAction(all: readonly Listed[]): { readonly action: string; readonly count: number } {
  const goals = fitting(all);
  return { action: encode('confirm', goals, false), count: goals.length };
}

/** Reads such an action back; what is none of ours in it names nothing. */
export function readTogether({ of, v, with: rest }: Pick<Action, 'of' | 'v' | 'with'>): {
  readonly goals: readonly Listed[];
  readonly whole: boolean;
} {
  const named = readTaskId(of);
  const words = rest.split(' ');
  const whole = words.at(-1) === WHOLE;
  if (!named) return { goals: [], whole };
  const others = words.slice(1, whole ? -1 : undefined).map((word) => {
    const [goal = '', version, step] = word.split('.');
    return { id: `${named.sheetId}.${goal}:${named.kind}`, version: Number(version), step: Number(step) };
  });
  const goals = [{ id: of, version: v, step: Number(words[0]) }, ...others];
  const isRead = (no: number) => Number.isSafeInteger(no) && no >= 0;
  return { goals: goals.filter(({ version, step }) => isRead(version) && isRead(step)), whole };
}

/** As many of these as a button can carry. */
function fitting(goals: readonly Listed[]): readonly Listed[] {
  let left = WITH_MAX - WHOLE.length - 4;
  return goals.filter(({ id, version, step }) => {
    left -= `${goalPart(id)}.${version}.${step} `.length;
    return left >= 0;
  });
}

/** The buttons of a list of what waits: one for each sheet, and each act of a route, where two or more are plain. */
export function togetherButtons(waiting: readonly Waiting[], language: Language): Button[] {
  const words = decidingWords(language).together;
  const groups = new Map<string, { readonly task: Task; readonly check: boolean; goals: Listed[] }>();
  for (const { task, check = false } of waiting) {
    if (!isPlain(task) || !task.report) continue;
    const key = `${task.sectionId} ${task.round.id} ${check}`;
    const group = groups.get(key) ?? { task, check, goals: [] };
    const { id, version, approvals } = task.report;
    groups.set(key, { ...group, goals: [...group.goals, { id, version, step: approvals.length }] });
  }
  const several = waiting.some(({ task }) => task.sectionId !== waiting[0]?.task.sectionId);
  return [...groups.values()].flatMap(({ task, check, goals: all }, at) => {
    const goals = fitting(all);
    if (goals.length < 2) return [];
    const named = (what: string) => (several ? words.ofSection(task.sectionName, what) : what);
    const action = encode('look_together', goals, false);
    return [
      {
        ...plainButton(`look_together-${at}`, named(words.button(goals.length, check)), action, 'primary'),
        label: named(words.button(goals.length, check)) + words.buttonMore,
      },
    ];
  });
}

/** What would be approved, in the versions it would be, on one screen of a phone; the whole sheet where that would complete it. */
export function togetherCard(
  look: Extract<Refusal, { reason: 'look_together' }>,
  language: Language,
  among: boolean,
): Card {
  const words = decidingWords(language);
  const { listed, goals, leftOut, whole, check, section } = look;
  const { together, lastLook } = words;
  const {
    state: { approved },
    between,
  } = cardWords(language);
  const count = listed.length;
  return {
    name: 'tasks',
    language,
    view: {
      title: together.title(count, check),
      lines: [
        ...(among ? [section] : []),
        ...(whole ? [lastLook.title] : []),
        together.line(check),
        ...leftOut.map((one) => leftOutLine(one, language)),
      ],
      items: goals.map(({ goalNo, goal, rows, report }) => ({
        title: `No.${goalNo} ${shorten(onOneLine(goal), GOAL_MAX)}`,
        state: [
          ...rows.map(({ rating }) => rating[language]),
          ...(report === undefined ? [approved] : []),
        ].join(between),
        detail: rows.map(({ target, result }) => lastLook.only(cut(target), cut(result))).join('\n'),
        buttons: [],
      })),
      buttons: [
        plainButton(
          'approve_together',
          together.confirm(count, check),
          encode('approve_together', listed, whole),
          'primary',
        ),
      ],
    },
  };
}

const cut = (text: string): string => shorten(onOneLine(text), FIGURE_MAX);

/** To who has just approved several: which, what was left out and why, and the way back for each. */
export function approvedTogetherCard(
  outcome: Extract<Outcome, { ok: true }>,
  language: Language,
  among: boolean,
): Card {
  const words = decidingWords(language);
  const { approved, leftOut } = outcome.together ?? { approved: [], leftOut: [] };
  const { section: sectionName = '', check = false } = outcome;
  const undoable = approved.filter(({ published }) => !published);
  const named = words.together.goals(approved.map(({ goalNo }) => goalNo));
  return messageCard(
    language,
    words.together.done(approved.length, check),
    [
      among ? words.together.ofSection(sectionName, named) : named,
      ...leftOut.map((one) => leftOutLine(one, language)),
      ...(undoable.length > 0 ? [words.undoLine(UNDO_MINUTES)] : [words.publishedLine]),
    ],
    undoable.map(({ id, goalNo, version, step }) => ({
      ...plainButton(
        `undo_approval-${id}`,
        words.together.undo(goalNo, check),
        encodeAction('undo_approval', id, version, String(step)),
      ),
      label: words.together.ofSection(sectionName, words.together.undo(goalNo, check)),
    })),
  );
}

/** Nothing of the list was approved: why, for each. */
export function noneTogetherCard(
  { leftOut }: Extract<Refusal, { reason: 'none_together' }>,
  language: Language,
  button: Button,
): Card {
  const { none } = decidingWords(language).together;
  return messageCard(
    language,
    none,
    leftOut.map((one) => leftOutLine(one, language)),
    [button],
  );
}

/** The button that tries the same again. */
export function togetherAgain(goals: readonly Listed[], whole: boolean): string {
  return encode('approve_together', goals, whole);
}

function leftOutLine(
  { goalNo, refusal }: Extract<Refusal, { reason: 'none_together' }>['leftOut'][number],
  language: Language,
): string {
  const { leftOut, changed } = decidingWords(language).together;
  const why = refusal.reason === 'stale_version' ? changed : refusalWords(refusal, formatInstant)[language];
  return leftOut(goalNo, why);
}
