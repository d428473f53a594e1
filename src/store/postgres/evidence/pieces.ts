/** The bytes of files in PostgreSQL, in pieces: a row of each, written and read one after the other. */
import { createHash, randomUUID } from 'node:crypto';
import { HEAD_BYTES } from '../../../core/evidence/kind.js';
import type { Bytes, EvidenceStore } from '../../../flow/evidence/store.js';
import type { Db } from '../connection/pool.js';

/** Bytes of a piece: few enough that ten files at once need a few megabytes, and a file of 10 MB is eighty rows. */
const PIECE_BYTES = 128 * 1024;

/** The port EvidenceStore; in a transaction of the caller's what it takes away goes with that. */
export function openPieces(db: Db): EvidenceStore {
  const drop = async (key: string) =>
    void (await db.query('delete from evidence_pieces where key = $1', [key]));

  async function keep(key: string, bytes: Bytes, maxBytes: number, at: Date) {
    const hash = createHash('sha256');
    const piece = Buffer.alloc(PIECE_BYTES);
    let [filled, no, size] = [0, 0, 0];
    let head: Uint8Array | null = null;
    const write = async () => {
      head ??= Uint8Array.from(piece.subarray(0, Math.min(filled, HEAD_BYTES)));
      await db.query('insert into evidence_pieces (key, no, bytes, put_at) values ($1, $2, $3, $4)', [
        key,
        no,
        piece.subarray(0, filled),
        at,
      ]);
      no += 1;
      filled = 0;
    };
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      // Leaving the loop ends the stream.
      if (size > maxBytes) return 'too_large';
      hash.update(chunk);
      for (let from = 0; from < chunk.byteLength; ) {
        const some = chunk.subarray(from, from + PIECE_BYTES - filled);
        piece.set(some, filled);
        filled += some.byteLength;
        from += some.byteLength;
        if (filled === PIECE_BYTES) await write();
      }
    }
    // An empty file has one piece as well: it is there.
    if (filled > 0 || no === 0) await write();
    return { key, size, sha256: hash.digest('hex'), head: head ?? new Uint8Array() };
  }

  return {
    async put(bytes, maxBytes, at, given) {
      const key = given ?? randomUUID();
      // What a restore that was broken off has left of it.
      if (given !== undefined) await drop(given);
      let done = false;
      try {
        const put = await keep(key, bytes, maxBytes, at);
        done = put !== 'too_large';
        return put;
      } finally {
        if (!done) await drop(key);
      }
    },

    async get(key) {
      const pieceAt = async (no: number): Promise<Uint8Array | null> => {
        const { rows } = await db.query<{ bytes: Buffer }>(
          'select bytes from evidence_pieces where key = $1 and no = $2',
          [key, no],
        );
        return rows[0]?.bytes ?? null;
      };
      const first = await pieceAt(0);
      if (!first) return null;
      return (async function* pieces() {
        yield first;
        for (let no = 1; ; no += 1) {
          const next = await pieceAt(no);
          if (!next) return;
          yield next;
        }
      })();
    },

    delete: drop,

    async usage() {
      const { rows } = await db.query<{ files: number; bytes: string }>(
        'select count(distinct key)::int as files, coalesce(sum(length(bytes)), 0) as bytes from evidence_pieces',
      );
      return { files: rows[0]?.files ?? 0, bytes: Number(rows[0]?.bytes ?? 0) };
    },

    async keysBefore(at, after, limit) {
      const { rows } = await db.query<{ key: string }>(
        `select key from evidence_pieces where no = 0 and put_at < $1 and key collate "C" > $2
         order by key collate "C" limit $3`,
        [at, after, limit],
      );
      return rows.map(({ key }) => key);
    },
  };
}

/** Takes away the bytes of files that nothing names any more. */
export async function dropPieces(db: Db, keys: readonly string[]): Promise<void> {
  const store = openPieces(db);
  for (const key of keys) await store.delete(key);
}
