/** The database as the migrations made it, against what whoever owns it has made of it since. */
import { MIGRATIONS } from './migrate.js';
import type { Db } from './pool.js';

/** Something that shows others than the program itself another record, or lets it be changed unseen. */
export type AlteredPart = {
  /** the table, trigger or function */
  readonly name: string;
  readonly how:
    | 'no_table'
    | 'no_key'
    | 'row_security'
    | 'inheritance'
    | 'rule'
    | 'unlogged'
    | 'search_path'
    | 'no_trigger'
    | 'another_trigger'
    | 'another_function';
};

const allOf = (pattern: RegExp): RegExpExecArray[] =>
  MIGRATIONS.flatMap(({ sql }) => [...sql.matchAll(pattern)]);

const TABLES = allOf(/\bcreate table (\w+)/gu).map(([, name]) => name!);
type Trigger = {
  readonly name: string;
  readonly table: string;
  /** its name, what it calls and when */
  readonly is: string;
};
const TRIGGERS: readonly Trigger[] = allOf(
  /\bcreate trigger (\w+)\s+(before|after) ([a-z ]+) on (\w+)\s+for each (row|statement)\s+execute function (\w+)\(/gu,
).map(([, name, when, events, table, each, calls]) => ({
  name: name!,
  table: table!,
  is: `${name} ${calls} ${typeOf(when!, events!, each!)}`,
}));
/** what a function does as the last migration has it, by name */
const FUNCTIONS = new Map(
  allOf(/\bcreate (?:or replace )?function (\w+)\([^$]*\$\$([^$]*)\$\$/gu).map(([, name, body]) => [
    name!,
    body!,
  ]),
);

type Row = {
  name: string;
  kind: string | null;
  row_security: boolean;
  inherits: boolean;
  rules: boolean;
  has_key: boolean;
  logged: boolean;
  triggers: string[];
};
type Body = { readonly name: string; readonly body: string };

/**
 * What is not as the migrations made it: a table that is something else (a view), has lost its primary key, shows rows
 * to some only, has others in it or hands what is done to it elsewhere; a trigger that is gone, off, another or
 * one more; another function; a path on which functions are found before the built-in ones.
 */
export async function alteredParts(db: Db): Promise<AlteredPart[]> {
  const { rows: tables } = await db.query<Row>(
    `select n.name, c.relkind as kind, coalesce(c.relrowsecurity, false) as row_security,
       exists (select 1 from pg_inherits where c.oid in (inhparent, inhrelid)) as inherits,
       exists (select 1 from pg_rewrite where ev_class = c.oid) as rules,
       exists (select 1 from pg_index where indrelid = c.oid and indisprimary and indisvalid) as has_key,
       c.relpersistence = 'p' as logged,
       array(select tgname || ' ' || p.proname || ' ' || tgtype || case when tgqual is null and tgattr::text = ''
           and tgenabled in ('O', 'A') and p.pronamespace = c.relnamespace then '' else ' *' end
         from pg_trigger join pg_proc p on p.oid = tgfoid where tgrelid = c.oid and not tgisinternal) as triggers
     from unnest($1::text[]) as n(name) left join pg_class c on c.oid = to_regclass(quote_ident(n.name)) order by n.name`,
    [TABLES],
  );
  const { rows: functions } = await db.query<Body>(
    `select proname::text as name, prosrc as body from pg_proc
     where proname = any($1) and pronamespace = current_schema()::regnamespace`,
    [[...FUNCTIONS.keys()]],
  );
  const { rows: paths } = await db.query<{ altered: boolean | null }>(
    `select array_position(s, 'pg_catalog') > array_position(s, current_schema()) as altered from current_schemas(true) s`,
  );
  const found = tables.flatMap(({ name: table, triggers }) =>
    triggers.map((is): Trigger => ({ is, table, name: is.split(' ', 1)[0]! })),
  );
  const lacks = (all: readonly Trigger[], { table, ...one }: Trigger, by: 'is' | 'name') =>
    !all.some((of) => of.table === table && of[by] === one[by]);
  const triggerPart = (how: AlteredPart['how']) => (one: Trigger) => ({
    name: `${one.name} (${one.table})`,
    how,
  });
  return [
    ...(paths[0]?.altered ? [{ name: 'search_path', how: 'search_path' } as const] : []),
    ...tables.flatMap(alteredTable),
    ...TRIGGERS.filter((one) => lacks(found, one, 'is')).map(triggerPart('no_trigger')),
    ...found.filter((one) => lacks(TRIGGERS, one, 'name')).map(triggerPart('another_trigger')),
    ...[...FUNCTIONS]
      .filter(([name, body]) => !isAlone(functions, name, body))
      .map(([name]): AlteredPart => ({ name, how: 'another_function' })),
  ];
}

/** As `pg_trigger.tgtype` has it. */
function typeOf(when: string, events: string, each: string): number {
  const bits = Object.entries({ insert: 4, delete: 8, update: 16, truncate: 32 });
  return bits.reduce(
    (sum, [event, bit]) => sum + (events.includes(event) ? bit : 0),
    (each === 'row' ? 1 : 0) + (when === 'before' ? 2 : 0),
  );
}

/** One of another kind of arguments beside it might be called instead. */
function isAlone(found: readonly Body[], name: string, body: string): boolean {
  const ofName = found.filter((one) => one.name === name);
  return ofName.length === 1 && ofName[0]?.body === body;
}

function alteredTable({ name, kind, row_security, inherits, rules, has_key, logged }: Row): AlteredPart[] {
  if (kind !== 'r') return [{ name, how: 'no_table' }];
  const ways = [
    ['no_key', !has_key],
    ['row_security', row_security],
    ['inheritance', inherits],
    ['rule', rules],
    ['unlogged', !logged],
  ] as const;
  return ways.flatMap(([how, is]) => (is ? [{ name, how }] : []));
}
