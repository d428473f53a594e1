/**
 * What a goal sheet (組織目標管理シート) is: one section's goals for one fiscal year.
 *
 * Every `…Text`, `name`, `target` and so on is kept exactly as printed (white space at the ends aside); what a
 * reader understood of it stands beside it, never instead of it. The order of the fields follows the printed form.
 */

/** A label and the text printed beside it, as they stand on the form. `label` is '' when the form has none. */
export type Labelled = { readonly label: string; readonly text: string };

/** One line of the printed legend, e.g. `○:達成`. */
export type LegendLine = { readonly symbol: string; readonly meaning: string; readonly text: string };

export type Indicator = {
  /** 総合計画(実施計画)上の位置づけ as printed; '' when the cell is blank. A blank on a continuation row inherits (T05), on a first row it does not (T06). */
  readonly planReference: string;
  /** 取組指標 */
  readonly name: string;
  /** R5目標 and the like, as printed */
  readonly target: string;
  /** R5結果 as printed; '' when not reported yet */
  readonly result: string;
  /** 取組名称(事業名): the cell as printed; '' on a continuation row inherits (T07) */
  readonly initiativeCell: string;
  /** the single initiatives that were read out of the cell (T08–T10) */
  readonly initiatives: readonly string[];
  /** 概要 */
  readonly overview: string;
  /** 評価 as printed, folded to one of ◎○△×; '' when not rated yet */
  readonly rating: string;
  /** 目標達成状況 */
  readonly status: string;
};

export type Goal = {
  /** No. as printed */
  readonly no: string;
  /** 組織目標 */
  readonly text: string;
  /** 今後の方針, one per goal; null when the form has no such column (10-column form, T03), '' when it is blank */
  readonly nextPolicy: string | null;
  readonly indicators: readonly Indicator[];
};

export type Sheet = {
  /** 組織目標管理シート */
  readonly title: string;
  /** the calendar year in which the fiscal year begins: 令和5年度 → 2023 */
  readonly fiscalYear: number;
  readonly header: {
    readonly fiscalYear: Labelled;
    /** 組織名(部) */
    readonly department: Labelled;
    /** 組織名(準部・課・機関名) */
    readonly organization: Labelled;
    /** (参考) 関連する総合計画における政策指標 */
    readonly policyIndicators: Labelled;
    /** 作成日 */
    readonly createdOn: Labelled;
    /** 評価日 */
    readonly evaluatedOn: Labelled;
  };
  readonly policyIndicators: readonly string[];
  readonly legend: readonly LegendLine[];
  /** the two printed rows of column headings; the second row's cells stand where they were printed (T01) */
  readonly columnHeadings: readonly [readonly string[], readonly string[]];
  readonly goals: readonly Goal[];
  /** lines after the table (H17) */
  readonly footnotes: readonly string[];
  /** stray words between legend and table (H16) */
  readonly looseMarks: readonly string[];
};

/** Where something was found in a file, for messages to people. Lines and columns count from 1. */
export type Where = {
  readonly file?: string;
  readonly tab?: string;
  readonly line?: number;
  readonly cell?: string;
};

/**
 * Something about a sheet that a person should know and that did not stop the reading.
 * `id` is the row of the catalogue of irregularities in docs/irregularities.md (H01 … C07).
 */
export type Irregularity = {
  readonly id: string;
  readonly where: Where;
  readonly message: { readonly ja: string; readonly en: string };
};

/** A sheet as it stands at the beginning of the year: its targets, and nothing reported yet. */
export function withoutResults(sheet: Sheet): Sheet {
  return {
    ...sheet,
    goals: sheet.goals.map((goal) => ({
      ...goal,
      nextPolicy: goal.nextPolicy === null ? null : '',
      indicators: goal.indicators.map((one) => ({ ...one, result: '', rating: '', status: '' })),
    })),
  };
}
