/** The root card of a section and round in its channel: how far the report is; the whole sheet once all is approved. */
import { formatMonthDay } from '../calendar/japanese-dates.js';
import type { Round } from '../calendar/round.js';
import type { Section } from '../organization/people.js';
import { isPrivateRoute } from '../organization/route.js';
import { correctedOn } from '../report/errata.js';
import { standingOf } from '../report/report.js';
import type { Task } from '../report/task.js';
import { isForecast, isOutlook, isUnconfirmed } from '../report/year/forecast.js';
import { ratingLabel } from '../sheet/scale.js';
import type { Language } from '../text/language.js';
import { shorten } from '../text/shorten.js';
import { onOneLine } from '../text/text.js';
import { cardWords, GOAL_STATES, type GoalState, roundName } from '../wording/cards.js';
import { decidingWords } from '../wording/deciding.js';
import { forecastWords } from '../wording/year/forecast.js';
import { targetWords } from '../wording/year/targets.js';
import type { Card, SummaryView } from './card.js';
import { decisionCounts } from './plan/rows.js';
import { reportRows } from './report-rows.js';
import { waitsLine } from './year/forecast.js';

/** Squares of the progress bar at most: more do not fit beside the words on a phone of 360 px. */
const BAR_SQUARES = 10;

/** What a section's root card is made from. `tasks`: every goal of the sheet in its order, with its latest report. */
type SummaryMaterial = {
  readonly section: Section;
  readonly round: Round;
  readonly tasks: readonly Task[];
  /** ids of tasks somebody has begun to answer */
  readonly drafting?: readonly string[];
  /** ISO instant at which the first finished file was put into the thread; null: none stands there */
  readonly filePostedAt?: string | null;
  /** ISO date in the city */
  readonly today: string;
  readonly language: Language;
};

/** The state of a goal as people are told it. A report taken back counts as not submitted. */
export function goalState(task: Task, drafting: readonly string[] = []): GoalState {
  const state = standingOf(task.report);
  const isWithWriter = state === 'returned' || state === 'open';
  return isWithWriter && drafting.includes(task.id) ? 'drafting' : state;
}

/** A goal's state in words; 訂正 with its day where it was corrected after its sheet was published. */
export function stateWords(task: Task, state: GoalState, language: Language): string {
  const words = cardWords(language);
  return [words.state[state], ...marksOf(task, language)].join(words.between);
}

/** What is to be known of a goal beside its state: that it is still to be confirmed, that it was corrected. */
function marksOf(task: Task, language: Language): string[] {
  const on = correctedOn(task);
  const mark = on === null ? [] : [decidingWords(language).erratum.mark(on)];
  const forecast = isUnconfirmed(task) ? [forecastWords(language).mark] : [];
  return [...forecast, ...mark];
}

/** The summary card. Counts, never names (promise 7). */
export function summaryCard(material: SummaryMaterial): Card {
  const { section, round, tasks, drafting = [], filePostedAt = null, today, language } = material;
  const words = cardWords(language);
  const states = tasks.map((task) => publicState(goalState(task, drafting)));
  const approved = states.filter((state) => state === 'approved').length;
  const forecasts = tasks.filter(isForecast);
  const waits = approved === tasks.length && forecasts.length > 0;
  const complete = tasks.length > 0 && approved === tasks.length && !waits;
  const view: SummaryView = {
    title: `${roundName(round, language)}${words.between}${section.name}`,
    subtitle: [
      words.due(formatMonthDay(round.dueOn, language)),
      ...(round.kind === 'targets' ? [] : [words.asOf(formatMonthDay(round.asOf, language))]),
      ...(!complete && !waits && today > round.dueOn ? [words.overdue] : []),
    ].join(words.between),
    counts: tasks.length === 0 ? words.noGoals : countsOf(states, language),
    bar: tasks.length === 0 ? '' : bar(approved, tasks.length, language),
    complete,
    columns: [...words.columns],
    items: tasks.flatMap((task, i) => roundRows(task, states[i]!, language, complete)),
    ratings: complete ? ratingCounts(tasks, language) : '',
    footer: [
      waits
        ? waitsLine(forecasts, language)
        : !complete
          ? words.summaryFooter[isPrivateRoute(section.route) ? 'privately' : 'open']
          : round.kind === 'targets'
            ? targetWords(language).made
            : words.summaryFooter.complete,
      ...(filePostedAt === null ? [] : fileWords(tasks, complete, filePostedAt, language)),
    ].join('\n'),
  };
  return { name: 'summary', language, view };
}

/** That something was returned stays between its writer and who returned it: in the channel it is being entered. */
function publicState(state: GoalState): GoalState {
  return state === 'returned' ? 'drafting' : state;
}

/** An indicator's name where all of a section's stand on one screen of a phone, in UTF-16 units. */
const SHORT_INDICATOR = 30;
/** The same for a target or a result, of which most are numbers. */
const SHORT_FIGURE = 24;
/**
 * A goal, a row an indicator: what it aims at; from its submission on what came of it. That everything is approved is said
 * above them.
 */
export function roundRows(
  task: Task,
  state: GoalState,
  language: Language,
  complete = false,
): SummaryView['items'] {
  const words = cardWords(language);
  const { report } = task;
  const said = report && (state === 'submitted' || state === 'approved') ? report.content : null;
  const stands = complete ? marksOf(task, language) : [stateWords(task, state, language)];
  const joined = (texts: readonly string[]) => texts.filter((one) => one !== '').join(words.between);
  const figure = (text: string) => shorten(onOneLine(text), SHORT_FIGURE);
  const row = (at: number, name: string, mark: string, figures: string) => {
    const goal = `No.${task.goalNo} ${shorten(onOneLine(name), SHORT_INDICATOR)}`;
    return {
      goal,
      figures,
      state: joined([mark, ...stands]),
      cells: [
        goal,
        // How a goal stands is said once, in its first row.
        [figures, joined([mark, ...(at === 0 ? stands : [])])].filter(Boolean).join('\n'),
      ],
    };
  };
  if (task.planned) {
    const plans = targetWords(language);
    return (said?.plan ?? task.planned).indicators.map((one, at) => {
      const before = figure(one.was?.target ?? '');
      const figures = said
        ? plans.became(before, one.decision === 'drop' ? '' : figure(one.target))
        : one.was
          ? plans.lastYear(before)
          : words.target(figure(one.target));
      return row(at, one.name, said ? plans.decisions[one.decision] : '', figures);
    });
  }
  return reportRows(task, said ?? { answers: [], nextPolicy: '' }, language).map((one, at) => {
    const [target, result] = [one.target, one.result].map(figure);
    return row(at, one.indicator, one.rating, said ? words.became(target!, result!) : words.target(target!));
  });
}

/**
 * What is to be known of the finished files in the thread, the first of which was put there at an instant: one is put there
 * whenever the whole sheet is approved. Nothing where the only one holds.
 */
function fileWords(
  tasks: readonly Task[],
  complete: boolean,
  firstAt: string,
  language: Language,
): readonly string[] {
  const { outdated, newest } = cardWords(language).finishedFile;
  if (!complete) return [outdated];
  return tasks.some(({ report }) => (report?.approvals.at(-1)?.at ?? '') > firstAt) ? [newest] : [];
}

/** Every state that occurs, and 承認済 even when none is. */
export function countsOf(states: readonly GoalState[], language: Language): string {
  const words = cardWords(language);
  return GOAL_STATES.map((state) => ({ state, count: states.filter((s) => s === state).length }))
    .filter(({ state, count }) => count > 0 || state === 'approved')
    .map(({ state, count }) => `${words.state[state]} ${count}`)
    .join(words.between);
}

/** How far, in squares and words: ■■□□ 4件中2件が承認済. */
export function bar(done: number, of: number, language: Language): string {
  const squares = Math.min(of, BAR_SQUARES);
  const full = Math.floor((done * squares) / of);
  return `${'■'.repeat(full)}${'□'.repeat(squares - full)} ${cardWords(language).progress(done, of)}`;
}

/** How often each step of the scale was given; steps in the scale's order, those that never occur too. */
function ratingCounts(tasks: readonly Task[], language: Language): string {
  const [first] = tasks;
  if (!first) return '';
  const plans = tasks.flatMap((task) => task.report?.content.plan ?? []);
  if (first.planned) return decisionCounts(plans, language).join(cardWords(language).between);
  const given = tasks.flatMap((task) => task.report?.content.answers.map((answer) => answer.rating) ?? []);
  return first.scale.steps
    .map(({ code }) => {
      const label = ratingLabel(first.scale, code, language, isOutlook(first));
      return `${label} ${given.filter((rating) => rating === code).length}`;
    })
    .join(cardWords(language).between);
}
