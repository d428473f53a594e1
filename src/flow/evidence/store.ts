/**
 * The port of where the bytes of files lie: put, given and taken away as streams, so that the memory of the service does not
 * grow with them. What a file is and whose stands in the record; here it has a key and nothing else. The contract of every
 * store: test/contracts/evidence-store.ts.
 */

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export type Put = {
  /** names it from now on; made by the store */
  readonly key: string;
  /** bytes */
  readonly size: number;
  /** SHA-256 of all bytes, hex */
  readonly sha256: string;
  /** the first bytes, `HEAD_BYTES` at most, by which its kind is told */
  readonly head: Uint8Array;
};

export type EvidenceStore = {
  /**
   * Keeps what a stream gives; 'too_large', and nothing is kept, when it gives more than `maxBytes`: the stream is then
   * ended. What it throws is thrown on, and nothing is kept either. `key`: of what was kept before and is gone, as a backup
   * brings it back.
   */
  put(bytes: Bytes, maxBytes: number, at: Date, key?: string): Promise<Put | 'too_large'>;
  /** The bytes, a piece at a time; null when there are none with this key. */
  get(key: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Takes it away; nothing happens where it is not there. */
  delete(key: string): Promise<void>;
  /** How many files there are, and how many bytes they have together. */
  usage(): Promise<{ readonly files: number; readonly bytes: number }>;
  /** Keys of what was put before `at`, at most `limit`, behind `after` in the order of keys: to find what nobody names. */
  keysBefore(at: Date, after: string, limit: number): Promise<readonly string[]>;
};

/** All bytes of a file; only where they are known to be few. */
export async function wholeOf(bytes: Bytes): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}
