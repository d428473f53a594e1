/** Texts of people made harmless for each place they are shown in: nothing typed can mention, link or format. */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * For Slack's text objects and the text of a message. Exactly these three, as its documentation says; whoever shows
 * the text decodes them. Formatting signs need nothing more where the text stands in a plain_text object.
 */
export function escapeEntities(text: string): string {
  return text.replace(/[&<>]/gu, (character) => ENTITIES[character]!);
}

/** How long a text is once escaped, in UTF-16 units. */
export function entitySize(text: string): number {
  // Most texts hold none of them, and every text of every card is measured.
  return /[&<>]/u.test(text) ? escapeEntities(text).length : text.length;
}

/** Back to what was typed: texts arrive from Slack with the same three entities. Decode once, keep as typed. */
export function unescapeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/gu, (_all, name: string) =>
    name === 'amp' ? '&' : name === 'lt' ? '<' : '>',
  );
}

/** Signs that mean something anywhere in the Markdown of a TextBlock, and `<` and `&` because of autolinks and entities. */
const ANYWHERE = /[\\*_[\]<>&~`|]/gu;
const SIZE_SIGNS = /[\\*_[\]<>&~`|{\n]/gu;
/** Lists, rules and headings begin a line: `- `, `---`, `+ `, `# `, `1. `, `1) `. */
const LINE_START =
  /^([ \t]*)(?:([-+](?=\s|$)|-(?=-)|=(?==|\s*$)|#{1,6}(?=\s|$))|(\d{1,9})(?=[.)](?:\s|$)))/gmu;

/** Whether any of all that could be there: most texts have nothing of it, and are looked at once only. */
const ANY_MARKDOWN = /[\\*_[\]<>&~`|{\r\n]|^(?:[ \t]|[-+=#]|\d{1,9}[.)])/u;

/**
 * For the text of a TextBlock or the facts of a FactSet (Adaptive Cards render a subset of Markdown there). Only what
 * Markdown would see is escaped, so that a client that does not know the escape shows few strokes too many. A line
 * break becomes a paragraph, since a single one is a space in Markdown; blanks that would make a code block go.
 * `{{DATE(` and `{{TIME(` are broken because clients replace them.
 */
export function escapeMarkdown(text: string): string {
  if (!ANY_MARKDOWN.test(text)) return text;
  return text
    .replace(/\r\n?/gu, '\n')
    .replace(ANYWHERE, '\\$&')
    .replace(/\{(?=\{)/gu, '{\\')
    .replace(LINE_START, (_all, blank: string, mark: string | undefined, digits: string | undefined) =>
      mark === undefined ? `${blank}${digits}\\` : `${blank}\\${mark}`,
    )
    .replace(/(^|\n)[ \t]+/gu, '$1')
    .replace(/\n+/gu, '\n\n');
}

/** How long a text is at most once escaped, in UTF-16 units; signs that matter only at the beginning of a line aside. */
export function markdownSize(text: string): number {
  return text.length + (text.match(SIZE_SIGNS)?.length ?? 0);
}
