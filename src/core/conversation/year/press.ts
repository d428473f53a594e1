/** What goes with the year, as words, buttons and forms: 実績メモ, goals that are added, promises, 見込み that is confirmed, targets that are changed, 来年の担当者へ. */
import type { Action, ActionName } from '../../cards/action.js';
import { isPromise, type PromiseAction, pressPromise, promisesMeant } from '../board/promises.js';
import { type EvidenceAction, evidenceMeant, isEvidence, pressEvidence } from '../evidence/evidence.js';
import { pressAddGoal } from '../interview/add-goal.js';
import { isMemoPress, type MemoPress, memoMeant, pressMemo } from '../memo/memo.js';
import type { Happened, Said, Scene } from '../told.js';
import { changeForecast, confirmForecast, showForecasts } from './forecast.js';
import { pressTarget, targetMeant } from './target-change.js';
import { pressYearNotes, yearNotesMeant } from './year-notes.js';

const OF_YEAR = [
  'open_add_goal',
  'add_goal',
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
  'open_year_notes',
  'leave_year_notes',
] as const satisfies readonly ActionName[];
type OfYear = (typeof OF_YEAR)[number] | PromiseAction | MemoPress | EvidenceAction;

export const isOfYear = (name: ActionName): name is OfYear =>
  isPromise(name) ||
  isMemoPress(name) ||
  isEvidence(name) ||
  (OF_YEAR as readonly ActionName[]).includes(name);

/** What was typed, where it is a memo, or about evidence, a promise, a target or 来年の担当者へ; else null. */
export const yearMeant = (scene: Scene<Said>): Happened | null =>
  memoMeant(scene) ??
  promisesMeant(scene) ??
  targetMeant(scene) ??
  yearNotesMeant(scene) ??
  evidenceMeant(scene);

/** Who may is decided by the record, in its transaction. */
export function pressOfYear(
  scene: Scene,
  name: OfYear,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  if (isMemoPress(name)) return pressMemo(scene, name, action, fields);
  if (isPromise(name)) return pressPromise(scene, name, action, fields);
  if (isEvidence(name)) return pressEvidence(scene, name, action);
  switch (name) {
    case 'open_add_goal':
    case 'add_goal':
      return pressAddGoal(scene, name, action, fields);
    case 'confirm':
      return confirmForecast(scene, action);
    case 'change_forecast':
      return changeForecast(scene, action);
    case 'forecasts':
      return showForecasts(scene);
    case 'open_year_notes':
    case 'leave_year_notes':
      return pressYearNotes(scene, name, action, fields);
    default:
      return pressTarget(scene, name, action, fields);
  }
}
