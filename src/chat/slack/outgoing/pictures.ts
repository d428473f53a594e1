/** Pictures at Slack: each uploaded once by this process, however often a home or an edited message shows it. */
import { createHash } from 'node:crypto';
import type { Picture } from '../../../core/cards/card.js';
import type { Draw } from '../../../flow/ports.js';
import type { Placing } from '../../pictures.js';
import type { Files } from './files.js';

/** Remembered by the hash of what is drawn: a city's coordinators and heads look at a few dozens a day. */
const MANY = 500;
/** Pixels for each of a phone's. */
const ZOOM = 2;

export function placePictures(draw: Draw, files: Pick<Files, 'putPicture'>): Placing {
  /** the one used longest ago first */
  const known = new Map<string, Promise<string>>();
  /** those of them that are uploaded */
  const there = new Map<string, string>();
  const keyOf = ({ at: _, ...drawn }: Picture) =>
    createHash('sha256').update(JSON.stringify(drawn)).digest('base64url');
  const drop = (key: string) => {
    known.delete(key);
    there.delete(key);
  };

  async function upload(picture: Picture): Promise<string> {
    const bytes = await draw(picture, ZOOM);
    return files.putPicture({ name: 'maru.png', bytes, alt: picture.alt });
  }
  return {
    put(_card, picture) {
      const key = keyOf(picture);
      const id = known.get(key) ?? upload(picture);
      known.delete(key);
      known.set(key, id);
      const [oldest] = known.keys();
      if (known.size > MANY && oldest !== undefined) drop(oldest);
      id.then(
        (file) => known.has(key) && there.set(key, file),
        () => drop(key),
      );
      return id;
    },
    at: (picture) => there.get(keyOf(picture)) ?? null,
    forget: (picture) => drop(keyOf(picture)),
  };
}
