/** `npm run release`, in a copy of the project with a docker that writes down what it is asked: nothing is built or sent. */
import { execFile } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, expect, test } from '@jest/globals';
import { testDir } from './support/stores.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const KUSTOMIZATION = 'manifests/kubernetes/kustomization.yaml';
const VERSIONED = ['package.json', 'package-lock.json', 'manifests/teams/manifest.json', KUSTOMIZATION];
const CHANGELOG = 'CHANGELOG.md';
const FILES = ['.ci/release.mjs', '.ci/packages.mjs', '.ci/lock.mjs', '.gitignore', ...VERSIONED, CHANGELOG];
const CHANGES = '### 追加 / Added\n\n- 変わったこと。 *A change.*';
const DOCKER = `#!/bin/sh
echo "$@" >> "$ASKED"
[ "$1" = "$FAILS" ] && exit 1
[ "$1" = create ] && echo a-container
[ "$1" = cp ] && echo "of the image" > "$3"
exit 0
`;

let dir: string;
beforeEach(async () => {
  dir = await testDir();
  for (const file of FILES) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    cpSync(join(root, file), join(dir, file));
  }
  // The project goes on to other versions, and releases what it has to say.
  const own = versionsIn('package.json');
  for (const file of VERSIONED) writeFileSync(join(dir, file), read(file).replaceAll(own, '0.1.0'));
  const [title, more] = read(CHANGELOG).split('## [Unreleased]\n');
  expect(more).toBeDefined();
  writeFileSync(
    join(dir, CHANGELOG),
    `${title}## [Unreleased]\n\n${CHANGES}\n\n## [0.1.0] - 2026-11-28\n\n- A\n`,
  );
  mkdirSync(join(dir, 'bin'));
  for (const [name, text] of [
    ['docker', DOCKER],
    ['npm', '#!/bin/sh\necho "npm $@" >> "$ASKED"\n'],
  ] as const) {
    writeFileSync(join(dir, 'bin', name), text);
    chmodSync(join(dir, 'bin', name), 0o755);
  }
  appendFileSync(join(dir, '.gitignore'), 'bin/\nasked\n');
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'before');
});

const env = (more: Record<string, string> = {}) => ({
  PATH: `${join(dir, 'bin')}:${process.env.PATH}`,
  HOME: dir,
  ASKED: join(dir, 'asked'),
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.jp',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.jp',
  ...more,
});
const git = async (...args: string[]) =>
  (await promisify(execFile)('git', args, { cwd: dir, env: env() })).stdout.trim();
const release = (words: readonly string[], more: Record<string, string> = {}) =>
  new Promise<{ code: unknown; said: string }>((resolve) =>
    execFile(
      process.execPath,
      ['.ci/release.mjs', ...words],
      { cwd: dir, env: env(more) },
      (fault, _out, said) => resolve({ code: fault?.code ?? 0, said }),
    ),
  );
const asked = () => {
  try {
    return readFileSync(join(dir, 'asked'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};
const read = (file: string) => readFileSync(join(dir, file), 'utf8');
const versionsIn = (file: string) => (JSON.parse(read(file)) as { version: string }).version;
/** What a release must leave as it was when it did not come about. */
const standing = async () => [
  await git('status', '--porcelain'),
  await git('log', '--format=%s'),
  await git('tag'),
  versionsIn('package.json'),
];
const UNTOUCHED = ['', 'before', '', '0.1.0'];

test('makes the image, its lists, the entry of the changelog, the commit and the tag', async () => {
  expect(await release(['0.2.0', '--tested'])).toMatchObject({ code: 0 });
  expect(asked()).toEqual([
    'build --tag maru:0.2.0 --label org.opencontainers.image.version=0.2.0 .',
    'create maru:0.2.0',
    'cp a-container:/app/dist/NOTICE release/0.2.0/NOTICE',
    'cp a-container:/app/dist/sbom.cdx.json release/0.2.0/sbom.cdx.json',
    'rm a-container',
  ]);
  expect(read('release/0.2.0/sbom.cdx.json')).toBe('of the image\n');
  expect(await git('status', '--porcelain')).toBe('');
  expect(await git('log', '--format=%s')).toBe('Release 0.2.0\nbefore');
  expect(await git('show', '--name-only', '--format=', 'HEAD')).toBe(
    'CHANGELOG.md\nmanifests/kubernetes/kustomization.yaml\nmanifests/teams/manifest.json\npackage-lock.json\npackage.json',
  );
  expect(await git('rev-parse', 'v0.2.0^{commit}')).toBe(await git('rev-parse', 'HEAD'));
  expect(await git('tag', '--list', '--format=%(contents)', 'v0.2.0')).toBe(CHANGES);
  expect(['package.json', 'package-lock.json', 'manifests/teams/manifest.json'].map(versionsIn)).toEqual(
    Array(3).fill('0.2.0'),
  );
  expect(read(KUSTOMIZATION)).toContain("newTag: '0.2.0'");
  const lock = JSON.parse(read('package-lock.json')) as { packages: { '': { version: string } } };
  expect(lock.packages[''].version).toBe('0.2.0');
  expect(read(CHANGELOG)).toMatch(/^## \[Unreleased\]\n\n## \[0\.2\.0\] - \d{4}-\d\d-\d\d\n/mu);
  // Nothing has changed since, so there is nothing to release.
  expect((await release(['0.3.0', '--tested'])).said).toContain('under “Unreleased”');
});

test('runs the whole check here, on 24 and on the newest before anything else', async () => {
  expect(await release(['0.2.0'])).toMatchObject({ code: 0 });
  expect(asked().slice(0, 4)).toEqual([
    'npm test',
    'npm run test:node -- 24',
    'npm run test:node -- newest',
    expect.stringContaining('build'),
  ]);
});

test('--dry-run says every step and does none', async () => {
  const { code, said } = await release(['0.2.0', '--dry-run']);
  expect(code).toBe(0);
  for (const step of ['npm test', 'docker build --tag maru:0.2.0', 'sbom.cdx.json', 'git tag v0.2.0'])
    expect(said).toMatch(new RegExp(`^\\(dry run\\) .*${step}`, 'mu'));
  expect(said).toContain('Nothing was done.');
  expect([await standing(), asked()]).toEqual([UNTOUCHED, []]);
});

test.each(['build', 'create', 'cp'])('nothing stays when docker %s fails', async (fails) => {
  const { code, said } = await release(['0.2.0', '--tested'], { FAILS: fails });
  expect(code).toBe(1);
  expect(said).toContain('files and commits are as before');
  expect(await standing()).toEqual(UNTOUCHED);
});

test.each([
  ['no version', [], 'name the version'],
  ['no number', ['v0.2.0'], 'name the version'],
  ['the version that is', ['0.1.0'], 'does not come after 0.1.0'],
  ['an earlier one', ['0.0.9'], 'does not come after 0.1.0'],
])('is refused with %s', async (_name, words, why) => {
  expect(await release(words)).toMatchObject({ code: 1, said: expect.stringContaining(why) });
  expect([await standing(), asked()]).toEqual([UNTOUCHED, []]);
});

test('10 comes after 9, whatever their first digit', async () => {
  expect(await release(['0.10.0', '--tested'])).toMatchObject({ code: 0 });
  expect((await release(['0.9.0', '--tested'])).said).toContain('does not come after 0.10.0');
});

test('is refused in a tree that is not clean, and with a tag that is there', async () => {
  await git('tag', 'v0.2.0');
  expect((await release(['0.2.0'])).said).toContain('The tag v0.2.0 is there already.');
  writeFileSync(join(dir, 'left'), '');
  expect((await release(['0.3.0'])).said).toContain('?? left');
  expect(asked()).toEqual([]);
});

test('is refused while the changelog has nothing but headings for it', async () => {
  writeFileSync(join(dir, CHANGELOG), read(CHANGELOG).replace(CHANGES, '### 追加 / Added'));
  await git('commit', '--quiet', '--all', '--message', 'nothing to say');
  expect((await release(['0.2.0'])).said).toContain('under “Unreleased”');
});
