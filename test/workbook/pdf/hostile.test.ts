/** Texts that are no office's prose: none is read as markup, runs out of its cell or vanishes. */
import { expect, jest, test } from '@jest/globals';
import type { Indicator } from '../../../src/core/sheet/sheet.js';
import type { OfficialSheet, Written } from '../../../src/workbook/form/official-sheet.js';
import { writePdf } from '../../../src/workbook/pdf/write.js';
import { readPdf, wordsOf } from '../../support/read-pdf.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

// Setting a sheet takes seconds on a busy machine.
jest.setTimeout(60_000);

const [sheet] = approved(kitaSheets());

/** The first sheet with these texts in its second goal. */
function withTexts(texts: Partial<Indicator>, nextPolicy = ''): OfficialSheet {
  const goals = sheet!.goals.map((goal, at) =>
    at === 1 ? { ...goal, nextPolicy, indicators: [{ ...goal.indicators[0]!, ...texts }] } : goal,
  );
  return { ...sheet!, goals };
}

async function written(
  given: OfficialSheet,
  options: object = {},
): Promise<Extract<Written, { kind: 'written' }>> {
  const made = await writePdf([given], { paper: 'A3', rating: 'symbol', ...options });
  if (made.kind === 'refused') throw new Error(JSON.stringify(made.problems));
  return made;
}

const bare = (text: string) => text.replace(/\s+/gu, '');
const times = (text: string, sign: string) => text.split(sign).length - 1;

test('nothing that people write is markup', async () => {
  const texts = {
    status:
      '#set text(red) #panic("x") $x^2$ *太字* _斜体_ `c` <lab> @ref [a] {b} // no /* x */ -- --- ... "q" \'s\'',
    overview: '= 見出し\n- 項目\n+ 番号\n/ 語: 説明\n\\ \\u{3042} ~ https://example.com/a_b?c=1&d=2#e',
    name: '#import "@preview/x:1.0.0"',
    target: '#read("/etc/passwd")',
    result: '#sys.inputs',
  };
  const { bytes, replaced } = await written(withTexts(texts));
  expect(replaced).toEqual([]);
  const page = bare((await readPdf(bytes)).pages.join(''));
  for (const text of Object.values(texts)) expect(page).toContain(bare(text));
});

test('a text of 1,500 characters goes on on the next page under the headings, whole', async () => {
  const sentence = '今年度は鯨の数を数えまし。';
  const status = sentence.repeat(120);
  const { bytes } = await written(withTexts({ status }, '狐'.repeat(1_500)));
  const { pages } = await readPdf(bytes);
  expect(pages.length).toBeGreaterThan(1);
  const all = pages.join('');
  expect([times(all, '鯨'), times(all, '狐')]).toEqual([120, 1_500]);
  for (const [at, page] of pages.entries()) {
    expect(bare(page)).toContain('総合計画(実施計画)上の位置づけ');
    expect(bare(page).endsWith(`${at + 1}/${pages.length}`)).toBe(true);
  }
});

test('what has no place to end a line stays in its cell and on the paper', async () => {
  const texts = {
    status: 'x'.repeat(3_000),
    name: 'ー'.repeat(200),
    target: '。'.repeat(80),
    result: '9'.repeat(300),
  };
  const { bytes } = await written(withTexts(texts), { paper: 'A4' });
  const all = (await readPdf(bytes)).pages.join('');
  for (const [sign, least] of [
    ['x', 3_000],
    ['ー', 200],
    ['9', 300],
  ] as const)
    expect(times(all, sign)).toBeGreaterThanOrEqual(least);
  const edge = { right: 841.89 - 28, bottom: 595.28 };
  const words = await wordsOf(bytes);
  expect(words.length).toBeGreaterThan(100);
  expect(words.filter(({ right, bottom }) => right > edge.right || bottom > edge.bottom)).toEqual([]);
});

test('a sign that the font lacks stands as 〓, and is told with its place in the file and beside it', async () => {
  const texts = { status: '𠮷田さん😀', overview: 'שלום\u202eabc', name: '葛\u{e0100}城\u0007' };
  const { bytes, replaced } = await written(withTexts(texts));
  const place = { sheet: '地域総務課', row: 2 };
  expect(replaced).toEqual(
    expect.arrayContaining([
      { ...place, column: '目標達成状況', character: '𠮷' },
      { ...place, column: '目標達成状況', character: '😀' },
      { ...place, column: '概要', character: '\u202e' },
      { ...place, column: '取組指標', character: '\u{e0100}' },
      { ...place, column: '取組指標', character: '\u0007' },
    ]),
  );
  const page = bare((await readPdf(bytes)).pages.join(''));
  for (const shown of ['〓田さん〓', '〓〓〓〓〓abc', '葛城〓']) expect(page).toContain(shown);
  expect(page).toContain('〓は、この書体にない文字です：');
  expect(page).toContain('2行目「目標達成状況」U+20BB7');
});

test('what shows nothing is left out, and kana of two signs are one', async () => {
  const { bytes, replaced } = await written(
    withTexts({ status: '\ufeffゼロ\u200b幅\u2060と か\u3099き\u3099', name: 'A\u00adB ①㈱髙﨑濵㎡ｶﾞ' }),
  );
  expect(replaced).toEqual([]);
  const page = bare((await readPdf(bytes)).pages.join(''));
  for (const shown of ['ゼロ幅とがぎ', 'AB①㈱髙﨑濵㎡ｶﾞ']) expect(page).toContain(shown);
});
