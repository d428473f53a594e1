/** All approved before the as-of date: 事務局 finds what is not confirmed, and its digest goes on until everything is. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { boardAsked } from '../../../../src/core/board/asked.js';
import type { BoardPage } from '../../../../src/core/board/page.js';
import { boardCard } from '../../../../src/core/cards/board/board.js';
import { overviewCard } from '../../../../src/core/cards/notices/digest.js';
import { planCityNotices } from '../../../../src/core/notice/plan-notices.js';
import { loadBoard } from '../../../../src/store/postgres/board/load-board.js';
import { readBoardPage } from '../../../../src/store/postgres/board/read-page.js';
import { loadCityRounds } from '../../../../src/store/postgres/rounds/city-rounds.js';
import { loadCoordinators } from '../../../../src/store/postgres/rounds/section-rounds.js';
import { by, type City, city, effectId, later, submit, withDesk } from '../city.js';

const told = { sent: () => false, reminded: () => null, drawn: () => null };
const YEAREND = '2023-yearend';
const MARCH = new Date('2024-03-11T01:00:00.000Z');
/** a Monday, the day of the digest */
const APRIL = new Date('2024-04-08T01:00:00.000Z');

let town: City;
beforeAll(async () => {
  town = await city({ round: false });
  await withDesk(town);
  const dates = { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-02-15', dueOn: '2024-04-12' } as const;
  await town.record.openRound({ ...dates, confirms: true }, { by, now: MARCH });
  for (let n = 1; n <= 8; n += 1)
    for (const task of await town.tasks(n, YEAREND)) {
      expect(await submit(town, `staff${n}`, task, MARCH)).toMatchObject({ ok: true });
      const approving = { kind: 'approve', report: task.id, version: 1, step: 0 } as const;
      expect(
        await town.record.execute(effectId(), `chief${n}`, `test:dm:chief${n}`, approving, later(1, MARCH)),
      ).toMatchObject({ ok: true });
    }
}, 120_000);
afterAll(() => town.stop());

async function confirm(n: number): Promise<void> {
  const goals = (await town.tasks(n, YEAREND)).map(({ id }) => ({ id, version: 1, step: 0 }));
  const command = { kind: 'confirm', goals } as const;
  await town.record.execute(effectId(), `staff${n}`, `test:dm:staff${n}`, command, APRIL);
}
const asked = (): Promise<BoardPage> => readBoardPage(town.pool, boardAsked('状況 未確定')!, APRIL);
async function digest(): Promise<readonly [owed: number, lines: string | null]> {
  const [round] = await loadCityRounds(town.pool, [YEAREND], '2024-04-08');
  const desks = await loadCoordinators(town.pool, '2024-04-08');
  const { owed } = planCityNotices(round!, desks, told, APRIL.toISOString());
  const card = overviewCard(
    {
      kind: 'city',
      person: { id: 'desk', name: '事務局', email: null, language: 'ja' },
      boards: [(await loadBoard(town.pool, YEAREND, APRIL))!],
      undelivered: [],
      putAside: [],
      holidaysUntil: null,
      today: '2024-04-08',
    },
    'ja',
  );
  return [owed.length, card?.name === 'message' ? card.view.lines.join('\n') : null];
}

test('「状況 未確定」 finds the sections; the third, whose sheet says R6.1.31, has no 見込み', async () => {
  const page = await asked();
  if (page.kind !== 'list') throw new Error(page.kind);
  expect([page.found.unconfirmed, page.total.sections]).toEqual([7, 7]);
  const whole = await readBoardPage(town.pool, boardAsked('状況 全体')!, APRIL);
  expect(whole.kind).toBe('unclear');
  const card = boardCard(
    await readBoardPage(town.pool, { ...boardAsked('状況 未確定')!, filter: '' }, APRIL),
    'ja',
  );
  expect(JSON.stringify(card)).toContain('未確定の見込み 7課');
});

test('the digest goes on while one is not confirmed, and stops then', async () => {
  for (const n of [1, 2, 4, 5, 6, 7]) await confirm(n);
  const [owed, lines] = await digest();
  expect(owed).toBe(1);
  expect(lines).toMatch(/・.*未確定の見込み \d/u);
  const page = await asked();
  expect(page.kind === 'list' && page.rows.map(({ of }) => of)).toEqual([town.section(8)]);
  await confirm(8);
  expect(await digest()).toEqual([0, null]);
  expect(await asked()).toMatchObject({ found: { unconfirmed: 0 } });
});
