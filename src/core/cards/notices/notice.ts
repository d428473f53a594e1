/** The card of a notice, made from the record at the moment of delivery. */
import { formatInstant } from '../../calendar/format-instant.js';
import { type AboutOf, NOTICES, type NoticeAbout, type NoticeKind } from '../../notice/notice.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import { stepAt } from '../../organization/route.js';
import { lastIsErratum } from '../../report/errata.js';
import { isFinished } from '../../report/finished-sheet.js';
import type { Report } from '../../report/report.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { cardWords, deadline, goalName, shortGoal, taskHeading } from '../../wording/cards.js';
import { decidingWords } from '../../wording/deciding.js';
import { fileWords } from '../../wording/files.js';
import { targetWords } from '../../wording/year/targets.js';
import { accountCard, turnedAwayCard } from '../account.js';
import { encodeAction } from '../action.js';
import { approvalCard } from '../approval/approval.js';
import { postReviewsCard } from '../approval/decision.js';
import { answerNotice, deskAnswerCard, deskQuestionCard, inquiryCard } from '../approval/inquiry.js';
import { checkAnswerCard, checkQuestionCard } from '../board/check-question.js';
import { promisesAskedCard } from '../board/promises.js';
import type { Button, Card } from '../card.js';
import { messageCard, resumingButton } from '../message.js';
import { enteredForCard } from '../owner/behalf.js';
import { ownerCard } from '../owner/owner.js';
import { signedBy } from '../report-rows.js';
import { goalState, summaryCard } from '../summary.js';
import { isToDo } from '../tasks.js';
import { targetCard, targetDecidedCard } from '../year/target-change.js';
import { targetsRemindedCard } from '../year/waiting-targets.js';
import { departmentCard } from './department.js';
import { digestCard, overviewCard } from './digest.js';
import { handoverCard } from './handover.js';
import type { NoticeMaterial } from './notice-material.js';
import { dayCard, nudgeCard } from './reminder.js';
import { signedHeadCard } from './signed-head.js';

type Loaded<Kind extends NoticeMaterial['kind']> = Extract<NoticeMaterial, { kind: Kind }>;

/** Each kind's card, of its material; null when nothing is to be said any more. */
const CARDS: {
  readonly [Kind in NoticeKind]: (
    material: Loaded<(typeof NOTICES)[Kind]['material']>,
    language: Language,
    about: AboutOf<Kind>,
  ) => Card | null;
} = {
  summary: (material, language) => summaryCard({ ...material, language }),
  finished_file: finishedCard,
  approval: ({ task, report, section, route, newcomers: whole = false }, language) =>
    approvalCard({ task: { ...task, report }, section, route, language, whole }),
  returned: returnedCard,
  entered_for: enteredForCard,
  approved: approvedCard,
  handover: handoverCard,
  decide: decideCard,
  target: (material, language) => targetCard(material, language),
  decide_target: (material, language, { step }) => targetCard(material, language, step),
  target_decided: (material, language) => targetDecidedCard(material, language),
  targets_waiting: ({ waiting }, language) => targetsRemindedCard(waiting, language),
  post_reviews: ({ items }, language) => (items.length === 0 ? null : postReviewsCard(items, language)),
  ask_again: askAgainCard,
  owner: ownerCard,
  reminder: dayCard,
  nudge: nudgeCard,
  promises: ({ promises }, language, about) => promisesAskedCard(promises, about.promises, language),
  digest: digestCard,
  overview: overviewCard,
  department: departmentCard,
  question: ({ question, task }, language, { personId }) => inquiryCard(question, task, language, personId),
  question_answer: ({ question, task }, language) => answerNotice(question, task, language),
  desk_question: ({ question, task }, language) => deskQuestionCard(question, task, language),
  desk_answer: ({ question, task }, language) => deskAnswerCard(question, task, language),
  check_question: ({ question, task }, language) => checkQuestionCard(question, task, language),
  check_answer: ({ question, task }, language) => checkAnswerCard(question, task, language),
  signed_head: (_material, language, { head }) => signedHeadCard(head, language),
  account: (material, language, about) => accountCard(about, material, language),
  turned_away: (material, language, about) => turnedAwayCard(about, material, language),
};

/**
 * The card of a notice in the reader's language; null when nothing is to be said any more. Throws when the material
 * is not of the kind the notice needs: a bug of who loaded it.
 */
export function noticeCard(about: NoticeAbout, material: NoticeMaterial, language: Language): Card | null {
  const needed = NOTICES[about.kind].material;
  if (material.kind !== needed)
    throw new Error(`a notice of ${about.kind} needs ${needed}, not ${material.kind}`);
  const card = CARDS[about.kind] as (
    material: NoticeMaterial,
    language: Language,
    about: NoticeAbout,
  ) => Card | null;
  return card(material, language, about);
}

/**
 * Where no file can be put: that the sheet is finished and how to get it. Null while a goal is not approved, as after
 * each approval but the last.
 */
function finishedCard({ sheet, tasks, section }: Loaded<'section'>, language: Language): Card | null {
  if (!isFinished(sheet, tasks)) return null;
  const words = fileWords(language);
  const what = words.what(words.year(sheet.fiscalYear), section.name);
  const { madeTitle, madeLine } = targetWords(language).file;
  return tasks[0]?.planned
    ? messageCard(language, madeTitle(what), [madeLine])
    : messageCard(language, words.finishedTitle(what), [words.finishedLine]);
}

/** A report put before somebody in private; 事務局 is told why. */
function decideCard(
  { task, report, section, route, escalated, newcomers: whole = false }: Loaded<'report'>,
  language: Language,
  { version, step }: AboutOf<'decide'>,
): Card {
  const card = approvalCard({
    task: { ...task, report },
    section,
    route,
    language,
    asked: { version, step },
    whole,
  });
  if (card.name !== 'approval' || !escalated || card.view.buttons.length === 0) return card;
  const at = stepAt(section.route, step);
  const post = route[step]?.title ?? (at ? ROLE_NAMES[at.role][language] : '');
  const why = decidingWords(language).escalation(post);
  return { ...card, view: { ...card.view, state: `${why}\n${card.view.state}` } };
}

/** 差戻し, in private to the writer: the comment in full, and the button to begin again. */
function returnedCard({ task, report }: Loaded<'report'>, language: Language): Card | null {
  const { returned } = report;
  if (!returned) return null;
  const words = cardWords(language);
  return messageCard(
    language,
    words.returned.title(task.goalNo),
    [
      taskHeading(task, language),
      shortGoal(task),
      words.returned.by(signedBy(returned, language), formatInstant(returned.at)[language]),
      words.returned.comment(returned.comment),
      ...(canRedo(task, report) ? [words.returned.next] : []),
    ],
    canRedo(task, report) ? [beginAgain(task, language)] : [],
  );
}

/** Only the version that was returned is begun again, not one submitted since. */
function canRedo(task: Task, report: Report): boolean {
  return task.report === null || (task.report.version === report.version && isToDo(goalState(task)));
}

function beginAgain(task: Task, language: Language): Button {
  const words = cardWords(language);
  return {
    id: `begin-${task.id}`,
    title: words.redo,
    label: words.redoLabel(goalName(task)),
    style: 'primary',
    action: encodeAction('begin', task.id),
  };
}

/** 承認, in private to the writer; told as taken back while it waits again. Null when something else is told by now. */
function approvedCard({ task, report }: Loaded<'report'>, language: Language): Card | null {
  const deciding = decidingWords(language);
  if (report.state === 'submitted')
    return messageCard(language, deciding.undoneForWriter(task.goalNo), [deciding.undoneForWriterLine]);
  if (report.state !== 'approved') return null;
  const words = cardWords(language);
  const erratum = lastIsErratum(task, report);
  const title = erratum
    ? deciding.erratum.approved
    : report.corrections?.length
      ? deciding.correction.approved
      : words.approved.title;
  return messageCard(language, title(task.goalNo), [
    taskHeading(task, language),
    shortGoal(task),
    ...(erratum ? [deciding.erratum.approvedLine] : []),
    ...report.approvals.map((signature) =>
      words.approved.by(signedBy(signature, language), formatInstant(signature.at)[language]),
    ),
  ]);
}

/** あとで: asked again when the person said. Null once it is submitted or the round is closed. */
function askAgainCard(
  { tasks, today }: Loaded<'person'>,
  language: Language,
  { taskId }: AboutOf<'ask_again'>,
): Card | null {
  const task = tasks.find((t) => t.id === taskId);
  if (!task || (task.round.state === 'closed' && !task.report?.reopened) || !isToDo(goalState(task)))
    return null;
  const words = cardWords(language);
  return messageCard(
    language,
    words.askAgain.title(task.goalNo),
    [words.askAgain.line, shortGoal(task), deadline(task.round, today, language)],
    [resumingButton(task, language)],
  );
}
