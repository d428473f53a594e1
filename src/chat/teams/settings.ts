/** The settings of the Teams adapter; config.ts puts them beside the others. */
import { z } from 'zod';
import { list, proxy, yes } from '../setting-kinds.js';
import { agentsMissing } from './sdk/installed.js';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Addresses separated by commas; at least one. */
const addresses = (byDefault: string) =>
  z
    .string()
    .default(byDefault)
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.url()).min(1));

export const teamsSettings = z.object({
  /** off or on */
  TEAMS_MODE: z.enum(['off', 'on']).default('off'),
  /** Microsoft App ID of the Azure bot: a GUID */
  MICROSOFT_APP_ID: z.string().default(''),
  /** SingleTenant (with a client secret) or UserAssignedMSI (managed identity of the Azure resource, without one) */
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI']).default('SingleTenant'),
  /** the tenant (directory) the bot is registered in: a GUID */
  MICROSOFT_APP_TENANT_ID: z.string().default(''),
  /** client secret; with SingleTenant only */
  MICROSOFT_APP_PASSWORD: z.string().default(''),
  /** tenants whose people may use Maru; empty: the bot's own */
  TEAMS_TENANT_IDS: list,
  /** whether guests of the tenant may use Maru */
  TEAMS_ALLOW_GUESTS: yes,
  /** the app package asks for the permission (RSC) to read replies in channels that do not call Maru by name */
  TEAMS_READS_REPLIES: yes,
  /** how buttons are pressed: execute, or submit for phones on which nothing follows from it */
  TEAMS_ACTIONS: z.enum(['execute', 'submit']).default('execute'),
  /** whether what is pressed in a channel is answered there for who pressed it (targeted messages): on, or off */
  TEAMS_TARGETED: z.enum(['on', 'off']).default('on'),
  /** beginnings of the addresses answers may be sent to, separated by commas */
  TEAMS_SERVICE_URLS: addresses('https://smba.trafficmanager.net/'),
  /** where files may come from and go to, separated by commas: OneDrive and SharePoint of Microsoft 365 */
  TEAMS_FILE_URLS: addresses('https://*.sharepoint.com/'),
  /** where the keys are that Teams signs its requests with; another one only for tests */
  TEAMS_OPENID_URL: z.url().default('https://login.botframework.com/v1/.well-known/openidconfiguration'),
  /** where the bot gets its own tokens; another one only for tests */
  TEAMS_LOGIN_URL: z.url().default('https://login.microsoftonline.com'),
  /** Microsoft's SDK: botbuilder, whose support has ended, or its successor, which has to be installed first */
  TEAMS_SDK: z.enum(['botbuilder', 'agents']).default('botbuilder'),
  /** HTTP proxy for everything that is sent to Microsoft, e.g. http://proxy.example.lg.jp:8080; empty: none */
  TEAMS_PROXY: proxy,
  /** id of the app package, a GUID of its own; empty: the Microsoft App ID */
  TEAMS_APP_ID: z.string().default(''),
  /** the public address of this service, for the app package and for pictures that have no room in a message, e.g. https://maru.example.lg.jp */
  TEAMS_PUBLIC_URL: z.union([z.literal(''), z.url()]).default(''),
});
export type TeamsSettings = z.infer<typeof teamsSettings>;

/** What is missing or wrong, one sentence each; empty when all is well. Without these nobody could tell who is asking. */
export function teamsSettingProblems(settings: TeamsSettings): string[] {
  if (settings.TEAMS_MODE === 'off') return [];
  const problems: string[] = [];
  if (!GUID.test(settings.MICROSOFT_APP_ID))
    problems.push(
      'MICROSOFT_APP_ID: Microsoft App ID（GUID）が要ります / the Microsoft App ID, a GUID, is needed',
    );
  if (!GUID.test(settings.MICROSOFT_APP_TENANT_ID))
    problems.push(
      'MICROSOFT_APP_TENANT_ID: テナント ID（GUID）が要ります / the tenant ID, a GUID, is needed',
    );
  const missing = settings.TEAMS_SDK === 'agents' ? agentsMissing() : null;
  if (missing !== null) problems.push(missing);
  if (settings.TEAMS_SDK === 'agents' && settings.TEAMS_PROXY !== '')
    problems.push(
      'TEAMS_SDK: agents は TEAMS_PROXY を通れません。botbuilder にしてください / agents knows no TEAMS_PROXY; use botbuilder',
    );
  const secret = settings.MICROSOFT_APP_PASSWORD.trim() !== '';
  if (settings.MICROSOFT_APP_TYPE === 'SingleTenant' && !secret)
    problems.push(
      'MICROSOFT_APP_PASSWORD: クライアント シークレットが要ります / a client secret is needed with SingleTenant',
    );
  if (settings.MICROSOFT_APP_TYPE === 'UserAssignedMSI' && secret)
    problems.push(
      'MICROSOFT_APP_PASSWORD: UserAssignedMSI では空にしてください / leave it empty with UserAssignedMSI',
    );
  for (const tenant of settings.TEAMS_TENANT_IDS)
    if (!GUID.test(tenant))
      problems.push(
        `TEAMS_TENANT_IDS: 「${tenant}」はテナント ID ではありません / not a tenant ID: ${tenant}`,
      );
  return problems;
}

/** The tenants whose requests are taken, in small letters. */
export function allowedTenants(settings: TeamsSettings): readonly string[] {
  const { TEAMS_TENANT_IDS: listed, MICROSOFT_APP_TENANT_ID: own } = settings;
  return (listed.length > 0 ? listed : [own]).map((tenant) => tenant.toLowerCase());
}

/** Whether an address begins with one of those allowed; the host must be the same to its end. */
export function isAllowed(address: string, allowed: readonly string[]): boolean {
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  return allowed.some((one) => {
    const base = new URL(one);
    const path = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
    return url.origin === base.origin && `${url.pathname}/`.startsWith(path);
  });
}
