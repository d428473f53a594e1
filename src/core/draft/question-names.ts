/** How a question of a report is called in a form and on its buttons. */
import type { Task } from '../report/task.js';
import type { Question } from './drafts.js';
import { idAt, isPlanTask, placeOf } from './plan/plan-draft.js';

/** How a button names a question: `<field>` and the indicator's place in the goal, counted from 0; `policy`. */
export function questionName(task: Task, question: Question): string {
  if (!('indicator' in question)) return question.at;
  if (isPlanTask(task)) return `${question.at}.${placeOf(task, question.indicator)}`;
  return `${question.at}.${task.indicators.findIndex((i) => i.id === question.indicator)}`;
}

const OF_INDICATOR = ['result', 'rating', 'reason', 'measures', 'status'] as const;
const isOfIndicator = (at: string | undefined): at is (typeof OF_INDICATOR)[number] =>
  OF_INDICATOR.some((one) => one === at);

/** The question a name stands for; null when there is none (a forged or outdated button). */
export function questionNamed(task: Task, name: string): Question | null {
  if (name === 'policy') return task.policyAsked ? { at: 'policy' } : null;
  const [at, place] = name.split('.');
  if (isPlanTask(task)) {
    if (name === 'decision' || name === 'grounds') return { at: name };
    const indicator = at === 'target' ? idAt(task, Number(place)) : null;
    return indicator ? { at: 'target', indicator } : null;
  }
  const indicator = task.indicators[Number(place)];
  if (!indicator || !isOfIndicator(at)) return null;
  return { at, indicator: indicator.id };
}
