/** Redis behind TLS, checked against an authority of one's own; and as a user who may no more than Maru needs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/config.js';
import { startChildServer } from '../../../src/services/child-server.js';
import { freePort } from '../../../src/services/free-port.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { makeAuthority } from '../../support/certificates.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { redisProgram, testDir } from '../../support/stores.js';

const noLog = { warn: () => undefined };
const authority = makeAuthority('Maru test authority');
let dir: string;
let port: number;
let stop: () => Promise<void>;

async function serve(certificate: { certificate: string; key: string }, at: number) {
  const file = (name: string) => join(dir, `${at}-${name}`);
  await writeFile(file('cert.pem'), certificate.certificate);
  await writeFile(file('key.pem'), certificate.key);
  const server = await startChildServer({
    command: [
      redisProgram(),
      ...['--port', '0', '--tls-port', String(at), '--bind', '127.0.0.1', '--dir', dir, '--save', ''],
      ...['--tls-cert-file', file('cert.pem'), '--tls-key-file', file('key.pem')],
      ...['--tls-ca-cert-file', join(dir, 'ca.pem'), '--tls-auth-clients', 'no'],
    ],
    signal: 'TERM',
    logFile: file('redis.log'),
  });
  return server.stop;
}

beforeAll(async () => {
  dir = await testDir();
  await writeFile(join(dir, 'ca.pem'), authority.certificate);
  await writeFile(join(dir, 'other.pem'), makeAuthority('somebody else').certificate);
  port = await freePort();
  stop = await serve(authority.issue('127.0.0.1'), port);
});
afterAll(() => stop());

const ca = () => join(dir, 'ca.pem');
async function ready(environment: Record<string, string>): Promise<string> {
  const redis = openRedis(readConfig(environment).REDIS_URL, noLog, PATIENCE_MS);
  try {
    await untilReady(redis, PATIENCE_MS);
    return await redis.ping();
  } finally {
    redis.disconnect();
  }
}

test('rediss:// with an authority of one’s own', async () => {
  expect(await ready({ REDIS_URL: `rediss://127.0.0.1:${port}`, REDIS_CA_FILE: ca() })).toBe('PONG');
});

test('another authority, none, or another host: one sentence, at once', async () => {
  const url = `rediss://127.0.0.1:${port}`;
  await expect(ready({ REDIS_URL: url, REDIS_CA_FILE: join(dir, 'other.pem') })).rejects.toThrow(
    'Redis の証明書を確かめられません',
  );
  await expect(ready({ REDIS_URL: url })).rejects.toThrow('REDIS_CA_FILE');
  await expect(ready({ REDIS_URL: `rediss://localhost:${port}`, REDIS_CA_FILE: ca() })).rejects.toThrow(
    'ERR_TLS_CERT_ALTNAME_INVALID',
  );
});

test('one that is out of date', async () => {
  const late = await freePort();
  const end = await serve(authority.issue('127.0.0.1', new Date(Date.now() - 1_000)), late);
  try {
    await expect(ready({ REDIS_URL: `rediss://127.0.0.1:${late}`, REDIS_CA_FILE: ca() })).rejects.toThrow(
      'CERT_HAS_EXPIRED',
    );
  } finally {
    await end();
  }
});
