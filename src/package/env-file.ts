/** `.env`: the settings that stand in a file. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { fileFault } from '../core/text/file-faults.js';

/**
 * What stands in a file of settings, as Node.js reads one; nothing where there is no such file.
 *
 * @param wanted  whether a key is a setting that the file gives
 * @throws Error naming those of them that would be cut at a #
 */
export function readEnvFile(path: string, wanted: (key: string) => boolean): NodeJS.Dict<string> {
  let text: string;
  try {
    // Editors of Windows begin a file with a mark that would be part of its first key.
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/u, '');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(fileFault(path, 'read', fault));
  }
  const cut = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    const [written, value] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1)];
    // A file that shells read as well says `export` before each.
    const key = written.replace(/^export\s+/u, '');
    if (!wanted(key)) return [];
    // A remark begins with a # wherever it stands outside quotes, and a password with one would be cut there unseen.
    const before = value.slice(0, Math.max(value.indexOf('#'), 0));
    const isValue = value.startsWith('#') || (before !== '' && before === before.trimEnd());
    return isValue && !['"', "'", '`'].includes(value.trim().charAt(0)) ? [key] : [];
  });
  if (cut.length > 0)
    throw new Error(
      `${path} の ${cut.join('、')} に # があり、そこから後ろが読まれません。値を '…' で囲んでください（説明なら、# の前に空白を入れてください）。 / In ${path} nothing behind the # of ${cut.join(', ')} is read: put the value into '…' (or a space before a remark).`,
    );
  return parseEnv(text);
}
