/**
 * A command about a file that was sent. Reading may take a minute, so it is done before the transaction; what it would
 * do and does is found in one transaction, with its history and its outcome.
 */
import { setImmediate } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Acting, doorOf } from '../../../core/account/account.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import { checkEach } from '../../../core/checks/check-sheets.js';
import type { Place } from '../../../core/conversation/input.js';
import type { Outcome, Refusal, UploadCommand } from '../../../core/decision/command.js';
import type { Actor, HeldPost } from '../../../core/organization/people.js';
import { REPLACED_IN_CHAT, uploadReading } from '../../../core/sheet/upload.js';
import type { Words } from '../../../core/text/language.js';
import { sheetCheckLines } from '../../../core/wording/checks.js';
import type { ReadSheets, SheetsRead } from '../../../flow/file-ports.js';
import { actingWith } from '../accounts/acting.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { doneBefore, keepOutcome } from '../ledger/done.js';
import { keepRoster } from '../ledger/roster-lock.js';
import { loadActor } from '../roster/actors.js';
import { importSheetsIn, type SheetImport } from './import-sheets.js';
import { SheetRefused } from './sheet-refused.js';
import { openUploads } from './uploads.js';

/** Sentences about what is wrong with a file that are told and kept. */
const PROBLEMS_TOLD = 10;

type Execution = {
  readonly person: string;
  readonly source: Place;
  readonly command: UploadCommand;
  readonly now: Date;
  readonly acting?: Acting | undefined;
};

/** See the port Record. Faults of PostgreSQL or of the reader reject, and nothing was entered then. */
export async function executeUpload(
  pool: Pool,
  effectId: string,
  execution: Execution,
  readSheets: ReadSheets,
): Promise<Outcome> {
  const { person, command, now } = execution;
  const known = await doneBefore(pool, effectId);
  if (known) return known;
  // Asked before anything is read as well: a file of somebody who may not enter it is not opened at all.
  const loaded = await loadActor(pool, person, cityDate(now));
  if (!loaded || !coordinatorPost(loaded.actor))
    return settled(pool, effectId, now, refused({ reason: 'not_entitled' }));
  const uploads = openUploads(pool);
  if (command.kind === 'drop_upload') {
    await uploads.drop(command.upload);
    return settled(pool, effectId, now, { ok: true, goalNo: '', version: 0, complete: false });
  }
  const file = await uploads.load(command.upload);
  if (!file) return settled(pool, effectId, now, refused({ reason: 'upload_gone' }));
  const read = await readSheets(file.bytes, file.name);
  if (read.kind === 'refused')
    return settled(
      pool,
      effectId,
      now,
      refused({ reason: 'upload_refused', problems: read.problems.slice(0, PROBLEMS_TOLD) }),
    );
  return inTransaction(pool, async (db) => {
    await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [command.upload]);
    const earlier = await doneBefore(db, effectId);
    if (earlier) return earlier;
    const outcome = await carryOut(db, execution, file.name, read);
    await keepOutcome(db, effectId, now, outcome);
    return outcome;
  });
}

async function carryOut(
  db: Db,
  execution: Execution,
  file: string,
  { sheets, notes }: Extract<SheetsRead, { kind: 'read' }>,
): Promise<Outcome> {
  const { person, source, command, now } = execution;
  await keepRoster(db);
  const loaded = await loadActor(db, person, cityDate(now));
  const post = loaded ? coordinatorPost(loaded.actor) : null;
  if (!loaded || !post) return refused({ reason: 'not_entitled' });
  const { account, doubt } = await actingWith(db, execution);
  if (doubt !== null) return refused({ reason: 'account', why: doubt });
  const by = {
    personId: person,
    name: loaded.actor.name,
    post: post.title,
    source: doorOf(source),
    ...(account === null ? {} : { account }),
  };
  const entered = async (dryRun: boolean) => {
    const imports = await importSheetsIn(
      db,
      sheets.map(({ sheet }) => sheet),
      { by, now, dryRun, reason: REPLACED_IN_CHAT },
    );
    const told = sheets.map((one, at) => ({
      ...one,
      ...nearOf(imports[at]!),
      outcome: imports[at]!.outcome,
    }));
    return {
      reading: uploadReading(file, told, notes, await checksIn(imports, cityDate(now))),
      unchanged: imports.every((one) => one.outcome === 'unchanged'),
    };
  };
  await db.query('savepoint before_sheets');
  try {
    if (command.kind === 'import_upload') {
      const { reading, unchanged } = await entered(false);
      // A second press finds everything entered: that is no change since the preview.
      if (reading.seen === command.seen || unchanged) return accepted(reading);
      await db.query('rollback to savepoint before_sheets');
      return refused({ reason: 'upload_outdated' });
    }
    const { reading } = await entered(true);
    await db.query('rollback to savepoint before_sheets');
    return accepted(reading);
  } catch (error) {
    if (!(error instanceof SheetRefused)) throw error;
    await db.query('rollback to savepoint before_sheets');
    return refused({ reason: 'upload_refused', problems: [error.words] });
  }
}

/** What does not fit in the sheets of the file, by section where there are several. */
async function checksIn(imports: readonly SheetImport[], today: string): Promise<Words[]> {
  const of = new Map(imports.map((one) => [one.sheet, one]));
  const checked = checkEach([...of.keys()], {
    today,
    directionOf: (sheet, goal, at) => {
      const { numbering, said } = of.get(sheet)!;
      return said[numbering[goal]!.indicatorIds[at]!] ?? null;
    },
  });
  const found: Words[] = [];
  for (const one of checked) {
    const section = one.sheet.header.organization.text;
    const lines = sheetCheckLines(one);
    found.push(
      ...(imports.length === 1
        ? lines
        : lines.map(({ ja, en }) => ({ ja: `${section} ${ja}`, en: `${section}: ${en}` }))),
    );
    // one sheet at a time: whoever else wants something is answered in between
    await setImmediate();
  }
  return found;
}

const nearOf = ({ near }: SheetImport) => (near === undefined ? {} : { near });

function coordinatorPost(actor: Actor): HeldPost | null {
  return actor.posts.find(({ role }) => role === 'coordinator') ?? null;
}

function accepted(upload: ReturnType<typeof uploadReading>): Outcome {
  return { ok: true, goalNo: '', version: 0, complete: false, upload };
}

function refused(refusal: Refusal): Outcome {
  return { ok: false, refusal };
}

async function settled(pool: Pool, effectId: string, now: Date, outcome: Outcome): Promise<Outcome> {
  await keepOutcome(pool, effectId, now, outcome, 'on conflict (effect_id) do nothing');
  return outcome;
}
