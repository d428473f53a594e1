/** The settings of the Slack adapter; config.ts puts them beside the others. */
import { z } from 'zod';
import { list, proxy, yes } from '../setting-kinds.js';

export const slackSettings = z.object({
  /** off, http (Slack calls this server) or socket (Socket Mode: this server calls Slack, nothing comes in) */
  SLACK_MODE: z.enum(['off', 'http', 'socket']).default('off'),
  /** Bot User OAuth Token, xoxb-… */
  SLACK_BOT_TOKEN: z.string().default(''),
  /** Signing Secret; with http. While it is rotated, the new and the old one, separated by a comma */
  SLACK_SIGNING_SECRET: list,
  /** App-Level Token with connections:write, xapp-…; with socket */
  SLACK_APP_TOKEN: z.string().default(''),
  /** workspaces (T…) or Enterprise Grid organisations (E…) whose people may use Maru; empty: the one Maru is installed in */
  SLACK_TEAM_IDS: list,
  /** whether guests of the workspace may use Maru */
  SLACK_ALLOW_GUESTS: yes,
  /** where Slack's Web API is; another one only for tests */
  SLACK_API_URL: z.url().default('https://slack.com/api/'),
  /** HTTP proxy for everything that is sent to Slack, e.g. http://proxy.example.lg.jp:8080; empty: none */
  SLACK_PROXY: proxy,
});
export type SlackSettings = z.infer<typeof slackSettings>;

/** What is missing or wrong for the chosen mode, one sentence each; empty when all is well. */
export function slackSettingProblems(settings: SlackSettings): string[] {
  const { SLACK_MODE: mode } = settings;
  if (mode === 'off') return [];
  const problems: string[] = [];
  // Each of Slack's tokens says by its beginning what it is; the usual mistake is one in the place of another.
  if (settings.SLACK_BOT_TOKEN === '' || /^(?:xoxp|xapp)-/u.test(settings.SLACK_BOT_TOKEN))
    problems.push(
      'SLACK_BOT_TOKEN: xoxb- で始まる Bot User OAuth Token が要ります / the bot token, beginning with xoxb-, is needed',
    );
  if (mode === 'http' && settings.SLACK_SIGNING_SECRET.length === 0)
    problems.push(
      'SLACK_SIGNING_SECRET: Signing Secret が要ります / the signing secret is needed with SLACK_MODE=http',
    );
  if (mode === 'socket' && (settings.SLACK_APP_TOKEN === '' || /^xox[bp]-/u.test(settings.SLACK_APP_TOKEN)))
    problems.push(
      'SLACK_APP_TOKEN: xapp- で始まる App-Level Token が要ります / the app-level token, beginning with xapp-, is needed',
    );
  return problems;
}
