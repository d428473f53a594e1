/** The 確認事項 of a round in the whole city: of what was reported, and at year-end of what imported sheets say already. */
import { setImmediate } from 'node:timers/promises';
import type { CheckAsked } from '../../../core/board/checks.js';
import { fiscalYearEnd } from '../../../core/calendar/japanese-dates.js';
import { type Round, type RoundKind, roundId } from '../../../core/calendar/round.js';
import { bare } from '../../../core/checks/texts.js';
import type { Section } from '../../../core/organization/people.js';
import { approvedReport } from '../../../core/report/report.js';
import {
  type BoardCheck,
  boardChecksOf,
  keyOf,
  type SaidOfGoal,
  type SheetCells,
  textsOf,
} from '../../../core/report/report-checks.js';
import type { Task } from '../../../core/report/task.js';
import { sheetTasks } from '../../../core/report/tasks-of-sheet.js';
import { beyondWords, codesBeyond, type Plan } from '../../../core/sheet/plan-list.js';
import { ratingOf } from '../../../core/sheet/scale.js';
import type { Goal } from '../../../core/sheet/sheet.js';
import { planYear } from '../../../core/wording/sent/plan.js';
import type { Db } from '../connection/pool.js';
import { readPlan } from '../files/plan-list.js';
import { sectionsInOrder } from '../roster/sections.js';
import { loadInquiries } from '../rounds/inquiry-rows.js';
import { tasksBySection } from '../sheets/finished.js';
import type { LoadedSheet } from '../sheets/load-sheets.js';

export type GoalChecks = {
  readonly task: Task;
  readonly checks: readonly (BoardCheck & { readonly asked: CheckAsked | null })[];
};

export type SectionChecks = {
  readonly section: Section;
  /** goals of which something is said, or that something is found in, in the order of the sheet */
  readonly goals: readonly GoalChecks[];
};

type Said = { readonly section: Section; readonly task: Task; readonly said: SaidOfGoal };
type Goals = {
  readonly section: Section;
  readonly goals: readonly {
    readonly task: Task;
    readonly said: SaidOfGoal | null;
    readonly cells: SheetCells;
  }[];
};

/**
 * In the order of the organisation. `today`: ISO date in the city.
 *
 * @param only  of this section alone; what others say alike is looked for in all
 */
export async function readChecks(
  db: Db,
  fiscalYear: number,
  kind: RoundKind,
  today: string,
  only: string | null = null,
): Promise<SectionChecks[]> {
  const sheets: Goals[] = [];
  const plan = await readPlan(db, fiscalYear);
  for await (const sheet of tasksBySection(db, fiscalYear, kind, null))
    sheets.push(goalsOf(sheet, fiscalYear, kind, plan));
  const where = whoSays(
    sheets.flatMap(({ section, goals }) =>
      goals.flatMap(({ task, said }) => (said ? [{ section, task, said }] : [])),
    ),
  );
  const asked = await readAskedChecks(db, roundId(fiscalYear, kind));
  const found = new Map<string, SectionChecks>();
  for (const { section, goals } of sheets) {
    if (only !== null && section.id !== only) continue;
    // A city is looked through for a second, and others want an answer meanwhile.
    await setImmediate();
    const some = goals.flatMap(({ task, said, cells }): GoalChecks[] => {
      const others = said ? alikeOf(task, said, section, where) : [];
      const known = asked.get(task.id) ?? new Map<string, CheckAsked>();
      const checks = boardChecksOf(task, said, { today, others }, cells, reasonsOf(known));
      if (!said && checks.length === 0) return [];
      return [{ task, checks: checks.map((one) => ({ ...one, asked: known.get(keyOf(one)) ?? null })) }];
    });
    if (some.length > 0) found.set(section.id, { section, goals: some });
  }
  return (await sectionsInOrder(db)).flatMap((id) => found.get(id) ?? []);
}

function alikeOf(
  task: Task,
  said: SaidOfGoal,
  section: Section,
  where: ReadonlyMap<string, readonly Said[]>,
): { where: string; texts: string[] }[] {
  return textsOf(said).flatMap((text) =>
    (where.get(bare(text)) ?? [])
      .filter((other) => other.task.id !== task.id)
      .map((other) => ({ where: nameOf(other, section), texts: [text] })),
  );
}

/** What 「このままで正しい」 was answered to, by the key of the check: remembered also where it is in no report. */
function reasonsOf(asked: ReadonlyMap<string, CheckAsked>): Record<string, string> {
  return Object.fromEntries(
    [...asked].flatMap(([key, { answer }]) => (answer?.how === 'right' ? [[key, answer.text]] : [])),
  );
}

/** 本人に確認 of a round: what was asked last about each check, by goal and the key of the check. */
async function readAskedChecks(db: Db, round: string): Promise<Map<string, Map<string, CheckAsked>>> {
  const { rows } = await db.query<{ id: string }>(
    `select q.id from questions q
     where q.about is not null and q.task_id like '%.' || split_part($1, '-', 1) || '.%:' || split_part($1, '-', 2)`,
    [round],
  );
  const found = new Map<string, Map<string, CheckAsked>>();
  const ids = rows.map(({ id }) => id);
  for (const { reportId, check, asker, answer } of await loadInquiries(db, ids)) {
    if (!check) continue;
    const how = answer?.how;
    const given = answer && {
      name: answer.by.name,
      at: answer.by.at,
      text: answer.text,
      ...(how === undefined ? {} : { how }),
    };
    const beside = found.get(reportId) ?? new Map<string, CheckAsked>();
    found.set(reportId, beside.set(keyOf(check), { at: asker.at, answer: given }));
  }
  return found;
}

function nameOf({ section, task }: Said, here: Section): string {
  return section.id === here.id ? `No.${task.goalNo}` : `${section.name} No.${task.goalNo}`;
}

/** Who says the same, by the text alone. */
function whoSays(all: readonly Said[]): ReadonlyMap<string, readonly Said[]> {
  const found = new Map<string, Said[]>();
  for (const one of all)
    for (const text of textsOf(one.said)) {
      const key = bare(text);
      const known = found.get(key) ?? [];
      // a few are enough to ask
      if (known.length < 3) found.set(key, [...known, one]);
    }
  return found;
}

function goalsOf(sheet: LoadedSheet, fiscalYear: number, kind: RoundKind, plan: Plan | null): Goals {
  // An imported sheet of a year that was never opened here has no round of its own.
  const round: Round = sheet.rounds.find((one) => one.kind === kind) ?? {
    id: roundId(fiscalYear, kind),
    fiscalYear,
    kind,
    opensOn: fiscalYearEnd(fiscalYear),
    dueOn: fiscalYearEnd(fiscalYear),
    asOf: fiscalYearEnd(fiscalYear),
    state: 'closed',
  };
  const { section, sheet: printedSheet } = sheet;
  const hasPlace = printedSheet.goals.some((goal) => goal.indicators.some((one) => one.planReference !== ''));
  const goals = sheetTasks(sheet, [round]).map((task, place) => {
    // A goal that was dropped stands in the sheet no more, and a plan leaves nothing blank that is asked about here.
    const goal = kind === 'targets' ? undefined : printedSheet.goals[place];
    const { report } = task;
    const standing = approvedReport(report) ?? (report?.state === 'submitted' ? report : null);
    const said = standing?.content ?? (kind === 'yearend' && goal ? printed(task, goal) : null);
    return {
      task,
      said,
      cells: {
        // A form in which no goal has one has no such column. A blank of a later row inherits.
        place: hasPlace && goal?.indicators[0]?.planReference === '',
        policy: goal !== undefined && task.policyAsked && said !== null && said.nextPolicy.trim() === '',
        beyond: plan && goal ? beyondIn(task, goal, plan) : [],
      },
    };
  });
  return { section, goals };
}

/** The codes of 位置づけ that are not in the plan of its year. */
function beyondIn({ indicators }: Task, goal: Goal, plan: Plan): SheetCells['beyond'] {
  return goal.indicators.flatMap(({ planReference }, at) =>
    codesBeyond(planReference, plan).map((code) => ({
      indicatorId: indicators[at]!.id,
      code,
      message: beyondWords(code, planYear(plan.fromYear)),
    })),
  );
}

/** What the imported sheet says of a goal; null when it says nothing yet. */
function printed({ indicators, scale }: Task, goal: Goal): SaidOfGoal | null {
  const answers = goal.indicators.map(({ result, rating, status }, at) => ({
    indicatorId: indicators[at]!.id,
    result,
    rating: ratingOf(rating, scale),
    reason: '',
    status,
  }));
  const nextPolicy = goal.nextPolicy ?? '';
  return answers.some(({ result, status }) => result !== '' || status !== '')
    ? { answers, nextPolicy }
    : null;
}
