/** The rows of the record that the history explains (see core/decision/replay/replay.ts), a piece at a time. */
import { sectionIdOf } from '../../../core/sheet/ids.js';
import { iso } from '../connection/iso.js';
import type { Db } from '../connection/pool.js';
import { STORED_KINDS } from '../kinds/kinds.js';

/** Rows read at a time: ten years of a city are more than fits in memory. */
const PIECE = 500;

type Values = Readonly<Record<string, unknown>>;
type Source = { readonly sql: string; readonly fields?: (row: Values) => Values };

/** Each gives `row` (what it is and its id) and its fields. */
const SOURCES: readonly Source[] = [
  {
    sql: `select 'report ' || id as row, goal_id as "goalId", round_id as "roundId", section_id as "sectionId", version,
      state, body, changed_at as "changedAt", reopened from reports`,
  },
  {
    sql: `select 'version ' || report_id || ' ' || version as row, state, body, changed_at as "changedAt" from report_versions`,
  },
  {
    sql: `select 'publication ' || section_id || '.' || fiscal_year || ' ' || ${iso('published_at')} as row, by from publications`,
  },
  {
    sql: `select 'printed ' || section_id || '.' || fiscal_year || ' ' || ${iso('published_at')} as row, said from publications`,
  },
  {
    sql: `select 'sheet ' || id as row, section_id as "sectionId", fiscal_year as "fiscalYear", version, content,
      imported_at as "importedAt" from sheets`,
  },
  {
    sql: `select 'numbering ' || id as row, numbering, lower_is_better as "lowerIsBetter", scale, content, goal_count from sheets`,
    fields: ({ numbering, lowerIsBetter, scale, content, goal_count }) => ({
      numbering,
      lowerIsBetter,
      scale,
      // How many goals there are is in the sheet.
      ...((content as { readonly goals: readonly unknown[] }).goals.length === goal_count
        ? {}
        : { goal_count }),
    }),
  },
  { sql: `select 'errata ' || id as row, errata from sheets` },
  {
    sql: `select 'review ' || report_id || ' ' || version || ' ' || ${iso('decided_at')} as row, decision, deputy from post_reviews`,
  },
  {
    sql: `select 'seen ' || report_id || ' ' || version || ' ' || ${iso('decided_at')} as row, seen_by as by,
      ${iso('seen_at')} as at from post_reviews where seen_at is not null`,
  },
  { sql: `select 'directions ' || id as row, directions as said from sheets where directions is not null` },
  { sql: `select 'sayers ' || id as row, directions_by as by from sheets where directions_by is not null` },
  {
    sql: `select 'owner ' || subject as row, person_id as "personId", how, ${iso('since')} as since, ended from goal_owners`,
  },
  {
    sql: `select 'round ' || r.id as row, r.fiscal_year as "fiscalYear", r.kind, r.opens_on::text as "opensOn",
      r.due_on::text as "dueOn", r.as_of::text as "asOf", r.state, r.confirms,
      coalesce((select json_agg(json_strip_nulls(json_build_object('sectionId', o.section_id, 'dueOn', o.due_on::text,
        'asOf', o.as_of::text)) order by o.section_id collate "C") from round_overrides o where o.round_id = r.id), '[]')
        as overrides from rounds r`,
    fields: ({ confirms, ...fields }) => (confirms ? { ...fields, confirms } : fields),
  },
  {
    sql: `select 'section ' || id as row, id, key, name, department, route, parent_id as "parentId", position from sections`,
    // The key gave the id when the section was made.
    // A section without a place in the order is as those of before.
    fields: ({ id, key, position, ...fields }) => ({
      ...fields,
      ...(position === null ? {} : { position }),
      ...(sectionIdOf(String(key)) === id ? {} : { key }),
    }),
  },
  {
    sql: `select 'succession ' || from_id || ' ' || to_id as row, effective_on::text as "on", kind, goals from successions`,
  },
  ...STORED_KINDS.map(({ table, row, id, fields }) => ({
    sql: `select '${row} ' || ${id} as row, ${fields} from ${table}`,
  })),
  { sql: `select 'alias ' || key as row, section_id as "sectionId" from section_aliases` },
  { sql: `select 'department ' || alias as row, department from department_aliases` },
  { sql: `select 'person ' || id as row, name, email from people` },
  { sql: `select 'post ' || id as row, section_id as "sectionId", role, title from posts` },
  ...(['holding', 'deputy'] as const).map((what) => ({
    sql: `select '${what} ' || post_id || ' ' || person_id || ' ' || from_on as row, until_on::text as until
      from ${what === 'holding' ? 'holdings' : 'deputies'}`,
  })),
  { sql: `select 'account ' || account as row, person_id as person, by_hand as "byHand" from accounts` },
  { sql: `select 'parted ' || account || ' ' || person_id as row from parted_accounts` },
  { sql: `select 'channel ' || section_id as row, place from channels` },
  { sql: `select 'day ' || day || ' ' || section_id as row, kind, name from calendar_days` },
  { sql: `select 'plan ' || from_year || ' ' || key as row, code, name from plan_codes` },
  {
    sql: `select 'question ' || id as row, id, coalesce(report_id, task_id) as "reportId", version, section_id as "sectionId", thread, asker,
      text, asked_of as "askedOf", answerer, answer,
      about, answered_as as how from questions`,
    fields: ({ answerer, answer, about, how, ...fields }) => ({
      ...fields,
      ...(about === null ? {} : { check: about }),
      answer: answerer === null ? null : { by: answerer, text: answer, ...(how === null ? {} : { how }) },
    }),
  },
];

/** Every row, once; in a transaction. Dates are those of the ISO calendar whatever the server's style. */
export async function* rowsOfRecord(
  db: Db,
): AsyncGenerator<{ readonly row: string; readonly value: Values }> {
  await db.query(`set local datestyle to 'ISO, YMD'`);
  for (const { sql, fields } of SOURCES) {
    await db.query(`declare rows_of_record no scroll cursor for ${sql}`);
    for (;;) {
      const { rows } = await db.query<{ row: string }>(`fetch ${PIECE} from rows_of_record`);
      for (const { row, ...rest } of rows) {
        const value = withoutForms(rest);
        yield { row, value: fields ? fields(value) : value };
      }
      if (rows.length < PIECE) break;
    }
    await db.query('close rows_of_record');
  }
}

/** The values without the numbers of their stored forms, which entries of the history do not have. */
function withoutForms(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'form')) return [name, value];
      const { form: _, ...rest } = value as Values;
      return [name, rest];
    }),
  );
}
