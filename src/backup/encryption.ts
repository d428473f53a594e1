/**
 * Backups that only the holder of a key can read, in the format of age (age-encryption.org/v1): what is encrypted here
 * is opened by any program of that format, and the other way round. Streamed: the size of the record does not matter.
 */
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { fileFault } from '../core/text/file-faults.js';
import { BrokenBackup } from './file.js';

/** Every file of age begins with this. */
const BEGINNING = Buffer.from('age-encryption.org/');
/** Loaded when asked for: only few commands need it. */
const age = () => import('age-encryption');

/** What is wrong with a recipient or with a file of keys; the words name it and say what to do. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

/** Encrypts whatever comes to a list of recipients; each of their keys opens it. */
export type Encryption = (bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;

/**
 * Encryption to public keys (`age1…`), at least one.
 *
 * @param from  where they were named, for the sentence: `--recipient`, or the setting
 * @throws KeyRefused naming the first that is none
 */
export async function encryptionTo(recipients: readonly string[], from: string): Promise<Encryption> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      // Not shown when it is a private key: what is said stands in logs.
      const shown = recipient.startsWith('AGE-SECRET-KEY') ? 'AGE-SECRET-KEY…' : recipient;
      throw new KeyRefused(
        `${from}: 「${shown}」は age の公開鍵（age1…）ではありません。鍵は maru backup --new-key で作れます。 / This is no public key of age (age1…); make one with maru backup --new-key.`,
      );
    }
  }
  return async function* encrypted(bytes) {
    yield* await encrypter.encrypt(ReadableStream.from(bytes));
  };
}

/** Whether a file is encrypted, by its first bytes; faults of the file system reject. */
export async function isEncrypted(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING.length), 0, BEGINNING.length, 0);
    return bytesRead === BEGINNING.length && buffer.equals(BEGINNING);
  } finally {
    await file.close();
  }
}

/**
 * Decryption with the private keys in a file, one a line as `age-keygen` writes them.
 *
 * @throws KeyRefused when it cannot be read or holds no key
 */
export async function decryptionWith(keyFile: string): Promise<Encryption> {
  const text = await readFile(keyFile, 'utf8').catch((fault: { code?: string }) => {
    throw new KeyRefused(
      `--identity: ${keyFile} を読み取れません（${fault.code}）。 / Cannot read ${keyFile} (${fault.code}).`,
    );
  });
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  const keys = text.split('\n').map((line) => line.trim());
  for (const [index, key] of keys.entries()) {
    if (key === '' || key.startsWith('#')) continue;
    try {
      decrypter.addIdentity(key);
    } catch {
      throw new KeyRefused(
        `--identity: ${keyFile} の${index + 1}行目は age の秘密鍵（AGE-SECRET-KEY-1…）ではありません。 / Line ${index + 1} of ${keyFile} is no private key of age.`,
      );
    }
  }
  if (keys.every((key) => key === '' || key.startsWith('#')))
    throw new KeyRefused(
      `--identity: ${keyFile} に秘密鍵（AGE-SECRET-KEY-1…）がありません。 / There is no private key in ${keyFile}.`,
    );
  return async function* decrypted(bytes) {
    try {
      yield* await decrypter.decrypt(ReadableStream.from(bytes));
    } catch (fault) {
      // The file system's own are told with their code.
      if ((fault as { syscall?: unknown }).syscall !== undefined) throw fault;
      throw new BrokenBackup(
        (fault as Error).message.startsWith('no identity matched')
          ? `${keyFile} の鍵では開けません。このバックアップの宛先の鍵を指定してください / no key in ${keyFile} opens it`
          : '暗号化されたあとで壊れたか、書き換えられています / it was damaged or changed after it was encrypted',
      );
    }
  };
}

/**
 * Makes a key and writes it for its owner alone, as `age-keygen` does. Gives the public key.
 *
 * @throws KeyRefused when the file exists already or cannot be written
 */
export async function writeNewIdentity(path: string, now: Date): Promise<string> {
  const { generateX25519Identity, identityToRecipient } = await age();
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const text = `# created: ${now.toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  await writeFile(path, text, { flag: 'wx', mode: 0o600 }).catch(async (fault: { code?: string }) => {
    // Half a key is none.
    if (fault.code !== 'EEXIST') await rm(path, { force: true }).catch(() => undefined);
    throw new KeyRefused(
      fault.code === 'EEXIST'
        ? `${path}: すでにあります。前の鍵は消さないでください（前のバックアップを開くのに要ります）。 / The file exists already; older backups need it.`
        : fileFault(path, 'write', fault),
    );
  });
  return recipient;
}
