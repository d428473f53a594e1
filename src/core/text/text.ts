/**
 * Texts as people typed them, handled in time that grows with their length alone: an expression that looks for the end of
 * a run of signs begins anew at each of them, which a text of nothing but such signs makes slow.
 */

/** Nobody types a longer command, with the longest name in it; in UTF-16 units. What is longer is something else. */
const LONGEST_COMMAND = 300;

/** Whether a text can be a command at all: only then it is worth looking which. */
export function mayBeCommand(text: string): boolean {
  return text.length <= LONGEST_COMMAND;
}

/** Every sign that ends a line somewhere: CRLF, CR, NEL and the two separators of Unicode (UAX 14, classes BK, CR and NL). */
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/gu;

/** The text with each of its lines ended by LF, as everything here keeps them. */
export function sameLineEnds(text: string): string {
  return text.replace(LINE_ENDS, '\n');
}

/** Zero-width signs come with what is pasted from web pages and are seen by nobody; in an emoji they join. */
const ZERO_WIDTH =
  /[\u200B\u200C\u200E\u200F\u202A-\u202E\u2060\uFEFF\u00AD]|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D/gu;

/** The text of a file as people see it there: without signs that have no width, its lines ended by LF. */
export const textOfFile = (text: string): string => sameLineEnds(text.replace(ZERO_WIDTH, ''));

/** The text without those of `signs` (each one UTF-16 unit) that it ends with. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

/** The text without those of `signs` (each one UTF-16 unit) that it begins with. */
export function withoutBeginning(text: string, signs: string): string {
  let begin = 0;
  while (begin < text.length && signs.includes(text[begin]!)) begin += 1;
  return text.slice(begin);
}

/** The text on one line: line ends, and the blanks and blank lines beside them, become one blank. */
export function onOneLine(text: string): string {
  const lines = text.split(/[\r\n]\s*/u);
  const last = lines.pop();
  return [...lines.map((line) => line.trimEnd()), last].join(' ');
}
