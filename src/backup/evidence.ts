/**
 * The second file of a backup: the bytes of 根拠資料, wherever they lie, and back. The first file names them and holds their
 * hashes; without this one a restore says what is missing. Streamed: one line of a file is in memory at a time.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Pool } from 'pg';
import type { EvidenceStore } from '../flow/evidence/store.js';
import { type Lacking, lacking, namedKeys } from '../store/postgres/evidence/list.js';
import { decryptionWith, type Encryption, isEncrypted, KeyRefused } from './encryption.js';
import { BrokenBackup, backupLines, type PartToWrite, readBackup, rowLines } from './file.js';

/** The name of the second file beside the first: `today.maru.gz` has `today.evidence.maru.gz`. */
export function evidenceFileOf(path: string): string {
  const name = basename(path);
  const at = name.indexOf('.maru.');
  const own = at < 0 ? `${name}.evidence` : `${name.slice(0, at)}.evidence${name.slice(at)}`;
  return join(dirname(path), own);
}

/** Bytes of a line before they are written as base64. */
const LINE_BYTES = 48 * 1024;

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of bytes)
    for (let from = 0; from < piece.byteLength; from += LINE_BYTES)
      yield Buffer.from(`${Buffer.from(piece.subarray(from, from + LINE_BYTES)).toString('base64')}\n`);
}

async function* parts(store: EvidenceStore, keys: readonly string[]): AsyncGenerator<PartToWrite> {
  for (const key of keys) {
    const bytes = await store.get(key);
    // Taken away meanwhile, or lacking already.
    if (bytes) yield { part: { part: 'evidence', key }, rows: linesOf(bytes) };
  }
}

/** Writes all bytes that the record names; gives how many files, and the file's checksum. Null, and no file, where there are none. */
export async function writeEvidence(
  path: string,
  { pool, store }: { readonly pool: Pool; readonly store: EvidenceStore },
  by: { readonly program: string; readonly now: Date },
  encrypted: Encryption | null,
): Promise<{ readonly files: number; readonly sha256: string } | null> {
  const keys = await namedKeys(pool);
  if (keys.length === 0) return null;
  const beside = `${path}.${process.pid}.tmp`;
  const file = createWriteStream(beside, { flags: 'wx', mode: 0o600, flush: true });
  let summary: { rows: Readonly<Record<string, number>>; sha256: string } | null = null;
  try {
    const head = { program: by.program, at: by.now.toISOString(), schema: [] };
    const lines = backupLines(head, parts(store, keys), (made) => {
      summary = made;
    });
    await (encrypted ? pipeline(lines, createGzip(), encrypted, file) : pipeline(lines, createGzip(), file));
    await rename(beside, path);
  } finally {
    file.destroy();
    await rm(beside, { force: true });
  }
  const { rows, sha256 } = summary!;
  return { files: Object.keys(rows).length, sha256 };
}

/**
 * Puts back what the record names and has no bytes of, or not all; what it does not name, or has, is passed over. What is
 * not what the record says by its hash is not kept. Gives how many files were put back.
 */
export async function restoreEvidence(
  path: string,
  { pool, store }: { readonly pool: Pool; readonly store: EvidenceStore },
  keyFile: string | null,
  now: Date,
): Promise<number> {
  if (keyFile === null && (await isEncrypted(path)))
    throw new KeyRefused(
      `${path}: 暗号化されています。--identity に秘密鍵のファイルを指定してください。 / It is encrypted; give the private key with --identity.`,
    );
  const decrypted = (await isEncrypted(path)) ? await decryptionWith(keyFile ?? '') : null;
  const unzipped = createGunzip();
  const bytes = createReadStream(path);
  const reading = (decrypted ? pipeline(bytes, decrypted, unzipped) : pipeline(bytes, unzipped)).catch(
    () => undefined,
  );
  let put = 0;
  try {
    const backup = await readBackup(unzipped);
    for (let next = await backup.next(); next; next = await backup.next()) {
      const { part, rows } = next;
      const { rows: named } =
        part.part === 'evidence'
          ? await pool.query<{ sha256: string }>(
              `select body->'file'->>'sha256' as sha256 from evidence where key = $1
               union all select sha256 from uploads where key = $1`,
              [part.key],
            )
          : { rows: [] };
      const [known] = named;
      if (part.part !== 'evidence' || !known || (await isWhole(store, part.key, known.sha256))) {
        for await (const _ of rows);
        continue;
      }
      const hash = createHash('sha256');
      const kept = await store.put(decoded(rows, hash), Number.MAX_SAFE_INTEGER, now, part.key);
      if (kept === 'too_large' || hash.digest('hex') !== known.sha256) await store.delete(part.key);
      else put += 1;
    }
    return put;
  } catch (fault) {
    if (!String((fault as { code?: unknown }).code).startsWith('Z_')) throw fault;
    throw new BrokenBackup(
      '壊れているか、Maru のバックアップではありません / it is damaged, or no backup of Maru',
    );
  } finally {
    bytes.destroy();
    unzipped.destroy();
    await reading;
  }
}

async function* decoded(
  rows: AsyncIterable<Buffer>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const line of rowLines(rows)) {
    const bytes = Buffer.from(line, 'base64');
    hash.update(bytes);
    yield bytes;
  }
}

/** Whether the store has all bytes of it: what a restore that was broken off has left begins as they do. */
async function isWhole(store: EvidenceStore, key: string, sha256: string | null): Promise<boolean> {
  const bytes = await store.get(key);
  if (!bytes) return false;
  const hash = createHash('sha256');
  for await (const piece of bytes) hash.update(piece);
  return hash.digest('hex') === sha256;
}

/** Evidence whose bytes are not there, or not all: after a restore without its second file, or one that was broken off. */
export const evidenceLacking = (pool: Pool, store: EvidenceStore): Promise<Lacking[]> =>
  lacking(pool, (key, sha256) => isWhole(store, key, sha256));
