/** The operator's page speaks of what is there: its metrics, its commands, its settings; and the README leads to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { configSchema } from '../../src/config.js';
import { openMetrics } from '../../src/monitor/metrics.js';

const root = new URL('../..', import.meta.url).pathname;
const page = readFileSync(`${root}docs/operating.md`, 'utf8');

test('every metric of the page exists, and every metric of Maru is on the page', async () => {
  const { body } = await openMetrics('1').text();
  const there = [...body.matchAll(/^# TYPE (\S+)/gmu)].map((found) => found[1]!);
  const named = [...page.matchAll(/\b((?:maru|nodejs|process)_[a-z0-9_]+)/gu)].map((found) =>
    found[1]!.replace(/_bucket$/u, ''),
  );
  expect([...new Set(named)].filter((name) => !there.includes(name))).toEqual([]);
  expect(there.filter((name) => name.startsWith('maru_') && !named.includes(name))).toEqual([]);
});

/** Given to builds and tests, and read by no service. */
const OF_BUILDS = ['NODE_IMAGE', 'MARU_TEST_POSTGRES_BIN'];

test('every command and every setting of the page exists', () => {
  const sources = readdirSync(`${root}src/cli`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${root}src/cli/${file}`, 'utf8'));
  const commands = [...sources.join('').matchAll(/\.command\('([a-z-]+)/gu)].map((found) => found[1]!);
  const named = [...page.matchAll(/(?:`|^)maru ([a-z-]+)/gmu)].map((found) => found[1]!);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !commands.includes(name))).toEqual([]);
  const settings = [...page.matchAll(/`([A-Z]+_[A-Z_]+)`/gu)].map((found) => found[1]!);
  expect(settings.filter((key) => !OF_BUILDS.includes(key) && !(key in configSchema.shape))).toEqual([]);
});

test('who restores is told what no backup holds, what to empty, and which heads no longer fit', () => {
  const restoring = page.split('\n## 4. ')[1]!.split('\n### 改ざんの検知')[0]!;
  for (const apart of [
    '`.env`',
    '`secrets/`',
    '`seal.pem`',
    '`seal.pem.pub`',
    '`SEAL_DIR`',
    '`ERASURES_FILE`',
  ])
    expect(restoring).toContain(apart);
  expect(restoring).toContain('\ndocker compose down --volumes\n');
  const alarm = page.split('\n').find((line) => line.startsWith('| 履歴が切れた'));
  for (const where of [page.split('\n## 5. ')[1]!.split('\n### ')[0], alarm, page.split('A standby**')[1]])
    expect(where).toMatch(/末尾.*移/u);
});

test('the README leads to it', () => {
  expect(readFileSync(`${root}README.md`, 'utf8')).toContain('(docs/operating.md)');
});
