/** Tasks made of the eight real sheets, for tests of the core. */
import { readFileSync } from 'node:fs';
import { defaultAsOf, type RoundKind, roundId } from '../../src/core/calendar/round.js';
import type { Context } from '../../src/core/conversation/context.js';
import type { Actor } from '../../src/core/organization/people.js';
import type { PostTerms } from '../../src/core/organization/terms.js';
import type { Report } from '../../src/core/report/report.js';
import type { Task } from '../../src/core/report/task.js';
import { niigataR5, type RatingCode } from '../../src/core/sheet/scale.js';

type PrintedIndicator = {
  indicator_text: string;
  target_text: string;
  result_text: string;
  rating: string;
  status_text: string;
  initiative_cell_text: string;
  overview_text: string;
};
type PrintedSheet = {
  header: { organization_text: string; department_text: string };
  goals: { no: string; goal_text: string; policy_text: string | null; indicators: PrintedIndicator[] }[];
};

/** The sheets as printed, in the JSON form of the fixtures. */
export const printedSheets: readonly PrintedSheet[] = (
  JSON.parse(readFileSync(new URL('../fixtures/kita-r5.json', import.meta.url), 'utf8')) as {
    sheets: PrintedSheet[];
  }
).sheets;

export const RATING_OF: Readonly<Record<string, RatingCode>> = {
  '○': 'achieved',
  '△': 'partially_achieved',
  '×': 'not_achieved',
};

/** The tasks of one sheet (0–7, in printed order) in a round of R5. */
export function tasksOf(
  sheet: number,
  kind: RoundKind = 'yearend',
  reports: Record<string, Report> = {},
): Task[] {
  const printed = printedSheets[sheet];
  if (!printed) throw new Error(`no sheet ${sheet}`);
  return printed.goals.map((goal) => {
    const goalId = `s${sheet + 1}.2023.${goal.no}`;
    const id = `${goalId}:${kind}`;
    return {
      id,
      goalId,
      goalNo: goal.no,
      goalText: goal.goal_text,
      sectionId: `s${sheet + 1}`,
      sectionName: printed.header.organization_text,
      round: {
        id: roundId(2023, kind),
        fiscalYear: 2023,
        kind,
        opensOn: kind === 'midyear' ? '2023-10-02' : '2024-03-01',
        dueOn: kind === 'midyear' ? '2023-10-13' : '2024-04-12',
        asOf: defaultAsOf(2023, kind),
        state: 'open',
      },
      scale: niigataR5,
      indicators: goal.indicators.map((indicator, i) => ({
        id: `${goalId}.${i + 1}`,
        seq: i + 1,
        name: indicator.indicator_text,
        target: indicator.target_text,
        initiative: indicator.initiative_cell_text,
        overview: indicator.overview_text,
        direction: null,
        earlier: [],
      })),
      policyAsked: goal.policy_text !== null,
      earlierPolicies: [],
      report: reports[id] ?? null,
    };
  });
}

/** A 担当者 (or another post) of a section, on a platform-free day of the year-end round. */
export function actorOf(
  sectionId: string,
  role: Actor['posts'][number]['role'] = 'staff',
  id = `${sectionId}-${role}`,
): Actor {
  const title = { staff: '担当者', section_manager: '課長' }[role as string] ?? role;
  return {
    id,
    name: `${title}`,
    email: null,
    language: 'ja',
    posts: [{ id: `${sectionId}/${role}`, sectionId, role, title, sectionName: sectionId }],
    deputyFor: [],
  };
}

/** Posts held by these, as a decision sees them: since long and open-ended. */
export function postsOf(...actors: readonly Actor[]): PostTerms[] {
  return actors.flatMap(({ id, name, posts }) =>
    posts.map(({ sectionName: _, ...post }) => ({
      ...post,
      holders: [{ personId: id, name, from: '2020-04-01', until: null }],
      deputies: [],
    })),
  );
}

export function contextOf(tasks: readonly Task[], actor: Actor, now = '2024-04-02T01:00:00.000Z'): Context {
  return { now, today: now.slice(0, 10), actor, tasks, named: null, threadTask: null };
}

/** The same at year-end, each with a target that a number is measured by. */
export const measured = (sheet: number, target = '200人以上'): Task[] =>
  tasksOf(sheet).map((task) => ({
    ...task,
    indicators: task.indicators.map((one) => ({ ...one, target })),
  }));
