/** Buttons of whoever approves. */
import type { Action, ButtonOf } from '../../cards/action.js';
import type { Happened, Scene } from '../told.js';
import {
  approve,
  correct,
  giveBack,
  noteSeen,
  openCorrection,
  openReturn,
  undoApproval,
} from './approval.js';
import { approveTogether } from './together.js';

/** Who may is decided by the record, in its transaction. */
export function pressApproval(
  scene: Scene,
  name: ButtonOf<'approval'>,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  switch (name) {
    case 'approve':
      return approve(scene, action, false);
    case 'approve_all':
      return approve(scene, action, true);
    case 'look_together':
      return approveTogether(scene, action, true);
    case 'approve_together':
      return approveTogether(scene, action, false);
    case 'undo_approval':
      return undoApproval(scene, action);
    case 'open_correction':
      return openCorrection(scene, action);
    case 'correct':
      return correct(scene, action, fields);
    case 'note_seen':
      return noteSeen(scene, action);
    case 'open_return':
      return openReturn(scene, action);
    case 'return':
      return giveBack(scene, action, fields);
    default:
      return name satisfies never;
  }
}
