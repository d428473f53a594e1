/** The sheet of a year made from that of the year before: what is set stays, what was reported goes. */
import { fiscalYearName, fiscalYearShort, parseFiscalYear } from '../calendar/japanese-dates.js';
import { foldWidth } from '../text/fold.js';
import { type Sheet, withoutResults } from './sheet.js';

/** What becomes of the targets: as last year, or blank until somebody sets them. */
export type CopiedTargets = 'kept' | 'blank';

/**
 * A sheet copied into another fiscal year. Goals, indicators, initiatives, the plan's references and the form are as
 * printed; results, ratings, texts of a report, 作成日 and 評価日 are empty; the year in its head and over its columns
 * is the new one, written as the old one was.
 */
export function copiedTo(sheet: Sheet, year: number, targets: CopiedTargets = 'kept'): Sheet {
  const { header, columnHeadings, fiscalYear } = sheet;
  const renewed = (text: string) => withYear(text, fiscalYear, year);
  const head = renewed(header.fiscalYear.text);
  const blank = withoutResults(sheet);
  return {
    ...blank,
    fiscalYear: year,
    header: {
      ...header,
      fiscalYear: {
        ...header.fiscalYear,
        text: parseFiscalYear(head) === year ? head : fiscalYearName(year),
      },
      createdOn: { ...header.createdOn, text: '' },
      evaluatedOn: { ...header.evaluatedOn, text: '' },
    },
    columnHeadings: [columnHeadings[0].map(renewed), columnHeadings[1].map(renewed)],
    goals:
      targets === 'kept'
        ? blank.goals
        : blank.goals.map((goal) => ({
            ...goal,
            indicators: goal.indicators.map((one) => ({ ...one, target: '' })),
          })),
  };
}

/** How a fiscal year is written on the form: 令和5年度, R5, Ｒ５. */
const spellings = (year: number): string[] => {
  const short = fiscalYearShort(year);
  const wide = [...short].map((one) => String.fromCodePoint(one.codePointAt(0)! + 0xfee0)).join('');
  return [fiscalYearName(year), short, wide];
};

function withYear(text: string, before: number, after: number): string {
  const now = spellings(after);
  return spellings(before).reduce((said, was, at) => said.replaceAll(was, now[at]!), text);
}

/** A text that goes into the new sheet and names the old year, which somebody should look at. */
export type DatedText = { readonly no: string; readonly indicator: string; readonly text: string };

/** The goals, names, targets and overviews of a sheet in which its own year stands (R5年度末, 令和5年12月). */
export function textsNamingYear({ fiscalYear, goals }: Sheet): DatedText[] {
  return goals.flatMap(({ no, text, indicators }) => [
    ...(namesYear(text, fiscalYear) ? [{ no, indicator: '', text }] : []),
    ...indicators.flatMap(({ name, target, overview }) =>
      [name, target, overview]
        .filter((one) => namesYear(one, fiscalYear))
        .map((one) => ({ no, indicator: name, text: one })),
    ),
  ]);
}

function namesYear(text: string, year: number): boolean {
  const folded = foldWidth(text);
  const short = fiscalYearShort(year);
  const beginnings = [fiscalYearName(year).slice(0, -1), `${year}年`];
  if (beginnings.some((one) => folded.includes(one))) return true;
  for (let at = folded.indexOf(short); at >= 0; at = folded.indexOf(short, at + 1))
    if (!isDigit(folded[at + short.length])) return true;
  return false;
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';
