/** Cells of a .csv that a spreadsheet must not take for a formula. It can be undone exactly. */

/**
 * Cells that Excel would run when the file is opened (OWASP "CSV Injection"; full-width signs too, which Japanese
 * Excel takes for the same, and the minus sign, which is written as one of them in CP932), also behind characters that
 * nobody sees and a spreadsheet may drop. Plain numbers and a single sign are harmless.
 */
const FORMULA = /^'*(?:[\t\r\n]|[\p{Cc}\p{Cf}]*[=+\-−@＝＋－＠])/u;
const HARMLESS = /^(?:[-+−]?\d[\d,]*(?:\.\d+)?|.)$/u;
const GUARDED = /^'+(?:[\t\r\n]|[\p{Cc}\p{Cf}]*[=+\-−@＝＋－＠])/u;

/** The cell with an apostrophe before it when a spreadsheet could take it for a formula. */
export function guardCell(text: string): string {
  return FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text;
}

/** Undoes `guardCell`. */
export function unguardCell(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}
