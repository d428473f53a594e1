/** Which way an indicator counts: what its target and its name leave in no doubt, and what is asked. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { directionFact } from '../../../src/core/rating/direction.js';
import { proposeRating } from '../../../src/core/rating/propose.js';
import { niigataR5 } from '../../../src/core/sheet/scale.js';

const [fewer = [], more = []] = readFileSync(
  new URL('../../fixtures/indicator-names.txt', import.meta.url),
  'utf8',
)
  .split(/^#.*\n/mu)
  .slice(1)
  .map((part) => part.split('\n').filter((line) => line !== ''));

const propose = (indicator: string, target: string, result: string) =>
  proposeRating({ indicator, target, result, round: 'yearend', scale: niigataR5 });

describe('names alone', () => {
  test('there are at least a hundred of each side', () => {
    expect(fewer.length).toBeGreaterThanOrEqual(100);
    expect(more.length).toBeGreaterThanOrEqual(100);
    expect(fewer.filter((name) => more.includes(name))).toEqual([]);
  });

  test('none of which fewer is better is taken for one of which more is', () => {
    expect(fewer.filter((name) => directionFact(name, '10', null).direction !== null)).toEqual([]);
    expect(fewer.filter((name) => propose(name, '10', '12').rating !== null)).toEqual([]);
    expect(fewer.filter((name) => propose(name, '12', '10').rating !== null)).toEqual([]);
  });

  test('of those of which more is better at most one in four is asked', () => {
    const asked = more.filter((name) => directionFact(name, '10', null).direction === null);
    expect(asked.length).toBeLessThanOrEqual(more.length / 4);
    expect(more.filter((name) => directionFact(name, '10', null).direction === 'lower')).toEqual([]);
  });
});

describe('a sheet', () => {
  test.each([
    ['苦情件数', '5件以下', 'lower', 'comparator'],
    ['苦情件数', '5件未満', 'lower', 'comparator'],
    ['満足度', '90％以上', 'higher', 'comparator'],
    ['講座の開催回数', '10回', 'higher', 'words'],
    ['', '委員会2回', null, 'nowhere'],
    ['苦情件数', '5件', null, 'nowhere'],
    ['講座の開催回数', '0回', null, 'nowhere'],
    ['参加者数', '上限100人', null, 'nowhere'],
    ['エレベーターの完成供用', '年度内供用開始', null, 'comparator'],
  ] as const)('%s %s: %s (%s)', (name, target, direction, from) => {
    expect(directionFact(name, target, null)).toMatchObject({ direction, from });
    expect(directionFact(name, target, 'neither')).toMatchObject({ direction: 'neither', from: 'person' });
  });

  test('what is proposed to whoever is asked', () => {
    expect(directionFact('苦情件数', '5件', null).likely).toBe('lower');
    expect(directionFact('区画数', '5', null).likely).toBe('higher');
    expect(directionFact('区画数', '0', null).likely).toBe('lower');
  });
});

describe('neither more nor fewer: a state to keep', () => {
  const kept = (target: string, result: string, round: 'midyear' | 'yearend' = 'yearend') =>
    proposeRating({ target, result, round, scale: niigataR5, direction: 'neither' });
  test('the same number is ○, another one is for a person', () => {
    expect(kept('20団体', '20団体').rating).toBe('achieved');
    for (const result of ['19団体', '21団体'])
      expect(kept('20団体', result)).toMatchObject({ ask: true, rule: 'niigata-r5/ask-kept-state' });
    expect(kept('20団体', '20団体', 'midyear').ask).toBe(true);
    expect(kept('20団体以上', '25団体').rating).toBe('achieved');
  });
});
