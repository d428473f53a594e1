/** Whether a platform takes the credentials of the settings: told by whoever calls it, asked by /readyz. */
import type { Log } from '../flow/log.js';

export type Credentials = {
  /** The platform itself has said no to what stands in this setting; written once. */
  refused(setting: string, reason: string): void;
  /** A call with it was carried out. */
  accepted(setting: string): void;
  areRefused(): boolean;
};

export function makeCredentials(log: Log): Credentials {
  const refused = new Set<string>();
  return {
    refused(setting, reason) {
      if (refused.has(setting)) return;
      refused.add(setting);
      log.error(
        { setting, reason },
        `${setting} は受け付けられません。正しい値にして、起動し直してください。 / ${setting} is not accepted; set the right one and start again.`,
      );
    },
    accepted(setting) {
      if (refused.delete(setting)) log.info({ setting }, `${setting} is accepted again`);
    },
    areRefused: () => refused.size > 0,
  };
}
