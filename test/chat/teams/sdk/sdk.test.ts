/** Both SDKs keep one contract: what Teams did not sign for this bot is refused, and what cannot be known is a fault. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
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

describe('keys of the older one', () => {
  let connector: BotConnector;
  let turn: () => Promise<Outcome>;
  const opened = (environment: object) => {
    const sdk = openSdk(teamsSettings.parse({ ...connector.environment(), ...environment }));
    const activity = teamsActivities(connector).said(USER, '続き');
    let tokens = 0;
    return () => {
      tokens += 1;
      const token = connector.token({ jti: String(tokens) });
      return outcomeOf(sdk, { authorization: `Bearer ${token}`, activity, fails: false });
    };
  };
  beforeEach(async () => {
    connector = await startBotConnector();
    turn = opened({});
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await connector.stop();
  });
  const hoursLater = (hours: number) => {
    const then = Date.now() + hours * 3_600_000;
    jest.spyOn(Date, 'now').mockImplementation(() => then);
  };
  const done = { kind: 'done', ran: true };
  const fault = { kind: 'fault', ran: false };

  test('are asked for once, however many wait', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => turn()));
    expect(all).toEqual(all.map(() => done));
    expect(connector.keysServed).toBe(1);
  });

  test.each([
    ['cut off', 'cut'],
    ['without any', '{"error":"later"}'],
    ['empty', '{"keys":[]}'],
  ])('an answer %s is a fault, and asked for again', async (_name, text) => {
    connector.keysAre = text;
    expect(await turn()).toEqual(fault);
    connector.keysAre = null;
    expect(await turn()).toEqual(done);
  });

  test('are good for a week while no others can be had', async () => {
    expect(await turn()).toEqual(done);
    connector.keysDown = true;
    hoursLater(25);
    expect(await turn()).toEqual(done);
    hoursLater(5 * 24);
    expect(await turn()).toEqual(done);
    hoursLater(24);
    expect(await turn()).toEqual(fault);
    connector.keysDown = false;
    expect(await turn()).toEqual(done);
  });

  test('are fetched through a proxy that wants a name and a password', async () => {
    const named: (string | undefined)[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket: Duplex) => {
      named.push(request.headers['proxy-authorization']);
      const [host, port] = (request.url ?? '').split(':');
      const there = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        there.pipe(socket).pipe(there);
      });
      for (const end of [there, socket]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    turn = opened({ TEAMS_PROXY: `http://maru:p%40ss@127.0.0.1:${port}` });
    expect(await turn()).toEqual(done);
    const as = `Basic ${Buffer.from('maru:p@ss').toString('base64')}`;
    expect(named).toEqual([as, as]);
    await new Promise((closed) => proxy.close(closed));
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
