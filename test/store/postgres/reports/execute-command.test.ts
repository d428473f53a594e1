import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from '../../../../src/core/decision/command.js';
import { by, type City, city, contentFor, effectId, later, NOW, submit } from '../city.js';

let town: City;
beforeAll(async () => {
  town = await city();
});
afterAll(() => town.stop());

const run = (person: string, command: Command, now = later(2), id = effectId()) =>
  town.record.execute(id, person, `test:dm:${person}`, command, now);
const versions = async (id: string) =>
  (
    await town.pool.query(
      'select version, state from report_versions where report_id = $1 order by version',
      [id],
    )
  ).rows;
const wanted = async (key: string) =>
  (await town.pool.query('select wanted from notices where key = $1', [key])).rows[0]?.wanted ?? null;
const task = async (section: number, place: number) => (await town.tasks(section))[place]!;

describe('a report', () => {
  test('is submitted with its history and the notices then owed, in one transaction', async () => {
    const before = await wanted(`summary/${town.section(1)}/2023-midyear`);
    const goal = await task(1, 0);
    expect(await submit(town, 'staff1', goal)).toEqual({
      ok: true,
      goalNo: '1',
      version: 1,
      complete: false,
      section: goal.sectionName,
    });
    const { report } = await task(1, 0);
    expect(report).toMatchObject({
      id: goal.id,
      version: 1,
      state: 'submitted',
      content: contentFor(goal),
      writer: { personId: 'staff1', post: '担当者', at: later(1).toISOString() },
      late: false,
      previous: null,
    });
    const entries = await town.record.history({ subject: goal.id });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      action: 'submitted',
      personId: 'staff1',
      source: 'test',
      sectionId: town.section(1),
      before: null,
      after: report,
    });
    expect(await wanted(`summary/${town.section(1)}/2023-midyear`)).toBe(before + 1);
    expect(await wanted(`approval/${goal.id}`)).toBe(1);
  });

  test('of 20 approvals at once one decides and 19 are told who did', async () => {
    const goal = await task(2, 0);
    await submit(town, 'staff2', goal);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        run('chief2', { kind: 'approve', report: goal.id, version: 1, step: 0 }),
      ),
    );
    expect(outcomes.filter((o) => o.ok)).toEqual([
      { ok: true, goalNo: goal.goalNo, version: 1, complete: true, section: goal.sectionName },
    ]);
    const refusals = outcomes.flatMap((o) => (o.ok ? [] : [o.refusal]));
    expect(refusals).toHaveLength(19);
    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        reason: 'already_decided',
        decision: 'approved',
        by: '課長2',
        post: '課長',
      });
    const entries = await town.record.history({ subject: goal.id });
    expect(entries.map((e) => e.action)).toEqual(['submitted', 'approved']);
    expect(await wanted(`approved/${goal.id}/1`)).toBe(1);
  });

  test('an effect carried out 20 times at once, and again later, is entered once', async () => {
    const goal = await task(3, 0);
    const id = effectId();
    const command: Command = { kind: 'submit', task: goal.id, base: 0, content: contentFor(goal) };
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => run('staff3', command, later(2), id)),
    );
    outcomes.push(await run('staff3', command, later(60), id));
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    expect(outcomes[0]).toMatchObject({ ok: true, version: 1 });
    expect(await town.record.history({ subject: goal.id })).toHaveLength(1);
    expect(await wanted(`approval/${goal.id}`)).toBe(1);
  });

  test('a refusal is remembered too, though it would no longer be refused', async () => {
    const goal = await task(3, 1);
    const id = effectId();
    const command: Command = { kind: 'approve', report: goal.id, version: 1, step: 0 };
    expect(await run('chief3', command, later(2), id)).toEqual({
      ok: false,
      refusal: { reason: 'not_found' },
    });
    await submit(town, 'staff3', goal);
    expect(await run('chief3', command, later(3), id)).toEqual({
      ok: false,
      refusal: { reason: 'not_found' },
    });
  });

  test('returned and submitted again: versions are kept, the writer is told, the text stays as typed', async () => {
    const goal = await task(4, 0);
    await submit(town, 'staff4', goal);
    const comment = '数字の出典を\u0000書いてください。\ud83d <!channel> ${x}';
    await run('chief4', { kind: 'return', report: goal.id, version: 1, comment });
    const returned = (await task(4, 0)).report!;
    expect(returned).toMatchObject({ state: 'returned', returned: { comment, name: '課長4' } });
    expect(await wanted(`returned/${goal.id}/1`)).toBe(1);
    expect(await submit(town, 'staff4', await task(4, 0), later(5))).toMatchObject({ ok: true, version: 2 });
    expect(await versions(goal.id)).toEqual([
      { version: 1, state: 'returned' },
      { version: 2, state: 'submitted' },
    ]);
    expect((await task(4, 0)).report).toMatchObject({ version: 2, previous: returned.content });
    expect(await town.record.verifyHistory()).toBeNull();
  });

  test('own reports, strangers, unknown goals and people are refused', async () => {
    const goal = await task(5, 0);
    await submit(town, 'chief5', goal);
    const approve: Command = { kind: 'approve', report: goal.id, version: 1, step: 0 };
    expect(await run('chief5', approve)).toEqual({ ok: false, refusal: { reason: 'own_report', who: [] } });
    expect(await run('chief6', approve)).toEqual({
      ok: false,
      refusal: { reason: 'not_entitled', who: [] },
    });
    expect(await run('nobody', approve)).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
    for (const report of [
      '',
      'x',
      `${goal.id}x`,
      `${town.section(5)}.2023.99:midyear`,
      `${goal.goalId}:yearend`,
    ])
      expect(await run('chief5', { ...approve, report })).toEqual({
        ok: false,
        refusal: { reason: 'not_found' },
      });
  });
});

describe('a deputy', () => {
  test('acts for the holder within the dates, with both names in the history', async () => {
    const goal = await task(6, 0);
    await submit(town, 'staff6', goal);
    await town.pool.query(
      `insert into deputies (post_id, person_id, from_on, until_on)
       select id, 'chief7', '2023-10-02', '2023-10-03' from posts where section_id = $1 and role = 'section_manager'`,
      [town.section(6)],
    );
    const approve: Command = { kind: 'approve', report: goal.id, version: 1, step: 0 };
    expect(await run('chief7', approve, new Date('2023-10-03T15:00:00Z'))).toMatchObject({ ok: false });
    expect(await run('chief7', approve, new Date('2023-10-03T14:59:00Z'))).toMatchObject({ ok: true });
    const [, entry] = await town.record.history({ subject: goal.id });
    expect(entry).toMatchObject({ name: '課長7', actingFor: '課長6', action: 'approved' });
  });
});

describe('what is no decision', () => {
  test('あとで: asked again at that moment; a new wish takes the place of one not yet told', async () => {
    const goal = await task(7, 0);
    const snooze = (until: string) => run('staff7', { kind: 'snooze', task: goal.id, until });
    const [first, second] = [later(60).toISOString(), later(600).toISOString()];
    expect(await snooze(first)).toMatchObject({ ok: true, goalNo: goal.goalNo, version: 0 });
    await snooze(second);
    const { rows } = await town.pool.query(
      `select to_id, due_at, settled < wanted as owed from notices where kind = 'ask_again' order by due_at`,
    );
    expect(rows).toEqual([
      { to_id: 'staff7', due_at: new Date(first), owed: false },
      { to_id: 'staff7', due_at: new Date(second), owed: true },
    ]);
    expect(await run('staff8', { kind: 'snooze', task: goal.id, until: first })).toEqual({
      ok: false,
      refusal: { reason: 'not_entitled' },
    });
  });

  test('the language is the person’s own', async () => {
    expect(await run('staff7', { kind: 'language', language: 'en' })).toMatchObject({ ok: true });
    const context = await town.record.context({ person: 'staff7', from: null, named: null }, NOW);
    expect(context?.actor.language).toBe('en');
  });
});

describe('a closed round', () => {
  const yearend = { fiscalYear: 2023, kind: 'yearend', opensOn: '2023-10-02', dueOn: '2024-04-12' } as const;
  const closed = { ok: false, refusal: { reason: 'round_closed' } };

  test('locks its reports', async () => {
    await town.record.openRound(yearend, { by, now: NOW });
    const [goal] = await town.tasks(8, '2023-yearend');
    await town.record.closeRound('2023-yearend', { by, now: later(3) });
    expect(await submit(town, 'staff8', goal!, later(4))).toEqual(closed);
  });

  test('a report that arrives while the round is being closed waits, and is refused', async () => {
    await town.record.openRound(yearend, { by, now: NOW });
    const [goal] = await town.tasks(8, '2023-yearend');
    const closing = await town.pool.connect();
    try {
      await closing.query('begin');
      await closing.query(`update rounds set state = 'closed' where id = '2023-yearend'`);
      const submitting = submit(town, 'staff8', goal!, later(4));
      expect(await Promise.race([submitting, sleep(200).then(() => 'waits')])).toBe('waits');
      await closing.query('commit');
      expect(await submitting).toEqual(closed);
    } finally {
      closing.release(true);
    }
  });
});

test('after all this the history is whole', async () => {
  expect(await town.record.verifyHistory()).toBeNull();
});
