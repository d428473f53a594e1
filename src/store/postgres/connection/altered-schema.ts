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
    | 'no_trigger'
    | 'another_function';
};

const allOf = (pattern: RegExp): RegExpExecArray[] =>
  MIGRATIONS.flatMap(({ sql }) => [...sql.matchAll(pattern)]);

const TABLES = allOf(/\bcreate table (\w+)/gu).map(([, name]) => name!);
/** by table */
const TRIGGERS = allOf(/\bcreate trigger (\w+)\s[^;]*? on (\w+)\s/gu).map(([, name, table]) => ({
  name: name!,
  table: table!,
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
  triggers: string[];
};
type Body = { readonly name: string; readonly body: string };

/**
 * What is not as the migrations made it: a table that is something else (a view), has lost its primary key, shows rows
 * to some only, has others in it or hands what is done to it elsewhere; a trigger that is gone or off; another function.
 */
export async function alteredParts(db: Db): Promise<AlteredPart[]> {
  const { rows: tables } = await db.query<Row>(
    `select n.name, c.relkind as kind, coalesce(c.relrowsecurity, false) as row_security,
       exists (select 1 from pg_inherits where c.oid in (inhparent, inhrelid)) as inherits,
       exists (select 1 from pg_rewrite where ev_class = c.oid) as rules,
       exists (select 1 from pg_index where indrelid = c.oid and indisprimary and indisvalid) as has_key,
       array(select tgname::text from pg_trigger where tgrelid = c.oid and not tgisinternal and tgenabled in ('O', 'A')) as triggers
     from unnest($1::text[]) as n(name) left join pg_class c on c.oid = to_regclass(quote_ident(n.name)) order by n.name`,
    [TABLES],
  );
  const { rows: functions } = await db.query<Body>(
    `select proname::text as name, prosrc as body from pg_proc
     where proname = any($1) and pronamespace = current_schema()::regnamespace`,
    [[...FUNCTIONS.keys()]],
  );
  const enabled = new Set(tables.flatMap(({ name, triggers }) => triggers.map((one) => `${one} ${name}`)));
  return [
    ...tables.flatMap(alteredTable),
    ...TRIGGERS.filter(({ name, table }) => !enabled.has(`${name} ${table}`)).map(
      ({ name, table }): AlteredPart => ({ name: `${name} (${table})`, how: 'no_trigger' }),
    ),
    ...[...FUNCTIONS]
      .filter(([name, body]) => !isAlone(functions, name, body))
      .map(([name]): AlteredPart => ({ name, how: 'another_function' })),
  ];
}

/** One of another kind of arguments beside it might be called instead. */
function isAlone(found: readonly Body[], name: string, body: string): boolean {
  const ofName = found.filter((one) => one.name === name);
  return ofName.length === 1 && ofName[0]?.body === body;
}

function alteredTable({ name, kind, row_security, inherits, rules, has_key }: Row): AlteredPart[] {
  if (kind !== 'r') return [{ name, how: 'no_table' }];
  const ways = [
    ['no_key', !has_key],
    ['row_security', row_security],
    ['inheritance', inherits],
    ['rule', rules],
  ] as const;
  return ways.flatMap(([how, is]) => (is ? [{ name, how }] : []));
}
