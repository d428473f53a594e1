/** Years that a city has published, behind the round that is open: eight sections report and publish one, and are copied. */
import type { Pool } from 'pg';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import type { PostgresRecord } from '../../src/store/postgres/record.js';
import { contentFor, effectId } from '../store/postgres/city.js';

const REAL = 8;
const LAST = 2022;
/** The work of that year was over before the one that is open began. */
const NOW = new Date('2023-05-01T01:00:00Z');
const by = byCommandLine('事務局');

/** `years` fiscal years up to 2022 of all sections of a city whose sheets of 2023 are those of `populate`. */
export async function publishedYears(
  { record, pool }: { readonly record: PostgresRecord; readonly pool: Pool },
  years: number,
): Promise<void> {
  const inYear = (text: string, year: string) => `replace(${text}, '.2023.', '.' || ${year} || '.')`;
  const { rows } = await pool.query<{ id: string; n: number }>(
    `select id, substring(name from '\\d+')::integer as n from sections order by n`,
  );
  const real = rows.filter(({ n }) => n <= REAL);
  await pool.query(
    `insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale,
        lower_is_better, imported_at)
     select section_id || '.${LAST}', section_id, ${LAST}, version,
       replace(content::text, '"fiscalYear":2023', '"fiscalYear":${LAST}')::json, ${inYear('numbering::text', `'${LAST}'`)}::json,
       goal_count, scale, lower_is_better, imported_at
     from sheets where section_id = any($1)`,
    [real.map(({ id }) => id)],
  );
  await pool.query(
    `insert into rounds (id, fiscal_year, kind, opens_on, due_on, as_of, state)
     values ('${LAST}-yearend', ${LAST}, 'yearend', '2023-03-01', '2023-05-12', '2023-03-31', 'open')`,
  );
  for (const { id, n } of real)
    for (const task of await record.sectionTasks(id, `${LAST}-yearend`)) {
      const content = contentFor(task);
      const enter = (person: string, command: Parameters<PostgresRecord['execute']>[3]) =>
        record.execute(effectId(), person, 'bench:dm', command, NOW);
      await enter(`staff${n}-1`, { kind: 'submit', task: task.id, base: 0, content });
      await enter(`chief${n}`, { kind: 'approve', report: task.id, version: 1, step: 0 });
    }
  const published = await record.publish(
    LAST,
    real.map(({ id }) => id),
    { by, now: NOW },
  );
  if (published.kind !== 'published') throw new Error(`not published: ${published.kind}`);
  await copy(pool, rows, years);
}

/** To the other sections, then to earlier years. */
async function copy(
  pool: Pool,
  sections: readonly { id: string; n: number }[],
  years: number,
): Promise<void> {
  const others = sections.filter(({ n }) => n > REAL);
  const like = others.map(({ n }) => sections.find((one) => one.n === ((n - 1) % REAL) + 1)!.id);
  const copies = `unnest($1::text[], $2::text[]) as x(other, one) on one = section_id and fiscal_year = ${LAST}`;
  const reports = copies.replace('fiscal_year', 'left(round_id, 4)::integer');
  const inOther = (text: string) => `replace(${text}, one || '.', other || '.')`;
  const earlier = `generate_series(${LAST - years + 1}, ${LAST - 1}) y`;
  const inYear = (text: string) =>
    `replace(replace(${text}, '.${LAST}.', '.' || y || '.'), '${LAST}-', y || '-')`;
  const toOthers = [
    `insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale, lower_is_better, imported_at)
     select other || '.${LAST}', other, fiscal_year, version, content, ${inOther('numbering::text')}::json, goal_count, scale, lower_is_better, imported_at
     from sheets join ${copies}`,
    `insert into reports (id, goal_id, round_id, section_id, version, state, body, changed_at)
     select ${inOther('id')}, ${inOther('goal_id')}, round_id, other, version, state, ${inOther('body::text')}::json, changed_at
     from reports join ${reports}`,
    `insert into publications (section_id, fiscal_year, published_at, by, said, sheet_version)
     select other, fiscal_year, published_at, by, ${inOther('said::text')}::jsonb, sheet_version from publications join ${copies}`,
  ];
  for (const sql of toOthers) await pool.query(sql, [others.map(({ id }) => id), like]);
  const toYears = [
    `insert into rounds (id, fiscal_year, kind, opens_on, due_on, as_of, state)
     select y || '-yearend', y, kind, opens_on, due_on, as_of, 'closed' from rounds, ${earlier} where fiscal_year = ${LAST}`,
    `insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale, lower_is_better, imported_at)
     select section_id || '.' || y, section_id, y, version, replace(content::text, '"fiscalYear":${LAST}', '"fiscalYear":' || y)::json,
       ${inYear('numbering::text')}::json, goal_count, scale, lower_is_better, imported_at from sheets, ${earlier} where fiscal_year = ${LAST}`,
    `insert into reports (id, goal_id, round_id, section_id, version, state, body, changed_at)
     select ${inYear('id')}, ${inYear('goal_id')}, ${inYear('round_id')}, section_id, version, state, ${inYear('body::text')}::json, changed_at
     from reports, ${earlier} where round_id = '${LAST}-yearend'`,
    `insert into publications (section_id, fiscal_year, published_at, by, said, sheet_version)
     select section_id, y, published_at, by, ${inYear('said::text')}::jsonb, sheet_version from publications, ${earlier} where fiscal_year = ${LAST}`,
    `update rounds set state = 'closed' where fiscal_year = ${LAST}`,
    // What all that made owed was sent long ago.
    'delete from agenda',
    'delete from notices',
    'vacuum analyze',
  ];
  for (const sql of toYears) await pool.query(sql);
}
