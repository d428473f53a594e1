/** Reads a zip container in bounded time and memory: what it declares is not believed, what it unpacks to is counted. */
import { crc32, inflateRawSync } from 'node:zlib';
import { LIMITS } from '../cells/limits.js';

// PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

export type ZipFault = 'not-zip' | 'broken' | 'too-many' | 'bomb' | 'encrypted';

export type ZipEntry = {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  /** 0 where the writer left it out */
  readonly crc: number;
  readonly offset: number;
};

export type Zip = {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** Unpacks one entry; each call counts against the limit for the whole file. */
  readonly unpack: (entry: ZipEntry) => Uint8Array | ZipFault;
};

/** The directory of a zip file, or why there is none. */
export function openZip(bytes: Uint8Array): Zip | ZipFault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 22) return 'not-zip';
  const first = view.getUint32(0, true);
  if (first !== LOCAL_ENTRY && first !== END_OF_DIRECTORY) return 'not-zip';
  const end = findEnd(view);
  if (end === null) return 'broken';
  const count = view.getUint16(end + 10, true);
  // 0xFFFF and 0xFFFFFFFF mark zip64, which only files beyond every limit here need
  if (count > LIMITS.zipEntries) return 'too-many';
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) return 'broken';
    if ((view.getUint16(at + 8, true) & 1) !== 0) return 'encrypted';
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.set(name, {
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  let left: number = LIMITS.unpackedBytes;
  const unpack = (entry: ZipEntry): Uint8Array | ZipFault => {
    const limit = Math.min(left, LIMITS.partBytes);
    const unpacked = unpackEntry(bytes, view, entry, limit);
    if (typeof unpacked === 'string') return unpacked;
    left -= unpacked.length;
    return entry.crc === 0 || crc32(unpacked) === entry.crc ? unpacked : 'broken';
  };
  return { entries, unpack };
}

function findEnd(view: DataView): number | null {
  // the comment at the end has at most 65,535 bytes
  const least = Math.max(0, view.byteLength - 22 - 65_535);
  for (let at = view.byteLength - 22; at >= least; at -= 1) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  return null;
}

function unpackEntry(
  bytes: Uint8Array,
  view: DataView,
  entry: ZipEntry,
  limit: number,
): Uint8Array | ZipFault {
  const { offset } = entry;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL_ENTRY) return 'broken';
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const end = start + entry.packedBytes;
  if (end > bytes.length) return 'broken';
  const packed = bytes.subarray(start, end);
  if (entry.method === 0) return packed.length > limit ? 'bomb' : packed;
  if (entry.method !== 8) return 'broken';
  if (packed.length === 0) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'broken';
  }
}

/** A zip file of these parts, stored without compression. */
export function storeZip(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const encoder = new TextEncoder();
  const files = [...parts].map(([name, data]) => ({ name: encoder.encode(name), data }));
  const total = files.reduce((sum, f) => sum + 30 + 46 + 2 * f.name.length + f.data.length, 22);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  const offsets: number[] = [];
  let at = 0;
  for (const { name, data } of files) {
    offsets.push(at);
    view.setUint32(at, LOCAL_ENTRY, true);
    view.setUint16(at + 4, 20, true);
    view.setUint32(at + 18, data.length, true);
    view.setUint32(at + 22, data.length, true);
    view.setUint16(at + 26, name.length, true);
    out.set(name, at + 30);
    out.set(data, at + 30 + name.length);
    at += 30 + name.length + data.length;
  }
  const directory = at;
  files.forEach(({ name, data }, index) => {
    view.setUint32(at, DIRECTORY_ENTRY, true);
    view.setUint16(at + 4, 20, true);
    view.setUint16(at + 6, 20, true);
    view.setUint32(at + 20, data.length, true);
    view.setUint32(at + 24, data.length, true);
    view.setUint16(at + 28, name.length, true);
    view.setUint32(at + 42, offsets[index] ?? 0, true);
    out.set(name, at + 46);
    at += 46 + name.length;
  });
  view.setUint32(at, END_OF_DIRECTORY, true);
  view.setUint16(at + 8, files.length, true);
  view.setUint16(at + 10, files.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return out;
}
