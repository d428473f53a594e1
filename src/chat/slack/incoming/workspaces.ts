/** Which workspaces may use this service: those of the setting, or the one the app is installed in. */
import { z } from 'zod';
import type { Call } from '../outgoing/client.js';
import type { SlackSettings } from '../settings.js';

const identity = z.object({ team_id: z.string(), enterprise_id: z.string().nullish() });

export type Workspaces = {
  /** Whether a workspace or organisation is allowed. */
  allows(id: string): Promise<boolean>;
  /** Whether everything a payload names as its workspace is allowed. Throws when Slack cannot be asked which is ours. */
  admits(body: unknown): Promise<boolean>;
  /** Asks Slack which workspace the token belongs to. Throws PlatformError. */
  own(): Promise<readonly string[]>;
};

export function makeWorkspaces({ settings, call }: { settings: SlackSettings; call: Call }): Workspaces {
  let asking: Promise<readonly string[]> | null = null;

  function own(): Promise<readonly string[]> {
    asking ??= call('auth.test', {}).then((answer) => {
      const { team_id: team, enterprise_id: enterprise } = identity.parse(answer);
      return enterprise ? [team, enterprise] : [team];
    });
    asking.catch(() => {
      asking = null;
    });
    return asking;
  }

  const allowed = async (): Promise<readonly string[]> =>
    settings.SLACK_TEAM_IDS.length > 0 ? settings.SLACK_TEAM_IDS : own();

  return {
    own,
    allows: async (id) => (await allowed()).includes(id),
    async admits(body) {
      const given = (ids: readonly unknown[]) => ids.filter((id) => typeof id === 'string');
      const data = partsOf(body);
      const installed = Array.isArray(data.authorizations) ? data.authorizations.map(partsOf) : [];
      const [team, enterprise, user, view] = [data.team, data.enterprise, data.user, data.view].map(partsOf);
      const organizations = given([
        data.enterprise_id,
        data.context_enterprise_id,
        enterprise?.id,
        team?.enterprise_id,
        ...installed.map((one) => one.enterprise_id),
      ]);
      const list = await allowed();
      if (organizations.length > 0 && organizations.every((id) => list.includes(id))) return true;
      const workspaces = given([
        data.team_id,
        data.context_team_id,
        team?.id,
        user?.team_id,
        view?.app_installed_team_id,
        ...installed.map((one) => one.team_id),
      ]);
      return workspaces.length > 0 && workspaces.every((id) => list.includes(id));
    },
  };
}

/** The fields of an object; none of what is no object. Every message passes here, so nothing is copied. */
function partsOf(value: unknown): Readonly<{ [key: string]: unknown }> {
  return typeof value === 'object' && value !== null ? (value as { [key: string]: unknown }) : {};
}
