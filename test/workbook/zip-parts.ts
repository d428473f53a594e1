/** Zip files for tests: taken apart, put together, and put together wrongly. */
import { deflateRawSync } from 'node:zlib';
import { openZip } from '../../src/workbook/xlsx/zip.js';

export function unzipSync(file: Uint8Array): Map<string, Uint8Array> {
  const zip = openZip(file);
  if (typeof zip === 'string') throw new Error(zip);
  return new Map(
    [...zip.entries.values()].map((entry) => {
      const part = zip.unpack(entry);
      if (typeof part === 'string') throw new Error(`${entry.name}: ${part}`);
      return [entry.name, Uint8Array.from(part)];
    }),
  );
}

/** A compressed zip; `odd` replaces one part with given compressed bytes and a size that may be a lie. */
export function zipParts(
  parts: ReadonlyMap<string, Uint8Array>,
  odd?: { readonly name: string; readonly packed: Uint8Array; readonly declared: number },
): Uint8Array {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, data] of parts) {
    const packed = odd?.name === name ? odd.packed : deflateRawSync(data);
    const size = odd?.name === name ? odd.declared : data.length;
    const label = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(size, 22);
    head.writeUInt16LE(label.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(label.length, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(head, label, Buffer.from(packed));
    directory.push(entry, label);
    offset += 30 + label.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(
    directory.reduce((sum, one) => sum + one.length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Uint8Array.from(Buffer.concat([...local, ...directory, end]));
}
