// Installs the lockfile's packages when they are missing or older than the lockfile; says nothing when not.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const root = new URL('../', import.meta.url);
const lockfile = new URL('package-lock.json', root);
/** npm writes this one when it has installed everything. */
const installed = new URL('node_modules/.package-lock.json', root);
const stamp = new URL('node_modules/.maru-packages', root);

/** The oldest Node.js that all packages accept. */
const NEEDED = [20, 19];

export async function ensurePackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
    fail(
      `Node.js ${NEEDED.join('.')} 以上が必要です（今は ${process.versions.node}）。`,
      `Node.js ${NEEDED.join('.')} or newer is needed (this is ${process.versions.node}).`,
    );
  }
  const wanted = `${createHash('sha256').update(readFileSync(lockfile)).digest('hex')} node ${major}\n`;
  if (isCurrent(wanted)) return;
  mkdirSync(new URL('.cache/', root), { recursive: true });
  await withLock(new URL('.cache/packages.lock', root), () => {
    if (!isCurrent(wanted)) install(wanted);
  });
}

function isCurrent(wanted) {
  if (!existsSync(installed)) return false;
  if (existsSync(stamp)) {
    if (readFileSync(stamp, 'utf8') === wanted) return true;
    // Written for another lockfile; somebody may have run npm since, for this one.
    if (statSync(installed).mtimeMs <= statSync(stamp).mtimeMs) return false;
  }
  if (statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) return false;
  writeFileSync(stamp, wanted);
  return true;
}

function install(wanted) {
  say('部品を取り寄せています（1分ほど）…', 'Installing the packages of package-lock.json (about a minute) …');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // Under `npm run` the same npm is used; what it prints goes to standard error, for standard output is data.
  const npm = process.env.npm_execpath;
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    fail(
      '部品を取り寄せられませんでした。上の npm の知らせと、インターネットへの接続をご確認ください。',
      'The packages could not be installed; see what npm says above, and the connection to the internet.',
    );
  }
  writeFileSync(stamp, wanted);
}

export function say(japanese, english) {
  process.stderr.write(`${japanese} / ${english}\n`);
}

export function fail(japanese, english) {
  say(japanese, english);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensurePackages();
