// Compiles src to dist when a source is newer than the last compilation; says nothing when not.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { fail, say } from './packages.mjs';

const root = new URL('../', import.meta.url);
const stamp = new URL('dist/.built', root);

export async function ensureBuilt() {
  if (isCurrent()) return;
  mkdirSync(new URL('.cache/', root), { recursive: true });
  await withLock(new URL('.cache/build.lock', root), () => {
    if (!isCurrent()) build();
  });
}

function isCurrent() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  const inputs = ['tsconfig.json', 'tsconfig.build.json', 'node_modules/.package-lock.json'];
  // A folder's time changes when a file in it is added or removed.
  for (const entry of readdirSync(new URL('src/', root), { recursive: true })) inputs.push(`src/${entry}`);
  inputs.push('src');
  return inputs.every((path) => statSync(new URL(path, root)).mtimeMs < built);
}

function build() {
  say('組み立てています…', 'Compiling …');
  const startedAt = new Date();
  const done = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('node_modules/typescript/bin/tsc', root)), '-p', 'tsconfig.build.json'],
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  if (done.status !== 0) fail('組み立てられませんでした。上の行をご覧ください。', 'Compiling failed; see above.');
  removeOrphans();
  writeFileSync(stamp, startedAt.toISOString());
}

/** What was compiled from a source that is gone would still be found by imports. */
function removeOrphans() {
  for (const entry of readdirSync(new URL('dist/', root), { recursive: true })) {
    const source = new URL(`src/${entry.replace(/\.js(\.map)?$/, '.ts')}`, root);
    if (/\.js(\.map)?$/.test(entry) && !existsSync(source)) rmSync(new URL(`dist/${entry}`, root));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureBuilt();
