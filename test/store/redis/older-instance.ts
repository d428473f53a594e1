/** An instance of the last version without shards, as it worked on Redis: its keys, its scripts, its oldest forms. */
import type { Redis } from 'ioredis';
import { DESK_FORM, type Desk, emptyDesk } from '../../../src/core/draft/drafts.js';

const COMMIT = `
local owner = redis.call('GET', KEYS[1])
if owner then
  if owner == ARGV[1] then return 'ok' end
  return 'seen'
end
local revision = redis.call('HGET', KEYS[2], 'revision') or '0'
if #revision > 15 or not string.find(revision, '^[1-9]%d*$') then revision = '0' end
if revision ~= ARGV[2] then return 'conflict' end
if ARGV[8] == '1' then redis.call('SET', KEYS[5], redis.call('HGET', KEYS[2], 'body') or '', 'PX', ARGV[5]) end
redis.call('HSET', KEYS[2], 'revision', ARGV[3], 'body', ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[6])
for i = 9, #ARGV, 2 do
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
  redis.call('ZADD', KEYS[4], ARGV[7], ARGV[i])
end
return 'ok'
`;
const LIFETIME_MS = 3_600_000;
let tokens = 0;

type Turn = {
  readonly inputId: string;
  readonly person: string;
  readonly revision: number;
  readonly desk: Desk;
  readonly effects: readonly { readonly id: string }[];
  readonly now: string;
};

export function olderInstance(redis: Redis) {
  return {
    /** Throws, as it did, for a desk that a newer version left: whatever the person sends is answered with 503. */
    async load(person: string): Promise<{ desk: Desk; revision: number }> {
      const [revision, body] = await redis.hmget(`maru:desk:${person}`, 'revision', 'body');
      if (body == null) return { desk: emptyDesk, revision: Number(revision ?? 0) };
      const desk = JSON.parse(body) as Desk;
      if (desk.form > DESK_FORM) throw new Error('the desk is of a newer form');
      return { desk, revision: Number(revision) };
    },
    commit({ inputId, person, revision, desk, effects, now }: Turn): Promise<unknown> {
      tokens += 1;
      return redis.eval(
        COMMIT,
        5,
        `maru:seen:${inputId}`,
        `maru:desk:${person}`,
        'maru:effects',
        'maru:effects:by-time',
        `maru:desk:${person}:unread:${revision}`,
        `older ${tokens}`,
        revision,
        revision + 1,
        JSON.stringify(desk),
        LIFETIME_MS,
        LIFETIME_MS,
        Date.parse(now),
        0,
        ...effects.flatMap((one) => [one.id, JSON.stringify(one)]),
      );
    },
  };
}
