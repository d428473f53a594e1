/** A report as the record keeps it (`reports.body`, `report_versions.body`), who signed, and what a publication printed. */
import { z } from 'zod';
import { CHECK_KINDS, SOURCES } from '../checks/check.js';
import { storedAs } from '../text/stored-json.js';
import type { SheetPublication } from './errata.js';
import { DECISIONS, GROWTHS } from './plan/goal-plan.js';
import type { Report, ReportContent, Signature } from './report.js';

const words = z.object({ ja: z.string(), en: z.string() });
const rating = z.enum(['exceeded', 'achieved', 'partially_achieved', 'not_achieved']);

const proposal = z.object({
  rating: rating.nullable(),
  ask: z.boolean(),
  ratio: z.string().nullable(),
  /** reports of the first days have it in `because` alone */
  arithmetic: words.exactOptional(),
  because: words,
  rule: z.string(),
  warnings: z.array(z.object({ id: z.string(), message: words })),
  pace: words.nullable(),
});

const check = z.object({
  kind: z.enum(CHECK_KINDS),
  indicatorId: z.string(),
  texts: z.array(z.object({ of: z.enum(SOURCES), text: z.string() })),
  message: words,
  reason: z.string().nullable(),
});

const decision = z.enum(DECISIONS);
const plan = z.object({
  decision,
  grounds: z.string(),
  no: z.string(),
  text: z.string(),
  was: z.string().nullable(),
  indicators: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      target: z.string(),
      place: z.string(),
      initiative: z.string(),
      overview: z.string(),
      direction: z.enum(['higher', 'lower', 'neither']).nullable(),
      growth: z.enum(GROWTHS).nullable(),
      period: z.string(),
      was: z.object({ name: z.string(), target: z.string() }).nullable(),
      before: z.string().exactOptional(),
      promise: z.object({ id: z.string(), sentence: z.string(), until: z.string() }).exactOptional(),
      decision,
    }),
  ),
});

const content = z.object({
  checks: z.array(check).exactOptional(),
  answers: z.array(
    z.object({
      indicatorId: z.string(),
      result: z.string(),
      rating,
      reason: z.string(),
      status: z.string(),
      measures: z.string().exactOptional(),
      proposal,
    }),
  ),
  nextPolicy: z.string(),
  plan: plan.exactOptional(),
});
type KeptContent = z.infer<typeof content>;

export const signature = z.object({
  personId: z.string(),
  name: z.string(),
  post: z.string(),
  at: z.string(),
  actingFor: z.string().nullable(),
  account: z.string().exactOptional(),
  escalated: z.literal(true).exactOptional(),
  check: z.literal(true).exactOptional(),
  together: z.literal(true).exactOptional(),
  onBehalfOf: z.object({ personId: z.string(), name: z.string() }).exactOptional(),
});

const version = z.int();
const approvals = z.array(signature);

const report = z.object({
  id: z.string(),
  goalId: z.string(),
  roundId: z.string(),
  sectionId: z.string(),
  version,
  state: z.enum(['submitted', 'approved', 'returned', 'withdrawn']),
  content,
  writer: signature,
  approvals,
  returned: signature.extend({ comment: z.string() }).nullable(),
  withdrawn: signature.exactOptional(),
  late: z.boolean(),
  reopened: z.literal(true).exactOptional(),
  confirmed: signature.exactOptional(),
  standing: approvals.exactOptional(),
  corrections: z
    .array(
      z.object({
        reason: z.string(),
        by: signature,
        approved: z.object({
          version,
          content,
          writer: signature,
          approvals,
          confirmed: signature.exactOptional(),
        }),
        approvedAt: z.string().nullable(),
      }),
    )
    .exactOptional(),
  previous: content.nullable(),
  previousAt: z.string().exactOptional(),
});

/** Brings a content up to the present form; almost every one is. */
function whole(kept: KeptContent): ReportContent {
  if (isWhole(kept)) return kept;
  return {
    ...kept,
    answers: kept.answers.map(({ proposal: { arithmetic, ...proposed }, ...answer }) => ({
      ...answer,
      proposal: { ...proposed, arithmetic: arithmetic ?? proposed.because },
    })),
  };
}

const isWhole = (kept: KeptContent): kept is KeptContent & ReportContent =>
  kept.answers.every((answer) => answer.proposal.arithmetic !== undefined);

/** Reports: both tables, and `before` and `after` in the history. */
export const storedReport = storedAs(
  1,
  report,
  ({ content: said, previous, corrections, ...kept }): Report => ({
    ...kept,
    content: whole(said),
    ...(corrections
      ? {
          corrections: corrections.map(({ approved, ...one }) => ({
            ...one,
            approved: { ...approved, content: whole(approved.content) },
          })),
        }
      : {}),
    previous: previous && whole(previous),
  }),
);

/** Signatures that stand by themselves: of questions and answers. */
export const storedSignature = storedAs(1, signature, (kept): Signature => kept);

/** The versions a publication printed, by report: `publications.said`. No report's id is the word `form`. */
export const storedSaid = storedAs(
  1,
  z.record(z.string(), version),
  (kept): NonNullable<SheetPublication['said']> => kept,
);
