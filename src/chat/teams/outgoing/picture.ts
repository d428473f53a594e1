/** How Teams is given a picture: within the message where it has room, else at an address of our own. */

import { type Pictures, type PutPicture, pictured } from '../../pictures.js';
import { paginate } from '../../render/render.js';

/**
 * As many pixels as a phone has where it goes within the message, of which nobody else has an address; twice as many behind
 * an address, where the service has one. null: neither.
 */
export function putPicture({ draw, addresses }: Pictures): PutPicture {
  return async (card, picture) => {
    const messages = paginate(pictured(card, null), ['teams']).length;
    const png = await draw(picture, 1);
    const within = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    if (paginate(pictured(card, within), ['teams']).length === messages) return within;
    return addresses ? addresses.keep(await draw(picture, 2)) : null;
  };
}
