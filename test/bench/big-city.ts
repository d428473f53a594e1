/**
 * Cities of any size, by copying the eight real sections within the database: sections, posts, people, sheets; and what
 * ten years of work leave behind. Texts of earlier years are short, since nothing reads them: what matters is how many.
 */
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { deskKey } from '../../src/store/redis/shards.js';
import { contentFor } from '../store/postgres/city.js';
import { BEGIN, populate } from '../support/year.js';

const REAL = 8;
/** Milliseconds that a statement may take: ten years of the largest body are written in one. */
export const FILLING_MS = 900_000;
export const ROUND = {
  fiscalYear: 2023,
  kind: 'midyear',
  opensOn: '2023-10-02',
  dueOn: '2023-10-13',
} as const;
export const ROUND_ID = '2023-midyear';

export type BigCity = {
  /** every 担当者 with the section */
  readonly desks: readonly { readonly sectionId: string; readonly person: string }[];
};

/**
 * A migrated database with so many sections (at least eight), each with a sheet and so many 担当者, and the mid-year round
 * open.
 */
export async function bigCity(pool: Pool, sections: number, staffPerSection = 1): Promise<BigCity> {
  await migrate(pool);
  const record = openRecord(pool);
  await populate(record, { sections: REAL, staffPerSection });
  const copies = Math.ceil(sections / REAL) - 1;
  const copied = (sql: string) => pool.query(sql.replaceAll('COPIES', `generate_series(1, ${copies}) n`));
  await copied(`insert into sections (id, key, name, department, parent_id, route)
    select id || '-' || n, key || '-' || n, name || '-' || n, department, parent_id, route from sections, COPIES`);
  await copied(`insert into people (id, name, email, language)
    select id || '-' || n, name || '-' || n, email, language from people, COPIES where id <> 'coordinator'`);
  await copied(`insert into accounts (account, person_id, linked_at, recorded_for)
    select account || '-' || n, person_id || '-' || n, linked_at, person_id || '-' || n from accounts, COPIES where person_id <> 'coordinator'`);
  await copied(`insert into posts (id, section_id, role, title)
    select id || '-' || n, section_id || '-' || n, role, title from posts, COPIES where role <> 'coordinator'`);
  await copied(`insert into holdings (post_id, person_id, from_on, until_on)
    select post_id || '-' || n, person_id || '-' || n, from_on, until_on from holdings, COPIES
    where person_id <> 'coordinator'`);
  await copied(`insert into channels (section_id, place, linked_by, linked_at)
    select section_id || '-' || n, place || '-' || n, linked_by, linked_at from channels, COPIES`);
  await copied(`insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale,
      lower_is_better, imported_at)
    select section_id || '-' || n || '.' || fiscal_year, section_id || '-' || n, fiscal_year, version, content,
      replace(numbering::text, '"' || section_id || '.', '"' || section_id || '-' || n || '.')::json, goal_count, scale,
      lower_is_better, imported_at from sheets, COPIES`);
  await pool.query('analyze');
  await record.openRound(ROUND, { by: byCommandLine('事務局'), now: new Date(BEGIN) });
  await pool.query('update notices set settled = wanted, sent_at = due_at');
  await pool.query('vacuum analyze');
  const { rows } = await pool.query<{ section_id: string; person_id: string }>(
    `select o.section_id, h.person_id from posts o join holdings h on h.post_id = o.id
     where o.role = 'staff' order by o.section_id, h.person_id`,
  );
  return { desks: rows.map((row) => ({ sectionId: row.section_id, person: row.person_id })) };
}

/** Last year's sheets, which a step looks into: both cities that are compared have them. */
export async function lastYear(pool: Pool): Promise<void> {
  await pool.query(sheetsOf('2022', '2022'));
  await pool.query('vacuum analyze sheets');
}

/** SQL: this year's sheets once more as those of the years `y` of `years`. */
const sheetsOf = (y: string, years: string) =>
  `insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale, lower_is_better,
     imported_at)
   select section_id || '.' || ${y}, section_id, ${y}, version,
     replace(content::text, '"fiscalYear":2023', '"fiscalYear":' || ${y})::json,
     replace(numbering::text, '.2023.', '.' || ${y} || '.')::json, goal_count, scale, lower_is_better, imported_at
   from sheets, (select ${years} as y) years where fiscal_year = 2023`;

/**
 * What so many years before leave in the record: sheets and their publications, reports, memos, history, notices, done
 * commands. Reports of last year are none, since a step would read them. Gives how many rows.
 */
export async function earlierYears(pool: Pool, years: number): Promise<number> {
  await pool.query(
    `insert into rounds (id, fiscal_year, kind, opens_on, due_on, as_of, state)
     select y || '-' || k, y, k, make_date(y, 10, 1), make_date(y, 10, 13), make_date(y, 9, 30), 'closed'
     from generate_series(2022 - $1::int, 2021) y, unnest(array['midyear', 'yearend']) k`,
    [years],
  );
  const goals = `from rounds r, sections s, generate_series(1, 3) g where r.state = 'closed'`;
  const inserted = [
    sheetsOf('y', `generate_series(${2022 - years}, 2021)`),
    `insert into publications (section_id, fiscal_year, published_at, by)
     select section_id, fiscal_year, make_date(fiscal_year + 1, 6, 1), '事務局' from sheets where fiscal_year < 2022`,
    `insert into memos (id, section_id, fiscal_year, goal_id, indicator_id, day, number, text, link, source, person_id, noted_at)
     select sh.id || '.' || n, sh.section_id, sh.fiscal_year, sh.id || '.1', sh.id || '.1.1', make_date(sh.fiscal_year, 6, 1),
       '1', '"実施した"', '', '', (select min(id) from people), make_date(sh.fiscal_year, 6, 1)
     from sheets sh, generate_series(1, 10) n where sh.fiscal_year < 2022`,
    `insert into reports (id, goal_id, round_id, section_id, version, state, body, changed_at)
     select n.id || ':' || r.kind, n.id, r.id, s.id, 1, 'approved', json_build_object('form', 1, 'id', n.id || ':' || r.kind,
         'goalId', n.id, 'roundId', r.id, 'sectionId', s.id, 'version', 1, 'state', 'approved',
         'content', json_build_object('answers', '[]'::json, 'nextPolicy', '引き続き取り組む。'), 'writer', signed.by,
         'approvals', json_build_array(signed.by), 'returned', null, 'late', false, 'previous', null), r.due_on
     ${goals.replace(
       ' where',
       `, lateral (select s.id || '.' || r.fiscal_year || '.' || g as id) n, lateral (select json_build_object(
         'personId', 'coordinator', 'name', '担当者', 'post', '担当者', 'at', r.due_on::text || 'T01:00:00.000Z',
         'actingFor', null) as by) signed where`,
     )}`,
    `insert into history (seq, at, name, post, source, action, section_id, subject, version, before, after, hash)
     select (select seq from history_head) + row_number() over (order by r.fiscal_year), r.due_on, '担当者', '担当者', 'test', a, s.id,
       s.id || '.' || r.fiscal_year || '.' || g || ':' || r.kind, 1, 'null', '{}', repeat('0', 64)
     ${goals.replace(' where', ", unnest(array['submitted', 'approved']) a where")}`,
    `insert into done_commands (effect_id, outcome, done_at)
     select s.id || r.id || g || a, '{}', r.due_on
     ${goals.replace(' where', ", unnest(array['submitted', 'approved']) a where")}`,
    `insert into notices (key, kind, about, to_kind, to_id, due_at, settled, ref_place, ref_id, sent_at, first_sent_at)
     select 'approval/' || s.id || r.id || g, 'approval', '{}', 'channel', s.id, r.due_on, 1, 'test:' || s.id,
       r.id || g, r.due_on, r.due_on ${goals}`,
    `insert into notices (key, kind, about, to_kind, to_id, due_at, settled, ref_place, ref_id, sent_at, first_sent_at)
     select 'reminder/' || p.id || r.id, 'reminder', '{}', 'person', p.id, r.due_on, 1, 'test:' || p.id, r.id, r.due_on, r.due_on
     from rounds r, people p where r.state = 'closed'`,
  ];
  let rows = 0;
  // In a session of its own in which no trigger tells anybody: nobody listens yet.
  const client = await pool.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    for (const sql of inserted) rows += (await client.query(sql)).rowCount ?? 0;
  } finally {
    client.release(true);
  }
  await pool.query('update history_head set seq = (select coalesce(max(seq), 0) from history)');
  await pool.query('vacuum analyze');
  return rows;
}

/** In each section the first goal reported and approved at `at`, so that its next digest has news. What that makes owed counts as told. */
export async function approvedEach(pool: Pool, at: Date): Promise<void> {
  const record = openRecord(pool);
  const { rows: real } = await pool.query<{ id: string; staff: string; chief: string }>(
    `select s.id, min(h.person_id) filter (where o.role = 'staff') as staff,
       min(h.person_id) filter (where o.role = 'section_manager') as chief
     from sections s join posts o on o.section_id = s.id join holdings h on h.post_id = o.id
     where s.id !~ '-\\d+$' group by s.id order by s.id`,
  );
  for (const { id, staff, chief } of real) {
    const [task] = await record.sectionTasks(id, ROUND_ID);
    if (!task) throw new Error(`${id} has no goal`);
    const content = contentFor(task);
    const done = [
      await record.execute(
        `news-${id}#0`,
        staff,
        'test:dm',
        { kind: 'submit', task: task.id, base: 0, content },
        at,
      ),
      await record.execute(
        `news-${id}#1`,
        chief,
        'test:dm',
        { kind: 'approve', report: task.id, version: 1, step: 0 },
        at,
      ),
    ];
    for (const outcome of done) if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  }
  await pool.query(
    `insert into reports (id, goal_id, round_id, section_id, version, state, body, changed_at)
     select replace(r.id, r.section_id || '.', s.id || '.'), replace(r.goal_id, r.section_id || '.', s.id || '.'),
       r.round_id, s.id, r.version, r.state,
       replace(r.body::text, '"' || r.section_id || '.', '"' || s.id || '.')::json, r.changed_at
     from reports r join sections s on s.id ~ ('^' || r.section_id || '-\\d+$') where r.round_id = $1`,
    [ROUND_ID],
  );
  await pool.query('update notices set settled = wanted, sent_at = coalesce(sent_at, due_at)');
  await pool.query('vacuum analyze reports, notices');
}

/** Puts so many open drafts beside one that stands there, each of a person of its own. */
export async function openDrafts(redis: Redis, like: string, many: number): Promise<void> {
  const desk = await redis.hgetall(deskKey(like));
  if (!desk.body) throw new Error('there is no draft to copy');
  const BATCH = 5_000;
  for (let from = 0; from < many; from += BATCH) {
    const pipeline = redis.pipeline();
    for (let n = from; n < Math.min(from + BATCH, many); n += 1)
      pipeline.hset(deskKey(`somebody${n}`), desk).pexpire(deskKey(`somebody${n}`), 400 * 24 * 3_600_000);
    await pipeline.exec();
  }
}

/** A log that says nothing; `fault` is the first thing that went wrong, '' for none. */
export function faultLog() {
  const told = {
    fault: '',
    info: () => undefined,
    warn: () => undefined,
    error: (facts: object, message: string) => {
      told.fault ||= `${message} ${JSON.stringify(facts)}`;
    },
  };
  return told;
}

/** Tables of more than 1,000 rows that were gone through from end to end while `work` ran, with how often. */
export async function wholeScansDuring(pool: Pool, work: () => Promise<unknown>): Promise<string[]> {
  const count = async () => {
    // the server writes its statistics down about once a second
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await pool.query('select pg_stat_clear_snapshot()');
    const { rows } = await pool.query<{ relname: string; seq_scan: string }>(
      'select relname, seq_scan from pg_stat_user_tables where n_live_tup > 1000',
    );
    return new Map(rows.map((row) => [row.relname, Number(row.seq_scan)]));
  };
  const before = await count();
  await work();
  const after = await count();
  return [...after].flatMap(([table, scans]) => {
    const more = scans - (before.get(table) ?? 0);
    return more > 0 ? [`${table} ${more} ×`] : [];
  });
}
