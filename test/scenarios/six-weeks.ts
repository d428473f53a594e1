/** The office of the six weeks: two sections of one 課長 below a 区長, its lists and its sheets. */
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { withoutResults } from '../../src/core/sheet/sheet.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';
import { type Office, openOffice } from './office.js';

const HEADING = '部,課,役職,氏名,メールアドレス,職員番号,開始日,終了日,代決する役職,代決開始,代決終了';
const NUMBERS = {
  担当者1: 101,
  担当者2: 102,
  係長1: 103,
  課長1: 104,
  補佐1: 105,
  区長1: 106,
  事務局1: 107,
  所長2: 108,
};
type Name = keyof typeof NUMBERS;

/** A people list as Excel saves it; a row: section, post, name, and what follows the 職員番号. */
export const people = (rows: readonly (readonly [string, string, Name, string?])[]): string =>
  `${HEADING}\n${rows.map(([section, title, name, more = '']) => `北区,${section},${title},${name},p${NUMBERS[name]}@city.example.jp,${NUMBERS[name]},${more}\n`).join('')}`;

/** `alias`: the sheets call the 部 北区役所, the lists 北区. */
export const sectionsList = (alias: string): string =>
  `部,課,上の組織,承認経路,部の別名\n北区,北区役所,,,${alias}\n北区,産業振興課,北区役所,係長 確認（個別）→ 課長 承認 → 区長 確認,\n北区,北出張所,北区役所,,\n`;

export const ROWS = [
  ['産業振興課', '担当者', '担当者2', 'R5.4.1'],
  ['産業振興課', '係長', '係長1', 'R5.4.1'],
  ['産業振興課', '課長', '課長1', 'R5.4.1'],
  ['産業振興課', '課長補佐', '補佐1', 'R5.4.1,,課長,R5.10.16,R5.10.18'],
  ['北出張所', '担当者', '担当者1', 'R5.4.1'],
  ['北出張所', '所長', '課長1', 'R5.4.1'],
  ['北区役所', '区長', '区長1', 'R5.4.1'],
  ['北区役所', '事務局', '事務局1', 'R5.4.1'],
] as const;

/** The first two goals of each section. */
export const SHEETS: readonly Sheet[] = ['産業振興課', '北出張所'].map((name) => {
  const sheet = withoutResults(kitaSheets().find(({ header }) => header.organization.text === name)!);
  return { ...sheet, goals: sheet.goals.slice(0, 2) };
});

/** Lists entered, sheets not yet; everybody has spoken to Maru. */
export async function openSixWeeks(begin: string, alias = '北区役所'): Promise<Office> {
  const office = await openOffice({
    begin,
    people: Object.keys(NUMBERS),
    channels: ['産業振興課', '北出張所'],
  });
  await office.imports([people(ROWS), sectionsList(alias)]);
  for (const name of Object.keys(NUMBERS)) if (name !== '所長2') await office.says(name, 'ヘルプ');
  return office;
}

/** The sheets are dropped to Maru by 事務局 and taken in, and both channels linked. */
export async function takeIn(office: Office): Promise<void> {
  await office.drops('事務局1', 'R5.xlsx', SHEETS);
  await office.presses('事務局1', '取り込む');
  for (const name of ['産業振興課', '北出張所']) await office.mentions('事務局1', name, `連携 ${name}`);
  office.readUp();
}
