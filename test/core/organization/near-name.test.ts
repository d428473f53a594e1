import { expect, test } from '@jest/globals';
import { isNear, nearKey } from '../../../src/core/organization/near-name.js';

test.each([
  ['健康福社課', '健康福祉課'],
  ['健康福課', '健康福祉課'],
  ['健康福祉祉課', '健康福祉課'],
  ['健福康祉課', '健康福祉課'],
  ['健康福祉科', '健康福祉課'],
  ['北出帳所', '北出張所'],
  ['健設課', '建設課'],
])('%s is nearly %s', (one, other) => {
  expect(isNear(one, other)).toBe(true);
  expect(isNear(other, one)).toBe(true);
});

test.each([
  ['健康福祉課', '健康福祉課'],
  ['北出張所', '南出張所'],
  ['北出張所', '出張所'],
  ['第一保育園', '第二保育園'],
  ['建設1課', '建設2課'],
  ['福祉課', '福祉部'],
  ['建設課', '建設課北'],
  ['生活環境課', '生活福祉課'],
  ['税課', '財課'],
])('%s and %s are two', (one, other) => {
  expect(isNear(one, other)).toBe(false);
  expect(isNear(other, one)).toBe(false);
});

test('of a key one part may differ; the same 課 in another 部 is another 課', () => {
  const known = ['北区役所/健康福祉課', '北区役所/地域総務課/北区郷土博物館', '北区役所/北区役所'];
  expect(nearKey('北区役所/健康福社課', known)).toBe('北区役所/健康福祉課');
  expect(nearKey('北区役処/健康福祉課', known)).toBe('北区役所/健康福祉課');
  expect(nearKey('北区役処/北区役処', known)).toBe('北区役所/北区役所');
  expect(nearKey('北区役所/地域総務課/北区郷士博物館', known)).toBe('北区役所/地域総務課/北区郷土博物館');
  // 北区 on one sheet and 北区役所 on another (H07) are one 部.
  expect(nearKey('北区/健康福祉課', known)).toBe('北区役所/健康福祉課');
  expect(nearKey('北区/北区', known)).toBe('北区役所/北区役所');
  for (const other of [
    '北区/健康福社課',
    '南区役所/健康福祉課',
    '北区役処/健康福社課',
    '北区役所/保護課',
    '北区役所/地域総務課',
  ])
    expect(nearKey(other, known)).toBeNull();
});
