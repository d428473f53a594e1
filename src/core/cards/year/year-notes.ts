/** 来年の担当者へ: the button after a submission, the form, and how it stands beside next year's first question. */
import type { Task, TaskIndicator } from '../../report/task.js';
import { YEAR_NOTE_MAX } from '../../report/year/year-note.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { goalName, taskHeading } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords } from '../../wording/problems.js';
import { yearNoteWords } from '../../wording/year/year-notes.js';
import { encodeAction } from '../action.js';
import type { Button, Card, Fact } from '../card.js';
import { textField } from '../field.js';
import { plainButton } from '../message.js';

/** Opens the form; nobody is asked to press it. */
export function yearNotesButton(task: Task, language: Language, title?: string): Button {
  const words = yearNoteWords(language);
  return {
    ...plainButton(`year_notes-${task.id}`, title ?? words.button, encodeAction('open_year_notes', task.id)),
    label: words.buttonLabel(goalName(task)),
  };
}

/** The name of the field of an indicator. */
export const yearNoteField = ({ seq }: Pick<TaskIndicator, 'seq'>): string => `note.${seq}`;

/** A line for each indicator; what stands in it is what is in force. Emptied, it is taken away. */
export function yearNotesForm(
  task: Task,
  language: Language,
  problems: Readonly<Record<string, string>> = {},
): Card {
  const { form, button } = yearNoteWords(language);
  const words = interviewWords(language);
  return {
    name: 'form',
    language,
    view: {
      title: form.title,
      intro: [taskHeading(task, language), words.goal(task.goalNo, task.goalText), form.intro],
      groups: task.indicators.map((indicator) => ({
        heading: [words.progress(indicator.seq, task.indicators.length), indicator.name]
          .filter((text) => text !== '')
          .join(' '),
        facts: [],
        fields: [
          textField({
            id: yearNoteField(indicator),
            label: button,
            placeholder: form.placeholder,
            value: indicator.note?.text ?? '',
            required: false,
            maxLength: YEAR_NOTE_MAX,
            problem: problems[yearNoteField(indicator)] ?? '',
            errorMessage: problemWords.atMost(YEAR_NOTE_MAX)[language],
          }),
        ],
      })),
      send: {
        id: 'send',
        title: form.send,
        label: form.send,
        style: 'primary',
        action: encodeAction('leave_year_notes', task.id),
      },
      cancel: form.cancel,
    },
  };
}

/** What opens the first question of an indicator; none where nobody has written anything. */
export function yearNoteFacts(
  { round }: Task,
  indicators: readonly Pick<TaskIndicator, 'name' | 'note'>[],
  language: Language,
): Fact[] {
  const words = yearNoteWords(language);
  const noted = indicators.filter(({ note }) => note);
  return noted.map(({ name, note }) => {
    const label = words.beside(note!.fiscalYear, round.fiscalYear);
    return {
      label: indicators.length > 1 ? words.ofIndicator(label, name) : label,
      value: note!.text,
    };
  });
}

/** At a hand-over those of all that is open, each on a line: so many, and each no longer than this, in UTF-16 units. */
const HANDED_OVER = 8;
const HANDED_OVER_MAX = 80;

export function handedOverNotes(tasks: readonly Task[], language: Language): string[] {
  const words = yearNoteWords(language);
  const goals = [...new Map(tasks.map((task) => [task.goalId, task])).values()];
  const lines = goals.flatMap((task) =>
    yearNoteFacts(task, task.indicators, language).map(({ label, value }) =>
      words.handover(`No.${task.goalNo}`, label, shorten(value, HANDED_OVER_MAX)),
    ),
  );
  const left = lines.length - HANDED_OVER;
  return left > 0 ? [...lines.slice(0, HANDED_OVER), words.more(left)] : lines;
}
