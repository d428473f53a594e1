/** 確定 and 変える of what was expected before the as-of date. Who may is decided by the record, in its transaction. */
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import type { Action, ButtonOf } from '../../cards/action.js';
import { readTogether } from '../../cards/approval/together.js';
import { confirmCard } from '../../cards/year/forecast.js';
import { isUnconfirmed } from '../../report/year/forecast.js';
import { forecastWords } from '../../wording/year/forecast.js';
import { aside, type Happened, happened, message, record, type Scene } from '../told.js';

export function pressForecast(scene: Scene, name: ButtonOf<'forecast'>, action: Action): Happened {
  switch (name) {
    case 'confirm':
      return confirmForecast(scene, action);
    case 'change_forecast':
      return changeForecast(scene, action);
    case 'forecasts':
      return showForecasts(scene);
    default:
      return name satisfies never;
  }
}

/** 確定, of the goals in the versions that were shown. */
function confirmForecast({ desk }: Scene, action: Action): Happened {
  return happened(desk, aside(record({ kind: 'confirm', goals: readTogether(action).goals })));
}

/** 変える: what was approved is corrected, what waits is taken back; either is then answered and goes the route once more. */
function changeForecast({ desk, named, tasks }: Scene, { of: report, v: version }: Action): Happened {
  const task = named ?? tasks.find(({ id }) => id === report);
  const reason = forecastWords('ja').reason;
  return happened(
    desk,
    aside(
      record(
        task?.report?.state === 'submitted'
          ? { kind: 'withdraw', report, version }
          : { kind: 'correct', report, version, reason },
      ),
    ),
  );
}

/** 「確定」: what of this person's is to be confirmed. */
export function showForecasts({ desk, language, tasks, today, actor }: Scene): Happened {
  const words = forecastWords(language);
  const open = tasks.filter(
    (task) => isUnconfirmed(task) && (!task.owner || task.owner.personId === actor.id),
  );
  const due = open.filter(({ round }) => today >= round.asOf);
  if (due.length > 0) return happened(desk, { kind: 'card', card: confirmCard(due, language) });
  const [next] = open.map(({ round }) => round.asOf).sort();
  const line = next === undefined ? words.noneLine : words.later(formatMonthDay(next, language));
  return happened(desk, message(words.none, [line]));
}
