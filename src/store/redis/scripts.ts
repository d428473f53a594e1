/**
 * The Lua scripts of the drafts. A script runs alone and whole in Redis: that is what makes a commit atomic without
 * locks. Every script may be carried out twice for one call (see client.ts). On a Cluster its keys are of one shard.
 */
import type { Redis } from 'ioredis';

/**
 * KEYS: seen mark, desk, effects by id, effects by time, where an unread desk is put aside; on one server also the seen
 * mark and the desk as versions without shards name them. ARGV: owner token, expected revision, next revision, body,
 * desk's lifetime (ms), mark's lifetime (ms), now (ms), 1 to put the stored body aside before it is replaced, what stands
 * in place of a desk that was moved, then id and JSON of each effect to keep.
 *
 * The mark holds a token of the call that set it: when the answer was lost and the same call comes again, it finds
 * its own token and answers `ok`; with a bare mark it would answer `seen`, and the reply would be dropped. It is written
 * anew then: whoever waits for a replica to have it waits for what this connection wrote.
 *
 * A desk under its earlier name is moved here by the first commit. What is left there is of a newer form, so an older
 * instance hands on whatever the person sends; its revision has grown, so what that instance was about to commit conflicts.
 */
const COMMIT = `
local owner = redis.call('GET', KEYS[1]) or (KEYS[6] and redis.call('GET', KEYS[6]))
if owner then
  redis.call('SET', KEYS[1], owner, 'PX', ARGV[6])
  if owner == ARGV[1] then return 'ok' end
  return 'seen'
end
local at = KEYS[2]
local before = KEYS[7] and redis.call('HGET', KEYS[7], 'body')
if KEYS[7] and before ~= ARGV[9] and redis.call('HLEN', KEYS[2]) == 0 then at = KEYS[7] end
local revision = redis.call('HGET', at, 'revision') or '0'
if #revision > 15 or not string.find(revision, '^[1-9]%d*$') then revision = '0' end
if revision ~= ARGV[2] then return 'conflict' end
if ARGV[8] == '1' then redis.call('SET', KEYS[5], redis.call('HGET', at, 'body') or '', 'PX', ARGV[5]) end
redis.call('HSET', KEYS[2], 'revision', ARGV[3], 'body', ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
if KEYS[7] and before ~= ARGV[9] then
  redis.call('HSET', KEYS[7], 'revision', ARGV[3], 'body', ARGV[9])
  redis.call('PEXPIRE', KEYS[7], ARGV[5])
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[6])
for i = 10, #ARGV, 2 do
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
  redis.call('ZADD', KEYS[4], ARGV[7], ARGV[i])
end
return 'ok'
`;

/**
 * KEYS: effects by id, effects by time and their tries as versions without shards name them, then those of a shard.
 * ARGV: the id of an effect that is moved there, as it is. One server only.
 */
const MOVE = `
local body = redis.call('HGET', KEYS[1], ARGV[1])
local score = redis.call('ZSCORE', KEYS[2], ARGV[1])
local tried = redis.call('HGET', KEYS[3], ARGV[1])
if body and redis.call('HSETNX', KEYS[4], ARGV[1], body) == 1 then
  redis.call('ZADD', KEYS[5], score or 0, ARGV[1])
  if tried then redis.call('HSET', KEYS[6], ARGV[1], tried) end
end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
return 1
`;

/** KEYS: effects by id, effects by time. ARGV: now (ms), id and JSON of an effect. One that is kept stays as it is. */
const KEEP = `
if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 0 then
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
  redis.call('ZADD', KEYS[2], ARGV[1], ARGV[2])
end
return 1
`;

/**
 * KEYS: effects by id, effects by time, their tries, those put aside, of each shard that has some. ARGV: for each of
 * these how many ids, and the ids. On a Cluster one shard a call.
 */
const STRIKE = `
local at = 1
for i = 1, #KEYS, 4 do
  local last = at + tonumber(ARGV[at])
  redis.call('HDEL', KEYS[i], unpack(ARGV, at + 1, last))
  redis.call('ZREM', KEYS[i + 1], unpack(ARGV, at + 1, last))
  redis.call('HDEL', KEYS[i + 2], unpack(ARGV, at + 1, last))
  redis.call('HDEL', KEYS[i + 3], unpack(ARGV, at + 1, last))
  at = last + 1
end
return 1
`;

/**
 * KEYS: the hash of each goal whose questions are asked. ARGV: lifetime (ms), then for each of these how many messages,
 * and the field and JSON of each. On a Cluster one hash a call.
 */
const ASKED = `
local at = 2
for _, key in ipairs(KEYS) do
  local last = at + 2 * tonumber(ARGV[at])
  if last > at then
    redis.call('HSET', key, unpack(ARGV, at + 1, last))
    redis.call('PEXPIRE', key, ARGV[1])
  end
  at = last + 1
end
return 1
`;

/** KEYS: effects by time of each shard; on a Cluster one a call. Gives the time of the oldest of each, '' where there is none. */
const OLDEST = `
local oldest = {}
for i, key in ipairs(KEYS) do oldest[i] = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2] or '' end
return oldest
`;

/**
 * The tries of an effect: how often it was begun since it last ended, how often it failed, and why it failed last. The
 * commit that keeps an effect begins it, so that nothing is written for one that is done at once.
 */
const TRIES = `
local function tries(stored)
  local begun, failed, reason = string.match(stored or '', '^(%d+):(%d+):(.*)$')
  return tonumber(begun or 1), tonumber(failed or 0), reason or ''
end
`;

/**
 * KEYS: effects by id, effects by time, their tries, those put aside. ARGV: oldest time that is not overdue (ms), now
 * (ms), limit, 1 for those that are begun alone, else 0, most times begun, most times failed, the reason of what never
 * ended. Judged and counted before it is given out: what ends the process leaves its count.
 * A claimed effect counts as kept now: whoever claimed it has as long again before another sweep takes it. The
 * thousandths keep the order among those claimed together.
 */
const CLAIM = `${TRIES}
local claimed = {}
local skipped = 0
while true do
  local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[1], 'LIMIT', skipped, 100)
  if #ids == 0 then return claimed end
  for _, id in ipairs(ids) do
    local body = redis.call('HGET', KEYS[1], id)
    local begun, failed, reason = tries(redis.call('HGET', KEYS[3], id))
    local over = begun >= tonumber(ARGV[5])
    if not body then
      redis.call('ZREM', KEYS[2], id)
      redis.call('HDEL', KEYS[3], id)
    elseif over or failed >= tonumber(ARGV[6]) then
      local aside = { reason = over and ARGV[7] or reason, at = tonumber(ARGV[2]), tries = over and begun or failed, body = body }
      redis.call('HSET', KEYS[4], id, cjson.encode(aside))
      redis.call('HDEL', KEYS[1], id)
      redis.call('ZREM', KEYS[2], id)
      redis.call('HDEL', KEYS[3], id)
    elseif (begun >= 2) ~= (ARGV[4] == '1') then
      skipped = skipped + 1
    else
      claimed[#claimed + 1] = id
      claimed[#claimed + 1] = body
      redis.call('ZADD', KEYS[2], string.format('%.3f', tonumber(ARGV[2]) + math.min(#claimed / 2, 999) / 1000), id)
      redis.call('HSET', KEYS[3], id, (begun + 1) .. ':' .. failed .. ':' .. reason)
      if #claimed >= 2 * tonumber(ARGV[3]) then return claimed end
    end
  end
end
`;

/**
 * KEYS: effects by id, effects by time, their tries. ARGV: the time (ms) from which on they wait, how long (ms), longest
 * wait of one that failed (ms), the id of that one, why, then ids.
 */
const LEAVE = `${TRIES}
for i = 6, #ARGV do
  local id = ARGV[i]
  if redis.call('HEXISTS', KEYS[1], id) == 1 then
    local _, failed, reason = tries(redis.call('HGET', KEYS[3], id))
    local wait = tonumber(ARGV[2])
    if id == ARGV[4] then
      wait = math.min(wait * 2 ^ failed, tonumber(ARGV[3]))
      failed = failed + 1
      reason = ARGV[5]
    end
    redis.call('HSET', KEYS[3], id, '0:' .. failed .. ':' .. reason)
    redis.call('ZADD', KEYS[2], string.format('%.3f', tonumber(ARGV[1]) + wait + math.min(i - 6, 999) / 1000), id)
  end
end
return 1
`;

/** KEYS: effects by id, effects by time, their tries, those put aside. ARGV: ids. What was put aside is overdue again. */
const RETRY = `
local done = 0
for i, id in ipairs(ARGV) do
  local aside = redis.call('HGET', KEYS[4], id)
  if aside then
    redis.call('HSET', KEYS[1], id, cjson.decode(aside).body)
    redis.call('ZADD', KEYS[2], i, id)
    redis.call('HSET', KEYS[3], id, '0:0:')
    redis.call('HDEL', KEYS[4], id)
    done = done + 1
  end
end
return done
`;

/** KEYS: effects by id. ARGV: id and JSON of an effect. One that was struck off meanwhile does not come back. */
const AMEND = `
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 1
`;

export type Scripts = {
  maruCommit(keys: number, ...args: (string | number)[]): Promise<'ok' | 'seen' | 'conflict'>;
  maruKeep(...args: (string | number)[]): Promise<number>;
  maruAmend(...args: string[]): Promise<number>;
  maruMove(...args: string[]): Promise<number>;
  maruStrike(keys: number, ...args: (string | number)[]): Promise<number>;
  maruAsked(keys: number, ...args: (string | number)[]): Promise<number>;
  maruOldest(keys: number, ...args: string[]): Promise<string[]>;
  maruClaim(...args: (string | number)[]): Promise<string[]>;
  maruLeave(...args: (string | number)[]): Promise<number>;
  maruRetry(...args: string[]): Promise<number>;
};

/** Makes the scripts known to the client: each call is one EVALSHA, and an EVAL only when Redis has forgotten it. */
export function withScripts(redis: Redis): Redis & Scripts {
  if ('maruCommit' in redis) return redis as Redis & Scripts;
  redis.defineCommand('maruCommit', { lua: COMMIT });
  redis.defineCommand('maruKeep', { lua: KEEP, numberOfKeys: 2 });
  redis.defineCommand('maruAmend', { lua: AMEND, numberOfKeys: 1 });
  redis.defineCommand('maruMove', { lua: MOVE, numberOfKeys: 6 });
  redis.defineCommand('maruStrike', { lua: STRIKE });
  redis.defineCommand('maruAsked', { lua: ASKED });
  redis.defineCommand('maruOldest', { lua: OLDEST });
  redis.defineCommand('maruClaim', { lua: CLAIM, numberOfKeys: 4 });
  redis.defineCommand('maruLeave', { lua: LEAVE, numberOfKeys: 3 });
  redis.defineCommand('maruRetry', { lua: RETRY, numberOfKeys: 4 });
  return redis as Redis & Scripts;
}
