import { describe, expect, test } from '@jest/globals';
import { rosterSchema } from '../../src/core/roster.js';
import { encodeCp932 } from '../../src/workbook/cp932.js';
import { isRosterFile, readRosterFile } from '../../src/workbook/roster-file.js';

const PERIOD = { from: '2024-04-01', until: '2025-03-31' };
const CSV = [
  '部,課,役職,氏名,メールアドレス,職員番号,開始日,終了日,代決',
  '北区,建設課,主事,担当者一,staff1@city.example.jp,1001,R6.4.1,,',
  '北区,建設課,維持係長,係長一,chief@city.example.jp,1002,2024/4/1,2025-03-31,',
  '北区,建設課,課長補佐,補佐一,deputy@city.example.jp,1003,,,課長',
  '北区,建設課,課長,課長一,manager@city.example.jp,1004,,,',
  '',
].join('\r\n');
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readRosterFile(bytes(text), '名簿.csv', PERIOD);

test('posts, people, dates and deputies are read, in UTF-8 and in CP932', () => {
  for (const file of [bytes(CSV), bytes(`\uFEFF${CSV}`), encodeCp932(CSV)]) {
    const found = readRosterFile(file, '名簿.csv', PERIOD);
    if (!found.ok) throw new Error(found.problems.join());
    const roster = rosterSchema.parse(found.roster);
    expect(
      roster.holdings.map(({ post, person, from, until }) => [post.role, post.title, person, from, until]),
    ).toEqual([
      ['staff', '主事', '1001', '2024-04-01', null],
      ['subsection_chief', '維持係長', '1002', '2024-04-01', '2025-03-31'],
      ['assistant_manager', '課長補佐', '1003', '2024-04-01', null],
      ['section_manager', '課長', '1004', '2024-04-01', null],
    ]);
    expect(roster.deputies).toEqual([
      {
        post: { section: { department: '北区', name: '建設課' }, role: 'section_manager', title: '課長' },
        person: '1003',
        from: '2024-04-01',
        until: '2025-03-31',
      },
    ]);
    expect(isRosterFile(file)).toBe(true);
  }
});

test('without a 職員番号 a person is known by e-mail address', () => {
  const found = read('部,課,役職,氏名,メール\n北区,建設課,課長,課長一,Boss@city.example.jp\n');
  expect(found.ok && found.roster.people).toEqual([
    { id: 'boss@city.example.jp', name: '課長一', email: 'Boss@city.example.jp' },
  ]);
});

describe('what is wrong is named with file, row and cell, all at once', () => {
  test('cells', () => {
    const found = read(
      '部,課,役職,役割,氏名,職員番号,開始日\n北区,建設課,課長,王様,,1,あした\n北区,建設課,主事,,二,,\n',
    );
    expect(found.ok ? [] : found.problems).toEqual([
      '名簿.csv 2行目「氏名」: 空です。',
      expect.stringContaining('名簿.csv 2行目「役割」: 「王様」は役割ではありません'),
      expect.stringContaining('名簿.csv 2行目「開始日」: 「あした」'),
      '名簿.csv 3行目「職員番号」: 職員番号かメールアドレスが必要です。',
    ]);
  });
  test('columns, and a file without rows', () => {
    expect(read('課,役職,氏名\n')).toEqual({
      ok: false,
      problems: [expect.stringContaining('「部」「職員番号」')],
    });
    expect(read('部,課,役職,氏名,職員番号\n')).toEqual({
      ok: false,
      problems: ['名簿.csv: 名簿に行がありません。'],
    });
  });
});

test('a goal sheet is no roster', () => {
  expect(isRosterFile(bytes('No.,組織目標,取組指標\n'))).toBe(false);
  expect(isRosterFile(new Uint8Array([0x50, 0x4b, 3, 4]))).toBe(false);
});
