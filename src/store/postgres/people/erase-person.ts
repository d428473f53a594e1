/**
 * A person's data taken away (消去), in one transaction: what they signed stays, as their post; the history names what
 * was blanked of it, and explains the record as before.
 */
import type { Pool } from 'pg';
import { addDays, cityDate } from '../../../core/calendar/working-days.js';
import { blankedIn, type Whose } from '../../../core/decision/commitments.js';
import {
  type Erased,
  type ErasureLine,
  hasAccount,
  isMark,
  nextMark,
  withoutTexts,
} from '../../../core/organization/erasure.js';
import { iso } from '../connection/iso.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { SIGNED_KINDS, STORED_KINDS } from '../kinds/kinds.js';
import { blankPerson } from '../ledger/blank.js';
import { appendHistory } from '../ledger/history.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { changeRoster, lockImports } from '../ledger/roster-lock.js';
import { enterPostChanges } from '../rounds/schedule.js';
import { dropUploadsOf } from '../sheets/uploads.js';
import { type KeptInRecord, readKeptIn } from './person-kept.js';

type ToErase = {
  readonly id: string;
  readonly ground: string;
  /** what is to stand in the place of the name; null: the next mark, beyond `known` */
  readonly as: string | null;
  /** marks that stand outside the record */
  readonly known: readonly string[];
  /** called last, before anything counts, with the mark: where it rejects nobody was erased */
  readonly keep?: (as: string) => Promise<void>;
};

export type ErasedNow = {
  readonly as: string;
  /** entries of the history that something was blanked of */
  readonly entries: number;
  /** reports, their versions and questions that were changed */
  readonly rows: number;
  readonly terms: number;
  /** accounts that were theirs */
  readonly accounts: readonly string[];
  /** these, and those of before */
  readonly allAccounts: readonly string[];
  readonly notices: number;
};

/** Null when nobody has this id, or they were erased before. As the role that owns the record. */
export function erasePerson(
  pool: Pool,
  { id, ground, as, known, keep }: ToErase,
  by: By,
  now: Date,
): Promise<ErasedNow | null> {
  return inTransaction(pool, async (db) => {
    await db.query('set local statement_timeout to 0');
    // One erasure after the other, and no roster or import meanwhile: these enter names that they have read, and two would get
    // one mark.
    await lockImports(db);
    const kept = await readKeptIn(db, id);
    if (!kept || isMark(kept.person.name)) return null;
    const mark = as ?? nextMark([...known, ...(await marksOf(db))]);
    await changeRoster(db);
    await lockRows(db, id);
    const { entries, whose, own } = await blankPerson(
      db,
      {
        personId: id,
        texts: textsOf(kept),
        naming: (texts) => textsNaming(db, id, texts),
        ground,
        as: mark,
      },
      by,
      now,
    );
    const changed = [...(await blankBodies(db, whose, mark)), ...(await blankNames(db, kept, whose, mark))];
    const ids = [...own].filter((text) => text.includes(':'));
    await blankDone(db, [...own], ids, mark);
    const notices = await takeAway(db, kept, mark);
    const terms = await endTerms(db, kept, now);
    await enterPostChanges(
      db,
      kept.terms.map(({ postId }) => postId),
      [],
      now,
    );
    const after: Erased = { as: mark, ground, terms };
    await appendHistory(db, [
      entryBy(by, now, {
        action: 'erased',
        subject: id,
        after,
      }),
    ]);
    await keep?.(mark);
    return {
      as: mark,
      entries,
      rows: changed.length,
      terms: terms.length,
      accounts: kept.accounts.map(({ account }) => account),
      allAccounts: ids,
      notices,
    };
  });
}

/**
 * Whether who has this number is not the one of an erasure that is kept outside: that one is erased here already, or a
 * roster has given the number a name since.
 */
export async function isAnother(db: Db, id: string, { as, at }: ErasureLine): Promise<boolean> {
  const { rows } = await db.query<{ name: string; isErased: boolean; isNamed: boolean }>(
    `select name,
       exists (select 1 from history where action = 'erased' and subject = $1 and after->>'as' = $2) as "isErased",
       exists (
         select 1 from history h,
           json_array_elements(case h.action when 'roster_imported' then h.before end) with ordinality b (one, no)
           join json_array_elements(case h.action when 'roster_imported' then h.after end) with ordinality a (one, no) using (no)
         where h.action = 'roster_imported' and h.at > $3 and a.one->>'what' = 'person' and a.one->>'id' = $1
           and a.one->'after'->>'name' is distinct from b.one->'before'->>'name') as "isNamed"
     from people where id = $1`,
    [id, as, at],
  );
  return rows.some(({ name, isErased, isNamed }) => isNamed || (isErased && !isMark(name)));
}

/** Those that stand, and those whose number was given again. */
async function marksOf(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ mark: string }>(
    `select name as mark from people union select after->>'as' from history where action = 'erased'`,
  );
  return rows.map(({ mark }) => mark);
}

const textsOf = ({ person, accounts, partedAccounts }: KeptInRecord): string[] => [
  person.name,
  ...(person.email === null ? [] : [person.email]),
  ...accounts.flatMap(({ account, email }) => [account, ...(email === null ? [] : [email])]),
  ...partedAccounts,
];

async function textsNaming(db: Db, id: string, names: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>('select distinct name from people where id <> $1', [id]);
  const others = rows.map(({ name }) => name);
  const texts: string[] = [];
  for (const { erase } of STORED_KINDS)
    texts.push(...((await erase?.textsNaming?.(db, names, others)) ?? []));
  return texts;
}

/** Whoever decides holds a report before the history: in that order here, too. */
async function lockRows(db: Db, id: string): Promise<void> {
  await db.query('select 1 from people where id = $1 for no key update', [id]);
  const quoted = [JSON.stringify(id)];
  await db.query('select 1 from reports where strpos(body::text, $1) > 0 order by id for update', quoted);
  for (const { table, id: key } of SIGNED_KINDS)
    await db.query(
      `select 1 from ${table} where strpos(body::text, $1) > 0 order by ${key} for update`,
      quoted,
    );
  await db.query(
    'select 1 from questions where strpos(asker::text || coalesce(answerer::text, $1), $1) > 0 order by id for update',
    quoted,
  );
}

const BODIES: readonly {
  readonly table: string;
  readonly key: string;
  readonly row: string;
  readonly column: string;
}[] = [
  { table: 'reports', key: 'id', row: `'report ' || id`, column: 'body' },
  {
    table: 'report_versions',
    key: `report_id || ' ' || version`,
    row: `'version ' || report_id || ' ' || version`,
    column: 'body',
  },
  ...SIGNED_KINDS.map(({ table, id, row }) => ({
    table,
    key: id,
    row: `'${row} ' || ${id}`,
    column: 'body',
  })),
  { table: 'questions', key: 'id', row: `'question ' || id`, column: 'asker' },
  { table: 'questions', key: 'id', row: `'question ' || id`, column: 'answerer' },
];

/** Signatures under reports and questions; gives the rows that were changed. */
async function blankBodies(db: Db, whose: Whose, mark: string): Promise<string[]> {
  const texts = [...whose.texts, whose.personId].map((text) => JSON.stringify(text));
  const changed: string[] = [];
  for (const { table, key, row, column } of BODIES) {
    const { rows } = await db.query<{ key: string; row: string; value: object }>(
      `select ${key} as key, ${row} as row, ${column} as value from ${table}
       where exists (select 1 from unnest($1::text[]) t where strpos(${column}::text, t) > 0) order by 1`,
      [texts],
    );
    for (const one of rows) {
      const value = JSON.stringify(blankedIn(one.value, whose, mark));
      if (value === JSON.stringify(one.value)) continue;
      await db.query(`update ${table} set ${column} = $2 where ${key} = $1`, [one.key, value]);
      changed.push(one.row);
    }
  }
  return [...new Set(changed)];
}

/** Where a name stands by itself. */
async function blankNames(db: Db, { person }: KeptInRecord, whose: Whose, mark: string): Promise<string[]> {
  const names = [...whose.texts];
  const { rows } = await db.query<{ row: string }>(
    `update publications p set by = $3 where by = any($2) and exists (select 1 from history h where h.action = 'published'
       and h.section_id = p.section_id and h.at = p.published_at and (h.person_id = $1 or h.person_id is null))
     returning 'publication ' || section_id || '.' || fiscal_year || ' ' || ${iso('published_at')} as row`,
    [person.id, names, mark],
  );
  const { rows: reviews } = await db.query<{ row: string }>(
    `update post_reviews r set deputy = $3 where deputy = any($2) and exists (select 1 from report_versions v
       where v.report_id = r.report_id and v.version = r.version and strpos(v.body::text, $1) > 0)
     returning 'review ' || report_id || ' ' || version || ' ' || ${iso('decided_at')} as row`,
    [JSON.stringify(person.id), names, mark],
  );
  await db.query('update channels set linked_by = $2 where linked_by = any($1)', [names, mark]);
  const changed = [...rows, ...reviews].map(({ row }) => row);
  for (const { erase } of STORED_KINDS) changed.push(...((await erase?.blank?.(db, names, mark)) ?? []));
  return changed;
}

/** What is kept a month for a second try of an effect: nobody tries for this person any more, and others may be told of them. */
async function blankDone(
  db: Db,
  texts: readonly string[],
  accounts: readonly string[],
  mark: string,
): Promise<void> {
  const has = ({ id }: { readonly id: string }) => accounts.some((account) => hasAccount(id, account));
  const done = await db.query<{ id: string }>('select effect_id as id from done_commands');
  await db.query('delete from done_commands where effect_id = any($1)', [
    done.rows.filter(has).map(({ id }) => id),
  ]);
  const aside = await db.query<{ id: string }>(`select id from put_aside where kind in ('input', 'effect')`);
  await db.query(`delete from put_aside where kind in ('input', 'effect') and id = any($1)`, [
    aside.rows.filter(has).map(({ id }) => id),
  ]);
  const { rows } = await db.query<{ id: string; outcome: unknown }>(
    `select effect_id as id, outcome from done_commands
     where exists (select 1 from unnest($1::text[]) t where strpos(outcome::text, t) > 0)`,
    [texts.map((text) => JSON.stringify(text).slice(1, -1))],
  );
  for (const { id, outcome } of rows)
    await db.query('update done_commands set outcome = $2 where effect_id = $1', [
      id,
      JSON.stringify(withoutTexts(outcome, texts, mark)),
    ]);
}

/** What is of no use without the person; gives how many notices that were. */
async function takeAway(db: Db, { person: { id } }: KeptInRecord, mark: string): Promise<number> {
  await db.query(`update people set name = $2, email = null, language = 'ja' where id = $1`, [id, mark]);
  for (const table of ['accounts', 'parted_accounts', 'direct_places', 'unreachable', 'put_aside'])
    await db.query(`delete from ${table} where person_id = $1`, [id]);
  await dropUploadsOf(db, id);
  await db.query('delete from entered_for where person_id = $1 or for_id = $1', [id]);
  for (const { erase } of STORED_KINDS) await erase?.takeAway?.(db, id);
  const { rowCount } = await db.query(
    `delete from notices where (to_kind = 'person' and to_id = $1) or about->>'of' = $1`,
    [id],
  );
  return rowCount ?? 0;
}

/** Nobody is expected to answer in a post that is held by nobody known. Gives what the history says of it. */
async function endTerms(db: Db, { person, terms }: KeptInRecord, now: Date): Promise<Erased['terms']> {
  const today = cityDate(now);
  const yesterday = addDays(today, -1);
  const ended: Erased['terms'][number][] = [];
  for (const { what, postId, from, until } of terms) {
    if (until !== null && until < today) continue;
    const table = what === 'holding' ? 'holdings' : 'deputies';
    const key = [postId, person.id, from];
    const begun = from <= yesterday;
    await (begun
      ? db.query(`update ${table} set until_on = $4 where post_id = $1 and person_id = $2 and from_on = $3`, [
          ...key,
          yesterday,
        ])
      : db.query(`delete from ${table} where post_id = $1 and person_id = $2 and from_on = $3`, key));
    ended.push({ what, id: key.join(' '), until: begun ? yesterday : null });
  }
  return ended;
}
