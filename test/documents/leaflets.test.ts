/** The leaflets: one sheet of paper each, and every word that they tell people to send is understood. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { boardAsked } from '../../src/core/board/asked.js';
import { checksAsked } from '../../src/core/board/checks.js';
import { meansRounds } from '../../src/core/board/rounds.js';
import { meansYear } from '../../src/core/board/year.js';
import { exportAsked } from '../../src/core/conversation/files/files.js';
import { goalsNamedIn, wordOf } from '../../src/core/conversation/keywords.js';
import { searchAsked } from '../../src/core/search/asked.js';
import { openBrowser, type TestBrowser } from '../support/chromium.js';
import { leafletNames, pagesOf, printLeaflet, sidesOf } from './leaflets.js';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

const NAMES = ['coordinator', 'it-desk', 'manager', 'staff'];

test('there is one for each role', async () => {
  expect(await leafletNames()).toEqual(NAMES);
});

describe.each(NAMES)('%s', (name) => {
  test('prints on one sheet: Japanese in front, English behind', async () => {
    expect(await sidesOf(name)).toHaveLength(2);
    expect(pagesOf(await printLeaflet(name, browser))).toBe(2);
  }, 60_000);

  test('its pages and pictures are there', async () => {
    for (const [, path = ''] of (await sidesOf(name)).join().matchAll(/\]\(([^)#]+)/gu))
      expect([path, existsSync(new URL(`../../docs/leaflets/${path}`, import.meta.url))]).toEqual([
        path,
        true,
      ]);
  });
});

/** The first column of the table under a heading. */
function firstColumn(side: string, heading: string): string[] {
  const [, after = ''] = side.split(`## ${heading}\n`);
  const [part = ''] = after.split('\n## ');
  return [...part.matchAll(/^\| ([^|]+?) \|/gmu)].slice(2).flatMap(([, cell = '']) => cell.split(/・|, /u));
}

test('every word that staff are told to send is understood', async () => {
  const [ja = '', en = ''] = await sidesOf('staff');
  const words = [...firstColumn(ja, '送ると動く言葉'), ...firstColumn(en, 'Words to send')];
  expect(words.length).toBeGreaterThan(15);
  const lost = words.filter(
    (word) =>
      wordOf(word) === null &&
      goalsNamedIn(word).length === 0 &&
      exportAsked(word) === null &&
      searchAsked(word) === null,
  );
  expect(lost).toEqual([]);
});

test('every filter that coordinators are told is one', async () => {
  const [ja = '', en = ''] = await sidesOf('coordinator');
  const [, filters = ''] = ja.split('## 絞り込む');
  const words = [...(filters.split('##')[0] ?? '').matchAll(/「(?:状況 )?([^」]+)」/gu)].map(
    ([, word]) => `状況 ${word}`,
  );
  const [, narrowing = ''] = en.split('## Narrowing down');
  words.push(
    ...[...(narrowing.split('##')[0] ?? '').matchAll(/“(?:status )?([^”]+)”/gu)].map(
      ([, word]) => `status ${word}`,
    ),
  );
  expect(words.length).toBeGreaterThan(8);
  expect(words.filter((word) => (boardAsked(word)?.filter ?? '') === '')).toEqual([]);
});

test('the other words that coordinators are told are understood', async () => {
  const [ja = '', en = ''] = await sidesOf('coordinator');
  const understood = (word: string) =>
    meansRounds(word) ||
    meansYear(word) ||
    checksAsked(word) !== null ||
    boardAsked(word) !== null ||
    exportAsked(word) !== null;
  for (const [side, words] of [
    [ja, ['報告の時期', '年間予定', '確認事項の一覧', '約束', '出力']],
    [en, ['rounds', 'calendar of the year', 'checks', 'follow-ups', 'export']],
  ] as const)
    for (const word of words)
      expect([word, side.includes(word), understood(word)]).toEqual([word, true, true]);
});
