/** 状況 and あとで: what commands and the interview both tell. */
import { encodeAction } from '../cards/action.js';
import type { Button } from '../cards/card.js';
import { plainButton } from '../cards/message.js';
import type { Task } from '../report/task.js';
import type { Language, Words } from '../text/language.js';
import { interviewWords } from '../wording/interview.js';
import { boardOf } from './board/only-coordinator.js';
import { homeCards } from './home.js';
import { type Happened, happened, inLanguage, message, type Scene } from './told.js';

/** 状況: what is still to do; before it what was typed and could not be taken. */
export function showStatus(scene: Scene, ...unsaved: readonly Words[]): Happened {
  const { desk, language } = scene;
  const board = boardOf(scene);
  return happened(
    desk,
    ...(unsaved.length === 0
      ? []
      : [message(interviewWords(language).notUnderstood.title, inLanguage(unsaved, language))]),
    ...(board ? [board] : []),
    ...homeCards(scene, Object.keys(desk.drafts), board !== null).map(
      (card) => ({ kind: 'card', card }) as const,
    ),
  );
}

export function statusButton(language: Language): Button {
  return plainButton('status', interviewWords(language).showStatus, encodeAction('status'));
}

/** あとで: everything is kept already; says how to come back and offers to ask again. The question is closed by it. */
export function showPaused({ desk, language }: Scene, task: Task | null): Happened {
  const words = interviewWords(language).paused;
  const again = (when: 'hour' | 'tomorrow' | 'week') =>
    plainButton(`snooze-${when}`, words[when], encodeAction('snooze', task?.id, 0, when));
  const buttons = task ? [again('hour'), again('tomorrow'), again('week')] : [];
  const draft = task && desk.drafts[task.id];
  const closed = draft
    ? { ...desk, drafts: { ...desk.drafts, [task.id]: { ...draft, paused: true } } }
    : desk;
  return happened(closed, message(words.title, [words.line], buttons));
}
