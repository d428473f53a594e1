/** PostgreSQL behind TLS, its certificate checked against an authority of one's own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { readConfig } from '../../../../src/config.js';
import { startPostgres } from '../../../../src/services/postgres.js';
import { postgresAccount } from '../../../../src/services/postgres-account.js';
import { withLongConnection } from '../../../../src/store/postgres/connection/dump.js';
import { openPool } from '../../../../src/store/postgres/connection/pool.js';
import { makeAuthority } from '../../../support/certificates.js';
import { testDir } from '../../../support/stores.js';

const authority = makeAuthority('Maru test authority');
let dir: string;
let server: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  dir = await testDir();
  await writeFile(join(dir, 'ca.pem'), authority.certificate);
  await writeFile(join(dir, 'other.pem'), makeAuthority('somebody else').certificate);
  server = await startPostgres({ dir: join(dir, 'postgres'), persistent: false });
  const { certificate, key } = authority.issue('127.0.0.1');
  const [cert, secret] = [join(dir, 'postgres', 'cert.pem'), join(dir, 'postgres', 'key.pem')];
  await writeFile(cert, certificate);
  await writeFile(secret, key);
  const account = await postgresAccount([join(dir, 'postgres', 'data')]);
  for (const file of [cert, secret]) await account.own(file);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`alter system set ssl_cert_file = '${cert}'`);
  await client.query(`alter system set ssl_key_file = '${secret}'`);
  await client.query('alter system set ssl = on');
  await client.query('select pg_reload_conf()');
  await client.end();
}, 120_000);
afterAll(() => server.stop());

const url = (host = '127.0.0.1', ca = 'ca.pem') => {
  const address = new URL(server.url);
  address.hostname = host;
  return readConfig({ DATABASE_URL: address.href, DATABASE_CA_FILE: join(dir, ca) }).DATABASE_URL;
};
const SECURED = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()';

test('every connection is secured: the pool’s and that of a backup', async () => {
  const pool = openPool(url(), { warn: () => undefined });
  try {
    expect((await pool.query(SECURED)).rows).toEqual([{ ssl: true }]);
  } finally {
    await pool.end();
  }
  const { rows } = await withLongConnection(url(), (client) => client.query(SECURED));
  expect(rows).toEqual([{ ssl: true }]);
});

test('another authority and another host are refused', async () => {
  for (const [address, said] of [
    [url('127.0.0.1', 'other.pem'), /certificate/u],
    [url('localhost'), /altnames|IP|Hostname/u],
  ] as const)
    await expect(withLongConnection(address, (client) => client.query(SECURED))).rejects.toThrow(said);
});
