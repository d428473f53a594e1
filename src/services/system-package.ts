import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromRoot } from '../package/root.js';
import { lastLines, run, which } from './command.js';
import { fetchDebianPackage } from './debian-package.js';
import { withLock } from './lock.js';

/** A program that comes from Debian's packages, not from npm. */
export interface Tool {
  /** Its names on PATH, the usual one first. */
  readonly names: readonly string[];
  readonly debianPackage: string;
  /** Packages that make it better but are not needed: they are tried, and never a failure. */
  readonly niceToHave: readonly string[];
  /** Where the program itself lies in the package, without the leading slash. */
  readonly programInPackage: string;
  /**
   * `own copy`: the package is unpacked under the project's cache, nothing is installed. `system`: it is
   * installed when we are root or may become it. The other way is tried when the first fails.
   */
  readonly prefer: 'own copy' | 'system';
  readonly size: string;
  readonly purpose: { readonly ja: string; readonly en: string };
}

/** Installing Debian's package would also start a Redis service for the whole machine: hence an own copy. */
export const REDIS_SERVER: Tool = {
  names: ['redis-server'],
  debianPackage: 'redis-server',
  niceToHave: [],
  programInPackage: 'usr/bin/redis-server',
  prefer: 'own copy',
  size: '2 MB',
  purpose: { ja: 'Redis（書きかけの報告の置き場所）', en: 'Redis, which keeps unfinished reports' },
};

/** `/usr/bin/chromium` of Debian is a script with fixed paths, so an own copy runs the program behind it. */
export const CHROMIUM: Tool = {
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  debianPackage: 'chromium',
  niceToHave: ['fonts-noto-cjk'],
  programInPackage: 'usr/lib/chromium/chromium',
  prefer: 'system',
  size: '150 MB',
  purpose: { ja: 'Chromium（画面の試験用ブラウザー）', en: 'Chromium, the browser of the tests' },
};

/** Where downloads of the project itself lie: `.cache` beside package.json, never kept in version control. */
export const CACHE_DIR = fileURLToPath(fromRoot('.cache'));

/** A browser over a slow line takes this long, in milliseconds. */
const LOCK_WAIT_MS = 30 * 60_000;

/** Debian's own programs may be busy installing something else: wait for them this long, in seconds. */
const APT_LOCK_WAIT_S = 120;

/** One line of progress to the person, who otherwise sees nothing for minutes. Standard output stays clean. */
type Say = (line: string) => void;
const sayOnStandardError: Say = (line) => {
  process.stderr.write(`${line}\n`);
};

/**
 * The path of a program that runs: found on PATH, or in the project's cache, or else fetched from Debian's
 * packages, as root or not. Several callers at once fetch once.
 *
 * @throws Error whose message is one sentence, Japanese and English, saying what is missing and how to install it
 */
export async function obtain(tool: Tool, options: { cacheDir?: string; say?: Say } = {}): Promise<string> {
  const cacheDir = join(options.cacheDir ?? CACHE_DIR, 'debian');
  const say = options.say ?? sayOnStandardError;
  const present = await find(tool, cacheDir);
  if (present !== null) return present;
  return withLock(join(cacheDir, 'lock'), LOCK_WAIT_MS, async () => {
    const meanwhile = await find(tool, cacheDir);
    if (meanwhile !== null) return meanwhile;
    if ((await which('apt-get')) === null) throw new Error(byHand(tool, 'apt-get がありません / no apt-get'));
    say(
      `${tool.purpose.ja} を準備しています（約 ${tool.size}）… / Getting ${tool.debianPackage}: ${tool.purpose.en} …`,
    );
    const ways = tool.prefer === 'system' ? [installInSystem, ownCopy] : [ownCopy, installInSystem];
    const reasons: string[] = [];
    for (const way of ways) {
      const reason = await way(tool, cacheDir);
      const path = reason === null ? await find(tool, cacheDir) : null;
      if (path !== null) {
        say(`${tool.debianPackage} の準備ができました。 / ${tool.debianPackage} is ready: ${path}`);
        return path;
      }
      reasons.push(reason ?? `${tool.debianPackage} が動きません / does not run`);
    }
    throw new Error(byHand(tool, reasons.join('; ')));
  });
}

const byHand = (tool: Tool, reason: string): string =>
  `${tool.names[0]} がなく、自動では入れられませんでした。「sudo apt-get install ${tool.debianPackage}」を実行してから、もう一度お試しください。` +
  ` / ${tool.names[0]} is missing and could not be fetched; run "sudo apt-get install ${tool.debianPackage}" and try again. (${reason})`;

async function find(tool: Tool, cacheDir: string): Promise<string | null> {
  const candidates: (string | null)[] = [];
  for (const name of tool.names) candidates.push(await which(name));
  candidates.push(join(cacheDir, 'bin', tool.names[0] ?? ''));
  for (const path of candidates) {
    if (path !== null && (await runs(path))) return path;
  }
  return null;
}

/** A file of the right name is not enough: it may be a stub, or lack a library. */
async function runs(path: string): Promise<boolean> {
  const executable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return executable && (await run(path, ['--version'], { timeoutMs: 20_000 })).code === 0;
}

/** Each way answers null when it succeeded, else the reason why not. */
type Way = (tool: Tool, cacheDir: string) => Promise<string | null>;

const ownCopy: Way = ({ debianPackage, niceToHave, programInPackage, names }, cacheDir) =>
  fetchDebianPackage(
    { debianPackage, niceToHave, program: programInPackage, name: names[0] ?? '' },
    cacheDir,
  );

const installInSystem: Way = async (tool) => {
  const root = process.getuid?.() === 0;
  if (!root && (await run('sudo', ['-n', 'true'], { timeoutMs: 10_000 })).code !== 0) {
    return 'root でなく、sudo も使えません / neither root nor sudo';
  }
  const apt = (...args: string[]) => {
    const words = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', 'apt-get'];
    words.push('-o', `DPkg::Lock::Timeout=${APT_LOCK_WAIT_S}`, ...args);
    return root ? run('env', words.slice(1)) : run('sudo', ['-n', ...words]);
  };
  // One unreachable third-party source makes `update` fail although Debian's own lists are fresh: so its
  // verdict counts only when the installation fails too.
  const update = await apt('update');
  const install = await apt('install', '-y', '--no-install-recommends', tool.debianPackage);
  if (install.code !== 0) {
    return lastLines(install.everything || update.everything, 3).replaceAll('\n', ' ');
  }
  if (tool.niceToHave.length > 0) await apt('install', '-y', '--no-install-recommends', ...tool.niceToHave);
  return null;
};
