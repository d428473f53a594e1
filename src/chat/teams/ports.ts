/** What the Teams adapter needs from the rest of Maru, beside the ports of the flow. */
import type { Work as FlowWork } from '../../flow/effects/work.js';

export type { Channels, Linker } from '../../flow/channels.js';
export type { AddressBook } from '../address-book.js';

/** The work behind the answers. */
export type Work = Pick<FlowWork, 'start' | 'keep'>;
