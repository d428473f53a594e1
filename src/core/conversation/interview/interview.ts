/** Steps within a draft: answering, going back, correcting, the one form, submitting. */
import { type Action, type ButtonOf, encodeAction } from '../../cards/action.js';
import { beginButton, isOpen, plainButton } from '../../cards/message.js';
import { othersOf } from '../../cards/owner/owner.js';
import { reportingPost } from '../../decision/decide.js';
import { advanced, answerText, directionsSaid, movedTo, withAnswer } from '../../draft/answer.js';
import { checksOfDraft } from '../../draft/checks.js';
import type { Draft } from '../../draft/drafts.js';
import { earlierAnswer, isReturnedUnchanged, ratingGiven, takesResult } from '../../draft/earlier.js';
import { takeHeld } from '../../draft/held-text.js';
import { sumToTake } from '../../draft/memo-sum.js';
import { questionNamed } from '../../draft/question-names.js';
import {
  answerTo,
  contentOf,
  nextQuestion,
  questionBefore,
  questionsOf,
  sameQuestion,
} from '../../draft/questions.js';
import { inParts, type Part, typed } from '../../draft/several.js';
import { coordinates } from '../../organization/people.js';
import type { Task } from '../../report/task.js';
import { DIRECTIONS } from '../../sheet/direction.js';
import { ratingOf } from '../../sheet/scale.js';
import type { Words } from '../../text/language.js';
import { goalName, roundName } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { OTHER_SUM } from '../../wording/memo/beside.js';
import { problemWords } from '../../wording/problems.js';
import { askWhose } from '../approval/inquiry.js';
import { showPaused, statusButton } from '../show-status.js';
import { type Happened, happened, inLanguage, message, record, type Scene } from '../told.js';
import { begin, newDraft, showDraft, taskHere } from './begin.js';
import { answerCheck, openCheck } from './checks.js';
import { fillForm, openForm } from './form.js';
import { beginNamed, closedNamed, closedWords, goalNamed } from './goal-named.js';
import { isHardlyAnAnswer } from './no-answer.js';
import { askedOf, askWhether, askWhich } from './which-goal.js';
import { withDraft } from './with-draft.js';

/** Where a draft waits for a button. */
const BUTTONS_ONLY: ReadonlySet<Draft['asking']['at']> = new Set(['rating', 'decision', 'review', 'sent']);

/** A text that is no word: an answer to the question asked here, a goal's number, or something to ask back about. */
export function say(scene: Scene, text: string): Happened {
  const { desk, input, tasks } = scene;
  const task = taskHere(scene);
  const draft = task ? desk.drafts[task.id] : undefined;
  const current = task && draft && isOpen(task) ? { task, since: draft.touchedAt } : null;
  // 「4番」 begins that goal though a question waits; a bare number may be the answer to it.
  const noAnswer =
    task === null || (input.surface === 'direct' && draft && BUTTONS_ONLY.has(draft.asking.at));
  const named = goalNamed(scene, text);
  // With its section it is never an answer.
  const begun = named?.plain && (noAnswer || named.section !== null) ? beginNamed(scene, named) : null;
  if (begun) return begun;
  const whose = askWhose(scene, text, current);
  if (whose) return whose;
  const doubted = (of: Draft, to: Task) => {
    const takes = takesResult(to, of) && ratingOf(text, to.scale) === null;
    if (isHardlyAnAnswer(text, takes ? 'result' : of.asking.at, named)) return true;
    return of.paused === true && (takes || !BUTTONS_ONLY.has(of.asking.at));
  };
  if (task && draft && isOpen(task))
    return doubted(draft, task) ? askWhether(scene, task, draft, text) : answer(scene, task, draft, text);
  if (task && (draft || input.surface === 'thread')) {
    const fresh = draft || !isOpen(task) || othersOf(task, scene.actor.id) ? null : newDraft(task, scene.now);
    if (fresh && doubted(fresh, task)) return askWhether(scene, task, fresh, text);
    return fresh && fresh.asking.at !== 'review'
      ? answer(scene, task, fresh, text)
      : begin(scene, task.id, problemWords.unsavedText(text));
  }
  const bare = named && (beginNamed(scene, named) ?? closedNamed(scene, named));
  if (bare) return bare;
  const candidates = tasks.filter((t) => desk.drafts[t.id] !== undefined && isOpen(t));
  if (candidates.length > 0) return askWhich(scene, candidates, text);
  // The question that was open here is asked no more: its round is closed, or the goal is somebody else's. It is said once.
  if (input.surface === 'direct' && desk.focus !== null && task === null) {
    const left = { ...scene, desk: { ...desk, focus: null } };
    return notUnderstood(left, ...closedWords(scene), problemWords.unsavedText(text));
  }
  return Object.keys(desk.drafts).length === 0 && tasks.some(isOpen)
    ? notUnderstood(scene, problemWords.noDraft, problemWords.unsavedText(text))
    : notUnderstood(scene);
}

/** A button or form of a goal that is not this person's any more: after a transfer, or once its round is closed. */
export function notYours(scene: Scene, action: Action | undefined, unsaved: readonly Words[]): Happened {
  const { actor, desk, language, named } = scene;
  if (!named || named.id !== action?.of) return notUnderstood(scene, ...unsaved);
  const { notYours: words, closedRound } = interviewWords(language);
  const [title, line] = reportingPost(actor, named.sectionId)
    ? [
        closedRound.title(roundName(named.round, language)),
        (coordinates(actor) ? closedRound.own : closedRound.line)(named.goalNo),
      ]
    : [words.title(goalName(named)), words.line];
  return happened(desk, message(title, [line, ...inLanguage(unsaved, language)]));
}

/** Anything not understood is answered with what can be done next. */
export function notUnderstood({ desk, language, tasks }: Scene, ...unsaved: readonly Words[]): Happened {
  const words = interviewWords(language);
  const { title, line } = words.notUnderstood;
  return happened(
    desk,
    message(
      title,
      [...inLanguage(unsaved, language), line],
      [
        ...tasks
          .filter(isOpen)
          .slice(0, 1)
          .map((task) => beginButton(task, desk, language, 'primary', tasks)),
        statusButton(language),
        plainButton('help', words.help.title, encodeAction('help')),
      ],
    ),
  );
}

/** An answer to the draft's present question; a text it cannot take is said so, and the question asked again. */
export function answer(scene: Scene, task: Task, draft: Draft, text: string): Happened {
  return shown(scene, task, draft, answered(task, draft, inParts(task, draft, text), scene.now));
}

/** The draft as it is now; a direction that it says anew goes to the record at once, for everybody of the section. */
function shown(scene: Scene, task: Task, before: Draft, [draft, ...problems]: Moved): Happened {
  const { desk, told } = showDraft(scene, task, draft, ...problems);
  const said = directionsSaid(before, draft).map(([indicator, direction]) =>
    record({ kind: 'say_direction', task: task.id, indicator, direction }),
  );
  return happened(desk, ...told, ...said);
}

/** A draft after one of its buttons or a text; with what was wrong, where it is asked as before. */
type Moved = readonly [draft: Draft, ...problems: readonly Words[]];

function answered(task: Task, draft: Draft, parts: readonly Part[], now: string): Moved {
  if (draft.asking.at === 'sent') return [draft, ...parts.map(({ text }) => problemWords.unsavedText(text))];
  let filled = draft;
  const problems: Words[] = [];
  for (const { question, text } of parts) {
    const taken = answerText(task, filled, question, text);
    if (taken.ok) filled = taken.draft;
    else problems.push(taken.problem, ...(parts.length > 1 ? [problemWords.unsavedText(text)] : []));
  }
  if (filled === draft) return [draft, ...problems];
  const turned = directionsSaid(draft, filled).length > 0;
  return [turned ? movedTo(filled, draft.asking, now) : advanced(task, filled, now), ...problems];
}

/** What stood in the fields of something that could not be taken, to be told. */
function unsavedIn(fields: Readonly<Record<string, string>>): Words[] {
  const texts = Object.values(fields).filter((text) => text.trim() !== '');
  return texts.length === 0 ? [] : [problemWords.unsavedText(texts.join(' ／ '))];
}

/** A button of an interview, or the word for it: then `action` is absent and the draft of this place is meant. */
export function press(
  scene: Scene,
  name: ButtonOf<'answers' | 'draft'> | 'later',
  action?: Action,
  fields: Readonly<Record<string, string>> = {},
): Happened {
  const task = action ? scene.tasks.find((t) => t.id === action.of) : taskHere(scene);
  const unsaved = unsavedIn(fields);
  if (!task) return name === 'later' ? showPaused(scene, null) : notYours(scene, action, unsaved);
  const draft = scene.desk.drafts[task.id];
  if (!draft || (!isOpen(task) && draft.asking.at !== 'sent')) return begin(scene, task.id, ...unsaved);
  if (name === 'fill_form') return fillForm(scene, task, draft, action, fields);
  if (draft.asking.at === 'sent') return showDraft(scene, task, draft, ...unsaved);
  if (name === 'open_form') return openForm(scene, task, draft, action?.with);
  if (name === 'open_check') return openCheck(scene, task, draft, action?.with ?? '');
  if (name === 'check') return answerCheck(scene, task, draft, action?.with ?? '', fields);
  if (action && action.v !== draft.turn)
    return showDraft(scene, task, draft, problemWords.lateButton, ...unsaved);
  if (name === 'later') return showPaused(scene, task);
  if (name === 'submit') return submit(scene, task, draft);
  return shown(scene, task, draft, moved(name, task, draft, action?.with ?? '', fields, scene.now));
}

function moved(
  name: ButtonOf<'answers'>,
  task: Task,
  draft: Draft,
  argument: string,
  fields: Readonly<Record<string, string>>,
  now: string,
): Moved {
  // 「このまま」 and 「前回と同じ」 are what is asked of a goal in 目標設定.
  const stays = (name === 'keep' || name === 'same') && draft.asking.at === 'decision';
  if (stays && answerTo(draft, draft.asking) === undefined)
    return answered(task, draft, [{ question: draft.asking, text: 'keep' }], now);
  switch (name) {
    case 'answer':
      return answered(task, draft, typed(task, draft, fields), now);
    case 'rate': {
      const known = task.scale.steps.find((s) => s.code === argument);
      if (!known || draft.asking.at !== 'rating') return [draft, problemWords.lateButton];
      const { indicator } = draft.asking;
      return [
        advanced(task, withAnswer(draft, indicator, ratingGiven(task, draft, indicator, known.code)), now),
      ];
    }
    case 'plan':
      return draft.asking.at === 'decision'
        ? answered(task, draft, [{ question: draft.asking, text: argument }], now)
        : [draft, problemWords.lateButton];
    case 'direction': {
      const direction = DIRECTIONS.find((one) => one === argument);
      if (!direction || draft.asking.at !== 'rating') return [draft, problemWords.lateButton];
      return [movedTo(withAnswer(draft, draft.asking.indicator, { direction }), draft.asking, now)];
    }
    case 'same': {
      const earlier = earlierAnswer(task, draft.asking);
      return earlier === undefined
        ? [draft, problemWords.nothingEarlier]
        : answered(task, draft, [{ question: draft.asking, text: earlier }], now);
    }
    case 'take_sum': {
      const of = 'indicator' in draft.asking ? draft.asking.indicator : '';
      const sum = sumToTake(task, draft)?.sum;
      // What was added to the memos since it was shown is looked at before it is an answer.
      return sum !== undefined && sum === argument
        ? answered(task, draft, [{ question: { at: 'result', indicator: of }, text: sum }], now)
        : [draft, OTHER_SUM];
    }
    case 'keep':
      return answerTo(draft, draft.asking) === undefined
        ? [draft, problemWords.empty]
        : [advanced(task, draft, now)];
    case 'back': {
      const before = questionBefore(task, draft);
      return before ? [movedTo(draft, before, now)] : [draft, problemWords.firstQuestion];
    }
    case 'edit': {
      const question = questionNamed(task, argument);
      return question && questionsOf(task, draft).some((q) => sameQuestion(q, question))
        ? [movedTo(draft, question, now)]
        : [draft, problemWords.lateButton];
    }
    default:
      return name satisfies never;
  }
}

/** 提出 said in words. */
export function submitNow(scene: Scene): Happened {
  const task = taskHere(scene);
  const draft = task ? scene.desk.drafts[task.id] : undefined;
  return task && draft ? submit(scene, task, draft) : notUnderstood(scene);
}

/** Hands a finished draft to the record; the draft stays on the desk until the record has answered. */
function submit(scene: Scene, task: Task, draft: Draft): Happened {
  if (draft.asking.at === 'sent') return showDraft(scene, task, draft);
  const next = nextQuestion(task, draft);
  // Only what stands on the card the person sees is submitted (promise 3).
  if (draft.unseen || draft.asking.at !== 'review') {
    const problem = next.at === 'review' ? problemWords.lookAgain : problemWords.notFinished;
    return showDraft(scene, task, movedTo(draft, next, scene.now), problem);
  }
  const content = contentOf(task, draft);
  if (!content) return showDraft(scene, task, { ...draft, asking: next }, problemWords.notFinished);
  const checks = checksOfDraft(task, draft, scene);
  if (!draft.unchanged && isReturnedUnchanged(task, { ...content, checks }))
    return askUnchanged(scene, task, draft);
  const sent = movedTo(draft, { at: 'sent' }, scene.now);
  const behalf = task.behalf ? { behalf: task.behalf.personId } : {};
  return happened(
    withDraft(scene, sent),
    record({ kind: 'submit', task: task.id, base: draft.base, content: { ...content, checks }, ...behalf }),
  );
}

/** The review once more, with the question; the button on the card before is late, so that no second click submits. */
function askUnchanged(scene: Scene, task: Task, draft: Draft): Happened {
  const asked = { ...movedTo(draft, { at: 'review' }, scene.now), unchanged: true };
  return showDraft(scene, task, asked, problemWords.unchanged);
}

/** The held text of this card becomes the answer of the chosen goal. */
export function choose(scene: Scene, action: Action): Happened {
  const task = scene.tasks.find((t) => t.id === action.of);
  const draft = scene.desk.drafts[action.of];
  const { held, rest } = takeHeld(scene.desk, action.v);
  if (!held) return begin(scene, action.of);
  const then = { ...scene, desk: rest };
  if (!task || !draft || !isOpen(task)) return begin(then, action.of, problemWords.unsavedText(held.text));
  // The card named another question: whether it is the answer to the one of now is asked anew.
  return action.with !== '' && action.with !== askedOf(task, draft)
    ? askWhether(then, task, draft, held.text)
    : answer(then, task, draft, held.text);
}
