/** Writes a .zip (PKWARE APPNOTE 4.3): files of known names, no dates, so that it is always the same. */
import { promisify } from 'node:util';
import { crc32, deflateRaw, deflateRawSync } from 'node:zlib';

/** `name` in ASCII. */
export type ZipFile = { readonly name: string; readonly bytes: Buffer };

const LOCAL_ENTRY = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
/** 2.0: deflate */
const VERSION = 20;
const DEFLATED = 8;
/** 1980-01-01, the first day a zip file knows */
const FIRST_DAY = 0x0021;
const LEVEL = { level: 9 } as const;

/** The bytes of a .zip with these files in this order. */
export function zip(files: readonly ZipFile[]): Buffer {
  const parts = new Parts();
  for (const file of files) parts.add(file, deflateRawSync(file.bytes, LEVEL));
  return parts.end();
}

/**
 * The same of files that are read one after the other, packed beside what else the process does; null as soon as it would
 * be larger than `most` bytes.
 */
export async function zipWithin(files: AsyncIterable<ZipFile>, most: number): Promise<Buffer | null> {
  const parts = new Parts();
  for await (const file of files) {
    parts.add(file, await promisify(deflateRaw)(file.bytes, LEVEL));
    if (parts.size > most) return null;
  }
  return parts.end();
}

class Parts {
  readonly #parts: Buffer[] = [];
  readonly #directory: Buffer[] = [];
  #offset = 0;
  #listed = 0;

  /** bytes so far, with what ends it */
  get size(): number {
    return this.#offset + this.#listed + 22;
  }

  add({ name, bytes }: ZipFile, packed: Buffer): void {
    const called = Buffer.from(name, 'ascii');
    // Version, flags, method, time, day, checksum, sizes and the length of the name stand alike in both headers.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(VERSION, 0);
    facts.writeUInt16LE(DEFLATED, 4);
    facts.writeUInt16LE(FIRST_DAY, 8);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(called.length, 22);
    const local = Buffer.concat([signature(LOCAL_ENTRY), facts, called, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(this.#offset, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(VERSION);
    const entry = Buffer.concat([signature(DIRECTORY_ENTRY), madeBy, facts, place, called]);
    this.#directory.push(entry);
    this.#parts.push(local);
    this.#offset += local.length;
    this.#listed += entry.length;
  }

  end(): Buffer {
    const end = Buffer.alloc(18);
    end.writeUInt16LE(this.#directory.length, 4);
    end.writeUInt16LE(this.#directory.length, 6);
    end.writeUInt32LE(this.#listed, 8);
    end.writeUInt32LE(this.#offset, 12);
    return Buffer.concat([...this.#parts, ...this.#directory, signature(END_OF_DIRECTORY), end]);
  }
}

function signature(of: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(of);
  return bytes;
}
