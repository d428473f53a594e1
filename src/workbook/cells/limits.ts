/**
 * What a file may be, in one table. An official workbook of one section has about 60 rows and 40 kB; one with a
 * tab for each of 300 sections about 20,000 rows and 6 MB. Everything here is several times that, and small
 * enough that a hostile file costs seconds and a few hundred megabytes at most.
 */
export const LIMITS = {
  /** bytes of a file as it arrives */
  fileBytes: 20 * 1024 * 1024,
  /** entries in a zip container */
  zipEntries: 4_000,
  /** bytes of one part of a workbook once unpacked */
  partBytes: 32 * 1024 * 1024,
  /** bytes of all parts of a workbook once unpacked */
  unpackedBytes: 96 * 1024 * 1024,
  /** tabs in a workbook */
  tabs: 1_000,
  /** rows of one tab that hold a value */
  rowsPerTab: 5_000,
  /** columns of one tab that hold a value */
  columnsPerTab: 256,
  /** XML tags in a part that is no tab (texts, styles) */
  tagsPerPart: 1_000_000,
  /** cells with a value in a workbook */
  cells: 1_000_000,
  /** slots of the rectangles that the tabs span together; a reader keeps the rectangle, not the cells */
  gridSlots: 3_000_000,
  /** merged ranges in one tab */
  mergesPerTab: 10_000,
  /** column definitions in one tab; each may stand for 16,384 columns */
  columnDefinitionsPerTab: 1_024,
  /** characters in one cell (Excel's own limit: 32,767) */
  cellCharacters: 32_767,
  /** characters in all cells together, repeated shared strings counted each time */
  totalCharacters: 20_000_000,
  /** records of a .csv file */
  csvRecords: 100_000,
  /** characters of a tab's name (Excel's own limit) */
  tabNameCharacters: 31,
  /** points of a row's height (Excel's own limit is 409) */
  rowHeightPoints: 400,
} as const;
