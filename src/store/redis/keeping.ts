/** Whether a Redis keeps what it is given: asked once, before the service takes anything. */
import type { Redis } from 'ioredis';

export type Keeping =
  | { readonly kind: 'keeps' }
  /** may throw drafts away when its memory is full; `policy` as Redis names it */
  | { readonly kind: 'may_evict'; readonly policy: string }
  /** neither an append-only file nor snapshots: everything is gone with its process */
  | { readonly kind: 'nothing_on_disk' }
  /** it does not say (a managed Redis that forbids CONFIG) */
  | { readonly kind: 'unknown' };

/**
 * What INFO and CONFIG say of `maxmemory-policy`, `appendonly` and `save`. A managed Redis that forbids one or both is
 * `unknown` as far as it does not say. Rejects when Redis does not answer.
 */
export async function keepingOf(redis: Redis): Promise<Keeping> {
  const policy =
    (await infoOf(redis, 'memory', 'maxmemory_policy')) ?? (await settingOf(redis, 'maxmemory-policy'));
  // With any other policy drafts and seen marks may go, whatever the memory's limit is today.
  if (policy !== null && policy !== 'noeviction') return { kind: 'may_evict', policy };
  const appends = await infoOf(redis, 'persistence', 'aof_enabled');
  if (appends !== '1') {
    const [appendonly, save] = [await settingOf(redis, 'appendonly'), await settingOf(redis, 'save')];
    if (appendonly === null || save === null) return { kind: 'unknown' };
    if (appendonly !== 'yes' && save.trim() === '') return { kind: 'nothing_on_disk' };
  }
  return { kind: policy === null ? 'unknown' : 'keeps' };
}

async function infoOf(redis: Redis, section: string, name: string): Promise<string | null> {
  const info = await redis.info(section).catch(forbidden);
  return info === null ? null : (new RegExp(`^${name}:(.*)$`, 'mu').exec(info)?.[1]?.trim() ?? null);
}

async function settingOf(redis: Redis, name: string): Promise<string | null> {
  const found = (await redis.config('GET', name).catch(forbidden)) as string[] | null;
  return found?.[1] ?? null;
}

/** Redis's own refusal is an answer; anything else is a fault. */
function forbidden(error: unknown): null {
  if (error instanceof Error && error.name === 'ReplyError') return null;
  throw error;
}
