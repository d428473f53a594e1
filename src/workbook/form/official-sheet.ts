/** What every writer takes and gives: sheets ready for export, and the file or the reason why there is none. */
import type { Erratum } from '../../core/report/errata.js';
import type { Irregularity, Sheet, Where } from '../../core/sheet/sheet.js';
import { problem, type Refused } from '../cells/problem.js';

export type Paper = 'A3' | 'A4';

/** A sheet ready for export. */
export type OfficialSheet = Sheet & {
  /** only an approved one may go out without the word 下書き on it */
  readonly approved: boolean;
  /** what was corrected after its publication, in the order of its goals */
  readonly errata?: readonly Erratum[];
  /** 下半期の対策 by goal and indicator: of mid-year's document, and of no other */
  readonly measures?: readonly (readonly string[])[];
  /** the last entry of the history that decided about it: its number, the head behind it as one line, and its instant (ISO) */
  readonly decided?: { readonly seq: number; readonly head: string; readonly at: string };
};

/** Printed beside the title and in the page header of a sheet that nobody has approved. */
export const DRAFT_MARK = '下書き（未承認）';

/** Where a file keeps the head of the history: a property of an .xlsx, a column of a .csv. */
export const HEAD_NAME = '履歴の末尾';

/** The column of a .csv that marks drafts. */
export const DRAFT_COLUMN = '状態';

/** What a reader says of a sheet that was exported as a draft. */
export function draftNote(where: Where): Irregularity {
  return {
    id: 'F15',
    where,
    message: {
      ja: '「下書き（未承認）」と書かれたシートです。',
      en: 'This sheet is marked as a draft that nobody approved.',
    },
  };
}

/** Called after each sheet of a long file: how many are done, of how many. */
export type Onward = (done: number, total: number) => void;

/** A character that the file cannot hold and that another sign stands for. Rows count from 1; 0 is outside the table. */
export type Replaced = {
  readonly character: string;
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
};

export type Written =
  | { readonly kind: 'written'; readonly bytes: Uint8Array; readonly replaced: readonly Replaced[] }
  | Refused;

/** 「地域総務課」: what a sheet is called in messages and tabs. */
export function sectionOf(sheet: Sheet): string {
  return sheet.header.organization.text || sheet.header.department.text || sheet.title;
}

/** Refuses an export that holds sheets nobody approved, unless it is meant as a draft; null when all is well. */
export function approvalRefusal(sheets: readonly OfficialSheet[], draft: boolean): Refused | null {
  if (sheets.length === 0) {
    return {
      kind: 'refused',
      problems: [problem({}, '出力するシートがありません。', 'There is no sheet to write.')],
    };
  }
  const open = draft ? [] : sheets.filter((sheet) => !sheet.approved);
  if (open.length === 0) return null;
  return {
    kind: 'refused',
    problems: open.map((sheet) =>
      problem(
        {},
        `「${sectionOf(sheet)}」はまだ承認されていません。下書きとして出力するには下書き（--draft）を指定してください。`,
        `“${sectionOf(sheet)}” is not approved yet. Write it as a draft (--draft) instead.`,
      ),
    ),
  };
}
