/** What is put aside in Redis, and the record told of it: the two stores of one service together. */
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Log } from '../flow/log.js';
import type { Clock } from '../flow/ports.js';
import { makeTellAside, type TellAside } from '../flow/put-aside.js';
import { keepAside } from './postgres/notices/put-aside.js';
import { asideEffects } from './redis/aside.js';
import { openStops, type RedisStops } from './redis/stops.js';

type Aside = { readonly stops: RedisStops; readonly tell: TellAside };

/** On open stores; `stops` is empty until it is refreshed, which `tell` does. */
export function openAside(
  { redis, pool }: { readonly redis: Redis; readonly pool: Pool },
  clock: Clock,
  log: Log,
): Aside {
  const stops = openStops(redis, clock.now);
  const list = async () => {
    await stops.refresh();
    return [...(await asideEffects(redis)), ...stops.list()];
  };
  return { stops, tell: makeTellAside({ list, keep: (some) => keepAside(pool, some), log }) };
}
