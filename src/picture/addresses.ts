/**
 * Pictures at addresses of our own, for a platform that can only be told where one is: each address is signed, is of no use
 * after an hour, and names a picture by a number that nobody can guess. All instances know them, since they are in Redis.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Express, Response } from 'express';
import type { Redis } from 'ioredis';
import type { Clock } from '../flow/ports.js';

/** Whoever opens the chat later reads the numbers, which stand beside every picture. */
const VALID_MS = 3_600_000;
const KEY = 'maru:picture-key';
const pictureKey = (id: string) => `maru:picture:${id}`;
const PATH = '/pictures';
const ID = /^[0-9a-f]{32}$/u;
const SIGNED = /^[0-9a-f]{64}$/u;
const UNTIL = /^\d{10,15}$/u;

type PictureAddresses = {
  /** Keeps a picture; gives its address. Rejects when Redis does not answer. */
  keep(png: Uint8Array): Promise<string>;
  mount(server: Express): void;
};

/** @param publicUrl  under which this service is reached from outside, without the path */
export function openPictureAddresses(redis: Redis, publicUrl: string, clock: Clock): PictureAddresses {
  let secret: Promise<string> | null = null;
  /** One for all instances, made by the first. */
  function secretOf(): Promise<string> {
    secret ??= (async () => {
      await redis.set(KEY, randomBytes(32).toString('hex'), 'NX');
      const kept = await redis.get(KEY);
      if (kept === null) throw new Error('the key of the pictures is not there');
      return kept;
    })();
    secret.catch(() => {
      secret = null;
    });
    return secret;
  }
  const sign = async (id: string, until: string) =>
    createHmac('sha256', await secretOf())
      .update(`${id} ${until}`)
      .digest();

  /** The picture; null for whatever is not signed so, is over, or is not kept any more. */
  async function read(id: string, query: Readonly<Record<string, unknown>>): Promise<Buffer | null> {
    const { until, sign: signed } = query;
    if (typeof until !== 'string' || typeof signed !== 'string') return null;
    if (!ID.test(id) || !UNTIL.test(until) || !SIGNED.test(signed)) return null;
    if (Number(until) <= clock.now().getTime()) return null;
    if (!timingSafeEqual(await sign(id, until), Buffer.from(signed, 'hex'))) return null;
    return redis.getBuffer(pictureKey(id));
  }

  return {
    async keep(png) {
      const id = randomBytes(16).toString('hex');
      const until = String(clock.now().getTime() + VALID_MS);
      const signed = (await sign(id, until)).toString('hex');
      await redis.set(pictureKey(id), Buffer.from(png), 'PX', VALID_MS);
      return `${publicUrl.replace(/\/$/u, '')}${PATH}/${id}?until=${until}&sign=${signed}`;
    },
    mount(server) {
      server.get(`${PATH}/:id`, async (request, response: Response) => {
        const png = await read(request.params.id, request.query).catch(() => 'away' as const);
        response.set({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
        if (png === 'away') return void response.status(503).end();
        // The same for every reason: nobody learns which part of an address was right.
        if (png === null) return void response.status(404).end();
        response.set('Cache-Control', 'private, max-age=600').type('png').send(png);
      });
    },
  };
}
