/** RSA keys by name, made once in a run of the tests: to make a pair takes longer than most tests. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type RsaKeys = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/** The pair of this name in this run; a new one where no run is (`npm run bench`). */
export function rsaKeys(name: string): RsaKeys {
  const dir = process.env.MARU_TEST_DIR;
  if (dir === undefined) return generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kept = join(dir, `rsa-${name}.pem`);
  if (!existsSync(kept)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const own = `${kept}.${randomUUID()}`;
    writeFileSync(own, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    renameSync(own, kept);
  }
  const privateKey = createPrivateKey(readFileSync(kept));
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
