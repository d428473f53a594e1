import { chmod, chown, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { run, which } from './command.js';

/** How to run PostgreSQL's programs: words to put before them, and whose the data folder must be. */
export interface Account {
  readonly prefix: readonly string[];
  /** Makes a file or folder belong to the account and readable by nobody else. */
  own(path: string): Promise<void>;
}

/** PostgreSQL refuses to run as root; as root it runs as this account, made when missing. */
const ACCOUNT = 'maru-postgres';

/** The account PostgreSQL is to run as: our own when we are not root. */
export async function postgresAccount(paths: readonly string[]): Promise<Account> {
  if (process.getuid?.() !== 0) {
    return { prefix: [], own: async (path) => chmod(path, (await stat(path)).isDirectory() ? 0o700 : 0o600) };
  }
  const { uid, gid } = (await identify()) ?? (await create());
  const setpriv = await which('setpriv');
  if (setpriv === null) throw new Error(NOT_AS_ROOT);
  const prefix = [setpriv, `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  for (const path of paths) {
    if (await hiddenFromOthers(path)) {
      // The project lies in a folder only root may enter, such as /root: the account gets the one right to
      // pass, so that the project need not be moved or opened to everybody.
      prefix.push('--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override');
      // access(2), with which PostgreSQL looks for its own files, otherwise ignores rights of non-root users.
      prefix.push('--securebits=+no_setuid_fixup');
      break;
    }
  }
  return {
    prefix,
    own: async (path) => {
      await chown(path, uid, gid);
      await chmod(path, (await stat(path)).isDirectory() ? 0o700 : 0o600);
    },
  };
}

const NOT_AS_ROOT =
  'PostgreSQL は root では動きません。一般の利用者で実行してください。' +
  ' / PostgreSQL does not run as root; run this as an ordinary user.';

async function identify(): Promise<{ uid: number; gid: number } | null> {
  const [user, group] = await Promise.all([run('id', ['-u', ACCOUNT]), run('id', ['-g', ACCOUNT])]);
  return user.code === 0 && group.code === 0
    ? { uid: Number(user.output.trim()), gid: Number(group.output.trim()) }
    : null;
}

async function create(): Promise<{ uid: number; gid: number }> {
  const useradd = await which('useradd');
  if (useradd !== null) {
    await run(useradd, [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      ACCOUNT,
    ]);
  }
  // Somebody may have made it at the same moment, so what counts is that it exists now.
  const made = await identify();
  if (made === null) throw new Error(NOT_AS_ROOT);
  return made;
}

async function hiddenFromOthers(path: string): Promise<boolean> {
  for (let at = dirname(path); at !== '/'; at = dirname(at)) {
    if (((await stat(at)).mode & constants.S_IXOTH) === 0) return true;
  }
  return false;
}
