/**
 * Two roles: the owner migrates; the application reads and writes rows, only adds to the history, and can alter no table,
 * so that whoever gets hold of the service cannot rewrite what happened.
 */
import pg from 'pg';
import { type Db, inTransaction } from './pool.js';

/** Why the role of the application was not made, for whoever migrates. */
export class RoleRefused extends Error {
  override readonly name = 'RoleRefused';
}

/** insufficient_privilege */
export const NOT_ALLOWED = '42501';

/**
 * Makes the role of the application where it is missing (a role that is there keeps its password) and gives it all it
 * needs of the record as it is now: so after every migration.
 *
 * @param owner  connected as the role that owns the tables
 * @throws RoleRefused when the role may not be made, or may do all that the owner may
 */
export async function admitApplication(
  owner: pg.Pool,
  role: { readonly name: string; readonly password: string },
): Promise<void> {
  const name = pg.escapeIdentifier(role.name);
  await inTransaction(owner, async (db) => {
    const { rows: known } = await db.query<{ owns: boolean }>(
      `select pg_has_role(rolname, current_user, 'MEMBER') as owns from pg_roles where rolname = $1`,
      [role.name],
    );
    if (known[0]?.owns)
      throw new RoleRefused(
        `DATABASE_URL のロール ${role.name} は、持ち主と同じことができます。権限のない別のロールにしてください。 / The role ${role.name} of DATABASE_URL may do all that the owner may; name another one.`,
      );
    if (known.length === 0)
      await db
        .query(`create role ${name} login password ${pg.escapeLiteral(role.password)}`)
        .catch((fault: { code?: string }) => {
          if (fault.code !== NOT_ALLOWED) throw fault;
          throw new RoleRefused(
            `DATABASE_OWNER_URL のロールは、ロールを作れません。管理者が CREATE ROLE ${name} LOGIN PASSWORD '…' を実行してから、もう一度 maru migrate を実行してください。 / The owner may not create roles: have CREATE ROLE ${name} LOGIN PASSWORD '…' run, then maru migrate again.`,
          );
        });
    for (const grant of await grantsFor(db, name)) await db.query(grant);
  });
}

async function grantsFor(db: Db, name: string): Promise<string[]> {
  const { rows } = await db.query<{ database: string; schema: string }>(
    'select current_database() as database, current_schema() as schema',
  );
  const [database, schema] = [rows[0]!.database, rows[0]!.schema].map((one) => pg.escapeIdentifier(one));
  return [
    `grant connect on database ${database} to ${name}`,
    `grant usage on schema ${schema} to ${name}`,
    `revoke create on schema ${schema} from public, ${name}`,
    `grant select, insert, update, delete on all tables in schema ${schema} to ${name}`,
    `revoke update, delete, truncate on history, history_values from ${name}`,
    `grant execute on function blank_history(integer, json) to ${name}`,
    `revoke insert, update, delete, truncate on schema_migrations from ${name}`,
    `grant usage on all sequences in schema ${schema} to ${name}`,
  ];
}

/** Whether this connection could alter the record's tables: it is their owner, or as good as. */
export async function ownsRecord(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ owns: boolean }>(
    `select pg_has_role(current_user, relowner, 'MEMBER') as owns from pg_class where oid = 'history'::regclass`,
  );
  return rows[0]?.owns ?? false;
}
