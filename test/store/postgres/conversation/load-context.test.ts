import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openRecord } from '../../../../src/store/postgres/record.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { rejectedWithin } from '../../../support/within.js';
import { blank, by, type City, city, effectId, later, linked, NOW, printedSheets, submit } from '../city.js';

let town: City;
beforeAll(async () => {
  town = await city();
});
afterAll(() => town.stop());

const direct = (person: string, place = `test:dm:${person}`) => ({
  person,
  from: { place, surface: 'direct' as const },
  named: null,
});

/** How many queries the work takes on the pool. */
async function counted(work: () => Promise<unknown>): Promise<number> {
  const original = town.pool.query;
  let count = 0;
  town.pool.query = ((...args: unknown[]) => {
    count += 1;
    return Reflect.apply(original, town.pool, args);
  }) as typeof original;
  try {
    await work();
  } finally {
    town.pool.query = original;
  }
  return count;
}

test('a person is seen with posts, and with the goals of the own section in the order of the sheet', async () => {
  const context = await town.record.context(direct('staff6'), NOW);
  expect(context).toMatchObject({
    now: NOW.toISOString(),
    today: '2023-10-02',
    actor: { id: 'staff6', name: '担当者6', language: 'ja', deputyFor: [] },
    named: null,
    threadTask: null,
  });
  expect(context?.actor.posts).toEqual([
    expect.objectContaining({
      role: 'staff',
      title: '担当者',
      sectionId: town.section(6),
      sectionName: '産業振興課',
    }),
  ]);
  const printed = printedSheets()[5]!;
  expect(context?.tasks.map((t) => [t.goalNo, t.goalText])).toEqual(printed.goals.map((g) => [g.no, g.text]));
  expect(context?.tasks.map((t) => t.indicators.map((i) => [i.seq, i.name, i.target, i.overview]))).toEqual(
    printed.goals.map((g) => g.indicators.map((i, at) => [at + 1, i.name, i.target, i.overview])),
  );
  expect(context?.tasks[0]).toMatchObject({
    round: { id: '2023-midyear', asOf: '2023-09-30' },
    scale: { id: 'niigata-r5' },
  });
  const ids = context!.tasks.flatMap((t) => [t.id, ...t.indicators.map((i) => i.id)]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[\w.:-]{1,100}$/);
});

test('who is not in the roster has no context; who holds no post any more has no goals', async () => {
  expect(await town.record.context(direct('nobody'), NOW)).toBeNull();
  await town.pool.query(`update holdings set until_on = '2023-10-01' where person_id = 'staff8'`);
  const context = await town.record.context(direct('staff8'), NOW);
  expect(context).toMatchObject({ actor: { posts: [] }, tasks: [] });
});

test('it takes one query, two for a goal of others, and a write only when the address is new', async () => {
  for (const door of ['test', 'other']) await linked(town, 'staff1', door);
  await town.record.context(direct('staff1'), NOW);
  expect(await counted(() => town.record.context(direct('staff1'), NOW))).toBe(1);
  const [foreign] = await town.tasks(2);
  const named = { ...direct('staff1'), named: foreign!.id };
  expect(await counted(() => town.record.context(named, NOW))).toBe(2);
  expect((await town.record.context(named, NOW))?.named?.id).toBe(foreign!.id);
  expect((await town.record.context({ ...named, named: 'nonsense' }, NOW))?.named).toBeNull();
  const writes = async () =>
    (await town.pool.query(`select place, xmin::text from direct_places where person_id = 'staff1'`)).rows[0];
  const before = await writes();
  await town.record.context(
    { ...direct('staff1'), from: { place: 'test:channel:1', surface: 'channel' } },
    NOW,
  );
  await town.record.context(direct('staff1'), later(5));
  expect(await writes()).toEqual(before);
  await town.record.context(direct('staff1', 'other:dm:1'), later(6));
  expect((await writes()).place).toBe('other:dm:1');
});

test('with an account that is not theirs any more nobody has a context, and no place is theirs', async () => {
  await linked(town, 'staff5');
  const asked = { ...direct('staff5', 'test:dm:x'), account: 'test:staff5' };
  expect(await town.record.context(asked, NOW)).toMatchObject({ actor: { id: 'staff5' } });
  expect(await town.record.directPlaceOf('staff5')).toBe('test:dm:x');
  await town.record.unlinkAccount('test:staff5', { by, now: NOW });
  expect(await town.record.context(asked, NOW)).toBeNull();
  expect(await town.record.directPlaceOf('staff5')).toBeNull();
  // Another account of theirs on the platform makes it no place of theirs.
  await town.record.linkAccount('test:another', 'staff5', { by, now: NOW });
  expect(await town.record.context(asked, NOW)).toBeNull();
  await town.record.rememberDirectPlace('staff5', 'test:dm:x', NOW, 'test:staff5');
  expect(await town.record.directPlaceOf('staff5')).toBeNull();
});

test('what has changed a moment ago counts at once, whatever was asked before', async () => {
  const asked = async () => {
    const context = await town.record.context(direct('staff2'), NOW);
    const [task] = context?.tasks ?? [];
    return [
      context?.actor.posts.length,
      context?.tasks.length,
      task?.indicators[0]?.target,
      task?.round.dueOn,
      task?.report?.version ?? null,
    ];
  };
  const before = await asked();
  expect(await asked()).toEqual(before);
  const sheet = printedSheets()[1]!;
  const [goal] = await town.tasks(2);
  const [posts, goals, target] = before;
  const { rows } = await town.pool.query<{ due_on: string }>(
    `select due_on::text from rounds where id = '2023-midyear'`,
  );

  await submit(town, 'staff2', goal!);
  expect((await asked())[4]).toBe(1);

  const [first, ...others] = sheet.goals[0]!.indicators;
  const changed = { ...first!, target: `${first!.target}（変更）` };
  await town.record.importSheets(
    [
      {
        ...sheet,
        goals: [{ ...sheet.goals[0]!, indicators: [changed, ...others] }, ...sheet.goals.slice(1)],
      },
    ],
    { by, now: later(1) },
  );
  expect((await asked()).slice(0, 3)).toEqual([posts, goals, `${target}（変更）`]);

  await town.pool.query(
    `insert into round_overrides (round_id, section_id, due_on) values ('2023-midyear', $1, '2023-11-30')`,
    [town.section(2)],
  );
  expect((await asked())[3]).toBe('2023-11-30');
  expect(rows[0]?.due_on).not.toBe('2023-11-30');

  await town.pool.query(`update holdings set until_on = '2023-10-01' where person_id = 'staff2'`);
  expect((await asked()).slice(0, 2)).toEqual([0, 0]);
});

test('what is asked of the tables does not grow with the number of sheets: every lookup goes by an index', async () => {
  const client = await town.pool.connect();
  const plans: string[] = [];
  try {
    // Few rows make a scan cheap: forbidden, what remains a scan has no index.
    await client.query('set enable_seqscan = off');
    for (const sql of [
      `select * from sheets where section_id = any('{a}') and fiscal_year = 2023`,
      `select * from reports where section_id = 'a' and round_id in ('x', 'y')`,
      `select * from holdings where person_id = 'a'`,
      `select * from deputies where person_id = 'a'`,
      `select * from notices where to_kind = 'person' and to_id = 'a'`,
      `select * from notices where settled < wanted and not given_up and due_at <= now()`,
      `select * from accounts where account = 'a'`,
      `select * from people where lower(email) = 'a'`,
    ]) {
      const { rows } = await client.query(`explain ${sql}`);
      plans.push(rows.map((row) => Object.values(row)[0]).join('\n'));
    }
  } finally {
    client.release(true);
  }
  for (const plan of plans) expect(plan).not.toContain('Seq Scan');
});

test('a thread belongs to the goal that its message was about', async () => {
  const [goal] = await town.tasks(3);
  const until = later(10).toISOString();
  await town.record.execute(
    effectId(),
    'staff3',
    'test:dm:staff3',
    { kind: 'snooze', task: goal!.id, until },
    NOW,
  );
  await town.pool.query(
    `update notices set ref_place = 'test:dm:staff3', ref_id = '17.5', settled = wanted, sent_at = now() where key like 'ask_again/%'`,
  );
  const inThread = (person: string, place: string) =>
    town.record.context({ person, from: { place, surface: 'thread' }, named: null }, NOW);
  expect((await inThread('staff3', 'test:dm:staff3:17.5'))?.threadTask).toBe(goal!.id);
  expect((await inThread('staff3', 'test:dm:staff3:17.6'))?.threadTask).toBeNull();
  expect((await inThread('staff4', 'test:dm:staff3:17.5'))?.threadTask).toBeNull();
});

test('earlier answers: mid-year’s report, and last year’s by name from its report or its printed sheet', async () => {
  const sheets = printedSheets();
  const lastYear = { ...sheets[6]!, fiscalYear: 2022 };
  await town.record.importSheets([lastYear], { by, now: NOW });
  const [printedOnly] = await town.tasks(7);
  const row = sheets[6]!.goals[0]!.indicators[0]!;
  expect(printedOnly!.indicators[0]!.earlier).toEqual([
    {
      from: { kind: 'year', fiscalYear: 2022 },
      result: row.result,
      rating: 'partially_achieved',
      status: row.status,
    },
  ]);
  expect(printedOnly!.earlierPolicies).toEqual([
    { from: { kind: 'year', fiscalYear: 2022 }, text: sheets[6]!.goals[0]!.nextPolicy },
  ]);

  await submit(town, 'staff7', printedOnly!);
  await town.record.openRound(
    { fiscalYear: 2022, kind: 'yearend', opensOn: '2023-03-01', dueOn: '2023-12-01' },
    { by, now: NOW },
  );
  const [reportedLastYear] = await town.tasks(7, '2022-yearend');
  await submit(town, 'staff7', reportedLastYear!);
  const approve = { kind: 'approve', report: reportedLastYear!.id, version: 1, step: 0 } as const;
  await town.record.execute(effectId(), 'chief7', 'test:x', approve, later(3));
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2023-10-02', dueOn: '2024-04-12' },
    { by, now: NOW },
  );
  const [yearend] = await town.tasks(7, '2023-yearend');
  expect(yearend!.indicators[0]!.earlier).toEqual([
    { from: { kind: 'midyear' }, result: `結果 ${row.target}`, rating: 'achieved', status: '順調です。' },
    {
      from: { kind: 'year', fiscalYear: 2022 },
      result: `結果 ${row.target}`,
      rating: 'achieved',
      status: '順調です。',
    },
  ]);
  expect(yearend!.earlierPolicies.map(({ text }) => text)).toEqual(['続けます。', '続けます。']);

  // While an approved report is corrected, what was approved stands here as well.
  const [midyear] = await town.tasks(7);
  const approving = { kind: 'approve', report: midyear!.id, version: 1, step: 0 } as const;
  await town.record.execute(effectId(), 'chief7', 'test:x', approving, later(4));
  for (const { id } of [midyear!, reportedLastYear!]) {
    const correct = { kind: 'correct', report: id, version: 1, reason: '誤記のため' } as const;
    expect(await town.record.execute(effectId(), 'staff7', 'test:x', correct, later(5))).toMatchObject({
      ok: true,
    });
  }
  const [corrected] = await town.tasks(7, '2023-yearend');
  expect(corrected!.indicators[0]!.earlier).toEqual(yearend!.indicators[0]!.earlier);
  expect(corrected!.earlierPolicies).toEqual(yearend!.earlierPolicies);
});

test('last year’s answer of another indicator is never shown', async () => {
  const [, , sheet] = printedSheets();
  const renamed = {
    ...sheet!,
    fiscalYear: 2022,
    goals: sheet!.goals.map((g) => ({
      ...g,
      text: `${g.text}（旧）`,
      indicators: g.indicators.map((i) => ({ ...i, name: `旧${i.name}` })),
    })),
  };
  await town.record.importSheets([renamed], { by, now: NOW });
  for (const goal of await town.tasks(3)) {
    expect(goal.indicators.flatMap((i) => i.earlier)).toEqual([]);
    expect(goal.earlierPolicies).toEqual([]);
  }
});

test('PostgreSQL that does not answer is a fault within 500 ms', async () => {
  const frozen = openRecord({ query: () => new Promise(() => undefined) } as never);
  const asked = frozen.context(direct('staff1'), NOW);
  expect(await rejectedWithin(500, asked)).toBe(true);
  await expect(asked).rejects.toThrow('400 ms');
});

test('a sheet that was read before is not read again, and a changed one is seen by the very next message', async () => {
  const changed = (word: string) => {
    const sheet = blank(printedSheets()[4]!);
    const [first, ...rest] = sheet.goals;
    const [indicator, ...others] = first!.indicators;
    return {
      ...sheet,
      goals: [{ ...first!, indicators: [{ ...indicator!, target: word }, ...others] }, ...rest],
    };
  };
  const targetSeenBy = async (record: typeof town.record) =>
    (await record.context(direct('staff5'), NOW))?.tasks[0]?.indicators[0]?.target;
  // Two instances on one database, each with what it remembers.
  const other = openRecord(town.pool, undefined, PATIENCE_MS);
  for (const [i, word] of ['200人以上', '300人以上', '200人以上'].entries()) {
    await town.record.importSheets([changed(word)], { by, now: later(i) });
    expect(await targetSeenBy(town.record)).toBe(word);
    expect(await targetSeenBy(other)).toBe(word);
  }
  const sizes: number[] = [];
  const original = town.pool.query;
  town.pool.query = (async (...args: unknown[]) => {
    const answer = (await Reflect.apply(original, town.pool, args)) as { rows: unknown[] };
    sizes.push(JSON.stringify(answer.rows).length);
    return answer;
  }) as unknown as typeof original;
  try {
    expect(await targetSeenBy(other)).toBe('200人以上');
  } finally {
    town.pool.query = original;
  }
  // A sheet is ten thousand characters and more.
  expect(Math.max(...sizes)).toBeLessThan(5_000);
});
