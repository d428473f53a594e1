/** What a successor is told at a transfer: what is open, what was said, and what was written before. */
import { fiscalYearName, formatMonthDay } from '../../calendar/japanese-dates.js';
import type { EarlierAnswer, Task } from '../../report/task.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { deadline, goalName, roundName } from '../../wording/cards.js';
import { handoverWords } from '../../wording/handover.js';
import { ownerWords } from '../../wording/owner/owner.js';
import { targetChangeWords } from '../../wording/year/target-change.js';
import { encodeAction } from '../action.js';
import { togetherButtons } from '../approval/together.js';
import { waitingItems } from '../approval/waiting.js';
import type { Button, Card, TasksView } from '../card.js';
import { signedBy } from '../report-rows.js';
import { taskItem } from '../tasks.js';
import { targetItem } from '../year/waiting-targets.js';
import { handedOverNotes } from '../year/year-notes.js';
import type { NoticeMaterial } from './notice-material.js';
import { onlyRound, questionItem } from './reminder.js';

type Material = Extract<NoticeMaterial, { kind: 'handover' }>;
type Item = TasksView['items'][number];

/** Texts of earlier rounds are only called to mind here; the question shows them whole. In UTF-16 units. */
const EARLIER_MAX = 80;

/** The hand-over card; null when nothing is open any more. */
export function handoverCard(material: Material, language: Language): Card | null {
  const { tasks, waiting, targets = [], questions, predecessors, sectionName, post } = material;
  if (tasks.length + waiting.length + targets.length + questions.length === 0) return null;
  const words = handoverWords(language);
  const round = onlyRound(tasks);
  return {
    name: 'tasks',
    language,
    view: {
      title: words.title(sectionName, post),
      lines: [
        ...handedOverNotes(tasks, language),
        ...(predecessors.length > 0
          ? [
              words.from(
                predecessors
                  .map(({ name, until }) => words.until(name, formatMonthDay(until, language)))
                  .join(words.comma),
              ),
            ]
          : []),
        ...Object.entries(material.owned ?? {}).map(([name, goals]) =>
          ownerWords(language).handedOver(name, goals.map((no) => `No.${no}`).join(words.comma)),
        ),
        ...(round ? [roundName(round, language), deadline(round, material.today, language)] : []),
        ...(tasks.length > 0 ? [words.left(tasks.length)] : []),
        ...(waiting.length > 0 ? [words.waiting(waiting.length)] : []),
        ...(targets.length > 0 ? [targetChangeWords(language).waits(targets.length)] : []),
        ...(questions.length > 0 ? [words.questions(questions.length)] : []),
      ],
      items: [
        // Somebody waits for the answer, and it is the quickest to give.
        ...questions.map((one) => questionItem(one, language)),
        ...tasks.map((task) => openItem(task, material, language, round !== null)),
        ...waitingItems(waiting, language),
        ...targets.map((one) => targetItem(one, language)),
      ],
      buttons: togetherButtons(waiting, language),
    },
  };
}

/** An open goal; `one`: its round stands above all items. */
function openItem(task: Task, { predecessors, today }: Material, language: Language, one: boolean): Item {
  const words = handoverWords(language);
  const item = taskItem(task, { today, language });
  const { report } = task;
  const said =
    report?.state === 'returned' && report.returned
      ? [words.returned(signedBy(report.returned, language), report.returned.comment)]
      : [];
  return {
    ...item,
    detail: [one ? task.sectionName : item.detail, ...said, ...earlierLines(task, language)].join('\n'),
    buttons: [...item.buttons, ...predecessors.map((one) => takeOverButton(task, one, language))],
  };
}

function earlierLines(task: Task, language: Language): string[] {
  const words = handoverWords(language);
  return [
    ...task.indicators.flatMap(({ name, earlier }) =>
      earlier
        .slice(0, 1)
        .flatMap(({ from, result, rating, status }) => [
          ...(task.indicators.length > 1 ? [words.indicator(cut(name))] : []),
          ...(result.trim() === ''
            ? []
            : [
                words
                  .earlier(
                    fromWords(from, language),
                    cut(result),
                    rating === null ? '' : ratingLabel(task.scale, rating, language, from.kind === 'midyear'),
                  )
                  .trim(),
              ]),
          ...(status.trim() === '' ? [] : [words.earlierStatus(fromWords(from, language), cut(status))]),
        ]),
    ),
    ...task.earlierPolicies
      .filter(({ text }) => text.trim() !== '')
      .slice(0, 1)
      .map(({ from, text }) => words.earlierPolicy(fromWords(from, language), cut(text))),
  ];
}

function fromWords(from: EarlierAnswer['from'], language: Language): string {
  const words = handoverWords(language);
  if (from.kind === 'midyear') return words.midyear;
  return words.year(language === 'ja' ? fiscalYearName(from.fiscalYear) : `FY${from.fiscalYear}`);
}

function cut(text: string): string {
  return shorten(text.replace(/\s+/gu, ' ').trim(), EARLIER_MAX);
}

function takeOverButton(
  task: Task,
  { id, name }: Material['predecessors'][number],
  language: Language,
): Button {
  const words = handoverWords(language);
  return {
    id: `take_over-${task.id}-${id}`,
    title: words.takeOver,
    label: words.takeOverLabel(goalName(task), name),
    style: 'default',
    action: encodeAction('take_over', task.id, 0, id),
  };
}
