/** What the Slack adapter needs from the rest of Maru, beside the ports of the flow. */
import type { KeptEffect } from '../../flow/ports.js';

export type { Channels, Linker } from '../../flow/channels.js';
export type { Home } from '../../flow/home.js';
export type { AccountBook } from '../address-book.js';

/** The work behind the answers (flow/effects/work.ts). */
export type Work = { start(effects: readonly KeptEffect[]): void };
