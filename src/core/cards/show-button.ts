/** 内容を見る: the whole of a report, opened in place to be read. */
import type { Task } from '../report/task.js';
import type { Language } from '../text/language.js';
import { goalName } from '../wording/cards.js';
import { threadWords } from '../wording/thread.js';
import { encodeAction } from './action.js';
import type { Button } from './card.js';

/** The same as a card of its own, with 承認 and 差戻し for who may. */
export function showInPrivate(...of: Parameters<typeof showButton>): Button {
  const [{ id }, version] = of;
  return { ...showButton(...of), action: encodeAction('show_report', id, version) };
}

/** The button that opens a goal's report in this version. */
export function showButton(
  task: Pick<Task, 'id' | 'goalNo' | 'sectionName'>,
  version: number,
  language: Language,
): Button {
  const { show, showLabel } = threadWords(language);
  return {
    id: 'show',
    title: show,
    label: showLabel(goalName(task)),
    style: 'default',
    action: encodeAction('open_report', task.id, version),
  };
}
