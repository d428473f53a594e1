import { describe, expect, test } from '@jest/globals';
import {
  type NumberPart,
  printReading,
  readQuantity,
  sameUnit,
  unitOfIndicator,
} from '../../../src/core/quantity/index.js';

const PLAIN: NumberPart = {
  kind: 'number',
  label: null,
  value: '',
  fraction: null,
  unit: null,
  comparator: null,
  scope: 'annual',
  approximate: false,
};
const number = (value: string, unit: string | null = null, rest: Partial<NumberPart> = {}): NumberPart => ({
  ...PLAIN,
  value,
  unit,
  ...rest,
});

describe('numbers read with certainty', () => {
  const rows: [id: string, text: string, parts: NumberPart[], notes?: string[]][] = [
    ['V01', '5,900人', [number('5900', '人')]],
    ['V01', '18', [number('18')]],
    ['V01', '補助事業者数 1', [number('1', null, { label: '補助事業者数' })]],
    ['V03', '健康教育17回', [number('17', '回', { label: '健康教育' })]],
    ['V03', '参加者は209人でした', [number('209', '人', { label: '参加者' })]],
    ['V04', '１，０００人', [number('1000', '人')]],
    ['V04', '1万2千人', [number('12000', '人')]],
    ['V04', '1.2万人', [number('12000', '人')]],
    ['V04', '三千五百円', [number('3500', '円')]],
    ['V04', '1億2千万円', [number('120000000', '円')]],
    ['V04', '約百人', [number('100', '人', { approximate: true })]],
    ['V04', '一〇〇人', [number('100', '人')]],
    ['V04', '三千五百', [number('3500')]],
    [
      'V05',
      '2避難所 (累計13避難所)',
      [number('2', '避難所'), number('13', '避難所', { scope: 'cumulative' })],
    ],
    [
      'V05',
      '２避難所（累計１３避難所）',
      [number('2', '避難所'), number('13', '避難所', { scope: 'cumulative' })],
    ],
    ['V05', '50件（累計）', [number('50', '件', { scope: 'cumulative' })]],
    ['V05', '（累計）50件', [number('50', '件', { scope: 'cumulative' })]],
    ['V07', '364人（延べ）', [number('364', '人', { scope: 'person_times' })]],
    ['V08', '10件に抑える', [number('10', '件', { comparator: 'lte' })]],
    ['V08', '10件未満に抑える', [number('10', '件', { comparator: 'lt' })]],
    ['V06', '3(延べ17回)', [number('3'), number('17', '回', { scope: 'person_times' })]],
    ['V07', '延364人', [number('364', '人', { scope: 'person_times' })]],
    [
      'V07',
      '参加者延べ約1,000人',
      [number('1000', '人', { label: '参加者', scope: 'person_times', approximate: true })],
    ],
    ['V08', '200人以上', [number('200', '人', { comparator: 'gte' })]],
    ['V08', '5件以下', [number('5', '件', { comparator: 'lte' })]],
    ['V08', '30分以内', [number('30', '分', { comparator: 'lte' })]],
    ['V08', '5件未満', [number('5', '件', { comparator: 'lt' })]],
    ['V08', '200人超', [number('200', '人', { comparator: 'gt' })]],
    ['V08', '200人を超える', [number('200', '人', { comparator: 'gt' })]],
    ['V08', '≧85％', [number('85', '%', { comparator: 'gte' })]],
    ['V08', '≤ 85%', [number('85', '%', { comparator: 'lte' })]],
    ['V08', '200人程度', [number('200', '人', { approximate: true })]],
    ['V09', '80/88', [number('90.9090909091', '%', { fraction: { numerator: '80', denominator: '88' } })]],
    [
      'V09',
      '90.9%(80/88)',
      [number('90.9090909091', '%', { fraction: { numerator: '80', denominator: '88' } })],
    ],
    [
      'V09',
      '88本中80本',
      [number('90.9090909091', '%', { fraction: { numerator: '80', denominator: '88' } })],
    ],
    ['V09', '８割５分', [number('85', '%')]],
    [
      'V10',
      '・委員会2回 ・座談会8回',
      [number('2', '回', { label: '委員会' }), number('8', '回', { label: '座談会' })],
    ],
    [
      'V10',
      '委員会（2回）、座談会（8回）',
      [number('2', '回', { label: '委員会' }), number('8', '回', { label: '座談会' })],
    ],
    ['V11', '1,000人 H29年度数値', [number('1000', '人')], ['H29年度数値']],
    ['V11', '100人（前年度85人）', [number('100', '人')], ['前年度85人']],
    ['V11', '100人 うち女性40人', [number('100', '人')], ['うち女性40人']],
    ['V19', '103,000円', [number('103000', '円')]],
    ['V19', '103千円', [number('103000', '円')]],
    ['V19', '120万円', [number('1200000', '円')]],
    ['V19', '5百万円', [number('5000000', '円')]],
    ['V19', '￥1,000', [number('1000', '円')]],
    ['C06', '△10', [number('-10')]],
    ['C06', '▲3件', [number('-3', '件')]],
    [
      'T11',
      '①委員会2回②座談会8回',
      [number('2', '回', { label: '委員会' }), number('8', '回', { label: '座談会' })],
    ],
    ['dates', '190人（10月18日実施）', [number('190', '人')], ['10月18日', '実施']],
    ['dates', '7,321人(4/1~3/31)', [number('7321', '人')], ['4/1~3/31']],
    ['said', '39回実施しました。', [number('39', '回')]],
    ['said', '全12回', [number('12', '回')]],
    ['unit', '120鉢', [number('120', '鉢')]],
    ['unit', '5（回）', [number('5', '回')]],
    ['unit', '100㎡', [number('100', '㎡')]],
    ['English', 'at least 200 people', [number('200', 'people', { comparator: 'gte' })]],
  ];
  test.each(rows)('%s %s', (_id, text, parts, notes = []) => {
    expect(readQuantity(text)).toEqual({ parts, notes, certain: true, unread: [] });
  });
});

describe('what is no number', () => {
  test.each([
    '千葉市',
    '一部',
    '一部未達成',
    '四街道',
    '十分',
    '市民一人一人',
    '10月18日',
    'R5.10.18',
    '令和5年10月18日',
    '10/18(水)',
    '10時30分',
    'H29年度数値',
    '第3回',
    '第三回',
    '①',
    '①区民窓口係',
    '½',
    '10-15人',
    '20～10人',
    '10～2千人',
    '10/18',
    '10/18分',
    '7/8',
    '2,5',
    '1.2.3',
    '007',
    'A4',
    '△',
    '○',
    '',
    '　',
    '人',
  ])('%s', (text) => {
    const reading = readQuantity(text);
    expect(reading.parts).toEqual([]);
    expect(reading.certain).toBe(false);
  });

  test.each([
    '39回実施予定',
    '3中止',
    '二、三回',
    '二三回',
    '見込み200人',
    '月1回',
    '数十人',
    '参加者数十人',
    '3回目',
    '20人増',
    '200人(190人)',
    '3(17)',
    '△10％以内',
    '17名×4回=68',
    '91%(70/88)',
    '令和5年度 190人',
    '1 000人',
    '(5)',
    '（１，０００）',
    '（5人）',
  ])('%s is not certain', (text) => {
    expect(readQuantity(text).certain).toBe(false);
    expect(readQuantity(text).unread).not.toEqual([]);
  });

  test('coverage and milestones', () => {
    expect(readQuantity('対象者に対しての全数').parts).toEqual([
      { kind: 'coverage', text: '対象者に対しての全数' },
    ]);
    expect(readQuantity('年度内供用開始').parts).toEqual([
      { kind: 'milestone', label: null, state: '年度内供用開始' },
    ]);
    expect(readQuantity('南口：供用開始　北口：工事中')).toEqual({
      parts: [
        { kind: 'milestone', label: '南口', state: '供用開始' },
        { kind: 'milestone', label: '北口', state: '工事中' },
      ],
      notes: [],
      certain: true,
      unread: [],
    });
  });
});

describe('the unit of an indicator', () => {
  test.each<[string, string | null]>([
    ['取組み地区数(地区)', '地区'],
    ['保全活動の実施(参加人数)', '人'],
    ['研修実施(参加)数(回)', '回'],
    ['発注率（％）', '%'],
    ['避難所運営組織の立ち上げ数(避難所数)', null],
    ['健康教育の実施(回数)', null],
    ['上半期の工事発注率(発注本数/当初計画本数)', null],
    ['研修実施(参加)数', null],
    ['協働した団体数', null],
  ])('%s → %s', (name, unit) => {
    expect(unitOfIndicator(name)?.unit ?? null).toBe(unit);
    const part = readQuantity('3', { indicator: name }).parts[0];
    expect(part).toEqual(number('3', unit));
  });

  test('a unit of the value wins over the one of the indicator', () => {
    expect(readQuantity('3件', { indicator: '実施回数(回)' }).parts).toEqual([number('3', '件')]);
  });

  test('(千円) scales the bare number only', () => {
    expect(readQuantity('103', { indicator: '販売額(千円)' }).parts).toEqual([number('103000', '円')]);
    expect(readQuantity('103,000円', { indicator: '販売額(千円)' }).parts).toEqual([number('103000', '円')]);
  });

  test('in a share 7/8 is a fraction and no day', () => {
    expect(readQuantity('7/8', { indicator: '発注率' }).parts).toEqual([
      number('87.5', '%', { fraction: { numerator: '7', denominator: '8' } }),
    ]);
  });

  test('the same counter in other words', () => {
    expect(sameUnit('人', '名')).toBe(true);
    expect(sameUnit('箇所', 'か所')).toBe(true);
    expect(sameUnit('人', '件')).toBe(false);
    expect(sameUnit(null, '件')).toBe(false);
  });
});

describe('saying it back', () => {
  test.each([
    ['3避難所 (累計14避難所)', '3避難所・累計14避難所', '3避難所; cumulative 14避難所'],
    ['・委員会2回 ・座談会8回', '委員会2回・座談会8回', '委員会: 2回; 座談会: 8回'],
    ['約12千円以上', '約12,000円以上', 'about at least 12,000円'],
    ['80/88', '80/88（90.9％）', '80/88 (90.9%)'],
    ['9999/10000', '9,999/10,000（99.9％）', '9,999/10,000 (99.9%)'],
    ['前年比△3％', '前年比 -3％', '前年比: -3%'],
    ['南口:供用開始 北口:工事中', '南口：供用開始、北口：工事中', '南口: 供用開始; 北口: 工事中'],
    ['千葉市', '', ''],
  ])('%s → %s', (text, ja, en) => {
    expect(printReading(readQuantity(text), 'ja')).toBe(ja);
    expect(printReading(readQuantity(text), 'en')).toBe(en);
  });
});

describe('what a person reads at once', () => {
  test.each([
    ['500人（5年間）', '500人（5年間）'],
    ['500人(5か年合計)', '500人（5年間）'],
    ['10回（年間）', '10回'],
    ['5,000人(年)', '5,000人'],
    ['12回（毎年）', '12回'],
    ['12回（1年間）', '12回'],
    ['1,200人泊', '1,200人泊'],
    ['500円/人', '500円/人'],
    ['120千円/人', '120,000円/人'],
    ['3件/年', '3件'],
    ['10回／月', '10回/月'],
    ['128 万人', '1,280,000人'],
    ['1.5 億円', '150,000,000円'],
    ['10～20件', '10～20件'],
    ['10〜20件', '10～20件'],
    ['10件～20件', '10～20件'],
    ['10人から15人', '10～15人'],
    ['15％～20％', '15～20％'],
    ['10位以内', '10位以下'],
    ['全国10位以内', '全国10位以下'],
    ['20団体を維持', '20団体'],
    ['20団体（維持）', '20団体'],
    ['現状維持（20団体）', '20団体'],
    ['90%の維持', '90％'],
    ['維持20団体', '20団体'],
    ['12回継続', '12回'],
    ['12回（継続）', '12回'],
    ['継続（12回）', '12回'],
    ['現状の20団体を維持', '20団体'],
    ['12回を継続実施', '12回'],
    ['5年間で500人', '500人（5年間）'],
    ['5か年で延べ500人', '延べ500人（5年間）'],
    ['50人（5年間累計）', '50人（5年間）'],
    ['500人（通年）', '500人'],
    ['500人（年間延べ）', '延べ500人'],
    ['12回（月1回）', '12回'],
    ['900ｇ／人・日', '900 g/人日'],
    ['900g/人/日', '900 g/人日'],
    ['150人・日', '150人・日'],
    ['5,000t-CO2', '5,000 t-CO2'],
    ['2mg/L以下', '2 mg/L以下'],
    ['540kg/10a', '540 kg/10a'],
    ['2 億 3,000 万円', '230,000,000円'],
    ['1,500 千円', '1,500,000円'],
    ['5～10万円', '50,000～100,000円'],
    ['1,000～1,500千円', '1,000,000～1,500,000円'],
    ['5.8～8.6', '5.8～8.6'],
    ['第10位以内', '10位以下'],
    ['3分の2', '2/3（66.7％）'],
  ])('%s is %s', (text, printed) => {
    const reading = readQuantity(text);
    expect([reading.certain, printReading(reading, 'ja')]).toEqual([true, printed]);
  });
  test.each([
    '集計中',
    '100人(集計中)',
    '10回(5年間で)',
    '128 万 5千人',
    '8～9割',
    '500～2千人',
    '5年',
    '1, 200人',
    '2、3回',
    '1日平均50人',
    '6回（月1回）',
    '約5年間で20基',
    '5年間で約',
  ])('%s is asked', (text) => {
    expect(readQuantity(text).certain).toBe(false);
  });
});
