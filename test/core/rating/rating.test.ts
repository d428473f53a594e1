import { describe, expect, test } from '@jest/globals';
import { type ProposalRequest, proposeRating } from '../../../src/core/rating/propose.js';
import { fourStep, niigataR5, type Scale } from '../../../src/core/sheet/scale.js';

/** A person has said that more is better, unless the target has a comparator of its own. */
const said = (target: string) => (/以上|以下|未満|超/.test(target) ? {} : { direction: 'higher' as const });

const propose = (target: string, result: string, rest: Partial<ProposalRequest> = {}) =>
  proposeRating({ target, result, round: 'yearend', scale: niigataR5, ...said(target), ...rest });

const withThreshold: Scale = {
  ...niigataR5,
  id: 'with-threshold',
  rules: { ...niigataR5.rules, notAchievedBelow: '0.5' },
};

describe('niigata-r5 at year-end', () => {
  test.each<[string, string, string | null, string | null, string]>([
    ['200人以上', '190人', 'partially_achieved', '0.950', 'partial-ratio'],
    ['200人以上', '200人', 'achieved', '1.000', 'achieved-all'],
    ['10000人', '9999人', 'partially_achieved', '0.999', 'partial-ratio'],
    ['100人超', '100人', 'partially_achieved', '1.000', 'partial-ratio'],
    ['100人', '80人', 'partially_achieved', '0.800', 'partial-ratio'],
    ['100人', '79.99人', null, '0.799', 'ask-below-partial'],
    ['100人', '0人', null, '0.000', 'ask-below-partial'],
    ['85%以上', '80/88', 'achieved', '1.069', 'achieved-all'],
    ['91%', '80/88', 'partially_achieved', '0.999', 'partial-ratio'],
    ['66.7%', '2人/3人', 'partially_achieved', '0.999', 'partial-ratio'],
    ['85%', '11件/12件', 'achieved', '1.078', 'achieved-all'],
    ['・委員会2回 ・座談会8回', '・座談会8回 ・委員会1回', 'partially_achieved', '0.500', 'partial-some-met'],
    ['・委員会2回 ・座談会10回', '委員会1回、座談会8回', 'partially_achieved', '0.500', 'partial-ratio'],
    ['2避難所 (累計13避難所)', '1避難所 (累計12避難所)', 'partially_achieved', '0.500', 'partial-ratio'],
    ['3', '3(延べ17回)', 'achieved', '1.000', 'achieved-all'],
    ['10件以下', '10件', 'achieved', '1.000', 'achieved-all'],
    ['10件以下', '8件', 'achieved', '1.250', 'achieved-all'],
    ['10件未満', '10件', 'partially_achieved', '1.000', 'partial-ratio'],
    ['10件以下', '12件', 'partially_achieved', '0.833', 'partial-ratio'],
    ['10件以下', '13件', null, '0.769', 'ask-below-partial'],
    ['0件以下', '0件', 'achieved', null, 'achieved-all'],
    ['0件以下', '1件', null, null, 'ask-below-partial'],
    ['200人', '200名', 'achieved', '1.000', 'achieved-all'],
    ['3箇所', '3か所', 'achieved', '1.000', 'achieved-all'],
    ['100千円', '99,999円', 'partially_achieved', '0.999', 'partial-ratio'],
    ['1,000人', '1000', 'achieved', '1.000', 'achieved-all'],
    ['健康教育17回', '17回', 'achieved', '1.000', 'achieved-all'],
    ['200人', '参加者は209人でした', 'achieved', '1.045', 'achieved-all'],
    ['10回', '委員会2回 座談会8回 計10回', 'achieved', '1.000', 'achieved-all'],
  ])('%s → %s: %s', (target, result, rating, ratio, rule) => {
    const proposal = propose(target, result);
    expect(proposal).toMatchObject({ rating, ask: rating === null, ratio, rule: `niigata-r5/${rule}` });
  });

  test.each<[string, string, string]>([
    ['200人', '190件', 'ask-units-differ'],
    ['18', '19人', 'ask-units-differ'],
    ['85%', '0.9', 'ask-units-differ'],
    ['120万円以下', '130', 'ask-units-differ'],
    ['・委員会2回 ・座談会8回', '・委員会2回', 'ask-missing-part'],
    ['・委員会2回 ・座談会8回', '2回、8回', 'ask-missing-part'],
    ['10回', '委員会2回 座談会8回', 'ask-missing-part'],
    ['累計14避難所', '14避難所', 'ask-missing-part'],
    ['17回', '延べ17回', 'ask-missing-part'],
    ['200人', '女性150人', 'ask-missing-part'],
    ['200人', '200人(190人)', 'ask-unread-result'],
    ['200人', '約200人', 'ask-approximate'],
    ['200人', '200人以上', 'ask-open-result'],
    ['200人', '180～210人', 'ask-unread-result'],
    ['200人', '中止', 'ask-mixed-result'],
    ['5回', '5回、中止', 'ask-mixed-result'],
    ['200人', '', 'ask-no-result'],
    ['', '200人', 'ask-no-target'],
    ['増やす', '200人', 'ask-unread-target'],
    ['10件以上20件以下', '15件', 'ask-target-ambiguous'],
    ['対象者に対しての全数', '対象者に対しての全数', 'ask-coverage'],
    ['年度内供用開始', '南口:供用開始 北口:工事中', 'ask-milestone'],
  ])('%s → %s is asked: %s', (target, result, rule) => {
    const proposal = propose(target, result);
    expect(proposal).toMatchObject({ rating: null, ask: true });
    expect(proposal.rule).toBe(`niigata-r5/${rule}`);
    expect(proposal.because.ja).toMatch(/。$/);
  });

  test('× is proposed only where the organisation has set a threshold', () => {
    expect(propose('100人', '0人').rating).toBeNull();
    expect(propose('100人', '49人', { scale: withThreshold }).rating).toBe('not_achieved');
    expect(propose('100人', '50人', { scale: withThreshold }).rating).toBeNull();
    expect(propose('0件以下', '5件', { scale: withThreshold }).rating).toBeNull();
    expect(propose('・A会2回 ・B会8回', '・A会2回 ・B会0回', { scale: withThreshold }).rating).toBe(
      'partially_achieved',
    );
  });

  test('a direction that contradicts the words of the target is asked', () => {
    expect(propose('200人以上', '250人', { direction: 'lower' }).rule).toBe('niigata-r5/ask-direction');
    expect(propose('10件以下', '5件', { direction: 'lower' }).rating).toBe('achieved');
    expect(propose('10件', '5件', { direction: 'lower' }).rating).toBe('achieved');
    expect(propose('10件', '5件').rating).toBeNull();
  });
});

describe('the four-step scale', () => {
  test.each<[string, string, string | null]>([
    ['100人', '120人', 'exceeded'],
    ['100人', '119.99人', 'achieved'],
    ['・委員会2回 ・座談会8回', '・委員会3回 ・座談会8回', 'achieved'],
    ['10件以下', '0件', 'exceeded'],
    ['12件以下', '10件', 'exceeded'],
    ['0件以下', '0件', 'achieved'],
  ])('%s → %s: %s', (target, result, rating) => {
    expect(propose(target, result, { scale: fourStep }).rating).toBe(rating);
  });
  test('at mid-year nothing above ○ is proposed', () => {
    expect(propose('100人', '500人', { scale: fourStep, round: 'midyear' }).rating).toBe('achieved');
  });
});

describe('mid-year', () => {
  const midyear = { round: 'midyear', elapsed: '0.5' } as const;
  test('a limit can still be passed', () => {
    expect(propose('10件以下', '3件', midyear)).toMatchObject({
      rating: null,
      rule: 'niigata-r5/ask-midyear-limit',
      pace: null,
    });
  });
  test('the pace is a hint for numbers that add up', () => {
    expect(propose('200人', '96人', midyear).pace).toEqual({
      ja: '目標の48％（年度の50％が経過）',
      en: '48% of the target (50% of the year has passed)',
    });
    expect(propose('85%', '40%', midyear).pace).toBeNull();
    expect(propose('累計14避難所', '累計12避難所', midyear).pace).toBeNull();
    expect(propose('200人', '96人').pace).toBeNull();
    expect(propose('200人', '96人', { round: 'midyear' }).pace).toBeNull();
  });
});

describe('the reason', () => {
  test.each<[string, string, Partial<ProposalRequest>, string, string]>([
    [
      '200人以上',
      '190人',
      {},
      '目標200人以上 → 結果190人、95.0％',
      'target at least 200人 → result 190人, 95.0%',
    ],
    [
      '10000人',
      '9999人',
      {},
      '目標10,000人 → 結果9,999人、99.9％',
      'target 10,000人 → result 9,999人, 99.9%',
    ],
    [
      '10件以下',
      '12件',
      {},
      '目標10件以下 → 結果12件、目標を2件超過（目標÷結果 83.3％）',
      'target at most 10件 → result 12件, 2件 over the limit (target ÷ result 83.3%)',
    ],
    [
      '・委員会2回 ・座談会8回',
      '・委員会2回 ・座談会4回',
      {},
      '目標委員会2回 → 結果委員会2回、100.0％／目標座談会8回 → 結果座談会4回、50.0％。2つの目標のうち1つを達成。',
      'target 委員会: 2回 → result 委員会: 2回, 100.0%; target 座談会: 8回 → result 座談会: 4回, 50.0%; 1 of 2 targets met.',
    ],
    [
      '200人',
      '100人',
      {},
      '目標200人 → 結果100人、50.0％。目標の80％に届いていません。△ 一部未達成か、× 未達成かを選んでください。',
      'target 200人 → result 100人, 50.0%; below 80% of the target. Please choose △ Partly not achieved or × Not achieved.',
    ],
    [
      '200人',
      '190件',
      {},
      '目標「200人」と結果「190件」の単位が違います。評価を選んでください。',
      'the units of the target "200人" and the result "190件" differ. Please choose a rating.',
    ],
  ])('%s → %s', (target, result, rest, ja, en) => {
    expect(propose(target, result, rest).because).toEqual({ ja, en });
  });
});

describe('warnings', () => {
  const ids = (target: string, result: string, rest: Partial<ProposalRequest> = {}) =>
    propose(target, result, rest).warnings.map((warning) => warning.id);
  test('V14 only for what is no number', () => {
    expect(ids('年度内供用開始', '年度内 供用開始')).toEqual(['V14']);
    expect(ids('16回', '16回')).toEqual([]);
  });
  test('V16 from one and a half times the target, never for limits', () => {
    expect(ids('100人', '150人')).toEqual(['V16']);
    expect(ids('100人', '149.9人')).toEqual([]);
    expect(ids('100件以下', '1件')).toEqual([]);
  });
  test('H12 an evaluation before the period ends', () => {
    expect(ids('5回', '5回', { evaluatedOn: '2024-01-31', periodEnd: '2024-03-31' })).toEqual(['H12']);
    expect(ids('5回', '5回', { evaluatedOn: '2024-03-31', periodEnd: '2024-03-31' })).toEqual([]);
  });
});
