/** `maru person show`: everything that is kept of one person, of one only. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { emptyStores, type Stores, settingsBack } from '../../backup/stores.js';
import { CHANNEL, MANAGER, STAFF, startWatchedCity, type WatchedCity } from '../../support/watched-city.js';
import { maru } from './maru-person.js';

let stores: Stores;
let city: WatchedCity;

beforeAll(async () => {
  stores = await emptyStores();
  city = await startWatchedCity(stores);
  await city.link();
  await city.says(STAFF, '状況');
  await city.press(STAFF, '始める');
  await city.answerAll('道路の点検');
  await city.press(STAFF, '提出');
  await city.press(MANAGER, '承認', CHANNEL);
  await city.says(STAFF, '続き');
  await city.says(STAFF, '書きかけの結果');
}, 120_000);

afterAll(async () => {
  settingsBack();
  await city.stop();
  await stores.stop();
  await city.server.stop();
});

type Shown = {
  person: { id: string; name: string; email: string };
  terms: { what: string; post: string; from: string; until: string | null }[];
  accounts: { account: string }[];
  signatures: {
    as: string;
    post: string;
    account: string;
    wrote: { answers?: { result: string }[] } | null;
  }[];
  notices: { kind: string }[];
  directions: { name: string }[];
  history: { action: string; own: boolean; entered?: { before: unknown; after: unknown } }[];
  inProgress: { drafts: { task: string; draft: { answers: object } }[] };
};

async function shown(...words: string[]): Promise<Shown> {
  const { out, failed } = await maru(stores, ['person', 'show', ...words, '--json']);
  expect(failed).toEqual([]);
  return JSON.parse(out) as Shown;
}

test('who wrote: posts, account, what was written, what is being written, notices and the history', async () => {
  const kept = await shown('担当者');
  expect(kept.person).toEqual({
    id: 'p-staff',
    name: '担当者',
    email: 'staff@city.example.jp',
    language: 'ja',
  });
  expect(kept.terms).toMatchObject([{ what: 'holding', post: '担当者', from: '2023-04-01', until: null }]);
  expect(kept.accounts).toHaveLength(1);
  const account = kept.accounts[0]!.account;
  expect(kept.signatures).toMatchObject([{ as: 'writer', account }]);
  expect(kept.signatures[0]!.wrote?.answers?.[0]?.result).toBe('道路の点検のとおり達成');
  expect(JSON.stringify(kept.inProgress.drafts)).toContain('書きかけの結果');
  expect(kept.notices.map(({ kind }) => kind)).toContain('account');
  expect(kept.history.filter(({ own }) => own).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['account_linked', 'submitted']),
  );
  // The roster's import, and the approval of what they wrote.
  expect(kept.history.filter(({ own }) => !own).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['roster_imported', 'approved']),
  );
});

test('who approved is shown as approver, and of nobody else', async () => {
  const kept = await shown('p-chief');
  expect(kept.signatures.map(({ as, wrote }) => [as, wrote])).toEqual([['approvals', null]]);
  expect(kept.inProgress.drafts).toEqual([]);
  expect(JSON.stringify(kept)).not.toContain('staff@city.example.jp');
});

test('which way an indicator counts is listed for whoever said it', async () => {
  const { rows } = await stores.pool.query<{ id: string; numbering: { indicatorIds: string[] }[] }>(
    'select id, numbering from sheets order by id limit 1',
  );
  const { id, numbering } = rows[0]!;
  const indicator = JSON.stringify(numbering).match(/"indicatorIds":\["([^"]+)"/u)![1]!;
  await stores.pool.query('update sheets set directions = $2, directions_by = $3 where id = $1', [
    id,
    JSON.stringify({ [indicator]: 'lower' }),
    JSON.stringify({ [indicator]: { person: 'p-staff', post: '担当者' } }),
  ]);
  const said = { sheet: id, indicator, direction: 'lower', post: '担当者' };
  const { directions } = await shown('担当者');
  expect(directions).toMatchObject([said]);
  expect(directions[0]!.name).not.toBe('');
  expect((await shown('p-chief')).directions).toEqual([]);
  expect((await maru(stores, ['person', 'show', '担当者'])).out).toMatch(
    /■ 指標の向きの回答（1件）\n {2}.*「.+」\u3000少ないほどよい\u3000担当者\n/u,
  );
});

test('what was entered and is no more, or stands under no signature, is shown with its words', async () => {
  await city.says(STAFF, 'メモ 1番 苦情3件に対応');
  await city.says(STAFF, '取り消し');
  const kept = await shown('担当者');
  const entered = kept.history.filter((one) => one.entered && one.action.startsWith('memo'));
  expect(JSON.stringify(entered)).toContain('苦情3件に対応');
  expect(entered.map(({ action }) => action)).toContain('memo_noted');
  expect((await maru(stores, ['person', 'show', '担当者'])).out).toMatch(
    /■ 入力したもの（.*）（\d+件）\n(?: {2}.*\n)* {2}.*実績メモ\u3000実績メモ\u3000「苦情3件に対応」/u,
  );
  expect(JSON.stringify(await shown('p-chief'))).not.toContain('苦情3件に対応');
});

test('readable, and it says what it does not hold', async () => {
  const { out } = await maru(stores, ['person', 'show', '担当者']);
  expect(out).toContain('担当者（職員番号 p-staff）');
  expect(out).toMatch(/■ 役職と代決（1件）\n {2}建設課 担当者\u3000.* から （いまも）/u);
  expect(out).toMatch(/■ 署名（報告・承認・照会など）（1件）\n {2}R6\.4\.2 .* 提出/u);
  expect(out).toContain('■ 後閲: なし');
  expect(out).toContain('文の中に書かれた名前');
});

test('nobody, two of one name, and nobody of that name in a section: each in a sentence', async () => {
  const nobody = await maru(stores, ['person', 'show', 'いない人']);
  expect(nobody.failed).toEqual([expect.stringContaining('「いない人」は名簿に見つかりませんでした')]);
  await stores.pool.query(`insert into people (id, name) values ('p-other', '担 当者')`);
  const two = await maru(stores, ['person', 'show', '担当者', '--json']);
  expect(two.out).toBe('');
  expect(two.failed).toEqual([
    expect.stringMatching(/「担当者」が2人います。.*p-other（役職なし）、p-staff（建設課 担当者）/u),
  ]);
  expect((await shown('担当者', '--section', '建設課')).person.id).toBe('p-staff');
  const none = await maru(stores, ['person', 'show', '課長', '--section', 'ない課']);
  expect(none.failed).toEqual([expect.stringContaining('「ない課」という課は記録にありません')]);
});
