/** 来年の担当者へ by button, by form and in words. Who may is decided by the record, in its transaction. */
import { type Action, type ButtonOf, encodeAction } from '../../cards/action.js';
import { plainButton } from '../../cards/message.js';
import { goalsCard } from '../../cards/tasks.js';
import { yearNoteField, yearNotesButton, yearNotesForm } from '../../cards/year/year-notes.js';
import { reportingPost } from '../../decision/decide.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import { isPlanTask } from '../../draft/plan/plan-draft.js';
import type { Task } from '../../report/task.js';
import { YEAR_NOTE_MAX } from '../../report/year/year-note.js';
import { plainNumber } from '../../sheet/ids.js';
import { folded } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { onOneLine, withoutBeginning } from '../../text/text.js';
import { problemWords } from '../../wording/problems.js';
import { yearNoteWords } from '../../wording/year/year-notes.js';
import { taskHere } from '../interview/begin.js';
import { goalNamed } from '../interview/goal-named.js';
import { showStatus } from '../show-status.js';
import {
  aside,
  type Happened,
  happened,
  message,
  record,
  type Said,
  type Scene,
  type Told,
} from '../told.js';

/** The longer first. */
const WORDS = ['note for next year', 'for next year', '来年の担当者へ', '来年の担当へ', '来年へ'];
/** A goal and its indicator are named in so many signs at most. */
const NAMED_WITHIN = 40;

/** Where a text is asked for, 「来年へ …」 may be one. */
const TEXTS: ReadonlySet<string> = new Set(['reason', 'measures', 'status', 'policy', 'grounds', 'target']);

/**
 * 「来年の担当者へ」: which goal; 「来年の担当者へ 4番 受付の計数器は月末に締めます」 (「4-2」 of its second indicator): kept at once. null when it is
 * said of something else, or in a channel to others.
 */
export function yearNotesMeant(scene: Scene<Said>): Happened | null {
  const { desk, input, question } = scene;
  if (input.surface === 'channel' || question) return null;
  const typed = input.text.trim();
  const word = WORDS.find((one) => typed.slice(0, one.length).toLowerCase() === one);
  if (word === undefined) return null;
  const here = taskHere(scene);
  const asking = here && desk.drafts[here.id]?.asking.at;
  if (asking && TEXTS.has(asking)) return null;
  const rest = withoutBeginning(typed.slice(word.length), ' \u3000:：、,');
  return left(scene, rest);
}

function left(scene: Scene<Said>, rest: string): Happened {
  const { desk, language } = scene;
  const words = yearNoteWords(language);
  const tasks = reported(scene);
  if (tasks.length === 0) return happened(desk, message(words.none, [words.noneLine]));
  const end = rest.slice(0, NAMED_WITHIN).search(/\s/u);
  const head = end < 0 ? rest : rest.slice(0, end);
  const named = head.length <= NAMED_WITHIN ? goalAndIndicator(scene, head) : null;
  const text = onOneLine((named ? rest.slice(head.length) : rest).trim());
  const meant = named ? tasks.filter((task) => isNamed(task, named)) : tasks;
  const [task, ...others] = meant;
  const indicator = task?.indicators.find(
    ({ seq }, _at, all) => seq === (named?.seq ?? (all.length > 1 ? 0 : 1)),
  );
  if (task && others.length === 0 && indicator && text !== '') {
    if (text.length > YEAR_NOTE_MAX)
      return happened(desk, message(problemWords.tooLong(YEAR_NOTE_MAX, text.length)[language]));
    return happened(
      desk,
      aside(record({ kind: 'leave_year_notes', task: task.id, notes: { [indicator.id]: text } })),
    );
  }
  const among = meant.length > 0 ? meant : tasks;
  const several = others.length === 0 && task && task.indicators.length > 1;
  return happened(desk, {
    kind: 'card',
    card: goalsCard(
      words.which,
      [
        ...(text === '' ? [] : [`${words.notYet}${text}`]),
        several && named ? words.seqLine(task.goalNo) : words.whichLine,
      ],
      among.map((one) => ({ task: one, button: yearNotesButton(one, language, `No.${one.goalNo}`) })),
      [],
      language,
    ),
  });
}

/** What is reported now: a goal of several rounds once, of the one that opened last. */
function reported({ tasks }: Scene): Task[] {
  const own = tasks
    .filter((task) => !isPlanTask(task))
    .sort((a, b) => a.round.opensOn.localeCompare(b.round.opensOn));
  const latest = new Map(own.map((task) => [task.goalId, task]));
  return tasks.filter((task) => latest.get(task.goalId) === task);
}

type Named = { readonly no: string; readonly section: string | null; readonly seq: number | null };

/** 4番, No.4, 建設課4番; with 「-2」 or 「の2」 behind it the second indicator. */
function goalAndIndicator(scene: Scene, head: string): Named | null {
  const whole = goalNamed(scene, head);
  if (whole) return { no: whole.no, section: whole.section, seq: null };
  const said = folded(head);
  const at = Math.max(said.lastIndexOf('-'), said.lastIndexOf('の'));
  const seq = at > 0 ? Number(said.slice(at + 1)) : Number.NaN;
  const goal = Number.isInteger(seq) && seq > 0 ? goalNamed(scene, said.slice(0, at)) : null;
  return goal && { no: goal.no, section: goal.section, seq };
}

const isNamed = ({ goalNo, sectionName }: Task, { no, section }: Named): boolean =>
  plainNumber(goalNo) === no && (section === null || section === sectionName);

export function pressYearNotes(
  scene: Scene,
  name: ButtonOf<'yearNotes'>,
  { of }: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  const { actor, desk, language, named } = scene;
  // Also of a round that is closed; of another section not even what stands there is shown.
  const own = named?.id === of && reportingPost(actor, named.sectionId) ? named : undefined;
  const task = scene.tasks.find(({ id }) => id === of) ?? own;
  if (!task) return showStatus(scene);
  switch (name) {
    case 'open_year_notes':
      return happened(desk, { kind: 'form', card: yearNotesForm(task, language) });
    case 'leave_year_notes': {
      const typed = task.indicators.map((one) => ({
        id: one.id,
        field: yearNoteField(one),
        // A field that is empty comes from some platforms as none.
        text: onOneLine((fields[yearNoteField(one)] ?? '').trim()),
      }));
      const long = typed.filter(({ text }) => text.length > YEAR_NOTE_MAX);
      if (long.length > 0)
        return happened(desk, {
          kind: 'form_problem',
          problems: Object.fromEntries(
            long.map(({ field, text }) => [
              field,
              problemWords.tooLong(YEAR_NOTE_MAX, text.length)[language],
            ]),
          ),
        });
      const notes = Object.fromEntries(typed.map(({ id, text }) => [id, text]));
      return happened(desk, aside(record({ kind: 'leave_year_notes', task: task.id, notes })));
    }
    default:
      return name satisfies never;
  }
}

/** What is told when the record has it: what stands there now, and the way to change it. */
export function yearNotesLeft(
  taskId: string,
  { goalNo, yearNotes = [] }: Extract<Outcome, { ok: true }>,
  language: Language,
): Told[] {
  const words = yearNoteWords(language);
  const title =
    yearNotes.length === 0
      ? words.same
      : yearNotes.some(({ note }) => note !== '')
        ? words.left
        : words.taken;
  const again = plainButton('year_notes', words.change, encodeAction('open_year_notes', taskId));
  return [
    message(
      title(goalNo),
      yearNotes.map(({ indicator, note }) =>
        note === '' ? words.takenLine(indicator) : words.leftLine(indicator, note),
      ),
      [again],
    ),
  ];
}
