/** Steps outside a single question: 状況, ヘルプ, あとで, 取り下げ, which goal was meant, the language. */
import { workingMorning } from '../calendar/working-days.js';
import { type Action, encodeAction } from '../cards/action.js';
import { beginButton, goalAmong, helpCard, isOpen, plainButton } from '../cards/message.js';
import { goalsCard } from '../cards/tasks.js';
import { withoutTask } from '../draft/drafts.js';
import { takeHeld } from '../draft/held-text.js';
import { coordinates } from '../organization/people.js';
import { isOwnReport } from '../report/report.js';
import { plainNumber } from '../sheet/ids.js';
import type { Language } from '../text/language.js';
import { interviewWords } from '../wording/interview.js';
import { threadWords } from '../wording/thread.js';
import { goalNamed } from './interview/goal-named.js';
import { showStatus, statusButton } from './show-status.js';
import { aside, type Happened, happened, message, record, type Scene } from './told.js';

/** 下書きを捨てる: an own draft of a goal that somebody else has reported. */
export function dropDraft(scene: Scene, taskId: string): Happened {
  const { desk, language } = scene;
  const task = scene.tasks.find((t) => t.id === taskId);
  const draft = desk.drafts[taskId];
  if (!task || !draft || draft.asking.at === 'sent') return showStatus(scene);
  const title = interviewWords(language).leftOver.dropped(task.goalNo);
  return happened(withoutTask(desk, taskId), message(title, [], [statusButton(language)]), {
    kind: 'fold',
    task,
    draft,
    ended: 'dropped',
  });
}

/** A button of a newer version: another instance knows it, now or in a while. A form stays open with what is in it. */
export function unknownButton({ desk, language }: Scene, fields: Readonly<Record<string, string>>): Happened {
  const { title, line } = interviewWords(language).unknownButton;
  const [field] = Object.keys(fields);
  return happened(
    desk,
    aside(message(title, [line], [statusButton(language)])),
    ...(field === undefined ? [] : [{ kind: 'form_problem', problems: { [field]: line } } as const]),
  );
}

/** ヘルプ */
export function help({ desk, actor, input }: Scene): Happened {
  return happened(desk, { kind: 'card', card: helpCard(actor, input.heard) });
}

/** English / 日本語: kept with the person, so it holds on every platform. */
export function setLanguage({ desk }: Scene, language: Language): Happened {
  return happened(desk, record({ kind: 'language', language }));
}

const HOUR_MS = 3_600_000;

/** When to ask again: in an hour, or at nine o'clock of the next working day, or of the first one next week. */
export function snooze(scene: Scene, of: string, when: string): Happened {
  const { now, today, closures } = scene;
  const task = scene.tasks.find((t) => t.id === of);
  if (!task) return showStatus(scene);
  const until =
    when === 'hour'
      ? new Date(Date.parse(now) + HOUR_MS).toISOString()
      : workingMorning(today, when === 'week' ? 'next_week' : 'next_day', closures?.[task.sectionId]);
  return happened(scene.desk, record({ kind: 'snooze', task: task.id, until }));
}

/** 催促する: who is to decide is asked once more; the record knows who, and who was asked today. */
export function nudge({ desk }: Scene): Happened {
  return happened(desk, aside(record({ kind: 'nudge' })));
}

/** 取り下げ: which of the reports that wait for approval? */
export function askWithdraw({ desk, language, tasks, actor }: Scene): Happened {
  const words = interviewWords(language);
  const buttons = tasks.flatMap((task) => {
    if (task.report?.state !== 'submitted' || !isOwnReport(task.report, actor.id)) return [];
    const title = words.withdrawGoal(goalAmong(task, tasks));
    const action = encodeAction('withdraw', task.id, task.report.version);
    return [{ task, button: plainButton(`withdraw-${task.id}`, title, action) }];
  });
  const { title, none, noneLine } = words.withdrawAsk;
  return happened(
    desk,
    buttons.length === 0
      ? message(none, [noneLine])
      : { kind: 'card', card: goalsCard(title, [], buttons, [], language) },
  );
}

/** 取り下げ of the version the button stood for. */
export function withdraw({ desk }: Scene, action: Action): Happened {
  return happened(desk, record({ kind: 'withdraw', report: action.of, version: action.v }));
}

/** どれでもない, ちがいます: what was typed is told once more, and what can be done. */
export function drop(scene: Scene, action: Action): Happened {
  const { desk, language, tasks } = scene;
  const { held, rest } = takeHeld(desk, action.v);
  const { desk: asking, which: thread } = threadWords(language);
  if (action.with === 'question') return happened(rest, message(thread.dropped));
  const { help, which } = interviewWords(language);
  const named = held && goalNamed(scene, held.text);
  const next = [
    ...tasks.filter((task) => named && isOpen(task) && plainNumber(task.goalNo) === named.no),
    ...tasks.filter((task) => task.id === action.of),
    ...tasks.filter(isOpen),
  ];
  const [first] = next;
  // The text stays held until it is asked: the form of the question begins with it.
  const ask =
    first && held && !coordinates(scene.actor)
      ? [plainButton('open_ask_desk', asking.ask, encodeAction('open_ask_desk', first.id, action.v))]
      : [];
  return happened(
    ask.length > 0 ? desk : rest,
    message(which.dropped, held ? [`「${held.text}」`] : [], [
      ...(first ? [beginButton(first, desk, language, 'primary', tasks)] : []),
      ...ask,
      statusButton(language),
      plainButton('help', help.title, encodeAction('help')),
    ]),
  );
}
