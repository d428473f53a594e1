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
import type { UploadCommand } from '../../../core/decision/command.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import type { Refusal } from '../../../core/decision/outcome/refusal.js';
import type { Actor, HeldPost } from '../../../core/organization/people.js';
import { decided, directionRule, type StatedDirection } from '../../../core/rating/direction-list.js';
import type { WholeReading } from '../../../core/sheet/list-reading.js';
import { REPLACED_IN_CHAT, uploadReading } from '../../../core/sheet/upload.js';
import type { Words } from '../../../core/text/language.js';
import { sheetCheckLines } from '../../../core/wording/checks.js';
import type { ReadSheets, SheetsRead } from '../../../flow/file-ports.js';
import { actingWith } from '../accounts/acting.js';
import { lockAbout } from '../connection/lock-about.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { takeCalendar } from '../files/calendar.js';
import {
  carryOutDirections,
  directionsChosen,
  directionsLeft,
  keepDirections,
  takeTable,
} from '../files/directions.js';
import { type FileStep, refusedBy } from '../files/file-step.js';
import { takePlan } from '../files/plan.js';
import { takeReorganisation } from '../files/reorganisation.js';
import { pageOf, takeRoster } from '../files/roster.js';
import { sheetsBefore } from '../files/sheets-before.js';
import { doneBefore, keepOutcome } from '../ledger/done.js';
import type { By } from '../ledger/recorded-by.js';
import { keepRoster, lockImports } from '../ledger/roster-lock.js';
import { loadActor } from '../roster/actors.js';
import { ownersIn } from '../roster/sheet-owners.js';
import { readFinished } from './finished.js';
import { importSheetsIn, type SheetImport } from './import-sheets.js';
import { SheetRefused } from './sheet-refused.js';
import { openUploads } from './uploads.js';

type Execution = {
  readonly person: string;
  readonly source: Place;
  readonly command: UploadCommand;
  readonly now: Date;
  readonly acting?: Acting | undefined;
};

/** Previews of rosters kept for turning their pages, of a few megabytes each for some thousand people. */
const PREVIEWS_KEPT = 5;

/**
 * See the port Record. Faults of PostgreSQL or of the reader reject, and nothing was entered then. What a roster would
 * change is found by entering it on trial, which takes its time: pages of it are turned as they were found, and 取り込む
 * finds it anew and refuses what is not that any more.
 */
export function makeExecuteUpload(pool: Pool, readSheets: ReadSheets) {
  const previews = new Map<string, WholeReading>();
  return (effectId: string, execution: Execution): Promise<Outcome> =>
    executeUpload(pool, effectId, execution, readSheets, previews);
}

async function executeUpload(
  pool: Pool,
  effectId: string,
  execution: Execution,
  readSheets: ReadSheets,
  previews: Map<string, WholeReading>,
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
    previews.delete(command.upload);
    await uploads.drop(command.upload);
    return settled(pool, effectId, now, DONE);
  }
  if (command.kind === 'show_directions' || command.kind === 'choose_directions')
    return once(pool, effectId, execution, (db) => carryOutDirections(db, command));
  const file = await uploads.load(command.upload);
  if (!file) return settled(pool, effectId, now, refused({ reason: 'upload_gone' }));
  const kept = command.kind === 'preview_upload' && command.as === 'roster' && previews.get(command.upload);
  if (kept) return once(pool, effectId, execution, async () => pageOf(kept, command.page ?? 0));
  const keep = (whole: WholeReading) => {
    previews.set(command.upload, whole);
    const [oldest] = previews.keys();
    if (previews.size > PREVIEWS_KEPT && oldest !== undefined) previews.delete(oldest);
  };
  const read = await readSheets(file.bytes, file.name, command.as);
  if (read.kind === 'refused') return settled(pool, effectId, now, refusedBy(read.problems));
  const at = { command, file: file.name, now };
  return once(pool, effectId, execution, async (db, by) => {
    switch (read.kind) {
      case 'roster':
        previews.delete(command.upload);
        return takeRoster(db, by, at, read, keep);
      case 'calendar':
        return takeCalendar(db, by, at, read);
      case 'reorganisation':
        return takeReorganisation(db, by, at, read);
      case 'plan':
        return takePlan(db, by, at, read);
      case 'unclear': {
        const { upload } = command;
        return { ...DONE, unclear: { upload, file: file.name, kinds: read.kinds } };
      }
      case 'directions': {
        const about = await takeTable(db, execution.person, read.rows, command.kind === 'preview_upload');
        if (about.kind === 'decided') return about.outcome;
        if (about.kind === 'refused') return refusedBy(about.problems);
        const sheets = about.sheets.map((sheet) => ({ sheet, irregularities: [] }));
        return carryOut(db, by, at, { sheets, notes: [] }, read.rows, true);
      }
      case 'read': {
        const chosen = command.kind === 'import_upload' ? await directionsChosen(db, command.upload) : [];
        return carryOut(db, by, at, read, chosen);
      }
      default:
        return read satisfies never;
    }
  });
}

const DONE = { ok: true, goalNo: '', version: 0, complete: false } as const;

/** Does it as whoever is entitled at that moment, in one transaction with its outcome; a second time it is known. */
function once(
  pool: Pool,
  effectId: string,
  execution: Execution,
  carry: (db: Db, by: By) => Promise<Outcome>,
): Promise<Outcome> {
  const { person, source, command, now } = execution;
  const entitled = async (db: Db): Promise<Outcome> => {
    // A roster waits for everybody who keeps the posts as they are: whoever imports must not wait for it with them kept.
    if (command.kind === 'preview_upload' || command.kind === 'import_upload') await lockImports(db);
    await keepRoster(db);
    const loaded = await loadActor(db, person, cityDate(now));
    const post = loaded ? coordinatorPost(loaded.actor) : null;
    if (!loaded || !post) return refused({ reason: 'not_entitled' });
    const { account, doubt } = await actingWith(db, execution);
    if (doubt !== null) return refused({ reason: 'account', why: doubt });
    return carry(db, {
      personId: person,
      name: loaded.actor.name,
      post: post.title,
      source: doorOf(source),
      ...(account === null ? {} : { account }),
    });
  };
  return inTransaction(pool, async (db) => {
    await lockAbout(db, command.upload);
    const earlier = await doneBefore(db, effectId);
    if (earlier) return earlier;
    const outcome = await entitled(db);
    await keepOutcome(db, effectId, now, outcome);
    return outcome;
  });
}

/** `stated`: the directions that were decided; `ofTable`: of sheets in the record, by a table that was sent. */
async function carryOut(
  db: Db,
  by: By,
  { command, file, now }: FileStep,
  { sheets, notes }: Pick<Extract<SheetsRead, { kind: 'read' }>, 'sheets' | 'notes'>,
  stated: readonly StatedDirection[],
  ofTable = false,
): Promise<Outcome> {
  const direction = directionRule(stated);
  const entered = async (dryRun: boolean) => {
    const imports = await importSheetsIn(
      db,
      sheets.map(({ sheet }) => sheet),
      {
        by,
        now,
        dryRun,
        reason: REPLACED_IN_CHAT,
        owners: ownersIn(sheets),
        ...(direction ? { direction } : {}),
      },
    );
    const told = sheets
      .map((one, at) => ({ ...one, ...besides(imports[at]!), outcome: imports[at]!.outcome }))
      .filter(({ outcome }) => !ofTable || outcome !== 'unchanged');
    const left = await directionsLeft(ofTable ? [] : imports, ofTable ? changesIn(told) : stated.length);
    const checks = ofTable ? [] : await checksIn(db, imports, cityDate(now));
    const directions = left.told.waiting + left.told.decided > 0 ? { directions: left.told } : {};
    return {
      reading: uploadReading(file, told, notes, checks, { ...directions, ...(ofTable ? { ofTable } : {}) }),
      rows: left.rows,
      unchanged: imports.every((one) => one.outcome === 'unchanged'),
    };
  };
  await db.query('savepoint before_sheets');
  try {
    if (command.kind === 'import_upload') {
      const { reading, unchanged } = await entered(false);
      // A second press finds everything entered: that is no change since the preview.
      if (reading.seen === command.seen || unchanged) {
        await keepDirections(db, command.upload, null);
        return accepted(reading);
      }
      await db.query('rollback to savepoint before_sheets');
      return refused({ reason: 'upload_outdated' });
    }
    const { reading, rows } = await entered(true);
    await db.query('rollback to savepoint before_sheets');
    const isOpen = (reading.directions?.waiting ?? 0) > 0;
    // Looked at once more, what was decided in its list stays.
    const chosen = await directionsChosen(db, command.upload);
    const list = isOpen ? { seen: reading.seen, rows: decided(rows, chosen) } : null;
    await keepDirections(db, command.upload, list);
    return accepted(reading);
  } catch (error) {
    if (!(error instanceof SheetRefused)) throw error;
    await db.query('rollback to savepoint before_sheets');
    return refusedBy([error.words]);
  }
}

/** How many directions change. */
const changesIn = (told: readonly Pick<SheetImport, 'outcome'>[]): number =>
  told.reduce((sum, { outcome }) => sum + (typeof outcome === 'object' ? outcome.changed.length : 0), 0);

/** What does not fit in the sheets of the file, by section where there are several. */
async function checksIn(db: Db, imports: readonly SheetImport[], today: string): Promise<Words[]> {
  const of = new Map(imports.map((one) => [one.sheet, one]));
  const checked = checkEach([...of.keys()], {
    today,
    earlier: await sheetsBefore(imports, (year, sections) => readFinished(db, year, sections)),
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

const besides = ({ near, owners }: SheetImport) => ({
  ...(near === undefined ? {} : { near }),
  whose: owners ?? NONE,
});

const NONE = { set: [], left: [] };

function coordinatorPost(actor: Actor): HeldPost | null {
  return actor.posts.find(({ role }) => role === 'coordinator') ?? null;
}

function accepted(upload: ReturnType<typeof uploadReading>): Outcome {
  return { ...DONE, upload };
}

function refused(refusal: Refusal): Outcome {
  return { ok: false, refusal };
}

async function settled(pool: Pool, effectId: string, now: Date, outcome: Outcome): Promise<Outcome> {
  await keepOutcome(pool, effectId, now, outcome, 'on conflict (effect_id) do nothing');
  return outcome;
}
