import { describe, expect, test } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { rosterSchema } from '../../../src/core/organization/roster.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import { encodeCp932 } from '../../../src/workbook/cells/cp932.js';
import { readRoster } from '../../../src/workbook/roster/roster-file.js';
import { rosterTables } from '../../../src/workbook/roster/roster-reading.js';

const AS_OF = '2024-04-01';
const CSV = [
  '部,課,役職,氏名,メールアドレス,職員番号,開始日,終了日,代決',
  '北区,建設課,主事,担当者一,staff1@city.example.jp,1001,R6.4.1,,',
  '北区,建設課,維持係長,係長一,chief@city.example.jp,1002,2024/4/1,2025-03-31,',
  '北区,建設課,課長補佐,補佐一,deputy@city.example.jp,1003,,,課長',
  '北区,建設課,課長,課長一,manager@city.example.jp,1004,,,',
  '',
].join('\r\n');
const bytes = (text: string) => new TextEncoder().encode(text);
const channelOf = (typed: string) => (typed.startsWith('test:') ? typed : null);
async function readFiles(...files: readonly (readonly [name: string, bytes: Uint8Array])[]) {
  const found = await Promise.all(files.map(([name, content]) => rosterTables(content, name)));
  return readRoster(
    found.flatMap((one) => one?.tables ?? []),
    AS_OF,
    channelOf,
  );
}
const read = (text: string) => readFiles(['名簿.csv', bytes(text)]);

test('posts, people, dates and deputies are read, in UTF-8 and in CP932', async () => {
  for (const file of [bytes(CSV), bytes(`\uFEFF${CSV}`), encodeCp932(CSV)]) {
    const found = await readFiles(['名簿.csv', file]);
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
        assumed: true,
      },
    ]);
  }
});

test('担当目標 are the numbers of goals; what is no number, and one goal of two people, are told', async () => {
  const table = (...goals: readonly string[]) =>
    [
      '部,課,役職,氏名,職員番号,担当目標',
      ...goals.map((one, at) => `北区,建設課,主事,担当者${at},10${at},${one}`),
      '',
    ].join('\n');
  const found = await read(table('"１、No.3"', '2番', ''));
  const section = { department: '北区', name: '建設課' };
  expect(found.ok && found.roster.owners).toEqual([
    { section, goal: '1', person: '100' },
    { section, goal: '3', person: '100' },
    { section, goal: '2', person: '101' },
  ]);
  const wrong = await read(table('窓口', '1', '1'));
  expect(!wrong.ok && wrong.problems).toEqual([
    '名簿.csv 2行目「担当目標」: 「窓口」は目標の番号として読み取れません（例: 1、3）。',
    '名簿.csv 4行目「担当目標」: No.1 の担当が、前の行にもいます。',
  ]);
});

test('without a 職員番号 a person is known by e-mail address', async () => {
  const found = await read('部,課,役職,氏名,メール\n北区,建設課,課長,課長一,Boss@city.example.jp\n');
  expect(found.ok && found.roster.people).toEqual([
    { id: 'boss@city.example.jp', name: '課長一', email: 'Boss@city.example.jp' },
  ]);
});

describe('what is wrong is named with file, row and cell, all at once', () => {
  test('cells', async () => {
    const found = await read(
      '部,課,役職,役割,氏名,職員番号,開始日\n北区,建設課,課長,王様,,1,あした\n北区,建設課,主事,,二,,\n',
    );
    expect(found.ok ? [] : found.problems).toEqual([
      '名簿.csv 2行目「氏名」: 空です。',
      expect.stringContaining('名簿.csv 2行目「役割」: 「王様」は役割ではありません'),
      expect.stringContaining('名簿.csv 2行目「開始日」: 「あした」'),
      '名簿.csv 3行目「職員番号」: 職員番号かメールアドレスが必要です。',
    ]);
  });
  test('columns, and a file without rows', async () => {
    expect(await read('課,役職,氏名\n')).toEqual({
      ok: false,
      problems: [expect.stringContaining('「部」「職員番号」')],
    });
    expect(await read('部,課,役職,氏名,職員番号\n')).toEqual({
      ok: false,
      problems: ['名簿.csv: 名簿に行がありません。'],
    });
  });
});

const SECTIONS = [
  '部,課,上の組織,別名,部の別名,チャンネル,承認経路',
  '北区役所,北区役所,,,北区,,課長',
  '北区役所,地域総務課,北区役所,"総務課、地域課",,test:T1/C1,係長 確認（個別）→ 課長 承認 → 区長 確認',
  '北区,地域総務課 (北区郷土博物館),地域総務課,,,,館長',
  '北区,建設課,北区,,,test:T1/C2,',
].join('\r\n');

describe('the sections list', () => {
  test('sections with what stands above, other names, channel and route, in UTF-8 and in CP932', async () => {
    for (const file of [bytes(SECTIONS), encodeCp932(SECTIONS)]) {
      const found = await readFiles(['組織.csv', file]);
      if (!found.ok) throw new Error(found.problems.join());
      const office = { department: '北区役所', name: '北区役所' };
      expect(found.roster.departmentAliases).toEqual({ 北区: '北区役所' });
      expect(found.parents).toEqual([]);
      expect(found.roster.sections).toEqual([
        { ...office, aliases: [], parent: null, route: [approvalBy('section_manager')] },
        {
          department: '北区役所',
          name: '地域総務課',
          aliases: ['総務課', '地域課'],
          parent: office,
          channel: 'test:T1/C1',
          route: [
            { role: 'subsection_chief', act: 'check', where: 'private' },
            { role: 'section_manager', act: 'approve', where: 'channel' },
            { role: 'department_head', act: 'check', where: 'channel' },
          ],
        },
        {
          department: '北区',
          name: '地域総務課 (北区郷土博物館)',
          aliases: [],
          parent: { department: '北区役所', name: '地域総務課' },
          route: [approvalBy('section_manager')],
        },
        {
          department: '北区',
          name: '建設課',
          aliases: [],
          parent: office,
          channel: 'test:T1/C2',
          route: [approvalBy('section_manager')],
        },
      ]);
    }
  });

  test('a column that is not there says nothing', async () => {
    const found = await read('部,課,別名\n北区,建設課,土木課\n');
    expect(found.ok && found.roster.sections).toEqual([
      { department: '北区', name: '建設課', aliases: ['土木課'] },
    ]);
  });

  test('and the people list are one roster, whatever each calls the 部', async () => {
    const people = '部,課,役職,氏名,職員番号\n北区,総務課,課長,課長一,1\n北区,北区,区長,区長一,2\n';
    const found = await readFiles(['組織.csv', bytes(SECTIONS)], ['名簿.csv', bytes(people)]);
    expect(found.ok && found.rows).toBe(6);
    expect(found.ok && found.roster.sections?.map(({ name }) => name)).toEqual([
      '北区役所',
      '地域総務課',
      '地域総務課 (北区郷土博物館)',
      '建設課',
    ]);
    expect(found.ok && found.roster.holdings?.map(({ post }) => post.section.name)).toEqual([
      '総務課',
      '北区役所',
    ]);
  });

  test('what is wrong with it is told at once', async () => {
    const wrong = [
      '部,課,上の組織,別名,部の別名,チャンネル,承認経路',
      ',空課,,,,,',
      '北区,,,,,,',
      '北区,甲課,乙課,丙課,東区,,王様 承認',
      '北区,乙課,甲課,,,よくわからない,係長 確認',
      '西区,丙課,,,東区,,',
      '北区,丙課,,,,,',
      '北区,甲課,,,,,',
    ].join('\n');
    const found = await readFiles(['組織.csv', bytes(wrong)]);
    expect(found.ok ? [] : found.problems).toEqual([
      '組織.csv 6行目「部の別名」: 「東区」は「北区」の別名でもあります。1つの部の別名にしてください。',
      '組織.csv 2行目「部」: 空です。',
      '組織.csv 3行目「課」: 空です。部そのものの行では、部と同じ名前を書きます。',
      expect.stringContaining('組織.csv 4行目「承認経路」: 「王様」は承認経路の役職として'),
      expect.stringContaining('組織.csv 5行目「承認経路」: 承認する役職がありません'),
      expect.stringContaining('組織.csv 5行目「チャンネル」: 「よくわからない」はチャンネルとして'),
      '組織.csv 8行目「課」: 「甲課」は前の行（組織.csv 4行目「課」）にもあります。',
      '組織.csv 4行目「別名」: 「丙課」は「丙課」も指します。1つの課の名前にしてください。',
      '組織.csv 4行目「上の組織」: 上の組織をたどると、この課に戻ります。',
      '組織.csv 5行目「上の組織」: 上の組織をたどると、この課に戻ります。',
    ]);
  });

  test('above may stand what only the record knows, or the 部 itself', async () => {
    const found = await read('部,課,上の組織\n北区,建設課,北区\n北区,出張所,南区 総務課\n北区,分室,本所\n');
    if (!found.ok) throw new Error(found.problems.join());
    expect(found.roster.sections).toContainEqual({ department: '北区', name: '北区', mention: true });
    expect(found.parents).toEqual([
      { section: { department: '南区', name: '総務課' }, where: '名簿.csv 3行目「上の組織」' },
      { section: { department: '北区', name: '本所' }, where: '名簿.csv 4行目「上の組織」' },
    ]);
  });
});

describe('a workbook', () => {
  const day = new Date(Date.UTC(2024, 3, 1));
  const book = (people: unknown[][]) =>
    writeXlsx({
      sheets: [
        { name: '説明', rows: [['名簿の書き方']] },
        {
          name: '組織',
          rows: [
            ['令和6年度の組織'],
            ['部', '課', '上の組織', '承認経路'],
            ['北区役所', '建設課', '北区役所', '課長→区長'],
            [null, '産業振興課', '北区役所', '課長'],
          ],
          merges: [{ startRow: 2, startCol: 0, endRow: 3, endCol: 0 }],
        },
        { name: '職員', rows: people },
      ],
    } as Parameters<typeof writeXlsx>[0]);

  test('holds both lists, with dates as Excel keeps them and a 部 for several rows', async () => {
    const content = await book([
      ['部', '課', '役職', '氏名', '職員番号', '開始日', '終了日'],
      ['北区役所', '建設課', '課長', '課長一', 1004, day, null],
      ['北区役所', '産業振興課', '課長', '課長二', 1005, 'R6.4.1', '令和7年3月31日'],
    ]);
    const tables = await rosterTables(content, '名簿.xlsx');
    expect(tables?.notes.map(({ where }) => where)).toEqual([{ file: '名簿.xlsx', tab: '説明' }]);
    const found = await readFiles(['名簿.xlsx', content]);
    if (!found.ok) throw new Error(found.problems.join());
    expect(found.roster.sections?.map(({ department, name }) => [department, name])).toEqual([
      ['北区役所', '建設課'],
      ['北区役所', '産業振興課'],
      ['北区役所', '北区役所'],
    ]);
    expect(found.roster.holdings?.map(({ person, from, until }) => [person, from, until])).toEqual([
      ['1004', '2024-04-01', null],
      ['1005', '2024-04-01', '2025-03-31'],
    ]);
    rosterSchema.parse(found.roster);
  });

  test('what is wrong is named with tab, row and cell', async () => {
    const content = await book([
      ['部', '課', '役職', '氏名', '職員番号', '開始日', '終了日'],
      ['北区役所', '建設課', '課長', null, 1004, 'あした', null],
    ]);
    const found = await readFiles(['名簿.xlsx', content]);
    expect(found.ok ? [] : found.problems).toEqual([
      '名簿.xlsx 職員 2行目「氏名」（D2）: 空です。',
      expect.stringContaining('名簿.xlsx 職員 2行目「開始日」（F2）: 「あした」'),
    ]);
  });
});

test('people who cannot be told apart, and a deputy of a post that is not there, are problems', async () => {
  const found = await read(
    [
      '部,課,役職,氏名,職員番号,メール,開始日,終了日,代決',
      '北区,建設課,館長,一,1,a@city.example.jp,,,',
      '北区,建設課,主事,二,2,A@city.example.jp,,,',
      '北区,建設課,館長,一,1,a@city.example.jp,,,',
      '北区,建設課,主査,三,3,これは違う,R6.4.1,R6.3.31,',
      '北区,建設課,館長補佐,四,4/5,,,,',
      '北区,建設課,副館長,五,5,,,,課長',
    ].join('\n'),
  );
  expect(found.ok ? [] : found.problems).toEqual([
    '名簿.csv 3行目「メールアドレス」: 職員1のメールアドレスと同じです。',
    '名簿.csv 4行目「氏名」: 同じ職員・役職・開始日の行が、前にもあります。',
    '名簿.csv 5行目「メールアドレス」: 「これは違う」はメールアドレスとして読み取れません。',
    '名簿.csv 5行目「終了日」: 終了日（2024-03-31）が開始日（2024-04-01）より前です。',
    expect.stringContaining('名簿.csv 6行目「職員番号」: 「4/5」は職員番号に使えません'),
    '名簿.csv 7行目「代決」: 「課長」という役職はこの課にありません（館長があります）。',
  ]);
});

test('a list that lacks a heading says which one, and is no goal sheet without goals', async () => {
  expect(await read('部,課,氏名,メールアドレス,職員番号\n北区,建設課,一,,1\n')).toEqual({
    ok: false,
    problems: ['名簿.csv 1行目: 見出しに「役職」が必要です。'],
  });
  expect(await read('部,課,役職,職員番号\n北区,建設課,課長,1\n')).toEqual({
    ok: false,
    problems: ['名簿.csv 1行目: 見出しに「氏名」が必要です。'],
  });
  expect(await read('令和6年度\n部,課,職員番号,E-mail\n')).toEqual({
    ok: false,
    problems: ['名簿.csv 2行目: 見出しに「役職」「氏名」が必要です。'],
  });
  expect(await read('部,チャンネル,承認経路\n北区,,課長\n')).toEqual({
    ok: false,
    problems: ['名簿.csv 1行目: 見出しに「課」が必要です。'],
  });
  expect(await rosterTables(bytes('課,役職,職員番号,組織目標,取組指標\n'), '目標.csv')).toBeNull();
});

test('a goal sheet is no roster, nor is what is no text', async () => {
  for (const content of [
    bytes('No.,組織目標,取組指標\n'),
    bytes('組織名（部）,北区,組織名（準部・課・機関名）,建設課\n'),
    new Uint8Array([0x50, 0x4b, 3, 4]),
    new Uint8Array([0, 1, 2]),
    new Uint8Array(),
  ])
    expect(await rosterTables(content, 'x')).toBeNull();
});
