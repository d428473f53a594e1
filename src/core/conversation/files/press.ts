/** Buttons about a file that was sent. */
import type { Action, ButtonOf } from '../../cards/action.js';
import type { Happened, Scene } from '../told.js';
import { pressDirections } from './directions.js';
import { dropUpload, importUpload, readAs } from './files.js';

export function pressUpload(
  scene: Scene,
  name: ButtonOf<'uploads' | 'directions'>,
  action: Action,
): Happened {
  switch (name) {
    case 'import_upload':
      return importUpload(scene, action);
    case 'read_as':
      return readAs(scene, action);
    case 'drop_upload':
      return dropUpload(scene, action);
    default:
      return pressDirections(scene, name, action);
  }
}
