/** A person erased while somebody else enters what their name was read for: it is nowhere afterwards. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { erasePerson } from '../../../../src/store/postgres/people/erase-person.js';
import { openSchedule } from '../../../../src/store/postgres/rounds/schedule.js';
import { by, type City, city, later, printedSheets, sectionOf, submit } from '../city.js';
import { meanwhile } from '../meanwhile.js';

const NAME = '担当者1';
let town: City;
beforeEach(async () => {
  town = await city();
});
afterEach(() => town.stop());

const erase = () =>
  erasePerson(town.pool, { id: 'staff1', ground: '請求', as: null, known: [] }, by, later(5));

/** Held up when all of the history is blanked but what comes last. */
const besideErasing = <T>(what: () => Promise<T>) => meanwhile(town.pool, 'history_head', erase, what);

async function named(): Promise<string[]> {
  const found: string[] = [];
  for (const table of ['people', 'reports', 'report_versions', 'history', 'history_values', 'channels']) {
    const { rows } = await town.pool.query<{ row: string }>(
      `select t::text as row from ${table} t where strpos(t::text, '${NAME}') > 0`,
    );
    found.push(...rows.map(({ row }) => `${table} ${row}`));
  }
  return found.filter((row) => !/担当者1\d/u.test(row));
}

const owns = (person: string, minutes: number) =>
  town.record.importRoster(
    { owners: [{ section: sectionOf(printedSheets()[0]!), goal: '1', person }] },
    { by, now: later(minutes) },
  );

test('a report that is reopened', async () => {
  const [task] = await town.tasks(1);
  await submit(town, 'staff1', task!);
  const [erased, reopened] = await besideErasing(() =>
    town.record.reopen(task!.id, '数が違います', { by, now: later(6) }),
  );
  expect(erased?.as).toBe('消去済み1');
  expect(reopened).toMatchObject({ ok: true });
  expect(await named()).toEqual([]);
});

test('担当 of a roster', async () => {
  await owns('staff1', 1);
  await besideErasing(() => owns('chief1', 6));
  expect(await named()).toEqual([]);
});

test('担当 that the clock ends', async () => {
  // Of a section where they hold no post: an erasure has nothing to do with its schedule.
  await owns('chief1', 1);
  await town.pool.query(`update goal_owners set person_id = 'staff1'`);
  await town.pool.query(
    `update holdings set post_id = (select min(id) from posts where section_id <> $1)
    where person_id = 'staff1'`,
    [town.section(1)],
  );
  const look = async (minutes: number) => {
    await town.pool.query('update agenda set look_at = case when section_id = $2 then $1::timestamptz end', [
      later(minutes),
      town.section(1),
    ]);
    return openSchedule(town.pool).look(later(minutes), 100);
  };
  const ended = async () =>
    (await town.pool.query<{ ended: string | null }>('select ended from goal_owners')).rows[0]?.ended;
  await besideErasing(() => look(6));
  await look(7);
  expect([await ended(), await named()]).toEqual(['term', []]);
});

test('a channel linked', async () => {
  const who = { personId: 'staff1', name: NAME, post: '', source: 'test' };
  const linking = besideErasing(() =>
    town.record.linkChannel(town.section(1), 'test:channel:1', who, later(6)).catch((why: Error) => why),
  );
  expect((await linking)[1]).toBeInstanceOf(Error);
  expect(await named()).toEqual([]);
});
