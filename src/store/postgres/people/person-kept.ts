/** Everything the record keeps of one person, in one picture. */
import type { Pool } from 'pg';
import type { HistoryAction } from '../../../core/decision/history.js';
import { isOfKind } from '../../../core/decision/kinds/kinds.js';
import type { KeptOfReports, KeptSignature } from '../../../core/organization/person-kept.js';
import type { DirectionSayers, SaidDirections } from '../../../core/sheet/direction.js';
import { iso } from '../connection/iso.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { type OfPersonKey, SIGNED_KINDS, type SignedAs, STORED_KINDS } from '../kinds/kinds.js';
import { readHistory } from '../ledger/history.js';
import { importedOf } from '../sheets/sheet-cache.js';

export type Signed = KeptSignature<SignedAs>;
/** What there is of a person in other records, by the name of each kind (`ofPerson` in store/postgres/kinds/). */
type KeptOfKinds = Readonly<Record<OfPersonKey, readonly Readonly<Record<string, string>>[]>>;
export type KeptInRecord = KeptOfReports<SignedAs> & KeptOfKinds;

/** Null when nobody has this id. */
export function readKept(pool: Pool, id: string): Promise<KeptInRecord | null> {
  return inTransaction(pool, async (db) => {
    await db.query('set transaction isolation level repeatable read, read only');
    return readKeptIn(db, id);
  });
}

/** The same in a transaction that is there. */
export async function readKeptIn(db: Db, id: string): Promise<KeptInRecord | null> {
  const all = async <T extends object>(sql: string, ...more: unknown[]): Promise<T[]> =>
    (await db.query<T>(sql, [id, ...more])).rows;
  const [person] = await all<KeptInRecord['person']>(
    'select id, name, email, language from people where id = $1',
  );
  if (!person) return null;
  const { name } = person;
  const namesakes = await all('select 1 from people where name = $2 and id <> $1', name);
  // Where a name stands alone it is theirs only if nobody else is called so.
  const alone = namesakes.length === 0 ? name : null;
  const [place] = await all<{ place: string }>('select place from direct_places where person_id = $1');
  const [away] = await all<{ reason: string }>('select reason from unreachable where person_id = $1');
  return {
    person,
    terms: await all(
      `select t.what, t.post_id as "postId", s.name as section, o.title as post, t.from_on::text as from,
         t.until_on::text as until
       from (select 'holding' as what, * from holdings union all select 'deputy', * from deputies) t
       join posts o on o.id = t.post_id join sections s on s.id = o.section_id
       where t.person_id = $1 order by t.from_on, t.post_id`,
    ),
    directPlace: place?.place ?? null,
    unreachable: away?.reason ?? null,
    accounts: await all(
      `select account, ${iso('linked_at')} as "linkedAt", email, standing from accounts where person_id = $1 order by account`,
    ),
    partedAccounts: (
      await all<{ account: string }>(
        'select account from parted_accounts where person_id = $1 order by account',
      )
    ).map(({ account }) => account),
    signatures: await signaturesOf(db, id),
    askedOf: (
      await all<{ id: string }>(
        'select id from questions where $1 = any(asked_of) and answered_at is null order by asked_at',
      )
    ).map((one) => one.id),
    postReviews: await all(
      `select report_id as "reportId", ${iso('decided_at')} as "decidedAt",
         case when holder_id = $1 then 'holder' when seen_by = $1 then 'seen' else 'deputy' end as as
       from post_reviews where holder_id = $1 or seen_by = $1 or deputy = $2 order by no`,
      alone,
    ),
    directions: await directionsSaidBy(db, id),
    owned: await all(
      `select subject, ${iso('since')} as since, ended from goal_owners where person_id = $1 or taken_from = $1 order by subject`,
    ),
    ...(await ofKinds(db, id, name)),
    enteredFor: await all(
      `select task_id as task, ${iso('since')} as since from entered_for where person_id = $1 or for_id = $1 order by task_id`,
    ),
    published: await all(
      `select p.section_id || '.' || p.fiscal_year as sheet, ${iso('p.published_at')} as at from publications p
       where exists (select 1 from history h where h.action = 'published' and h.section_id = p.section_id
         and h.at = p.published_at and h.person_id = $1) order by p.published_at`,
    ),
    notices: await all(
      `select key, kind, ${iso('due_at')} as "dueAt", ${iso('sent_at')} as "sentAt" from notices
       where (to_kind = 'person' and to_id = $1) or about->>'of' = $1 order by due_at, key`,
    ),
    files: await all(
      `select name, ${iso('kept_at')} as "keptAt", coalesce(size, length(bytes)) as bytes from uploads where person_id = $1 order by kept_at`,
    ),
    putAside: (
      await all<{ id: string }>(
        `select kind || ' ' || id as id from put_aside where person_id = $1 order by kind, id`,
      )
    ).map((one) => one.id),
    history: await historyOf(db, id, alone),
  };
}

/** Entries whose texts stand under no signature of a report or question. */
const ENTERED: ReadonlySet<HistoryAction> = new Set([
  'channel_linked',
  'check_answered',
  'published',
  'plan_published',
]);

async function historyOf(db: Db, id: string, alone: string | null): Promise<KeptInRecord['history']> {
  const entered = new Map(
    (await readHistory(db, { personId: id }))
      .filter(({ action }) => isOfKind(action) || ENTERED.has(action))
      .map(({ seq, before, after }) => [seq, { before, after }]),
  );
  const { rows } = await db.query<KeptInRecord['history'][number]>(
    `select seq, ${iso('at')} as at, action, subject, coalesce(person_id = $1, false) as own from history
       where person_id = $1 or strpos(before::text || after::text, $2) > 0
         or (action in ('roster_imported', 'reorganised') and strpos(after::text, $3) > 0)
         or acting_for = $4 or exists (select 1 from history_values v where v.seq = history.seq and v.value = $4) order by seq`,
    [id, JSON.stringify(id), ` ${id} `, alone],
  );
  return rows.map((row) => {
    const found = entered.get(row.seq);
    return found ? { ...row, entered: found } : row;
  });
}

/** What is kept of them beside that, by the name of each kind. */
async function ofKinds(db: Db, id: string, name: string): Promise<KeptOfKinds> {
  const kept: Record<string, KeptOfKinds[OfPersonKey]> = {};
  for (const { ofPerson } of STORED_KINDS) {
    if (!ofPerson) continue;
    // Only those that look for names are asked with one.
    const asked = ofPerson.sql.includes('$2') ? [id, name] : [id];
    kept[ofPerson.key] = (await db.query<Readonly<Record<string, string>>>(ofPerson.sql, asked)).rows;
  }
  return kept as KeptOfKinds;
}

/** Which way indicators count, where this person has said it, and where it was kept from the year before. */
async function directionsSaidBy(db: Db, id: string): Promise<KeptInRecord['directions']> {
  const { rows } = await db.query<{
    id: string;
    content: unknown;
    numbering: unknown;
    directions: SaidDirections | null;
    by: DirectionSayers;
  }>(
    `select id, content, numbering, directions, directions_by as by from sheets
     where exists (select 1 from jsonb_each(directions_by) d where d.value->>'person' = $1) order by id`,
    [id],
  );
  return rows.flatMap((row) => {
    const { content, numbering } = importedOf(row.id, row.content, row.numbering);
    const names = new Map(
      content.goals.flatMap(({ indicators }, at) =>
        indicators.map(({ name }, place) => [numbering[at]?.indicatorIds[place], name] as const),
      ),
    );
    return Object.entries(row.by).flatMap(([indicator, { person, post }]) =>
      person === id
        ? [
            {
              sheet: row.id,
              indicator,
              name: names.get(indicator) ?? '',
              direction: row.directions?.[indicator] ?? null,
              post,
            },
          ]
        : [],
    );
  });
}

/** Every signature of a person under reports, their versions and questions, once. */
async function signaturesOf(db: Db, id: string): Promise<Signed[]> {
  const ofKinds = SIGNED_KINDS.map(
    ({ table, id: key }) =>
      `union all select '${table}', ${key}, 0, body from ${table} where strpos(body::text, $1) > 0`,
  );
  const { rows: bodies } = await db.query<{ table: string; of: string; version: number; body: unknown }>(
    `select 'reports' as table, id as of, version, body from reports where strpos(body::text, $1) > 0
     union all select 'reports', report_id, version, body from report_versions where strpos(body::text, $1) > 0
     ${ofKinds.join(' ')}
     union all select 'questions', id, version, json_build_object('asker', asker, 'text', text, 'answerer', answerer, 'answer', answer)
       from questions where strpos(asker::text || coalesce(answerer::text, ''), $1) > 0`,
    [JSON.stringify(id)],
  );
  const found = new Map<string, Signed>();
  for (const { table, of, version, body } of bodies) {
    const by = SIGNED_KINDS.find((kind) => kind.table === table)?.signed;
    for (const one of signaturesIn(body, id, by))
      found.set(`${of} ${one.as} ${one.at}`, { of, version, ...one });
  }
  return [...found.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

type Fields = Readonly<Record<string, unknown>>;

/** Where a signature stands says what it is for; the approvals that stand again are those of before. */
const AS: Readonly<Record<string, Signed['as']>> = {
  writer: 'writer',
  approvals: 'approvals',
  standing: 'approvals',
  returned: 'returned',
  withdrawn: 'withdrawn',
  confirmed: 'confirmed',
  asker: 'asker',
  answerer: 'answerer',
};

/** What `by` is for, where it is not that of a kind: a correction that was asked for, in a report. */
const OF_REPORT: By = { as: 'correction', wrote: 'reason' };
type By = { readonly as: Signed['as']; readonly wrote: string };

function signaturesIn(
  value: unknown,
  id: string,
  by: By = OF_REPORT,
  key = '',
  around: Fields = {},
): Omit<Signed, 'of' | 'version'>[] {
  if (Array.isArray(value)) return value.flatMap((one) => signaturesIn(one, id, by, key, around));
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Fields;
  const as = key === 'by' ? by.as : AS[key];
  const behalf = key === 'writer' ? (fields.onBehalfOf as Fields | undefined) : undefined;
  if (behalf?.personId === id)
    return [
      {
        as: 'entered_for',
        at: String(fields.at),
        name: String(behalf.name),
        post: '',
        actingFor: null,
        account: null,
        wrote: null,
      },
    ];
  if (as !== undefined && fields.personId === id) {
    const { at, name, post, actingFor = null, account } = fields;
    return [
      {
        as,
        at: String(at),
        name: String(name),
        post: String(post),
        actingFor: typeof actingFor === 'string' ? actingFor : null,
        account: typeof account === 'string' ? account : null,
        wrote: key === 'by' ? (around[by.wrote] ?? null) : wroteWith(key, fields, around),
      },
    ];
  }
  return Object.entries(fields).flatMap(([inner, one]) => signaturesIn(one, id, by, inner, fields));
}

/** What they wrote beside a signature that stands under `key`. */
function wroteWith(key: string, signature: Fields, around: Fields): unknown {
  switch (key) {
    case 'writer':
      return around.content ?? null;
    case 'returned':
      return signature.comment ?? null;
    case 'asker':
      return around.text ?? null;
    case 'answerer':
      return around.answer ?? null;
    default:
      return null;
  }
}

/** The posts of these people, the latest first, as 「建設課 課長」: to tell apart who are called alike. */
export async function postsOf(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly { readonly sectionId: string; readonly post: string }[]>> {
  const { rows } = await db.query<{ id: string; posts: { sectionId: string; post: string }[] }>(
    `select t.person_id as id,
       json_agg(json_build_object('sectionId', s.id, 'post', s.name || ' ' || o.title) order by t.from_on desc) as posts
     from (select * from holdings union all select * from deputies) t
     join posts o on o.id = t.post_id join sections s on s.id = o.section_id
     where t.person_id = any($1) group by t.person_id`,
    [ids],
  );
  return new Map(rows.map(({ id, posts }) => [id, posts]));
}
