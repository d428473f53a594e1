import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { IRREGULARITY_IDS } from '../../../../src/core/sheet/irregularities/catalogue.js';
import { readPlanReference } from '../../../../src/core/sheet/irregularities/plan/plan-reference.js';
import type { Irregularity } from '../../../../src/core/sheet/sheet.js';
import { readPrinted } from '../../../../src/workbook/reader/printed.js';
import type { SheetRead } from '../../../../src/workbook/reader/row.js';

const text = readFileSync('test/fixtures/kita-r5.txt', 'utf8');

function read(changed: string): readonly SheetRead[] {
  const outcome = readPrinted(changed);
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.problems, null, 1));
  return outcome.sheets;
}

/** s6-2-2 for something about a row, s6 for something about a sheet. */
function placeOf(sheet: SheetRead, index: number, found: Irregularity): string {
  const row = sheet.layout.rows.find(({ where }) => where.line === found.where.line);
  return row ? `s${index + 1}-${row.goal + 1}-${row.indicator + 1}` : `s${index + 1}`;
}

function placesById(sheets: readonly SheetRead[]): Record<string, string[]> {
  const places: Record<string, string[]> = {};
  sheets.forEach((sheet, index) => {
    for (const found of sheet.irregularities) {
      places[found.id] = [...(places[found.id] ?? []), placeOf(sheet, index, found)];
    }
  });
  return Object.fromEntries(Object.entries(places).map(([id, where]) => [id, where.sort()]));
}

const rows = (line: string) => line.split(' ').sort();
const all = rows('s1 s2 s3 s4 s5 s6 s7 s8');

/** Where each irregularity stands on the eight sheets. C05 and C06 do not occur there. */
const EXPECTED: Record<string, string[]> = {
  H01: rows('s4'),
  H02: all,
  H03: all,
  H04: rows('s1'),
  H05: rows('s1 s3 s4'),
  H06: rows('s2 s5 s6'),
  H07: all,
  H08: rows('s1 s2'),
  H09: rows('s5 s8'),
  H10: all,
  H11: all,
  H12: rows('s3'),
  H13: rows('s1 s1 s2 s4 s4 s5 s5 s6 s6 s7 s7 s8'),
  H14: rows('s2 s8'),
  H15: rows('s2'),
  H16: rows('s8'),
  H17: rows('s7'),
  T01: rows('s1 s2 s4 s5 s6 s7 s8'),
  T02: rows('s2'),
  T03: rows('s3'),
  T04: rows('s6-2-1 s6-3-1 s6-4-1'),
  T05: rows('s6-2-2 s6-3-2 s6-4-2'),
  T06: rows('s7-4-1'),
  T07: rows('s6-2-2'),
  T08: rows('s1-3-1 s2-1-1 s2-2-1 s3-3-1 s4-3-1 s5-1-1 s5-2-1 s5-3-1 s8-1-1 s8-2-1 s8-3-1'),
  T09: rows('s5-1-1'),
  T10: rows('s2-2-1 s3-3-1 s3-4-1 s4-1-1 s4-4-1 s8-1-1 s8-2-1'),
  T11: rows('s3-4-1 s4-2-1'),
  T12: rows('s6-3-2 s6-4-2'),
  T13: rows('s1-3-1 s2-1-1 s2-3-1 s3-4-1 s4-4-1 s5-3-1 s6-2-1 s6-3-2 s7-3-1 s8-1-1 s8-2-1'),
  T14: rows('s4 s5 s5 s7 s8'),
  T15: all,
  P01: rows('s1-1-1 s2-1-1 s3-2-1 s4-1-1 s5-1-1 s6-1-1 s7-1-1 s8-1-1'),
  P02: rows('s3-1-1 s4-2-1'),
  P03: rows('s1-1-1 s2-1-1 s3-2-1 s4-1-1 s5-1-1 s6-1-1 s7-1-1 s8-1-1'),
  P04: rows('s5-1-1 s5-2-1'),
  V01: rows('s1-1-1 s1-2-1 s1-3-1 s2-1-1 s2-3-1 s3-1-1 s4-1-1 s5-2-1 s6-1-1 s7-1-1 s7-3-1 s8-1-1'),
  V02: rows('s1-2-1 s4-4-1 s5-2-1 s5-3-1 s6-2-1 s7-4-1'),
  V03: rows('s1-1-1 s5-2-1'),
  V04: rows('s2-1-1 s2-1-1 s2-2-1 s2-2-1 s4-2-1 s6-3-1 s6-3-1 s6-3-2 s6-3-2'),
  V05: rows('s1-2-1'),
  V06: rows('s6-1-1'),
  V07: rows('s3-2-1 s5-1-1 s8-2-1'),
  V08: rows('s7-1-1 s7-4-1'),
  V10: rows('s4-1-1'),
  V11: rows('s4-2-1'),
  V12: rows('s5-1-1'),
  V13: rows('s7-2-1'),
  V14: rows('s4-1-1 s5-1-1 s5-2-1'),
  V15: rows('s8-2-1'),
  V16: rows('s1-1-1 s1-2-1 s2-2-1 s2-3-1 s6-4-2 s8-1-1'),
  V19: rows('s2-2-1'),
  V20: rows('s4-2-1 s6-1-1 s6-4-2'),
  V21: rows('s7-4-1'),
  V22: rows('s1-1-1'),
  C01: rows('s3 s3-3-1 s5 s7-1-1 s7-4-1 s8-2-1'),
  C02: rows('s4-2-1 s4-4-1 s6-3-2 s6-4-2 s7-2-1'),
  C03: rows('s1 s3 s4 s6'),
  C04: all,
  C07: all,
};

describe('the eight sheets', () => {
  const sheets = read(text);

  test('have exactly these irregularities', () => {
    expect(placesById(sheets)).toEqual(EXPECTED);
  });

  test('have each named with its line, in both languages, on one line', () => {
    for (const { irregularities } of sheets) {
      for (const { id, where, message } of irregularities) {
        expect(IRREGULARITY_IDS).toContain(id);
        expect(where.line).toBeGreaterThan(0);
        expect(message.ja).not.toMatch(/[\r\n]|undefined|null|NaN/u);
        expect(message.en).not.toMatch(/[\r\n]|undefined|null|NaN/u);
        expect(message.ja).not.toBe(message.en);
      }
    }
  });

  test('count 28 coded plan references (P01)', () => {
    const references = sheets.flatMap(({ sheet }) =>
      sheet.goals.flatMap((g) => g.indicators.map((i) => i.planReference)),
    );
    const families = references.map((reference) => readPlanReference(reference)?.family ?? null);
    expect(families.filter((family) => family === 'policy' || family === 'governance')).toHaveLength(28);
    expect(families.filter((family) => family === 'ward_vision')).toHaveLength(2);
    expect(readPlanReference('行財3-2-③')).toEqual({ family: 'governance', major: 3, minor: 2, item: 3 });
    expect(readPlanReference('行財3-2-3')).toBeNull();
  });

  test('name the line and the cell', () => {
    const found = sheets[5]!.irregularities.filter(({ id }) => id === 'T07');
    expect(found.map(({ where }) => where)).toEqual([{ line: 96, cell: '取組名称' }]);
  });
});

/** Irregularities that the eight sheets do not show, or show only together. */
describe('other sheets', () => {
  const only = (changed: string, id: string) =>
    read(changed).flatMap(({ irregularities }) => irregularities.filter((i) => i.id === id));

  test('a look-alike of a rating symbol is folded and named (C05)', () => {
    const [one] = read(text.replace('○\t木崎地区', '◯\t木崎地区'));
    expect(one!.sheet.goals[1]!.indicators[0]!.rating).toBe('○');
    expect(one!.irregularities.filter(({ id }) => id === 'C05').map(({ message }) => message.ja)).toEqual([
      '評価の「◯」を「○」として読みました。',
    ]);
  });

  test('△ before a number is a minus (C06)', () => {
    const found = only(text.replace('団体数は減となりましたが', '団体数は△2となりましたが'), 'C06');
    expect(found.map(({ where }) => where.cell)).toEqual(['目標達成状況']);
  });

  test('one sheet alone is not compared with others', () => {
    const first = text.slice(0, text.indexOf('# 組織目標管理シート', 20));
    const ids = new Set(read(first)[0]!.irregularities.map(({ id }) => id));
    for (const id of ['H01', 'H07', 'H08', 'T13', 'T14', 'P04']) expect(ids).not.toContain(id);
  });

  test('an alias names the department of one sheet alone (H07)', () => {
    const start = text.indexOf('# 組織目標管理シート', 20);
    const second = text.slice(start, text.indexOf('# 組織目標管理シート', start + 20));
    expect(only(second, 'H07')).toEqual([]);
    const outcome = readPrinted(second, 'x.txt', { departmentAliases: { 北区: '北区役所' } });
    if (outcome.kind === 'refused') throw new Error('refused');
    const [found] = outcome.sheets[0]!.irregularities.filter(({ id }) => id === 'H07');
    expect(found?.message.ja).toContain('「北区」と「北区役所」');
    expect(found?.where).toMatchObject({ file: 'x.txt', cell: '組織名(部)' });
  });

  test('a date that does not exist stays text and is named (H11)', () => {
    const [one] = read(text.replace('R5.4.1', 'R5.2.30'));
    expect(one!.sheet.header.createdOn.text).toBe('R5.2.30');
    expect(one!.irregularities.filter(({ id }) => id === 'H11').map(({ message }) => message.ja)).toContain(
      '作成日「R5.2.30」を日付として読み取れません。文字のまま残します。',
    );
  });

  test('full-width brackets and a form with a mid-year column are not irregular (C04, T15)', () => {
    const wide = text
      .replaceAll('(', '（')
      .replaceAll(')', '）')
      .replaceAll(':', '：')
      .replaceAll('~', '～')
      .replaceAll('%', '％');
    expect(only(wide, 'C04')).toEqual([]);
    expect(only(text.replaceAll('R5結果', 'R5中間・R5結果'), 'T15')).toEqual([]);
  });

  test('characters that CP932 lacks too are named apart (C07)', () => {
    const [found] = only(text.replace('木崎地区、', '𠮷野地区、'), 'C07');
    expect(found?.message.ja).toContain('「𠮷」は CP932 にもない文字です');
  });

  test('only what one unit measures, and what was rated as met, is far above its target (V16)', () => {
    const far = (target: string, result: string, rating = '○') => {
      const changed = text
        .replace('ボランティア清掃実施回数(回)\t130\t151', `清掃\t${target}\t${result}`)
        .replace('○\t151回実施', `${rating}\t151回実施`);
      expect(changed).toContain(`${rating}\t151回実施`);
      return read(changed)[2]!.irregularities.some(
        ({ id, message }) => id === 'V16' && message.ja.includes(`「${result}」`),
      );
    };
    expect(far('100人', '180人')).toBe(true);
    expect(far('100', '180人')).toBe(true);
    expect(far('5団体', '300人')).toBe(false);
    expect(far('1ha', '9,000㎡')).toBe(false);
    expect(far('10件', '18件', '△')).toBe(false);
    expect(far('10件', '18件', '×')).toBe(false);
  });

  test('nothing is made of results that are not there yet', () => {
    const blank = text.replaceAll(/\t[○△]\t[^\t\n]*/gu, '\t\t');
    const ids = new Set(read(blank).flatMap(({ irregularities }) => irregularities.map(({ id }) => id)));
    for (const id of ['V20', 'V22', 'C05']) expect(ids).not.toContain(id);
  });
});

test('docs/irregularities.md has one row for every id', () => {
  const documented = [
    ...readFileSync('docs/irregularities.md', 'utf8').matchAll(/^\| ([HTPVC]\d\d) \|/gmu),
  ].map((m) => m[1]);
  expect(documented).toEqual([...IRREGULARITY_IDS]);
});
