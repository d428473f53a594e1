/** Cards around a decision: what an approver is told in private. */
import { formatInstant } from '../../calendar/format-instant.js';
import { UNDO_MINUTES } from '../../decision/decide-approval.js';
import type { LastLookGoal, Refusal } from '../../decision/outcome/refusal.js';
import type { PostReview } from '../../decision/post-review.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { cardWords, goalName } from '../../wording/cards.js';
import { checkWords } from '../../wording/checks.js';
import { decidingWords } from '../../wording/deciding.js';
import { evidenceWords } from '../../wording/evidence/evidence.js';
import { threadWords } from '../../wording/thread.js';
import { targetWords } from '../../wording/year/targets.js';
import { encodeAction } from '../action.js';
import type { Card, TasksView } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import { commentForm } from '../review.js';

/** To who has just approved: it is done, and how to take it back; of a published sheet, that only a correction can. */
export function approvedByYouCard(
  done: {
    readonly report: string;
    readonly version: number;
    readonly step: number;
    readonly sectionName: string;
    readonly goalNo: string;
    /** this person decides for other sections too: the title says which */
    readonly among?: boolean;
    readonly check: boolean;
    readonly published?: boolean;
    /** whether this person may ask for a correction of it */
    readonly corrects?: boolean;
  },
  language: Language,
): Card {
  const words = decidingWords(language);
  const goal = done.among ? goalName(done) : `No.${done.goalNo}`;
  if (done.published)
    return messageCard(
      language,
      words.approved(goal),
      [words.publishedLine],
      done.corrects ? [correctionButton({ ...done, id: done.report }, done.version, language)] : [],
    );
  return messageCard(
    language,
    done.check ? words.checked(goal) : words.approved(goal),
    [words.undoLine(UNDO_MINUTES)],
    [
      {
        id: 'undo_approval',
        title: words.undo(done.check),
        label: words.undoLabel(goalName(done), done.check),
        style: 'default',
        action: encodeAction('undo_approval', done.report, done.version, String(done.step)),
      },
    ],
  );
}

/**
 * The last look at a whole sheet, with the button that gives the approval that completes it. `section`: whose it is, where
 * this person decides for several.
 */
export function lastLookCard(
  asked: { readonly report: string; readonly version: number; readonly step: number },
  { goals, goesPublic }: Pick<Extract<Refusal, { reason: 'last_look' }>, 'goals' | 'goesPublic'>,
  language: Language,
  section?: string,
): Card {
  const words = decidingWords(language).lastLook;
  return {
    name: 'tasks',
    language,
    view: {
      title: words.title,
      lines: [
        ...(section === undefined ? [] : [section]),
        goals.some(({ planned }) => planned) ? targetWords(language).lookLine : words.line,
        ...(goesPublic ? [evidenceWords(language).goesPublic(goesPublic.names)] : []),
        words.notYet,
      ],
      items: lookItems(goals, language),
      buttons: [
        plainButton(
          'approve_all',
          words.confirm,
          encodeAction('approve_all', asked.report, asked.version, String(asked.step), goesPublic?.mark),
          'primary',
        ),
      ],
    },
  };
}

/** Longest target or result of one indicator among several, in UTF-16 units: what does not fit stands below all of them. */
const FIGURE_MAX = 80;

const cut = (text: string): string => shorten(onOneLine(text), FIGURE_MAX);

/** Goals as they are looked at once more: ratings, targets and results, and what does not fit. */
function lookItems(goals: readonly LastLookGoal[], language: Language): TasksView['items'] {
  const words = decidingWords(language).lastLook;
  return goals.map(({ goalNo, goal, rows, checks = [], planned }) => {
    const figure = (text: string) => (rows.length > 1 ? cut(text) : text);
    return {
      title: `No.${goalNo} ${goal}`,
      state: rows.map(({ rating }) => rating[language]).join(cardWords(language).between),
      detail: [
        ...rows.flatMap(({ indicator, target, result, rating }) => [
          ...(indicator === '' ? [] : [indicator]),
          ...(planned
            ? [targetWords(language).row(figure(target), figure(result), rating[language])]
            : rows.length > 1
              ? [words.row(figure(target), figure(result), rating[language])]
              : [words.only(target, result)]),
        ]),
        ...checks.flatMap(({ message, reason }) => [
          checkWords(language).listed(message[language]),
          ...(reason === null ? [] : [checkWords(language).answered(reason)]),
        ]),
      ].join('\n'),
      buttons: [],
    };
  });
}

/** 後閲: what deputies decided, in one list, with the button that notes all of it as seen. */
export function postReviewsCard(items: readonly PostReview[], language: Language): Card {
  const words = decidingWords(language).reviews;
  const { show, showLabel } = threadWords(language);
  if (items.length === 0) return messageCard(language, words.none, []);
  const last = Math.max(...items.map(({ no }) => no));
  return {
    name: 'tasks',
    language,
    view: {
      title: words.title(items.length),
      lines: [words.line],
      items: items.map(({ no, reportId, version, sectionName, goalNo, decision, post, deputy, at }) => ({
        title: words.item(sectionName, goalNo),
        state: words.decision[decision],
        detail: words.by(post, deputy, formatInstant(at)[language]),
        buttons: [
          {
            id: `show-${no}`,
            title: show,
            label: showLabel(goalName({ sectionName, goalNo })),
            style: 'default' as const,
            action: encodeAction('show_report', reportId, version),
          },
        ],
      })),
      buttons: [plainButton('note_seen', words.note, encodeAction('note_seen', '', last), 'primary')],
    },
  };
}

/** The form for the reason of a correction; `published`: that of a published sheet, whose reason is published too. */
export function correctionForm(
  report: { readonly id: string; readonly version: number },
  title: string,
  language: Language,
  published = false,
): Card {
  const { correction: words, erratum } = decidingWords(language);
  return commentForm(
    published
      ? { ...words, intro: `${words.intro}\n${erratum.intro}`, comment: erratum.reason }
      : { ...words, comment: words.reason },
    title,
    encodeAction('correct', report.id, report.version),
    language,
    'primary',
  );
}

/** The button that asks for a correction of an approved report. */
export function correctionButton(
  task: Pick<Task, 'id' | 'goalNo' | 'sectionName'>,
  version: number,
  language: Language,
) {
  const words = decidingWords(language).correction;
  return {
    id: `open_correction-${task.id}`,
    title: words.ask,
    label: words.askLabel(goalName(task)),
    style: 'default' as const,
    action: encodeAction('open_correction', task.id, version),
  };
}
