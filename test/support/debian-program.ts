/** Programs that some tests hold the project's files against: this machine's, or Debian's, unpacked below the project's cache. */
import { join } from 'node:path';
import { run, which } from '../../src/services/command.js';
import { fetchDebianPackage } from '../../src/services/debian-package.js';
import { withLock } from '../../src/services/lock.js';
import { CACHE_DIR } from '../../src/services/system-package.js';

const LOCK_WAIT_MS = 9 * 60_000;

/** Its path, or why it cannot be had. `asks`: what it answers with 0 when it runs. Nothing is installed, no service started. */
export async function debianProgram(wanted: {
  readonly name: string;
  readonly debianPackage: string;
  /** where it lies in the package, without the leading slash */
  readonly program: string;
  readonly asks: string;
}): Promise<{ readonly path: string } | { readonly missing: string }> {
  const there = await which(wanted.name);
  if (there !== null) return { path: there };
  const cache = join(CACHE_DIR, 'debian');
  const own = join(cache, 'bin', wanted.name);
  return withLock(join(cache, 'lock'), LOCK_WAIT_MS, async () => {
    const runs = async () => (await run(own, [wanted.asks])).code === 0;
    if (await runs()) return { path: own };
    const reason = await fetchDebianPackage({ ...wanted, niceToHave: [] }, cache);
    if (reason === null && (await runs())) return { path: own };
    return { missing: reason ?? 'it does not run' };
  });
}
