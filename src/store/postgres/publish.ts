/** Publication (公表) of finished sheets, entered in one transaction with its history. */
import type { Pool } from 'pg';
import { sheetIdOf } from '../../core/ids.js';
import type { Section } from '../../core/people.js';
import type { By } from './by.js';
import { readFinished } from './finished.js';
import { appendHistory } from './history.js';
import { type Db, inTransaction } from './pool.js';

export type Publication = {
  readonly sectionId: string;
  readonly fiscalYear: number;
  /** ISO instant */
  readonly publishedAt: string;
  readonly by: string;
};

export type Published =
  | {
      readonly kind: 'published';
      /** `times`: how often it has been published now */
      readonly sheets: readonly { readonly section: Section; readonly times: number }[];
    }
  /** nothing was entered: these have goals that are not approved, or indicators without an answer */
  | { readonly kind: 'unfinished'; readonly sections: readonly Section[] }
  | { readonly kind: 'no_sheets' };

/**
 * Enters that the sheets of these sections (null: of all) in a year are published now: all of them, or none when one is
 * not finished. A sheet published before gets one row more.
 */
export function publish(
  pool: Pool,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  { by, now, dryRun }: { readonly by: By; readonly now: Date; readonly dryRun?: boolean },
): Promise<Published> {
  return inTransaction(
    pool,
    async (db) => {
      // Two at once would both count themselves the first.
      await db.query('select 1 from sheets where fiscal_year = $1 order by id for update', [fiscalYear]);
      const sheets = await readFinished(db, fiscalYear, sectionIds);
      if (sheets.length === 0) return { kind: 'no_sheets' };
      const unfinished = sheets.filter(({ sheet }) => !sheet.approved).map(({ section }) => section);
      if (unfinished.length > 0) return { kind: 'unfinished', sections: unfinished };
      const before = await readPublications(db, fiscalYear);
      const earlierOf = (section: Section) => before.filter(({ sectionId }) => sectionId === section.id);
      const publishedAt = now.toISOString();
      await db.query(
        `insert into publications (section_id, fiscal_year, published_at, by)
         select section_id, $2, $3, $4 from unnest($1::text[]) as section_id`,
        [sheets.map(({ section }) => section.id), fiscalYear, now, by.name],
      );
      await appendHistory(
        db,
        sheets.map(({ section }) => ({
          ...by,
          at: publishedAt,
          actingFor: null,
          action: 'published' as const,
          sectionId: section.id,
          subject: sheetIdOf(section.id, fiscalYear),
          version: earlierOf(section).length + 1,
          before: earlierOf(section).at(-1)?.publishedAt ?? null,
          after: publishedAt,
        })),
      );
      return {
        kind: 'published',
        sheets: sheets.map(({ section }) => ({ section, times: earlierOf(section).length + 1 })),
      };
    },
    dryRun ? 'rollback' : 'commit',
  );
}

/** The publications of a year, oldest first. */
export async function readPublications(db: Db, fiscalYear: number): Promise<Publication[]> {
  const { rows } = await db.query<{ section_id: string; published_at: Date; by: string }>(
    'select section_id, published_at, by from publications where fiscal_year = $1 order by published_at, section_id',
    [fiscalYear],
  );
  return rows.map(({ section_id, published_at, by }) => ({
    sectionId: section_id,
    fiscalYear,
    publishedAt: published_at.toISOString(),
    by,
  }));
}
