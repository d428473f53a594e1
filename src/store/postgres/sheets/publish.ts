/**
 * Publication (公表) of finished sheets, entered in one transaction with its history. They are read before it begins: what
 * is locked while it runs, decisions wait for.
 */
import type { Pool } from 'pg';
import { roundId } from '../../../core/calendar/round.js';
import type { Section } from '../../../core/organization/people.js';
import type { SheetPublication } from '../../../core/report/errata.js';
import type { LooseEnd } from '../../../core/report/loose-ends.js';
import { storedSaid } from '../../../core/report/stored-report.js';
import { sheetIdOf } from '../../../core/sheet/ids.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { saidIn } from './load-sheets.js';
import { agreedTo, readLooseEnds } from './loose-ends.js';
import { readStandings, type Standings } from './standings.js';

export type Publication = {
  readonly sectionId: string;
  readonly fiscalYear: number;
  /** ISO instant */
  readonly publishedAt: string;
  readonly by: string;
  /** see `SheetPublication` */
  readonly said: SheetPublication['said'];
  /** the version of the sheet itself that was printed; null for a publication entered before that was kept */
  readonly sheetVersion: number | null;
};

export type Published =
  | {
      readonly kind: 'published';
      /** `times`: how often it has been published now */
      readonly sheets: readonly { readonly section: Section; readonly times: number }[];
    }
  /** nothing was entered: these have goals that are not approved, or indicators without an answer */
  | { readonly kind: 'unfinished'; readonly sections: readonly Section[] }
  /** nothing was entered: this is open, and nobody has agreed to pass over it */
  | { readonly kind: 'asked'; readonly looseEnds: readonly LooseEnd[] }
  | { readonly kind: 'no_sheets' };

/**
 * Enters that the sheets of these sections (null: of all) in a year are published now: all of them, or none when one is
 * not finished. A sheet published before gets one row more.
 *
 * @param agreed  what is open and is passed over, as it was shown; left out: whatever there is. It goes into the history
 * @param reason  why a sheet is published once more
 */
export async function publish(
  pool: Pool,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  {
    by,
    now,
    dryRun,
    agreed,
    reason,
  }: {
    readonly by: By;
    readonly now: Date;
    readonly dryRun?: boolean;
    readonly agreed?: readonly LooseEnd[];
    readonly reason?: string;
  },
): Promise<Published> {
  const seen = await readStandings(pool, fiscalYear, 'yearend', sectionIds);
  const agrees = (ends: readonly LooseEnd[]) => agreedTo(ends, agreed);
  return inTransaction(
    pool,
    (db) => publishIn(db, fiscalYear, sectionIds, { by, now, agrees, seen, reason }),
    dryRun ? 'rollback' : 'commit',
  );
}

/**
 * The same in a transaction that is under way.
 *
 * @param agrees  whether what is open may be passed over
 * @param seen    how the sheets stood before anything was locked
 */
export async function publishIn(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  {
    by,
    now,
    agrees,
    seen,
    reason,
  }: {
    readonly by: By;
    readonly now: Date;
    readonly agrees: (ends: readonly LooseEnd[]) => boolean;
    readonly seen: Standings;
    readonly reason?: string | undefined;
  },
): Promise<Published> {
  // Two at once would both count themselves the first.
  await db.query('select 1 from sheets where fiscal_year = $1 order by id for update', [fiscalYear]);
  // What is printed stays as it is until this is entered: a decision about it comes before or after, and an undo that
  // comes after finds it published (see store/postgres/reports/execute-command.ts).
  await db.query(
    `select 1 from reports where round_id = $1 and ($2::text[] is null or section_id = any($2)) order by id for share`,
    [roundId(fiscalYear, 'yearend'), sectionIds],
  );
  const standings = await readStandings(db, fiscalYear, 'yearend', sectionIds, seen);
  const sheets = [...standings.values()];
  if (sheets.length === 0) return { kind: 'no_sheets' };
  const unfinished = sheets.filter(({ finished }) => !finished).map(({ section }) => section);
  if (unfinished.length > 0) return { kind: 'unfinished', sections: unfinished };
  const looseEnds = await readLooseEnds(db, fiscalYear, sectionIds, standings);
  if (!agrees(looseEnds)) return { kind: 'asked', looseEnds };
  const before = await readPublications(db, fiscalYear);
  const earlier = new Map<string, Publication[]>();
  for (const one of before) earlier.set(one.sectionId, [...(earlier.get(one.sectionId) ?? []), one]);
  const earlierOf = ({ id }: Section) => earlier.get(id) ?? [];
  const publishedAt = later(now, before.at(-1)?.publishedAt);
  await db.query(
    `insert into publications (section_id, fiscal_year, published_at, by, said, sheet_version)
     select section_id, $3, $4, $5, said::jsonb, version
     from unnest($1::text[], $2::text[], $6::int[]) as x(section_id, said, version)`,
    [
      sheets.map(({ section }) => section.id),
      sheets.map(({ said }) => JSON.stringify(storedSaid.write(said))),
      fiscalYear,
      publishedAt,
      by.name,
      sheets.map(({ version }) => version),
    ],
  );
  await appendHistory(
    db,
    sheets.map(({ section, said }) =>
      entryBy(by, new Date(publishedAt), {
        action: 'published' as const,
        sectionId: section.id,
        subject: sheetIdOf(section.id, fiscalYear),
        version: earlierOf(section).length + 1,
        before: earlierOf(section).at(-1)?.publishedAt ?? null,
        after: passing(
          publishedAt,
          said,
          looseEnds.filter((one) => one.section === section.name || one.section === ''),
          earlierOf(section).length === 0 ? undefined : reason,
        ),
      }),
    ),
  );
  return {
    kind: 'published',
    sheets: sheets.map(({ section }) => ({ section, times: earlierOf(section).length + 1 })),
  };
}

/** What the history keeps of it; of what was open only when something was. */
function passing(
  publishedAt: string,
  said: SheetPublication['said'],
  passedOver: readonly LooseEnd[],
  reason: string | undefined,
): unknown {
  return {
    ...{ publishedAt, said },
    ...(passedOver.length === 0 ? {} : { passedOver }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Publications are told apart and ordered by their instants, also when the clock of the second machine is behind. */
function later(now: Date, last: string | undefined): string {
  return new Date(Math.max(now.getTime(), last === undefined ? 0 : Date.parse(last) + 1)).toISOString();
}

/** The publications of a year, oldest first. */
export async function readPublications(db: Db, fiscalYear: number): Promise<Publication[]> {
  const { rows } = await db.query<{
    section_id: string;
    published_at: Date;
    by: string;
    said: unknown;
    sheet_version: number | null;
  }>(
    'select section_id, published_at, by, said, sheet_version from publications where fiscal_year = $1 order by published_at, section_id',
    [fiscalYear],
  );
  return rows.map(({ section_id, published_at, by, said, sheet_version }) => ({
    sectionId: section_id,
    fiscalYear,
    publishedAt: published_at.toISOString(),
    by,
    said: saidIn(said, section_id, published_at.toISOString()),
    sheetVersion: sheet_version,
  }));
}
