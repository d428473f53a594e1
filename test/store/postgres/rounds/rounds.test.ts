import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { by, type City, city, effectId, later, NOW, submit } from '../city.js';

let town: City;
beforeAll(async () => {
  town = await city({ round: false });
});
afterAll(() => town.stop());

const midyear = { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' } as const;
const owed = async (kind: string) =>
  (
    await town.pool.query(
      'select key, to_id, wanted, due_at, stale_at from notices where kind = $1 order by key',
      [kind],
    )
  ).rows;
const actions = async (subject: string) =>
  (await town.record.history({ subject })).map(({ action }) => action);

test('opening owes every section its root card and the 担当者 one reminder each; again, nothing', async () => {
  expect(await town.record.openRound(midyear, { by, now: NOW })).toEqual({
    round: { id: '2023-midyear', ...midyear, asOf: '2023-09-30', state: 'open' },
    outcome: 'opened',
    sections: 8,
    people: 8,
  });
  const roots = await owed('summary');
  expect(roots.map(({ to_id }) => to_id).sort()).toEqual(
    Array.from({ length: 8 }, (_, i) => town.section(i + 1)).sort(),
  );
  const reminders = await owed('reminder');
  expect(reminders.map(({ to_id }) => to_id)).toEqual(Array.from({ length: 8 }, (_, i) => `staff${i + 1}`));
  expect(reminders[0]).toMatchObject({
    key: 'reminder/staff1/2023-10-02',
    due_at: NOW,
    stale_at: new Date('2023-10-02T08:00:00.000Z'),
  });
  expect((await town.record.openRound(midyear, { by, now: later(1) })).outcome).toBe('unchanged');
  expect([await owed('summary'), await owed('reminder')]).toEqual([roots, reminders]);
  expect(await actions('2023-midyear')).toEqual(['round_opened']);
});

test('a section’s own dates, and changed dates: the root cards follow, nobody is reminded again', async () => {
  const changed = {
    ...midyear,
    dueOn: '2023-10-20',
    overrides: [{ sectionId: town.section(2), dueOn: '2023-10-27' }],
  };
  expect(await town.record.openRound(changed, { by, now: later(2) })).toMatchObject({
    outcome: 'changed',
    sections: 8,
    people: 0,
  });
  expect((await town.tasks(1))[0]!.round.dueOn).toBe('2023-10-20');
  expect((await town.tasks(2))[0]!.round).toMatchObject({ dueOn: '2023-10-27', asOf: '2023-09-30' });
  expect((await owed('summary')).map(({ wanted }) => wanted)).toEqual(Array.from({ length: 8 }, () => 2));
  expect((await town.record.openRound(changed, { by, now: later(3) })).outcome).toBe('unchanged');
  expect(await town.record.rounds()).toMatchObject([{ id: '2023-midyear', overrides: changed.overrides }]);
});

test('a round of the future has not begun: its messages wait for the morning, its goals are not asked for', async () => {
  const yearend = { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' } as const;
  const closed = {
    sectionId: town.section(8),
    day: '2024-03-01',
    kind: 'closed',
    name: '館内整理日',
  } as const;
  await town.record.importCalendar([closed], { by, now: NOW });
  await town.record.openRound(yearend, { by, now: NOW });
  const { rows: looks } = await town.pool.query(
    `select distinct look_at from agenda where round_id = '2023-yearend' order by look_at`,
  );
  const mornings = [new Date('2024-03-01T00:00:00.000Z'), new Date('2024-03-04T00:00:00.000Z')];
  expect(looks.map(({ look_at }) => look_at)).toEqual(mornings);
  const roots = (await owed('summary')).filter(({ key }) => key.includes('yearend'));
  expect(roots).toHaveLength(8);
  const late = ({ to_id }: { to_id: string }) => to_id === town.section(8);
  expect(roots.map((root) => root.due_at)).toEqual(roots.map((root) => mornings[late(root) ? 1 : 0]));
  const rounds = async (now: Date) => {
    const context = await town.record.context({ person: 'staff1', from: null, named: null }, now);
    return [...new Set(context?.tasks.map(({ round }) => round.id))];
  };
  expect(await rounds(NOW)).toEqual(['2023-midyear']);
  expect(await rounds(new Date('2024-02-29T15:00:00Z'))).toEqual(['2023-midyear', '2023-yearend']);
});

test('before the first working morning the root card comes to whoever links the channel, if its round has begun', async () => {
  const dueIn = async (section: number) =>
    (await owed('summary')).find(({ key }) => key === `summary/${town.section(section)}/2023-yearend`)
      ?.due_at;
  const morning = new Date('2024-03-01T00:00:00.000Z');
  const link = (section: number, now: Date) =>
    town.record.linkChannel(town.section(section), `test:channel:${section}`, by, now);
  await link(6, later(4));
  expect(await dueIn(6)).toEqual(morning);
  const atSeven = new Date('2024-02-29T22:00:00.000Z');
  await link(6, atSeven);
  expect([await dueIn(6), await dueIn(7)]).toEqual([atSeven, morning]);
});

test('counts by state, for each section and round', async () => {
  const [first, second, third] = await town.tasks(3);
  for (const goal of [first, second]) await submit(town, 'staff3', goal!);
  await submit(town, 'staff3', third!, new Date('2023-10-23T01:00:00Z'));
  const run = (command: Parameters<City['record']['execute']>[3], who = 'chief3') =>
    town.record.execute(effectId(), who, 'test:x', command, later(5));
  await run({ kind: 'approve', report: first!.id, version: 1, step: 0 });
  await run({ kind: 'return', report: second!.id, version: 1, comment: 'x' });
  const status = await town.record.status(2023);
  expect(status).toHaveLength(16);
  expect(status.find((s) => s.sectionId === town.section(3) && s.roundId === '2023-midyear')).toEqual({
    roundId: '2023-midyear',
    sectionId: town.section(3),
    sectionName: '区民生活課',
    department: '北区役所',
    goals: 5,
    open: 2,
    submitted: 1,
    approved: 1,
    returned: 1,
    correcting: 0,
    withdrawn: 0,
    late: 1,
  });
  expect(status.find((s) => s.sectionId === town.section(4))).toMatchObject({ goals: 4, open: 4 });
});

test('closing locks and is told on the root cards; opened again it reminds again', async () => {
  const before = (await owed('summary'))[0].wanted;
  expect(await town.record.closeRound('2023-midyear', { by, now: later(10) })).toMatchObject({
    state: 'closed',
  });
  expect(await town.record.closeRound('2023-midyear', { by, now: later(11) })).toMatchObject({
    state: 'closed',
  });
  expect(await town.record.closeRound('2030-midyear', { by, now: later(11) })).toBeNull();
  expect((await owed('summary'))[0].wanted).toBe(before + 1);
  const [goal] = await town.tasks(5);
  expect(await submit(town, 'staff5', goal!)).toEqual({ ok: false, refusal: { reason: 'round_closed' } });
  const nextDay = later(24 * 60);
  expect(await town.record.openRound(midyear, { by, now: nextDay })).toMatchObject({
    outcome: 'changed',
    people: 8,
  });
  expect((await owed('reminder')).map(({ key }) => key)).toContain('reminder/staff1/2023-10-03');
  expect(await actions('2023-midyear')).toEqual([
    'round_opened',
    'round_changed',
    'round_closed',
    'round_changed',
  ]);
  expect(await town.record.verifyHistory()).toBeNull();
});

test('where nobody holds the lowest post, the next one up is reminded', async () => {
  await town.pool.query(`update holdings set until_on = '2023-11-30' where person_id = 'staff1'`);
  await town.record.closeRound('2023-midyear', { by, now: later(20) });
  const december = new Date('2023-12-04T01:00:00Z');
  await town.record.openRound({ ...midyear, dueOn: '2023-12-08' }, { by, now: december });
  const people = (await owed('reminder'))
    .filter(({ key }) => key.endsWith('2023-12-04'))
    .map(({ to_id }) => to_id);
  expect(people).toContain('chief1');
  expect(people).not.toContain('staff1');
  expect(people).not.toContain('chief2');
});
