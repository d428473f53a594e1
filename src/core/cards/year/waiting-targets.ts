/** 目標の変更 that waits: in 状況 and on the home, in what is handed over, and in the message that calls it to mind. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { ChangeStanding } from '../../notice/year/waiting-targets.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import { stepAt } from '../../organization/route.js';
import type { Language } from '../../text/language.js';
import { digestWords } from '../../wording/digest.js';
import { targetChangeWords } from '../../wording/year/target-change.js';
import { postName } from '../approval/waiting.js';
import type { Card, TasksView } from '../card.js';
import { signedBy } from '../report-rows.js';
import { decideButtons, stateLine, type WaitingTarget, withdrawButton } from './target-change.js';

/** The item of a list: what is asked for, why and by whom, with the buttons of who decides. */
export function targetItem(
  { section, route, change, decides }: WaitingTarget,
  language: Language,
): TasksView['items'][number] {
  const words = targetChangeWords(language);
  const step = stepAt(section.route, change.approvals.length);
  const goal = `${section.name} No.${change.goalNo}`;
  const post = step ? route[change.approvals.length]?.title || ROLE_NAMES[step.role][language] : '';
  return {
    title: words.title(goal),
    state: stateLine(change, post, language),
    detail: [
      change.indicator,
      words.before(change.before),
      words.after(change.after),
      words.reason(change.reason),
      words.by(signedBy(change.by, language), formatInstant(change.by.at)[language]),
    ].join('\n'),
    buttons: decides
      ? decideButtons(change, goal, language).map((one) => ({ ...one, id: `${one.id}-${change.id}` }))
      : [],
  };
}

const listCard = (title: string, lines: string[], items: TasksView['items'], language: Language): Card => ({
  name: 'tasks',
  language,
  view: { title, lines, items, buttons: [] },
});

/** What waits for somebody's decision, in 状況; null when nothing does. */
export function waitingTargetsCard(targets: readonly WaitingTarget[], language: Language): Card | null {
  const words = targetChangeWords(language);
  if (targets.length === 0) return null;
  const items = targets.map((one) => targetItem(one, language));
  return listCard(words.waiting, [words.waits(targets.length)], items, language);
}

/** What others are to decide about and the own section asked for, in 状況; who asked may take it back. null when nothing is. */
export function askedTargetsCard(
  targets: readonly WaitingTarget[],
  person: string,
  language: Language,
): Card | null {
  const words = targetChangeWords(language);
  if (targets.length === 0) return null;
  const items = targets.map((one) => ({
    ...targetItem(one, language),
    buttons:
      one.change.by.personId === person
        ? [withdrawButton(one.change, `${one.section.name} No.${one.change.goalNo}`, language)]
        : [],
  }));
  return listCard(words.own, [words.ownLine(targets.length)], items, language);
}

/** The message that calls it to mind; null when nothing waits any more. */
export function targetsRemindedCard(
  waiting: readonly (WaitingTarget & { readonly standing: ChangeStanding })[],
  language: Language,
): Card | null {
  if (waiting.length === 0) return null;
  const words = targetChangeWords(language);
  const said = digestWords(language);
  const own = waiting.filter(({ decides }) => decides).length;
  const above = waiting.length - own;
  const lines = [...(own > 0 ? [words.waits(own)] : []), ...(above > 0 ? [words.raisedLine(above)] : [])];
  const items = waiting.map((one) => {
    const { workingDays, raised, post, names } = one.standing;
    const item = targetItem(one, language);
    return {
      ...item,
      state: said.waits(workingDays, one.decides && raised ? postName(raised, language) : null),
      detail:
        one.decides || post === null
          ? item.detail
          : `${item.detail}\n${said.waitsFor(postName(post, language), names.join(said.comma))}`,
    };
  });
  return listCard(own > 0 ? words.reminded : words.raised, lines, items, language);
}
