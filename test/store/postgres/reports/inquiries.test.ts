/** A question of an approver, from the thread it was asked in to the answer that is owed there. */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fallbackText } from '../../../../src/core/cards/fallback.js';
import { noticeCard } from '../../../../src/core/cards/notices/notice.js';
import type { Command } from '../../../../src/core/decision/command.js';
import { isInquiryId } from '../../../../src/core/decision/inquiry.js';
import { approvalBy } from '../../../../src/core/organization/route.js';
import { verifyRecord } from '../../../../src/store/postgres/ledger/replay.js';
import { loadMaterial } from '../../../../src/store/postgres/notices/notice-material.js';
import { type City, city, effectId, later, NOW, submit } from '../city.js';

let town: City;
beforeAll(async () => {
  town = await city();
  await town.pool.query(
    `update notices set ref_place = 'test:channel:1', ref_id = 'root-1', settled = wanted, sent_at = now()
     where key = $1`,
    [thread(1)],
  );
});
afterAll(() => town.stop());

const thread = (n: number) => `summary/${town.section(n)}/2023-midyear`;
const inThread = (person: string, id = 'root-1', place = 'test:channel:1') =>
  town.record.context(
    { person, from: { place: `${place}:${id}`, surface: 'channel' }, named: null, under: { place, id } },
    NOW,
  );
const run = (person: string, command: Command, now = later(5), id = effectId()) =>
  town.record.execute(id, person, `test:dm:${person}`, command, now);
const ask = (n: number, report: string, text = '2番の数字は？'): Command => ({
  kind: 'ask',
  report,
  version: 1,
  text,
  thread: thread(n),
});
const questions = async (report: string) =>
  (
    await town.pool.query<{ id: string; asked_of: string[]; text: string; answer: string | null }>(
      'select id, asked_of, text, answer from questions where report_id = $1 order by asked_at',
      [report],
    )
  ).rows;
const owed = async (like: string) =>
  (
    await town.pool.query<{ key: string; to_id: string; under: string | null; wanted: number }>(
      'select key, to_id, under, wanted from notices where key like $1 order by key',
      [like],
    )
  ).rows;
const cardOf = async (key: string) => {
  const { rows } = await town.pool.query('select about from notices where key = $1', [key]);
  const material = await loadMaterial(town.pool, rows[0].about, later(9));
  const card = material && noticeCard(rows[0].about, material, 'ja');
  return card ? fallbackText(card) : null;
};

test('a thread is about the section and round of the message above it, and others about nothing', async () => {
  const context = await inThread('chief1');
  expect(context?.channelRound).toMatchObject({
    thread: thread(1),
    section: { id: town.section(1), route: [approvalBy('section_manager')] },
    round: { id: '2023-midyear' },
  });
  expect(context?.channelRound?.tasks).toEqual(await town.tasks(1));
  expect((await inThread('chief1', 'root-2'))?.channelRound).toBeNull();
  expect((await inThread('chief1', 'root-1', 'test:channel:2'))?.channelRound).toBeNull();
});

test('a digest’s thread is about the round that is open', async () => {
  await town.pool.query(
    `insert into notices (key, kind, about, to_kind, to_id, due_at, ref_place, ref_id, sent_at)
     values ('digest/x', 'digest', $1, 'channel', $2, now(), 'test:channel:1', 'digest-1', now())`,
    [JSON.stringify({ kind: 'digest', sectionId: town.section(1), week: '2023-10-02' }), town.section(1)],
  );
  expect((await inThread('chief1', 'digest-1'))?.channelRound).toMatchObject({
    thread: 'digest/x',
    round: { id: '2023-midyear' },
  });
});

test('it is asked once, with its history, and answered back into the thread', async () => {
  const [goal] = await town.tasks(1);
  await submit(town, 'staff1', goal!);
  const id = effectId();
  const outcome = { ok: true, goalNo: goal!.goalNo, version: 1, complete: false };
  const both = await Promise.all([1, 2, 3].map(() => run('chief1', ask(1, goal!.id), later(5), id)));
  expect(both).toEqual([outcome, outcome, outcome]);
  const [asked, ...others] = await questions(goal!.id);
  expect(others).toEqual([]);
  expect(asked).toMatchObject({ asked_of: ['staff1'], text: '2番の数字は？', answer: null });
  expect(isInquiryId(asked!.id)).toBe(true);
  expect(await owed('question/%')).toMatchObject([{ to_id: 'staff1', under: null, wanted: 1 }]);
  expect(await cardOf(`question/${asked!.id}/staff1`)).toMatch(/課長1さんから|課長 課長1から質問です/u);

  const context = await town.record.context({ person: 'staff1', from: null, named: asked!.id }, NOW);
  expect(context?.question).toMatchObject({ id: asked!.id, text: '2番の数字は？', answer: null });

  const reply: Command = { kind: 'reply', question: asked!.id, text: '190人\u0000です。' };
  expect(await run('staff1', reply, later(7))).toEqual(outcome);
  expect(await run('staff1', { ...reply, text: '別の答え' }, later(8))).toMatchObject({
    refusal: { reason: 'already_answered', by: '担当者1' },
  });
  expect((await questions(goal!.id))[0]?.answer).toBe('190人\u0000です。');
  expect(await owed('question_answer/%')).toMatchObject([{ to_id: town.section(1), under: thread(1) }]);
  expect(await owed('question/%')).toMatchObject([{ wanted: 2 }]);
  expect(await cardOf(`question_answer/${asked!.id}`)).toContain('2番の数字は？');
  const entries = (await town.record.history({ subject: goal!.id })).filter(({ action }) =>
    ['asked', 'answered'].includes(action),
  );
  expect(entries.map(({ action, personId, post }) => [action, personId, post])).toEqual([
    ['asked', 'chief1', '課長'],
    ['answered', 'staff1', '担当者'],
  ]);
  expect(await town.record.verifyHistory()).toBeNull();
});

test('the writer’s private thread belongs to the question', async () => {
  await town.pool.query(
    `update notices set ref_place = 'test:dm:staff1', ref_id = '17.7', sent_at = now() where key like 'question/%'`,
  );
  const context = await town.record.context(
    { person: 'staff1', from: { place: 'test:dm:staff1:17.7', surface: 'thread' }, named: null },
    NOW,
  );
  expect(context?.question?.answer?.text).toBe('190人\u0000です。');
  expect(context?.threadTask).toBeNull();
});

test('only an approver of the section asks, and nothing is kept otherwise', async () => {
  const [goal] = await town.tasks(2);
  await submit(town, 'staff2', goal!);
  const refused = { ok: false, refusal: { reason: 'not_entitled' } };
  expect(await run('staff2', ask(2, goal!.id))).toEqual(refused);
  expect(await run('chief3', ask(2, goal!.id))).toEqual(refused);
  expect(await run('chief2', ask(2, 'nothing'))).toMatchObject({ refusal: { reason: 'not_found' } });
  expect(await run('staff2', { kind: 'reply', question: 'q0000000000000000', text: 'はい' })).toMatchObject({
    refusal: { reason: 'not_found' },
  });
  expect(await questions(goal!.id)).toEqual([]);
});

test('when the writer has moved on, who reports for the section now is asked, and may answer', async () => {
  const [goal] = await town.tasks(4);
  await submit(town, 'staff4', goal!);
  await town.pool.query(`insert into people (id, name, email) values ('next4', '後任', 'next4@example.jp')`);
  await town.pool.query(
    `with ended as (update holdings set until_on = '2023-10-31' where person_id = 'staff4' returning post_id)
     insert into holdings (post_id, person_id, from_on) select post_id, 'next4', '2023-11-01' from ended`,
  );
  const november = new Date('2023-11-02T01:00:00.000Z');
  expect(await run('chief4', ask(4, goal!.id), november)).toMatchObject({ ok: true });
  const [asked] = await questions(goal!.id);
  expect(asked?.asked_of).toEqual(['next4']);
  const reply: Command = { kind: 'reply', question: asked!.id, text: '引き継ぎました。' };
  expect(await run('staff4', reply, november)).toMatchObject({ refusal: { reason: 'not_entitled' } });
  expect(await run('next4', reply, november)).toMatchObject({ ok: true });
});

test('what waits for approval is read only where it is shown, and only for who approves', async () => {
  const of = (person: string, waiting: boolean) =>
    town.record.context({ person, from: null, named: null, waiting }, later(60));
  expect((await of('chief2', true))?.waiting).toMatchObject([{ workingDays: 0 }]);
  expect((await of('chief2', false))?.waiting).toBeUndefined();
  expect((await of('staff2', true))?.waiting).toBeUndefined();
});

test('事務局に質問する: about a goal that is not reported yet, to every coordinator, and the answer to who asked', async () => {
  await town.pool.query(`
    insert into people (id, name) values ('desk', '事務局');
    insert into posts (id, section_id, role, title) select 'p.desk', id, 'coordinator', '事務局' from sections limit 1;
    insert into holdings values ('p.desk', 'desk', '2023-04-01', null)`);
  const [goal] = await town.tasks(3);
  const id = effectId();
  const question: Command = { kind: 'ask_desk', task: goal!.id, text: '延べ人数ですか\u0000' };
  const outcome = { ok: true, goalNo: goal!.goalNo, version: 0, complete: false, privately: true };
  expect(await run('staff3', question, later(5), id)).toEqual(outcome);
  expect(await run('staff3', question, later(6), id)).toEqual(outcome);
  const { rows } = await town.pool.query(
    'select id, report_id, task_id, asked_of from questions where task_id = $1',
    [goal!.id],
  );
  expect(rows).toMatchObject([{ report_id: null }]);
  const [asked] = rows;
  expect(asked.asked_of.length).toBeGreaterThan(0);
  const [desk] = asked.asked_of as string[];
  expect(await cardOf(`desk_question/${asked.id}/${desk}`)).toContain('延べ人数ですか');
  // What a coordinator types into the thread of that card is about the question.
  await town.pool.query(
    `update notices set ref_place = 'test:dm:desk', ref_id = '19.1', sent_at = now() where key = $1`,
    [`desk_question/${asked.id}/${desk}`],
  );
  const thread = { place: 'test:dm:desk:19.1', surface: 'thread' } as const;
  const context = await town.record.context({ person: desk!, from: thread, named: null }, NOW);
  expect(context?.question).toMatchObject({ id: asked.id, thread: '', reportId: goal!.id });
  // It reminds nobody of the section, and whoever reports there does not answer it.
  expect(await run('staff4', question)).toMatchObject({ refusal: { reason: 'not_entitled' } });
  const reply: Command = { kind: 'reply', question: asked.id, text: '延べ人数です。' };
  expect(await run('staff3', reply)).toMatchObject({ refusal: { reason: 'not_entitled' } });
  expect(await run('chief3', reply)).toMatchObject({ refusal: { reason: 'not_entitled' } });
  expect(await run(desk!, reply)).toMatchObject({ ok: true, privately: true });
  expect(await run(desk!, reply)).toMatchObject({ refusal: { reason: 'already_answered' } });
  expect(await owed(`desk_answer/${asked.id}`)).toMatchObject([{ to_id: 'staff3', under: null }]);
  expect(await cardOf(`desk_answer/${asked.id}`)).toContain('延べ人数です。');
  expect(await owed(`question%/${asked.id}%`)).toEqual([]);
  const { replayed } = await verifyRecord(town.pool);
  expect(replayed?.unexplained.filter(({ row }) => row.startsWith('question'))).toEqual([]);
});
