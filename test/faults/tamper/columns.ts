/** Columns beside the texts: what a row counts as, where it stands, whose it is. */
import type { Attack } from './attacks.js';

export const COLUMN_ATTACKS: readonly Attack[] = [
  {
    name: 'an approved change of a target counts as withdrawn',
    how: (db) => db.query(`update target_changes set state = 'withdrawn' where state = 'approved'`),
    named: /目標の変更 .*［target .*］ state: いま "withdrawn"、履歴の \d+ 番目では "approved"/u,
  },
  {
    name: 'a change of a target is of another sheet, section and indicator',
    how: (db) =>
      db.query(`update target_changes set sheet_id = o.id, section_id = o.section_id, indicator_id = o.id || '.1.1'
        from (select id, section_id from sheets where id not in (select sheet_id from target_changes) limit 1) o`),
    named: /［target .*］ sectionId: .*\n.*［target .*］ indicatorId: .*\n.*［target .*］ sheetId: /u,
  },
  {
    name: 'a file stands with another goal',
    how: (db) => db.query(`update evidence set task_id = replace(task_id, '.1:', '.2:') where task_id <> ''`),
    named: /根拠資料 .*［evidence .*］ taskId: いま ".*\.2:yearend"、/u,
  },
  {
    name: 'a file is of no sheet',
    how: (db) => db.query(`update evidence set sheet_id = '' where task_id <> ''`),
    named: /［evidence .*］ sheetId: いま ""、/u,
  },
  {
    name: 'a file is of a year that is over, and of another section',
    how: (db) =>
      db.query(`update evidence set fiscal_year = 2000, section_id = (
        select id from sections where id <> evidence.section_id limit 1) where task_id <> ''`),
    named:
      /［evidence .*］ sectionId: .*\n.*［evidence .*］ fiscalYear: いま 2000、履歴の \d+ 番目では 2023/u,
  },
  {
    name: 'a file of a memo is of a year that is over',
    how: (db) => db.query(`update evidence set fiscal_year = 2000 where memo_id <> ''`),
    named: /［evidence memo\..*］ fiscalYear: いま 2000、/u,
  },
  {
    name: 'a file of a memo stands with a goal',
    how: (db) => db.query(`update evidence set task_id = (select id from reports limit 1), memo_id = null`),
    named: /［evidence memo\..*］ taskId: .*\n.*［evidence memo\..*］ memoId: いま null、/u,
  },
  {
    name: 'where the bytes of a file lie is forgotten',
    how: (db) => db.query('update evidence set key = null'),
    named: /［evidence .*］ isFile: いま false、.*\n.*［evidence .*］ bytes: いま null、/u,
  },
  {
    name: 'a file counts as smaller than it is',
    how: (db) => db.query('update evidence set size = 1'),
    named: /［evidence .*］ size: いま 1、/u,
  },
  {
    name: 'the bytes of a file are deleted',
    how: (db) => db.query('delete from evidence_pieces'),
    named: /［evidence .*］ bytes: いま null、/u,
  },
  {
    name: 'a piece of a file is exchanged for a longer one',
    how: (db) => db.query(`update evidence_pieces set bytes = bytes || '\\x00' where no = 1`),
    named: /［evidence .*］ bytes: いま "[0-9a-f]+…、/u,
  },
  {
    name: 'a piece of a file is exchanged for another of the same length',
    how: (db) =>
      db.query(`update evidence_pieces set bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1) where no = 1`),
    named: /［evidence .*］ bytes: いま "[0-9a-f]+…、/u,
  },
  {
    name: 'a piece of a file is put out of reach',
    how: (db) => db.query('update evidence_pieces set no = 7 where no = 1'),
    named: /［evidence .*］ bytes: いま null、/u,
  },
  {
    name: 'files of the same size are exchanged',
    how: (db) =>
      db.query(
        `update evidence e set key = o.key from evidence o where o.id <> e.id and o.key is not null and e.key is not null`,
      ),
    named: /［evidence .*］ bytes: いま "[0-9a-f]+…、/u,
  },
  {
    name: 'a number that is none is written for nothing, and nothing for what is left out',
    how: (db) =>
      db.query(`update reports set body = replace(body::text, '"returned":null', '"returned":1e999')::json;
        update report_versions set body = (left(body::text, -1) || ',"confirmed":null}')::json`),
    named:
      /［report .*］ body\.returned: いま "Infinity"、[\s\S]*［version .*］ body\.confirmed: いま null、.*なし/u,
  },
  {
    name: 'it is forgotten which version of a sheet was printed',
    how: (db) => db.query('update publications set sheet_version = null'),
    named: /公表したシートの版 .*［edition .*］: .*消え/u,
  },
  {
    name: 'an open question counts as answered',
    how: (db) => db.query(`update questions set answered_at = asked_at where answerer is null`),
    named: /照会［question .*］ answeredAt: いま "2023-10-02T01:10:00\.000Z"、/u,
  },
  {
    name: 'an answered question counts as open, and was asked on another day',
    how: (db) =>
      db.query(`update questions set answered_at = null, asked_at = asked_at - interval '1 day'
        where answerer is not null`),
    named: /［question .*］ askedAt: いま "2023-10-01T.*\n.*［question .*］ answeredAt: いま null、/u,
  },
  {
    name: 'a question of an approver counts as one to 事務局',
    how: (db) => db.query('update questions set task_id = report_id, report_id = null'),
    named: /［question .*］ inPrivate: いま true、/u,
  },
  {
    name: 'an open question is for somebody who never reported for the section',
    how: (db) => db.query(`update questions set asked_of = '{staff1}' where answerer is null`),
    named: /［question .*］ askedOf\.0: いま "staff1"、履歴の \d+ 番目では "staff6"/u,
  },
  {
    name: 'an open question is for nobody',
    how: (db) => db.query(`update questions set asked_of = '{}' where answerer is null`),
    named: /［question .*］ askedOf/u,
  },
  {
    name: 'an answered question was for a colleague',
    how: (db) => db.query(`update questions set asked_of = '{chief6}' where answerer is not null`),
    named: /［question .*］ askedOf\.0: いま "chief6"、/u,
  },
  {
    name: 'the owner of a goal is of another section',
    how: (db) =>
      db.query(
        `update goal_owners set section_id = (select id from sections where id <> section_id limit 1)`,
      ),
    named: /担当 .*［owner .*］ sectionId: /u,
  },
  {
    name: 'a goal was taken over from another',
    how: (db) => db.query(`update goal_owners set taken_from = 'chief1'`),
    named: /担当の引受け .*［taken .*］ from: いま "chief1"、履歴の \d+ 番目では "staff5"/u,
  },
  {
    name: 'a goal was taken over from nobody',
    how: (db) => db.query('update goal_owners set taken_from = null'),
    named: /担当の引受け .*［taken .*］: 消えています/u,
  },
  {
    name: 'what a deputy decided is put before the same post of another section',
    how: (db) =>
      db.query(`update post_reviews v set post_id = o.id from posts o
        where o.title = '課長' and o.id <> v.post_id and v.seen_at is null
          and o.id not in (select post_id from deputies)`),
    named: /後閲 .*［review .*］ postId: いま ".*"、/u,
  },
  {
    name: 'what a deputy decided is put before another post of the section',
    how: (db) =>
      db.query(`update post_reviews v set post_id = o.id from posts o, reports p
        where p.id = v.report_id and o.section_id = p.section_id and o.title = '担当者' and v.seen_at is null`),
    named: /後閲 .*［review .*］ postId: /u,
  },
  {
    name: 'JSON counts as of a form that no reader knows',
    how: async (db) => {
      for (const [table, column] of [
        ['sheets', 'content'],
        ['reports', 'body'],
        ['report_versions', 'body'],
        ['target_changes', 'body'],
        ['evidence', 'body'],
        ['questions', 'asker'],
        ['publications', 'said'],
      ])
        await db.query(
          `update ${table} set ${column} = regexp_replace(${column}::text, '"form": ?1', '"form":99')::json`,
        );
    },
    named:
      /［report .*］ body\.form: いま 99、履歴の \d+ 番目では なし.*［version .*］ body\.form.*［printed .*］ said\.form.*［sheet .*］ content\.form.*［target .*］ body\.form.*［evidence .*］ body\.form.*［question .*］ asker\.form/su,
  },
  {
    name: 'another version of a sheet was published',
    how: (db) => db.query('update publications set sheet_version = 7'),
    named: /公表したシートの版 .*［edition .*］ sheetVersion: いま 7、履歴の \d+ 番目では 1/u,
  },
  {
    name: 'a publication was before Christ',
    how: (db) => db.query(`update publications set published_at = published_at - interval '4045 years'`),
    named: /［publication .* BC］: 履歴にありません/u,
  },
  {
    name: 'a publication was at no time',
    how: (db) => db.query(`update publications set published_at = '-infinity'`),
    named: /［publication .* -infinity］: 履歴にありません/u,
  },
];
