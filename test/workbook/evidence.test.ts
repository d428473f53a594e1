/** Workbooks that are handed over as evidence: the guards of every workbook, and none that is a sheet or holds macros. */
import { deflateRawSync } from 'node:zlib';
import { expect, jest, test } from '@jest/globals';
import { LIMITS } from '../../src/workbook/cells/limits.js';
import { checkWorkbook } from '../../src/workbook/evidence.js';
import { writeXlsx } from '../../src/workbook/xlsx/write.js';
import { approved, kitaSheets } from './fixture-sheets.js';
import { unzipSync, zipParts } from './zip-parts.js';

jest.setTimeout(300_000);

const bytes = (content: string) => new TextEncoder().encode(content);

/** A workbook with one tab of two cells. */
async function book(more: Readonly<Record<string, string>> = {}): Promise<Map<string, Uint8Array>> {
  const written = await writeXlsx(approved(kitaSheets().slice(0, 1)), { paper: 'A3' });
  if (written.kind === 'refused') throw new Error('not written');
  const parts = unzipSync(written.bytes);
  parts.set(
    'xl/worksheets/sheet1.xml',
    bytes(
      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>名前</t></is></c><c r="B1"><v>32</v></c></row></sheetData></worksheet>',
    ),
  );
  for (const [name, content] of Object.entries(more)) parts.set(name, bytes(content));
  return parts;
}
const check = (file: Uint8Array) => checkWorkbook(file, '名簿.xlsx');
const problems = async (file: Uint8Array): Promise<string> => {
  const checked = await check(file);
  return checked.kind === 'refused' ? checked.problems.map(({ ja }) => ja).join() : checked.kind;
};

test('a harmless workbook is one, and a sheet is told as what it is', async () => {
  expect(await check(zipParts(await book()))).toEqual({ kind: 'workbook' });
  const sheet = await writeXlsx(approved(kitaSheets().slice(0, 1)), { paper: 'A3' });
  if (sheet.kind === 'refused') throw new Error('not written');
  expect(await check(sheet.bytes)).toEqual({ kind: 'sheet' });
});

test('macros, entities, bombs, half a file and other zips are refused, each with why', async () => {
  expect(await problems(zipParts(await book({ 'xl/vbaProject.bin': 'x' })))).toContain(
    'マクロが入っています',
  );
  const renamed = await book({ 'xl/code.bin': 'x' });
  const types = new TextDecoder().decode(renamed.get('[Content_Types].xml'));
  renamed.set(
    '[Content_Types].xml',
    bytes(types.replace('spreadsheetml.sheet.main+xml', 'ms-excel.sheet.macroEnabled.main+xml')),
  );
  expect(await problems(zipParts(renamed))).toContain('マクロが入っています');
  expect(
    await problems(zipParts(await book({ 'xl/styles.xml': '<!DOCTYPE a [<!ENTITY b "c">]><styleSheet/>' }))),
  ).not.toBe('workbook');
  const zeros = deflateRawSync(Buffer.alloc(LIMITS.partBytes + 1, 0x20));
  const bomb = zipParts(await book(), { name: 'xl/sharedStrings.xml', packed: zeros, declared: 10 });
  expect(await problems(bomb)).toContain('展開すると上限');
  const whole = zipParts(await book());
  expect(await problems(whole.subarray(0, whole.length / 2))).not.toBe('workbook');
  const letter = await book();
  letter.delete('xl/workbook.xml');
  expect(await problems(zipParts(letter))).toContain('Excel のブック');
  expect(await problems(bytes('PK\u0003\u0004'))).not.toBe('workbook');
});
