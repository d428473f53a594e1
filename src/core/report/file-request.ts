/** A file that somebody asked for, or that is owed: what shall be in it. It is made when it is sent. */
import type { Language } from '../text/language.js';

export const FILE_FORMATS = ['xlsx', 'csv', 'html', 'pdf', 'json'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** A file that is made: the sheets of a year, or the table of the directions that a workbook leaves to be decided. */
export type WantedFile =
  | WantedSheets
  | WantedSite
  /** a piece of evidence that whoever asked may have */
  | { readonly kind: 'evidence'; readonly evidence: string; readonly language: Language }
  | { readonly kind: 'directions'; readonly upload: string; readonly language: Language };

/** The sheets of a year as one file. */
export type WantedSheets = {
  readonly kind: 'sheets';
  /** null: the year whose reports are being collected, else the latest that has sheets */
  readonly fiscalYear: number | null;
  /** the sections the person may have, by id; null: every section */
  readonly sectionIds: readonly string[] | null;
  /** a section's name as somebody typed it, to choose one; null: all of them */
  readonly named: string | null;
  readonly format: FileFormat;
  /** the document of mid-year, or the sheet with this year's targets and no results, instead of the finished sheet */
  readonly round?: 'midyear' | 'targets';
  /** of the sentence above the file */
  readonly language: Language;
};

/** The published pages of a year as one file. */
export type WantedSite = {
  readonly kind: 'site';
  readonly fiscalYear: number;
  /** who asked for them, as the history names it */
  readonly by: {
    readonly personId: string;
    readonly name: string;
    readonly post: string;
    readonly source: string;
  };
  readonly language: Language;
};
