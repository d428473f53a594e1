/** Requests to the playground: no accounts there, so who is outside is a page of another address, or another machine. */
import { EVERYBODY } from '../who-may/people.js';
import type { Target } from '../who-may/table.js';
import { hostilePayload, oddBody } from './payloads.js';
import type { Random } from './random.js';
import type { Crafted } from './request.js';

const TYPE = 'application/json';
const POSTS = ['/api/said', '/api/pressed', '/api/clock'];
const GETS = ['/api/start', '/api/clock', '/api/conversation', '/api/file', '/', '/page/main.js'];
/** Above the largest body that is read, in bytes. */
const OVERSIZED = 300 * 1024;

let count = 0;
const next = () => {
  count += 1;
  return `forged-${String(count).padStart(8, '0')}`;
};

/** `card`: the id of a message in the section's channel. */
export function playgroundRequests(
  random: Random,
  targets: Readonly<Record<Target, string>>,
  { host, card }: { host: string; card: string },
) {
  const crafted = (
    kind: Crafted['kind'],
    what: string,
    path: string,
    body: Buffer,
    headers: Readonly<Record<string, string>> = {},
    method = 'POST',
  ): Crafted => ({
    what: `playground: ${what}`,
    kind,
    method,
    path,
    headers: { host, ...(method === 'GET' ? {} : { 'content-type': TYPE }), ...headers },
    body,
  });
  const said = (text: string) => ({
    id: next(),
    person: random.pick(EVERYBODY).id,
    text,
    channel: null,
    thread: null,
  });
  const pressed = (person: string, action: unknown, fields: object) => ({
    id: next(),
    person,
    message: card,
    action,
    fields,
  });
  const json = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '');
  const none = Buffer.alloc(0);
  const outside: (() => Crafted)[] = [
    () =>
      crafted('outside', 'another name of this machine', random.pick(POSTS), json(said('状況')), {
        host: random.pick([
          'example.com',
          '127.0.0.1.example.com',
          'localhost.example.com:3000',
          '0.0.0.0',
          'x',
        ]),
      }),
    () =>
      crafted('outside', 'a page of another address', random.pick(POSTS), json(said('状況')), {
        origin: random.pick(['https://example.com', 'null', 'http://127.0.0.1', `https://${host}`]),
      }),
    () =>
      crafted('outside', 'another site', random.pick(POSTS), json(said('状況')), {
        'sec-fetch-site': random.pick(['cross-site', 'same-site', 'none', 'x']),
      }),
    () =>
      crafted('outside', 'another content type', random.pick(POSTS), json(said('状況')), {
        'content-type': random.pick([
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data',
        ]),
      }),
    () =>
      crafted(
        'outside',
        'nothing there',
        `/${random.pick(['api', 'api/x', '.env', '..%2f..%2fetc%2fpasswd', '%00', '%E0%A4%A', '%'])}`,
        none,
        {},
        'GET',
      ),
  ];
  const oversized = () =>
    crafted('outside', 'oversized', '/api/said', json({ ...said('x'.repeat(OVERSIZED)) }));
  const odd = (): Crafted => {
    if (random.chance(20)) {
      const query = `?${random.pick(['person', 'message', 'channel', 'before', '__proto__'])}=${encodeURIComponent(
        random
          .text()
          .slice(0, 300)
          .replace(/[\ud800-\udfff]/gu, '?'),
      )}`;
      return crafted('odd', 'a question of an odd shape', random.pick(GETS) + query, none, {}, 'GET');
    }
    const base = random.chance(50)
      ? said(random.text().slice(0, 300))
      : pressed(random.pick(EVERYBODY).id, '{"do":"status"}', {});
    return crafted('odd', 'of an odd shape', random.pick(POSTS.slice(0, 2)), oddBody(random, base));
  };
  const press = (): Crafted => {
    const { who, action, fields } = hostilePayload(random, targets);
    const what = `${action.slice(0, 300)} by ${who.id}`;
    return crafted('pressed', what, '/api/pressed', json(pressed(who.id, action, fields)));
  };
  return { outside: () => (random.chance(1) ? oversized() : random.pick(outside)()), odd, press };
}
