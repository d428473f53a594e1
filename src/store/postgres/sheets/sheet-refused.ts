/** Why sheets are not entered. */
import type { Words } from '../../../core/text/language.js';

/** The sheets cannot be entered as they are; `words` say why and what to do. */
export class SheetRefused extends Error {
  override readonly name: string = 'SheetRefused';
  constructor(readonly words: Words) {
    super(`${words.ja} / ${words.en}`);
  }
}
