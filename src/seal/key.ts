/** The key that signs the head of the history: an Ed25519 key in a file that the database's owner cannot read. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { keyName } from '../core/decision/head.js';
import { fileFault } from '../core/text/file-faults.js';

/** What is wrong with a key, or a place for heads; the words say what to do. */
export class SealRefused extends Error {
  override readonly name = 'SealRefused';
}

/** @throws SealRefused where there is no such file, or no Ed25519 key in it */
export async function readKey(path: string): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8').catch((fault: { code?: string }) => {
    throw new SealRefused(
      `${fileFault(`SEAL_KEY_FILE: ${path}`, 'read', fault)} 鍵は maru seal --new-key で作れます。 / Make a key with maru seal --new-key.`,
    );
  });
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What is no key at all is told as what is no key of this kind.
  }
  throw new SealRefused(
    `SEAL_KEY_FILE: ${path} は Ed25519 の秘密鍵（PEM）ではありません。 / It is no private Ed25519 key (PEM).`,
  );
}

/** Makes a pair: the private key for its owner alone, and beside it `<path>.pub` for whoever verifies. Gives its name. */
export async function writeNewKey(path: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const open = createPublicKey(privateKey);
  const write = (to: string, pem: string | Buffer, mode: number) =>
    writeFile(to, pem, { flag: 'wx', mode }).catch(async (fault: { code?: string }) => {
      // Half a key is none.
      if (fault.code !== 'EEXIST') await rm(to, { force: true }).catch(() => undefined);
      throw new SealRefused(
        fault.code === 'EEXIST'
          ? `${to}: すでにあります。前の鍵は消さないでください（前の署名を確かめるのに要ります）。 / The file exists already.`
          : fileFault(to, 'write', fault),
      );
    });
  await write(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  await write(`${path}.pub`, open.export({ type: 'spki', format: 'pem' }), 0o644);
  return keyName(open);
}
