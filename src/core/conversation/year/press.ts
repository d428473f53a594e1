/** Buttons and forms of what goes with the year: 見込み that is confirmed, targets that are changed. */
import type { Action, ActionName } from '../../cards/action.js';
import type { Happened, Scene } from '../told.js';
import { changeForecast, confirmForecast, showForecasts } from './forecast.js';
import { pressTarget } from './target-change.js';

const OF_YEAR = [
  'confirm',
  'change_forecast',
  'forecasts',
  'targets',
  'open_target',
  'ask_target',
  'approve_target',
  'open_return_target',
  'return_target',
  'withdraw_target',
] as const satisfies readonly ActionName[];
type OfYear = (typeof OF_YEAR)[number];

export const isOfYear = (name: ActionName): name is OfYear =>
  (OF_YEAR as readonly ActionName[]).includes(name);

/** Who may is decided by the record, in its transaction. */
export function pressOfYear(
  scene: Scene,
  name: OfYear,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  switch (name) {
    case 'confirm':
      return confirmForecast(scene, action);
    case 'change_forecast':
      return changeForecast(scene, action);
    case 'forecasts':
      return showForecasts(scene);
    default:
      return pressTarget(scene, name, action, fields);
  }
}
