/** The file of erasures outside the record (ERASURES_FILE): appended to, and applied to what is restored. */
import { open, readFile } from 'node:fs/promises';
import { type ErasureLine, readErasures } from '../core/organization/erasure.js';
import { fileFault } from '../core/text/file-faults.js';

/** What is wrong with the file; the words name it and say what to do. */
export class ErasuresRefused extends Error {
  override readonly name = 'ErasuresRefused';
}

/** All of them, in their order. `missing`: where there is no file there are none; else that is refused. */
export async function readErasuresFile(
  path: string,
  missing: 'none' | 'refuse',
): Promise<readonly ErasureLine[]> {
  const text = await readFile(path, 'utf8').catch((fault: { code?: string }) => {
    if (fault.code === 'ENOENT' && missing === 'none') return '';
    throw new ErasuresRefused(
      fault.code === 'ENOENT'
        ? `ERASURES_FILE: ${path} がありません。消去した人を戻さないために要ります。控えから戻すか、一度も消去していなければ空のファイルを作ってください。 / There is no ${path}; put it back, or make an empty one where nobody was ever erased.`
        : fileFault(`ERASURES_FILE: ${path}`, 'read', fault),
    );
  });
  return readWhole(path, text).lines;
}

function readWhole(path: string, text: string) {
  const read = readErasures(text);
  if ('wrong' in read)
    throw new ErasuresRefused(
      `ERASURES_FILE: ${path} の${read.wrong}行目は消去の記録ではありません。控えと比べてください。 / Line ${read.wrong} is no erasure.`,
    );
  return read;
}

type Appending = {
  /** On the disk when it resolves; a line that was cut off by a crash goes. For one at a time. */
  append(line: ErasureLine): Promise<void>;
  close(): Promise<void>;
};

/** Opens it to be appended to, before anything is erased: what cannot be kept is not begun. Readable by its owner alone. */
export async function appendErasures(path: string): Promise<Appending> {
  const refused = (fault: unknown) =>
    new ErasuresRefused(fileFault(`ERASURES_FILE: ${path}`, 'write', fault));
  const file = await open(path, 'a', 0o600).catch((fault: { code?: string }) => {
    throw refused(fault);
  });
  return {
    async append(line) {
      const text = await readFile(path, 'utf8').catch((fault: unknown) => {
        throw refused(fault);
      });
      const kept = text.slice(0, readWhole(path, text).whole);
      const size = Buffer.byteLength(kept);
      try {
        if (kept.length < text.length) await file.truncate(size);
        await file.appendFile(`${kept === '' || kept.endsWith('\n') ? '' : '\n'}${JSON.stringify(line)}\n`);
        await file.sync();
      } catch (fault) {
        // What a full disk left of it.
        await file.truncate(size).catch(() => undefined);
        throw refused(fault);
      }
    },
    close: () => file.close(),
  };
}
