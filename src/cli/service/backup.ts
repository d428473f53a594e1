/** `maru backup`, `maru restore`: the record and the unfinished drafts in one file, and back into empty stores. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type Backup, RestoreRefused, restoreBackup, type Stores, writeBackup } from '../../backup/backup.js';
import { readConfig } from '../../config.js';
import { VERSION } from '../../package/version.js';
import { codeOf } from '../import/sheet-files.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { admitOwnRole, ownerUrl, withRecord } from '../record.js';
import { withDrafts } from '../with-drafts.js';

type Options = { readonly out: string; readonly json?: boolean };

/** Adds `backup` and `restore` to the program. */
export function addBackupCommands(program: Command, io: CommandIo): void {
  program
    .command('backup')
    .description(
      '記録と下書きを一つのファイルに写す。動かしたままでよい (copy the record and the drafts into one file)',
    )
    .requiredOption('--out <file>', '書き出すファイル（.maru.gz）。同じ名前があれば書きません')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => backup(options, io)));
  program
    .command('restore')
    .description('バックアップを空のデータベースと空の Redis に戻す (restore a backup into empty stores)')
    .argument('<file>', 'maru backup で書き出したファイル')
    .option('--json', 'JSON で出力する')
    .action((file: string, options: Pick<Options, 'json'>) =>
      answering(io, () => restore(file, options, io)),
    );
}

async function backup({ out, json }: Options, io: CommandIo): Promise<void> {
  if (await stat(out).catch(() => null))
    throw new Mistake(`${out}: すでにあります。別の名前にしてください。 / The file exists already.`);
  const made = await withStores((stores) =>
    // Says in one sentence what is wrong with the database, as every command does.
    withRecord(async ({ record, by }) => {
      const now = new Date();
      const written = await writeBackup(out, stores, { program: VERSION, now }).catch(
        cannot(out, '書き込めません', 'write'),
      );
      const details = { file: basename(out), sha256: written.sha256 };
      await record.note({ action: 'backed_up', subject: 'record', details }, { by, now: new Date() });
      return written;
    }),
  );
  const { brokenAt, ...backup } = made;
  io.out(
    json
      ? `${JSON.stringify({ file: out, ...backup, ...(brokenAt === null ? {} : { broken_at: brokenAt }) })}\n`
      : `${out} に写しました。${summed(made)}\n`,
  );
  if (brokenAt !== null)
    throw new Mistake(
      `${out}: 履歴の ${brokenAt} 番目で、つながりが切れています。写しは残しましたが、maru restore では戻せません。maru history --verify で調べてください。 / The chain of the history is broken at ${brokenAt}: this backup is kept as evidence, but cannot be restored.`,
    );
}

async function restore(file: string, { json }: Pick<Options, 'json'>, io: CommandIo): Promise<void> {
  const made = await withStores(({ redis }) =>
    withRecord(
      async ({ pool, record, by }) => {
        const restored = await restoreBackup(file, { redis, databaseUrl: ownerUrl() }).catch(
          (fault: unknown) => {
            if (fault instanceof RestoreRefused) throw new Mistake(`${file}: ${fault.message}`);
            return cannot(file, '読み取れません', 'read')(fault);
          },
        );
        await admitOwnRole(pool);
        const now = new Date();
        const details = { file: basename(file), sha256: restored.sha256, at: restored.at };
        await record.note({ action: 'restored', subject: 'record', details }, { by, now });
        // As `maru migrate` does: that of an older version has no baseline.
        await record.recordLinks(now);
        await record.enterBaseline({ by, now });
        return restored;
      },
      { migrating: true },
    ),
  );
  io.out(
    json
      ? `${JSON.stringify({ file, ...made })}\n`
      : `${file} から戻しました。履歴は書き換えられていません。${summed(made)}\n`,
  );
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
  (file: string, ja: string, en: string) =>
  (fault: unknown): never => {
    if ((fault as { syscall?: unknown }).syscall === undefined || codeOf(fault) === 'ECONNREFUSED')
      throw fault;
    throw new Mistake(`${file}: ${ja}（${codeOf(fault)}）。 / Cannot ${en} it.`);
  };
