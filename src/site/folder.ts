/** A site in a folder: made beside what is there, and put into its place when all of it is made. */
import { createHash, randomBytes } from 'node:crypto';
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Folder, SUMS } from './write-site.js';

export type Staged = Folder & {
  /** the file of the site before, where it still is what its hash says; null else */
  earlier(path: string, hash: string | undefined): Promise<Uint8Array | null>;
  /**
   * Puts the files into their places and takes away those of the site before that are not in this one; files of others
   * stay. Killed in the middle, the same again ends it. The names of files of others that are in the way: nothing was
   * moved then.
   */
  settle(files: Readonly<Record<string, string>>): Promise<readonly string[]>;
  /** takes away what was made; after `settle` nothing is left of it */
  discard(): Promise<void>;
};

/** A folder for a site; made where it is not there. */
export async function stageSite(out: string): Promise<Staged> {
  await mkdir(out, { recursive: true });
  await removeLeft(out);
  // Within it, so that moving is within one file system, whatever is mounted there.
  const stage = join(out, `.maru-${randomBytes(6).toString('hex')}.tmp`);
  // A web server may be at the folder already, and these pages may yet be refused.
  await mkdir(stage, { mode: 0o700 });
  const made = new Set<string>();
  const begun = new Set<FileHandle>();
  const prepare = async (path: string) => {
    const folder = dirname(join(stage, path));
    if (!made.has(folder)) await mkdir(folder, { recursive: true });
    made.add(folder);
    return join(stage, path);
  };
  return {
    write: async (path, bytes) => writeFile(await prepare(path), bytes),
    async begin(path) {
      const file = await open(await prepare(path), 'w');
      begun.add(file);
      return {
        // From where it stands, and all of it: `write` may take a part where the disk is nearly full.
        write: (bytes) => file.writeFile(bytes),
        async end() {
          begun.delete(file);
          await file.close();
        },
      };
    },
    async earlier(path, hash) {
      const there = hash === undefined ? null : await readFile(join(out, path)).catch(() => null);
      return there && createHash('sha256').update(there).digest('hex') === hash ? there : null;
    },
    async settle(files) {
      const before = await listedIn(out);
      const all = Object.entries(files);
      const foreign: string[] = [];
      for (const [path, hash] of all) {
        const there = before.has(path) ? null : await readFile(join(out, path)).catch(() => null);
        if (there && createHash('sha256').update(there).digest('hex') !== hash) foreign.push(path);
      }
      if (foreign.length > 0) return foreign;
      for (const [path] of all) {
        await mkdir(dirname(join(out, path)), { recursive: true });
        await rename(join(stage, path), join(out, path));
      }
      for (const path of before) {
        if (path in files) continue;
        await rm(join(out, path), { force: true });
        await rmdir(dirname(join(out, path))).catch(() => undefined);
      }
      await rename(join(stage, SUMS), join(out, SUMS));
      return [];
    },
    async discard() {
      // Of a site that was not made to its end.
      for (const file of begun) await file.close();
      begun.clear();
      await rm(stage, { recursive: true, force: true });
    },
  };
}

/** The years whose sheets are in the site of a folder; none without one. */
export async function yearsIn(out: string): Promise<readonly number[]> {
  const years = [...(await listedIn(out))].flatMap((path) => /^sheets\/(\d{4})\//u.exec(path)?.[1] ?? []);
  return [...new Set(years)].map(Number).toSorted((a, b) => a - b);
}

/** After which what is being made is nobody's any more: a large city's site takes minutes. */
const LEFT_AFTER_MS = 24 * 60 * 60_000;

/** Takes away what runs before left behind that were ended in the middle. */
async function removeLeft(out: string): Promise<void> {
  for (const name of await readdir(out)) {
    if (!/^\.maru-[0-9a-f]{12}\.tmp$/u.test(name)) continue;
    const left = await stat(join(out, name)).catch(() => null);
    if (left && Date.now() - left.mtimeMs > LEFT_AFTER_MS)
      // Where it was somebody else's run, it may not be ours to take away.
      await rm(join(out, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The paths that the list of a folder names; none without a list. A path that leads out of the folder is none of ours. */
async function listedIn(out: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(out, SUMS), 'utf8').catch(() => '');
  const paths = text.split('\n').flatMap((line) => (line[64] === ' ' ? [line.slice(66)] : []));
  return new Set(
    paths.filter((path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..')),
  );
}
