/** A roster, a calendar, a reorganisation or a list of the plan that was sent: what entering it would do, or did, as its sender is told. */
import type { Words } from '../text/language.js';
import type { FileKind } from './upload.js';

/** Lines of a page: as many as are read in one look. */
export const LIST_LINES = 25;

export type ListReading = {
  readonly kind: 'roster' | 'calendar' | 'reorganisation' | 'plan';
  readonly upload: string;
  /** as its sender named it */
  readonly file: string;
  /** stands for what entering it would do to the record as it is now */
  readonly seen: string;
  /** how much of what changes */
  readonly summary: readonly Words[];
  /** what changes, this page of it; `count` in all */
  readonly lines: readonly Words[];
  readonly count: number;
  readonly page: number;
  readonly pages: number;
  /** what is to be looked at before, and how it is answered */
  readonly questions: readonly Words[];
  /** a question that only the file answers: it cannot be entered */
  readonly blocked: boolean;
  readonly notes: readonly Words[];
};

/** What a file may be, where it is not clear. */
export type UnclearFile = {
  readonly upload: string;
  readonly file: string;
  readonly kinds: readonly FileKind[];
};

/** All of it, before it is divided into pages. */
export type WholeReading = Omit<ListReading, 'lines' | 'count' | 'page' | 'pages'> & {
  readonly lines: readonly Words[];
};

/** A page of lines; one that is not there is the last. */
export function pageOfLines(
  lines: readonly Words[],
  page: number,
): Pick<ListReading, 'lines' | 'count' | 'page' | 'pages'> {
  const pages = Math.max(1, Math.ceil(lines.length / LIST_LINES));
  const at = Math.min(page, pages - 1);
  return {
    lines: lines.slice(at * LIST_LINES, (at + 1) * LIST_LINES),
    count: lines.length,
    page: at,
    pages,
  };
}
