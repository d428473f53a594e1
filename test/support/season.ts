/** Sections in a round as the core looks at them: the eight real sheets, a 担当者 and a 課長 each, one 事務局. */

import type { Round, RoundKind } from '../../src/core/calendar/round.js';
import { defaultAsOf, roundId } from '../../src/core/calendar/round.js';
import { type Closures, noClosures } from '../../src/core/calendar/working-days.js';
import type { AlreadySent, CityRound } from '../../src/core/notice/plan-notices.js';
import type { Season } from '../../src/core/notice/rehearsal.js';
import type { GoalStanding, SectionRound } from '../../src/core/notice/section-round.js';
import type { PostRole } from '../../src/core/organization/post-roles.js';
import { approvalBy } from '../../src/core/organization/route.js';
import type { PostTerms, Term } from '../../src/core/organization/terms.js';
import { printedSheets } from './tasks.js';

export const DATES = {
  targets: { opensOn: '2023-04-03', dueOn: '2023-04-28' },
  midyear: { opensOn: '2023-10-02', dueOn: '2023-10-13' },
  yearend: { opensOn: '2024-03-01', dueOn: '2024-04-12' },
} as const;

export const round = (kind: RoundKind, more: Partial<Round> = {}): Round => ({
  id: roundId(2023, kind),
  fiscalYear: 2023,
  kind,
  ...DATES[kind],
  asOf: defaultAsOf(2023, kind),
  state: 'open',
  ...more,
});

export const term = (personId: string, more: Partial<Term> = {}): Term => ({
  personId,
  name: personId,
  from: '2023-04-01',
  until: null,
  ...more,
});

export const post = (sectionId: string, role: PostRole, ...holders: Term[]): PostTerms => ({
  id: `${sectionId}.${role}`,
  sectionId,
  role,
  title: role,
  holders,
  deputies: [],
});

export const goal = (taskId: string, more: Partial<GoalStanding> = {}): GoalStanding => ({
  taskId,
  state: 'open',
  step: 0,
  since: null,
  writerId: null,
  version: 0,
  questions: [],
  ...more,
});

/** The section of a sheet (0–7) in a round. */
export function sectionRound(sheet: number, kind: RoundKind, more: Partial<SectionRound> = {}): SectionRound {
  const id = `s${sheet + 1}`;
  const printed = printedSheets[sheet]!;
  return {
    section: {
      id,
      name: printed.header.organization_text,
      department: printed.header.department_text,
      parentId: null,
      route: [approvalBy('section_manager')],
    },
    round: round(kind),
    closures: noClosures,
    goals: printed.goals.map(({ no }) => goal(`${id}.2023.${no}:${kind}`)),
    posts: [
      post(id, 'staff', term(`staff${sheet + 1}`)),
      post(id, 'section_manager', term(`chief${sheet + 1}`)),
    ],
    ...more,
  };
}

export const coordinators: readonly PostTerms[] = [post('s1', 'coordinator', term('coordinator'))];

export const nothingTold: AlreadySent = { reminded: () => null, sent: () => false, drawn: () => null };

export const cityRound = (kind: RoundKind, closures: Closures = noClosures): CityRound => ({
  round: round(kind),
  closures,
  unfinished: true,
  heads: [],
});

export const seasonOf = (sections: readonly SectionRound[], city: readonly CityRound[] = []): Season => ({
  sections,
  city,
  coordinators,
  told: nothingTold,
});
