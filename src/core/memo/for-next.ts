/** A memo for what comes next: one that says so in its first words. Its words are for 今後の方針, and its number counts nowhere. */
import { folded } from '../sheet/scale.js';

const HEADS: readonly string[] = ['今後の方針', '今後に向けて', '方針', 'next steps'];
/** Longest of them, in UTF-16 units, with room for blanks. */
const HEAD_MAX = 20;

/** What stands behind 「今後の方針：」 at the beginning of a memo, as typed; null for any other memo. */
export function forNext(text: string): string | null {
  const at = text.slice(0, HEAD_MAX).search(/[:：]/u);
  if (at < 0 || !HEADS.includes(folded(text.slice(0, at)))) return null;
  const said = text.slice(at + 1).trim();
  return said === '' ? null : said;
}
