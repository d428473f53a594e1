/** Whether a Redis keeps what it is given: asked before the service takes anything, and again with every /readyz. */
import type { Redis } from 'ioredis';
import { replicasOf } from './replicas.js';
import { mastersOf } from './servers/nodes.js';

/** How often the append-only file is brought to the disk: before each answer, or once a second behind the answers. */
export const FSYNC_POLICIES = ['always', 'everysec'] as const;
export type Fsync = (typeof FSYNC_POLICIES)[number];

export type Keeping =
  /** `said`: by Redis itself, or by REDIS_DURABILITY alone. `eviction`: whether it is known that nothing is evicted */
  | {
      readonly kind: 'keeps';
      readonly fsync: Fsync;
      readonly said: 'redis' | 'setting';
      readonly eviction: 'none' | 'unknown';
      /** where replicas are waited for: whether it is known that without one nothing is written, and whether one is there */
      readonly alone?: 'refused' | 'unknown' | 'now';
    }
  /** may throw drafts away when its memory is full; `policy` as Redis names it */
  | { readonly kind: 'may_evict'; readonly policy: string }
  /** neither an append-only file nor snapshots: everything is gone with its process */
  | { readonly kind: 'nothing_on_disk' }
  /** snapshots, or what it does not say, but no append-only file: minutes of answers are gone with its process */
  | { readonly kind: 'not_appended' }
  /** an append-only file that is left to the operating system: half a minute is gone with its machine */
  | { readonly kind: 'not_synced'; readonly setting: string }
  /** REDIS_DURABILITY promises more than Redis itself says */
  | { readonly kind: 'less_than_declared'; readonly fsync: Fsync }
  /** replicas are waited for, and it takes writes without one (min-replicas-to-write 0) */
  | { readonly kind: 'writes_alone' }
  /** it does not say (a managed Redis that forbids CONFIG), and REDIS_DURABILITY does not either */
  | { readonly kind: 'undeclared' };

/**
 * What INFO and CONFIG say of eviction and of the append-only file (redis.io/docs/latest/operate/oss_and_stack/
 * management/persistence). `declared` (REDIS_DURABILITY) counts for what Redis does not say, and never against what it
 * says. Of a Cluster every master that answers is asked, and the one that keeps least counts. Rejects when none answers.
 */
export async function keepingOf(redis: Redis, declared: Fsync | null): Promise<Keeping> {
  const asked = await Promise.allSettled(
    mastersOf(redis).map((master) => keepingAt(master, declared, replicasOf(redis))),
  );
  const all = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [first, ...others] = all;
  if (first === undefined) throw (asked[0] as PromiseRejectedResult).reason;
  return others.reduce(least, first);
}

function least(one: Keeping, other: Keeping): Keeping {
  if (one.kind !== 'keeps') return one;
  if (other.kind !== 'keeps') return other;
  const alone = (['now', 'unknown', 'refused'] as const).find((it) => it === one.alone || it === other.alone);
  return {
    kind: 'keeps',
    fsync: one.fsync === 'always' ? other.fsync : one.fsync,
    said: one.said === 'redis' ? other.said : one.said,
    eviction: one.eviction === 'none' ? other.eviction : one.eviction,
    ...(alone === undefined ? {} : { alone }),
  };
}

async function keepingAt(redis: Redis, declared: Fsync | null, replicas: number): Promise<Keeping> {
  const keeping = await diskOf(redis, declared);
  if (keeping.kind !== 'keeps' || replicas === 0) return keeping;
  const least = (await settings(redis, 'min-replicas-to-write'))?.[1];
  if (least === '0') return { kind: 'writes_alone' };
  // Those that have answered lately; a Redis that does not count these says who is connected.
  const there =
    (await infoOf(redis, 'replication', 'min_slaves_good_slaves')) ??
    (await infoOf(redis, 'replication', 'connected_slaves'));
  const isAlone = there !== null && Number(there) < replicas;
  return { ...keeping, alone: isAlone ? 'now' : least === undefined ? 'unknown' : 'refused' };
}

async function diskOf(redis: Redis, declared: Fsync | null): Promise<Keeping> {
  const policy =
    (await infoOf(redis, 'memory', 'maxmemory_policy')) ?? (await settings(redis, 'maxmemory-policy'))?.[1];
  // With any other policy drafts and seen marks may go, whatever the memory's limit is today.
  if (policy != null && policy !== 'noeviction') return { kind: 'may_evict', policy };
  // One pattern, since several names in one call are known from Redis 7 on.
  const pairs = await settings(redis, '*append*');
  const setting = (name: string) => pairs?.[pairs.indexOf(name) + 1] ?? null;
  const appended = (await infoOf(redis, 'persistence', 'aof_enabled')) ?? setting('appendonly');
  if (appended === '0' || appended === 'no') {
    const save = (await settings(redis, 'save'))?.[1];
    return { kind: save?.trim() === '' ? 'nothing_on_disk' : 'not_appended' };
  }
  const eviction = policy == null ? 'unknown' : 'none';
  if (pairs === null)
    return declared === null
      ? { kind: 'undeclared' }
      : { kind: 'keeps', fsync: declared, said: 'setting', eviction };
  const fsync = FSYNC_POLICIES.find((one) => one === setting('appendfsync'));
  if (fsync === undefined) return { kind: 'not_synced', setting: 'appendfsync' };
  // While the file is rewritten nothing would be brought to the disk, `always` or not.
  if (setting('no-appendfsync-on-rewrite') === 'yes')
    return { kind: 'not_synced', setting: 'no-appendfsync-on-rewrite' };
  if (declared === 'always' && fsync !== 'always') return { kind: 'less_than_declared', fsync };
  return { kind: 'keeps', fsync, said: 'redis', eviction };
}

async function infoOf(redis: Redis, section: string, name: string): Promise<string | null> {
  const info = await redis.info(section).catch(forbidden);
  return info === null ? null : (new RegExp(`^${name}:(.*)$`, 'mu').exec(info)?.[1]?.trim() ?? null);
}

/** Names and values in turn; null where CONFIG is forbidden, or gives nothing. */
async function settings(redis: Redis, pattern: string): Promise<readonly string[] | null> {
  const found = (await redis.config('GET', pattern).catch(forbidden)) as string[] | null;
  return found === null || found.length === 0 ? null : found;
}

/** Redis's own refusal is an answer; anything else is a fault. */
function forbidden(error: unknown): null {
  if (error instanceof Error && error.name === 'ReplyError') return null;
  throw error;
}

/** What a Redis that does not keep enough is told of, and what to do; null when it keeps. */
export function keepingProblem(keeping: Keeping): string | null {
  const unless = '試すだけなら REDIS_MAY_LOSE_DATA=true で動きます。 / ';
  switch (keeping.kind) {
    case 'keeps':
      return null;
    case 'may_evict':
      return `この Redis は、いっぱいになると下書きを消すことがあります（maxmemory-policy ${keeping.policy}）。noeviction にしてください。${unless}This Redis may evict drafts; set maxmemory-policy to noeviction.`;
    case 'nothing_on_disk':
      return `この Redis は、ディスクに何も保存しません。appendonly yes、appendfsync always にしてください。${unless}This Redis keeps nothing on disk; set appendonly to yes and appendfsync to always.`;
    case 'not_appended':
      return `この Redis は、止まると受け取った回答を失います（スナップショットだけでは足りません）。appendonly yes、appendfsync always にしてください。${unless}This Redis loses acknowledged answers when it stops (snapshots are not enough); set appendonly to yes and appendfsync to always.`;
    case 'not_synced': {
      const wanted = keeping.setting === 'appendfsync' ? 'always' : 'no';
      return `この Redis は、回答をディスクに書くのを OS に任せています（${keeping.setting}）。${keeping.setting} ${wanted} にしてください。${unless}This Redis leaves writing to the operating system; set ${keeping.setting} to ${wanted}.`;
    }
    case 'less_than_declared':
      return `REDIS_DURABILITY は always ですが、この Redis は appendfsync ${keeping.fsync} です。どちらかを合わせてください。${unless}REDIS_DURABILITY says always, but this Redis has appendfsync ${keeping.fsync}; make them agree.`;
    case 'writes_alone':
      return `この Redis は、レプリカがなくても書き込みを受け付けます（min-replicas-to-write 0）。切り離された一台が受け取った回答が失われるので、1 にしてください。${unless}This Redis takes writes without a replica, and what it takes when it is cut off is lost; set min-replicas-to-write to 1.`;
    case 'undeclared':
      return `この Redis は、ディスクへの保存の設定を教えません（CONFIG が禁止されています）。管理画面で追記ファイル（AOF）が有効なことを確かめ、その方式を REDIS_DURABILITY に always か everysec と書いてください。${unless}This Redis does not tell how it keeps data (CONFIG is forbidden): see that its append-only file is on and set REDIS_DURABILITY to its policy, always or everysec.`;
    default:
      return keeping satisfies never;
  }
}

/** What a Redis that keeps enough does not promise all the same, to be said at start; none when it promises all. */
export function notPromised(keeping: Extract<Keeping, { kind: 'keeps' }>): string[] {
  return [
    ...(keeping.fsync === 'everysec'
      ? [
          'この Redis は1秒ごとにディスクへ書きます（appendfsync everysec）。Redis の機械の電源が切れると、受け取ったと答えた最後の1秒ほど（ディスクが遅いときは2秒まで）の回答が失われることがあります。失わないためには always にしてください。 / This Redis writes to the disk once a second (appendfsync everysec): when the machine it is on loses power, answers acknowledged in about the last second may be lost (two while its disk is slow); set it to always to lose none.',
        ]
      : []),
    ...(keeping.eviction === 'unknown'
      ? [
          'この Redis が、いっぱいになったときに下書きを消さないかどうかは確かめられませんでした。maxmemory-policy が noeviction であることを管理画面で確かめてください。 / Whether this Redis evicts could not be checked; see that maxmemory-policy is noeviction.',
        ]
      : []),
    ...(keeping.alone === 'unknown'
      ? [
          'この Redis の min-replicas-to-write は確かめられませんでした。1 以上であることを管理画面で確かめてください。 / min-replicas-to-write could not be checked; see that it is at least 1.',
        ]
      : []),
    ...(keeping.alone === 'now'
      ? [
          'レプリカのない Redis があります。そこに置く回答は、レプリカが戻るまで受け取りません（チャットの側が送り直します）。 / A Redis has no replica now: answers kept there are refused, and sent again by the platforms, until one is back.',
        ]
      : []),
  ];
}
