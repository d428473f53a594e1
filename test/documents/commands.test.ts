/** Every command of the documents is run as it stands there, or named here with the reason why not. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { configSchema } from '../../src/config.js';
import { freshDatabase, freshRedis } from '../support/stores.js';
import { commandsOf, ROOT, sandbox } from './stand-ins.js';

/** The day the documents tell of. */
const DAY = '2026-10-01T10:00:00+09:00';

/** What is not run here, and what shows it instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm run demo': 'test/demo',
  'npm test': 'this very run',
  'npm run maru -- serve': 'test/cli/service/serve.test.ts',
  'npx tsc --noEmit': 'part of npm test',
  'npx biome check --write src test': 'part of npm test',
};
/** Tests within tests. */
const RUNS_TESTS = /^(?:node \.ci\/build\.mjs && )?npm run -s jest -- /u;
/** What asks at a terminal, which is not there: it is told to go on, as the document says. */
const ASKS = /^maru (?:round close|publish|person erase) /u;
/** What comes when all is approved, and is refused rightly before. */
const TOO_EARLY: Readonly<Record<string, RegExp>> = {
  'maru export --year R8 --format xlsx --out sheets/': /まだ承認されていません/u,
  'maru publish --year R8': /まだすべては承認されていない/u,
  'maru publish --year R8 --site site/': /まだすべては承認されていない/u,
};
/** What wants empty stores. */
const RESTORES = /(?:maru|migrate) restore /u;

/** What a document takes to be there, and the settings it speaks of. */
const BEFORE: Readonly<
  Record<string, { commands?: readonly string[]; settings?: Readonly<Record<string, string>> }>
> = {
  'README.md': {
    commands: ['maru migrate', 'maru import roster.csv --yes'],
    settings: { SEAL_KEY_FILE: 'seal.pem', SEAL_DIR: 'heads' },
  },
  'docs/data-protection.md': {
    commands: ['maru migrate', 'maru import roster.csv --yes'],
    settings: { RETENTION: 'people=5,notices=5', ERASURES_FILE: 'erasures' },
  },
  'docs/operating.md': {
    commands: ['maru migrate', 'maru import roster.csv --yes'],
    settings: { SEAL_KEY_FILE: '/run/secrets/seal.pem', SEAL_DIR: '/audit/heads' },
  },
  'docs/teams.md': {
    settings: {
      MICROSOFT_APP_ID: '11111111-2222-3333-4444-555555555555',
      TEAMS_PUBLIC_URL: 'https://maru.example.lg.jp',
    },
  },
};
const ROSTER = [
  '部,課,役職,氏名,メールアドレス,職員番号',
  '北区,建設課,課長補佐,担当者1,staff1@city.example.lg.jp,1001',
  '北区,建設課,係長,氏名,staff3@city.example.lg.jp,1003',
  '',
].join('\n');

/** The sheets as if made for R8, with an indicator that the documents name. */
const asOfR8 = (sheets: string): string =>
  sheets
    .replaceAll('令和5年度', '令和8年度')
    .replace('北区の課題解決を目的とする事業実施者への支援数', '苦情件数');

type Stores = { REDIS_URL: string; DATABASE_URL: string };
const stopping: (() => Promise<void>)[] = [];
async function stores(): Promise<Stores> {
  const [redis, database] = [await freshRedis(), await freshDatabase()];
  stopping.push(redis.stop, database.stop);
  return { REDIS_URL: redis.url, DATABASE_URL: database.url };
}
afterAll(async () => {
  for (const stop of stopping) await stop();
});

/** A line without what it says to its reader. */
const bare = (line: string): string => line.replace(/\s+#\s.*$/u, '').trim();
const isSetting = (line: string): boolean => /^[A-Z_]+=/u.test(line);

test('every document with commands is one of those tried', async () => {
  const pages = (await readdir(`${ROOT}/docs`))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  const withCommands: string[] = [];
  for (const page of ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pages])
    if ((await commandsOf(page)).length > 0) withCommands.push(page);
  expect(withCommands.sort()).toEqual([...TRIED, 'docs/without-docker.md'].sort());
});

const TRIED = [
  'CONTRIBUTING.md',
  'README.md',
  'docs/data-protection.md',
  'docs/operating.md',
  'docs/slack.md',
  'docs/teams.md',
];

describe.each(TRIED)('%s', (page) => {
  let box: Awaited<ReturnType<typeof sandbox>>;
  const { commands = [], settings = {} } = BEFORE[page] ?? {};
  let more: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    box = await sandbox({ ...(await stores()), MARU_TEST_NOW: DAY, REDIS_MAY_LOSE_DATA: 'true' });
    more = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, box.below(value)]));
    const sheets = await readFile(`${ROOT}/test/fixtures/kita-r5.txt`, 'utf8');
    await writeFile(join(box.dir, 'home/kita-r5.txt'), sheets);
    await writeFile(join(box.dir, 'home/r8.txt'), asOfR8(sheets));
    await writeFile(join(box.dir, 'home/roster.csv'), ROSTER);
    await copyFile(`${ROOT}/.env.example`, join(box.dir, 'home/.env.example'));
    for (const path of ['/run/secrets', '/audit/heads', '/etc/maru', `${box.dir}/home/heads`])
      await mkdir(box.below(path), { recursive: true });
    for (const command of ['maru convert r8.txt --format xlsx --out R8.xlsx', ...commands])
      expect({ command, ...(await box.run(command, more)) }).toMatchObject({ command, code: 0 });
  }, 120_000);

  /** The public key in the file that a command of the page made. */
  const ownKey = async () =>
    /age1[0-9a-z]+/u.exec(await readFile(join(box.dir, 'home/maru-key.txt'), 'utf8').catch(() => ''))?.[0] ??
    '';

  test('every command succeeds, every setting is one', async () => {
    const wrong: string[] = [];
    for (const { script } of await commandsOf(page))
      for (const line of script
        .split('\n')
        .map(bare)
        .filter((one) => one !== '' && !one.startsWith('#'))) {
        if (line in ELSEWHERE || RUNS_TESTS.test(line)) continue;
        if (isSetting(line)) {
          const key = line.slice(0, line.indexOf('='));
          if (!(key in configSchema.shape)) wrong.push(`${line}: no such setting`);
          continue;
        }
        const { code, out, err } = await box.run(
          `${line.replace(/^npm run -s maru -- /u, 'maru ').replace('age1…', await ownKey())}${ASKS.test(line) ? ' --yes' : ''}`,
          { ...more, ...(RESTORES.test(line) ? await stores() : {}) },
        );
        if (line in TOO_EARLY) expect(err).toMatch(TOO_EARLY[line]!);
        else if (code !== 0) wrong.push(`${line}: exit ${code}\n${out}${err}`);
      }
    expect(wrong).toEqual([]);
  }, 180_000);
});
