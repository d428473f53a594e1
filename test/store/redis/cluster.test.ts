import { expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { draftLines, dropDrafts } from '../../../src/store/redis/dump.js';
import { keepingOf } from '../../../src/store/redis/keeping.js';
import { masterOf } from '../../../src/store/redis/servers/nodes.js';
import { slotOf } from '../../../src/store/redis/shards.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { moveSlot, startCluster, type TestCluster, untilSaid } from '../../support/several-redis.js';
import { deliver, opened, severalSuite, turn } from './several-suite.js';

let cluster: TestCluster;
/** How long a commit waits for its replica and is told so, in milliseconds: seven tenths of it for the replica, the rest for the answer. */
const HASTY_MS = 3_000;

const suite = severalSuite('Redis Cluster', async () => {
  cluster = await startCluster();
  return cluster;
});

test('while a slot is moved its people are answered again later, the others at once, and nothing is lost', async () => {
  const redis = suite.redis();
  await dropDrafts(redis);
  const slot = slotOf('p0');
  const beside = Array.from({ length: 100 }, (_, i) => `p${i}`).find((one) => slotOf(one) !== slot) as string;
  for (let n = 0; n < 20; n += 1) await deliver(redis, 'p0', `p0 ${n}`);
  const from = await cluster.masterOfSlot(slot);
  const to = cluster.members.slice(0, 3).find((one) => one !== from)!;
  const hasty: Redis = await opened(cluster.url, HASTY_MS);
  try {
    const drafts = openDrafts(hasty);
    await moveSlot(cluster, slot, to, async () => {
      await expect(drafts.commit(turn('p0', 'meanwhile', await drafts.load('p0')))).rejects.toThrow();
      expect(await drafts.commit(turn(beside, 'beside', await drafts.load(beside)))).toBe('ok');
      // A walk over all keys could miss what moves behind it.
      await expect(all(draftLines(redis))).rejects.toThrow('being moved');
    });
  } finally {
    hasty.disconnect();
  }
  expect(await deliver(redis, 'p0', 'meanwhile')).toBe('ok');
  expect(masterOf(redis, slot)?.options.port).toBe(to.server.port);
  for (let n = 0; n < 20; n += 1) expect(await deliver(redis, 'p0', `p0 ${n}`)).toBe('seen');
  const { desk } = await openDrafts(redis).load('p0');
  expect(desk.held.map(({ text }) => text)).toEqual([
    ...Array.from({ length: 20 }, (_, n) => `p0 ${n}`),
    'meanwhile',
  ]);
  expect((await all(draftLines(redis))).length).toBeGreaterThan(20);
});

test(
  'a master without its replica: whoever is kept there is refused, the others are not, and it is said',
  async () => {
    const redis = suite.redis();
    await dropDrafts(redis);
    const slot = slotOf('p0');
    const master = await cluster.masterOfSlot(slot);
    const replica = await replicaOf(master.id);
    await master.admin.config('SET', 'min-replicas-max-lag', '2');
    process.kill(replica.server.pid, 'SIGSTOP');
    const hasty = await opened(cluster.url, HASTY_MS);
    try {
      const drafts = openDrafts(hasty);
      await expect(drafts.commit(turn('p0', 'alone', await drafts.load('p0')))).rejects.toThrow(
        /on 0 of 1 replicas|longer than|NOREPLICAS/u,
      );
      const beside = Array.from({ length: 100 }, (_, i) => `p${i}`);
      const others = [];
      for (const one of beside) if ((await cluster.masterOfSlot(slotOf(one))) !== master) others.push(one);
      expect(await drafts.commit(turn(others[0]!, 'beside', await drafts.load(others[0]!)))).toBe('ok');
      await untilSaid('that it is alone', async () => {
        const keeping = await keepingOf(redis, null);
        return keeping.kind === 'keeps' && keeping.alone === 'now';
      });
    } finally {
      process.kill(replica.server.pid, 'SIGCONT');
      hasty.disconnect();
    }
    // It was made, and is acknowledged when a replica has it.
    expect(await deliver(redis, 'p0', 'alone')).toMatch(/seen|ok/u);
    expect((await openDrafts(redis).load('p0')).desk.held.map(({ text }) => text)).toEqual(['alone']);
  },
  3 * PATIENCE_MS,
);

async function replicaOf(master: string) {
  for (const one of cluster.members) {
    const line = String(await one.admin.cluster('NODES'))
      .split('\n')
      .find((said) => said.includes('myself'));
    if (line?.split(' ')[3] === master) return one;
  }
  throw new Error('no replica');
}

async function all(lines: AsyncIterable<Buffer>): Promise<string[]> {
  const said: string[] = [];
  for await (const line of lines) said.push(String(line));
  return said;
}
