/** What the Slack adapter needs from the rest of Maru, beside the ports of the flow. */
import type { KeptEffect, Patience } from '../../flow/ports.js';

/** Who an account on the platform is. An account is an opaque text made here, e.g. `slack:T0123:U0456`. */
export type Addresses = {
  /** the person's id in the roster; null when the account was never linked */
  personOfAccount(account: string, patience?: Patience): Promise<string | null>;
  /** the person with this e-mail address in the roster (capitals do not count); null when there is none */
  personByEmail(email: string, patience?: Patience): Promise<{ readonly id: string } | null>;
  /** remembers whose account this is; harmless to repeat */
  linkAccount(account: string, person: string, now: Date, patience?: Patience): Promise<void>;
};

export type { Channels } from '../../flow/channels.js';

export type { Home } from '../../flow/home.js';

/** The work behind the answers (flow/work.ts). */
export type Work = { start(effects: readonly KeptEffect[]): void };
