/** Writes a small .zip (PKWARE APPNOTE 4.3): a few files of known names, no dates, so that it is always the same. */
import { crc32, deflateRawSync } from 'node:zlib';

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

/** The bytes of a .zip with these files in this order. */
export function zip(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes, { level: 9 });
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
    place.writeUInt32LE(offset, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(VERSION);
    directory.push(signature(DIRECTORY_ENTRY), madeBy, facts, place, called);
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listed, signature(END_OF_DIRECTORY), end]);
}

function signature(of: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(of);
  return bytes;
}
