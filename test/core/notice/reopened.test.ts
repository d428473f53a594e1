import { describe, expect, test } from '@jest/globals';
import { officeInstant } from '../../../src/core/calendar/office-hours.js';
import { cityInstant } from '../../../src/core/calendar/working-days.js';
import { planNotices } from '../../../src/core/notice/plan-notices.js';
import { dayOf } from '../../../src/core/notice/reminders.js';
import type { GoalStanding } from '../../../src/core/notice/section-round.js';
import { coordinators, goal, nothingTold, round, sectionRound, term } from '../../support/season.js';

/** Round 2023-10-02 to 10-13, closed; the goal was reopened on Wednesday 2023-11-01. */
const at = (day: string, time = '09:00') => cityInstant(day, time);
const closed = (one: Partial<GoalStanding>) =>
  sectionRound(0, 'midyear', {
    round: round('midyear', { state: 'closed' }),
    goals: [goal('s1.2023.1:midyear', { since: at('2023-11-01', '10:00'), version: 1, ...one })],
  });

/** Every call of the looks that follow one another, by the day on which it is first made. */
function season(one: ReturnType<typeof closed>): string[] {
  const told = new Map<string, string>();
  const found: string[] = [];
  let now: string | null = at('2023-11-02');
  for (let looks = 0; now !== null && looks < 60; looks += 1) {
    const today: string = now.slice(0, 10);
    const already = { ...nothingTold, reminded: (id: string) => told.get(id) ?? null };
    const plan = planNotices(one, coordinators, already, now);
    for (const { personId, reason } of plan.calls) {
      told.set(personId, today);
      found.push(`${today} ${personId} ${reason}`);
    }
    expect(plan.owed.map(({ about }) => about.kind).filter((kind) => kind !== 'reminder')).toEqual([]);
    now = plan.next;
  }
  expect(now).toBeNull();
  return found;
}

describe('a goal reopened in a closed round', () => {
  test('who is to report it hears of it after two and five working days, the manager after five; no ladder, no digest', () => {
    expect(season(closed({ state: 'returned' }))).toEqual([
      '2023-11-06 staff1 report',
      '2023-11-09 staff1 report',
      '2023-11-09 chief1 missing',
    ]);
  });
  test('submitted, it waits for the approver as in an open round, and goes up', () => {
    expect(season(closed({ state: 'submitted', writerId: 'staff1' }))).toEqual([
      '2023-11-06 chief1 waiting',
      '2023-11-08 chief1 waiting',
      '2023-11-09 coordinator raised',
    ]);
  });
  test('approved, nobody hears of it', () => {
    expect(season(closed({ state: 'approved' }))).toEqual([]);
  });
  test("it stands in the day of who reports it and of who decides, and a successor's hand-over is owed", () => {
    const days = (one: ReturnType<typeof closed>, person: string) =>
      dayOf(person, [one], coordinators, '2023-11-06', () => 3);
    expect(days(closed({ state: 'returned' }), 'staff1').report).toEqual(['s1.2023.1:midyear']);
    const waits = closed({ state: 'submitted', writerId: 'staff1' });
    expect(days(waits, 'chief1').waiting).toMatchObject([{ taskId: 's1.2023.1:midyear' }]);
    const [staff, chief] = waits.posts;
    const holders = [term('chief1', { until: '2023-11-05' }), term('chief9', { from: '2023-11-06' })];
    const plan = planNotices(
      { ...waits, posts: [staff!, { ...chief!, holders }] },
      coordinators,
      nothingTold,
      officeInstant('2023-11-06T00:00:00.000Z', waits.closures),
    );
    expect(plan.owed.map(({ about }) => about)).toContainEqual(
      expect.objectContaining({ kind: 'handover', personId: 'chief9' }),
    );
  });
});
