/** The checks of a report: what it says beside last year's, mid-year's and the other goals of its sheet. */
import { createHash } from 'node:crypto';
import { reportKind } from '../calendar/round.js';
import { cityDate } from '../calendar/working-days.js';
import { type CheckGroup, findForBoard } from '../checks/board/find.js';
import type { BoardKind, Check, GoalTexts } from '../checks/check.js';
import { checkKey } from '../checks/check.js';
import { findChecks } from '../checks/find.js';
import type { RatingCode } from '../sheet/scale.js';
import type { Words } from '../text/language.js';
import { memoized } from '../text/memoize.js';
import type { Answer, KeptCheck, Report, ReportContent } from './report.js';
import type { EarlierAnswer, Task } from './task.js';

/** What is said of one goal: of a report, or as it stands printed in its sheet. */
export type SaidOfGoal = Pick<ReportContent, 'nextPolicy' | 'checks'> & {
  readonly answers: readonly (Pick<Answer, 'indicatorId' | 'result' | 'reason' | 'status'> & {
    /** null when nothing is rated yet */
    readonly rating: RatingCode | null;
  })[];
};

type CheckedBeside = {
  /** ISO date */
  readonly today: string;
  /** what is said of other goals in the same round; in any order */
  readonly others: GoalTexts['others'];
};

/** What the rest of a section's goals say in the same round, for `checksOf`. */
export function othersOf(task: Task, tasks: readonly Task[]): GoalTexts['others'] {
  return tasks.flatMap((other) =>
    other.id !== task.id &&
    other.sectionId === task.sectionId &&
    other.round.id === task.round.id &&
    other.report
      ? [{ where: `No.${other.goalNo}`, texts: textsOf(other.report.content) }]
      : [],
  );
}

/** What people wrote in it. */
export function textsOf({ answers, nextPolicy }: SaidOfGoal): string[] {
  return [...answers.map(({ status }) => status), nextPolicy].filter((text) => text !== '');
}

/** What tells one check of a report from another: what it compares, so that an answer holds as long as its texts do. */
export function keyOf(
  check: Pick<KeptCheck, 'texts' | 'indicatorId'> & { readonly kind: BoardKind },
): string {
  return checkKey(check, check.indicatorId);
}

/** What a button names a check by: short, and another one once a text it compares is changed. */
export function checkId(check: Parameters<typeof keyOf>[0]): string {
  return createHash('sha256').update(keyOf(check)).digest('hex').slice(0, 16);
}

/** The answers that checks were given, by their keys. */
export function reasonsIn(checks: readonly KeptCheck[] = []): Record<string, string> {
  return Object.fromEntries(checks.flatMap((one) => (one.reason === null ? [] : [[keyOf(one), one.reason]])));
}

/** What does not fit in a report, each with the answer it had; what 事務局 asked about as long as its answer holds. */
export function checksOf(
  task: Task,
  content: SaidOfGoal,
  beside: CheckedBeside,
  reasons: Readonly<Record<string, string>> = reasonsIn(content.checks),
): KeptCheck[] {
  const texts = goalTexts(task, content, beside);
  const checks = found(texts).map((one) => keptOf(task, one, reasons));
  if (Object.keys(reasons).length === 0) return checks;
  const known = new Set(checks.map(keyOf));
  const asked = foundForBoard(texts).map((one) => keptOf(task, one, reasons));
  return [...checks, ...asked.filter((one) => one.reason !== null && !known.has(keyOf(one)))];
}

function keptOf(
  task: Task,
  { kind, texts, message, indicator }: Check,
  reasons: Readonly<Record<string, string>>,
): KeptCheck {
  const indicatorId = indicator === null ? '' : task.indicators[indicator]!.id;
  const check = { kind, texts, message, indicatorId };
  return { ...check, reason: reasons[keyOf(check)] ?? null };
}

/** A check as 事務局 has it on the board. */
export type BoardCheck = Omit<KeptCheck, 'kind'> & { readonly kind: BoardKind; readonly group: CheckGroup };

/** A check as its writer is asked about it (本人に確認). */
export type AskedCheck = Omit<BoardCheck, 'reason' | 'group'>;
/** What the writer says to it beside a text of their own: `right`: as it is, for this reason · `correct`: it will be corrected. */
export type CheckAnswer = 'right' | 'correct';

/**
 * The checks of a goal for 事務局's board.
 *
 * @param said     null when nothing is said yet
 * @param cells    what stands in its sheet itself
 * @param answers  what was answered to each before, by its key, beside what stands in the report
 */
export function boardChecksOf(
  task: Task,
  said: SaidOfGoal | null,
  beside: CheckedBeside,
  cells: SheetCells,
  answers: Readonly<Record<string, string>> = {},
): BoardCheck[] {
  const reasons = { ...answers, ...reasonsIn(said?.checks) };
  const own = said ? checksOf(task, said, beside, reasons) : [];
  const more = said ? foundForBoard(goalTexts(task, said, beside)) : [];
  const groups = new Map(more.map((one) => [keyOf(keptOf(task, one, {})), one.group]));
  const known = new Set(own.map(keyOf));
  const others = more.map((one) => keptOf(task, one, reasons)).filter((one) => !known.has(keyOf(one)));
  return [
    ...[...own, ...others].map((one): BoardCheck => {
      const group = groups.get(keyOf(one)) ?? (one.kind === 'copied' ? 'copied' : 'open');
      return { ...one, group };
    }),
    ...cellsOf(task, cells).map((one): BoardCheck => ({ ...one, reason: reasons[keyOf(one)] ?? null })),
  ];
}

/** What 事務局 asks about the cells of a sheet: which are blank, and which codes of 位置づけ are not in the plan. */
export type SheetCells = {
  readonly place: boolean;
  readonly policy: boolean;
  readonly beyond: readonly {
    readonly indicatorId: string;
    readonly code: string;
    readonly message: Words;
  }[];
};

function cellsOf(task: Task, cells: SheetCells): Omit<BoardCheck, 'reason'>[] {
  const one = (indicatorId: string, ja: string, en: string) => ({
    group: 'blank' as const,
    kind: 'blank' as const,
    texts: [],
    indicatorId,
    message: {
      ja: `${ja}が空欄です。空欄のままでよいか確かめてください。`,
      en: `${en} is blank. Please check whether it should be.`,
    },
  });
  return [
    ...(cells.place
      ? [
          one(
            task.indicators[0]?.id ?? '',
            '総合計画（実施計画）上の位置づけ',
            'The place in the plan (位置づけ)',
          ),
        ]
      : []),
    ...(cells.policy ? [one('', '今後の方針', 'The policy from here (今後の方針)')] : []),
    ...cells.beyond.map(({ indicatorId, code, message }) => ({
      group: 'plan' as const,
      kind: 'plan' as const,
      texts: [{ of: 'place' as const, text: code }],
      indicatorId,
      message,
    })),
  ];
}

/** The checks as a report was submitted with them; of a report of before they were kept, as of the day it was submitted. */
export function checksIn(
  task: Task,
  { content, writer }: Pick<Report, 'content' | 'writer'>,
): readonly KeptCheck[] {
  return content.checks ?? checksOf(task, content, { today: cityDate(new Date(writer.at)), others: [] });
}

/** Checks kept of what was looked at lately: the same report is shown to its writer and to whoever decides. */
const MANY = 500;
const found = memoized(
  (goal: GoalTexts) => JSON.stringify(goal),
  (goal: GoalTexts): readonly Check[] => findChecks(goal).checks,
  MANY,
);
const foundForBoard = memoized((goal: GoalTexts) => JSON.stringify(goal), findForBoard, MANY);

function goalTexts(task: Task, content: SaidOfGoal, { today, others }: CheckedBeside): GoalTexts {
  const { round, scale } = task;
  const isLastYear = (from: EarlierAnswer['from']) =>
    from.kind === 'year' && from.fiscalYear === round.fiscalYear - 1;
  return {
    fiscalYear: round.fiscalYear,
    round: reportKind(round.kind),
    scale,
    asOf: round.asOf,
    today,
    indicators: task.indicators.map(({ id, name, target, overview, direction, earlier }) => {
      const answer = content.answers.find(({ indicatorId }) => indicatorId === id);
      return {
        name,
        target,
        overview,
        direction,
        result: answer?.result ?? '',
        rating: answer?.rating ?? null,
        reason: answer?.reason ?? '',
        status: answer?.status ?? '',
        lastYear: earlier.find(({ from }) => isLastYear(from)) ?? null,
        midyear: earlier.find(({ from }) => from.kind === 'midyear') ?? null,
      };
    }),
    policy: content.nextPolicy,
    midyearPolicy: task.earlierPolicies.find(({ from }) => from.kind === 'midyear')?.text ?? '',
    lastPolicy: task.earlierPolicies.find(({ from }) => isLastYear(from))?.text ?? '',
    others,
  };
}
