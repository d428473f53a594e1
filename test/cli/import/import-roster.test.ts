/** A roster from the command line, on a real database: what it changes is shown first, and entered when agreed to. */
import { expect, test } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { addDays } from '../../../src/core/calendar/working-days.js';
import { byCommandLine } from '../../../src/store/postgres/ledger/recorded-by.js';
import { kanji, rosterCommand, today } from './roster-command.js';

const { town, run, file, terms } = rosterCommand();

const OPENS = addDays(today, 40);
const HEADINGS = '部,課,役職,氏名,メールアドレス,職員番号,開始日,終了日,代決';
const people = (...rows: string[]) => [HEADINGS, ...rows, ''].join('\r\n');
const STAFF = '北区,建設課,担当者,担当者7,staff7@example.jp,staff7,2023-04-01,,';
const holders = () => terms('holdings');

test('a successor from next month: told in one line, asked about, entered', async () => {
  const path = await file('名簿.csv', people(STAFF, `北区,建設課,課長,後任,,2001,${OPENS},,`));
  const untouched = await holders();
  const lines = [
    '職員の追加: 後任（2001）',
    `建設課 課長: 課長7（${kanji(addDays(OPENS, -1))}まで） → 後任（${kanji(OPENS)}から）`,
  ];
  const dry = await run(true, path, '--dry-run');
  expect(dry).toMatchObject({ failed: [], asked: [] });
  expect(dry.out).toBe([...lines, '2件の変更です。変更はまだしていません。', ''].join('\n'));
  const no = await run(false, path);
  expect(no.asked).toEqual(['取り込みますか']);
  expect(no.failed).toEqual(['取り込みませんでした。']);
  expect(await holders()).toEqual(untouched);
  const yes = await run(true, path);
  expect(yes.out).toBe([...lines, '2件の変更です。名簿に取り込みました。', ''].join('\n'));
  expect(await holders()).toEqual([
    `chief7 2023-04-01 ${addDays(OPENS, -1)}`,
    'staff7 2023-04-01 -',
    `2001 ${OPENS} -`,
  ]);
  const again = await run(false, path);
  expect(again).toMatchObject({ out: '名簿に変更はありません。\n', asked: [], failed: [] });
});

test('where nobody can answer it is entered as told, and with --yes without a question', async () => {
  const first = await file(
    '名簿.csv',
    people(STAFF, '北区,建設課,課長,課長7,chief7@example.jp,chief7,2023-04-01,,'),
  );
  expect((await run(null, first)).out).toBe('名簿に変更はありません。\n');
  const more = await file(
    '追加.csv',
    people(
      STAFF,
      '北区,建設課,課長,課長7,chief7@example.jp,chief7,2023-04-01,,',
      `北区,建設課,係長,係長七,,3001,${today},,課長`,
    ),
  );
  const said = await run(null, more);
  expect(said.failed).toEqual([]);
  expect(said.out).toContain(`役職の追加: 建設課 係長\n建設課 係長: 係長七（${kanji(today)}から）を追加\n`);
  expect(said.out).toContain('建設課 課長の代決: 係長七（');
  const fewer = await run(true, first, '--yes');
  expect(fewer.asked).toEqual([]);
  expect(fewer.out).toContain(
    `建設課 係長: 係長七を取り消し（${kanji(today)}からの予定でした。名簿にないため）`,
  );
});

test('sections and people in one workbook, and what the record made of it', async () => {
  const book = await writeXlsx({
    sheets: [
      {
        name: '組織',
        rows: [
          ['部', '課', '上の組織', '別名', 'チャンネル', '承認経路'],
          ['北区', '北区', '', '', '', ''],
          ['北区', '建設課', '北区役所', '土木課', 'slack:T0AAAAAAA/C0BBBBBBB', '課長→区長'],
        ],
      },
      {
        name: '職員',
        rows: [HEADINGS.split(','), ['北区', '北区', '区長', '区長一', '', 'head', '2023-04-01', '', '']],
      },
      { name: 'メモ', rows: [['書き方']] },
    ],
  } as Parameters<typeof writeXlsx>[0]);
  const said = await run(true, await file('名簿.xlsx', book));
  expect(said.failed).toEqual([]);
  expect(said.err).toContain('名簿.xlsx メモ: 名簿の見出し');
  expect(said.out.split('\n')).toEqual([
    '課の追加: 北区役所 北区役所（承認経路: 課長 承認）',
    '建設課 承認経路: 「課長 承認」 → 「課長 承認 → 区長 承認」',
    '建設課 上の組織: なし → 北区役所',
    '課の別名: 「土木課」は建設課のことです',
    '職員の追加: 区長一（head）',
    '役職の追加: 北区役所 区長',
    '北区役所 区長: 区長一（令和5年4月1日から）を追加',
    expect.stringMatching(/^建設課 チャンネル: test:channel:7 → slack:/u),
    '確認: 名簿.xlsx 職員 2行目「開始日」（G2）: 北区役所 区長、区長一さんの始まり（令和5年4月1日）は過ぎた日です。',
    '8件の変更です。名簿に取り込みました。',
    '',
  ]);
  expect(await town().record.sectionOfPlace('slack:T0AAAAAAA:C0BBBBBBB')).toBe(town().section(7));
  // The people list alone leaves route, parent and channel as they are.
  const alone = await file(
    '名簿.csv',
    people(STAFF, '北区,土木課,課長,課長7,chief7@example.jp,chief7,2023-04-01,,'),
  );
  expect((await run(null, alone)).out).toBe('名簿に変更はありません。\n');
});

test('everything wrong is told at once and nothing is entered', async () => {
  const history = await town().record.history({});
  const wrong = await file(
    '名簿.csv',
    people('北区,建設課,課長,,,9,,,', '北区,建設課,課長,九,,9,R99.99.99,,'),
  );
  const lists = await file('組織.csv', '部,課,上の組織,承認経路\n北区,建設課,南区 総務課,王様\n');
  expect((await run(true, wrong, lists)).failed).toEqual([
    expect.stringMatching(
      /^組織\.csv 2行目「承認経路」[^\n]*\n名簿\.csv 2行目「氏名」: 空です。\n名簿\.csv 3行目「開始日」[^\n]*$/u,
    ),
  ]);
  const above = await file('組織.csv', '部,課,上の組織\n北区,建設課,南区 総務課\n');
  expect((await run(true, above)).failed).toEqual([
    '組織.csv 2行目「上の組織」: 「総務課」という組織は、名簿にも記録にもありません。',
  ]);
  expect((await run(true, above, '--from', 'R5.4.1')).failed[0]).toContain('過ぎた日');
  expect(await town().record.history({})).toEqual(history);
});

test('without 開始日 who holds a post keeps the day it began, and who follows begins today', async () => {
  const path = await file(
    '名簿.csv',
    people('北区,建設課,担当者,担当者7,staff7@example.jp,staff7,,,', '北区,建設課,課長,後任,,2001,,,'),
  );
  const { out } = await run(null, path);
  expect(out).toContain(
    `建設課 課長: 課長7（${kanji(addDays(today, -1))}まで） → 後任（${kanji(today)}から）`,
  );
  expect(out).not.toContain('担当者7');
  expect(await holders()).toEqual([
    `chief7 2023-04-01 ${addDays(today, -1)}`,
    'staff7 2023-04-01 -',
    `2001 ${today} -`,
  ]);
});

test('a list without addresses leaves them, and a section named otherwise is told by its own name', async () => {
  await town().record.importRoster(
    { sections: [{ department: '北区役所', name: '建設課', aliases: ['土木課'] }] },
    { by: byCommandLine('test'), now: new Date() },
  );
  const path = await file(
    '名簿.csv',
    [
      '部,課,役職,氏名,職員番号,開始日',
      '北区,土木課,担当者,担当者7,staff7,2023-04-01',
      `北区,土木課,課長,後任,2001,${OPENS}`,
      '',
    ].join('\r\n'),
  );
  expect((await run(null, path)).out.split('\n').slice(0, 2)).toEqual([
    '職員の追加: 後任（2001）',
    `建設課 課長: 課長7（${kanji(addDays(OPENS, -1))}まで） → 後任（${kanji(OPENS)}から）`,
  ]);
  const { rows } = await town().pool.query(`select id from people where email = 'staff7@example.jp'`);
  expect(rows).toEqual([{ id: 'staff7' }]);
});

test('a name that was another section’s until now is told; one section never stands above itself', async () => {
  const lists = (...rows: string[]) => ['部,課,上の組織,別名', ...rows, ''].join('\r\n');
  const taken = await file('組織.csv', lists('北区役所,建設課,,産業振興課'));
  expect((await run(null, taken, '--dry-run')).out).toContain(
    '「産業振興課」は建設課のことです（いまの記録では産業振興課のことです）',
  );
  expect((await run(null, await file('組織.csv', lists('北区役所,建設課,産業振興課,')))).failed).toEqual([]);
  expect((await run(null, await file('組織.csv', lists('北区役所,産業振興課,建設課,')))).failed).toEqual([
    expect.stringContaining('その課に戻ります'),
  ]);
});

test('as JSON, from a day', async () => {
  const path = await file('名簿.csv', people('北区,建設課,課長,課長7,chief7@example.jp,chief7,2023-04-01,,'));
  const said = await run(true, path, '--json', '--dry-run', '--from', OPENS);
  expect(said.asked).toEqual([]);
  expect(JSON.parse(said.out)).toMatchObject({
    rows: 1,
    as_of: OPENS,
    applied: false,
    differences: [
      { what: 'holding', name: '建設課 担当者', person: '担当者7', after: { until: addDays(OPENS, -1) } },
    ],
  });
});

test('a name that is nearly a known section’s is asked about, not added', async () => {
  const before = await town().record.sections();
  const path = await file('名簿.csv', people(STAFF, `北区,健康福社課,係長,係長七,,3001,,,`));
  const question = '名簿.csv 3行目「課」: 「健康福社課」は、いまある「健康福祉課」とほとんど同じ名前です。';
  const said = await run(null, path);
  expect(said.failed).toEqual([
    expect.stringContaining(
      `${question}\n→ 同じ課なら、名前を直すか、組織の表の「別名」（部の名前だけが違うなら「部の別名」）に書いてください。`,
    ),
  ]);
  expect(said.out).toContain('課の追加: 北区 健康福社課');
  const lists = await file(
    '組織.csv',
    '部,課,承認経路\n北区役所,北出帳所,課長\n北区,健康福祉課分室,課長\n北区,税務課,課長\n',
  );
  expect((await run(false, lists)).out).toContain(
    '組織.csv 2行目「課」: 「北出帳所」は、いまある「北出張所」と',
  );
  expect(await town().record.sections()).toEqual(before);
  // In one import, what the sections list has is known.
  const slip = await file('名簿.csv', people(STAFF, '北区,税矛課,係長,係長七,,3001,,,'));
  expect((await run(null, slip, lists, '--dry-run')).out).toContain(
    '名簿.csv 3行目「課」: 「税矛課」は、いまある「税務課」とほとんど同じ名前です。',
  );
  expect(await run(null, path, '--yes')).toMatchObject({ failed: [] });
  expect(await town().record.sections()).toHaveLength(before.length + 1);
  expect((await run(null, path)).out).toBe('名簿に変更はありません。\n');
});
