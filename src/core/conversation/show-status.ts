/** 状況 and あとで: cards that commands and the interview both show. */
import { encodeAction } from '../cards/action.js';
import { messageCard, plainButton } from '../cards/message.js';
import type { Desk } from '../draft/drafts.js';
import type { Task } from '../report/task.js';
import type { Words } from '../text/language.js';
import { interviewWords } from '../wording/interview.js';
import type { Context } from './context.js';
import { homeCards } from './home.js';
import type { Input } from './input.js';
import { type StepResult, showing, stepResult } from './step-result.js';

/** 状況: what is still to do. */
export function showStatus(
  desk: Desk,
  input: Input,
  context: Context,
  unsaved: readonly Words[] = [],
): StepResult {
  const { language } = context.actor;
  const effects = [
    ...(unsaved.length === 0
      ? []
      : [
          showing(
            input.place,
            messageCard(
              language,
              interviewWords(language).notUnderstood.title,
              unsaved.map((one) => one[language]),
            ),
          ),
        ]),
    ...homeCards(context, Object.keys(desk.drafts)).map((card) => showing(input.place, card)),
  ];
  return stepResult(desk, ...effects);
}

/** あとで: everything is kept already; says how to come back and offers to ask again. */
export function showPaused(desk: Desk, input: Input, context: Context, task: Task | null): StepResult {
  const { language } = context.actor;
  const words = interviewWords(language).paused;
  const of = task?.id ?? '';
  return stepResult(
    desk,
    showing(
      input.place,
      messageCard(
        language,
        words.title,
        [words.line],
        task
          ? [
              plainButton('snooze-hour', words.hour, encodeAction('snooze', of, 0, 'hour')),
              plainButton('snooze-tomorrow', words.tomorrow, encodeAction('snooze', of, 0, 'tomorrow')),
              plainButton('snooze-week', words.week, encodeAction('snooze', of, 0, 'week')),
            ]
          : [],
      ),
    ),
  );
}
