/** When an answer is 見込み, and which target is in force. */
import { expect, test } from '@jest/globals';
import type { Round } from '../../../../src/core/calendar/round.js';
import { isBeforeAsOf, ofSection } from '../../../../src/core/report/year/forecast.js';
import {
  approvedChanges,
  asPrinted,
  printedTarget,
  type TargetChange,
  targetInForce,
} from '../../../../src/core/report/year/target-change.js';

const round: Round = {
  id: '2023-yearend',
  fiscalYear: 2023,
  kind: 'yearend',
  opensOn: '2024-02-15',
  dueOn: '2024-04-12',
  asOf: '2024-03-31',
  state: 'open',
  confirms: true,
};

test('what is written before the as-of date, as the city counts its days, is 見込み', () => {
  expect(isBeforeAsOf(round, '2024-03-30T14:59:59.999Z')).toBe(true);
  expect(isBeforeAsOf(round, '2024-03-30T15:00:00.000Z')).toBe(false);
  const { confirms: _, ...before } = round;
  expect(isBeforeAsOf(before, '2024-02-20T00:00:00.000Z')).toBe(false);
});

test.each([
  ['R6.1.31', '2024-01-31'],
  ['令和6年3月29日', '2024-03-29'],
  // A day of another year, or none, says nothing.
  ['R5.3.31', '2024-03-31'],
  ['R6.4.1', '2024-03-31'],
  ['', '2024-03-31'],
  ['未定', '2024-03-31'],
])('a sheet that prints %s is of %s', (printed, asOf) => {
  expect(ofSection(round, printed).asOf).toBe(asOf);
});

const by = { personId: 'p', name: '課長1', post: '課長', actingFor: null };
const change = (before: string, after: string, at: string, state: TargetChange['state'] = 'approved') =>
  ({
    id: `i/${at}`,
    sectionId: 's1',
    goalId: 's1.2023.1',
    goalNo: '1',
    indicatorId: 'i',
    indicator: '参加者数',
    before,
    after,
    reason: '休館のため',
    by: { ...by, at },
    state,
    approvals: state === 'approved' ? [{ ...by, at }] : [],
    returned: null,
  }) satisfies TargetChange;

const october = '2023-10-01T01:00:00.000Z';
const december = '2023-12-01T01:00:00.000Z';
const changes = [
  change('60人', '50人', december),
  change('80人', '60人', october),
  change('50人', '1人', '2024-01-09T01:00:00.000Z', 'returned'),
];

test('each change applies to the target that it was asked about, from its last approval on', () => {
  const own = approvedChanges(changes, 'i');
  expect(targetInForce('80人', own).target).toBe('50人');
  expect(targetInForce('80人', own, '2023-11-01T00:00:00.000Z').target).toBe('60人');
  expect(targetInForce('80人', own, '2023-09-30T00:00:00.000Z')).toEqual({ target: '80人', changed: null });
  // An import printed another since.
  expect(targetInForce('70人', own)).toEqual({ target: '70人', changed: null });
  expect(approvedChanges(changes, 'other')).toEqual([]);
});

test('a printed target says what it was and since when, and is read back as it was printed at first', () => {
  const own = approvedChanges(changes, 'i');
  const first = printedTarget('60人', own[0]);
  const { target, changed } = targetInForce('80人', own);
  expect(first).toBe('60人（R5.10.1変更 変更前：80人）');
  expect(printedTarget(target, changed)).toBe('50人（R5.12.1変更 変更前：60人）');
  expect(asPrinted(first, changes)).toBe('80人');
  expect(asPrinted(printedTarget(target, changed), changes)).toBe('80人');
  expect(asPrinted('55人', changes)).toBe('55人');
});
