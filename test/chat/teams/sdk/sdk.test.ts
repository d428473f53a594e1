/** Both SDKs keep one contract: what Teams did not sign for this bot is refused, and what cannot be known is a fault. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { AGENTS_VERSION } from '../../../../src/chat/teams/sdk/installed.js';
import { openSdk } from '../../../../src/chat/teams/sdk/sdk.js';
import { teamsSettingProblems, teamsSettings } from '../../../../src/chat/teams/settings.js';
import {
  type BotConnector,
  startBotConnector,
  teamsActivities,
  type User,
} from '../../../support/bot-connector.js';
import { FORGED } from '../forged-tokens.js';
import { type Asked, type Outcome, outcomeOf } from './turn.js';

const USER: User = {
  id: '29:a',
  aadObjectId: '00000000-0000-4000-8000-000000000001',
  name: '担当者',
  email: 'a@city.example.jp',
};

type Opened = {
  turn(asked: Asked): Promise<Outcome>;
  /** Keys are asked for anew, of this one. */
  keysFrom(connector: BotConnector): Promise<void>;
  end(): Promise<void>;
};

const OPEN = {
  async botbuilder(connector: BotConnector): Promise<Opened> {
    const open = (of: BotConnector) => openSdk(teamsSettings.parse(of.environment()));
    let sdk = open(connector);
    return {
      turn: (asked) => outcomeOf(sdk, asked),
      async keysFrom(other) {
        sdk = open(other);
      },
      end: async () => undefined,
    };
  },
  async agents(connector: BotConnector): Promise<Opened> {
    const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
    const child = fork(
      path('chat/teams/sdk/agents-process.ts'),
      [JSON.stringify({ ...connector.environment(), TEAMS_SDK: 'agents' })],
      { execArgv: ['--import', path('support/typescript.mjs')] },
    );
    const ask = (message: object) => answerOf(child, message);
    const keysFrom = async (other: BotConnector) => void (await ask({ keysAt: other.serviceUrl() }));
    await keysFrom(connector);
    return {
      turn: (asked) => ask(asked) as Promise<Outcome>,
      keysFrom,
      end: () =>
        new Promise((ended) => {
          child.once('exit', () => ended());
          child.disconnect();
        }),
    };
  },
} as const;

const answerOf = (child: ChildProcess, message: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (answer) => {
      child.off('exit', gone);
      resolve(answer);
    });
    child.send(message);
  });

describe.each(['botbuilder', 'agents'] as const)('%s', (name) => {
  let connector: BotConnector;
  let opened: Opened;
  beforeAll(async () => {
    // The older one writes to the console about every forged token.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    connector = await startBotConnector();
    opened = await OPEN[name](connector);
  }, 60_000);
  afterAll(async () => {
    await opened.end();
    await connector.stop();
  });

  const turn = (token: string, of = connector, fails = false) =>
    opened.turn({
      authorization: `Bearer ${token}`,
      activity: teamsActivities(of).said(USER, '続き'),
      fails,
    });

  test('what Teams signed for this bot is let in, also again', async () => {
    const token = connector.token();
    expect(await turn(token)).toEqual({ kind: 'done', ran: true });
    expect(await turn(token)).toEqual({ kind: 'done', ran: true });
  });

  test('the fault of what is done in it comes out', async () => {
    expect(await turn(connector.token(), connector, true)).toEqual({ kind: 'fault', ran: true });
  });

  test.each(FORGED)('%s: refused', async (_name, token) => {
    expect(await turn(token(connector))).toEqual({ kind: 'refused', ran: false });
  });

  test('keys that cannot be had are a fault, and asked for again', async () => {
    const other = await startBotConnector();
    other.keysDown = true;
    await opened.keysFrom(other);
    expect(await turn(other.token(), other)).toEqual({ kind: 'fault', ran: false });
    other.keysDown = false;
    expect(await turn(other.token(), other)).toEqual({ kind: 'done', ran: true });
    await opened.keysFrom(connector);
    await other.stop();
  });
});

test('the newer one cannot go through a proxy, and says so', () => {
  const settings = { TEAMS_MODE: 'on', TEAMS_SDK: 'agents', TEAMS_PROXY: 'http://proxy.example.lg.jp:8080' };
  expect(teamsSettingProblems(teamsSettings.parse(settings)).join()).toContain('TEAMS_SDK');
});

test('the version that one is told to install is the one that is tried here, and part of no installation', () => {
  const project = JSON.parse(
    readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  expect(project.devDependencies['@microsoft/agents-hosting']).toBe(AGENTS_VERSION);
  expect(Object.keys(project.dependencies)).not.toContain('@microsoft/agents-hosting');
});
