import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  canonicalOrganization,
  sectionKey,
  splitOrganization,
} from '../../../src/core/organization/organization-names.js';
import { compareSheets } from '../../../src/core/sheet/compare-sheets.js';
import type { Goal, Indicator, Sheet } from '../../../src/core/sheet/sheet.js';
import { readPrinted } from '../../../src/workbook/reader/printed.js';

function sheets(change: (text: string) => string = (text) => text): Sheet[] {
  const read = readPrinted(change(readFileSync('test/fixtures/kita-r5.txt', 'utf8')));
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
  return read.sheets.map(({ sheet }) => sheet);
}

const real = sheets();
const s1 = real[0]!;
const s6 = real[5]!;
const lines = (before: Sheet, after: Sheet, reports = false) =>
  compareSheets(before, after, { reports }).map(({ message }) => message.ja);

function withGoal(sheet: Sheet, index: number, change: (goal: Goal) => Goal): Sheet {
  return { ...sheet, goals: sheet.goals.map((goal, at) => (at === index ? change(goal) : goal)) };
}

describe('compareSheets', () => {
  test('identical sheets differ in nothing', () => {
    for (const [index, sheet] of sheets().entries())
      expect(compareSheets(real[index]!, sheet, { reports: true })).toEqual([]);
  });

  test('a changed target is one line', () => {
    const after = sheets((text) => text.replace('2避難所 (累計13避難所)', '3避難所 (累計14避難所)'))[0]!;
    expect(compareSheets(s1, after)).toEqual([
      {
        kind: 'indicator',
        goal: '2',
        indicator: '避難所運営組織の立ち上げ数(避難所数)',
        field: '目標',
        before: '2避難所 (累計13避難所)',
        after: '3避難所 (累計14避難所)',
        message: {
          ja: 'No.2「避難所運営組織の立ち上げ数(避難所数)」 目標: 「2避難所 (累計13避難所)」 → 「3避難所 (累計14避難所)」',
          en: 'No.2「避難所運営組織の立ち上げ数(避難所数)」 target: 「2避難所 (累計13避難所)」 → 「3避難所 (累計14避難所)」',
        },
      },
    ]);
  });

  test('a report is no change of the plan unless asked for', () => {
    const blank = (row: Indicator): Indicator => ({ ...row, result: '', rating: '', status: '' });
    const before = withGoal(s1, 0, (goal) => ({
      ...goal,
      nextPolicy: '',
      indicators: goal.indicators.map(blank),
    }));
    expect(compareSheets(before, s1)).toEqual([]);
    expect(compareSheets(before, s1, { reports: true }).map(({ field }) => field)).toEqual([
      '結果',
      '評価',
      '目標達成状況',
      '今後の方針',
    ]);
  });

  test('goals are matched by No., added and removed ones named', () => {
    const without = { ...s1, goals: s1.goals.filter((goal) => goal.no !== '2') };
    expect(lines(s1, without)).toEqual([expect.stringMatching(/^No\.2 の目標がなくなりました/)]);
    expect(lines(without, s1)).toEqual([expect.stringMatching(/^No\.2 の目標が加わりました/)]);
    expect(
      lines(
        s1,
        withGoal(s1, 2, (goal) => ({ ...goal, no: '３' })),
      ),
    ).toEqual([]);
    expect(
      lines(
        s1,
        withGoal(s1, 2, (goal) => ({ ...goal, text: '新しい目標' })),
      )[0],
    ).toMatch(/No\.3 組織目標: .*「新しい目標」$/);
  });

  test('indicators are matched by name, then by position', () => {
    const swapped = withGoal(s6, 1, (goal) => ({ ...goal, indicators: [...goal.indicators].reverse() }));
    expect(compareSheets(s6, swapped)).toEqual([]);
    const renamed = withGoal(s6, 1, (goal) => ({
      ...goal,
      indicators: goal.indicators.map((row, at) => (at === 1 ? { ...row, name: '出店回数(回)' } : row)),
    }));
    expect(compareSheets(s6, renamed).map(({ kind, field }) => [kind, field])).toEqual([
      ['indicator', '取組指標'],
    ]);
    const fewer = withGoal(s6, 1, (goal) => ({ ...goal, indicators: goal.indicators.slice(1) }));
    expect(compareSheets(s6, fewer).map(({ kind, indicator }) => [kind, indicator])).toEqual([
      ['indicator_removed', '保全活動の実施(参加人数)'],
    ]);
    expect(compareSheets(fewer, s6).map(({ kind }) => kind)).toEqual(['indicator_added']);
  });

  test('two indicators of one name keep their places', () => {
    const twin = withGoal(s6, 1, (goal) => ({
      ...goal,
      indicators: goal.indicators.map((row) => ({ ...row, name: '参加者数(人)' })),
    }));
    expect(compareSheets(twin, twin)).toEqual([]);
  });

  test('the header is compared by its texts, not by its labels', () => {
    const after: Sheet = {
      ...s1,
      header: {
        ...s1.header,
        createdOn: { label: '作成年月日', text: 'R5.5.1' },
        organization: { label: '組織名', text: s1.header.organization.text },
      },
      footnotes: ['注1', '注2'],
    };
    expect(lines(s1, after)).toEqual(['作成日: 「R5.4.1」 → 「R5.5.1」', '注記: (空) → 「注1 注2」']);
  });
});

describe('organizations', () => {
  const aliases = { 北区: '北区役所' };

  test('names are folded', () => {
    expect(canonicalOrganization(' 地域総務課　（北区郷土博物館） ')).toBe('地域総務課(北区郷土博物館)');
    expect(splitOrganization('地域総務課 (北区郷土博物館)')).toEqual({
      main: '地域総務課',
      sub: '北区郷土博物館',
    });
    expect(splitOrganization('地域総務課')).toEqual({ main: '地域総務課', sub: null });
    expect(splitOrganization('(仮称)推進課')).toEqual({ main: '(仮称)推進課', sub: null });
  });

  test('the eight sheets are eight sections of one department', () => {
    const keys = real.map(({ header }) =>
      sectionKey(header.department.text, header.organization.text, aliases),
    );
    expect(keys[0]).toBe('北区役所/地域総務課');
    expect(keys[1]).toBe('北区役所/地域総務課/北区郷土博物館');
    expect(new Set(keys).size).toBe(8);
    expect(keys.every((key) => key.startsWith('北区役所/'))).toBe(true);
  });

  test('one section has one key, however its names are spelt', () => {
    const key = sectionKey('北区役所', '地域総務課(北区郷土博物館)', aliases);
    expect(sectionKey('北 区', '地域総務課 （北区郷土博物館）', aliases)).toBe(key);
    expect(sectionKey('南区', '地域総務課(北区郷土博物館)', aliases)).not.toBe(key);
  });
});
