/** Cards about 担当: who is at a goal, that it is somebody's now, and whose it may be. */
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import { cityDate } from '../../calendar/working-days.js';
import { toldApart } from '../../organization/namesakes.js';
import type { Owner } from '../../report/owner.js';
import type { Task } from '../../report/task.js';
import type { Language, Words } from '../../text/language.js';
import { deadline, goalName, shortGoal, taskHeading } from '../../wording/cards.js';
import { ownerWords } from '../../wording/owner/owner.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { isOpen, messageCard, plainButton, resumingButton } from '../message.js';
import type { NoticeMaterial } from '../notices/notice-material.js';

/** Whose a goal is, when it is somebody else's than this person's, who does not enter it on their behalf; null otherwise. */
export function othersOf({ owner, behalf }: Task, personId: string | undefined): Owner | null {
  return owner && owner.personId !== personId && !behalf ? owner : null;
}

/** 担当者1が入力中です（3分前）; of who was named and has not begun yet, whose it is. */
export function whoIsAt({ goalNo }: Task, owner: Owner, now: string, language: Language): string {
  const words = ownerWords(language);
  return hasBegun(owner)
    ? words.at(goalNo, owner.name, ago(owner.answeredAt, now, language))
    : words.is(goalNo, owner.name);
}

/** The same as a line above an own draft. */
export function othersLine(owner: Owner, now: string): Words {
  const line = (language: Language) =>
    hasBegun(owner)
      ? ownerWords(language).atLine(owner.name, ago(owner.answeredAt, now, language))
      : ownerWords(language).isLine(owner.name);
  return { ja: line('ja'), en: line('en') };
}

/** Whether an owner has answered anything, or taken the goal by beginning. */
export const hasBegun = ({ how, since, answeredAt }: Owner): boolean => how === 'begun' || answeredAt > since;

const MINUTE_MS = 60_000;

/** How long ago something was; from the day before on, the day. */
function ago(at: string, now: string, language: Language): string {
  const words = ownerWords(language);
  const minutes = Math.floor((Date.parse(now) - Date.parse(at)) / MINUTE_MS);
  if (minutes < 1) return words.justNow;
  if (minutes < 60) return words.minutes(minutes);
  return cityDate(at) === cityDate(now)
    ? words.hours(Math.floor(minutes / 60))
    : formatMonthDay(cityDate(at), language);
}

/** Takes a goal over from whose it is, with what they have entered. */
export function takeOwnerButton(task: Task, owner: Pick<Owner, 'personId'>, language: Language): Button {
  const words = ownerWords(language);
  const action = encodeAction('take_over', task.id, 0, owner.personId);
  return {
    ...plainButton(`take_over-${task.id}`, words.take, action, 'primary'),
    label: words.takeLabel(goalName(task)),
  };
}

/** The notice: the goal is this person's, or has become another's; null where neither is to be said any more. */
export function ownerCard(
  { tasks, today, person }: Extract<NoticeMaterial, { kind: 'person' }>,
  language: Language,
): Card | null {
  const [task] = tasks;
  if (!task || !isOpen(task) || (task.round.state === 'closed' && !task.report?.reopened)) return null;
  const words = ownerWords(language);
  const about = [taskHeading(task, language), shortGoal(task), deadline(task.round, today, language)];
  const { owner, goalNo } = task;
  if (!owner)
    return messageCard(language, words.nobodys(goalNo), [...about, words.nobodysLine, words.passedLine]);
  return owner.personId === person.id
    ? messageCard(
        language,
        words.yours(goalNo),
        [...about, words.yoursLine],
        [resumingButton(task, language)],
      )
    : messageCard(
        language,
        words.passed(goalNo, owner.name),
        [...about, words.passedLine, words.backLine],
        [takeOwnerButton(task, owner, language)],
      );
}

/** The button that lets say whose a goal is. */
export function decideOwnerButton(task: Task, title: string, language: Language): Button {
  return {
    ...plainButton(`owner-${task.id}`, title, encodeAction('owner', task.id)),
    label: ownerWords(language).decideLabel(goalName(task)),
  };
}

/** Whose a goal may be, a button each. */
export function chooseOwnerCard(
  of: { readonly task: string; readonly goal: string; readonly name: string | null },
  people: readonly { readonly id: string; readonly name: string }[],
  language: Language,
): Card {
  const words = ownerWords(language);
  const button = (id: string, name: string) =>
    plainButton(`set-${id}`, name, encodeAction('set_owner', of.task, 0, id));
  if (people.length === 0) return messageCard(language, words.choose(of.goal), [words.nobodyIn]);
  return messageCard(
    language,
    words.choose(of.goal),
    [words.now(of.name), words.chooseLine],
    [
      ...toldApart(people).map(({ id, name }) => button(id, name)),
      ...(of.name === null ? [] : [button('', words.nobody)]),
    ],
  );
}
