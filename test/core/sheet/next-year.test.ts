/** The sheets of R6 made from those of R5 as printed. */
import { expect, test } from '@jest/globals';
import { copiedTo, textsNamingYear } from '../../../src/core/sheet/next-year.js';
import { printedSheets } from '../../store/postgres/city.js';

const sheets = printedSheets();

test('what is set stays as printed; what was reported, 作成日 and 評価日 are empty', () => {
  for (const sheet of sheets) {
    const copy = copiedTo(sheet, 2024);
    expect(copy.fiscalYear).toBe(2024);
    expect(copy.header.fiscalYear).toEqual({ ...sheet.header.fiscalYear, text: '令和6年度' });
    expect([copy.header.createdOn.text, copy.header.evaluatedOn.text]).toEqual(['', '']);
    expect(copy.header.createdOn.label).toBe(sheet.header.createdOn.label);
    expect(copy.policyIndicators).toEqual(sheet.policyIndicators);
    expect(copy.goals.map(({ no, text }) => [no, text])).toEqual(
      sheet.goals.map(({ no, text }) => [no, text]),
    );
    for (const [at, goal] of copy.goals.entries()) {
      // The 10-column form has no 今後の方針 of its own (T03).
      expect(goal.nextPolicy).toBe(sheet.goals[at]!.nextPolicy === null ? null : '');
      expect(goal.indicators).toEqual(
        sheet.goals[at]!.indicators.map((one) => ({ ...one, result: '', rating: '', status: '' })),
      );
    }
  }
});

test('the year over the columns is the new one, in the place of the old', () => {
  for (const sheet of sheets) {
    const [upper, lower] = copiedTo(sheet, 2024).columnHeadings;
    const headings = [...upper, ...lower];
    expect(headings).toEqual(sheet.columnHeadings.flat().map((heading) => heading.replace('R5', 'R6')));
    expect(headings.filter((heading) => heading.startsWith('R6'))).toEqual(['R6目標', 'R6結果']);
  }
  const wide = { ...sheets[0]!, columnHeadings: [['Ｒ５目標'], ['令和5年度結果']] as const };
  expect(copiedTo(wide, 2024).columnHeadings).toEqual([['Ｒ６目標'], ['令和6年度結果']]);
});

test('a head that nobody can renew by its words is written anew', () => {
  const [sheet] = sheets;
  const western = {
    ...sheet!,
    header: { ...sheet!.header, fiscalYear: { label: '年度', text: '2023年度' } },
  };
  expect(copiedTo(western, 2024).header.fiscalYear).toEqual({ label: '年度', text: '令和6年度' });
});

test('targets are blank where they are to be set anew', () => {
  const copy = copiedTo(sheets[0]!, 2024, 'blank');
  expect(new Set(copy.goals.flatMap((goal) => goal.indicators.map(({ target }) => target)))).toEqual(
    new Set(['']),
  );
  expect(copy.goals[0]!.indicators[0]!.name).toBe(sheets[0]!.goals[0]!.indicators[0]!.name);
});

test('texts that name the old year are named, and no other', () => {
  const [sheet] = sheets;
  const goal = sheet!.goals[0]!;
  const [indicator] = goal.indicators;
  const of = (target: string) =>
    textsNamingYear({
      ...sheet!,
      goals: [{ ...goal, text: '', indicators: [{ ...indicator!, target, overview: '' }] }],
    });
  for (const target of ['R5年度末までに完成', 'Ｒ５．１２月', '令和5年12月に開設', '2023年中'])
    expect(of(target)).toEqual([{ no: goal.no, indicator: indicator!.name, text: target }]);
  for (const target of ['200人以上', 'R50以上', 'R4年度より多く', 'R6年夏頃', '85%'])
    expect(of(target)).toEqual([]);
});
