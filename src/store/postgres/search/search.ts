/** 検索 in the goals of all years, as far as who asks may see them. */
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import { type Actor, coordinates } from '../../../core/organization/people.js';
import { type Former, formersOf } from '../../../core/organization/succession/succession.js';
import type { SearchAsked } from '../../../core/search/asked.js';
import {
  FOUND_ROWS,
  goalFound,
  meantBy,
  nearSections,
  type SearchPage,
  type SeenSection,
} from '../../../core/search/found.js';
import { spellingsOf } from '../../../core/search/spelling.js';
import { readTaskId, taskIdOf } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import { loadSuccessions } from '../roster/successions.js';
import { type LoadedSheet, loadSheets } from '../sheets/load-sheets.js';
import { NUMBERING } from '../sheets/numbering.js';

/**
 * The sections whose goals somebody may look for, in the order of the organisation: those of the own posts and of those
 * acted for; of a 部長 or 区長 those below, in the department's own office all of the department; of 事務局 all.
 */
export async function seenSections(db: Db, actor: Actor): Promise<SeenSection[]> {
  const posts = [...actor.posts, ...actor.deputyFor].filter(({ role }) => role !== 'coordinator');
  const heads = posts.filter(({ role }) => role === 'department_head');
  const { rows } = await db.query<SeenSection>(
    `select s.id, s.name, s.department, split_part(s.key, '/', 1) as "departmentKey" from sections s
     where $1 or s.id = any($2) or s.parent_id = any($3)
       or split_part(s.key, '/', 1) in (select split_part(h.key, '/', 1) from sections h
         where h.id = any($3) and h.key = split_part(h.key, '/', 1) || '/' || split_part(h.key, '/', 1))
     order by s.position nulls last, s.entered nulls last, s.key`,
    [coordinates(actor), posts.map(({ sectionId }) => sectionId), heads.map(({ sectionId }) => sectionId)],
  );
  return rows;
}

/** The page that is asked for, or one goal of it (`goal`, its id). */
export async function search(
  db: Db,
  actor: Actor,
  { asked, goal }: { readonly asked: SearchAsked; readonly goal: string },
  now: Date,
): Promise<SearchPage> {
  const seen = await seenSections(db, actor);
  if (goal !== '') return oneGoal(db, asked, goal, seen);
  const last = fiscalYearOf(cityDate(now)) - 1;
  const dated = { ...asked, fiscalYear: asked.fiscalYear === 'last' ? last : asked.fiscalYear };
  const meant = meantBy(asked, seen);
  const among =
    coordinates(actor) && meant.sections.length === seen.length
      ? null
      : meant.sections.map(({ name }) => name);
  const about = { asked: dated, among, meant: meant.name };
  // Whoever names a section means what it goes on with as well.
  const formers = meant.name === '' ? [] : await formersNamed(db, meant.sections, seen);
  const patterns = meant.words.map(spellingsOf).filter((one) => one !== '');
  const { count, years, goals } = await hits(db, meant.sections, formers, dated, patterns);
  if (count === 0) return { ...about, kind: 'nothing', near: nearSections(meant, asked, seen) };
  const pages = Math.ceil(count / FOUND_ROWS);
  return {
    ...about,
    asked: { ...dated, page: Math.min(asked.page, pages - 1) },
    kind: 'found',
    count,
    pages,
    years,
    goals,
  };
}

/** The sections whose work those that are named go on with, as far as who asks may see them, without those named themselves. */
async function formersNamed(
  db: Db,
  named: readonly SeenSection[],
  seen: readonly SeenSection[],
): Promise<Former[]> {
  const successions = await loadSuccessions(db);
  if (successions.length === 0) return [];
  return named
    .flatMap(({ id }) => formersOf(successions, id))
    .filter(
      ({ sectionId }) => seen.some(({ id }) => id === sectionId) && named.every(({ id }) => id !== sectionId),
    );
}

/** Of which sections only some goals are meant, and which. */
function partsOf(formers: readonly Former[]): [sections: string[], goals: string[]] {
  const parts = formers.flatMap(({ sectionId, goals }) => (goals === null ? [] : [{ sectionId, goals }]));
  return [
    parts.map(({ sectionId }) => sectionId),
    parts.flatMap(({ sectionId, goals }) => goals.map((no) => `${sectionId} ${no}`)),
  ];
}

type Hit = { readonly sectionId: string; readonly fiscalYear: number; readonly goalId: string };

// JSON of texts has no NUL and no half of a pair: as text PostgreSQL takes neither.
const CONTENT = `case when strpos(sh.content::text, '\\u') = 0 then sh.content
  else regexp_replace(sh.content::text, '\\\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\\\ufffd', 'g')::json end`;
const list = (json: string) => `case when json_typeof(${json}) = 'array' then ${json} else '[]' end`;
const TEXTS = `concat_ws('|', g.goal->>'text', (
  select string_agg(concat_ws('|', i->>'name', i->>'planReference', i->>'initiativeCell', i->>'overview'), '|')
  from json_array_elements(${list("g.goal->'indicators'")}) i))`;

/** Goals in which every pattern is found, the latest year first: how many there are, in which years, and a page of them. */
async function hits(
  db: Db,
  sections: readonly SeenSection[],
  formers: readonly Former[],
  { fiscalYear, page }: SearchAsked,
  patterns: readonly string[],
) {
  const { rows } = await db.query<
    Hit & { readonly count: number; readonly years: { y: number; n: number }[] }
  >(
    `with found as materialized (
       select sh.section_id, sh.fiscal_year, g.at, n.no->>'goalId' as goal_id
       from (select sh.section_id, sh.fiscal_year, sh.numbering, ${CONTENT} as content from sheets sh
             where sh.section_id = any($1) and ($2::int is null or sh.fiscal_year = $2)
               and sh.content::text ~ all($3::text[])) sh
       cross join lateral json_array_elements(${list("sh.content->'goals'")}) with ordinality g(goal, at)
       join lateral json_array_elements(${NUMBERING}) with ordinality n(no, at) on n.at = g.at
       where ${TEXTS} ~ all($3::text[]) and (sh.section_id <> all($5) or sh.section_id || ' ' || normalize(g.goal->>'no', nfkc) = any($6))),
     shown as (
       select f.* from found f join sections s on s.id = f.section_id
       order by f.fiscal_year desc, s.position nulls last, s.entered nulls last, s.key, f.at
       limit ${FOUND_ROWS} offset least($4::bigint, greatest(0, ((select count(*) from found) - 1) / ${FOUND_ROWS})) * ${FOUND_ROWS})
     select section_id as "sectionId", fiscal_year as "fiscalYear", goal_id as "goalId",
       (select count(*)::int from found) as count,
       (select json_agg(json_build_object('y', y.fiscal_year, 'n', y.n) order by y.fiscal_year desc)
        from (select fiscal_year, count(*) as n from found group by fiscal_year) y) as years
     from shown`,
    [
      [...sections.map(({ id }) => id), ...formers.map(({ sectionId }) => sectionId)],
      fiscalYear,
      patterns,
      page,
      ...partsOf(formers),
    ],
  );
  const [first] = rows;
  return {
    count: first?.count ?? 0,
    years: (first?.years ?? []).map(({ y, n }) => ({ fiscalYear: y, count: n })),
    goals: first ? await goalsOf(db, rows) : [],
  };
}

async function goalsOf(db: Db, found: readonly Hit[]) {
  const years = [...new Set(found.map(({ fiscalYear }) => fiscalYear))];
  const records: LoadedSheet[] = [];
  for (const fiscalYear of years) {
    const ids = found.filter((one) => one.fiscalYear === fiscalYear).map(({ sectionId }) => sectionId);
    records.push(...(await loadSheets(db, [...new Set(ids)], { fiscalYear })));
  }
  return found.flatMap(({ sectionId, fiscalYear, goalId }) => {
    const sheet = records.find((one) => one.section.id === sectionId && one.fiscalYear === fiscalYear);
    const goal = sheet ? goalFound(sheet, goalId)?.goal : null;
    return goal ? [goal] : [];
  });
}

async function oneGoal(
  db: Db,
  asked: SearchAsked,
  goalId: string,
  seen: readonly SeenSection[],
): Promise<SearchPage> {
  const named = readTaskId(taskIdOf(goalId, 'yearend'));
  if (!named || !seen.some(({ id }) => id === named.sectionId)) return { kind: 'unseen' };
  const [sheet] = await loadSheets(db, [named.sectionId], { fiscalYear: named.fiscalYear });
  const found = sheet ? goalFound(sheet, goalId) : null;
  return sheet && found ? { kind: 'goal', asked, section: sheet.section, ...found } : { kind: 'unseen' };
}
