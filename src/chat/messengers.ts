/** One messenger for all platforms: a place begins with the name of the platform that made it. */
import { type Messenger, PlatformError } from '../flow/ports.js';

/** The platform a place belongs to. */
export function platformOf(place: string): string {
  return place.slice(0, Math.max(place.indexOf(':'), 0));
}

/** Hands every message to the platform of its place; a place of a platform that is switched off is refused for good. */
export function joinMessengers(messengers: Readonly<Record<string, Messenger>>): Messenger {
  const of = (place: string): Messenger => {
    const messenger = messengers[platformOf(place)];
    if (!messenger)
      throw new PlatformError(`no platform for ${platformOf(place)}: it is switched off`, 'never');
    return messenger;
  };
  return {
    post: async (place, card, options) => of(place).post(place, card, options),
    postFile: async (place, file, options) => of(place).postFile(place, file, options),
    edit: async (ref, card) => of(ref.place).edit(ref, card),
    find: async (place, ...rest) => of(place).find(place, ...rest),
    idle: async () => void (await Promise.all(Object.values(messengers).map((one) => one.idle?.()))),
  };
}
