import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { POST_ROLES } from '../../../src/core/organization/post-roles.js';
import { readRoute, roleOfTitle, routeText } from '../../../src/core/organization/read-route.js';
import type { RouteStep } from '../../../src/core/organization/route.js';

const step = (
  role: RouteStep['role'],
  act: RouteStep['act'] = 'approve',
  where: RouteStep['where'] = 'channel',
): RouteStep => ({ role, act, where });
const THREE = [
  step('subsection_chief', 'check', 'private'),
  step('section_manager'),
  step('department_head', 'check'),
];

describe('a route is read', () => {
  test.each([
    '係長 確認（個別）→ 課長 承認 → 区長 確認',
    '係長確認(個別)⇒課長承認⇒区長確認',
    '係長　確認　（個別）＞課長＞区長　確認',
    '係長（確認、個別）、館長（承認）、部長（確認・チャンネル）',
    '維持係長（個別）確認 / 所長 / 局長 確認',
    '係長 確認(個別) -> 課長 => 区長 確認',
    '係長 確認（個別）\r\n課長 承認\r\n区長 確認\r\n',
    'subsection_chief confirm (private) > section_manager approve (channel), department_head confirm',
  ])('%j', (text) => {
    expect(readRoute(text)).toEqual({ ok: true, steps: THREE });
  });

  test('a title alone approves in the channel', () => {
    expect(readRoute('課長')).toEqual({ ok: true, steps: [step('section_manager')] });
    expect(readRoute('課長補佐→課長')).toEqual({
      ok: true,
      steps: [step('assistant_manager'), step('section_manager')],
    });
  });

  test('as it is written', () => {
    expect(routeText(THREE)).toBe('係長 確認（個別）→ 課長 承認 → 区長 確認');
    const steps = fc
      .uniqueArray(fc.constantFrom(...POST_ROLES.filter((role) => role !== 'coordinator')), { minLength: 1 })
      .chain((roles) =>
        fc.tuple(
          ...roles.map((role) =>
            fc.record({
              role: fc.constant(role),
              act: fc.constantFrom('check' as const, 'approve' as const),
              where: fc.constantFrom('channel' as const, 'private' as const),
            }),
          ),
        ),
      );
    fc.assert(
      fc.property(steps, (route) => {
        const read = readRoute(routeText(route));
        if (route.some(({ act }) => act === 'approve')) expect(read).toEqual({ ok: true, steps: route });
        else expect(read.ok).toBe(false);
      }),
    );
  });
});

describe('what is wrong is said', () => {
  test.each([
    ['', '役職がありません'],
    ['→、', '役職がありません'],
    ['王様 承認', '「王様」は承認経路の役職として'],
    ['課長 決裁', '「課長 決裁」は承認経路の役職として'],
    ['課長（密室）', '「密室」が分かりません'],
    ['課長（確認）承認', 'どちらか一方'],
    ['課長（個別・チャンネル）', 'どちらか一方'],
    ['係長 確認 → 区長 確認', '承認する役職がありません'],
    ['課長 → 館長', '「課長」が2回'],
    ['事務局 承認', '事務局は課の承認経路に入りません'],
  ])('%j', (text, problem) => {
    const read = readRoute(text);
    expect(read.ok ? '' : read.problem.ja).toContain(problem);
    expect(read.ok ? '' : read.problem.en).not.toBe('');
  });

  test('whatever is typed, it is read or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[課係区長確認承個別（）()→、>-]*$/u)),
        (text) => {
          const read = readRoute(text);
          if (read.ok) expect(readRoute(routeText(read.steps))).toEqual(read);
          else expect(read.problem.ja).not.toBe('');
        },
      ),
    );
  });
});

test('titles end as their roles do', () => {
  expect(
    ['課長', '館長', '副館長', '課長補佐', '維持係長', '主査', '局長', '北区長', '事務局', '主事'].map(
      roleOfTitle,
    ),
  ).toEqual([
    'section_manager',
    'section_manager',
    'assistant_manager',
    'assistant_manager',
    'subsection_chief',
    'subsection_chief',
    'department_head',
    'department_head',
    'coordinator',
    null,
  ]);
});
