/** `maru seal`: signs the head of the history and puts it away, by hand or from cron; `--new-key` makes the key. */
import type { Command } from 'commander';
import { readConfig } from '../../config.js';
import { SealRefused, writeNewKey } from '../../seal/key.js';
import { openSeal } from '../../seal/seal.js';
import { sendHead } from '../../store/postgres/notices/head-notice.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { type OpenedRecord, withRecord } from '../record.js';

type Options = { readonly newKey?: string; readonly json?: boolean };

/** Adds `seal` to the program. Exit code 0 only when the head is in every place of the settings. */
export function addSealCommand(program: Command, io: CommandIo): void {
  program
    .command('seal')
    .description(
      '履歴の末尾に署名し、SEAL_DIR・SEAL_URL に置き、SEAL_AUDITOR に送る (sign the head of the history and put it away)',
    )
    .option('--new-key <file>', '署名の鍵を作る。公開鍵は <file>.pub')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => refusing(() => seal(options, io))));
}

async function seal({ newKey, json }: Options, io: CommandIo): Promise<void> {
  if (newKey !== undefined) {
    const key = await writeNewKey(newKey);
    io.out(
      json
        ? `${JSON.stringify({ key, private: newKey, public: `${newKey}.pub` })}\n`
        : `鍵 ${key} を作りました。${newKey} を SEAL_KEY_FILE に指定し、データベースの管理者が読めないようにしてください。${newKey}.pub は監査する人に渡します。\n`,
    );
    return;
  }
  const sealing = await openSeal(readConfig());
  if (!sealing)
    throw new Mistake(
      'SEAL_KEY_FILE が設定されていません。鍵は maru seal --new-key で作れます。 / SEAL_KEY_FILE is not set; make a key with maru seal --new-key.',
    );
  const { head, text, places } = await withRecord(async ({ record, pool }) =>
    sealing(await record.head(), new Date(), sendHead(pool)),
  );
  io.out(json ? `${JSON.stringify({ ...head, text: text.trim(), places })}\n` : text);
  if (!json) io.err(`${places.join('、')} に置きました。\n`);
}

/**
 * Seals behind what was entered, where heads are signed. It is entered already: what could not be put away is only told.
 *
 * @param what  「公表」
 */
export async function sealBehind(
  what: string,
  { record, pool }: Pick<OpenedRecord, 'record' | 'pool'>,
  io: CommandIo,
): Promise<void> {
  try {
    const sealing = await openSeal(readConfig());
    await sealing?.(await record.head(), new Date(), sendHead(pool));
  } catch (fault) {
    if (!(fault instanceof SealRefused)) throw fault;
    io.err(
      `${what}は記録しましたが、${fault.message}\nあとで maru seal を実行してください。 / It is entered; run maru seal later.\n`,
    );
  }
}

async function refusing(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (fault) {
    throw fault instanceof SealRefused ? new Mistake(fault.message) : fault;
  }
}
