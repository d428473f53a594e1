/**
 * The whole record and the unfinished drafts into one file, and out of it into empty stores. The drafts are read first:
 * an effect still under way is then in the file, and the record read afterwards knows whether it was done.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import { reasonOf } from '../flow/log.js';
import { againUntilAnswered } from '../store/again.js';
import {
  type AppliedMigration,
  appliedMigrations,
  begin,
  bringForward,
  CommitUnknown,
  commit,
  copyIn,
  copyOut,
  isEmpty,
  shape,
  tablesOf,
  unknownMigrations,
  withLongConnection,
} from '../store/postgres/connection/dump.js';
import type { Db } from '../store/postgres/connection/pool.js';
import { verifyChain } from '../store/postgres/ledger/history.js';
import { draftLines, dropDrafts, enterDrafts, hasNoDrafts } from '../store/redis/dump.js';
import { watchWrites } from '../store/redis/replicas.js';
import { decryptionWith, type Encryption, isEncrypted } from './encryption.js';
import {
  type BackupReader,
  BrokenBackup,
  backupLines,
  type PartToWrite,
  readBackup,
  rowLines,
} from './file.js';

export type Stores = { readonly redis: Redis; readonly databaseUrl: string };

/** What was written or restored. */
export type Backup = {
  /** ISO instant at which it was made */
  readonly at: string;
  /** number of the newest migration in it */
  readonly schema: number;
  /** rows of each table, and of the drafts */
  readonly rows: Readonly<Record<string, number>>;
  readonly sha256: string;
};

/** `brokenAt`: where the chain of the history is broken in what was written, which `restoreBackup` refuses; null: nowhere */
type Written = Backup & { readonly brokenAt: number | null };

/** Why nothing was restored, for the person at the keyboard. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

/**
 * Writes a backup while the service goes on. The file appears under its name when it is whole and on disk, readable by
 * its owner alone; a file that stands there already is replaced only then. `encrypted`: what is done to it on its way to
 * the disk; without it anybody who has the file reads it.
 */
export async function writeBackup(
  path: string,
  { redis, databaseUrl }: Stores,
  by: { readonly program: string; readonly now: Date },
  encrypted: Encryption | null = null,
): Promise<Written> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const file = await opened(beside);
  try {
    const backup = await withLongConnection(databaseUrl, async (client): Promise<Written> => {
      const schema = await appliedMigrations(client);
      const at = by.now.toISOString();
      let written: Pick<Backup, 'rows' | 'sha256'> | null = null;
      const lines = backupLines(
        { program: by.program, at, schema },
        parts(redis, client, schema),
        (summary) => {
          written = summary;
        },
      );
      await (encrypted
        ? pipeline(lines, createGzip(), encrypted, file)
        : pipeline(lines, createGzip(), file));
      // In the picture that was just written.
      const { found } = await verifyChain(client);
      return { at, schema: newest(schema), ...written!, brokenAt: found?.seq ?? null };
    });
    await onDisk(beside);
    await rename(beside, path);
    return backup;
  } finally {
    file.destroy();
    await rm(beside, { force: true });
  }
}

async function* parts(
  redis: Redis,
  client: pg.Client,
  schema: readonly AppliedMigration[],
): AsyncGenerator<PartToWrite> {
  yield { part: { part: 'drafts' }, rows: draftLines(redis) };
  await begin(client, 'read');
  if (newest(await appliedMigrations(client)) !== newest(schema))
    throw new Error('the database was migrated while it was backed up; try again');
  for (const table of (await tablesOf(client)).filter(isOfRecord))
    yield {
      part: { part: 'table', name: table.name, columns: [...table.columns] },
      rows: copyOut(client, table),
    };
}

/**
 * Restores a backup into an empty database and a Redis without drafts, all of it or nothing: checksum, counts and the
 * chain of the history are checked before anything counts. A database of an older form is brought up to date.
 * `keyFile`: the private keys for a backup that is encrypted. `note` enters what was restored into its history.
 *
 * @throws RestoreRefused when the stores are not empty or the file cannot be taken, and where what is left is to be looked at
 */
export async function restoreBackup(
  path: string,
  { redis, databaseUrl }: Stores,
  keyFile: string | null,
  note: (db: Db, restored: Backup) => Promise<void>,
): Promise<Backup> {
  const decrypted = (await isEncrypted(path)) ? await decryption(keyFile) : null;
  const bytes = createReadStream(path);
  const unzipped = createGunzip();
  // The reader sees the end of `unzipped`; this keeps the file's own fault from being nobody's.
  const reading = (decrypted ? pipeline(bytes, decrypted, unzipped) : pipeline(bytes, unzipped)).catch(
    () => undefined,
  );
  try {
    const backup = await readBackup(unzipped);
    if (unknownMigrations(backup.head.schema).length > 0)
      throw new RestoreRefused(
        '新しい版の Maru で作られたバックアップです。その版かそれより新しい Maru で戻してください / it was made by a newer Maru; restore it with that one',
      );
    const kept = await watchWrites(redis);
    if (!(await hasNoDrafts(redis)))
      throw new RestoreRefused(
        'REDIS_URL の Redis に下書きがあります。空の Redis に戻してください（途中で止まった復元の残りは、ファイル名なしの maru restore で済ませます） / there are drafts in Redis; restore into an empty one (what is left of a restore that was broken off is done by maru restore without a file)',
      );
    let entered = false;
    try {
      return await withLongConnection(databaseUrl, async (client) => {
        await begin(client, 'write');
        if (!(await isEmpty(client)))
          throw new RestoreRefused(
            'DATABASE_URL のデータベースは空ではありません。新しく作ったデータベースに戻してください（途中で止まった復元の残りは、ファイル名なしの maru restore で済ませます） / the database is not empty; restore into a new one (what is left of a restore that was broken off is done by maru restore without a file)',
          );
        entered = true;
        await enter(backup, redis, client);
        const { at, schema } = backup.head;
        const restored = { at, schema: newest(schema), ...backup.summary() };
        await note(client, restored);
        await kept();
        await commit(client, databaseUrl);
        return restored;
      });
    } catch (error) {
      if (error instanceof CommitUnknown) throw unknown();
      if (entered) await takenBack(redis, error);
      throw error;
    }
  } catch (error) {
    if (error instanceof BrokenBackup) throw new RestoreRefused(error.message);
    if (String((error as { code?: unknown }).code).startsWith('Z_'))
      throw new RestoreRefused(
        '壊れているか、Maru のバックアップではありません / it is damaged, or no backup of Maru',
      );
    throw error;
  } finally {
    bytes.destroy();
    unzipped.destroy();
    await reading;
  }
}

/** Takes away what was entered into Redis, also from the server that it has failed over to. */
async function takenBack(redis: Redis, why: unknown): Promise<void> {
  await againUntilAnswered(() => dropDrafts(redis), TAKE_BACK_MS).catch((cause: unknown) => {
    const left = `戻しませんでした（${reasonOf(why)}）。REDIS_URL の Redis には、戻しかけの下書きが残っています。空にしてから、もう一度実行してください / nothing was restored, but drafts entered into Redis could not be taken away again: empty it before the next try`;
    throw new RestoreRefused(left, { cause });
  });
}

const unknown = () =>
  new RestoreRefused(
    '記録が戻ったかどうか、データベースの答えを確かめられませんでした。データベースにつながるようになったら、maru history を実行してください。履歴の最後が「バックアップからの復元」なら戻っています（残りは、ファイル名なしの maru restore で済ませます）。表がなければ戻っていないので、Redis を空にして、もう一度実行してください / whether the record was restored is not known: when the database answers, run maru history. If its last entry is this restore, all is there: run maru restore without a file to finish. If there are no tables, empty Redis and restore again',
  );

async function decryption(keyFile: string | null): Promise<Encryption> {
  if (keyFile === null)
    throw new RestoreRefused(
      '暗号化されたバックアップです。--identity に秘密鍵のファイルを指定してください / it is encrypted; give the file of the private key with --identity',
    );
  return decryptionWith(keyFile);
}

async function enter(backup: BackupReader, redis: Redis, client: pg.Client): Promise<void> {
  await shape(client, backup.head.schema);
  const missing = new Map((await tablesOf(client)).filter(isOfRecord).map((table) => [table.name, table]));
  for (let next = await backup.next(); next; next = await backup.next()) {
    const { part, rows } = next;
    switch (part.part) {
      case 'drafts':
        await enterDrafts(redis, rowLines(rows));
        break;
      case 'table': {
        const table = missing.get(part.name);
        if (!table || part.columns.some((column) => !table.columns.includes(column)))
          throw new BrokenBackup(`知らない表があります（${part.name}） / an unknown table`);
        missing.delete(part.name);
        await copyIn(client, part, rows);
        break;
      }
      case 'evidence':
        throw new BrokenBackup(
          '根拠資料のファイル（2つ目のファイル）です。先に記録のファイルを戻してください / it is the second file, of evidence; restore the record first',
        );
      default:
        part satisfies never;
    }
  }
  if (missing.size > 0)
    throw new BrokenBackup(`足りない表があります（${[...missing.keys()].join('、')}） / tables are missing`);
  await bringForward(client, backup.head.schema);
  const { found } = await verifyChain(client);
  if (found)
    throw new RestoreRefused(
      `履歴の ${found.seq} 番目で、つながりが切れています / the chain of the history breaks at ${found.seq}`,
    );
}

/** How long drafts are tried to be taken away again, in milliseconds: a fail-over is over by then. */
const TAKE_BACK_MS = 60_000;

/** The bytes of files go into a file of their own (evidence.ts), wherever they lie. */
const isOfRecord = ({ name }: { readonly name: string }) => name !== 'evidence_pieces';

const newest = (schema: readonly AppliedMigration[]): number =>
  Math.max(0, ...schema.map(({ number }) => number));

async function opened(path: string): Promise<WriteStream> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await new Promise<void>((resolve, reject) => {
    file.once('open', () => resolve());
    file.once('error', reject);
  });
  return file;
}

/** A backup that a power cut takes away again is none. */
async function onDisk(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
