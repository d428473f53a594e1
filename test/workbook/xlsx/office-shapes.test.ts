/** Shapes that offices give the form, each made by another library: what is seen is read, or told where it is not. */
import { describe, expect, test } from '@jest/globals';
import type exceljs from 'exceljs';
import { readFile } from '../../../src/workbook/files.js';
import {
  ABOVE,
  bytesOf,
  FIRST,
  formOf,
  GOAL,
  HEADINGS,
  like,
  type Row,
  readWhole,
  refusalOf,
} from '../office-form.js';
import { unzipSync, zipParts } from '../zip-parts.js';

const cell = (letter: string) => `${letter}${FIRST}`;
const raised = { font: { vertAlign: 'superscript' } } as const;

/** What is read of a workbook with one part bent. */
async function bent(book: exceljs.Workbook, part: string, bend: (xml: string) => string) {
  const parts = unzipSync(await bytesOf(book));
  const xml = new TextDecoder().decode(parts.get(part));
  expect(bend(xml)).not.toBe(xml);
  parts.set(part, new TextEncoder().encode(bend(xml)));
  const read = await readFile(zipParts(parts), 'x.xlsx');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
  return read.sheets[0]!.sheet.goals[0]!.indicators[0]!;
}

describe('numbers', () => {
  test('the raised number of a note is no digit of the number before it, and is told', async () => {
    const { book, tab } = formOf([GOAL]);
    tab.getCell(cell('E')).value = { richText: [{ text: '180' }, { text: '1)', ...raised }, { text: '人' }] };
    tab.getCell(cell('H')).value = { richText: [{ text: '広場5m' }, { text: '2', ...raised }] };
    const { goals, notes } = await readWhole(book);
    expect(goals[0]!.indicators[0]).toMatchObject({ target: '180人', overview: '広場5m2' });
    expect(notes).toMatchObject([
      { id: 'F19', where: { cell: 'E8' }, message: { ja: expect.stringContaining('「1)」') } },
    ]);
  });

  test('a zero that the tab does not show is none; one that it shows is one', async () => {
    const { book, tab } = formOf([like({ F: 0, H: '0' })]);
    tab.getCell(cell('J')).value = { formula: 'Z1', result: 0 };
    const zeros = (shown: string) => (xml: string) =>
      xml.replace(
        '<sheetFormatPr',
        `<sheetViews><sheetView showZeros="${shown}" workbookViewId="0"/></sheetViews><sheetFormatPr`,
      );
    const part = 'xl/worksheets/sheet1.xml';
    expect(await bent(book, part, zeros('0'))).toMatchObject({
      target: '180',
      result: '',
      overview: '0',
      status: '',
    });
    expect(await bent(book, part, zeros('1'))).toMatchObject({ result: '0', overview: '0', status: '0' });
  });

  test('text as full-width digits, percent with words, a saved formula', async () => {
    const { book, tab } = formOf([like({ A: '１', E: 0.85 })]);
    tab.getCell(cell('E')).numFmt = '0%"以上"';
    tab.getCell(cell('F')).value = { formula: 'A1/B1', result: 0.909 };
    tab.getCell(cell('F')).numFmt = '0.0%';
    tab.getCell(cell('I')).value = { formula: 'IF(F8>=E8,"○","△")', result: '○' };
    const { goals } = await readWhole(book);
    expect(goals).toMatchObject([
      { no: '１', indicators: [{ target: '85%以上', result: '90.9%', rating: '○' }] },
    ]);
  });
});

test('words in a text box are told, and a picture without words is not', async () => {
  const parts = unzipSync(await bytesOf(formOf([GOAL]).book));
  const drawing = (words: string) => {
    const xml = `<xdr:wsDr><xdr:sp><xdr:txBody><a:p><a:r><a:t>${words}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>`;
    return zipParts(new Map([...parts, ['xl/drawings/drawing1.xml', new TextEncoder().encode(xml)]]));
  };
  for (const [words, ids] of [
    ['別紙のとおり', ['F21']],
    [' ', []],
  ] as const) {
    const read = await readFile(drawing(words), 'x.xlsx');
    expect(read.kind === 'read' && read.notes.map(({ id }) => id)).toEqual(ids);
    expect(JSON.stringify(read)).not.toContain('別紙のとおり');
  }
});

test('of a cell that is struck through, what was written anew in it stands', async () => {
  const { book, tab } = formOf([GOAL]);
  const anew = (...richText: exceljs.RichText[]) => ({ richText });
  for (const letter of ['E', 'F', 'H']) tab.getCell(cell(letter)).font = { strike: true };
  const own = { font: { size: 11 } };
  tab.getCell(cell('E')).value = anew({ text: '180' }, { text: '200', ...own });
  tab.getCell(cell('F')).value = anew({ text: '209', font: { strike: true } }, { text: '190', ...own });
  tab.getCell(cell('H')).value = anew({ text: '旧い' }, { text: '文' });
  const { goals, notes } = await readWhole(book);
  expect(goals[0]!.indicators[0]).toMatchObject({ target: '200', result: '190', overview: '' });
  expect(notes.map(({ id, where }) => [id, where.cell])).toEqual([
    ['F17', 'E8'],
    ['F17', 'F8'],
    ['F17', 'H8'],
  ]);
});

test('cells without an address stand in their order, blank ones too', async () => {
  const { book } = formOf([like({ F: null, G: null })]);
  const unnamed = (xml: string) =>
    xml.replace(/<row r="\d+"[^>]*>(.*?)<\/row>/gs, (_, cells: string) => {
      const written = new Map(
        [...cells.matchAll(/<c r="([A-Z])\d+"(.*?<\/c>)/gs)].map(([, letter, rest]) => [letter, `<c${rest}`]),
      );
      const all = [...'ABCDEFGHIJK'].map((letter, at) => {
        const blank = at % 2 === 0 ? '<c s="0"/>' : '<c s="0"></c>';
        return written.get(letter) ?? blank;
      });
      return `<row>${all.join('')}</row>`;
    });
  expect(await bent(book, 'xl/worksheets/sheet1.xml', unnamed)).toMatchObject({
    target: '180',
    result: '',
    initiativeCell: '',
    overview: '下草を刈ります。',
    rating: '○',
  });
});

test('readings of kanji are no text', async () => {
  const { book } = formOf([like({ G: '事業甲' })]);
  const ruby = (xml: string) =>
    xml.replace(
      /<t([^>]*)>事業甲<\/t>/,
      '<t$1>事業甲</t><rPh sb="0" eb="2"><t>ジギョウ</t></rPh><phoneticPr fontId="1"/>',
    );
  expect(await bent(book, 'xl/sharedStrings.xml', ruby)).toMatchObject({ initiativeCell: '事業甲' });
});

describe('cells merged with the one beside them', () => {
  test('what then has nothing of its own is told', async () => {
    const { book, tab } = formOf([
      like({ E: '廃止', F: null }),
      like({ A: 2, B: '二', J: '状況と方針', K: null }),
    ]);
    tab.mergeCells(`E${FIRST}:F${FIRST}`);
    tab.mergeCells(`J${FIRST + 1}:K${FIRST + 1}`);
    const { goals, notes } = await readWhole(book);
    expect(goals[0]!.indicators[0]).toMatchObject({ target: '廃止', result: '' });
    expect(goals[1]).toMatchObject({ nextPolicy: '', indicators: [{ status: '状況と方針' }] });
    expect(notes.map(({ id, where, message }) => [id, where.cell, message.ja])).toEqual([
      ['F20', 'E8', expect.stringContaining('「目標」として読み、「結果」は空')],
      ['F20', 'J9', expect.stringContaining('「目標達成状況」として読み、「今後の方針」は空')],
    ]);
  });

  test('目標達成状況 over 今後の方針 in every row is the form with one column for both', async () => {
    const { book, tab } = formOf([like({ K: null }), like({ A: 2, B: '二', K: null })]);
    for (const line of [FIRST, FIRST + 1]) tab.mergeCells(`J${line}:K${line}`);
    const { goals, notes } = await readWhole(book);
    expect(goals.map(({ nextPolicy }) => nextPolicy)).toEqual([null, null]);
    expect(notes).toEqual([]);
  });
});

describe('what is hidden', () => {
  test('rows and columns are read, and told', async () => {
    const { book, tab } = formOf([GOAL, like({ A: 2, B: '二' })]);
    tab.getColumn(9).hidden = true;
    tab.getColumn(20).hidden = true;
    tab.getRow(FIRST + 1).hidden = true;
    const { goals, notes } = await readWhole(book);
    expect(goals.map(({ indicators: [one] }) => one!.rating)).toEqual(['○', '○']);
    expect(notes.map(({ id, message }) => [id, message.ja])).toEqual([
      ['F04', '表示されていない行（9行目）も読みました。'],
      ['F04', '表示されていない列（I列）も読みました。'],
    ]);
  });

  test('a hidden column of last year is no result of this one', async () => {
    const withLast = (row: Row, last: Row[number]) => [...row.slice(0, 5), last, ...row.slice(5)];
    const { book, tab } = formOf([withLast(GOAL, 150)], [withLast(HEADINGS[0]!, 'R4結果')]);
    tab.getColumn(6).hidden = true;
    const { goals, notes } = await readWhole(book);
    expect(goals[0]!.indicators[0]!.result).toBe('209');
    expect(notes.map(({ id }) => id)).toEqual(['F04', 'F11']);
  });
});

describe('around the table', () => {
  test('headings that stand once more on a new page', async () => {
    const { goals } = await readWhole(formOf([GOAL, ...HEADINGS, like({ A: 2, B: '二' })]).book);
    expect(goals.map(({ text }) => text)).toEqual(['保全を進めます。', '二']);
  });

  test('notes below it, alone or beside a mark', async () => {
    const rows: Row[] = [
      GOAL,
      [],
      ['※ 速報値です。'],
      [null, '注2: 延べ人数'],
      ['（参考）', '令和4年度 150人'],
      ['注1', '速報'],
    ];
    const read = await readWhole(formOf(rows).book);
    expect(read.sheets[0]!.sheet.footnotes).toEqual([
      '※ 速報値です。',
      '注2: 延べ人数',
      '（参考） 令和4年度 150人',
      '注1 速報',
    ]);
  });

  test.each([
    ['(2)', '次の目標'],
    ['2', '次の目標'],
    ['計', null, null, null, 180, 209],
  ])('what may be a goal is no note: %j', async (...row) => {
    const problems = await refusalOf(formOf([GOAL, row as Row]).book);
    expect(problems[0]).toMatchObject({ line: FIRST + 1 });
  });

  test('a cover, a list for a menu, panes, protection, a filter and another year beside it', async () => {
    const { book, tab } = formOf([GOAL]);
    tab.mergeCells('A1:K1');
    tab.views = [{ state: 'frozen', ySplit: 7, xSplit: 2 }];
    tab.autoFilter = 'A7:K7';
    tab.getCell(cell('I')).dataValidation = { type: 'list', formulae: ['リスト!$A$1:$A$3'] };
    await tab.protect('x', { spinCount: 1 });
    const cover = book.addWorksheet('表紙');
    cover.getCell('C5').value = '令和5年度 組織目標管理シート';
    book.addWorksheet('リスト').addRows([['○'], ['△'], ['×']]);
    const last = book.addWorksheet('R4');
    const older = (text: Row[number]) =>
      typeof text === 'string' ? text.replace('令和5年度', '令和4年度').replace('R5', 'R4') : text;
    last.addRows([...ABOVE, ...HEADINGS, GOAL].map((row) => row.map(older)));
    const { sheets, notes } = await readWhole(book);
    expect(sheets.map(({ sheet, where }) => [where.tab, sheet.fiscalYear])).toEqual([
      ['様式', 2023],
      ['R4', 2022],
    ]);
    expect(notes.map(({ id, where }) => [id, where.tab])).toEqual([
      ['F03', '表紙'],
      ['F03', 'リスト'],
    ]);
  });

  test('days as days, as text and with their weekday', async () => {
    const { book, tab } = formOf([GOAL]);
    tab.getCell('K2').value = new Date(Date.UTC(2023, 3, 1));
    tab.getCell('K2').numFmt = '[$-411]ggge"年"m"月"d"日"(aaa)';
    tab.getCell('K3').value = new Date(Date.UTC(2024, 2, 31));
    const { header } = (await readWhole(book)).sheets[0]!.sheet;
    expect([header.createdOn.text, header.evaluatedOn.text]).toEqual(['令和5年4月1日(土)', '2024/3/31']);
  });
});
