/**
 * What a sheet that was corrected after its publication (公表) carries: the mark 訂正 with the day beside the No. of each
 * goal, and the 正誤表, a list of what stood, what stands now, and why. Readers take neither for a part of the sheet.
 */
import { formatEraDate } from '../../core/calendar/japanese-dates.js';
import type { Erratum, ErratumField } from '../../core/report/errata.js';
import type { Goal, Irregularity, Where } from '../../core/sheet/sheet.js';
import { COLUMNS } from './columns.js';
import { type OfficialSheet, sectionOf } from './official-sheet.js';

export const ERRATUM_MARK = '訂正';
export const ERRATA_TITLE = '正誤表';

/** Stands where a text was blank: a blank cell would look as if something had been forgotten. */
const BLANK = '（空欄）';

const FIELD_WORDS: Readonly<Record<Exclude<ErratumField, 'sheet'>, string>> = {
  result: COLUMNS.result.word,
  rating: COLUMNS.rating.word,
  status: COLUMNS.status.word,
  policy: COLUMNS.nextPolicy.word,
};

/** The errata of a goal, oldest first. */
function errataOfGoal({ errata = [] }: OfficialSheet, { no }: Goal): readonly Erratum[] {
  return errata.filter(({ goalNo }) => goalNo === no);
}

/** The day (ISO date) that the mark of a goal tells, its latest correction's; null when it has no mark. */
export function markedOn(sheet: OfficialSheet, goal: Goal): string | null {
  return errataOfGoal(sheet, goal).at(-1)?.correctedOn ?? null;
}

/** The cell of a goal's No.: under the number 訂正 and the day, in lines that fit a narrow column. */
export function numberCell(sheet: OfficialSheet, goal: Goal): string {
  const on = markedOn(sheet, goal);
  if (on === null) return goal.no;
  return [goal.no, ERRATUM_MARK, ...formatEraDate(on, 'kanji').split(/(?<=年)/u)].join('\n');
}

const MARKED = new RegExp(`${ERRATUM_MARK}\\s*\\S{0,12}年\\s*\\d{1,2}月\\d{1,2}日\\s*$`, 'u');

/** The cell of a No. without such a mark. A No. itself has nothing but digits. */
export function withoutMark(cell: string): string {
  return isMarked(cell) ? cell.replace(MARKED, '').trimEnd() : cell;
}

/** Whether the cell of a No. has such a mark. */
export function isMarked(cell: string): boolean {
  return MARKED.test(cell);
}

/** What a reader says of a sheet that was exported with such marks. */
export function errataNote(where: Where): Irregularity {
  return {
    id: 'F16',
    where,
    message: {
      ja: '「訂正」の印が付いたシートです。印と正誤表は取り込みません。',
      en: 'This sheet is marked as corrected after publication (訂正). The marks and the list of errata are not imported.',
    },
  };
}

/** One row of the 正誤表. */
export type ErrataRow = Readonly<
  Record<'section' | 'no' | 'indicator' | 'field' | 'before' | 'after' | 'reason' | 'day', string>
> & { readonly isoDay: string };

/** Its columns in their order. The section stands in a list over several of them only. */
const ERRATA_COLUMNS = [
  { key: 'section', name: '課・機関名' },
  { key: 'no', name: COLUMNS.no.word },
  { key: 'indicator', name: COLUMNS.name.word },
  { key: 'field', name: '箇所' },
  { key: 'before', name: '誤' },
  { key: 'after', name: '正' },
  { key: 'reason', name: '理由' },
  { key: 'day', name: '訂正した日' },
] as const satisfies readonly { readonly key: keyof ErrataRow; readonly name: string }[];

/** The 正誤表 of these sheets, in their order. */
export function errataRows(sheets: readonly OfficialSheet[]): ErrataRow[] {
  return sheets.flatMap((sheet) =>
    (sheet.errata ?? []).map((one) => ({
      section: sectionOf(sheet),
      no: one.goalNo,
      indicator: one.indicator,
      field: one.field === 'sheet' ? (one.word ?? '') : FIELD_WORDS[one.field],
      before: one.before || BLANK,
      after: one.after || BLANK,
      reason: one.reason,
      day: formatEraDate(one.correctedOn, 'kanji'),
      isoDay: one.correctedOn,
    })),
  );
}

/** The columns for these sheets. */
export function errataColumns(sheets: readonly OfficialSheet[]): readonly (typeof ERRATA_COLUMNS)[number][] {
  return ERRATA_COLUMNS.filter(({ key }) => key !== 'section' || sheets.length > 1);
}
