/** Tokens that Teams did not sign for this bot, or not for now, each by what is wrong with it. */
import type { BotConnector } from '../../support/bot-connector.js';

const now = () => Math.floor(Date.now() / 1000);

export const FORGED: readonly (readonly [string, (connector: BotConnector) => string])[] = [
  ['no token at all', () => 'abc'],
  ['another signature', (connector) => connector.token({}, {}, 'stranger')],
  ['an unknown key', (connector) => connector.token({}, { kid: 'key-2' })],
  ['no key', (connector) => connector.token({}, { kid: undefined })],
  [
    'no algorithm',
    (connector) => `${connector.token({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
  ],
  ['HMAC with the public key', (connector) => connector.token({}, { alg: 'HS256' })],
  ['expired', (connector) => connector.token({ exp: now() - 400, nbf: now() - 4000 })],
  ['not valid yet', (connector) => connector.token({ nbf: now() + 400 })],
  ['another audience', (connector) => connector.token({ aud: '99999999-2222-4333-8444-555555555555' })],
  ['no audience', (connector) => connector.token({ aud: undefined })],
  ['another issuer', (connector) => connector.token({ iss: 'https://login.example.com' })],
  [
    'another service URL',
    (connector) => connector.token({ serviceurl: 'https://smba.trafficmanager.net/jp/' }),
  ],
  ['no service URL', (connector) => connector.token({ serviceurl: undefined })],
];
