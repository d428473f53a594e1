/**
 * The stated range of PostgreSQL (docs/operating.md): the commands of a year on each version that this machine has, the one of
 * the npm packages and whatever Debian installed. Every test of the stores runs on another one with
 * `MARU_TEST_POSTGRES_BIN=/usr/lib/postgresql/15/bin npm run -s jest -- test/store`.
 */
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from '../../src/services/postgres.js';
import { type PostgresPrograms, postgresPrograms } from '../../src/services/postgres-programs.js';
import type { Running } from '../../src/services/redis.js';
import { MARU, ran } from '../cli/run-maru.js';
import { freshRedis, testDir } from '../support/stores.js';

const DEBIAN = '/usr/lib/postgresql';
/** What the documents state. */
const [OLDEST, NEWEST] = [15, 18];

const named = process.env.MARU_TEST_POSTGRES_BIN;
const found: { version: string; programs: () => Promise<PostgresPrograms> }[] = [
  ...(named
    ? [
        {
          version: `of ${named}`,
          programs: async () => ({ initdb: join(named, 'initdb'), postgres: join(named, 'postgres') }),
        },
      ]
    : []),
  { version: 'of the npm packages', programs: postgresPrograms },
  ...(await readdir(DEBIAN).catch(() => []))
    .filter((version) => Number(version) >= OLDEST && Number(version) <= NEWEST)
    .map((version) => ({
      version,
      programs: async () => ({
        initdb: join(DEBIAN, version, 'bin/initdb'),
        postgres: join(DEBIAN, version, 'bin/postgres'),
      }),
    })),
];

test('the documents state the range, and what of it was tried where', async () => {
  for (const page of ['docs/operating.md', 'docs/without-docker.md'])
    expect(await readFile(new URL(`../../${page}`, import.meta.url), 'utf8')).toMatch(
      new RegExp(`PostgreSQL ${OLDEST}(?: から |–)${NEWEST}`, 'u'),
    );
});

describe.each(found)('PostgreSQL $version', ({ programs }) => {
  let postgres: Running;
  let redis: Running[];
  let dir: string;
  beforeAll(async () => {
    dir = await testDir();
    redis = [await freshRedis(), await freshRedis()];
    postgres = await startPostgres({
      dir: join(dir, 'server'),
      persistent: false,
      programs: await programs(),
    });
    await copyFile(
      fileURLToPath(new URL('../fixtures/kita-r5.txt', import.meta.url)),
      join(dir, 'kita-r5.txt'),
    );
  }, 120_000);
  afterAll(() => Promise.all([postgres.stop(), ...redis.map((one) => one.stop())]));

  const asked = async (text: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    return client
      .query(text)
      .then(({ rows }) => rows as Record<string, unknown>[])
      .finally(() => client.end());
  };
  /** The settings of a database of this name, with an owner and the role of the service. */
  const settings = (name: string, at: number): Record<string, string> => {
    const owner = new URL(postgres.url);
    owner.pathname = `/${name}`;
    const service = new URL(owner);
    Object.assign(service, { username: 'maruapp', password: 'apart' });
    return { DATABASE_URL: service.href, DATABASE_OWNER_URL: owner.href, REDIS_URL: redis[at]!.url };
  };

  test('is one of the range, and sorts by code point', async () => {
    const [{ server_version_num: number } = {}] = await asked('show server_version_num');
    expect(Math.floor(Number(number) / 10_000)).toBeGreaterThanOrEqual(OLDEST);
    expect(Math.floor(Number(number) / 10_000)).toBeLessThanOrEqual(NEWEST);
    expect(
      await asked(`select array_agg(x order by x) as sorted from unnest(array['あ','a','B','𠮷']) x`),
    ).toEqual([{ sorted: ['B', 'a', 'あ', '𠮷'] }]);
  });

  test('migrated for two roles, a year entered and verified, copied and restored', async () => {
    await asked('create database year');
    await asked('create database again');
    const maru = async (words: string, env: Record<string, string>) => {
      const done = await ran([...MARU, ...words.split(' ')], { env, cwd: dir });
      expect({ words, ...done }).toMatchObject({ words, code: 0 });
      return done.out;
    };
    const year = settings('year', 0);
    await maru('migrate', year);
    await maru('import kita-r5.txt --yes', year);
    await maru('status --year R5', year);
    await maru('export --year R5 --draft --format csv --out draft.csv', year);
    const history = await maru('history --format csv', year);
    expect(await maru('history --verify', year)).toContain('書き換えられていません');
    await maru('backup --out year.maru.gz', year);
    const again = settings('again', 1);
    await maru('restore year.maru.gz', again);
    expect(await maru('history --verify', again)).toContain('書き換えられていません');
    // What was there is there, and behind it that it was restored.
    expect((await maru('history --format csv', again)).startsWith(history.trimEnd())).toBe(true);
  }, 120_000);

  test.each(['EUC_JP', 'SQL_ASCII'])(
    'a database in %s is refused by migrate in one sentence',
    async (encoding) => {
      const name = `in_${encoding.toLowerCase()}`;
      await asked(
        `create database ${name} encoding '${encoding}' locale_provider libc locale 'C' template template0`,
      );
      const { code, err } = await ran([...MARU, 'migrate'], { env: settings(name, 0), cwd: dir });
      expect({ code, lines: err.trim().split('\n') }).toEqual({
        code: 1,
        lines: [expect.stringContaining(encoding)],
      });
    },
  );
});
