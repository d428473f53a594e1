/** `maru backup`, `maru restore`: the record and the unfinished drafts in one file, and back into empty stores. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { type Backup, RestoreRefused, restoreBackup, type Stores, writeBackup } from '../../backup/backup.js';
import { encryptionTo, KeyRefused, writeNewIdentity } from '../../backup/encryption.js';
import { evidenceFileOf, evidenceLacking, restoreEvidence, writeEvidence } from '../../backup/evidence.js';
import { BrokenBackup } from '../../backup/file.js';
import { readConfig } from '../../config.js';
import type { ErasureLine } from '../../core/organization/erasure.js';
import { fileFault } from '../../core/text/file-faults.js';
import { reasonOf } from '../../flow/log.js';
import { VERSION } from '../../package/version.js';
import { schemaProblem } from '../../store/postgres/connection/migrate.js';
import type { Db } from '../../store/postgres/connection/pool.js';
import type { Lacking } from '../../store/postgres/evidence/list.js';
import { openPieces } from '../../store/postgres/evidence/pieces.js';
import { noteActIn } from '../../store/postgres/ledger/operator-acts.js';
import { erasuresDone, erasuresProblem, markErasuresDue } from '../../store/postgres/people/erasures-due.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { applyErasures, erasuresToApply } from '../people/erase.js';
import { admitOwnRole, type OpenedRecord, ownerUrl, withRecord } from '../record.js';
import { withDrafts } from '../with-drafts.js';

type Options = {
  readonly out?: string;
  readonly recipient: readonly string[];
  readonly newKey?: string;
  readonly json?: boolean;
};
type RestoreOptions = { readonly identity?: string; readonly evidence?: string; readonly json?: boolean };

/** Adds `backup` and `restore` to the program. */
export function addBackupCommands(program: Command, io: CommandIo): void {
  program
    .command('backup')
    .description(
      '記録と下書きを一つのファイルに写す。動かしたままでよい (copy the record and the drafts into one file)',
    )
    .option(
      '--out <file>',
      '書き出すファイル（.maru.gz、暗号化するなら .maru.gz.age）。同じ名前があれば書きません',
    )
    .option(
      '--recipient <key>',
      '暗号化する宛先の公開鍵（age1…）。いくつでも書ける。なければ BACKUP_RECIPIENTS',
      (key: string, keys: readonly string[]) => [...keys, key],
      [],
    )
    .option('--new-key <file>', 'バックアップを開く秘密鍵を作り、公開鍵を示す（写しは取らない）')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => refusing(() => backup(options, io))));
  program
    .command('restore')
    .description('バックアップを空のデータベースと空の Redis に戻す (restore a backup into empty stores)')
    .argument(
      '[file]',
      'maru backup で書き出したファイル。なければ、戻したあとの残り（消去の反映、--evidence のファイル）を済ませる',
    )
    .option('--evidence <file>', '根拠資料のファイルの写し。なければ、となりの .evidence.maru.gz')
    .option('--identity <file>', '暗号化されたバックアップを開く秘密鍵のファイル（AGE-SECRET-KEY-1…）')
    .option('--json', 'JSON で出力する')
    .action((file: string | undefined, options: RestoreOptions) =>
      answering(io, () =>
        refusing(() => (file === undefined ? restoreOnly(options, io) : restore(file, options, io))),
      ),
    );
}

async function backup({ out, recipient, newKey, json }: Options, io: CommandIo): Promise<void> {
  if (newKey !== undefined) return makeKey(newKey, json === true, io);
  if (out === undefined)
    throw new Mistake('--out <file> を指定してください。 / Give the file to write with --out.');
  const recipients = recipientsOf(recipient);
  const encryption =
    recipients.keys.length === 0 ? null : await encryptionTo(recipients.keys, recipients.from);
  if (await stat(evidenceFileOf(out)).catch(() => null))
    throw new Mistake(
      `${evidenceFileOf(out)}: すでにあります。別の名前にしてください。 / The file exists already.`,
    );
  if (await stat(out).catch(() => null))
    throw new Mistake(`${out}: すでにあります。別の名前にしてください。 / The file exists already.`);
  const made = await withStores((stores) =>
    // Says in one sentence what is wrong with the database, as every command does.
    withRecord(async ({ pool, record, by }) => {
      const now = new Date();
      const written = await writeBackup(out, stores, { program: VERSION, now }, encryption).catch(
        cannot(out, 'write'),
      );
      const pieces = openPieces(pool);
      const second = evidenceFileOf(out);
      const evidence = await writeEvidence(
        second,
        { pool, store: pieces },
        { program: VERSION, now },
        encryption,
      ).catch(cannot(second, 'write'));
      const details = {
        ...(evidence ? { evidence: { file: basename(second), ...evidence } } : {}),
        file: basename(out),
        sha256: written.sha256,
        ...(encryption ? { recipients: recipients.keys } : {}),
      };
      await record.note({ action: 'backed_up', subject: 'record', details }, { by, now: new Date() });
      return { ...written, evidence: evidence && { file: second, ...evidence } };
    }),
  );
  const { brokenAt, ...backup } = made;
  io.out(
    json
      ? `${JSON.stringify({ file: out, ...backup, encrypted: encryption !== null, ...(brokenAt === null ? {} : { broken_at: brokenAt }) })}\n`
      : `${out} に${encryption ? '暗号化して' : ''}写しました。${summed(made)}${made.evidence ? `根拠資料のファイル ${made.evidence.files}件は ${made.evidence.file} に写しました。2つを一緒に保管してください。` : ''}\n`,
  );
  if (brokenAt !== null)
    throw new Mistake(
      `${out}: 履歴の ${brokenAt} 番目で、つながりが切れています。写しは残しましたが、maru restore では戻せません。maru history --verify で調べてください。 / The chain of the history is broken at ${brokenAt}: this backup is kept as evidence, but cannot be restored.`,
    );
}

/** Those of the command line; where there are none, those of the setting. */
function recipientsOf(given: readonly string[]): { readonly keys: readonly string[]; readonly from: string } {
  if (given.length > 0) return { keys: given, from: '--recipient' };
  const keys = readConfig()
    .BACKUP_RECIPIENTS.split(',')
    .map((key) => key.trim());
  return { keys: keys.filter((key) => key !== ''), from: 'BACKUP_RECIPIENTS' };
}

async function makeKey(path: string, json: boolean, io: CommandIo): Promise<void> {
  const recipient = await writeNewIdentity(path, new Date());
  io.out(
    json
      ? `${JSON.stringify({ private: path, recipient })}\n`
      : `公開鍵 ${recipient}\nこれを BACKUP_RECIPIENTS か --recipient に書きます。${path} は復元に要ります。なくすとバックアップは開けません。この機械の外に、2か所以上に保管してください。\n`,
  );
}

async function refusing(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (fault) {
    throw fault instanceof KeyRefused ? new Mistake(fault.message) : fault;
  }
}

/** What is left to do of a restore whose record is there: for one that ended before, and for evidence that came later. */
async function restoreOnly({ identity, evidence, json }: RestoreOptions, io: CommandIo): Promise<void> {
  const erasures = await erasuresToApply();
  const { erased, back, due } = await withRecord(
    async (opened) => {
      const problem = await schemaProblem(opened.pool);
      if (problem !== null) throw new Mistake(problem);
      const again = await withErasures(erasures, (redis) => finished(opened, redis, erasures));
      const due = await erasuresProblem(opened.pool);
      return { erased: again, due, back: await broughtBack(opened.pool, evidence ?? null, identity ?? null) };
    },
    { migrating: true },
  );
  io.out(
    json
      ? `${JSON.stringify({ erased, evidence: { restored: back.put, missing: back.lacks.length } })}\n`
      : `復元のあとの処理を済ませました。${erasedWords(erased)}${evidence === undefined ? '' : `${evidence} から、根拠資料のファイル ${back.put}件を戻しました。`}\n`,
  );
  checkLacking(back.lacks);
  if (due !== null) throw new Mistake(due);
}

/** Redis only where drafts of somebody may have to go. */
const withErasures = <T>(
  erasures: readonly unknown[],
  use: (redis: Redis | null) => Promise<T>,
): Promise<T> => (erasures.length === 0 ? use(null) : withDrafts(use));

/**
 * What makes a restored record whole: the role of the service, what a record of an older version lacks (as `maru migrate`
 * does), and the erasures that are kept outside. Harmless to repeat. Gives how many people were erased again.
 */
async function finished(
  { pool, record, by }: OpenedRecord,
  redis: Redis | null,
  erasures: readonly ErasureLine[],
): Promise<number> {
  await admitOwnRole(pool);
  const now = new Date();
  await record.recordLinks(now);
  await record.enterBaseline({ by, now });
  if (redis === null) return 0;
  const erased = await applyErasures({ pool, by }, redis, erasures);
  await erasuresDone(pool);
  return erased;
}

const erasedWords = (count: number): string =>
  count > 0 ? `消去した人 ${count}人を、改めて消去しました。` : '';

/** A restore that ends here has a record, and perhaps people in it who were erased. */
function unfinished(fault: unknown): never {
  const why = reasonOf(fault);
  throw new Mistake(
    `記録と下書きは戻りましたが、そのあとの処理（消去した人を改めて消去するなど）が終わっていません: ${why} 直してから、ファイル名なしの maru restore を実行してください。それまで Maru を動かさないでください。 / The record is restored, but what follows (erasing again, roles) is not done: run maru restore without a file before you start Maru.`,
  );
}

/** What the second file holds put back, where there is one, and what is still missing. */
async function broughtBack(pool: Pool, file: string | null, identity: string | null) {
  const at = { pool, store: openPieces(pool) };
  const put =
    file === null
      ? 0
      : await restoreEvidence(file, at, identity, new Date()).catch((fault: unknown) => {
          if (fault instanceof BrokenBackup) throw new Mistake(`${file}: ${fault.message}`);
          return cannot(file, 'read')(fault);
        });
  return { put, lacks: await evidenceLacking(pool, at.store) };
}

const LACKING_TOLD = 10;

function checkLacking(lacks: readonly Lacking[]): void {
  if (lacks.length === 0) return;
  const named = lacks.slice(0, LACKING_TOLD).map(({ section, name }) => `${section}「${name}」`);
  const more = lacks.length - named.length;
  throw new Mistake(
    `根拠資料のファイル ${lacks.length}件がありません: ${named.join('、')}${more > 0 ? `ほか${more}件` : ''}。記録は戻っています。2つ目のファイル（.evidence.maru.gz）があれば maru restore --evidence <file> で戻せます。 / ${lacks.length} files of evidence are missing; the record is restored. Restore the second file with --evidence.`,
  );
}

async function restore(
  file: string,
  { identity, evidence, json }: RestoreOptions,
  io: CommandIo,
): Promise<void> {
  const erasures = await erasuresToApply();
  const made = await withStores(({ redis }) =>
    withRecord(
      async (opened) => {
        const { pool, by } = opened;
        const note = async (db: Db, { sha256, at }: Backup) => {
          // What ends after the commit leaves people who were erased.
          if (erasures.length > 0) await markErasuresDue(db);
          const details = { file: basename(file), sha256, at };
          return noteActIn(db, { action: 'restored', subject: 'record', details }, by, new Date());
        };
        const stores = { redis, databaseUrl: ownerUrl() };
        const restored = await restoreBackup(file, stores, identity ?? null, note).catch((fault: unknown) => {
          if (fault instanceof RestoreRefused) throw new Mistake(`${file}: ${fault.message}`);
          return cannot(file, 'read')(fault);
        });
        // Before the files: one of them that is damaged must not leave somebody who was erased.
        const erased = await finished(opened, redis, erasures).catch(unfinished);
        const beside = await stat(evidenceFileOf(file)).catch(() => null);
        const second = evidence ?? (beside ? evidenceFileOf(file) : null);
        return { ...restored, back: await broughtBack(pool, second, identity ?? null), erased };
      },
      { migrating: true },
    ),
  );
  const { back, ...told } = made;
  io.out(
    json
      ? `${JSON.stringify({ file, ...told, evidence: { restored: back.put, missing: back.lacks.length } })}\n`
      : `${file} から戻しました。履歴は書き換えられていません。${summed(made)}${erasedWords(made.erased)}${back.put > 0 ? `根拠資料のファイル ${back.put}件も戻しました。` : ''}\n`,
  );
  checkLacking(back.lacks);
}

function summed({ rows }: Backup): string {
  const { drafts = 0, ...tables } = rows;
  const all = Object.values(tables).reduce((sum, many) => sum + many, 0);
  return `記録 ${all} 行（報告 ${tables.reports ?? 0}、履歴 ${tables.history ?? 0}）、下書きなど ${drafts} 件。`;
}

const withStores = <T>(use: (stores: Stores) => Promise<T>): Promise<T> =>
  withDrafts((redis) => use({ redis, databaseUrl: readConfig().DATABASE_URL }));

/** A fault of the file system is a Mistake naming the file; any other fault goes on. */
const cannot =
  (file: string, doing: 'write' | 'read') =>
  (fault: unknown): never => {
    const { syscall, code } = fault as NodeJS.ErrnoException;
    if (syscall === undefined || code === 'ECONNREFUSED') throw fault;
    throw new Mistake(fileFault(file, doing, fault));
  };
