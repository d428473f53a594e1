/** The headings of a table with what stands over them: a heading that spans others says of which time they are. */
import { parseFiscalYear } from '../../core/calendar/japanese-dates.js';
import type { Column } from '../../core/sheet/layout.js';
import { foldLabel } from '../../core/text/fold.js';
import { filled, type GridRow } from '../cells/grid.js';
import type { Group } from '../form/columns.js';
import { isHalfYear, isMidyear, meaningOf } from '../form/headings.js';

export type TableHeading = {
  /** null for what the form does not have, for mid-year, for other years, and for what only spans others */
  readonly meaning: Column | Group | null;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** mid-year's, by its own words or by what spans it */
  readonly midyear: boolean;
};

type Printed = TableHeading & {
  readonly row: number;
  /** the texts of the headings that span this one */
  readonly under: readonly string[];
};

/** The headings, of several alike those of the sheet's own fiscal year. */
export function headingsOf(rows: readonly GridRow[], year: number | null): TableHeading[] {
  const printed = rows.flatMap((row, index) =>
    filled(row).map(({ column, cell }) => ({
      meaning: meaningOf(cell.text),
      text: cell.text,
      from: column,
      to: column + cell.across - 1,
      row: index,
    })),
  );
  const placed = printed.flatMap((one): Printed[] => {
    const group = one.meaning === 'indicatorGroup' || one.meaning === 'initiativeGroup';
    if (!group && printed.some((other) => spans(one, other) && other.meaning !== null)) return [];
    const under = printed.filter((other) => spans(other, one)).map((other) => foldLabel(other.text));
    const midyear = [...under, foldLabel(one.text)].some(isMidyear);
    const span = group || one.meaning === null ? one : ofTheWholeYear(one, printed);
    if (span === null) return [];
    return [{ ...one, ...span, under, midyear, meaning: midyear ? null : one.meaning }];
  });
  return ofTheYear(placed, year).map((one) =>
    one.meaning === null ? { ...one, text: [...one.under, one.text].join('') } : one,
  );
}

type Span = { readonly from: number; readonly to: number; readonly row: number };

const spans = (upper: Span, lower: Span): boolean =>
  upper.row < lower.row && upper.to > upper.from && upper.from <= lower.from && lower.to <= upper.to;

/** Where a heading stands without the columns that have 中間 or 上半期 under it; null when no column is left. */
function ofTheWholeYear(one: Span, printed: readonly (Span & { readonly text: string })[]) {
  const halves = printed.filter(
    ({ row, from, to, text }) =>
      row > one.row && one.from <= from && to <= one.to && isHalfYear(foldLabel(text)),
  );
  const left = Array.from({ length: one.to - one.from + 1 }, (_, n) => one.from + n).filter(
    (column) => !halves.some(({ from, to }) => from <= column && column <= to),
  );
  return left.length === 0 ? null : { from: left[0]!, to: left.at(-1)! };
}

const YEAR = /^(?:(?:R|令和|H|平成)(?:元|\d{1,2})|20\d\d年)(?!\d)/iu;

function yearIn(heading: Printed): number | null {
  const found = [foldLabel(heading.text), ...heading.under].map((text) => YEAR.exec(text)?.[0]);
  return parseFiscalYear(found.find((text) => text !== undefined) ?? '');
}

/**
 * Of several alike (R4結果, R5結果) the one of the sheet's own year counts; the others are not read. A result of another
 * year than the target's is none of this year's, though it be the only one (R4実績, R5目標).
 */
function ofTheYear(headings: readonly Printed[], year: number | null): Printed[] {
  const kept = headings.map((heading) => {
    if (heading.meaning === null) return heading;
    const alike = headings.filter((other) => other.meaning === heading.meaning);
    if (alike.length === 1) return heading;
    const own = alike.filter((other) => year !== null && yearIn(other) === year);
    return own.length === 1 && own[0] !== heading ? { ...heading, meaning: null } : heading;
  });
  const [target, result] = (['target', 'result'] as const).map((meaning) =>
    kept.filter((heading) => heading.meaning === meaning),
  );
  const of = target?.length === 1 ? yearIn(target[0]!) : null;
  return kept.map((heading) =>
    heading === result?.[0] && result.length === 1 && of !== null && (yearIn(heading) ?? of) !== of
      ? { ...heading, meaning: null }
      : heading,
  );
}
