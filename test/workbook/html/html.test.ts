import { expect, test } from '@jest/globals';
import { replacedWords } from '../../../src/cli/export/outputs.js';
import { escapeHtml } from '../../../src/core/text/escape-html.js';
import { writeHtml } from '../../../src/workbook/html/write.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

const sheets = kitaSheets();

function html(from = approved(sheets), draft = false): string {
  const written = writeHtml(from, { draft });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  return new TextDecoder().decode(written.bytes);
}

test('every text of all eight sheets is on the page', () => {
  const page = html();
  for (const sheet of sheets) {
    const texts = [
      ...Object.values(sheet.header).flatMap((one) => one.label),
      sheet.header.organization.text,
      sheet.header.createdOn.text,
      ...sheet.policyIndicators,
      ...sheet.footnotes,
      ...sheet.looseMarks,
      ...sheet.legend.map((line) => line.text),
      ...sheet.goals.flatMap((goal) => [
        goal.text,
        goal.nextPolicy ?? '',
        ...goal.indicators.flatMap((i) => [
          i.name,
          i.target,
          i.result,
          i.planReference,
          i.overview,
          i.status,
          ...i.initiatives,
        ]),
      ]),
    ];
    for (const text of texts) expect(page).toContain(escapeHtml(text));
  }
});

test('no symbol stands without its word, headings have their scope, nothing runs and nothing is fetched', () => {
  const page = html();
  expect(page).toContain('<html lang="ja">');
  expect([...page.matchAll(/<td class="r">([^<]*)<\/td>/g)].map((m) => m[1])).toEqual(
    sheets.flatMap((s) =>
      s.goals.flatMap((g) => g.indicators.map((i) => (i.rating === '○' ? '○ 達成' : '△ 一部未達成'))),
    ),
  );
  const heads = [...page.matchAll(/<th\b[^>]*>/g)].map((match) => match[0]);
  expect(heads.length).toBeGreaterThan(100);
  expect(heads.every((head) => / scope="(col|colgroup|rowgroup)"/.test(head))).toBe(true);
  expect(page.match(/<caption>/g)).toHaveLength(8);
  expect(page).not.toMatch(/<script|\bon\w+=|https?:|url\(|@import/i);
  expect(page).toContain('@media print');
  expect(page.match(/<h1/g)).toHaveLength(1);
  expect(page).toContain('<time datetime="2023-04-01">R5.4.1</time>（令和5年4月1日）');
});

test('rows of a table have as many cells as its headings say', () => {
  for (const sheet of approved(sheets)) {
    const page = html([sheet]);
    const [table] = /<table>[\s\S]*<\/table>/.exec(page)!;
    const rows = [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map((row) =>
      [...row[1]!.matchAll(/<t[hd]\b([^>]*)>/g)].map((cell) => ({
        across: Number(/colspan="(\d+)"/.exec(cell[1]!)?.[1] ?? 1),
        down: Number(/rowspan="(\d+)"/.exec(cell[1]!)?.[1] ?? 1),
      })),
    );
    const widths = rows.map(() => 0);
    rows.forEach((row, r) => {
      for (const cell of row)
        for (let n = 0; n < cell.down; n += 1) widths[r + n] = (widths[r + n] ?? 0) + cell.across;
    });
    expect(new Set(widths).size).toBe(1);
  }
});

test('markup in a text stays text, and a draft says so', () => {
  const [first] = sheets;
  const evil = { ...first!, footnotes: ['<img src=x onerror=alert(1)>'], approved: false };
  expect(writeHtml([evil]).kind).toBe('refused');
  const page = html([evil], true);
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(page).toMatch(/<title>[^<]*下書き（未承認）<\/title>/);
  expect(page).toContain('<strong>下書き（未承認）</strong>');
});

test('a name of two lines is one line where a page has no other: in its title and in what is read aloud of a table', () => {
  const [first] = approved([sheets[0]!]);
  const { header } = first!;
  const organization = { ...header.organization, text: '地域総務課\n（北区郷土博物館）' };
  const page = html([{ ...first!, header: { ...header, organization } }]);
  expect(/<title>(.*)<\/title>/u.exec(page)?.[1]).toContain('地域総務課 （北区郷土博物館）');
  expect(/aria-label="([^"]*)の表"/u.exec(page)?.[1]).toContain('地域総務課 （北区郷土博物館）');
  expect(page).not.toMatch(/(?:<title>|aria-label=")[^<"]*<br>/u);
  expect(page).toContain('地域総務課<br>（北区郷土博物館）');
});

test('what no page can hold is shown as a sign and reported with its place, never left out', () => {
  const [first] = approved([sheets[0]!]);
  const [goal, ...others] = first!.goals;
  const [indicator, ...more] = goal!.indicators;
  const status = '前\u0007後\u0000\u007f\ud800\uffff\t終';
  const sheet = {
    ...first!,
    footnotes: ['注\u000b記'],
    goals: [{ ...goal!, indicators: [{ ...indicator!, status }, ...more] }, ...others],
  };
  const written = writeHtml([sheet]);
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  const page = new TextDecoder().decode(written.bytes);
  expect(page).toContain('前␇後␀␡\ufffd\ufffd\t終');
  expect(page).toContain('注␋記');
  expect(written.replaced.map(({ row, column, character }) => [row, column, character])).toEqual([
    [0, '組織目標管理シート', '\u000b'],
    ...['\u0007', '\u0000', '\u007f', '\ud800', '\uffff'].map((one) => [1, '目標達成状況', one]),
  ]);
  expect(replacedWords(written.replaced).slice(0, 2)).toEqual([
    '「地域総務課」「組織目標管理シート」: 文字として表示できない U+000B を、別の記号に置き換えました。',
    '「地域総務課」1行目「目標達成状況」: 文字として表示できない U+0007 を、別の記号に置き換えました。',
  ]);
  expect(writeHtml(approved(sheets))).toMatchObject({ replaced: [] });
});
