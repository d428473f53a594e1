/** A roster entered while somebody decides: the history has them in the order in which they hold. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { by, type City, city, effectId, later, printedSheets, sectionOf, submit } from '../city.js';
import { meanwhile } from '../meanwhile.js';

let town: City;
beforeEach(async () => {
  town = await city();
});
afterEach(() => town.stop());

const approve = (report: string) =>
  town.record.execute(
    effectId(),
    'chief1',
    'test:dm',
    { kind: 'approve', report, version: 1, step: 0 },
    later(5),
  );
/** 課長1 leaves the post to 課長2. */
function transfer() {
  const section = sectionOf(printedSheets()[0]!);
  return town.record.importRoster(
    {
      holdings: [
        { post: { section, role: 'staff', title: '担当者' }, person: 'staff1', from: '2023-04-01' },
        { post: { section, role: 'section_manager', title: '課長' }, person: 'chief2', from: '2023-10-02' },
      ],
    },
    { by, now: later(5) },
  );
}

const lastTwo = async () => (await town.record.history({})).slice(-2).map(({ action }) => action);

test('who is deciding while the posts change hands has decided before they did', async () => {
  const [goal] = await town.tasks(1);
  await submit(town, 'staff1', goal!);
  const [approved] = await meanwhile(
    town.pool,
    `reports where id = '${goal!.id}'`,
    () => approve(goal!.id),
    transfer,
  );
  expect(approved).toMatchObject({ ok: true });
  expect(await lastTwo()).toEqual(['approved', 'roster_imported']);
});

test('who decides when the posts have changed hands has them no more', async () => {
  const [goal] = await town.tasks(1);
  await submit(town, 'staff1', goal!);
  const [, refused] = await meanwhile(
    town.pool,
    `agenda where section_id = '${town.section(1)}'`,
    transfer,
    () => approve(goal!.id),
  );
  expect(refused).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
  expect(await lastTwo()).toEqual(['submitted', 'roster_imported']);
});
