/** What the Slack adapter needs from the rest of Maru, beside the ports of the flow. */
import type { Work as FlowWork } from '../../flow/effects/work.js';

export type { Channels, Linker } from '../../flow/channels.js';
export type { Home } from '../../flow/home.js';
export type { AccountBook } from '../address-book.js';

/** The work behind the answers. */
export type Work = Pick<FlowWork, 'start' | 'keep'>;
