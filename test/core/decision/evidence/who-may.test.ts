/** Evidence stays from the first approval on that saw it, for as long as that approval may stand. */
import { expect, test } from '@jest/globals';
import { notRemoved } from '../../../../src/core/decision/evidence/who-may.js';
import type { EvidenceItem } from '../../../../src/core/evidence/evidence.js';
import type { Report } from '../../../../src/core/report/report.js';
import { actorOf, tasksOf } from '../../../support/tasks.js';

const actor = actorOf('s1');
const [task] = tasksOf(0);
const AT = '2024-04-02T01:00:00.000Z';
const item = (at: string): EvidenceItem => ({
  id: 'e',
  name: '名簿.pdf',
  file: null,
  link: 'https://city.example.jp/a',
  by: { personId: actor.id, name: actor.name, post: '', at },
});
const of = (report: Partial<Report>) => ({ ...task!, report: report as Report });

test.each([
  [{ state: 'submitted', approvals: [] }, null],
  // The first of two steps has approved.
  [{ state: 'submitted', approvals: [{ at: AT }] }, 'approved'],
  // Corrected, and not submitted again yet.
  [{ state: 'returned', approvals: [], standing: [{ at: AT }] }, 'approved'],
  [{ state: 'approved', approvals: [{ at: AT }] }, 'approved'],
] as const)('%j', (report, not) => {
  const task = of(report as never);
  expect(notRemoved(item('2024-04-01T01:00:00.000Z'), actor, task)).toBe(not);
  // What was added since was seen in no approval that is not the last.
  const since = report.state === 'approved' ? 'approved' : null;
  expect(notRemoved(item('2024-04-03T01:00:00.000Z'), actor, task)).toBe(since);
  expect(notRemoved(item(AT), { ...actor, id: 'other' }, task)).toBe('not_yours');
});
