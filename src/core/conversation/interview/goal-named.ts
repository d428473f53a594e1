/** Which goal a whole message names: 「1番」「No.2」, and with its section 「北出張所 1番」「1番（北出張所）」. */
import { beginButton, isOpen } from '../../cards/message.js';
import type { Desk } from '../../draft/drafts.js';
import { coordinates } from '../../organization/people.js';
import type { Task } from '../../report/task.js';
import { plainNumber } from '../../sheet/ids.js';
import { folded } from '../../sheet/scale.js';
import { foldSearch } from '../../text/fold.js';
import type { Language, Words } from '../../text/language.js';
import { goalName, roundName } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import type { Context } from '../context.js';
import { type Happened, happened, message, type Scene } from '../told.js';
import { begin, goOn } from './begin.js';

export type GoalNamed = {
  /** without zeros before it */
  readonly no: string;
  /** the name of the section that is said with it; null when none is */
  readonly section: string | null;
  /** with 番 or No., so that it can hardly be the answer to a question */
  readonly plain: boolean;
};

const NUMBER = String.raw`(no\.?\s*|#\s*)?(\d{1,3})\s*(番目?)?`;
const ALONE = new RegExp(`^${NUMBER}$`, 'u');
const AT_END = new RegExp(`${NUMBER}$`, 'u');
const AT_START = new RegExp(`^${NUMBER}`, 'u');
/** A section may be named by the beginning of its name, from so many characters. */
const SHORTEST_NAME = 2;

/** What goal of these sections (names) a whole message names; null when it names none. */
export function goalNamedBy(text: string, sections: readonly string[]): GoalNamed | null {
  const said = folded(text);
  const alone = ALONE.exec(said);
  if (alone)
    return { no: plainNumber(alone[2]!), section: null, plain: (alone[1] ?? alone[3]) !== undefined };
  const atEnd = AT_END.exec(said);
  const sectionBefore = atEnd && sectionOf(nameBefore(said.slice(0, atEnd.index)), sections);
  if (atEnd && sectionBefore)
    return {
      no: plainNumber(atEnd[2]!),
      section: sectionBefore,
      plain: (atEnd[1] ?? atEnd[3]) !== undefined,
    };
  const atStart = AT_START.exec(said);
  if (!atStart) return null;
  const [all, mark, no, count] = atStart;
  const section = sectionOf(nameAfter(said.slice(all.length)), sections);
  if (section === null || (mark === undefined && count === undefined)) return null;
  return { no: plainNumber(no!), section, plain: true };
}

/** A number with 番 or No. and what stands before or behind it, of whatever section that is; null without such a number. */
export function goalOfAny(text: string): { readonly no: string; readonly section: string } | null {
  const said = folded(text);
  const atEnd = AT_END.exec(said);
  if (atEnd && (atEnd[1] ?? atEnd[3]) !== undefined)
    return { no: plainNumber(atEnd[2]!), section: nameBefore(said.slice(0, atEnd.index)).trim() };
  const atStart = AT_START.exec(said);
  if (!atStart || (atStart[1] ?? atStart[3]) === undefined) return null;
  return { no: plainNumber(atStart[2]!), section: nameAfter(said.slice(atStart[0].length)).trim() };
}

/** What stands before a number, without what joins the two: 「北出張所の」. Taken apart here, in time with its length. */
function nameBefore(text: string): string {
  const name = text.trimEnd();
  return /.[の、,:・]$/u.test(name) ? name.slice(0, -1).trimEnd() : name;
}

/** What stands behind a number: 「、北出張所」「（北出張所）」. */
function nameAfter(text: string): string {
  const joined = text.trimStart();
  const name = /^[、,:・は]./u.test(joined) ? joined.slice(1).trimStart() : joined;
  return /^\(.+\)$/u.test(name) ? name.slice(1, -1) : name;
}

/** The section that this is the name of, or the beginning of the one name; its 部 may stand before it. Of one line. */
function sectionOf(said: string, sections: readonly string[]): string | null {
  if (said.includes('\n')) return null;
  const wanted = foldSearch(said);
  const names = [...new Set(sections)].map((name) => ({ name, folded: foldSearch(name) }));
  const whole = names.filter((one) => one.folded === wanted);
  const found =
    whole.length > 0
      ? whole
      : names.filter(
          (one) =>
            (wanted.length >= SHORTEST_NAME && one.folded.startsWith(wanted)) || wanted.endsWith(one.folded),
        );
  return found.length === 1 ? found[0]!.name : null;
}

/** What goal of this person's a message names, if any. */
export function goalNamed(context: Context, text: string): GoalNamed | null {
  return goalNamedBy(
    text,
    context.tasks.map(({ sectionName }) => sectionName),
  );
}

/**
 * Begins the goal that was named, among several rounds the one still to be reported, else the latest round's. Where it
 * may be of several sections the person is asked which. Null when there is no such goal of no section in particular.
 */
export function beginNamed(scene: Scene, named: GoalNamed): Happened | null {
  const { desk, language } = scene;
  const { which, noSuchGoal } = interviewWords(language);
  const inSection = scene.tasks.filter(
    ({ sectionName }) => named.section === null || sectionName === named.section,
  );
  const ofNumber = inSection.filter(({ goalNo }) => plainNumber(goalNo) === named.no);
  const sections = [...new Set(ofNumber.map(({ sectionId }) => sectionId))];
  const tasks = sections.map((id) =>
    latest(
      desk,
      ofNumber.filter(({ sectionId }) => sectionId === id),
    ),
  );
  const [only, ...others] = tasks;
  if (only && others.length === 0) return begin(scene, only.id);
  if (only) {
    const buttons = tasks.map((task) => beginButton(task, desk, language, 'default', tasks));
    const lines = [which.sectionLine(goalName(only))];
    return happened(desk, message(which.section(named.no), lines, buttons));
  }
  if (named.section === null) return null;
  const line = noSuchGoal.line([...new Set(inSection.map(({ goalNo }) => goalNo))]);
  return happened(desk, message(noSuchGoal.title(named.section, named.no), [line]));
}

function latest(desk: Desk, tasks: readonly Task[]): Task {
  return tasks.filter((task) => isOpen(task) || desk.drafts[task.id]).at(-1) ?? tasks.at(-1)!;
}

/**
 * Of a goal that is in no open round any more: that its round is closed, and what can be done; to who holds no post any
 * more, that the successor goes on. null where neither is so.
 */
export function closedNamed(scene: Scene, { no }: GoalNamed): Happened | null {
  const { actor, closedRound, desk, language } = scene;
  if (actor.posts.length === 0 && actor.deputyFor.length === 0) return goOn(scene);
  if (!closedRound || scene.tasks.length > 0) return null;
  const words = interviewWords(language).closedRound;
  const line = (coordinates(actor) ? words.own : words.line)(no);
  return happened(desk, message(words.title(roundName(closedRound, language)), [line]));
}

/** That the round is closed, where nothing is left to be reported; else nothing. */
export function closedWords({ closedRound }: Pick<Context, 'closedRound'>): Words[] {
  if (!closedRound) return [];
  const said = (language: Language) =>
    interviewWords(language).closedRound.title(roundName(closedRound, language));
  return [{ ja: said('ja'), en: said('en') }];
}

/** A text that names a goal with its section is not passed on as the answer to a question of an approver. */
export function notReplied({ desk, language }: Scene, text: string): Happened {
  const { title, line } = interviewWords(language).noReply;
  return happened(desk, message(title, [line(text.trim())]));
}
