/** The 確認事項 of a round in the whole city: of what was reported, and at year-end of what imported sheets say already. */
import { fiscalYearEnd } from '../../../core/calendar/japanese-dates.js';
import { type Round, type RoundKind, roundId } from '../../../core/calendar/round.js';
import { bare } from '../../../core/checks/texts.js';
import type { Section } from '../../../core/organization/people.js';
import { approvedReport, type KeptCheck } from '../../../core/report/report.js';
import { checksOf, type SaidOfGoal, textsOf } from '../../../core/report/report-checks.js';
import type { Task } from '../../../core/report/task.js';
import { sheetTasks } from '../../../core/report/tasks-of-sheet.js';
import { ratingOf } from '../../../core/sheet/scale.js';
import type { Goal } from '../../../core/sheet/sheet.js';
import type { Db } from '../connection/pool.js';
import { tasksBySection } from '../sheets/finished.js';
import type { LoadedSheet } from '../sheets/load-sheets.js';

export type SectionChecks = {
  readonly section: Section;
  /** goals of which something is said, in the order of the sheet */
  readonly goals: readonly { readonly task: Task; readonly checks: readonly KeptCheck[] }[];
};

type Said = { readonly section: Section; readonly task: Task; readonly said: SaidOfGoal };

/** By department and name. `today`: ISO date in the city. */
export async function readChecks(
  db: Db,
  fiscalYear: number,
  kind: RoundKind,
  today: string,
): Promise<SectionChecks[]> {
  const sheets: LoadedSheet[] = [];
  for await (const sheet of tasksBySection(db, fiscalYear, kind, null)) sheets.push(sheet);
  const all = sheets.flatMap((sheet) => saidIn(sheet, fiscalYear, kind));
  const where = whoSays(all);
  return sheets.flatMap(({ section }) => {
    const own = all.filter((one) => one.section.id === section.id);
    const goals = own.map(({ task, said }) => ({
      task,
      checks: checksOf(task, said, {
        today,
        others: textsOf(said).flatMap((text) =>
          (where.get(bare(text)) ?? [])
            .filter((other) => other.task.id !== task.id)
            .map((other) => ({ where: nameOf(other, section), texts: [text] })),
        ),
      }),
    }));
    return goals.length === 0 ? [] : [{ section, goals }];
  });
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

function saidIn(sheet: LoadedSheet, fiscalYear: number, kind: RoundKind): Said[] {
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
  return sheetTasks(sheet, [round]).flatMap((task, place): Said[] => {
    const { report } = task;
    const standing = approvedReport(report) ?? (report?.state === 'submitted' ? report : null);
    const said = standing?.content ?? (kind === 'yearend' ? printed(task, sheet.sheet.goals[place]!) : null);
    return said ? [{ section: sheet.section, task, said }] : [];
  });
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
