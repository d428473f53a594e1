/** What 事務局 looks for beside the checks of a report. */
import { describe, expect, test } from '@jest/globals';
import { findForBoard } from '../../../../src/core/checks/board/find.js';
import type { GoalTexts, IndicatorTexts } from '../../../../src/core/checks/check.js';
import { niigataR5 } from '../../../../src/core/sheet/scale.js';

const found = (one: Partial<IndicatorTexts>, round: GoalTexts['round'] = 'yearend') => {
  const indicator: IndicatorTexts = {
    name: '参加者数(人)',
    target: '200人以上',
    result: '200人',
    rating: 'achieved',
    reason: '',
    status: '実施しました。',
    overview: '',
    direction: null,
    lastYear: null,
    midyear: null,
    ...one,
  };
  return findForBoard({
    fiscalYear: 2023,
    round,
    scale: niigataR5,
    asOf: '2024-03-31',
    today: '2024-04-09',
    indicators: [indicator],
    policy: '',
    lastPolicy: '',
    others: [],
  });
};
const groups = (...args: Parameters<typeof found>) => found(...args).map(({ group }) => group);

describe('ratings', () => {
  test.each([
    { one: {}, is: [] },
    { one: { result: '190人' }, is: ['below'] },
    { one: { result: '190人', rating: 'partially_achieved' }, is: [] },
    { one: { result: '200人', rating: 'partially_achieved' }, is: ['at'] },
    { one: { result: '210人', rating: 'not_achieved' }, is: ['at'] },
    { one: { target: '10件以下', result: '12件', name: '苦情件数(件)' }, is: ['below'] },
    {
      one: { target: '10件以下', result: '8件', name: '苦情件数(件)', rating: 'partially_achieved' },
      is: ['at'],
    },
    // △ is proposed, and × was given
    { one: { result: '190人', rating: 'not_achieved' }, is: ['against'] },
    // which way it counts is not known, so nothing is said
    { one: { name: '相談件数(件)', target: '10件', result: '8件' }, is: [] },
    { one: { result: '', rating: null }, is: [] },
    { one: { target: '年度内供用開始', result: '供用開始' }, is: [] },
  ] as const)('$one.target → $one.result $one.rating: $is', ({ one, is }) => {
    expect(groups(one)).toEqual(is);
  });

  test('are told with the reason that was given, which is why the writer was not asked', () => {
    const [one] = found({ result: '190人', reason: '雨のため' });
    expect(one?.message.ja).toMatch(/評価案は「△ 一部未達成」です。.*評価の理由は「雨のため」です。$/u);
    expect(one?.message.en).toContain('雨のため');
  });

  test('at mid-year ○ is an outlook: a number below the target is not told', () => {
    expect(groups({ result: '90人' }, 'midyear')).toEqual([]);
  });
});

test('a result of twice its target and more asks about the target, to the third decimal', () => {
  expect(groups({ result: '399人' })).toEqual([]);
  expect(found({ result: '400人' })).toMatchObject([{ group: 'far_above', kind: 'target' }]);
  expect(found({ result: '400人' })[0]?.message.ja).toContain('200.0％');
  expect(groups({ result: '5人', target: '10人以下', name: '待機者数(人)' })).toEqual(['far_above']);
});
