/** TLS to a Cluster and to what Sentinels name, between their servers too, checked against an authority of one's own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/config.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { deskKey, slotOf } from '../../../src/store/redis/shards.js';
import { makeAuthority } from '../../support/certificates.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { type Secured, startCluster, startSentinels, untilSaid } from '../../support/several-redis.js';
import { testDir } from '../../support/stores.js';

const noLog = { warn: () => undefined };
let ca: string;
let other: string;
let secured: Secured;

beforeAll(async () => {
  const dir = await testDir();
  const file = async (name: string, text: string) => {
    await writeFile(join(dir, name), text);
    return join(dir, name);
  };
  const authority = makeAuthority('Maru test authority');
  const { certificate, key } = authority.issue('127.0.0.1');
  ca = await file('ca.pem', authority.certificate);
  other = await file('other.pem', makeAuthority('somebody else').certificate);
  secured = {
    'tls-cert-file': await file('cert.pem', certificate),
    'tls-key-file': await file('key.pem', key),
    'tls-ca-cert-file': ca,
    'tls-auth-clients': 'no',
    'tls-replication': 'yes',
  };
});

const open = (url: string, file = ca) =>
  openRedis(readConfig({ REDIS_URL: url, REDIS_CA_FILE: file }).REDIS_URL, noLog, PATIENCE_MS);

test('a Cluster behind TLS takes what it is given, again when a master is killed', async () => {
  const cluster = await startCluster(undefined, secured);
  const redis = open(cluster.url);
  const people = Array.from({ length: 12 }, (_, i) => `担当者${i}`);
  try {
    await untilReady(redis, PATIENCE_MS);
    const takes = async () => {
      for (const person of people) await redis.hset(deskKey(person), 'body', person);
      return (
        (await Promise.all(people.map((one) => redis.hget(deskKey(one), 'body')))).join() === people.join()
      );
    };
    expect(await takes()).toBe(true);
    await cluster.failOver(slotOf(people[0]!));
    await untilSaid('all of it taken again', takes);
    const stranger = open(cluster.url, other);
    await expect(untilReady(stranger, PATIENCE_MS)).rejects.toThrow('Redis');
    stranger.disconnect();
  } finally {
    redis.disconnect();
    await cluster.stop();
  }
}, 180_000);

test('Sentinels behind TLS name the primary, and the next one when it is killed', async () => {
  const sentinels = await startSentinels(secured);
  const redis = open(sentinels.url);
  try {
    await untilReady(redis, PATIENCE_MS);
    const takes = async () =>
      (await redis.set('maru:x', '1')) === 'OK' && (await redis.get('maru:x')) === '1';
    expect(await takes()).toBe(true);
    await sentinels.failOver();
    await untilSaid('taken again', takes);
  } finally {
    redis.disconnect();
    await sentinels.stop();
  }
}, 180_000);
