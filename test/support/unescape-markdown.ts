/** What a Markdown reader shows for an escaped text. */
export function unescapeMarkdown(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/gu, '$1').replace(/\n\n/gu, '\n');
}
