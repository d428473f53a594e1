/** The rows of the record that the history explains (see core/decision/replay/replay.ts), a piece at a time. */
import { fieldsOf } from '../../../core/decision/replay/explained-row.js';
import { storedAskedCheck } from '../../../core/decision/stored-inquiry.js';
import { storedReport, storedSaid, storedSignature } from '../../../core/report/stored-report.js';
import { sectionIdOf } from '../../../core/sheet/ids.js';
import { storedSheet } from '../../../core/sheet/stored-sheet.js';
import { iso } from '../connection/iso.js';
import type { Db } from '../connection/pool.js';
import type { Following, Values } from '../kinds/kind.js';
import { STORED_KINDS } from '../kinds/kinds.js';

/** Rows read at a time: ten years of a city are more than fits in memory. */
const PIECE = 500;

type Source = { readonly sql: string; readonly fields?: (row: Values) => Values } & Following;

const json = { body: storedReport };

/** Each gives `row` (what it is and its id) and its fields. */
const SOURCES: readonly Source[] = [
  {
    sql: `select 'report ' || id as row, goal_id as "goalId", round_id as "roundId", section_id as "sectionId", version,
      state, body, changed_at as "changedAt", reopened from reports`,
    json,
  },
  {
    sql: `select 'version ' || report_id || ' ' || version as row, state, body, changed_at as "changedAt" from report_versions`,
    json,
  },
  {
    sql: `select 'publication ' || section_id || '.' || fiscal_year || ' ' || ${iso('published_at')} as row, by from publications`,
  },
  {
    sql: `select 'printed ' || section_id || '.' || fiscal_year || ' ' || ${iso('published_at')} as row, said from publications`,
    json: { said: storedSaid },
  },
  {
    sql: `select 'edition ' || section_id || '.' || fiscal_year || ' ' || ${iso('published_at')} as row,
      sheet_version as "sheetVersion" from publications where sheet_version is not null`,
  },
  {
    sql: `select 'sheet ' || id as row, section_id as "sectionId", fiscal_year as "fiscalYear", version, content,
      imported_at as "importedAt" from sheets`,
    json: { content: storedSheet },
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
    // Whoever decided was deputy for that post: it is called as the history says, and is one of the section, of the one
    // above it, or of one that was above it then. Nothing else has an entry's instant.
    sql: `select 'review ' || v.report_id || ' ' || v.version || ' ' || ${iso('v.decided_at')} as row, v.decision, v.deputy,
      json_build_object('postId', v.post_id, 'fits', o.title = coalesce(h.post, o.title)
        and (o.section_id in (s.id, s.parent_id) or exists (
          select 1 from deputies d where d.post_id = v.post_id and d.person_id = h.person_id))) as columns
      from post_reviews v left join posts o on o.id = v.post_id left join reports p on p.id = v.report_id
      left join sections s on s.id = p.section_id left join lateral (
        select post, person_id from history where subject = v.report_id and version = v.version and action = v.decision
          and at = v.decided_at limit 1) h on true`,
    follows: (_, __, { fits, postId }) => ({ postId: fits === true ? postId : null }),
  },
  {
    sql: `select 'seen ' || report_id || ' ' || version || ' ' || ${iso('decided_at')} as row, seen_by as by,
      ${iso('seen_at')} as at from post_reviews where seen_at is not null`,
  },
  { sql: `select 'directions ' || id as row, directions as said from sheets where directions is not null` },
  { sql: `select 'sayers ' || id as row, directions_by as by from sheets where directions_by is not null` },
  {
    sql: `select 'owner ' || subject as row, person_id as "personId", how, ${iso('since')} as since, ended,
      json_build_object('sectionId', section_id) as columns from goal_owners`,
    follows: (_, subject) => ({ sectionId: subject.split('.', 1)[0] }),
  },
  {
    sql: `select 'taken ' || subject as row, taken_from as "from" from goal_owners where taken_from is not null`,
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
  ...STORED_KINDS.map(({ table, row, id, fields, columns, ...following }) => ({
    sql: `select '${row} ' || ${id} as row, ${fields}${columns ? `, json_build_object(${columns}) as columns` : ''} from ${table}`,
    ...following,
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
      about, answered_as as how, json_build_object('askedAt', ${iso('asked_at')}, 'answeredAt', ${iso('answered_at')},
        'inPrivate', report_id is null) as columns from questions`,
    json: { asker: storedSignature, answerer: storedSignature, about: storedAskedCheck },
    follows: ({ asker, answerer, thread }) => ({
      askedAt: fieldsOf(asker)?.at,
      answeredAt: fieldsOf(answerer)?.at ?? null,
      inPrivate: thread === '',
    }),
    fields: ({ answerer, answer, about, how, ...fields }) => ({
      ...fields,
      ...(about === null ? {} : { check: about }),
      answer: answerer === null ? null : { by: answerer, text: answer, ...(how === null ? {} : { how }) },
    }),
  },
];

export type RecordRow = {
  readonly row: string;
  readonly value: Values;
  /** how those of its columns would follow from its fields that do not, and are among them therefore */
  readonly following: Values;
};

/** Every row, once; in a transaction. Dates are those of the ISO calendar whatever the server's style. */
export async function* rowsOfRecord(db: Db): AsyncGenerator<RecordRow> {
  await db.query(`set local datestyle to 'ISO, YMD'`);
  for (const { sql, fields, json, follows, piece = PIECE } of SOURCES) {
    await db.query(`declare rows_of_record no scroll cursor for ${sql}`);
    for (;;) {
      const { rows } = await db.query<{ row: string; columns?: Values }>(
        `fetch ${piece} from rows_of_record`,
      );
      for (const { row, columns = {}, ...rest } of rows) {
        const value = bare(rest, json);
        const own = fields ? fields(value) : value;
        const expected = follows?.(value, row.slice(row.indexOf(' ') + 1), columns) ?? {};
        const wrong = Object.keys(expected).filter((name) => columns[name] !== expected[name]);
        // Entries of the history do not have them.
        yield { row, value: { ...own, ...of(columns, wrong) }, following: of(expected, wrong) };
      }
      if (rows.length < piece) break;
    }
    await db.query('close rows_of_record');
  }
}

/** The values without the numbers of their stored forms, which entries of the history do not have. */
const bare = (values: Values, json: Following['json'] = {}): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, json[name]?.bare(value) ?? value]));

const of = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, values[name]]));
