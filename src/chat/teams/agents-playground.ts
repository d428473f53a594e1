/**
 * Microsoft's Agents Playground (npm @microsoft/m365agentsplayground), for the demo: a page that shows cards as Teams
 * does, without accounts and without the internet. It knows one user at a time, so each person has a page of their own.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from '../../core/conversation/input.js';
import { teamsAccount, teamsPlace } from './place.js';

const PACKAGE = '@microsoft/m365agentsplayground';
/** Given up then, in milliseconds: it takes seconds, or minutes where the machine is busy, and one that ends says so at once. */
const READY_MS = 300_000;

/** Loaded before the playground: the pipe to us ends even when we are killed, and nothing else would end the page. */
const ENDS_WITH_US = 'data:text/javascript,process.stdin.resume().once("end",()=>process.exit())';

/** The tenant of the playground's people. */
const TENANT = '00000000-0000-4000-8000-0000000000aa';

/** Somebody who has a page of the playground. */
type PlaygroundUser = {
  /** id in the roster */
  readonly person: string;
  /** as shown: 建設課 担当者1 */
  readonly name: string;
  /** the port of the page */
  readonly port: number;
  /** the channel of the team on this page; the playground takes one at most */
  readonly channel: { readonly id: string; readonly name: string } | null;
};

/** The account that a person of the roster has in the playground. */
export function playgroundAccount(person: string): string {
  return teamsAccount(TENANT, objectId(person));
}

/** The place of a channel on a page. */
export function playgroundChannel({ port }: Pick<PlaygroundUser, 'port'>, channel: string): Place {
  return teamsPlace({ k: 'channel', s: serviceUrl(port), t: TENANT, c: channel });
}

/**
 * Starts a page for each user, all talking to the bot at `botUrl`; gives their addresses. Throws a sentence when the
 * package is not installed or a page does not come up.
 *
 * @param dir      where the playground keeps its settings and its log
 * @param program  the playground's own program; normally found among the packages
 */
export async function startAgentsPlayground(parts: {
  readonly users: readonly PlaygroundUser[];
  readonly botUrl: string;
  readonly dir: string;
  readonly program?: string;
}): Promise<{ readonly urls: readonly string[]; stop(): Promise<void> }> {
  const { users, botUrl, dir, program = installedProgram() } = parts;
  mkdirSync(dir, { recursive: true });
  const running = users.map((user) => {
    const configPath = join(dir, `${user.person}.yml`);
    // JSON is YAML.
    writeFileSync(configPath, JSON.stringify(configOf(user), null, 2));
    const child = spawn(
      process.execPath,
      [
        '--import',
        ENDS_WITH_US,
        program,
        '-e',
        botUrl,
        '-c',
        'msteams',
        '-p',
        String(user.port),
        '--su',
        serviceUrl(user.port),
        '--dt',
      ],
      {
        cwd: dir,
        stdio: ['pipe', 'ignore', 'ignore'],
        env: {
          TEAMSAPPTESTER_BROWSER: 'none',
          M365_AGENTS_PLAYGROUND_CONFIG_PATH: configPath,
          M365_AGENTS_PLAYGROUND_LOGFILE: join(dir, `${user.person}.log`),
        },
      },
    );
    return {
      child,
      url: `http://localhost:${user.port}`,
      ended: new Promise<void>((resolve) => child.once('exit', () => resolve())),
    };
  });
  const stop = async () => {
    for (const { child } of running) child.kill();
    await Promise.all(running.map(({ ended }) => ended));
  };
  try {
    await Promise.all(running.map(({ url, ended }) => untilReady(url, ended)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { urls: running.map(({ url }) => url), stop };
}

function installedProgram(): string {
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/cli.js`);
  } catch {
    throw new Error(
      `Agents Playground がありません。npm install を実行してください。 / ${PACKAGE} is not installed: run npm install.`,
    );
  }
}

async function untilReady(url: string, ended: Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + READY_MS;
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (;;) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    if (over || Date.now() > giveUpAt)
      throw new Error(
        `Agents Playground が起動しませんでした（${url}）。 / Agents Playground did not start: ${url}`,
      );
    await sleep(100);
  }
}

function serviceUrl(port: number): string {
  return `http://localhost:${port}/_connector/`;
}

/** An id of the directory's form, always the same for a person. */
function objectId(person: string): string {
  const hex = createHash('sha256').update(person).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The playground's own settings (aka.ms/teams-app-test-tool-config-guide). */
function configOf({ person, name, channel }: PlaygroundUser): object {
  return {
    version: '0.1.1',
    tenantId: TENANT,
    bot: { id: '00000000-0000-4000-8000-000000000011', name: 'Maru' },
    currentUser: userOf(person, name),
    users: OTHERS.map((other) => userOf(`${person}-${other}`, `職員${other}`)),
    personalChat: { id: `personal-${person}` },
    groupChat: { id: `group-${person}`, name: 'Group Chat' },
    team: {
      id: `team-${person}`,
      name: '北区',
      aadGroupId: '00000000-0000-4000-8000-000000000031',
      channels: channel ? [channel] : [],
    },
  };
}

/** The playground wants five others in its team at least; they do nothing. */
const OTHERS = [1, 2, 3, 4, 5];

function userOf(person: string, name: string): object {
  return {
    id: `user-${person}`,
    name,
    userPrincipleName: `${person}@maru.example`,
    aadObjectId: objectId(person),
    givenName: name,
    surname: name,
    email: `${person}@maru.example`,
  };
}
