/** 実績メモ: what is read of a typed one, which goal it may be about, what is added up, and what is refused. */
import { describe, expect, test } from '@jest/globals';
import { addsUp, countsFor, sumOfMemos } from '../../../src/core/memo/adding.js';
import { forNext } from '../../../src/core/memo/for-next.js';
import { type MemoGoal, type MemoIndicator, memoProblems } from '../../../src/core/memo/memo.js';
import { indicatorOf, proposeFor } from '../../../src/core/memo/propose.js';
import { numberIn, pastDay, quickNumber, readTypedMemo } from '../../../src/core/memo/read-memo.js';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { printedSheets } from '../../store/postgres/city.js';

const TODAY = '2023-10-02';

function goalsOf(sheet: Sheet): MemoGoal[] {
  return sheet.goals.map((goal) => ({
    sectionId: 's1',
    section: sheet.header.organization.text,
    fiscalYear: 2023,
    goalId: `s1.2023.${goal.no}`,
    goalNo: goal.no,
    goalText: goal.text,
    indicators: goal.indicators.map(({ name, target, initiativeCell, overview }, at) => ({
      id: `s1.2023.${goal.no}.${at + 1}`,
      name,
      target,
      initiative: `${initiativeCell} ${overview}`,
      addsUp: addsUp(name, target, null),
    })),
  }));
}
const SHEETS = printedSheets();
const sheetOf = (organization: string) =>
  goalsOf(SHEETS.find(({ header }) => header.organization.text.includes(organization))!);

describe('a typed memo', () => {
  test.each([
    [
      'メモ 1番 木崎地区でワークショップ、32人',
      { goalNo: '1', day: null, text: '木崎地区でワークショップ、32人' },
    ],
    ['メモ　２番　6/12　講座を開催', { goalNo: '2', day: '2023-06-12', text: '講座を開催' }],
    ['実績メモ：6月12日、No.3 講座を開催', { goalNo: '3', day: '2023-06-12', text: '講座を開催' }],
    ['memo 昨日 1番 3回', { goalNo: '1', day: '2023-10-01', text: '3回' }],
    ['Memo #04 12/20 忘年会', { goalNo: '4', day: '2022-12-20', text: '忘年会' }],
    ['memo 1 Workshop in Kizaki, 32人', { goalNo: '1', day: null, text: 'Workshop in Kizaki, 32人' }],
    ['メモ', { goalNo: '', day: null, text: '' }],
    ['メモ 2番', { goalNo: '2', day: null, text: '' }],
    ['メモ 32人が来た', { goalNo: '', day: null, text: '32人が来た' }],
  ])('%s', (typed, read) => {
    expect(readTypedMemo(typed, TODAY)).toEqual({ ...read, link: '' });
  });

  test('a link in it is one, and stays in the text', () => {
    const typed = 'メモ 1番 開催しました https://example.jp/a?b=1。';
    expect(readTypedMemo(typed, TODAY)).toMatchObject({
      link: 'https://example.jp/a?b=1',
      text: '開催しました https://example.jp/a?b=1。',
    });
    expect(readTypedMemo('メモ javascript:alert(1)', TODAY)?.link).toBe('');
  });

  test.each(['メモリを増やした', 'notes are here', '実績', '1番 メモ', ''])('%s is none', (typed) => {
    expect(readTypedMemo(typed, TODAY)).toBeNull();
  });

  test('days are the last such day, and what is no day is none', () => {
    expect(pastDay('10/3', TODAY)).toBe('2022-10-03');
    expect(pastDay('2月29日', TODAY)).toBeNull();
    expect(pastDay('令和5年6月1日', TODAY)).toBe('2023-06-01');
    expect(pastDay('13/40', TODAY)).toBeNull();
    expect(pastDay('2023-02-30', TODAY)).toBeNull();
  });
});

describe('its number', () => {
  test.each([
    ['木崎地区でワークショップ、32人', null, '32人'],
    ['6月12日に木崎地区で開催、参加者は延べ1,200人でした', null, '1,200人'],
    ['大人20人、子ども12人、計32人', null, '32人'],
    ['大人20人、子ども12人', null, ''],
    ['2回開催し、45人が参加', null, ''],
    ['2回開催し、45人が参加', '人', '45人'],
    ['2回開催し、45人が参加', '回', '2回'],
    ['令和4年度は9回', null, ''],
    ['特に数はありません', null, ''],
  ])('%s (%s): %s', (text, unit, number) => {
    expect(numberIn(text, 2023, unit)).toBe(number);
  });

  test.each([
    ['+12', '12'],
    ['＋１２', '12'],
    ['+12人', '12人'],
    [' + 1,200 人 ', '1,200人'],
  ])('%s counts on', (typed, number) => {
    expect(quickNumber(typed)?.replace(' ', '')).toBe(number);
  });

  test.each(['+', '12', '+12%', '++1', '+1 賛成です', '+約12', '+10～20', `+${'9'.repeat(80)}`, '-3', '+-3'])(
    '%s does not',
    (typed) => {
      expect(quickNumber(typed)).toBeNull();
    },
  );
});

describe('which goal it may be about', () => {
  test('words of the indicator, the initiative and the goal', () => {
    const goals = sheetOf('健康福祉課');
    const [first] = proposeFor('もの忘れ検診の受診勧奨をしました', 2023, goals);
    expect([first?.goal.goalNo, first?.indicator.name]).toMatchObject([
      expect.any(String),
      expect.stringContaining('もの忘れ検診'),
    ]);
    expect(proposeFor('お茶を飲みました', 2023, goals)).toEqual([]);
    expect(proposeFor('', 2023, goals)).toEqual([]);
  });

  test('its own name proposes every indicator of the eight sheets first', () => {
    const missed = SHEETS.flatMap((sheet) => {
      const goals = goalsOf(sheet);
      return goals.flatMap(({ indicators }) =>
        indicators.filter(({ id, name }) => {
          const proposed = proposeFor(name, 2023, goals);
          return proposed[0]?.indicator.id !== id && proposed[0]?.indicator.name !== name;
        }),
      );
    });
    expect(missed.map(({ name }) => name)).toEqual([]);
  });

  test('of a goal that is named the only indicator, else the one of the unit, else none', () => {
    const indicator = (id: string, name: string, target: string): MemoIndicator => ({
      id,
      name,
      target,
      initiative: '',
      addsUp: true,
    });
    const goal = (...indicators: MemoIndicator[]): MemoGoal => ({ ...sheetOf('建設課')[0]!, indicators });
    const people = indicator('a', '参加者数', '200人');
    const times = indicator('b', '開催数', '12回');
    expect(indicatorOf('会議', '', goal(people))?.id).toBe('a');
    expect(indicatorOf('会議、12人', '12人', goal(people, times))?.id).toBe('a');
    expect(indicatorOf('会議', '', goal(people, times))).toBeNull();
    expect(indicatorOf('2回で12人', '', goal(people, times))).toBeNull();
  });
});

describe('adding up', () => {
  const visitors: MemoIndicator = {
    id: 'i',
    name: 'ワークショップの参加者数',
    target: '200人以上',
    initiative: '',
    addsUp: true,
  };
  const memo = (number: string, indicatorId = 'i', text = '') => ({ number, indicatorId, text });

  test('the numbers of the indicator', () => {
    const sum = sumOfMemos([memo('32人'), memo(''), memo('18'), memo('9人', 'other')], visitors, 'ja');
    expect(sum).toEqual({ parts: ['32人', '18人'], sum: '50人', leftOut: 0 });
  });
  test('what is noted for the next year counts nowhere', () => {
    const next = memo('500人', 'i', '今後の方針：定員を500人に');
    expect(sumOfMemos([memo('32人'), next], visitors, 'ja')?.sum).toBe('32人');
  });
  test('exactly, also of decimals', () => {
    const weight = { ...visitors, name: '回収量', target: '10t' };
    expect(sumOfMemos([memo('0.1t'), memo('0.2t')], weight, 'ja')?.sum).toBe('0.3 t');
  });
  test('what does not go with the others is left out and counted', () => {
    expect(sumOfMemos([memo('32人'), memo('2回'), memo('累計50人'), memo('約5人')], visitors, 'ja')).toEqual({
      parts: ['32人'],
      sum: '32人',
      leftOut: 3,
    });
  });
  test('of what stands for itself, and of nothing, there is no sum', () => {
    expect(sumOfMemos([memo('32人')], { ...visitors, addsUp: false }, 'ja')).toBeNull();
    expect(sumOfMemos([memo('')], visitors, 'ja')).toBeNull();
    expect(countsFor('3回', visitors)).toBe(false);
    expect(countsFor('3', visitors)).toBe(true);
  });
  test.each([
    ['ワークショップの参加者数', '200人以上', null, true],
    ['講座の開催回数', '12回', null, true],
    ['受診率(%)', '50%', null, false],
    ['LINE登録者数', '2,000人', null, false],
    ['設置数', '累計14避難所', null, false],
    ['供用開始', '年度内供用開始', null, false],
    ['受診率(%)', '50%', 'adds', true],
    ['参加者数', '200人', 'stands', false],
  ] as const)('%s %s (%s): %s', (name, target, growth, adds) => {
    expect(addsUp(name, target, growth)).toBe(adds);
  });
});

test('what cannot be kept is said, field by field', () => {
  const fine = { day: '2023-06-12', number: '32人', text: '開催', link: 'https://example.jp/' };
  expect(memoProblems(fine, TODAY)).toEqual({});
  expect(memoProblems({ ...fine, number: '', link: '' }, TODAY)).toEqual({});
  const wrong = (part: Partial<typeof fine>) => Object.keys(memoProblems({ ...fine, ...part }, TODAY));
  expect(wrong({ day: '2023-10-03' })).toEqual(['day']);
  expect(wrong({ day: '2022-03-31' })).toEqual(['day']);
  expect(wrong({ day: '6月' })).toEqual(['day']);
  expect(wrong({ text: ' \n' })).toEqual(['text']);
  expect(wrong({ text: 'あ'.repeat(1501) })).toEqual(['text']);
  expect(wrong({ number: 'たくさん' })).toEqual(['number']);
  expect(wrong({ number: '10人、3回' })).toEqual(['number']);
  expect(wrong({ link: 'javascript:alert(1)' })).toEqual(['link']);
  expect(wrong({ link: 'https://a b' })).toEqual(['link']);
  expect(wrong({ link: `https://example.jp/${'a'.repeat(1000)}` })).toEqual(['link']);
});

describe('what is noted for what comes next', () => {
  test.each([
    ['今後の方針：定員を30人に増やします。', '定員を30人に増やします。'],
    ['今後に向けて: 会場を広げる', '会場を広げる'],
    ['Next steps: go on', 'go on'],
    ['今後の方針：', null],
    ['今後の方針を話し合った', null],
    ['打合せ：今後の方針', null],
  ])('%s', (text, said) => expect(forNext(text)).toBe(said));

  test('counts nowhere', () => {
    expect(numberIn('定員を30人に増やした', 2023, '人')).toBe('30人');
    expect(numberIn('今後の方針：定員を30人に増やす', 2023, '人')).toBe('');
  });
});
