/** 年間予定: what is done, what comes next, and in whose months. */
import { expect, test } from '@jest/globals';
import { meansYear, type YearFacts, type YearWhat, yearPlan } from '../../../src/core/board/year.js';
import type { Round, RoundKind } from '../../../src/core/calendar/round.js';
import { yearCard } from '../../../src/core/cards/board/year.js';

const round = (
  fiscalYear: number,
  kind: RoundKind,
  opensOn: string,
  dueOn: string,
  state: Round['state'] = 'open',
): Round => ({
  id: `${fiscalYear}-${kind}`,
  fiscalYear,
  kind,
  opensOn,
  dueOn,
  asOf: kind === 'midyear' ? `${fiscalYear}-09-30` : `${fiscalYear + 1}-03-31`,
  state,
});
const facts = (today: string, given: Partial<YearFacts> = {}): YearFacts => ({
  today,
  rounds: [],
  closedOn: new Map(),
  rosterOn: [],
  disposedOn: [],
  sheetsOn: new Map(),
  publishedOn: new Map(),
  ...given,
});
const item = (of: YearFacts, what: YearWhat, fiscalYear: number) =>
  yearPlan(of).items.find((one) => one.what === what && one.fiscalYear === fiscalYear);

test('a first year has the usual months, and no year behind it', () => {
  const of = facts('2024-04-02');
  expect(
    yearPlan(of).items.map(({ what, fiscalYear, from, state }) => [
      what,
      fiscalYear,
      from.slice(0, 7),
      state,
    ]),
  ).toEqual([
    ['roster', 2024, '2024-04', 'now'],
    ['retention', 2024, '2024-04', 'now'],
    ['targets', 2024, '2024-04', 'now'],
    ['midyear_open', 2024, '2024-09', 'ahead'],
    ['midyear_close', 2024, '2024-10', 'ahead'],
    ['yearend_open', 2024, '2025-02', 'ahead'],
    ['yearend_close', 2024, '2025-04', 'ahead'],
    ['publish', 2024, '2025-04', 'ahead'],
    ['roster', 2025, '2025-04', 'ahead'],
    ['targets', 2025, '2025-04', 'ahead'],
  ]);
  expect(yearPlan(of).next).toMatchObject({ what: 'roster', fiscalYear: 2024 });
});

test('earlier rounds and publications give the months; what is there already gives its own days', () => {
  const rounds = [
    round(2023, 'midyear', '2023-10-02', '2023-11-10', 'closed'),
    round(2023, 'yearend', '2024-03-04', '2024-05-10', 'closed'),
    round(2024, 'midyear', '2024-10-07', '2024-10-25'),
  ];
  const closedOn = new Map([
    ['2023-midyear', '2023-11-13'],
    ['2023-yearend', '2024-05-13'],
  ]);
  const of = facts('2024-10-08', { rounds, closedOn, publishedOn: new Map([[2023, '2024-06-03']]) });
  expect(item(of, 'midyear_open', 2024)).toMatchObject({
    from: '2024-10-07',
    state: 'done',
    doneOn: '2024-10-07',
  });
  expect(item(of, 'midyear_close', 2024)).toMatchObject({
    from: '2024-10-25',
    until: '2024-10-31',
    state: 'ahead',
  });
  expect(item(of, 'yearend_open', 2024)).toMatchObject({ from: '2025-03-01', until: '2025-03-31' });
  expect(item(of, 'yearend_close', 2024)).toMatchObject({ from: '2025-05-01', asOf: '2025-03-31' });
  expect(item(of, 'publish', 2024)).toMatchObject({ from: '2025-06-01', until: '2025-06-30' });
  expect(item(of, 'yearend_close', 2023)).toMatchObject({ state: 'done', doneOn: '2024-05-13' });
  expect(item(of, 'publish', 2023)).toMatchObject({ state: 'done', doneOn: '2024-06-03' });
});

test('the roster of April may be entered in March; one of the autumn is none of the next', () => {
  expect(item(facts('2024-04-02', { rosterOn: ['2023-10-02', '2024-03-28'] }), 'roster', 2024)).toMatchObject(
    {
      state: 'done',
      doneOn: '2024-03-28',
    },
  );
  expect(item(facts('2024-04-02', { rosterOn: ['2023-10-02'] }), 'roster', 2024)).toMatchObject({
    state: 'now',
  });
});

test('next is what is to do now, else what was missed not long ago, else what comes; retention never', () => {
  const rosterOn = ['2024-04-01'];
  expect(yearPlan(facts('2024-06-10', { rosterOn })).next).toMatchObject({ what: 'targets', state: 'late' });
  const sheetsOn = new Map([[2024, '2024-05-20']]);
  expect(yearPlan(facts('2024-06-10', { rosterOn, sheetsOn })).next).toMatchObject({
    what: 'midyear_open',
    state: 'ahead',
  });
  expect(yearPlan(facts('2024-08-20', { rosterOn })).next).toMatchObject({ what: 'midyear_open' });
  expect(item(facts('2024-08-20'), 'retention', 2024)).toMatchObject({ state: 'passed' });
});

test('the card says month by month what is done with its day, and opens what there is for it', () => {
  const rounds = [round(2024, 'midyear', '2024-10-07', '2024-10-25')];
  const of = facts('2024-10-28', {
    rounds,
    rosterOn: ['2024-04-01'],
    sheetsOn: new Map([[2024, '2024-05-20']]),
  });
  const card = yearCard(yearPlan(of), 'ja');
  if (card.name !== 'message') throw new Error(card.name);
  expect(card.view.title).toBe('令和6年度の年間予定');
  expect(card.view.lines).toEqual(
    expect.arrayContaining([
      '次にすること：中間報告をそろえて閉じる（令和6年度）（いまが時期）',
      '4月：新しい名簿を取り込む ― 済み（4月1日(月)）',
      '10月：中間報告をそろえて閉じる ・ 9月30日(月)現在 ― いまが時期',
      '翌年4月：公表する ― これから',
    ]),
  );
  expect(card.view.buttons.map(({ action }) => JSON.parse(action).do)).toEqual(['close_round', 'rounds']);
});

test('the word for it is none for the file of days of rest', () => {
  expect(['年間予定', '年間の予定', 'Calendar of the year', '　年間予定。'].map(meansYear)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['カレンダー', '暦', '予定', '年間予定を確認しました'].map(meansYear)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
