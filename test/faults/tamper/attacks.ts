/** What the owner of the database does by hand, with every right there is. */
import type pg from 'pg';
import { rechain } from '../../support/olden-history.js';

export type Attack = {
  readonly name: string;
  readonly how: (db: pg.Client) => Promise<unknown>;
  /** what must be said of it */
  readonly named: RegExp;
  /** is found without the saved head, too */
  readonly alone?: false;
};

/** A text of the record replaced by another of its kind wherever it stands in a column of JSON. */
const inJson = (table: string, column: string, where: string) =>
  `update ${table} set ${column} = replace(${column}::text, '結果 ', '成果 ')::json where ${where}`;

export const ATTACKS: readonly Attack[] = [
  {
    name: 'the record is changed',
    how: (db) => db.query(inJson('reports', 'body', `state = 'approved'`)),
    named: /報告 R5 期末 No\.\S+［report .*］ body\.content\.answers\.0\.result: いま "成果 .*では "結果 /u,
  },
  {
    name: 'the tail is cut',
    how: (db) =>
      db.query(`delete from history where action = 'channel_linked' and seq = (select max(seq) from history);
        update history_head set seq = h.seq, hash = h.hash from (select seq, hash from history order by seq desc limit 1) h;
        update channels set place = 'test:channel:8' where place = 'test:channel:elsewhere'`),
    named: /履歴が短くなっています。.*番目からがありません/u,
    alone: false,
  },
  {
    name: 'a name is changed and the chain computed anew',
    how: async (db) => {
      await db.query(`update history set name = '別の課長' where action = 'approved'`);
      await rechain(db);
    },
    named: /履歴が作り直されています。.*1 番目から \d+ 番目までのどこかから/u,
    alone: false,
  },
  {
    name: 'another table is changed',
    how: (db) => db.query(`update publications set said = '{}'`),
    named: /公表した版 R5 .*［printed .*］ said/u,
  },
  {
    name: 'record, versions and history are changed alike and the chain computed anew',
    how: async (db) => {
      for (const table of ['reports', 'report_versions']) await db.query(inJson(table, 'body', 'true'));
      await db.query(inJson('history', 'after', `after::text like '%結果 %'`));
      await rechain(db);
    },
    named: /履歴が作り直されています/u,
    alone: false,
  },
  {
    name: 'a name is blanked without an entry that says so',
    how: (db) => db.query(`update history_values set value = '（消去）', salt = null where value = '課長1'`),
    named: /つながりが切れています（個人情報が、消した記録のないまま消されています）/u,
  },
  {
    name: 'a name that stands beside is taken away',
    how: (db) => db.query(`delete from history_values where value = '課長1'`),
    named: /個人情報が、消した記録のないまま消されています/u,
  },
  {
    name: 'a name that stands beside is another',
    how: (db) => db.query(`update history_values set value = '別の課長' where value = '課長1'`),
    named: /つながりが切れています（記録が書き換えられています）/u,
  },
  {
    name: 'an entry is taken out of the middle and the chain computed anew',
    how: async (db) => {
      await db.query(`delete from history where action = 'approved'`);
      await rechain(db);
    },
    named: /履歴が短くなっています/u,
  },
  {
    name: 'two versions are swapped',
    how: (db) =>
      db.query(`update report_versions v set state = o.state, body = o.body, changed_at = o.changed_at
        from report_versions o where o.report_id = v.report_id and o.version <> v.version`),
    named: /報告の版 .*［version .* 1］ state: .*\n.*［version/su,
  },
  {
    name: 'the list of errata is changed',
    how: (db) => db.query(`update sheets set errata = '[{"reason":"x"}]'`),
    named: /正誤表 .*［errata .*］ errata/u,
  },
  {
    name: 'what a deputy decided is another’s',
    how: (db) => db.query(`update post_reviews set deputy = '別人'`),
    named: /後閲 .*［review .*］ deputy: いま "別人"、履歴の \d+ 番目では "課長2"/u,
  },
  {
    name: 'what a deputy decided is put before nobody',
    how: (db) => db.query(`delete from post_reviews`),
    named: /後閲 .*［review .*］: 消えています/u,
  },
  {
    name: 'what the holder has seen was seen by another',
    how: (db) => db.query(`update post_reviews set seen_by = 'chief3'`),
    named: /後閲の確認 .*［seen .*］ by: いま "chief3"、/u,
  },
  {
    name: 'a publication is deleted',
    how: (db) => db.query('delete from publications'),
    named: /公表 R5 .*［publication .*］: 消えています/u,
  },
  {
    name: 'a holding ends on another day',
    how: (db) => db.query(`update holdings set until_on = '2023-04-30' where person_id = 'chief1'`),
    named: /任期.*chief1 2023-04-01］ until: いま "2023-04-30"、履歴の \d+ 番目では null/u,
  },
  {
    name: 'a person is given another name',
    how: (db) => db.query(`update people set name = '別人' where id = 'chief1'`),
    named: /職員［person chief1］ name: いま "別人"、履歴の \d+ 番目では "課長1"/u,
  },
  {
    name: 'a person, a post and its holder are added',
    how: (db) =>
      db.query(`insert into people (id, name) values ('x', '知らない人');
        insert into holdings (post_id, person_id, from_on) select id, 'x', '2023-04-01' from posts limit 1`),
    named: /職員［person x］: 履歴にありません\n.*任期/su,
  },
  {
    name: 'the goals of a sheet get each other’s numbers',
    how: (db) =>
      db.query(`update sheets set numbering = (select json_agg(v order by n desc)
        from json_array_elements(numbering) with ordinality as e(v, n)) where goal_count > 1`),
    named: /シートの目標の番号 .* numbering\.0\.goalId/u,
  },
  {
    name: 'a target of a sheet is changed',
    how: (db) =>
      db.query(`update sheets set content = replace(content::text, '"target":"', '"target":"約')::json`),
    named: /シート R5 シート［sheet .*］ content\.goals\.0\.indicators\.0\.target/u,
  },
  {
    name: 'a round is due on another day for one section',
    how: (db) =>
      db.query(`insert into round_overrides (round_id, section_id, due_on)
        select '2023-yearend', id, '2024-12-31' from sections limit 1`),
    named: /報告の時期 R5 期末［round 2023-yearend］ overrides/u,
  },
  {
    name: 'an account is another’s',
    how: (db) => db.query(`update accounts set person_id = 'chief2', recorded_for = 'chief2'`),
    named: /アカウント［account test:c1］ person: いま "chief2"、履歴の \d+ 番目では "chief1"/u,
  },
  {
    name: 'a day of the calendar is taken away, a channel turned, a route cut, a baseline entered over it',
    how: (db) =>
      db.query(`delete from calendar_days; update channels set place = 'test:x' where place = 'test:channel:1';
        update sections set route = '{}'; delete from deputies`),
    named: /課［section .*route.*チャンネル［channel .*暦の日［day 2023-10-10 .*消えています/su,
  },
];
