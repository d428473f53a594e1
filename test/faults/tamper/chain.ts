/** The history itself, changed under the name of what may be blanked of it, and the tables it is kept in. */
import type pg from 'pg';
import { leftOf } from '../../../src/core/decision/commitments.js';
import { blankPerson } from '../../../src/store/postgres/ledger/blank.js';
import { appendHistory, keptEntriesOf } from '../../../src/store/postgres/ledger/history.js';
import { by, later } from '../../store/postgres/city.js';
import type { Attack } from './attacks.js';

const GROUND = '開示請求による';
const MARK = '消去済み1';

/** An entry that says that these were blanked, chained as any other. */
const sayBlanked = (db: pg.Client, as: string, entries: readonly object[]) =>
  appendHistory(db, [
    {
      ...by,
      at: later(8).toISOString(),
      personId: null,
      actingFor: null,
      action: 'blanked',
      sectionId: null,
      subject: 'history',
      version: 1,
      before: null,
      after: { ground: GROUND, as, entries },
    },
  ]);

async function approvedOf(db: pg.Client) {
  for await (const kept of keptEntriesOf(db)) if (kept.action === 'approved') return kept;
  throw new Error('nothing was approved');
}

export const CHAIN_ATTACKS: readonly Attack[] = [
  {
    name: 'an entry is changed and said to have been blanked',
    async how(db) {
      const { seq, hash } = await approvedOf(db);
      for (const [table, column, where] of [
        ['history', 'after', `seq = ${seq}`],
        ['reports', 'body', 'true'],
        ['report_versions', 'body', 'true'],
      ])
        await db.query(
          `update ${table} set ${column} = replace(${column}::text, '結果 ', '成果 ')::json where ${where}`,
        );
      for await (const { openings: _, seq: found, hash: __, ...entry } of keptEntriesOf(db, seq))
        if (found === seq) await sayBlanked(db, MARK, [{ seq, hash, left: leftOf(entry) }]);
    },
    named: /つながりが切れています（記録が書き換えられています）/u,
  },
  {
    name: 'an entry is made one of before, changed, and said to have been blanked',
    async how(db) {
      const { seq, hash, openings: _, ...entry } = await approvedOf(db);
      const changed = { ...entry, name: '別の課長', account: 'test:c9' };
      await db.query('update history set name = $2, account = $3 where seq = $1', [
        seq,
        changed.name,
        changed.account,
      ]);
      await db.query('delete from history_values where seq = $1', [seq]);
      await sayBlanked(db, MARK, [{ seq, hash, left: leftOf(changed) }]);
    },
    named: /つながりが切れています（記録が書き換えられています）/u,
  },
  {
    name: 'another’s name stands where one is said to have been blanked',
    async how(db) {
      const { seq, hash, openings = [] } = await approvedOf(db);
      const { commitment } = openings.find(({ value }) => value === '課長1')!;
      await db.query(
        `update history_values set salt = null, value = '別の課長' where seq = $1 and commitment = $2`,
        [seq, commitment],
      );
      await sayBlanked(db, '別の課長', [{ seq, hash, commitments: [commitment] }]);
    },
    named: /個人情報が、消した記録のないまま消されています/u,
  },
  {
    name: 'what was blanked stands there again',
    async how(db) {
      const { rows } = await db.query<{ seq: number; commitment: string; salt: string; value: string }>(
        `select * from history_values where value = '課長1'`,
      );
      await db.query('begin');
      await blankPerson(db, { personId: 'chief1', texts: [], ground: GROUND, as: MARK }, by, later(8));
      await db.query('commit');
      for (const { seq, commitment, salt, value } of rows)
        await db.query('update history_values set salt = $3, value = $4 where seq = $1 and commitment = $2', [
          seq,
          commitment,
          salt,
          value,
        ]);
    },
    named: /つながりが切れています（記録が書き換えられています）/u,
  },
  {
    name: 'lines of a text are said to be of its salt',
    how: (db) =>
      db.query(`update history_values set salt = salt || E'\\n' || split_part(value, E'\\n', 1),
          value = substr(value, strpos(value, E'\\n') + 1) where strpos(value, E'\\n') > 0;
        update memos set text = to_json(substr(text #>> '{}', strpos(text #>> '{}', E'\\n') + 1))
          where strpos(text #>> '{}', E'\\n') > 0`),
    named: /つながりが切れています/u,
  },
  {
    name: 'a text stands beside an entry that does not have it',
    how: (db) =>
      db.query(`insert into history_values (seq, commitment, salt, value)
        select seq, 'no such', null, '別の課長' from history where action = 'approved' limit 1`),
    named: /つながりが切れています/u,
  },
  {
    name: 'a text stands beside no entry',
    how: (db) =>
      db.query(
        `insert into history_values (seq, commitment, salt, value) values (99999, 'no such', null, '別の課長')`,
      ),
    named: /つながりが切れています|抜けています/u,
  },
  {
    name: 'nobody is told anything more, and something is told twice',
    how: (db) =>
      db.query(`create function nothing() returns trigger language plpgsql as 'begin return null; end';
        create trigger note before insert on notices for each row execute function nothing();
        drop trigger tell_changed on holdings;
        create trigger tell_changed after insert on holdings for each row when (false) execute function tell_changed()`),
    named:
      /- tell_changed \(holdings\): .*別のもの.*\n(?:.*\n)*?- note \(notices\): maru migrate の作っていないトリガー/u,
  },
  {
    name: 'a table is emptied when the power fails',
    how: (db) => db.query('alter table followups set unlogged'),
    named: /- followups: .*unlogged/u,
  },
  {
    name: 'the service is shown other rows than who verifies',
    how: (db) =>
      db.query(`alter table publications enable row level security;
        create policy hidden on publications for select
          using (current_setting('transaction_isolation') = 'repeatable read')`),
    named: /形が、maru migrate の作ったものと違います.*\n- publications: .*row security/u,
  },
  {
    name: 'a table hands what is asked of it elsewhere',
    how: (db) =>
      db.query(`alter table post_reviews rename to post_reviews_kept;
        create view post_reviews as select * from post_reviews_kept`),
    named: /- post_reviews: 表がないか、表ではありません/u,
  },
  {
    name: 'rows stand in a table behind another',
    how: (db) => db.query(`create table more_channels () inherits (channels)`),
    named: /- channels: .*継承/u,
  },
  {
    name: 'the history may be rewritten, its numbers come twice, and what changes is not told',
    how: (db) =>
      db.query(`alter table history disable trigger history_is_kept; alter table history drop constraint history_pkey;
        drop trigger tell_changed on holdings;
        create or replace function blank_history(entry integer, olden json) returns void language sql as ''`),
    named:
      /- history: 主キーがありません\n.*- history_is_kept \(history\): .*\n- tell_changed \(holdings\): .*\n- blank_history: 関数が書き換えられています/su,
  },
];
