import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RosterInput } from '../../../../src/core/organization/roster.js';
import { RosterMoved } from '../../../../src/store/postgres/roster/roster-work.js';
import { blank, by, type City, city, later, NOW, printedSheets, rosterOf, sectionOf } from '../city.js';

let town: City;
let roster: RosterInput;
beforeAll(async () => {
  town = await city();
  roster = rosterOf(printedSheets().map(blank));
});
afterAll(() => town.stop());

const enter = (input: RosterInput, extra = {}, now = later(1)) =>
  town.record.importRoster(input, { by, now, ...extra });
const holdings = async (post: string) =>
  (
    await town.pool.query(
      `select person_id, from_on::text, until_on::text from holdings h join posts o on o.id = h.post_id
       where o.section_id = $1 and o.title = $2 order by from_on, person_id`,
      [town.section(1), post],
    )
  ).rows;
const first = sectionOf(printedSheets()[0]!);
const chief = { section: first, role: 'section_manager', title: '課長' } as const;

test('the same roster twice changes nothing and adds no history', async () => {
  const before = await town.record.history({});
  expect(await enter(roster)).toEqual([]);
  expect(await town.record.history({})).toEqual(before);
});

test('sheets and roster meet in one section, however the department is spelt', async () => {
  expect(await town.record.sections()).toHaveLength(8);
  for (let n = 1; n <= 8; n += 1) expect(await town.tasks(n)).not.toEqual([]);
});

test('an alias learnt after the sheet was read keeps the section', async () => {
  const other = await city({ round: false });
  try {
    await other.pool.query('delete from department_aliases');
    const before = await other.record.sections();
    expect(await enterIn(other, roster)).toEqual([
      expect.objectContaining({ what: 'department', id: '北区', after: { department: '北区役所' } }),
    ]);
    expect(await other.record.sections()).toEqual(before);
  } finally {
    await other.stop();
  }
});
const enterIn = (where: City, input: RosterInput) => where.record.importRoster(input, { by, now: later(1) });

test('担当目標: whose a goal is, told before, entered once, in the history; a number that is not there is refused', async () => {
  const [goal] = await town.tasks(1);
  const owners = [{ section: first, goal: goal!.goalNo, person: 'staff1' }];
  const preview = await enter({ ...roster, owners }, { dryRun: true });
  expect(preview).toEqual([
    {
      what: 'owner',
      id: goal!.goalId,
      name: `${first.name} No.${goal!.goalNo}`,
      person: '担当者1',
      before: null,
      after: { personId: 'staff1', name: '担当者1', how: 'set', since: expect.any(String), ended: null },
    },
  ]);
  expect(await enter({ ...roster, owners }, { agreed: preview })).toEqual(preview);
  expect(await enter({ ...roster, owners })).toEqual([]);
  const { found, replayed } = await town.record.verifyRecord();
  expect([found, replayed?.unexplained]).toEqual([null, []]);
  await town.pool.query(`update goal_owners set person_id = 'chief1' where subject = $1`, [goal!.goalId]);
  const changed = await town.record.verifyRecord();
  expect(changed.replayed?.unexplained.map(({ row }) => row)).toEqual([`owner ${goal!.goalId}`]);
  await town.pool.query('delete from goal_owners');
  await enter({ ...roster, owners });
  const nowhere = [{ section: first, goal: '99', person: 'staff1' }];
  await expect(enter({ ...roster, owners: nowhere })).rejects.toThrow('No.99 の目標がありません');
});

test('a transfer: who is not named any more ends yesterday, the successor begins; what is past stays', async () => {
  const april = new Date('2024-04-01T00:00:00Z');
  const moved: RosterInput = {
    ...roster,
    people: [...(roster.people ?? []), { id: 'newchief', name: '新課長' }],
    holdings: (roster.holdings ?? []).map((h) =>
      h.person === 'chief1' ? { ...h, person: 'newchief', from: '2024-04-01' } : h,
    ),
  };
  const preview = await enter(moved, { dryRun: true }, april);
  expect(await holdings('課長')).toEqual([{ person_id: 'chief1', from_on: '2023-04-01', until_on: null }]);
  const differences = await enter(moved, {}, april);
  expect(differences).toEqual(preview);
  expect(differences.map(({ what, before, after }) => [what, before, after])).toEqual([
    ['person', null, { name: '新課長', email: null }],
    ['holding', null, { person: 'newchief', from: '2024-04-01', until: null }],
    [
      'holding',
      { person: 'chief1', from: '2023-04-01', until: null },
      { person: 'chief1', from: '2023-04-01', until: '2024-03-31' },
    ],
  ]);
  expect(await holdings('課長')).toEqual([
    { person_id: 'chief1', from_on: '2023-04-01', until_on: '2024-03-31' },
    { person_id: 'newchief', from_on: '2024-04-01', until_on: null },
  ]);
  const postsOf = async (person: string, day: string) => {
    const now = new Date(`${day}T01:00:00Z`);
    return (await town.record.context({ person, from: null, named: null }, now))?.actor.posts.length;
  };
  expect(await postsOf('chief1', '2024-03-31')).toBe(1);
  expect(await postsOf('chief1', '2024-04-01')).toBe(0);
  expect(await postsOf('newchief', '2024-04-01')).toBe(1);
  const [entry] = await town.record.history({ subject: 'roster', limit: 1 });
  expect(entry).toMatchObject({ action: 'roster_imported', name: '事務局' });
  // A year later what ended is not touched again.
  expect(await enter(moved, {}, new Date('2025-04-01T00:00:00Z'))).toEqual([]);
});

test('deputies, accounts, channels, routes and parents', async () => {
  const head = { department: '北区役所', name: '北区役所' };
  const more: RosterInput = {
    sections: [
      {
        ...first,
        parent: head,
        route: ['section_manager', 'department_head'],
        aliases: ['総務課'],
        channel: 'test:channel:new',
      },
      head,
    ],
    people: [{ id: 'head', name: '区長', email: 'Head@Example.jp', language: 'en', accounts: ['test:U9'] }],
    holdings: [
      { post: { section: head, role: 'department_head', title: '区長' }, person: 'head', from: '2023-04-01' },
    ],
    deputies: [
      {
        post: { ...chief, section: { ...first, name: '総務課' } },
        person: 'staff1',
        from: '2023-10-02',
        until: '2023-10-06',
      },
    ],
  };
  const differences = await enter(more);
  expect(differences.map(({ what }) => what)).toEqual([
    'section',
    'alias',
    'section',
    'person',
    'account',
    'post',
    'holding',
    'deputy',
    'channel',
  ]);
  expect(await enter(more)).toEqual([]);
  const actor = (await town.record.context({ person: 'staff1', from: null, named: null }, NOW))?.actor;
  expect(actor?.deputyFor).toEqual([
    expect.objectContaining({
      role: 'section_manager',
      title: '課長',
      holderId: 'chief1',
      holderName: '課長1',
    }),
  ]);
  expect(await town.record.personOfAccount('test:U9')).toBe('head');
  expect(await town.record.personOfAccount('test:U8')).toBeNull();
  const { rows } = await town.pool.query(
    `select id, language from people where lower(email) = 'head@example.jp'`,
  );
  expect(rows).toEqual([{ id: 'head', language: 'en' }]);
  expect(await town.record.sectionOfPlace('test:channel:new')).toBe(town.section(1));
  const section = (await town.record.sections()).find(({ id }) => id === town.section(1));
  expect(section?.route.map(({ role }) => role)).toEqual(['section_manager', 'department_head']);
  expect(section?.parentId).toMatch(/^s[0-9a-f]{12}$/);
  expect((await town.record.people(NOW)).map(({ id }) => id)).toContain('head');
  // A list that says nothing of route and parent leaves them; one that says there is none takes it away.
  expect(await enter({ sections: [first] })).toEqual([]);
  expect(await enter({ sections: [{ ...first, parent: null }] })).toMatchObject([
    { what: 'section', before: { parentId: section?.parentId }, after: { parentId: null } },
  ]);
});

describe('a roster that holds from a later day', () => {
  const third = sectionOf(printedSheets()[2]!);
  const post = { section: third, role: 'section_manager', title: '課長' } as const;
  const staff = {
    post: { section: third, role: 'staff', title: '担当者' },
    person: 'staff3',
    from: '2023-04-01',
  } as const;
  const successor = { id: 'next3', name: '後任' };
  const termsOf = async (person: string) =>
    (
      await town.pool.query(
        `select from_on::text as "from", until_on::text as until from holdings where person_id = $1`,
        [person],
      )
    ).rows;
  const rollback = { dryRun: true } as const;

  test('only a later holder named: who holds the post stays until the day before', async () => {
    const differences = await enter({
      people: [successor],
      holdings: [staff, { post, person: 'next3', from: '2024-04-01' }],
    });
    expect(differences).toMatchObject([
      { what: 'person' },
      { person: '後任', after: { from: '2024-04-01', until: null } },
      { person: '課長3', name: expect.stringContaining('課長'), after: { until: '2024-03-31' } },
    ]);
    expect(await termsOf('chief3')).toEqual([{ from: '2023-04-01', until: '2024-03-31' }]);
  });

  test('as of a day: who is not named any more ends the day before it', async () => {
    const differences = await enter(
      { holdings: [{ ...staff, person: 'staff4' }] },
      { ...rollback, asOf: '2024-10-01' },
    );
    expect(differences.find(({ person }) => person === '担当者3')).toMatchObject({
      after: { until: '2024-09-30' },
    });
    await expect(enter({ holdings: [staff] }, { asOf: '2023-10-01' })).rejects.toThrow('過ぎた日');
  });

  test('what was agreed to is what is entered, or nothing', async () => {
    const input = { people: [{ id: 'next4', name: '後任4' }] };
    const agreed = await enter(input, rollback);
    await town.pool.query(`insert into people (id, name) values ('next4', '別人')`);
    await expect(enter(input, { agreed })).rejects.toThrow(RosterMoved);
    expect((await town.pool.query(`select name from people where id = 'next4'`)).rows).toEqual([
      { name: '別人' },
    ]);
    await enter(input, { agreed: await enter(input, rollback) });
  });

  test('an address that is another person’s already', async () => {
    await expect(
      enter({ people: [{ id: 'thief', name: '別人', email: 'STAFF5@example.jp' }] }),
    ).rejects.toThrow('職員staff5（担当者5）');
  });
});

test('a mistake in the roster is named and nothing is entered', async () => {
  const before = await town.record.history({});
  const bad = async (input: RosterInput, message: string) => {
    await expect(
      enter({ ...input, people: [{ id: 'extra', name: '余分' }, ...(input.people ?? [])] }),
    ).rejects.toThrow(message);
  };
  await bad({ holdings: [{ post: chief, person: 'ghost', from: '2023-04-01' }] }, 'ghost');
  await bad(
    {
      holdings: [
        {
          post: { ...chief, section: { department: '北区役所', name: '無い課' } },
          person: 'chief1',
          from: '2023-04-01',
        },
      ],
    },
    '無い課',
  );
  await bad({ sections: [{ ...first, parent: { department: '市', name: '無い部' } }] }, '無い部');
  await bad({ holdings: [{ post: chief, person: 'chief1', from: '2023-02-30' }] }, '日付');
  expect((await town.pool.query(`select 1 from people where id = 'extra'`)).rowCount).toBe(0);
  expect(await town.record.history({})).toEqual(before);
});
