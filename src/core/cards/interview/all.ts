/** All goals of one's own in a round, answered together: which, the button that opens their form, and the review of them all. */
import { createHash } from 'node:crypto';
import type { Draft } from '../../draft/drafts.js';
import { isPlanTask } from '../../draft/plan/plan-draft.js';
import type { KeptCheck } from '../../report/report.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { roundName } from '../../wording/cards.js';
import { allWords } from '../../wording/interview/all.js';
import { interviewWords } from '../../wording/interview.js';
import { encodeAction } from '../action.js';
import type { Button, Card, ReviewView } from '../card.js';
import { evidenceLine } from '../evidence/evidence.js';
import { goalAmong, isOpen, plainButton } from '../message.js';
import { othersOf } from '../owner/owner.js';
import { draftButton } from '../question.js';
import { checkRows, reviewCard } from '../review.js';

/** Longest texts of one goal that are reviewed beside others, in UTF-16 units: on no platform is anything of them cut. */
const TOGETHER_MAX = 2_000;

/**
 * The goals that a person may answer together, of the round of the one that is named, else of the round that opened last: own
 * and open (`person` null: all of them are), not returned (a comment is answered by itself), nobody's to be entered for, and none of 目標設定.
 */
export function togetherOf(tasks: readonly Task[], person: string | undefined | null, of = ''): Task[] {
  const own = tasks.filter(
    (task) =>
      isOpen(task) &&
      task.report?.state !== 'returned' &&
      !isPlanTask(task) &&
      !task.behalf &&
      (person === null || !othersOf(task, person)),
  );
  const named = tasks.find(({ id }) => id === of);
  const [latest] = [...own].sort((a, b) => b.round.opensOn.localeCompare(a.round.opensOn));
  const round = (named ?? latest)?.round.id;
  return own.filter((task) => task.round.id === round);
}

/** The button of the form of them all; none where fewer than `least` can be answered so. */
export function allButtons(
  tasks: readonly Task[],
  person: string | undefined | null,
  language: Language,
  least = 2,
): Button[] {
  const together = togetherOf(tasks, person);
  const [first] = together;
  const count = together.length;
  if (!first || count < least) return [];
  const words = allWords(language);
  const title = count === 1 ? words.one : words.button(count);
  const action = encodeAction('open_all', first.id);
  return [plainButton('open_all', title, action, 'primary')];
}

/** A goal that is answered together with others, as far as it was. */
export type Together = { readonly task: Task; readonly draft: Draft; readonly checks: readonly KeptCheck[] };

/** Whether all of it can be reviewed beside others without being cut. */
export function isShort({ answers, policy = '' }: Draft): boolean {
  const texts = Object.values(answers).flatMap(({ result = '', reason = '', measures = '', status = '' }) => [
    result,
    reason,
    measures,
    status,
  ]);
  return [...texts, policy].join('').length <= TOGETHER_MAX;
}

/** What was shown for a review, so that nothing else is submitted by its button. */
export function markOf(goals: readonly Together[]): string {
  const shown = goals.map(({ draft: { task, turn, unseen = false } }) => [task, turn, unseen]);
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
}

/**
 * Everything of these goals as it will stand in the sheet, with one 提出 for all of them.
 *
 * @param left  goals that are to be answered with them and are not yet
 * @param tasks  all of the person
 */
export function allReviewCard(
  goals: readonly Together[],
  left: readonly Task[],
  tasks: readonly Task[],
  language: Language,
  problems: readonly string[] = [],
): Card {
  const { review: words } = allWords(language);
  const interview = interviewWords(language);
  const name = (task: Task) => goalAmong(task, tasks);
  const [first] = goals as readonly [Together, ...Together[]];
  const { checksTitle, checksLine } = checkRows(
    first.task,
    first.draft,
    goals.flatMap(({ checks }) => checks),
    language,
  );
  return {
    name: 'review',
    language,
    view: {
      ...viewOf(first, language),
      heading: [roundName(first.task.round, language), words.heading(goals.length)].join(' '),
      goal: words.of(goals.map(({ task }) => name(task))),
      problems: [...problems, ...(left.length > 0 ? [words.left(left.map(name))] : [])],
      rows: goals.flatMap((goal) => rowsOf(goal, name(goal.task), language)),
      policy: '',
      policyEdits: [],
      evidence: goals
        .flatMap(({ task }) => {
          const line = evidenceLine(task, language);
          return line === '' ? [] : [`${name(task)} ${line}`];
        })
        .join('\n'),
      checksTitle,
      checksLine,
      checks: goals.flatMap(({ task, draft, checks }) =>
        checkRows(task, draft, checks, language).checks.map((row) => ({
          ...row,
          text: `${name(task)} ${row.text}`,
        })),
      ),
      buttons: [
        plainButton(
          'submit_all',
          words.submit(goals.length),
          encodeAction('submit_all', first.task.id, 0, markOf(goals)),
          'primary',
        ),
        ...left.map((task) =>
          plainButton(`begin-${task.id}`, interview.resumeGoal(name(task)), encodeAction('begin', task.id)),
        ),
        draftButton(first.draft, 'later', interview.later),
      ],
    },
  };
}

function viewOf({ task, draft }: Together, language: Language): ReviewView {
  const card = reviewCard(task, draft, language);
  if (card.name !== 'review') throw new Error(`a review is no ${card.name}`);
  return card.view;
}

/** The indicators of a goal; under the last of them its 今後の方針 and the button that opens its form. */
function rowsOf(goal: Together, name: string, language: Language): ReviewView['rows'] {
  const { review: words } = allWords(language);
  const { task, draft } = goal;
  const { rows, policy } = viewOf(goal, language);
  return rows.map((row, at) => {
    const isLast = at === rows.length - 1;
    return {
      ...row,
      indicator: `${name} ${row.indicator}`,
      status: [row.status, ...(isLast && policy !== '' ? [words.policy(policy)] : [])].join('\n'),
      edits: isLast
        ? [{ ...draftButton(draft, 'open_form', words.edit(name)), id: `open_form-${task.id}` }]
        : [],
    };
  });
}
