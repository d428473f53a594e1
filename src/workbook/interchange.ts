/**
 * The interchange form "goal-sheets/1": sheets as JSON, every text as printed. Objects named `derived` may stand
 * anywhere and are passed over in reading; one is written, for a sheet that was corrected after its publication.
 */
import { z } from 'zod';
import { parseFiscalYear } from '../core/calendar/japanese-dates.js';
import type { Erratum } from '../core/report/errata.js';
import type { Goal, Sheet } from '../core/sheet/sheet.js';
import { problem, type Refused } from './cells/problem.js';
import type { OfficialSheet } from './form/official-sheet.js';

/** The form's name, as `derived.schema` of a file may give it. */
const INTERCHANGE_FORM = 'goal-sheets/1';

const indicator = z.object({
  plan_reference_text: z.string(),
  indicator_text: z.string().min(1),
  target_text: z.string(),
  result_text: z.string(),
  initiative_cell_text: z.string(),
  initiatives: z.array(z.object({ name: z.string() })),
  overview_text: z.string(),
  rating: z.enum(['◎', '○', '△', '×', '']),
  status_text: z.string(),
});

const goal = z.object({
  no: z.string().min(1),
  goal_text: z.string().min(1),
  policy_text: z.string().nullable(),
  indicators: z.array(indicator).min(1),
});

const header = z.object({
  fiscal_year_label: z.string(),
  fiscal_year_text: z
    .string()
    .refine((text) => parseFiscalYear(text) !== null, { error: 'not a fiscal year' }),
  created_on_label: z.string(),
  created_on_text: z.string(),
  evaluated_on_label: z.string(),
  evaluated_on_text: z.string(),
  department_label: z.string(),
  department_text: z.string(),
  organization_label: z.string(),
  organization_text: z.string(),
  policy_indicators_label: z.string(),
  policy_indicators_text: z.string(),
  policy_indicators: z.array(z.string()),
});

const sheet = z.object({
  title: z.string(),
  header,
  legend: z.array(z.object({ symbol: z.string(), meaning: z.string(), text: z.string() })),
  column_header_row_1: z.array(z.string()),
  column_header_row_2: z.array(z.string()),
  footnotes: z.array(z.string()),
  loose_marks: z.array(z.string()),
  goals: z.array(goal).min(1),
});

const document = z.object({
  derived: z.object({ schema: z.literal(INTERCHANGE_FORM).optional() }).optional(),
  sheets: z.array(sheet).min(1),
});

type Interchange = {
  sheets: (z.infer<typeof sheet> & { derived?: { errata: ReturnType<typeof erratumOut>[] } })[];
};

/** Sheets in the interchange form, ready for JSON.stringify. */
export function toInterchange(
  sheets: readonly (Sheet & Pick<Partial<OfficialSheet>, 'errata'>)[],
): Interchange {
  return {
    sheets: sheets.map((one) => ({
      title: one.title,
      header: {
        fiscal_year_label: one.header.fiscalYear.label,
        fiscal_year_text: one.header.fiscalYear.text,
        created_on_label: one.header.createdOn.label,
        created_on_text: one.header.createdOn.text,
        evaluated_on_label: one.header.evaluatedOn.label,
        evaluated_on_text: one.header.evaluatedOn.text,
        department_label: one.header.department.label,
        department_text: one.header.department.text,
        organization_label: one.header.organization.label,
        organization_text: one.header.organization.text,
        policy_indicators_label: one.header.policyIndicators.label,
        policy_indicators_text: one.header.policyIndicators.text,
        policy_indicators: [...one.policyIndicators],
      },
      legend: one.legend.map(({ symbol, meaning, text }) => ({ symbol, meaning, text })),
      column_header_row_1: [...one.columnHeadings[0]],
      column_header_row_2: [...one.columnHeadings[1]],
      footnotes: [...one.footnotes],
      loose_marks: [...one.looseMarks],
      goals: one.goals.map(goalOut),
      ...(one.errata?.length ? { derived: { errata: one.errata.map(erratumOut) } } : {}),
    })),
  };
}

function erratumOut({ goalNo, indicator, field, word, before, after, reason, correctedOn }: Erratum) {
  return {
    goal_no: goalNo,
    indicator_text: indicator,
    field,
    ...(word === undefined ? {} : { field_text: word }),
    before_text: before,
    after_text: after,
    reason,
    corrected_on: correctedOn,
  };
}

function goalOut(one: Goal): z.infer<typeof goal> {
  return {
    no: one.no,
    goal_text: one.text,
    policy_text: one.nextPolicy,
    indicators: one.indicators.map((row) => ({
      plan_reference_text: row.planReference,
      indicator_text: row.name,
      target_text: row.target,
      result_text: row.result,
      initiative_cell_text: row.initiativeCell,
      initiatives: row.initiatives.map((name) => ({ name })),
      overview_text: row.overview,
      rating: ratingOut(row.rating),
      status_text: row.status,
    })),
  };
}

function ratingOut(rating: string): z.infer<typeof indicator>['rating'] {
  return indicator.shape.rating.parse(rating);
}

/** Reads the interchange form from parsed JSON: all sheets, or every place in it that is not as expected. */
export function fromInterchange(
  json: unknown,
  file?: string,
): { readonly kind: 'read'; readonly sheets: readonly Sheet[] } | Refused {
  const parsed = document.safeParse(json);
  if (parsed.success) return { kind: 'read', sheets: parsed.data.sheets.map(sheetIn) };
  return {
    kind: 'refused',
    problems: parsed.error.issues.map((issue) => {
      const cell = issue.path.map(String).join('.');
      return problem(
        { ...(file === undefined ? {} : { file }), ...(cell === '' ? {} : { cell }) },
        `${INTERCHANGE_FORM} の形ではありません。${expectedJa(issue)}`,
        `This is not ${INTERCHANGE_FORM}: ${issue.message}.`,
      );
    }),
  };
}

const TYPE_WORDS: Readonly<Record<string, string>> = { string: '文字', array: '一覧', object: '項目の組' };

function expectedJa(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${TYPE_WORDS[issue.expected] ?? issue.expected}が必要です。`;
    case 'invalid_value':
      return `${issue.values.map((value) => `「${String(value)}」`).join('')}のどれかが必要です。`;
    case 'too_small':
      return '空にはできません。';
    case 'custom':
      return '「令和5年度」のような年度が必要です。';
    default:
      return issue.message;
  }
}

function sheetIn(one: z.infer<typeof sheet>): Sheet {
  const { header: h } = one;
  return {
    title: one.title,
    fiscalYear: parseFiscalYear(h.fiscal_year_text)!,
    header: {
      fiscalYear: { label: h.fiscal_year_label, text: h.fiscal_year_text },
      department: { label: h.department_label, text: h.department_text },
      organization: { label: h.organization_label, text: h.organization_text },
      policyIndicators: { label: h.policy_indicators_label, text: h.policy_indicators_text },
      createdOn: { label: h.created_on_label, text: h.created_on_text },
      evaluatedOn: { label: h.evaluated_on_label, text: h.evaluated_on_text },
    },
    policyIndicators: h.policy_indicators,
    legend: one.legend,
    columnHeadings: [one.column_header_row_1, one.column_header_row_2],
    goals: one.goals.map((g) => ({
      no: g.no,
      text: g.goal_text,
      nextPolicy: g.policy_text,
      indicators: g.indicators.map((row) => ({
        planReference: row.plan_reference_text,
        name: row.indicator_text,
        target: row.target_text,
        result: row.result_text,
        initiativeCell: row.initiative_cell_text,
        initiatives: row.initiatives.map(({ name }) => name),
        overview: row.overview_text,
        rating: row.rating,
        status: row.status_text,
      })),
    })),
    footnotes: one.footnotes,
    looseMarks: one.loose_marks,
  };
}
