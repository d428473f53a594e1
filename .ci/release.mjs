// `npm run release -- 0.2.0`: makes a version. Whatever is in the way is found before anything is done; files are changed,
// committed and tagged when the image is there, and nothing of it stays when something fails. `--dry-run` only says what
// would be done, `--tested` leaves out the checks that were made already. Pushes nothing: that is for whoever releases.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, say } from './packages.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (file) => readFileSync(join(root, file), 'utf8');
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
/** Where the version stands, beside the changelog. */
const VERSIONED = [
  'package.json',
  'package-lock.json',
  'manifests/teams/manifest.json',
  'manifests/kubernetes/kustomization.yaml',
];
const CHANGELOG = 'CHANGELOG.md';
const UNRELEASED = '## [Unreleased]';
/** The whole suite runs on each of these before a version; undefined: the Node.js that is here. */
const TESTED_ON = [undefined, '24', 'newest'];

const words = process.argv.slice(2);
const dryRun = words.includes('--dry-run');
const [version = '', ...others] = words.filter((word) => word !== '--dry-run' && word !== '--tested');
if (!VERSION.test(version) || others.length > 0)
  fail(
    'npm run release -- 0.2.0 のように、次の版の番号を指定してください。',
    'Please name the version to come: npm run release -- 0.2.0',
  );

const status = git('status', '--porcelain');
if (status !== '')
  fail(
    `コミットしていない変更があります。コミットするか、取り消してください。\n${status}`,
    'The tree is not clean: commit or undo these changes first.',
  );
const before = JSON.parse(read('package.json')).version;
if (!isLater(version, before))
  fail(`${version} は、今の版 ${before} より新しくありません。`, `${version} does not come after ${before}.`);
const tag = `v${version}`;
if (git('tag', '--list', tag) !== '') fail(`タグ ${tag} は、もうあります。`, `The tag ${tag} is there already.`);
const changelog = read(CHANGELOG);
const changes = unreleased(changelog);
if (changes === '')
  fail(
    `${CHANGELOG} の「Unreleased」に、変わったことを書いてください。`,
    `Please write into ${CHANGELOG}, under “Unreleased”, what has changed.`,
  );

const image = `maru:${version}`;
const folder = join('release', version);
const steps = [
  ...(words.includes('--tested') ? [] : TESTED_ON.map((node) => tested(node))),
  {
    what: `${[...VERSIONED, CHANGELOG].join(' ')}: ${before} → ${version}`,
    act: () => {
      for (const file of VERSIONED) writeFileSync(join(root, file), withVersion(file));
      const day = new Date().toISOString().slice(0, 10);
      writeFileSync(join(root, CHANGELOG), changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${day}`));
    },
  },
  {
    what: `docker build --tag ${image} .`,
    act: () => run('docker', ['build', '--tag', image, '--label', `org.opencontainers.image.version=${version}`, '.']),
  },
  {
    what: `${folder}: NOTICE, sbom.cdx.json (${image}), CHANGES.md`,
    act: () => {
      mkdirSync(join(root, folder), { recursive: true });
      const container = run('docker', ['create', image], 'pipe').trim();
      // As they are in the image, and not as they would be made here.
      for (const file of ['NOTICE', 'sbom.cdx.json'])
        run('docker', ['cp', `${container}:/app/dist/${file}`, join(folder, file)]);
      run('docker', ['rm', container], 'pipe');
      writeFileSync(join(root, folder, 'CHANGES.md'), `${changes}\n`);
    },
  },
  {
    what: `git commit, git tag ${tag}`,
    act: () => {
      run('git', ['commit', '--quiet', '--message', `Release ${version}`, '--', ...VERSIONED, CHANGELOG]);
      run('git', ['tag', '--annotate', '--cleanup=verbatim', '--file', join(folder, 'CHANGES.md'), tag]);
    },
  },
];

const startedFrom = git('rev-parse', 'HEAD');
for (const { what, act } of steps) {
  process.stderr.write(`${dryRun ? '(dry run) ' : ''}${what}\n`);
  if (dryRun) continue;
  try {
    act();
  } catch (fault) {
    // The tree was clean: what is different now was done here.
    git('reset', '--quiet', '--hard', startedFrom);
    fail(
      `${what} でやめました。何も残っていません。`,
      `Stopped at this step; files and commits are as before. (${fault instanceof Error ? fault.message : fault})`,
    );
  }
}
if (dryRun) say('何もしていません。', 'Nothing was done.');
else
  say(
    `${tag} ができました。git push --follow-tags と、${image} の登録（docker tag、docker push）は、お手元で行ってください。`,
    `${tag} is there. Push it (git push --follow-tags), and the image to your registry, yourself.`,
  );

function tested(node) {
  const args = node === undefined ? ['test'] : ['run', 'test:node', '--', node];
  return { what: `npm ${args.join(' ')}`, act: () => run('npm', args) };
}

/** The text of a file with the version to come: a lockfile has it twice. */
function withVersion(file) {
  const text = read(file);
  const written = (number) => (file.endsWith('.yaml') ? `newTag: '${number}'` : `"version": "${number}"`);
  const own = written(before);
  // The first of each file is its own, and the second of the lockfile.
  const times = file === 'package-lock.json' ? 2 : 1;
  let changed = text;
  let from = 0;
  for (let i = 0; i < times; i += 1) {
    const at = changed.indexOf(own, from);
    if (at < 0) throw new Error(`${file}: ${own} is not there`);
    changed = `${changed.slice(0, at)}${written(version)}${changed.slice(at + own.length)}`;
    from = at + own.length;
  }
  return changed;
}

/** What stands under “Unreleased”, without the heading; empty when there is no more than headings. */
function unreleased(text) {
  const [, rest = ''] = text.split(`${UNRELEASED}\n`);
  const [own = ''] = rest.split(/^## /m);
  const lines = own.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.length === 0 ? '' : own.trim();
}

function isLater(one, other) {
  const [a, b] = [one, other].map((each) => each.split('.').map(Number));
  const at = a.findIndex((number, i) => number !== b[i]);
  return at >= 0 && a[at] > b[at];
}

function git(...args) {
  const done = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) fail('git のフォルダーで実行してください。', `git ${args[0]}: ${done.stderr ?? ''}`);
  return done.stdout.trim();
}

/** Runs a program that must succeed; with `pipe` gives what it wrote. */
function run(command, args, stdout = 2) {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', stdout, 2] });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${command} ${args[0]}: exit code ${done.status ?? done.signal}`);
  return done.stdout ?? '';
}
