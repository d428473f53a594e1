/** The adapter alone, with a flow that only notes what it is given; on the other side a local stand-in for Microsoft. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { AddressBook, Channels } from '../../../src/chat/teams/ports.js';
import { teamsSettings } from '../../../src/chat/teams/settings.js';
import { createTeams, type TeamsParts } from '../../../src/chat/teams/teams.js';
import type { Input } from '../../../src/core/conversation/input.js';
import type { Handled } from '../../../src/flow/handle.js';
import { type BotConnector, teamsActivities } from '../../support/bot-connector.js';
import { heldWaits } from '../../support/waits.js';

export type SmallBot = Awaited<ReturnType<typeof startSmallBot>>;

export async function startSmallBot(
  connector: BotConnector,
  options: {
    settings?: Record<string, string>;
    unauthenticatedOnLoopback?: boolean;
    pages?: TeamsParts['pages'];
    pace?: TeamsParts['pace'];
  } = {},
) {
  const inputs: Input[] = [];
  const accounts = new Map<string, string>();
  const direct = new Map<string, string>();
  const unreachable: { person: string; place: string; reason: string }[] = [];
  const logged: { level: string; facts: object; message: string }[] = [];
  const logAt = (level: string) => (facts: object, message: string) =>
    void logged.push({ level, facts, message });
  let answer: (input: Input) => Promise<Handled> = async () => ({
    status: 'taken',
    reply: null,
    effects: [],
  });
  const addresses: AddressBook = {
    personOfAccount: async (account) => accounts.get(account) ?? null,
    async linkOf(account) {
      const person = accounts.get(account);
      return person === undefined ? null : { person, standing: 'member', knownAt: new Date().toISOString() };
    },
    async meet(account, { standing, emails: [email] }) {
      if (standing !== 'member') return { status: 'refused', why: standing };
      if (email === undefined) return { status: 'unknown' };
      const person = accounts.get(account) ?? `person-of-${email}`;
      accounts.set(account, person);
      return { status: 'known', person };
    },
    directPlaceOf: async (person) => direct.get(person) ?? null,
    rememberDirectPlace: async (person, place) => void direct.set(person, place),
    markUnreachable: async (person, place, reason) => void unreachable.push({ person, place, reason }),
  };
  const channels: Channels = {
    sectionNamed: async () => ({ ok: false, language: 'ja', reason: 'not_coordinator', names: [] }),
    linkChannel: async () => undefined,
    doubtOf: async () => null,
  };
  const counted: string[] = [];
  const teams = createTeams({
    settings: teamsSettings.parse({ ...connector.environment(), ...options.settings }),
    flow: () => ({
      handle: async (input) => {
        inputs.push(input);
        return answer(input);
      },
      work: { start: async () => undefined, keep: async () => undefined },
      uploads: {
        keep: async ({ id, name }) => ({ name, size: 1, kept: true, upload: id }),
        load: async () => null,
        drop: async () => undefined,
        directions: async () => null,
      },
    }),
    addresses,
    channels,
    wait: heldWaits().wait,
    clock: { now: () => new Date() },
    meter: {
      input: (platform, outcome) => void counted.push(`${platform} ${outcome}`),
      acknowledged: (platform) => void counted.push(`${platform} acknowledged`),
      platformError: (platform, method) => void counted.push(`${platform} ${method}`),
    },
    log: { info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
    ...(options.pages ? { pages: options.pages } : {}),
    ...(options.pace ? { pace: options.pace } : {}),
    ...(options.unauthenticatedOnLoopback ? { unauthenticatedOnLoopback: true } : {}),
  });
  const http = createServer(express().use(teams.path, teams.listener));
  // Node.js' five seconds end a connection in the moment that a busy machine takes it up again.
  http.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/teams/messages`;

  /** Posts any body; gives status and text. */
  async function post(body: string, headers: Record<string, string> = {}) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${connector.token()}`,
        ...headers,
      },
      body,
    });
    return { status: response.status, text: await response.text() };
  }
  return {
    activities: teamsActivities(connector),
    teams,
    inputs,
    accounts,
    direct,
    unreachable,
    logged,
    /** what the meter was told */
    counted,
    url,
    post,
    answers(next: (input: Input) => Promise<Handled>) {
      answer = next;
    },
    async stop() {
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
      await teams.stop();
    },
  };
}
