/** 代決者 set from the board: shown before, by the rules and with the history of a roster, and never for nobody. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Act } from '../../../../src/core/board/acts.js';
import type { DeputyCommand } from '../../../../src/core/board/deputies.js';
import type { Command } from '../../../../src/core/decision/command.js';
import { postIdOf } from '../../../../src/core/sheet/ids.js';
import { by, type City, city, submit, withDesk } from '../city.js';

/** Tuesday 3 October, 11:00 in the city */
const MORNING = new Date('2023-10-03T02:00:00.000Z');

let world: City;
let done = 0;
let post = '';
const execute = (person: string, command: Exclude<Command, { upload: string }>) => {
  done += 1;
  return world.record.execute(`deputy ${done}`, person, 'test:direct', command, MORNING);
};
const act = async (command: DeputyCommand): Promise<Act> => {
  const outcome = await execute('desk', command);
  if (!outcome.ok || !outcome.act) throw new Error(JSON.stringify(outcome));
  return outcome.act;
};
const set = (more: Partial<Extract<DeputyCommand, { kind: 'set_deputy' }>> = {}) =>
  ({
    kind: 'set_deputy',
    post,
    to: '担当者2',
    from: null,
    until: '2023-10-13',
    agreed: false,
    ...more,
  }) as const;
const list = async () => {
  const shown = await act({ kind: 'show_deputies', section: world.section(1) });
  return shown.what === 'deputies' ? shown.posts : [];
};
const deputies = async () => (await world.pool.query('select * from deputies')).rows;

beforeAll(async () => {
  world = await city();
  await withDesk(world);
  post = (await list())[0]!.id;
}, 60_000);
afterAll(() => world?.stop());

test('the posts of the section’s route, and who holds them', async () => {
  expect(await list()).toMatchObject([{ holders: ['課長1'], deputies: [] }]);
  expect(post).toBe(postIdOf(world.section(1), 'section_manager', '課長'));
});

test('what it would do is shown first, then done as a roster would, with who did it', async () => {
  expect(await act(set())).toMatchObject({
    what: 'deputy',
    name: '担当者2',
    holders: ['課長1'],
    from: '2023-10-03',
    until: '2023-10-13',
    was: null,
    absence: true,
    done: false,
  });
  expect(await deputies()).toEqual([]);
  expect(await act(set({ from: '2023-10-03', agreed: true }))).toMatchObject({ done: true });
  expect(await list()).toMatchObject([
    { deputies: [{ name: '担当者2', from: '2023-10-03', until: '2023-10-13' }] },
  ]);
  expect((await world.record.history({ limit: 1 })).at(-1)).toMatchObject({
    action: 'roster_imported',
    personId: 'desk',
    post: '政策企画課長',
    after: [{ what: 'deputy', after: { person: 'staff2', until: '2023-10-13' } }],
  });
  // the deputy decides with both names
  const [task] = await world.tasks(1);
  await submit(world, 'staff1', task!, MORNING);
  const approve = { kind: 'approve', report: task!.id, version: 1, step: 0 } as const;
  expect(await execute('staff2', approve)).toMatchObject({ ok: true });
  expect((await world.tasks(1))[0]!.report!.approvals).toMatchObject([{ actingFor: '課長1' }]);
});

test('a term that runs is lengthened or ended, and begins where it began', async () => {
  expect(await act(set({ until: '2023-11-30' }))).toMatchObject({
    from: '2023-10-03',
    was: '2023-10-13',
    absence: false,
  });
  expect(await act(set({ until: '2023-10-05', from: '2023-10-03', agreed: true }))).toMatchObject({
    done: true,
  });
  expect(await list()).toMatchObject([{ deputies: [{ until: '2023-10-05' }] }]);
  expect(await act(set({ until: '2023-10-05' }))).toMatchObject({ what: 'no_deputy', why: 'same' });
});

test.each([
  [{ to: '担当者22' }, 'unknown'],
  [{ to: 'chief1' }, 'holder'],
  [{ from: '2023-10-01', until: '2023-10-20' }, 'past'],
  [{ from: '2023-10-20', until: '2023-10-10' }, 'backwards'],
  [{ post: 'nothing' }, 'unknown_post'],
] as const)('what cannot be is said, and changes nothing: %j', async (more, why) => {
  const before = await deputies();
  const refused = await act(set({ ...more, agreed: true }));
  expect(refused).toMatchObject({ what: 'no_deputy', why });
  if (refused.what === 'no_deputy' && why === 'unknown') expect(refused.names).toHaveLength(3);
  expect(await deputies()).toEqual(before);
});

test('of two who are called alike the number is asked for', async () => {
  await world.record.importRoster({ people: [{ id: 'other', name: '担当者 2' }] }, { by, now: MORNING });
  expect(await act(set())).toMatchObject({
    why: 'several',
    names: ['other（担当者 2）', 'staff2（担当者2）'],
  });
  expect(await act(set({ to: 'staff2', until: '2023-10-31' }))).toMatchObject({ what: 'deputy' });
});

test('nobody but 事務局 sees or sets any, and the history explains the record', async () => {
  for (const person of ['staff1', 'chief1'])
    for (const command of [
      set({ agreed: true }),
      { kind: 'show_deputies', section: world.section(1) } as const,
    ])
      expect(await execute(person, command)).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
  expect((await world.record.verifyRecord()).replayed?.unexplained).toEqual([]);
});
