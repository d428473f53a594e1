/**
 * The Lua scripts of the drafts. A script runs alone and whole in Redis: that is what makes a commit atomic without
 * locks. Every script may be carried out twice for one call (see client.ts).
 */
import type { Redis } from 'ioredis';

/**
 * KEYS: seen mark, desk, effects by id, effects by time, where an unread desk is put aside. ARGV: owner token, expected
 * revision, next revision, body, desk's lifetime (ms), mark's lifetime (ms), now (ms), 1 to put the stored body aside
 * before it is replaced, then id and JSON of each effect to keep.
 *
 * The mark holds a token of the call that set it: when the answer was lost and the same call comes again, it finds
 * its own token and answers `ok`; with a bare mark it would answer `seen`, and the reply would be dropped.
 */
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

/** KEYS: effects by id, effects by time. ARGV: ids. */
const STRIKE = `
redis.call('HDEL', KEYS[1], unpack(ARGV))
redis.call('ZREM', KEYS[2], unpack(ARGV))
return #ARGV
`;

/**
 * KEYS: effects by id, effects by time. ARGV: oldest time that is not overdue (ms), now (ms), limit.
 * A claimed effect counts as kept now: whoever claimed it has as long again before another sweep takes it. The
 * thousandths keep the order among those claimed together.
 */
const CLAIM = `
local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[1], 'LIMIT', 0, ARGV[3])
local claimed = {}
for i, id in ipairs(ids) do
  local body = redis.call('HGET', KEYS[1], id)
  if body then
    redis.call('ZADD', KEYS[2], string.format('%.3f', tonumber(ARGV[2]) + i / 1000), id)
    claimed[#claimed + 1] = id
    claimed[#claimed + 1] = body
  else
    redis.call('ZREM', KEYS[2], id)
  end
end
return claimed
`;

export type Scripts = {
  maruCommit(...args: (string | number)[]): Promise<'ok' | 'seen' | 'conflict'>;
  maruStrike(...args: string[]): Promise<number>;
  maruClaim(...args: (string | number)[]): Promise<string[]>;
};

/** Makes the scripts known to the client: each call is one EVALSHA, and an EVAL only when Redis has forgotten it. */
export function withScripts(redis: Redis): Redis & Scripts {
  redis.defineCommand('maruCommit', { lua: COMMIT, numberOfKeys: 5 });
  redis.defineCommand('maruStrike', { lua: STRIKE, numberOfKeys: 2 });
  redis.defineCommand('maruClaim', { lua: CLAIM, numberOfKeys: 2 });
  return redis as Redis & Scripts;
}
