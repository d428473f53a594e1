/** Buttons about a file that was sent. */
import type { Action, ActionName } from '../../cards/action.js';
import type { Happened, Scene } from '../told.js';
import { pressDirections } from './directions.js';
import { dropUpload, importUpload, readAs } from './files.js';

type UploadPress =
  | Parameters<typeof pressDirections>[1]
  | Extract<ActionName, 'import_upload' | 'read_as' | 'drop_upload'>;

export function pressUpload(scene: Scene, name: UploadPress, action: Action): Happened {
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
