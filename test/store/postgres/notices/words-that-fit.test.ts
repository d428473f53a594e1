/** What people are told of deadlines, corrections, channels and closed rounds agrees with the record. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cityInstant } from '../../../../src/core/calendar/working-days.js';
import { fallbackText } from '../../../../src/core/cards/fallback.js';
import { overviewCard } from '../../../../src/core/cards/notices/digest.js';
import type { Command } from '../../../../src/core/decision/command.js';
import { cityMaterial } from '../../../../src/store/postgres/notices/reminder-material.js';
import { by, type City, city, effectId, submit } from '../city.js';

const at = (day: string, time = '10:00') => new Date(cityInstant(day, time));
let town: City;
beforeEach(async () => {
  town = await city({ round: false });
  // A Saturday: it ends on Monday, the 16th.
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-14' },
    { by, now: at('2023-10-02', '08:00') },
  );
});
afterEach(() => town.stop());
const execute = (person: string, command: Command, now: Date) =>
  town.record.execute(effectId(), person, 'test:x', command, now);

test('the digest of 事務局 has the deadline of every other card, and 修正中 under its own name', async () => {
  const [goal] = await town.tasks(1);
  expect(goal!.round.dueOn).toBe('2023-10-16');
  const now = at('2023-10-03');
  await submit(town, 'staff1', goal!, now);
  await execute('chief1', { kind: 'approve', report: goal!.id, version: 1, step: 0 }, now);
  await execute('staff1', { kind: 'correct', report: goal!.id, version: 1, reason: '誤り' }, now);
  const material = await cityMaterial(town.pool, 'staff8', '2023-10-04');
  const text = fallbackText(overviewCard(material!, 'ja')!);
  expect(text).toContain('期限 10月16日');
  expect(text).not.toContain('10月14日');
  expect(text).toContain('修正中 1');
  expect(text).not.toContain('差戻し');
  const [section] = (await town.record.status(2023)).filter(({ sectionId }) => sectionId === town.section(1));
  expect(section).toMatchObject({ returned: 0, withdrawn: 0, correcting: 1, open: section!.goals - 1 });
});

test('who submits in a section without a channel is told so', async () => {
  const [goal] = await town.tasks(1);
  expect(await submit(town, 'staff1', goal!, at('2023-10-03'))).not.toHaveProperty('unlinked');
  await town.pool.query('delete from channels where section_id = $1', [town.section(2)]);
  const [other] = await town.tasks(2);
  expect(await submit(town, 'staff2', other!, at('2023-10-03'))).toMatchObject({ ok: true, unlinked: true });
});

test('once the round is closed it is known which one it was', async () => {
  const now = at('2023-10-20');
  const here = { place: 'test:dm:staff1', surface: 'direct' } as const;
  const context = () => town.record.context({ person: 'staff1', from: here, named: null }, now);
  expect(await context()).not.toHaveProperty('closedRound');
  await town.record.closeRound('2023-midyear', { by, now });
  expect(await context()).toMatchObject({ tasks: [], closedRound: { id: '2023-midyear', kind: 'midyear' } });
});
