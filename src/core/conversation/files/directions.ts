/** The list of the directions that a file leaves to be decided: what is pressed in it. The record says who may. */
import type { Action, ButtonOf } from '../../cards/action.js';
import { DIRECTIONS } from '../../sheet/direction.js';
import { fileWords } from '../../wording/files.js';
import { type Happened, happened, message, record, type Scene } from '../told.js';
import { isCoordinator } from './files.js';

export function pressDirections(
  scene: Scene,
  name: ButtonOf<'directions'>,
  { of: upload, v, with: argument }: Action,
): Happened {
  const { desk, language } = scene;
  switch (name) {
    case 'show_directions':
      return happened(desk, record({ kind: 'show_directions', upload, page: v }));
    case 'choose_direction': {
      const direction = DIRECTIONS.find((one) => one === argument);
      return direction === undefined
        ? happened(desk, record({ kind: 'show_directions', upload, page: 0 }))
        : happened(desk, record({ kind: 'choose_directions', upload, said: { at: v, direction } }));
    }
    case 'propose_directions':
      return happened(desk, record({ kind: 'choose_directions', upload, said: 'proposed' }));
    case 'direction_table': {
      const { notCoordinator, notCoordinatorLine } = fileWords(language);
      return isCoordinator(scene)
        ? happened(desk, { kind: 'file', file: { kind: 'directions', upload, language } })
        : happened(desk, message(notCoordinator, [notCoordinatorLine]));
    }
    default:
      return name satisfies never;
  }
}
