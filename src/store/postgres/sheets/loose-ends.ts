/** What is open in a round, read within the transaction that publishes its sheets or closes it. */
import { LOOSE_ENDS, type LooseEnd } from '../../../core/report/loose-ends.js';
import { canonicalJson } from '../../../core/text/canonical-json.js';
import type { Db } from '../connection/pool.js';
import type { Standings } from './standings.js';

/** By kind, and the sections in the order of their names; of these sections (null: of all), whose goals stand like this. */
export async function readLooseEnds(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  standings: Standings,
): Promise<LooseEnd[]> {
  const found = [...standings.values()].flatMap(({ open }) => open);
  const { rows } = await db.query<{ kind: LooseEnd['kind']; section: string }>(
    `select 'unlinked' as kind, s.name as section, s.key from sheets sh join sections s on s.id = sh.section_id
     where sh.fiscal_year = $1 and ($2::text[] is null or s.id = any($2))
       and not exists (select 1 from channels c where c.section_id = s.id)
     union all
     select distinct 'doubtful', coalesce(s.name, ''), coalesce(s.key, '') from notices n
     left join sections s on s.id = case when n.to_kind = 'channel' then n.to_id
       else split_part(coalesce(n.about->>'reportId', n.about->>'taskId', n.about->>'sectionId'), '.', 1) end
     where n.doubtful and n.settled < n.wanted and ($2::text[] is null or s.id = any($2))
     order by 1, 3`,
    [fiscalYear, sectionIds],
  );
  found.push(...rows.map((row) => ({ kind: row.kind, section: row.section, goals: [] })));
  return LOOSE_ENDS.flatMap((one) => found.filter((end) => end.kind === one));
}

/** Whether somebody has agreed to pass over exactly these; who was shown none need not be asked. Left out: to whatever there is. */
export function agreedTo(ends: readonly LooseEnd[], agreed: readonly LooseEnd[] | undefined): boolean {
  return agreed === undefined || canonicalJson(ends) === canonicalJson(agreed);
}
