/**
 * The file of a backup: lines, compressed. The first line says what it is, then come parts (a line of JSON, rows, a line
 * with `\.`, as in PostgreSQL's own COPY), and the last line holds the counts and a checksum of everything before it.
 * Written and read in pieces: the size of the record does not matter.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Raised when the form of the file changes. */
const FORM = 1;
const NEWLINE = 0x0a;
/** Alone on a line no row can be this: COPY writes a backslash as two, and JSON begins with a brace. */
const END_OF_PART = Buffer.from('\\.');
/** Rows are handed on in blocks of this size, in bytes. */
const BLOCK_BYTES = 64 * 1024;

const headSchema = z.object({
  maru: z.literal('backup'),
  form: z.literal(FORM),
  /** the version of the program that wrote it */
  program: z.string(),
  /** ISO instant */
  at: z.string(),
  /** the migrations of the database, in order */
  schema: z.array(z.object({ number: z.number().int(), sha256: z.string() })),
});
type Head = z.infer<typeof headSchema>;

const partSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('drafts') }),
  z.object({ part: z.literal('evidence'), key: z.string() }),
  z.object({ part: z.literal('table'), name: z.string(), columns: z.array(z.string()) }),
]);
type Part = z.infer<typeof partSchema>;

const endSchema = z.object({
  part: z.literal('end'),
  /** rows of each table, and of the drafts */
  rows: z.record(z.string(), z.number().int()),
  sha256: z.string(),
});

/** What is wrong with a file; told to the person, not a fault. */
export class BrokenBackup extends Error {
  override readonly name = 'BrokenBackup';
}

export type PartToWrite = { readonly part: Part; readonly rows: AsyncIterable<Buffer> };
/** What was written or read. */
type Summary = { readonly rows: Readonly<Record<string, number>>; readonly sha256: string };

/** The lines of a backup, uncompressed. `done` is told the summary at the end. */
export async function* backupLines(
  head: Omit<Head, 'maru' | 'form'>,
  parts: AsyncIterable<PartToWrite>,
  done: (summary: Summary) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const hashed = (bytes: Buffer): Buffer => {
    hash.update(bytes);
    return bytes;
  };
  const line = (data: object): Buffer => Buffer.from(`${JSON.stringify(data)}\n`);
  yield hashed(line({ maru: 'backup', form: FORM, ...head } satisfies Head));
  const rows: Record<string, number> = {};
  for await (const { part, rows: given } of parts) {
    yield hashed(line(part));
    let many = 0;
    for await (const block of given) {
      for (let at = block.indexOf(NEWLINE); at !== -1; at = block.indexOf(NEWLINE, at + 1)) many += 1;
      yield hashed(block);
    }
    yield hashed(Buffer.concat([END_OF_PART, Buffer.from('\n')]));
    rows[nameOf(part)] = many;
  }
  const summary = { rows, sha256: hash.digest('hex') };
  yield line({ part: 'end', ...summary });
  done(summary);
}

export type BackupReader = {
  readonly head: Head;
  /** The next part; its rows must be read to their end before the next. Null after the last one, when all was right. */
  next(): Promise<{ part: Part; rows: AsyncIterable<Buffer> } | null>;
  /** after the last part */
  summary(): Summary;
};

/** Reads the lines of a backup. Throws BrokenBackup in plain words at the first thing that is wrong. */
export async function readBackup(bytes: AsyncIterable<Buffer>): Promise<BackupReader> {
  const lines = linesOf(bytes);
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  let summary: Summary | null = null;
  const nextLine = async (): Promise<Buffer> => {
    const line = await lines();
    if (line === null) throw new BrokenBackup('途中で終わっています / it ends before its end');
    return line;
  };
  const hashed = (line: Buffer): void => {
    hash.update(line).update('\n');
  };

  const first = await nextLine();
  const head = parsed(headSchema, first);
  if (!head) throw new BrokenBackup('Maru のバックアップではありません / it is no backup of Maru');
  hashed(first);

  async function* rowsOf(name: string): AsyncGenerator<Buffer> {
    let many = 0;
    let block: Buffer[] = [];
    let size = 0;
    for (;;) {
      const line = await nextLine();
      hashed(line);
      if (line.equals(END_OF_PART)) break;
      many += 1;
      block.push(line, Buffer.from('\n'));
      size += line.length + 1;
      if (size < BLOCK_BYTES) continue;
      yield Buffer.concat(block);
      [block, size] = [[], 0];
    }
    if (size > 0) yield Buffer.concat(block);
    rows[name] = many;
  }

  return {
    head,
    async next() {
      const line = await nextLine();
      const end = parsed(endSchema, line);
      if (end) {
        const sha256 = hash.digest('hex');
        if (end.sha256 !== sha256 || (await lines()) !== null)
          throw new BrokenBackup('書き出したときと中身が違います / it is not what was written');
        summary = { rows, sha256 };
        return null;
      }
      const part = parsed(partSchema, line);
      if (!part) throw new BrokenBackup('読み取れない行があります / a line cannot be read');
      hashed(line);
      return { part, rows: rowsOf(nameOf(part)) };
    },
    summary() {
      if (!summary) throw new Error('the backup was not read to its end');
      return summary;
    },
  };
}

/** Each line of blocks of rows, without its end. */
export async function* rowLines(rows: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const block of rows) yield* block.toString('utf8').trimEnd().split('\n');
}

function nameOf(part: Part): string {
  switch (part.part) {
    case 'drafts':
      return 'drafts';
    case 'evidence':
      return `evidence ${part.key}`;
    case 'table':
      return part.name;
    default:
      return part satisfies never;
  }
}

function parsed<S extends z.ZodType>(schema: S, line: Buffer): z.output<S> | null {
  try {
    return schema.safeParse(JSON.parse(line.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** One line at a time, without its end; null after the last. A long line is put together once. */
function linesOf(bytes: AsyncIterable<Buffer>): () => Promise<Buffer | null> {
  const source = bytes[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async () => {
    const pieces: Buffer[] = [];
    for (;;) {
      const at = rest.indexOf(NEWLINE);
      if (at !== -1) {
        pieces.push(rest.subarray(0, at));
        rest = rest.subarray(at + 1);
        return pieces.length === 1 ? (pieces[0] ?? null) : Buffer.concat(pieces);
      }
      if (rest.length > 0) pieces.push(rest);
      const { value, done } = await source.next();
      if (done) {
        rest = Buffer.alloc(0);
        if (pieces.length > 0) throw new BrokenBackup('途中で終わっています / it ends before its end');
        return null;
      }
      rest = value;
    }
  };
}
