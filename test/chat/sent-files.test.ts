/** Files that came with a message are kept under names in which nothing misleads, whatever a platform calls them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keepFiles } from '../../src/chat/sent-files.js';
import { openUploads } from '../../src/store/postgres/sheets/uploads.js';
import { type City, city, NOW } from '../store/postgres/city.js';
import { PATIENCE_MS } from '../support/patience.js';

let town: City;
beforeAll(async () => {
  town = await city();
}, 30_000);
afterAll(() => town.stop());

test('of more files than a client sends at once, no more are handed on', async () => {
  const fetch = async () => 'unreachable' as const;
  const files = Array.from({ length: 60 }, (_one, at) => ({ name: `${at}.pdf`, fetch }));
  const input = { id: 'many', person: 'staff1', now: NOW };
  const sent = await keepFiles(openUploads(town.pool, PATIENCE_MS), input, files);
  expect(sent.map(({ name }) => name)).toEqual(files.slice(0, 50).map(({ name }) => name));
});

test.each([
  ['a NUL, which PostgreSQL takes nowhere', 'R5\0税務課.xlsx', 'R5 税務課.xlsx'],
  ['a sign that turns the writing around', '税務課\u202excod.exe', '税務課 xcod.exe'],
  ['half a sign', '税務課\ud83d.xlsx', '税務課 .xlsx'],
  ['a path', '../../etc/税務課.xlsx', '税務課.xlsx'],
  ['nothing that is seen', '\u200b \u0007', 'file'],
  [
    '300 signs, of which the last are kept, and the ending',
    `${'👪'.repeat(296)}.pdf`,
    `${'👪'.repeat(76)}.pdf`,
  ],
])('%s', async (what, given, kept) => {
  const uploads = openUploads(town.pool, PATIENCE_MS);
  const fetch = async () => [new TextEncoder().encode('x')];
  const [sent] = await keepFiles(uploads, { id: what, person: 'staff1', now: NOW }, [{ name: given, fetch }]);
  expect(sent).toMatchObject({ kept: true, name: kept });
  const { upload } = sent as { upload: string };
  expect(await uploads.load(upload)).toMatchObject({ name: kept });
});
