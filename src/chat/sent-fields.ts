/** What was typed and chosen on a card or in a form, as far as any of ours can send it. */

/** A dialog holds a hundred inputs at most (LIMITS.slack.modalBlocks), and what a card holds is less. */
const FIELDS_MAX = 100;
/** Longest name of a field, in UTF-16 units: as LIMITS.slack.id. */
const NAME_MAX = 255;

/**
 * The fields by their names. null when there are more of them, or longer ones, than a client sends whoever types:
 * `longest`, in UTF-16 units, is what its platform takes in one, whatever the form asks for.
 */
export function sentFields(
  fields: readonly (readonly [name: string, text: string])[],
  longest: number,
): Readonly<Record<string, string>> | null {
  const isOurs =
    fields.length <= FIELDS_MAX &&
    fields.every(([name, text]) => name.length <= NAME_MAX && text.length <= longest);
  return isOurs ? Object.fromEntries(fields) : null;
}
