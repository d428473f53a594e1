/** Comments on cells: that there are any is told, with the cells; what they say is not read. */
import { describe, expect, test } from '@jest/globals';
import { uploadPreviewCard } from '../../../src/core/cards/upload.js';
import { uploadReading } from '../../../src/core/sheet/upload.js';
import { LIMITS } from '../../../src/workbook/cells/limits.js';
import { readFile } from '../../../src/workbook/files.js';
import { readSheets } from '../../../src/workbook/worker/chat-files.js';
import { bytesOf, formOf, GOAL, like, readWhole } from '../office-form.js';
import { unzipSync, zipParts } from '../zip-parts.js';

const RELATED = 'xl/worksheets/_rels/sheet1.xml.rels';
const TYPE = 'http://schemas.microsoft.com/office/2017/10/relationships/threadedComment';
const SECRET = '内々の話';

/** The form with these cells commented on in Excel's older way. */
function noted(...cells: string[]) {
  const { book, tab } = formOf([GOAL, like({ A: 2, B: '次の目標' })]);
  for (const cell of cells) tab.getCell(cell).note = SECRET;
  return book;
}

/** The same workbook with parts put into it. */
async function withParts(bytes: Uint8Array, parts: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const all = unzipSync(bytes);
  for (const [name, text] of Object.entries(parts)) all.set(name, new TextEncoder().encode(text));
  return zipParts(all);
}

const related = (target: string, type = TYPE) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="${type}" Target="${target}"/></Relationships>`;
const threaded = (...cells: string[]) =>
  `<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">${cells
    .map(
      (cell) =>
        `<threadedComment ref="${cell}" dT="2024-03-01T00:00:00.00" id="{1}"><text>${SECRET}</text></threadedComment>`,
    )
    .join('')}</ThreadedComments>`;

async function notesOf(bytes: Uint8Array) {
  const read = await readFile(bytes, 'x.xlsx');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
  expect(JSON.stringify(read)).not.toContain(SECRET);
  return read.notes;
}

test('the older kind', async () => {
  const { notes, goals } = await readWhole(noted('F9', 'E8', 'C2'));
  expect(goals).toHaveLength(2);
  expect(notes).toEqual([
    {
      id: 'F18',
      where: { file: 'x.xlsx', tab: '様式' },
      message: {
        ja: 'コメント（メモ）の付いたセルがあります（C2・E8・F9）。コメントは読みません。シートの内容なら、セルに書いてください。',
        en: 'Cells carry a comment (C2, E8, F9). Comments are not read; what belongs to the sheet is to be written in its cells.',
      },
    },
  ]);
});

test('threads, once for a cell that has both kinds, and on a cell with nothing in it', async () => {
  const both = await withParts(await bytesOf(noted()), {
    [RELATED]: related('../threadedComments/threadedComment1.xml').replace(
      '</Relationships>',
      '<Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="/xl/comments1.xml"/></Relationships>',
    ),
    'xl/threadedComments/threadedComment1.xml': threaded('J8', 'J8', 'M40'),
    'xl/comments1.xml': `<comments><commentList><comment ref="J8" authorId="0"><text><t>${SECRET}</t></text></comment></commentList></comments>`,
  });
  expect(await notesOf(both)).toMatchObject([
    { id: 'F18', message: { ja: expect.stringContaining('（J8・M40）') } },
  ]);
});

test('of many the first are named and the others counted', async () => {
  const cells = Array.from({ length: 25 }, (_, at) => `L${at + 1}`);
  const [note] = await notesOf(await bytesOf(noted(...cells)));
  expect(note!.message.ja).toContain('L9・L10ほか15か所');
  expect(note!.message.en).toContain('L10 and 15 more');
});

test('a tab that is not read says nothing of its comments', async () => {
  const book = noted();
  const hidden = book.addWorksheet('旧', { state: 'hidden' });
  hidden.getCell('A1').note = SECRET;
  expect((await notesOf(await bytesOf(book))).map(({ id }) => id)).toEqual(['F05']);
});

test('the card in the chat tells it before anything is entered, in both languages', async () => {
  const read = await readSheets(await bytesOf(noted('F9')), 'x.xlsx');
  if (read.kind !== 'read') throw new Error();
  const reading = uploadReading(
    'x.xlsx',
    read.sheets.map((one) => ({ ...one, outcome: 'new' })),
    read.notes,
  );
  expect(JSON.stringify(uploadPreviewCard('u', reading, 'ja'))).toContain(
    'コメント（メモ）の付いたセルがあります（F9）',
  );
  expect(JSON.stringify(uploadPreviewCard('u', reading, 'en'))).toContain('Cells carry a comment (F9)');
});

test('where there is more to tell than a card holds, how much more is told, and what was lost stands first', () => {
  const note = (id: string, at: number) => ({
    id,
    where: {},
    message: { ja: `${id} ${at}`, en: `${id} ${at}` },
  });
  const { notes } = uploadReading(
    'x',
    [],
    [...Array.from({ length: 20 }, (_, at) => note('F05', at)), note('F18', 0)],
  );
  expect(notes[0]!.ja).toBe('F18 0');
  expect(notes.at(-1)).toEqual({ ja: 'ほかに14件', en: '14 more' });
});

describe('hostile files', () => {
  const PART = 'xl/threadedComments/threadedComment1.xml';
  const with_ = async (comments: string, target = '../threadedComments/threadedComment1.xml') =>
    withParts(await bytesOf(noted()), { [RELATED]: related(target), [PART]: comments });

  test('places that no workbook has', async () => {
    expect(
      await notesOf(await with_(threaded('XFD9999999', 'a1', '', 'A0', '$A$1', 'A1&quot;/><x'))),
    ).toMatchObject([{ message: { ja: expect.stringContaining('（XFD9999999）') } }]);
  });

  test('parts that are not there, or lead out of the file', async () => {
    for (const target of [
      '../nowhere.xml',
      '../../../../etc/passwd',
      'http://example.invalid/c.xml',
      '..',
      '',
    ])
      expect(await notesOf(await with_('', target))).toEqual([]);
  });

  test('comments of another root, with entities, are looked at for their places alone', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${threaded('F9').replace(SECRET, '&a;')}`;
    expect(await notesOf(await with_(bomb))).toHaveLength(1);
  });

  test('one without end is refused', async () => {
    const read = await readFile(await with_(' '.repeat(LIMITS.partBytes + 1)), 'x.xlsx');
    expect(read.kind === 'refused' && read.problems[0]!.message.ja).toContain('展開すると上限');
  });
});
