/** Questions that wait: when they are called to mind, and who answers after a transfer; reports nobody can decide. */
import { describe, expect, test } from '@jest/globals';
import { planNotices } from '../../../src/core/notice/plan-notices.js';
import { callsOn } from '../../../src/core/notice/reminders.js';
import type { StandingInquiry } from '../../../src/core/notice/section-round.js';
import { coordinators, goal, nothingTold, post, sectionRound, term } from '../../support/season.js';

const TASK = 's7.2023.1:yearend';
/** asked on Thursday 28 March 2024 at 10:00 in the city */
const asked: StandingInquiry = {
  id: 'q0123456789abcdef',
  askerId: 'chief7',
  askedAt: '2024-03-28T01:00:00.000Z',
  writerId: 'old',
  askedOf: ['old'],
};
const stays = post('s7', 'staff', term('old'), term('beside'));
const moves = post('s7', 'staff', term('old', { until: '2024-03-31' }), term('new', { from: '2024-04-01' }));
const chief = post('s7', 'section_manager', term('chief7'));
const season = (staff: typeof stays, manager = chief, question = asked) =>
  sectionRound(6, 'yearend', {
    goals: [
      goal(TASK, {
        state: 'submitted',
        since: '2024-03-28T00:00:00.000Z',
        writerId: 'old',
        version: 1,
        questions: [question],
      }),
    ],
    posts: [staff, manager],
  });
const reminded = (today: string, staff = stays) =>
  callsOn(season(staff), coordinators, today)
    .filter(({ reason }) => reason === 'question')
    .map(({ personId, since }) => [personId, since]);
const look = (now: string, of: ReturnType<typeof season>, sent: readonly string[] = []) =>
  planNotices(of, coordinators, { ...nothingTold, sent: (key) => sent.includes(key) }, now);

describe('a question without an answer', () => {
  test.each([
    ['not on its own day', '2024-03-28', stays, []],
    ['from the next working day on', '2024-03-29', stays, [['old', '2024-03-29']]],
    ['of who was transferred: the successor', '2024-04-01', moves, [['new', '2024-03-29']]],
  ])('is called to mind: %s', (_name, today, staff, expected) => {
    expect(reminded(today, staff)).toEqual(expected);
  });

  test('asked on a Friday, on Monday', () => {
    const friday = { ...asked, askedAt: '2024-03-29T08:00:00.000Z' };
    const days = ['2024-03-30', '2024-04-01'].map((day) =>
      callsOn(season(stays, chief, friday), coordinators, day).some(({ reason }) => reason === 'question'),
    );
    expect(days).toEqual([false, true]);
  });

  test('is passed on with the post, and who was asked is told', () => {
    const { passedOn, owed } = look('2024-04-01T00:00:00.000Z', season(moves));
    expect(passedOn).toEqual([{ questionId: asked.id, reportId: TASK, from: ['old'], to: ['new'] }]);
    expect(owed.map(({ key }) => key)).toContain(`question/${asked.id}/old`);
  });

  test('stays with who was asked while he or she reports for the section', () => {
    expect(look('2024-04-01T00:00:00.000Z', season(stays)).passedOn).toEqual([]);
  });

  test('never goes to who asked it', () => {
    const vacant = post('s7', 'staff', term('old', { until: '2024-03-31' }));
    expect(look('2024-04-01T00:00:00.000Z', season(vacant)).passedOn).toEqual([]);
  });
});

describe('a report whose last approver has left', () => {
  const gone = post('s7', 'section_manager', term('chief7', { until: '2024-03-31' }));
  const KEY = `decide/${TASK}/1/0/coordinator`;
  const keys = (now: string, manager: typeof chief, sent: readonly string[] = []) =>
    look(now, season(stays, manager), sent)
      .owed.map(({ key }) => key)
      .filter((key) => key.startsWith('decide/'));
  test('is put before 事務局, once', () => {
    expect(keys('2024-04-01T00:00:00.000Z', gone)).toEqual([KEY]);
    expect(keys('2024-04-01T00:00:00.000Z', gone, [KEY])).toEqual([]);
  });
  test('not while somebody may decide', () => {
    expect(keys('2024-04-01T00:00:00.000Z', chief)).toEqual([]);
    const deputy = { ...gone, deputies: [term('deputy', { from: '2024-04-01', until: '2024-04-12' })] };
    expect(keys('2024-04-01T00:00:00.000Z', deputy)).toEqual([]);
  });
});

describe('who is asked to approve during an absence', () => {
  const told = (until: string) =>
    callsOn(
      season(stays, { ...chief, deputies: [term('deputy', { from: '2024-03-25', until })] }),
      coordinators,
      '2024-04-01',
    )
      .filter(({ reason }) => reason === 'waiting')
      .map(({ personId }) => personId);
  test.each([
    ['the deputy beside the holder', '2024-04-05', ['chief7', 'deputy']],
    ['not one who stands by for the year', '2025-03-31', ['chief7']],
    ['not one whose dates are over', '2024-03-29', ['chief7']],
  ])('%s', (_name, until, expected) => {
    expect(told(until)).toEqual(expected);
  });
});
