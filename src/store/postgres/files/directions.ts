/**
 * The directions that a workbook leaves to be decided, kept beside it until it is taken in; and a table of them that
 * comes back, which is about the workbook that waits, or else about the sheets of the record.
 */
import { setImmediate } from 'node:timers/promises';
import type { UploadCommand } from '../../../core/decision/command.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import {
  asProposed,
  chosenIn,
  decided,
  type Misfit,
  misfits,
  rowsInRecord,
  rowsToDecide,
  type StatedDirection,
  type StatedRow,
  stateOf,
} from '../../../core/rating/direction-list.js';
import type { DirectionList, DirectionRow } from '../../../core/sheet/direction.js';
import { DIRECTION_ROWS, directionPage } from '../../../core/sheet/direction-page.js';
import type { Sheet } from '../../../core/sheet/sheet.js';
import { storedDirections } from '../../../core/sheet/stored-directions.js';
import { UPLOAD_SHOWN, type UploadDirections } from '../../../core/sheet/upload.js';
import type { Words } from '../../../core/text/language.js';
import { directionWords, misfitWords } from '../../../core/wording/sent/directions.js';
import type { Db } from '../connection/pool.js';
import type { SheetImport } from '../sheets/import-sheets.js';
import { importedOf } from '../sheets/sheet-cache.js';

type DirectionCommand = Extract<UploadCommand, { kind: 'show_directions' | 'choose_directions' }>;

const table = 'uploads';

async function listOf(db: Db, upload: string): Promise<{ file: string; list: DirectionList } | null> {
  const { rows } = await db.query<{ name: string; directions: unknown }>(
    'select name, directions from uploads where id = $1 and directions is not null for update',
    [upload],
  );
  const [row] = rows;
  return row ? { file: row.name, list: storedDirections.read(row.directions, { table, id: upload }) } : null;
}

/** Keeps the list beside the file; null: nothing is to be decided any more. */
export async function keepDirections(db: Db, upload: string, list: DirectionList | null): Promise<void> {
  await db.query('update uploads set directions = $2 where id = $1', [
    upload,
    list && JSON.stringify(storedDirections.write(list)),
  ]);
}

/** What was decided in the list of a file that waits. */
export async function directionsChosen(db: Db, upload: string): Promise<StatedDirection[]> {
  return chosenIn((await listOf(db, upload))?.list.rows ?? []);
}

/** A page of the list, after what the command decides. Of a list that is not kept any more that is told. */
export async function carryOutDirections(db: Db, command: DirectionCommand): Promise<Outcome> {
  const found = await listOf(db, command.upload);
  if (!found) {
    const problem: Words = { ja: directionWords('ja').gone, en: directionWords('en').gone };
    return { ok: false, refusal: { reason: 'upload_refused', problems: [problem] } };
  }
  if (command.kind === 'show_directions') return pageOf(command.upload, found, command.page);
  const { said } = command;
  const row = said === 'proposed' ? undefined : found.list.rows[said.at];
  const stated =
    said === 'proposed' ? asProposed(found.list.rows) : row ? [stateOf(row, said.direction)] : [];
  return decide(db, command.upload, found, stated, row);
}

type Found = { readonly file: string; readonly list: DirectionList };

async function decide(
  db: Db,
  upload: string,
  { file, list }: Found,
  stated: readonly StatedDirection[],
  about?: DirectionList['rows'][number],
): Promise<Outcome> {
  const next = { ...list, rows: decided(list.rows, stated) };
  await keepDirections(db, upload, next);
  const rows = rowsToDecide(next.rows);
  const place = rows.findIndex((row) =>
    about ? row.organization === about.organization && row.name === about.name : row.chosen === undefined,
  );
  return pageOf(upload, { file, list: next }, Math.floor(Math.max(0, place) / DIRECTION_ROWS), stated.length);
}

function pageOf(upload: string, { file, list }: Found, at: number, count?: number): Outcome {
  const page = directionPage({ upload, file, seen: list.seen }, rowsToDecide(list.rows), at);
  const directions = { ...page, ...(count === undefined ? {} : { decided: count }) };
  return { ok: true, goalNo: '', version: 0, complete: false, directions };
}

/**
 * A table that came back. Where a workbook of the same person waits that has these indicators, they are decided in its
 * list (`anew` alone, when it is read for the first time); else gives the sheets of the record that it is about, of the newest year that has all of them.
 */
export async function takeTable(
  db: Db,
  person: string,
  stated: readonly StatedRow[],
  anew: boolean,
): Promise<
  | { readonly kind: 'decided'; readonly outcome: Outcome }
  | { readonly kind: 'record'; readonly sheets: readonly Sheet[] }
  | { readonly kind: 'refused'; readonly problems: readonly Words[] }
> {
  const { rows: waiting } = await db.query<{ id: string }>(
    'select id from uploads where person_id = $1 and directions is not null order by kept_at desc, id',
    [person],
  );
  // Told of what it is most likely about: where the fewest of its rows do not fit.
  let nearest: readonly Misfit[] = stated.map(({ row }) => ({ row, why: 'unknown' }));
  const fits = (indicators: Parameters<typeof misfits>[1]): boolean => {
    const wrong = misfits(stated, indicators);
    if (wrong.length < nearest.length) nearest = wrong;
    return wrong.length === 0;
  };
  for (const { id } of anew ? waiting : []) {
    const found = await listOf(db, id);
    if (found && fits(found.list.rows))
      return { kind: 'decided', outcome: await decide(db, id, found, stated) };
  }
  const { rows: years } = await db.query<{ year: number }>(
    'select distinct fiscal_year as year from sheets order by 1 desc',
  );
  for (const { year } of years) {
    const { rows } = await db.query<{ id: string; content: unknown; numbering: unknown }>(
      'select id, content, numbering from sheets where fiscal_year = $1 order by id',
      [year],
    );
    const sheets = rows.map(({ id, content, numbering }) => importedOf(id, content, numbering).content);
    if (fits(sheets.flatMap(namesIn))) return { kind: 'record', sheets };
  }
  return { kind: 'refused', problems: nearest.map(misfitWords) };
}

const namesIn = ({ header, goals }: Sheet) =>
  goals.flatMap(({ indicators }) =>
    indicators.map(({ name }) => ({ organization: header.organization.text, name })),
  );

/** What these sheets leave to be decided, for their preview and for the list. */
export async function directionsLeft(
  imports: readonly SheetImport[],
  decidedNow: number,
): Promise<{ readonly told: UploadDirections; readonly rows: DirectionList['rows'] }> {
  const rows: DirectionRow[] = [];
  for (const { sheet, numbering, said } of imports) {
    rows.push(...rowsInRecord(sheet, numbering, said));
    // one sheet at a time: whoever else wants something is answered in between
    await setImmediate();
  }
  const waiting = rowsToDecide(rows);
  return {
    rows,
    told: {
      waiting: waiting.length,
      proposed: waiting.filter(({ likely }) => likely !== null).length,
      decided: decidedNow,
      first: waiting
        .slice(0, UPLOAD_SHOWN.directions)
        .map(({ organization, no, name, target, likely }) => ({ organization, no, name, target, likely })),
    },
  };
}
