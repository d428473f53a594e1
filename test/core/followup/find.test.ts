/** Promises in 今後の方針: those of the eight sheets, each looked at by hand, and none besides. */
import { describe, expect, test } from '@jest/globals';
import { findFollowUps, timeOf } from '../../../src/core/followup/find.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

/** Sheet-goal, the words it is told by, from when until when, and how its sentence begins. Read by hand from the R5 sheets. */
const BY_HAND = [
  ['s1-1', '令和7年度', '2025-04-01', '2026-03-31', '令和7年度を最終実施年度として、'],
  ['s1-2', '令和6年度、新たに', '2024-04-01', '2025-03-31', '令和6年度は、新たに2地区において'],
  ['s1-2', '令和7年度', '2025-04-01', '2026-03-31', '事業としては、令和7年度に最終年を迎えます。'],
  ['s3-4', '来年度', '2024-04-01', '2025-03-31', '他課の参加者が多かったため、来年度はリクエストを'],
  ['s3-5', '模索', '2024-04-01', '2025-03-31', '廃止前の駆け込み申請などを見据えて、'],
  [
    's6-2',
    '新たな、検討',
    '2024-04-01',
    '2025-03-31',
    '海辺の森リニューアル事業に絡めた新たなエッセンスを検討します。',
  ],
  ['s6-3', '検討', '2024-04-01', '2025-03-31', '部活動の地域移行を踏まえた取組を検討します。'],
  ['s6-4', '新たな、設立', '2024-04-01', '2025-03-31', '新たな協議会を設立し、'],
  ['s7-1', '次年度', '2024-04-01', '2025-03-31', '次年度も地元の小学校や'],
  ['s7-2', 'R6年夏頃', '2024-06-01', '2024-08-31', '工事中の北口エレベーターについては、R6年夏頃の'],
  ['s7-4', '除雪が本格的になる前に', '2024-04-01', '2025-03-31', '除雪が本格的になる前に全てを発注し、'],
] as const;

/**
 * Sentences of the same texts that are none, and why: nothing in them has a day on which it is kept or broken.
 * s1-1 names years, but as what the projects are called; s3-5 tells what others have decided.
 */
const NONE = [
  'あわせて、令和5年度、令和6年度実施事業については、持続可能な事業になるよう支援していきます。',
  '一方、令和6年12月2日に健康保険証が廃止されることが閣議決定されました。',
  '毎月、計画的に支援検討会を開催し、支援方針に基づく支援(相談及び訪問)を実施する。',
  '・引き続き、子育て家庭の支援に向け、講座の実施やイベントの効果的な企画検討を進めていきます。',
  '・妊産婦や児童虐待、障がい児・者などの処遇困難事例を検討し、職員のスキルアップを通して、よりよい市民対応を行います。',
  '今年度十二潟の活動が環境大臣表彰を受けました。',
];

test('of the eight sheets: every one that a reader lists, and none that is not there', () => {
  const found = kitaSheets().flatMap((sheet, at) =>
    sheet.goals.flatMap((goal) => {
      const text = goal.nextPolicy ?? goal.indicators.map(({ status }) => status).join('\n');
      return findFollowUps(text, 2023).map(({ sentence, marks, due }) => {
        expect(text).toContain(sentence);
        const begins = BY_HAND.map((one) => one[4]).find((one) => sentence.startsWith(one)) ?? sentence;
        return [`s${at + 1}-${goal.no}`, marks.join('、'), due.from, due.until, begins];
      });
    }),
  );
  expect(found).toEqual(BY_HAND);
});

test.each(NONE)('%s is none', (sentence) => {
  const all = kitaSheets().flatMap(({ goals }) =>
    goals.flatMap((goal) => goal.nextPolicy ?? goal.indicators.map(({ status }) => status).join('\n')),
  );
  expect(all.some((text) => text.includes(sentence))).toBe(true);
  expect(findFollowUps(sentence, 2023)).toEqual([]);
});

describe('when', () => {
  test.each([
    ['令和6年12月に供用を開始します。', '2024-12-01', '2024-12-31'],
    ['Ｒ６．４．１から受け付けます。', '2024-04-01', '2024-04-01'],
    ['2025年2月末までに完成させます。', '2025-02-01', '2025-02-28'],
    ['令和6年度上半期に発注します。', '2024-04-01', '2024-09-30'],
    ['令和6年度の第4四半期に行います。', '2025-01-01', '2025-03-31'],
    ['来年度の夏に2回開きます。', '2024-06-01', '2024-08-31'],
    ['R6年冬に点検します。', '2024-12-01', '2025-02-28'],
    ['10月に3か所で実施します。', '2024-10-01', '2024-10-31'],
    ['2月上旬に報告会を開きます。', '2025-02-01', '2025-02-28'],
    ['年度末までに計画を作ります。', '2024-04-01', '2025-03-31'],
    ['令和6年度開始予定', '2024-04-01', '2025-03-31'],
    ['再来年度に見直します。', '2025-04-01', '2026-03-31'],
    ['令和6年中に方針を定めます。', '2024-01-01', '2024-12-31'],
  ])('%s', (text, from, until) => {
    expect(findFollowUps(text, 2023).map(({ due }) => due)).toEqual([{ from, until }]);
    expect(findFollowUps(text, 2023)[0]).toMatchObject({ kind: 'time', timed: true, sentence: text });
  });

  test.each([
    '令和5年10月18日の植栽は天候に恵まれませんでした。',
    '令和5年度の結果を踏まえて改善していきます。',
    '毎年10月の実績を踏まえます。',
    '今年度中の課題を整理します。',
    '令和6年13月に行います。',
    '以前に比べて増えています。',
    '研究会に参加します。',
    'これまでに培った知識を生かします。',
    '午前に窓口を開きます。',
    '',
  ])('%s names nothing to come', (text) => {
    expect(findFollowUps(text, 2023)).toEqual([]);
  });
});

test('whether its time is ahead, now or over', () => {
  const [summer] = findFollowUps('R6年夏頃の供用開始を目指します。', 2023);
  const days = ['2024-05-31', '2024-06-01', '2024-08-31', '2024-09-01'];
  expect(days.map((day) => timeOf(summer!, day))).toEqual(['ahead', 'now', 'now', 'over']);
});

test('a bullet is not part of the sentence, and each line is one', () => {
  expect(findFollowUps('・来年度に2回行います\n・引き続き行います\n・新しい講座を開きます', 2023)).toEqual([
    expect.objectContaining({ sentence: '来年度に2回行います', kind: 'time' }),
    expect.objectContaining({ sentence: '新しい講座を開きます', kind: 'new', timed: false }),
  ]);
});

test('a text of nothing but years and signs is read in time that grows with its length alone', () => {
  const steps = (text: string) => findFollowUps(text, 2023).length;
  for (const piece of ['令和6年度', 'R6年', '、', '検討', '10月', '年度', 'る前に'])
    expect(steps(piece.repeat(20_000))).toBeLessThanOrEqual(1);
});
