/** A section as it is named in chat: one, or the nearest three to choose from. */
import { expect, test } from '@jest/globals';
import { nameSection } from '../../../src/core/organization/find-section.js';
import type { Actor, ListedSection } from '../../../src/core/organization/people.js';

const section = (department: string, name: string): ListedSection => ({
  id: `${department}-${name}`,
  name,
  department,
  parentId: null,
  route: [],
  otherKeys: [],
});
const SECTIONS = [
  ...['建設課', '産業振興課', '健康福祉課', '地域総務課', '北出張所'].map((name) =>
    section('北区役所', name),
  ),
  ...['建設課', '保護課'].map((name) => section('東区役所', name)),
];
const coordinator: Actor = {
  id: 'desk',
  name: '事務局',
  email: null,
  language: 'ja',
  posts: [{ id: 'p', sectionId: 's', role: 'coordinator', title: '事務局', sectionName: '総務課' }],
  deputyFor: [],
};
const named = (said: string) => nameSection(coordinator, SECTIONS, said);

test('its name, the beginning of it, or with its department', () => {
  expect(named('産業')).toMatchObject({ ok: true, name: '産業振興課' });
  expect(named('東区役所 建設課')).toMatchObject({ ok: true, id: '東区役所-建設課' });
  expect(named('東区役所建設課')).toMatchObject({ ok: true, id: '東区役所-建設課' });
});

test('what is unclear gets the nearest three, as each may be written instead', () => {
  expect(named('健康福社課')).toMatchObject({
    reason: 'not_found',
    names: ['健康福祉課', expect.any(String), expect.any(String)],
  });
  expect(named('建設課')).toMatchObject({
    reason: 'several',
    names: ['北区役所 建設課', '東区役所 建設課'],
  });
  for (const name of ['北区役所 建設課', '東区役所 建設課']) expect(named(name).ok).toBe(true);
});

test('nobody else is told any', () => {
  expect(nameSection({ ...coordinator, posts: [] }, SECTIONS, '建設')).toMatchObject({
    reason: 'not_coordinator',
    names: [],
  });
});
