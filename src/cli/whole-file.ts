/** Files that a command writes. */
import { randomBytes } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileFault } from '../core/text/file-faults.js';
import { Mistake } from './mistake.js';

/**
 * The whole file or none of it: written beside its place and moved there, so that a full disk leaves what was there. What
 * is no file (a pipe, a device) is written to as it is. A Mistake naming it when it cannot be written.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const found = await stat(path).catch(() => null);
    if (found && !found.isFile()) return await writeFile(path, content);
    await writeFile(beside, content, { flag: 'wx' });
    await rename(beside, path);
  } catch (fault) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new Mistake(fileFault(path, 'write', fault));
  }
}
