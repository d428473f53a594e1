/** The list of directions to be decided, as it is kept beside a file that was sent (`uploads.directions`). */
import { z } from 'zod';
import { storedAs } from '../text/stored-json.js';
import type { DirectionList } from './direction.js';

const direction = z.enum(['higher', 'lower', 'neither']);

const list = z.object({
  seen: z.string(),
  rows: z.array(
    z.object({
      organization: z.string(),
      no: z.string(),
      name: z.string(),
      target: z.string(),
      direction: direction.nullable(),
      from: z.enum(['person', 'comparator', 'words', 'nowhere']),
      likely: direction.nullable(),
      chosen: direction.optional(),
    }),
  ),
});

export const storedDirections = storedAs(1, list, (kept): DirectionList => kept as DirectionList);
