/** The app package for Teams: manifest, words in Japanese and icons in one .zip, with the ids of this installation. */

import { readFileSync } from 'node:fs';
import { withoutEnd } from '../../core/text/text.js';
import { fromRoot } from '../../package/root.js';
import { type ZipFile, zip } from '../../package/zip.js';
import type { TeamsSettings } from './settings.js';
import { teamsSettingProblems } from './settings.js';

const FOLDER = fromRoot('manifests/teams/');
/** In manifest.json these stand for what only the installation knows. */
const PLACEHOLDERS = { id: '00000000-0000-0000-0000-000000000000', host: 'maru.example.lg.jp' } as const;

/**
 * The bytes of the .zip an administrator uploads, or what is missing in the settings, one sentence each. The same
 * settings give the same bytes.
 */
export function teamsPackage(
  settings: TeamsSettings,
):
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const problems = teamsSettingProblems({ ...settings, TEAMS_MODE: 'on' })
    // The package holds no secret and is made where none is at hand.
    .filter((problem) => problem.startsWith('MICROSOFT_APP_ID'));
  if (settings.TEAMS_PUBLIC_URL === '')
    problems.push(
      'TEAMS_PUBLIC_URL: このサービスの公開アドレスが要ります / the public address of this service is needed',
    );
  else if (!settings.TEAMS_PUBLIC_URL.startsWith('https://'))
    problems.push('TEAMS_PUBLIC_URL: https:// で始めてください / it must begin with https://');
  if (problems.length > 0) return { ok: false, problems };
  const { MICROSOFT_APP_ID: botId, TEAMS_APP_ID: appId, TEAMS_PUBLIC_URL: publicUrl } = settings;
  const template = readFileSync(new URL('manifest.json', FOLDER), 'utf8')
    .replaceAll(`https://${PLACEHOLDERS.host}`, withoutEnd(publicUrl, '/'))
    .replaceAll(PLACEHOLDERS.host, new URL(publicUrl).hostname)
    .replaceAll(PLACEHOLDERS.id, botId.toLowerCase());
  const manifest = {
    ...(JSON.parse(template) as object),
    id: (appId === '' ? botId : appId).toLowerCase(),
    ...(settings.TEAMS_READS_REPLIES ? readingReplies(botId.toLowerCase(), publicUrl) : {}),
  };
  const files: ZipFile[] = [
    { name: 'manifest.json', bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, 'utf8') },
    ...['ja.json', 'color.png', 'outline.png'].map((name) => ({
      name,
      bytes: readFileSync(new URL(name, FOLDER)),
    })),
  ];
  return { ok: true, bytes: zip(files) };
}

/**
 * The consent of a team's owner to have what is said in its channels delivered, not only what calls the bot
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-with-rsc). `resource` is not
 * looked at for such a permission, but has to be there.
 */
const readingReplies = (id: string, resource: string): object => ({
  webApplicationInfo: { id, resource },
  authorization: {
    permissions: { resourceSpecific: [{ name: 'ChannelMessage.Read.Group', type: 'Application' }] },
  },
});
