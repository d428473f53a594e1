/**
 * What is said in a channel. In the thread under a card of ours an approver is understood: words like 承認 bring the
 * fitting buttons, a question goes to the writer in private. Everything is answered for who wrote it alone; what nobody asked the
 * bot about stays among people.
 */
import { cityDate, workingDaysUntil } from '../calendar/working-days.js';
import { encodeAction } from '../cards/action.js';
import { waitingCard } from '../cards/approval/waiting.js';
import type { Button } from '../cards/card.js';
import { CALL, plainButton } from '../cards/message.js';
import type { Waiting } from '../cards/notices/notice-material.js';
import { goalState } from '../cards/summary.js';
import { askingPost } from '../decision/inquiry.js';
import { hold } from '../draft/held-text.js';
import { MAX_TEXT } from '../draft/questions.js';
import { ROLE_NAMES } from '../organization/post-roles.js';
import { stepAt } from '../organization/route.js';
import { isOwnReport } from '../report/report.js';
import type { Task } from '../report/task.js';
import { plainNumber } from '../sheet/ids.js';
import { shorten } from '../text/shorten.js';
import { cardWords, goalName, shortGoal } from '../wording/cards.js';
import { interviewWords } from '../wording/interview.js';
import { problemWords } from '../wording/problems.js';
import { threadWords } from '../wording/thread.js';
import { reportCard, waitsFor } from './approval/decidable.js';
import type { ChannelRound, Context } from './context.js';
import { goalsNamedIn, isAsking, meansDeciding, sectionBeforeGoal } from './keywords.js';
import { type Happened, happened, message, record, type Said, type Scene, type Told } from './told.js';

/** Goals named on one card: more buttons than that nobody reads. */
const BUTTONS_MAX = 20;
/** A goal's text on a button, in UTF-16 units. */
const BUTTON_TEXT = 20;
const QUOTED = 60;

/** Something said in a channel. */
export function saidInChannel(context: Scene<Said>): Happened {
  const { actor, channelRound: here, desk, input, language } = context;
  const mentioned = input.mentioned ?? false;
  const tell = (told: Told) => happened(desk, told);
  if (!here || (here.atTop && !askingPost(actor, here.section))) {
    const { title, line } = interviewWords(language).inChannel;
    return mentioned ? tell(message(title, [line])) : happened(desk);
  }
  if (!askingPost(actor, here.section)) return mentioned ? tell(notEntitled(here, context)) : happened(desk);
  const sections = [
    here.section.name,
    ...[...actor.posts, ...actor.deputyFor].map((post) => post.sectionName),
  ];
  const { section, rest } = sectionBeforeGoal(input.text, sections);
  if (section !== null && section !== here.section.name) return tell(elsewhere(here, context, section));
  const numbers = goalsNamedIn(rest);
  const known = here.tasks.filter((task) => numbers.includes(goalNumber(task)));
  const [unknown] = numbers.filter((no) => !here.tasks.some((task) => goalNumber(task) === no));
  const deciding = meansDeciding(rest);
  const asking = isAsking(input.text);
  if (known.length === 0 && unknown !== undefined)
    return deciding || asking || mentioned ? tell(noSuchGoal(here, context, unknown)) : happened(desk);
  if (deciding) return tell(decidingCard(here, context, here.atTop ? [] : known));
  const ask = (tasks: readonly Task[]) => askAbout(context, here, tasks);
  if (known.length > 0) {
    const reported = known.filter(({ report }) => report !== null);
    if (reported.length > 0) return ask(reported);
    return asking || mentioned ? tell(standing(here, context, known[0]!)) : happened(desk);
  }
  if (asking) {
    const candidates = inQuestion(here, context);
    if (candidates.length > 0) return ask(candidates);
  }
  return mentioned ? tell(canDo(here, context)) : happened(desk);
}

const goalNumber = ({ goalNo }: Task): string => plainNumber(goalNo);

/** The reports a question may be about: those that wait for approval, else those that were decided; not one's own. */
function inQuestion({ tasks }: ChannelRound, { actor }: Context): Task[] {
  const reported = tasks.filter(({ report }) => report && !isOwnReport(report, actor.id));
  const waiting = reported.filter(({ report }) => report?.state === 'submitted');
  return waiting.length > 0 ? waiting : reported;
}

/** 承認 and the like: the card with the buttons, or which goals have one, or why there is none. */
function decidingCard(here: ChannelRound, context: Context, named: readonly Task[]): Told {
  const { actor } = context;
  const { language } = actor;
  const words = threadWords(language);
  const waiting = (named.length > 0 ? named : here.tasks).filter((task) =>
    waitsFor(actor, here.section, task),
  );
  const [first, ...others] = waiting;
  if (first && others.length === 0 && !here.atTop)
    return { kind: 'card', card: reportCard(actor, here.section, first) };
  const list = waitingCard(
    waiting.map((task) => waitingIn(here, context, task)),
    language,
  );
  if (list) return { kind: 'card', card: list };
  const [only] = named;
  if (only && named.length === 1) return standing(here, context, only);
  return message(
    words.none.title,
    here.tasks.map((task) => words.none.state(shortGoal(task), cardWords(language).state[goalState(task)])),
  );
}

/** A goal as it stands in a list of what waits, with how long it has. */
function waitingIn({ section, closures }: ChannelRound, { today }: Context, task: Task): Waiting {
  const { report } = task;
  const at = report?.approvals.length ?? 0;
  const since = report?.approvals.at(-1)?.at ?? report?.writer.at;
  return {
    task,
    workingDays: since === undefined ? 0 : workingDaysUntil(cityDate(since), today, closures),
    check: stepAt(section.route, at)?.act === 'check',
  };
}

/** Where a goal stands that does not wait for this person. */
function standing({ section }: ChannelRound, { actor }: Context, task: Task): Told {
  const { language } = actor;
  const words = threadWords(language);
  const { report, goalNo } = task;
  if (!report) return message(words.unreported.title(goalNo), [words.unreported.line]);
  if (report.state !== 'submitted') return { kind: 'card', card: reportCard(actor, section, task) };
  if (isOwnReport(report, actor.id)) return message(words.own.title(goalNo), [words.own.line]);
  const role = stepAt(section.route, report.approvals.length)?.role;
  return message(words.notYours.title(goalNo), [
    cardWords(language).waitingFor(role ? ROLE_NAMES[role][language] : ''),
  ]);
}

function showButtons(tasks: readonly Task[], { actor }: Context): Button[] {
  const words = threadWords(actor.language);
  return tasks.slice(0, BUTTONS_MAX).map((task) => ({
    ...plainButton(
      `show-${task.id}`,
      words.goalButton(task.goalNo, shorten(task.goalText, BUTTON_TEXT)),
      encodeAction('show_report', task.id, task.report?.version ?? 0),
    ),
    label: words.showLabel(goalName(task)),
  }));
}

/** A question goes to the writer of the one goal it can mean; else the person is asked which, and the text is held. */
function askAbout(scene: Scene<Said>, here: ChannelRound, candidates: readonly Task[]): Happened {
  const { actor, desk, language, now } = scene;
  const words = threadWords(language);
  const { text } = scene.input;
  const { thread } = here;
  if (text.length > MAX_TEXT.status) {
    const line = problemWords.tooLong(MAX_TEXT.status, text.length)[language];
    return happened(desk, message(interviewWords(language).refusedTitle, [line]));
  }
  const [only, ...others] = candidates;
  if (only?.report && others.length === 0) {
    if (isOwnReport(only.report, actor.id)) return happened(desk, standing(here, scene, only));
    const { id, version } = only.report;
    return happened(desk, record({ kind: 'ask', report: id, version, text, thread }));
  }
  const { desk: holding, no } = hold(desk, { text, thread }, now);
  const buttons = candidates
    .slice(0, BUTTONS_MAX)
    .map((task) =>
      plainButton(
        `which-${task.id}`,
        words.goalButton(task.goalNo, shorten(task.goalText, BUTTON_TEXT)),
        encodeAction('which_question', task.id, no),
      ),
    );
  buttons.push(plainButton('discard', words.which.none, encodeAction('discard', '', no, 'question')));
  return happened(holding, message(words.which.title, [words.which.line(shorten(text, QUOTED))], buttons));
}

function notEntitled({ section }: ChannelRound, { actor }: Context): Told {
  const { language } = actor;
  const words = threadWords(language).notEntitled;
  const roles = section.route.map(({ role }) => ROLE_NAMES[role][language]);
  return message(words.title(roles.join(language === 'ja' ? '・' : ', ')), [words.line]);
}

/** A goal of another section of the person's is spoken of in that section's channel. */
function elsewhere({ section }: ChannelRound, { actor }: Context, other: string): Told {
  const words = threadWords(actor.language).elsewhere;
  return message(words.title(section.name), [words.line(other)]);
}

function noSuchGoal({ tasks }: ChannelRound, { actor }: Context, no: string): Told {
  const words = threadWords(actor.language).noSuchGoal;
  const numbers = tasks.map(({ goalNo }) => `No.${goalNo}`).join(actor.language === 'ja' ? '、' : ', ');
  return message(words.title(no), [words.line(numbers)]);
}

/** What an approver can do in the thread, with the goals that wait. */
function canDo(here: ChannelRound, context: Scene<Said>): Told {
  const { actor } = context;
  const { title, lines } = threadWords(actor.language).can;
  const waiting = here.tasks.filter((task) => waitsFor(actor, here.section, task));
  return message(title, lines(context.input.heard ? CALL : ''), showButtons(waiting, context));
}
