/** What every store of the bytes of files must keep, whatever it is: pieces in PostgreSQL, or objects somewhere else. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HEAD_BYTES } from '../../src/core/evidence/kind.js';
import { type EvidenceStore, type Put, wholeOf } from '../../src/flow/evidence/store.js';

export type Opened = { readonly store: EvidenceStore; empty(): Promise<void>; stop(): Promise<void> };

const MAX = 2_000_000;
const at = new Date('2024-01-10T00:00:00Z');
const later = new Date('2024-01-11T00:00:00Z');

/** Bytes that show where they stand: a piece that is lost, doubled or out of its order is seen. */
const bytesOf = (size: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) % 256));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function* inChunks(bytes: Buffer, size: number): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** Declares the suite. */
export function evidenceStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(`EvidenceStore: ${name}`, () => {
    let opened: Opened;
    let store: EvidenceStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    beforeEach(() => opened.empty());
    afterAll(() => opened.stop());

    const kept = async (bytes: Uint8Array[] | Iterable<Uint8Array>): Promise<Put> => {
      const put = await store.put(bytes, MAX, at);
      if (put === 'too_large') throw new Error('too large');
      return put;
    };
    const read = async (key: string) => {
      const bytes = await store.get(key);
      return bytes && wholeOf(bytes);
    };

    test.each([
      [0, 1],
      [1, 1],
      [HEAD_BYTES - 1, 4],
      [131_072, 131_072],
      [131_073, 1_000],
      [400_000, 65_536],
      [1_000_000, 999_999],
    ])('%i bytes in chunks of %i come back to the letter, with their hash', async (size, chunk) => {
      const bytes = bytesOf(size);
      const put = await kept(inChunks(bytes, chunk));
      expect(put).toEqual({
        key: expect.stringMatching(/^\S{8,100}$/u),
        size,
        sha256: sha256(bytes),
        head: Uint8Array.from(bytes.subarray(0, HEAD_BYTES)),
      });
      expect(sha256((await read(put.key))!)).toBe(put.sha256);
    });

    test('of more than is allowed nothing is kept, and the stream is ended where it is too much', async () => {
      let [given, ended] = [0, false];
      async function* endless() {
        try {
          for (;;) {
            given += 100_000;
            yield bytesOf(100_000);
          }
        } finally {
          ended = true;
        }
      }
      expect(await store.put(endless(), 250_000, at)).toBe('too_large');
      expect(given).toBe(300_000);
      expect(ended).toBe(true);
      expect(await store.usage()).toEqual({ files: 0, bytes: 0 });
      expect(await store.put([bytesOf(250_000)], 250_000, at)).not.toBe('too_large');
    });

    test('what breaks off on its way leaves nothing, and its fault is thrown on', async () => {
      async function* broken() {
        yield bytesOf(300_000);
        throw new Error('connection reset');
      }
      await expect(store.put(broken(), MAX, at)).rejects.toThrow('connection reset');
      expect(await store.usage()).toEqual({ files: 0, bytes: 0 });
    });

    test('several at once do not mix', async () => {
      const files = [200_000, 300_001, 5, 150_000].map((size, i) => bytesOf(size).map((byte) => byte ^ i));
      const puts = await Promise.all(files.map((bytes) => kept(inChunks(Buffer.from(bytes), 10_000))));
      expect(new Set(puts.map(({ key }) => key)).size).toBe(files.length);
      for (const [i, { key }] of puts.entries()) expect(sha256((await read(key))!)).toBe(sha256(files[i]!));
      expect(await store.usage()).toEqual({ files: 4, bytes: 650_006 });
    });

    test('a file that is taken away is gone, the others stay; what is not there is no fault', async () => {
      const [one, other] = [await kept([bytesOf(200_000)]), await kept([bytesOf(10)])];
      await store.delete(one.key);
      await store.delete(one.key);
      expect(await store.get(one.key)).toBeNull();
      expect(await store.get('nothing-of-this-name')).toBeNull();
      expect(await read(other.key)).toEqual(bytesOf(10));
      expect(await store.usage()).toEqual({ files: 1, bytes: 10 });
    });

    test('reading may end early, and begins anew', async () => {
      const { key } = await kept([bytesOf(400_000)]);
      for await (const piece of (await store.get(key))!) {
        expect(piece.byteLength).toBeGreaterThan(0);
        break;
      }
      expect(await read(key)).toEqual(bytesOf(400_000));
    });

    test('with the key it had before, a file is that file, whatever was left of it', async () => {
      const { key } = await kept([bytesOf(500_000)]);
      const again = await store.put([bytesOf(150_000)], MAX, later, key);
      expect(again).toMatchObject({ key, size: 150_000 });
      expect(await read(key)).toEqual(bytesOf(150_000));
    });

    test('keys of what was put before a time, in their order, a few at a time', async () => {
      const puts = [await kept([bytesOf(1)]), await kept([bytesOf(200_000)]), await kept([bytesOf(3)])];
      const young = await store.put([bytesOf(4)], MAX, later);
      const keys = puts.map(({ key }) => key).sort();
      expect(await store.keysBefore(later, '', 10)).toEqual(keys);
      expect(await store.keysBefore(later, '', 2)).toEqual(keys.slice(0, 2));
      expect(await store.keysBefore(later, keys[1]!, 2)).toEqual(keys.slice(2));
      expect(young).toMatchObject({ size: 4 });
    });
  });
}
