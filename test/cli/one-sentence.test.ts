/** What an IT desk gets wrong on its first day, each tried on the real command: one sentence, exit code 1, never a stack. */
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { addRetryCommand } from '../../src/cli/service/retry.js';
import { reasonOf } from '../../src/flow/log.js';
import { type Running, startRedis } from '../../src/services/redis.js';
import { runCommand, withSettings } from '../support/commands.js';
import { freshDatabase, redisProgram, testDir } from '../support/stores.js';
import { AS_ANYBODY, inShell, MARU, type Ran, ran } from './run-maru.js';

const CHILD_MS = 60_000;
let redis: Running;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let taken: Server;
let dir: string;
let stores: Record<string, string>;

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const HEADINGS = '部,課,役職,氏名,メールアドレス,職員番号';

beforeAll(async () => {
  dir = await testDir();
  [redis, database] = await Promise.all([
    startRedis({ dir: await testDir(), persistent: true, program: redisProgram() }),
    freshDatabase(),
  ]);
  stores = { REDIS_URL: redis.url, DATABASE_URL: database.url };
  const client = new Redis(redis.url);
  await client.acl('SETUSER', 'maru', 'on', '>p/a#s?s%', '~*', '&*', '+@all');
  await client.acl('SETUSER', 'few', 'on', '>few', '~*', 'nocommands', '+@connection', '+info');
  client.disconnect();
  taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  await copyFile(fixture('kita-r5.txt'), join(dir, 'kita-r5.txt'));
  await writeFile(join(dir, 'roster.csv'), `${HEADINGS}\n北区,建設課,係長,氏名,staff3@example.jp,1003\n`);
  for (const words of [['migrate'], ['import', 'kita-r5.txt', '--yes'], ['import', 'roster.csv', '--yes']])
    expect(await maru(words)).toMatchObject({ code: 0 });
}, CHILD_MS);
afterAll(async () => {
  taken.close();
  await Promise.all([redis.stop(), database.stop()]);
});

const maru = (
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = dir,
): Promise<Ran> => ran([...MARU, ...words], { env: { ...stores, ...env }, cwd });

/**
 * The same of `retry --list` in this process, for what is refused before or by the stores: that a refusal ends the process, with
 * its exit code, is seen with the commands around.
 */
async function listedHere(env: Readonly<Record<string, string>>): Promise<Ran> {
  const back = withSettings({ ...stores, ...env });
  try {
    const { out, err, failed } = await runCommand(addRetryCommand, ['retry', '--list']);
    return { code: failed.length === 0 ? 0 : 1, out, err: [err, ...failed].join('') };
  } catch (fault) {
    return { code: 1, out: '', err: reasonOf(fault) };
  } finally {
    back();
  }
}

/** One sentence in each language on standard error that names this, exit code 1, and nothing that looks like a stack. */
function isOneSentence({ code, err }: Ran, ...named: readonly string[]): void {
  expect({ code, lines: err.trim().split('\n').length, err }).toEqual({ code: 1, lines: 1, err });
  for (const one of named) expect(err).toContain(one);
  expect(err).toMatch(/[ぁ-ん].*。/u);
  expect(err).not.toMatch(/^\s+at |node:internal|Error:|Invalid URL|undefined/mu);
}

const at = (url: string, change: (url: URL) => void) => {
  const changed = new URL(url);
  change(changed);
  return changed.href;
};
const redisAt = (userinfo: string) => `redis://${userinfo}@127.0.0.1:${redis.port}`;
const databaseAt = (userinfo: string) => database.url.replace(/\/\/[^@]*@/u, `//${userinfo}@`);

describe('an address that is none', () => {
  const APART = { REDIS_URL: 'REDIS_PASSWORD', DATABASE_URL: 'DATABASE_PASSWORD' };
  const signs: [string, 'REDIS_URL' | 'DATABASE_URL', () => string][] = ['/', '#', '?', '%'].flatMap(
    (sign): [string, 'REDIS_URL' | 'DATABASE_URL', () => string][] => [
      [sign, 'REDIS_URL', () => redisAt(`maru:1${sign}s`)],
      [sign, 'DATABASE_URL', () => databaseAt(`maru:pa${sign}ss`)],
    ],
  );
  test.each(signs)('a password with %s in %s', async (_sign, key, address) => {
    isOneSentence(await listedHere({ [key]: address() }), key, APART[key], '%2F');
  });

  test.each([
    ['REDIS_URL', '127.0.0.1:6379', 'redis://'],
    ['REDIS_URL', 'http://redis:6379', 'redis://'],
    ['REDIS_URL', 'redis://', 'ホスト名'],
    ['REDIS_URL', 'redis://redis:6379/maru', '番号'],
    ['DATABASE_URL', 'maru@db/maru', 'postgresql://'],
    ['DATABASE_URL', 'mysql://maru@db/maru', 'postgresql://'],
    ['DATABASE_URL', 'postgresql:///maru', 'ホスト名'],
    ['DATABASE_URL', 'postgresql://maru@/maru', 'ホスト名'],
    ['DATABASE_URL', 'postgresql://maru@db:65536/maru', 'ポート'],
  ])('%s=%s', async (key, address, named) => {
    isOneSentence(await listedHere({ [key]: address }), key, named);
  });

  test(
    'for the owner, the demo and the service, too',
    async () => {
      isOneSentence(
        await maru(['migrate'], { DATABASE_OWNER_URL: 'maru@db/maru' }),
        'DATABASE_OWNER_URL',
        'postgresql://',
      );
      isOneSentence(
        await maru(['demo', '--port', '0'], { DATABASE_URL: databaseAt('maru:p/w') }),
        'DATABASE_URL',
      );
      const service = {
        PORT: '0',
        SLACK_MODE: 'socket',
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_APP_TOKEN: 'xapp-1',
      };
      isOneSentence(
        await maru(['serve'], { ...service, DATABASE_URL: databaseAt('maru:p%w') }),
        'DATABASE_URL',
      );
    },
    CHILD_MS,
  );

  test('the password apart is taken as it is', async () => {
    const apart = { REDIS_URL: redisAt('maru'), REDIS_PASSWORD: 'p/a#s?s%' };
    expect(await maru(['retry', '--list'], apart)).toMatchObject({ code: 0, err: '' });
  });
});

describe('a store that does not let us in', () => {
  const cases: [string, () => Record<string, string>, string[]][] = [
    ['Redis without a password', () => ({ REDIS_URL: redisAt('maru') }), ['REDIS_PASSWORD']],
    ['Redis with a wrong one', () => ({ REDIS_URL: redisAt('maru:wrong') }), ['REDIS_URL']],
    ['Redis as a user with too few rights', () => ({ REDIS_URL: redisAt('few:few') }), ['権限', 'REDIS_URL']],
    ['a database of Redis that is not there', () => ({ REDIS_URL: `${redis.url}/99` }), ['REDIS_URL']],
    [
      'no host of this name',
      () => ({ DATABASE_URL: 'postgresql://maru@no-such-host.invalid/maru' }),
      ['DATABASE_URL', 'no-such-host.invalid'],
    ],
    ['nothing there', () => ({ DATABASE_URL: 'postgresql://maru@127.0.0.1:9/maru' }), ['127.0.0.1:9']],
    [
      'PostgreSQL without a password',
      () => ({ DATABASE_URL: databaseAt('postgres') }),
      ['DATABASE_PASSWORD'],
    ],
    [
      'PostgreSQL with a wrong one',
      () => ({ DATABASE_URL: databaseAt('postgres:wrong') }),
      ['パスワードが違います'],
    ],
    [
      'no database of this name',
      () => ({ DATABASE_URL: at(database.url, (url) => Object.assign(url, { pathname: '/nowhere' })) }),
      ['nowhere', 'データベースはありません'],
    ],
  ];
  test.each(cases)('%s', async (_what, env, named) => {
    isOneSentence(await listedHere(env()), ...named);
  });

  test('a refused command ends with its sentence, whichever store it was', async () => {
    for (const env of [{ REDIS_URL: redisAt('maru:wrong') }, { DATABASE_URL: databaseAt('postgres:wrong') }])
      isOneSentence(await maru(['retry', '--list'], env), Object.keys(env)[0]!);
  });

  test('the owner’s password that is missing is named as the owner’s', async () => {
    isOneSentence(
      await maru(['migrate'], { DATABASE_OWNER_URL: databaseAt('postgres') }),
      'DATABASE_OWNER_URL',
      'DATABASE_OWNER_PASSWORD',
    );
  });
});

describe('a port or an address that cannot be opened', () => {
  const service = {
    PORT: '0',
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: 'secret',
    SLACK_TEAM_IDS: 'T0CITY',
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
    LOG_LEVEL: 'fatal',
  };
  const port = () => String((taken.address() as AddressInfo).port);
  const cases: [string, () => Record<string, string>, string[]][] = [
    ['taken', () => ({ PORT: port() }), ['PORT', '使っています']],
    ['the operator’s, taken', () => ({ MONITOR_PORT: port() }), ['MONITOR_PORT', '使っています']],
    ['an address of another machine', () => ({ HOST: '192.0.2.1' }), ['HOST', '192.0.2.1']],
    ['no address', () => ({ HOST: 'no-such-host.invalid' }), ['HOST', 'no-such-host.invalid']],
    ['the operator’s', () => ({ MONITOR_PORT: '0', MONITOR_HOST: '192.0.2.1' }), ['MONITOR_HOST']],
    ['no port', () => ({ PORT: '65536' }), ['PORT']],
  ];
  test.each(cases)(
    '%s',
    async (_what, env, named) => {
      isOneSentence(await maru(['serve'], { ...service, ...env() }), ...named);
    },
    CHILD_MS,
  );

  test(
    'one below 1024, as anybody',
    async () => {
      const env = { ...stores, ...service, PORT: '80' };
      isOneSentence(await ran([...AS_ANYBODY, ...MARU, 'serve'], { env, cwd: dir }), 'PORT', '1024');
    },
    CHILD_MS,
  );

  test(
    'for the demo',
    async () => {
      isOneSentence(await maru(['demo', '--port', 'http']), '--port', 'http');
      // A record of its own: another's it leaves alone.
      const empty = await freshDatabase();
      const env = { DATABASE_URL: empty.url };
      isOneSentence(await maru(['demo', '--port', port()], env), port(), '使っています');
      await empty.stop();
    },
    CHILD_MS,
  );
});

/** Everything that writes a file, with where it writes. */
const WRITES: [string, (to: string) => { words: string[]; env?: Record<string, string> }][] = [
  ['convert', (to) => ({ words: ['convert', 'kita-r5.txt', '--format', 'csv', '--out', to] })],
  ['export', (to) => ({ words: ['export', '--year', 'R5', '--draft', '--format', 'xlsx', '--out', to] })],
  [
    'export by section',
    (to) => ({ words: ['export', '--year', 'R5', '--draft', '--format', 'xlsx', '--out', `${to}/`] }),
  ],
  ['backup', (to) => ({ words: ['backup', '--out', to] })],
  ['a key for backups', (to) => ({ words: ['backup', '--new-key', to] })],
  ['a key for seals', (to) => ({ words: ['seal', '--new-key', to] })],
  ['directions', (to) => ({ words: ['import', 'kita-r5.txt', '--directions-to', to] })],
  [
    'the app of Teams',
    (to) => ({
      words: ['package-teams', '--out', to],
      env: {
        MICROSOFT_APP_ID: '00000000-0000-4000-8000-000000000001',
        TEAMS_PUBLIC_URL: 'https://maru.example.lg.jp',
      },
    }),
  ],
];

describe('a folder that cannot be written', () => {
  test.each(WRITES)('%s', async (_what, of) => {
    const closed = await mkdtemp(join(dir, 'closed-'));
    await chmod(closed, 0o555);
    const { words, env = {} } = of(join(closed, 'x'));
    const done = await ran([...AS_ANYBODY, ...MARU, ...words], { env: { ...stores, ...env }, cwd: dir });
    isOneSentence(done, closed, '許可がありません', 'not permitted');
    expect(await readdir(closed)).toEqual([]);
  });

  test(
    'below a file',
    async () => {
      for (const name of ['export', 'export by section', 'the app of Teams']) {
        const { words, env } = WRITES.find(([one]) => one === name)![1](join(dir, 'roster.csv', 'x'));
        isOneSentence(await maru(words, env), join(dir, 'roster.csv'));
      }
    },
    CHILD_MS,
  );

  test(
    'for erasures, the demo and heads',
    async () => {
      const closed = await mkdtemp(join(dir, 'closed-'));
      await chmod(closed, 0o555);
      const run = (words: readonly string[], env: Record<string, string>) =>
        ran([...AS_ANYBODY, ...MARU, ...words], { env: { ...stores, ...env }, cwd: dir });
      const erased = await run(['person', 'erase', '氏名', '--yes'], { ERASURES_FILE: join(closed, 'x') });
      expect(erased.code).toBe(1);
      expect(erased.err).toMatch(/^ERASURES_FILE: .*許可がありません.*$/mu);
      expect((await maru(['person', 'show', '1003'])).code).toBe(0);
      isOneSentence(await run(['demo', '--port', '0'], { DATA_DIR: join(closed, 'data') }), 'DATA_DIR');
      await maru(['seal', '--new-key', 'seal.pem']);
      isOneSentence(await run(['seal'], { SEAL_KEY_FILE: 'seal.pem', SEAL_DIR: closed }), closed);
    },
    CHILD_MS,
  );
});

describe('a full disk', () => {
  // Linux's own that is always full (full(4)).
  test.each([
    // In pieces, at once, behind what was done, and what is written before any command is run.
    'history --format csv',
    'read kita-r5.txt --json',
    'export --year R5 --draft --format csv --out of-a-full-disk.csv',
    '--help',
  ])('maru %s >/dev/full', async (words) => {
    const done = await ran(inShell('exec "$@" >/dev/full', words.split(' ')), { env: stores, cwd: dir });
    isOneSentence(done, 'ディスクがいっぱい', 'The disk is full');
  });

  // A disk of one page can be had only where somebody may mount one in a place of their own.
  const own = ['unshare', '--map-root-user', '--mount'];
  const mounts =
    spawnSync(own[0]!, [...own.slice(1), 'sh', '-c', 'mount -t tmpfs -o size=4k none /mnt']).status === 0;
  const onFullDisk = (folder: string, words: readonly string[], look: string) => [
    ...own,
    ...inShell(
      `cd '${folder}' && mount -t tmpfs -o size=8k none . && cd '${folder}' && echo old >old.csv && cp /bin/sh fill 2>/dev/null; cd '${dir}'; "$@"; code=$?; cd '${folder}'; rm fill; ${look}; exit $code`,
      words,
    ),
  ];
  test.each(WRITES)('%s (as far as somebody may mount a disk here)', async (what, of) => {
    if (!mounts) return;
    const folder = await mkdtemp(join(dir, 'disk-'));
    const { words, env = {} } = of(join(folder, 'x'));
    const done = await ran(onFullDisk(folder, words, 'find . -type f'), {
      env: { ...stores, ...env },
      cwd: dir,
    });
    isOneSentence(done, folder, '空きがありません', 'the disk is full');
    // Nothing half is left.
    expect({ what, left: done.out }).toEqual({ what, left: './old.csv\n' });
  });

  test('a table that was there is still there (as far as somebody may mount a disk here)', async () => {
    if (!mounts) return;
    const folder = await mkdtemp(join(dir, 'disk-'));
    const words = ['import', 'kita-r5.txt', '--directions-to', join(folder, 'old.csv')];
    const done = await ran(onFullDisk(folder, words, 'cat old.csv'), { env: stores, cwd: dir });
    isOneSentence(done, 'old.csv', '空きがありません');
    expect(done.out).toBe('old\n');
  });

  test('a device', async () => {
    const words = ['import', 'kita-r5.txt', '--directions-to', '/dev/full'];
    isOneSentence(await maru(words), '/dev/full', '空きがありません', 'シートは取り込みましたが');
  });
});

describe('a reader who has enough ends it quietly', () => {
  test.each(['history --format csv', 'read kita-r5.txt --json', '--help'])(
    'maru %s',
    async (line) => {
      const words = line.split(' ');
      const piped = inShell('{ "$@"; echo "$?" >&2; } | head -c 1', words);
      expect(await ran(piped, { env: stores, cwd: dir })).toMatchObject({ code: 0, err: '0\n' });
      const closed = inShell('{ "$@"; echo "$?" >&2; } | true', words);
      expect(await ran(closed, { env: stores, cwd: dir })).toMatchObject({ code: 0, err: '0\n' });
    },
    CHILD_MS,
  );

  test(
    'what is to be done is done, and ends as it came about',
    async () => {
      // Nobody reads any more before the program begins.
      const unread = (words: readonly string[]) =>
        ran(
          inShell('{ trap "" PIPE; while echo; do :; done 2>/dev/null; "$@"; echo "$?" >&2; } | true', words),
          {
            env: stores,
            cwd: dir,
          },
        );
      await writeFile(join(dir, 'one-more.csv'), `${HEADINGS}\n北区,建設課,担当者,後,late@example.jp,1099\n`);
      expect(await unread(['import', 'one-more.csv', '--yes'])).toMatchObject({ err: '0\n' });
      expect((await maru(['import', 'one-more.csv', '--yes'])).out).toContain('変更はありません');
      const longer = `maru-head 999999 ${'0'.repeat(64)}`;
      const { err } = await unread(['history', '--verify', '--since', longer, '--json']);
      expect(err).toMatch(/履歴が短くなっています.*\n1\n$/su);
    },
    CHILD_MS,
  );
});

describe('.env', () => {
  const withFile = async (text: string) => {
    const folder = await mkdtemp(join(dir, 'env-'));
    await writeFile(join(folder, '.env'), text);
    return folder;
  };
  const only = (address: string) => address.replace(/\/\/([^:]*):[^@]*@/u, '//$1@');
  const without = () => ({ REDIS_URL: redis.url, DATABASE_URL: only(database.url) });

  test.each([
    'DATABASE_PASSWORD=pa#ss',
    'DATABASE_PASSWORD=#pass',
    ' DATABASE_PASSWORD = pa#ss # the password',
  ])('a # that cuts a value: %s', async (line) => {
    const done = await maru(['history'], without(), await withFile(`LOG_LEVEL=info\n${line}\n`));
    isOneSentence(done, 'DATABASE_PASSWORD', '.env', "'…'");
    expect(done.err).not.toContain('pa#ss');
  });

  test('in quotes, or before a remark, it is none', async () => {
    const password = new URL(database.url).password;
    const lines = `DATABASE_PASSWORD='${password}' # in quotes\nMARU_OPERATOR="情報#1"\nLOG_LEVEL=info # a remark\n# LOG_LEVEL=#\nOTHER=a#b\n`;
    expect(await maru(['history'], without(), await withFile(lines))).toMatchObject({ code: 0, err: '' });
  });

  test('a folder of this name, and one that may not be read', async () => {
    const folder = await mkdtemp(join(dir, 'env-'));
    await mkdir(join(folder, '.env'));
    isOneSentence(await maru(['history'], {}, folder), '.env', 'フォルダー');
    const closed = await withFile('LOG_LEVEL=info\n');
    await chmod(join(closed, '.env'), 0o000);
    isOneSentence(
      await ran([...AS_ANYBODY, ...MARU, 'history'], { env: stores, cwd: closed }),
      '.env',
      '許可',
    );
  });
});

test(
  'a roster whose section exists under another department’s name is asked about, and not taken in',
  async () => {
    await writeFile(
      join(dir, 'other.csv'),
      `${HEADINGS}\n都市整備部,建設課,係長,氏名,staff3@example.jp,1003\n`,
    );
    const done = await maru(['import', 'other.csv']);
    expect(done.code).toBe(1);
    expect(done.err.split('\n').filter((line) => line.includes('建設課'))).toEqual([
      'other.csv 2行目「課」: 「都市整備部 建設課」は、いまある「北区 建設課」と部だけが違います。',
    ]);
    expect((await maru(['status', '--year', 'R5'])).out).not.toContain('都市整備部');
    const agreed = await maru(['import', 'other.csv', '--yes']);
    expect(agreed).toMatchObject({ code: 0 });
    // A roster that names both means two.
    await writeFile(
      join(dir, 'both.csv'),
      `${HEADINGS}\n北区,産業振興課,係長,係長一,a@example.jp,2001\n都市整備部,産業振興課,係長,係長二,b@example.jp,2002\n`,
    );
    expect(await maru(['import', 'both.csv', '--dry-run'])).toMatchObject({ code: 0 });
    expect((await maru(['import', 'both.csv', '--dry-run'])).out).not.toContain('部だけが違います');
  },
  CHILD_MS,
);
