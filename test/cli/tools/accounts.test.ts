/** `maru accounts list|link|unlink` */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addAccountsCommands } from '../../../src/cli/tools/accounts.js';
import { type City, city } from '../../store/postgres/city.js';
import { runCommand } from '../../support/commands.js';

let town: City;
beforeAll(async () => {
  town = await city({ round: false });
  process.env.DATABASE_URL = town.url;
}, 60_000);
afterAll(() => town.stop());

const run = (...words: string[]) => runCommand(addAccountsCommands, ['accounts', ...words]);

test('an account is linked, listed and unlinked, each with its entry in the history', async () => {
  expect((await run('list')).out).toBe('登録されているアカウントはありません。\n');
  expect((await run('link', 'test:U1', '課長1')).out).toContain('「課長1」のアカウントとして登録しました');
  expect((await run('list')).out).toBe('chief1 課長1 test:U1（事務局が登録、所属は未確認）\n1件\n');
  // The other of that platform gives way.
  await run('link', 'test:U2', 'chief1');
  const listed = JSON.parse((await run('list', '--person', '課長1', '--json')).out) as { accounts: object[] };
  expect(listed.accounts).toMatchObject([{ account: 'test:U2', personId: 'chief1', byHand: true }]);
  expect((await run('unlink', 'test:U2')).out).toContain('「課長1」から test:U2 の登録を外しました');
  const entries = (await town.record.history({})).filter(({ action }) => action.startsWith('account_'));
  expect(entries.map(({ action, subject, source }) => [action, subject, source])).toEqual([
    ['account_linked', 'test:U1', 'command-line'],
    ['account_unlinked', 'test:U1', 'command-line'],
    ['account_linked', 'test:U2', 'command-line'],
    ['account_unlinked', 'test:U2', 'command-line'],
  ]);
});

test('what is no account, nobody, or nobody’s is said in a sentence', async () => {
  expect((await run('link', '課長1', 'test:U1')).failed.join()).toContain('アカウントとして読めません');
  expect((await run('link', 'test:U1', '名簿にない人')).failed.join()).toContain(
    '名簿に見つかりませんでした',
  );
  expect((await run('unlink', 'test:U9')).failed.join()).toContain('どなたにも登録されていません');
});
