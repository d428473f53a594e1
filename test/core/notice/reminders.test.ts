import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOfficeOpen } from '../../../src/core/calendar/office-hours.js';
import {
  addDays,
  cityDate,
  cityInstant,
  cityTime,
  isWorkingDay,
} from '../../../src/core/calendar/working-days.js';
import { type AlreadySent, planCityNotices, planNotices } from '../../../src/core/notice/plan-notices.js';
import { rehearse, type Season } from '../../../src/core/notice/rehearsal.js';
import { dayOf } from '../../../src/core/notice/reminders.js';
import type { SectionRound } from '../../../src/core/notice/section-round.js';
import {
  cityRound,
  coordinators,
  goal,
  nothingTold,
  post,
  round,
  seasonOf,
  sectionRound,
  term,
} from '../../support/season.js';

const at = (day: string, time = '09:00') => cityInstant(day, time);

/** `10-06 staff1 report/week_before`, sorted as sent. */
function plan(season: Season, until: string, from = at('2023-09-01')): string[] {
  return [...rehearse(season, from, at(until, '23:59'))].map(({ at: when, notice, calls }) => {
    expect(cityTime(when)).toBe('09:00');
    const day = cityDate(when).slice(5);
    const { about } = notice;
    if (about.kind === 'digest') return `${day} #${about.sectionId} digest`;
    if (about.kind === 'overview') return `${day} ${about.personId} overview`;
    const why = calls.map(({ reason, rung }) => `${reason}/${rung}`).join('+');
    return `${day} ${about.kind === 'reminder' ? about.personId : '?'} ${why}`;
  });
}

const eight = Array.from({ length: 8 }, (_, i) => i);
/** One line for each of the eight sections. */
const all = (line: (n: number) => string | string[]) => eight.flatMap((i) => line(i + 1));

describe('the season of the eight sheets, listed exactly, when nobody does anything', () => {
  test('mid-year', () => {
    const season = seasonOf(
      eight.map((i) => sectionRound(i, 'midyear')),
      [cityRound('midyear')],
    );
    expect(plan(season, '2023-10-27')).toEqual([
      ...all((n) => `10-02 staff${n} report/opening`),
      ...all((n) => `10-06 staff${n} report/week_before`),
      // Monday 9 October is スポーツの日
      '10-10 coordinator overview',
      ...all((n) => `10-11 staff${n} report/two_days_before`),
      ...all((n) => `10-12 staff${n} report/day_before`),
      ...all((n) => `10-13 chief${n} missing/due_day`),
      ...all((n) => [`10-16 staff${n} report/day_after`, `10-16 chief${n} missing/day_after`]),
      '10-16 coordinator overview',
      '10-23 coordinator overview',
    ]);
  });

  test('year-end', () => {
    const season = seasonOf(
      eight.map((i) => sectionRound(i, 'yearend')),
      [cityRound('yearend')],
    );
    expect(plan(season, '2024-04-19')).toEqual([
      ...all((n) => `03-01 staff${n} report/opening`),
      '03-04 coordinator overview',
      '03-11 coordinator overview',
      '03-18 coordinator overview',
      '03-25 coordinator overview',
      '04-01 coordinator overview',
      ...all((n) => `04-05 staff${n} report/week_before`),
      '04-08 coordinator overview',
      ...all((n) => `04-10 staff${n} report/two_days_before`),
      ...all((n) => `04-11 staff${n} report/day_before`),
      ...all((n) => `04-12 chief${n} missing/due_day`),
      ...all((n) => [`04-15 staff${n} report/day_after`, `04-15 chief${n} missing/day_after`]),
      '04-15 coordinator overview',
    ]);
  });

  test('a section with a later deadline and one with its own closed days have their own days', () => {
    const later = sectionRound(1, 'midyear', { round: round('midyear', { dueOn: '2023-10-20' }) });
    const museum = sectionRound(2, 'midyear', {
      closures: { closed: ['2023-10-02', '2023-10-10', '2023-10-16'], open: [] },
    });
    expect(plan(seasonOf([later, museum]), '2023-10-17').filter((line) => !line.includes('#'))).toEqual(
      [
        '10-02 staff2 report/opening',
        '10-03 staff3 report/opening',
        '10-06 staff3 report/week_before',
        '10-11 staff3 report/two_days_before',
        '10-12 staff3 report/day_before',
        '10-13 staff2 report/week_before',
        '10-13 chief3 missing/due_day',
        '10-17 staff3 report/day_after',
        '10-17 chief3 missing/day_after',
      ].sort((a, b) => a.slice(0, 5).localeCompare(b.slice(0, 5))),
    );
  });
});

describe('who', () => {
  const day = '2023-10-06';
  const told = (sectionRounds: SectionRound, on = day) =>
    planNotices(sectionRounds, coordinators, nothingTold, at(on))
      .calls.map(({ personId, reason }) => `${personId} ${reason}`)
      .sort();
  const posts = sectionRound(0, 'midyear').posts;

  test('nobody where everything is approved, or the round closed; only while goals are open', () => {
    const goals = sectionRound(0, 'midyear').goals.map((one) => ({
      ...one,
      state: 'approved' as const,
      since: at('2023-09-20'),
    }));
    expect(planNotices(sectionRound(0, 'midyear', { goals }), coordinators, nothingTold, at(day))).toEqual({
      owed: [],
      calls: [],
      passedOn: [],
      ended: [],
      next: null,
    });
    expect(told(sectionRound(0, 'midyear', { round: round('midyear', { state: 'closed' }) }))).toEqual([]);
    expect(
      told(sectionRound(0, 'midyear', { goals: [...goals, goal('x', { state: 'withdrawn' })] })),
    ).toEqual(['staff1 report']);
  });
  test('a post without holder: the next one up, and the coordinator; who left is not written to', () => {
    const left = post('s1', 'staff', term('staff1', { until: '2023-10-05' }));
    const chief = post('s1', 'subsection_chief', term('chief0'));
    expect(told(sectionRound(0, 'midyear', { posts: [left, chief, posts[1]!] }))).toEqual([
      'chief0 report',
      'coordinator vacant',
    ]);
    expect(told(sectionRound(0, 'midyear', { posts: [left] }))).toEqual(['coordinator vacant']);
    const [{ instead, roles } = { instead: null, roles: [] }] = dayOf(
      'coordinator',
      [sectionRound(0, 'midyear', { posts: [left, chief] })],
      coordinators,
      day,
      () => 0,
    ).vacant;
    expect([instead, roles]).toEqual(['subsection_chief', ['staff']]);
  });
  test('a post of the route that nobody holds is named to 事務局 before anything is submitted', () => {
    const [staff, manager] = [posts[0]!, { ...posts[1]!, holders: [] }];
    const vacant = sectionRound(0, 'midyear', { posts: [staff, manager] });
    expect(told(vacant)).toEqual(['coordinator vacant', 'staff1 report']);
    const named = (one: typeof vacant) => dayOf('coordinator', [one], coordinators, day, () => 0).vacant;
    expect(named(vacant)).toMatchObject([{ roles: [], deciding: ['section_manager'], waits: false }]);
    const deputised = { ...manager, deputies: [term('chief0', { until: '2023-12-31' })] };
    expect(told(sectionRound(0, 'midyear', { posts: [staff, deputised] }))).toEqual(['staff1 report']);
  });
  test('one message whatever is owed, over sections', () => {
    const both = [
      sectionRound(0, 'midyear'),
      sectionRound(1, 'midyear', {
        posts: [post('s2', 'staff', term('staff1')), post('s2', 'section_manager', term('chief1'))],
      }),
    ];
    const sent = [...rehearse(seasonOf(both), at(day), at(day, '23:59'))];
    expect(sent.map(({ notice }) => notice.key)).toEqual(['reminder/staff1/2023-10-06']);
    expect(sent[0]!.calls).toHaveLength(2);
    expect(dayOf('staff1', both, [], day, () => 0).report).toHaveLength(
      both[0]!.goals.length + both[1]!.goals.length,
    );
  });
  test('what waits for approval: after two working days, then every second; never to the writer', () => {
    const waiting = goal('s1.2023.1:midyear', {
      state: 'submitted',
      since: at('2023-10-05', '15:00'),
      writerId: 'staff1',
    });
    const one = sectionRound(0, 'midyear', { goals: [waiting] });
    // Thursday → Tuesday after the three days off → Thursday → Monday
    expect(plan(seasonOf([one]), '2023-10-18').filter((line) => line.includes('waiting'))).toEqual([
      '10-10 chief1 waiting/waiting',
      '10-12 chief1 waiting/waiting',
      // after five working days it goes up, and stops
      '10-13 coordinator raised/waiting',
    ]);
    const own = sectionRound(0, 'midyear', { goals: [{ ...waiting, writerId: 'chief1' }] });
    expect(told(own, '2023-10-10')).toEqual(['coordinator vacant']);
    const entered = sectionRound(0, 'midyear', { goals: [{ ...waiting, forId: 'chief1' }] });
    expect(told(entered, '2023-10-10')).toEqual(['coordinator vacant']);
  });
  test('what was submitted before the first working day waits at once; to report is asked for from that day on', () => {
    const saturday = '2023-10-07';
    const submitted = goal('s1.2023.1:midyear', {
      state: 'submitted',
      since: at(saturday),
      writerId: 'staff1',
    });
    const one = sectionRound(0, 'midyear', {
      round: round('midyear', { opensOn: saturday }),
      goals: [submitted, goal('s1.2023.2:midyear')],
    });
    const on = (person: string, day: string) => dayOf(person, [one], [], day, () => 0);
    expect(on('chief1', saturday).waiting.map(({ taskId }) => taskId)).toEqual([submitted.taskId]);
    expect(on('chief1', '2023-10-06').waiting).toEqual([]);
    expect([on('staff1', saturday).report.length, on('staff1', '2023-10-10').report.length]).toEqual([0, 1]);
  });
});

describe('after an outage', () => {
  const one = sectionRound(0, 'midyear');
  const untilTold = (last: string): AlreadySent => ({
    reminded: () => last,
    sent: () => false,
    drawn: () => null,
  });
  const reports = (now: string, told: AlreadySent) =>
    planNotices(one, coordinators, told, now)
      .calls.filter(({ reason }) => reason === 'report')
      .map(({ rung }) => rung);

  test('what is still of use is sent once, the latest only; what is stale is not', () => {
    expect(reports(at('2023-10-10', '11:00'), untilTold('2023-10-02'))).toEqual(['week_before']);
    expect(reports(at('2023-10-10', '11:00'), untilTold('2023-10-06'))).toEqual([]);
    expect(reports(at('2023-10-13', '16:59'), untilTold('2023-10-02'))).toEqual(['day_before']);
    // after the deadline the ones before it are of no use, and a day too far back is not either
    expect(reports(at('2023-10-17'), untilTold('2023-10-11'))).toEqual(['day_after']);
    expect(reports(at('2023-10-20'), untilTold('2023-10-11'))).toEqual([]);
  });
  test('outside working hours it waits for the morning', () => {
    for (const [now, next] of [
      [at('2023-10-06', '17:00'), at('2023-10-10')],
      [at('2023-10-07', '10:00'), at('2023-10-10')],
      [at('2023-10-06', '08:59'), at('2023-10-06')],
      [at('2023-09-29', '10:00'), at('2023-10-02')],
    ] as const)
      expect(planNotices(one, coordinators, nothingTold, now)).toEqual({
        owed: [],
        calls: [],
        passedOn: [],
        ended: [],
        next,
      });
  });
  test('a digest is sent where something has changed since the week before, a day late at most, and once', () => {
    const changedOn = (day: string): typeof one => ({
      ...one,
      goals: one.goals.map((goal, no) =>
        no === 0 ? { ...goal, state: 'returned' as const, since: at(day, '10:00') } : goal,
      ),
    });
    const keys = (now: string, told: AlreadySent, of = changedOn('2023-10-12')) =>
      planNotices(of, coordinators, told, now)
        .owed.map(({ key }) => key)
        .filter((key) => key.startsWith('digest'));
    expect(keys(at('2023-10-17', '16:00'), untilTold('2023-10-16'))).toEqual(['digest/s1/2023-10-16']);
    expect(keys(at('2023-10-16'), untilTold('2023-10-16'), changedOn('2023-10-09'))).toHaveLength(1);
    expect(keys(at('2023-10-16'), untilTold('2023-10-16'), changedOn('2023-10-08'))).toEqual([]);
    expect(keys(at('2023-10-16'), untilTold('2023-10-16'), one)).toEqual([]);
    // what happened after the morning of the digest is of the next week's
    expect(keys(at('2023-10-17'), untilTold('2023-10-16'), changedOn('2023-10-16'))).toEqual([]);
    expect(keys(at('2023-10-18'), untilTold('2023-10-16'))).toEqual([]);
    expect(
      keys(at('2023-10-17'), { reminded: () => '2023-10-16', sent: () => true, drawn: () => null }),
    ).toEqual([]);
  });
  test('what changed in the week before a New Year without a digest is of the digest after it', () => {
    const dates = { opensOn: '2025-12-01', dueOn: '2026-01-16' };
    const changed = at('2025-12-24', '10:00');
    const goals = [goal('s1.2023.1:midyear', { state: 'returned', since: changed })];
    const section = sectionRound(0, 'midyear', { round: round('midyear', dates), goals });
    const city = { ...cityRound('midyear'), round: round('midyear', dates) };
    const heads = [{ personId: 'head', changed: [changed] }];
    const weekly = (now: string) =>
      [
        planNotices(section, coordinators, nothingTold, now),
        planCityNotices({ ...city, heads }, coordinators, nothingTold, now),
      ].flatMap(({ owed }) => owed.map(({ key }) => key).filter((key) => /^(digest|department)/u.test(key)));
    expect(weekly(at('2025-12-22'))).toEqual([]);
    expect(weekly(at('2026-01-05'))).toEqual(['digest/s1/2026-01-05', 'department/head/2026-01-05']);
    expect(weekly(at('2026-01-13'))).toEqual([]);
    expect(planNotices(section, coordinators, nothingTold, at('2025-12-26')).next).toBe(at('2026-01-05'));
  });
});

test('whatever the dates, closures and roster: in working hours, once a person and day, and to who owes something', () => {
  const days = fc.integer({ min: 0, max: 60 });
  const states = fc.constantFrom('open', 'returned', 'withdrawn', 'submitted', 'approved');
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          opens: days,
          lasts: days,
          closed: fc.array(days),
          states: fc.array(states, { minLength: 1 }),
          staff: fc.integer({ min: 0, max: 3 }),
        }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      (sections) => {
        const from = '2023-12-01';
        const made = sections.map(({ opens, lasts, closed, states: given, staff }, i) =>
          sectionRound(i, 'midyear', {
            round: round('midyear', { opensOn: addDays(from, opens), dueOn: addDays(from, opens + lasts) }),
            closures: { closed: closed.map((n) => addDays(from, n)), open: [] },
            goals: given.map((state, g) =>
              goal(`s${i + 1}.2023.${g}:midyear`, { state, since: state === 'open' ? null : at(from) }),
            ),
            posts: [
              post(`s${i + 1}`, 'staff', ...Array.from({ length: staff }, (_, p) => term(`p${i + p}`))),
              post(`s${i + 1}`, 'section_manager', term(`chief${i}`)),
            ],
          }),
        );
        const seen = new Set<string>();
        for (const { at: when, notice } of rehearse(seasonOf(made), at(from), at(addDays(from, 90)))) {
          const { about } = notice;
          const of = made.filter((one) =>
            about.kind === 'digest' ? one.section.id === about.sectionId : true,
          );
          expect(of.some((one) => isOfficeOpen(when, one.closures))).toBe(true);
          if (about.kind === 'digest') expect(isWorkingDay(cityDate(when), of[0]!.closures)).toBe(true);
          expect(seen.has(notice.key)).toBe(false);
          seen.add(notice.key);
          if (about.kind !== 'reminder') continue;
          const owes = dayOf(about.personId, made, coordinators, cityDate(when), () => 0);
          expect(
            owes.report.length +
              owes.waiting.length +
              owes.raised.length +
              owes.missing.length +
              owes.vacant.length,
          ).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 25 },
  );
});
