/** Steps outside a single question: 状況, ヘルプ, あとで, 取り下げ, which goal was meant, the language. */
import { workingMorning } from '../calendar/working-days.js';
import { type Action, encodeAction } from '../cards/action.js';
import { beginButton, goalAmong, helpCard, isOpen, messageCard, plainButton } from '../cards/message.js';
import { type Desk, withoutTask } from '../draft/drafts.js';
import { takeHeld } from '../draft/held-text.js';
import type { Language } from '../text/language.js';
import { interviewWords } from '../wording/interview.js';
import { threadWords } from '../wording/thread.js';
import type { Context } from './context.js';
import type { Input } from './input.js';
import { showStatus } from './show-status.js';
import { type StepResult, showing, stepResult } from './step-result.js';

/** 下書きを捨てる: an own draft of a goal that somebody else has reported. */
export function dropDraft(desk: Desk, input: Input, context: Context, taskId: string): StepResult {
  const { language } = context.actor;
  const task = context.tasks.find((t) => t.id === taskId);
  const draft = desk.drafts[taskId];
  if (!task || !draft || draft.asking.at === 'sent') return showStatus(desk, input, context);
  return stepResult(
    withoutTask(desk, taskId),
    showing(
      input.place,
      messageCard(
        language,
        interviewWords(language).leftOver.dropped(task.goalNo),
        [],
        [plainButton('status', interviewWords(language).showStatus, encodeAction('status'))],
      ),
    ),
  );
}

/** A button of a newer version: another instance knows it, now or in a while. A form stays open with what is in it. */
export function unknownButton(
  desk: Desk,
  input: Input,
  context: Context,
  fields: Readonly<Record<string, string>>,
): StepResult {
  const { language } = context.actor;
  const { title, line } = interviewWords(language).unknownButton;
  const [field] = Object.keys(fields);
  return stepResult(
    desk,
    showing(
      input.aside,
      messageCard(
        language,
        title,
        [line],
        [plainButton('status', interviewWords(language).showStatus, encodeAction('status'))],
      ),
    ),
    ...(field === undefined ? [] : [{ kind: 'form_problem', problems: { [field]: line } } as const]),
  );
}

/** ヘルプ */
export function help(desk: Desk, input: Input, context: Context): StepResult {
  return stepResult(desk, showing(input.place, helpCard(context.actor)));
}

/** English / 日本語: kept with the person, so it holds on every platform. */
export function setLanguage(desk: Desk, input: Input, language: Language): StepResult {
  return stepResult(desk, { kind: 'record', place: input.place, command: { kind: 'language', language } });
}

const HOUR_MS = 3_600_000;

/** When to ask again: in an hour, or at nine o'clock of the next working day, or of the first one next week. */
export function snooze(desk: Desk, input: Input, context: Context, of: string, when: string): StepResult {
  const task = context.tasks.find((t) => t.id === of);
  if (!task) return showStatus(desk, input, context);
  const until =
    when === 'hour'
      ? new Date(Date.parse(context.now) + HOUR_MS).toISOString()
      : workingMorning(
          context.today,
          when === 'week' ? 'next_week' : 'next_day',
          context.closures?.[task.sectionId],
        );
  return stepResult(desk, {
    kind: 'record',
    place: input.place,
    command: { kind: 'snooze', task: task.id, until },
  });
}

/** 取り下げ: which of the reports that wait for approval? */
export function askWithdraw(desk: Desk, input: Input, context: Context): StepResult {
  const { language } = context.actor;
  const words = interviewWords(language);
  const buttons = context.tasks.flatMap((task) =>
    task.report?.state === 'submitted' && task.report.writer.personId === context.actor.id
      ? [
          plainButton(
            `withdraw-${task.id}`,
            words.withdrawGoal(goalAmong(task, context.tasks)),
            encodeAction('withdraw', task.id, task.report.version),
          ),
        ]
      : [],
  );
  const { title, none, noneLine } = words.withdrawAsk;
  const card =
    buttons.length === 0
      ? messageCard(language, none, [noneLine])
      : messageCard(language, title, [], buttons);
  return stepResult(desk, showing(input.place, card));
}

/** 取り下げ of the version the button stood for. */
export function withdraw(desk: Desk, input: Input, action: Action): StepResult {
  return stepResult(desk, {
    kind: 'record',
    place: input.place,
    command: { kind: 'withdraw', report: action.of, version: action.v },
  });
}

/** どれでもない */
export function drop(desk: Desk, input: Input, context: Context, action: Action): StepResult {
  const { language } = context.actor;
  const words = interviewWords(language);
  const { rest } = takeHeld(desk, action.v);
  if (action.with === 'question')
    return stepResult(
      rest,
      showing(input.place, messageCard(language, threadWords(language).which.dropped, [])),
    );
  return stepResult(
    rest,
    showing(
      input.place,
      messageCard(
        language,
        words.which.dropped,
        [],
        context.tasks
          .filter(isOpen)
          .slice(0, 1)
          .map((task) => beginButton(task, desk, language, 'default', context.tasks)),
      ),
    ),
  );
}
