/** What a site may not take along as published before Maru: a sheet that is, or was, reported here and never published. */
import type { Db } from '../connection/pool.js';
import type { SiteYears } from './site-sections.js';

export type Unpublished = { readonly section: string; readonly fiscalYear: number };

/**
 * Sheets of the years named by `also` that would go out with what was entered for them, and without a publication: a round
 * of the year is open, or there is a report of it. What was only imported goes out as it was printed.
 */
export async function unpublishedIn(db: Db, { also }: Pick<SiteYears, 'also'>): Promise<Unpublished[]> {
  const { rows } = await db.query<Unpublished>(
    `select concat_ws(' ', s.department, s.name) as section, sh.fiscal_year as "fiscalYear"
     from sheets sh join sections s on s.id = sh.section_id
     where sh.fiscal_year = any($1)
       and not exists (select 1 from publications p where p.section_id = s.id and p.fiscal_year = sh.fiscal_year)
       and exists (select 1 from rounds r where r.fiscal_year = sh.fiscal_year and (r.state <> 'closed'
         or exists (select 1 from reports rp where rp.round_id = r.id and rp.section_id = s.id)))
     order by sh.fiscal_year, s.key`,
    [also],
  );
  return rows;
}
