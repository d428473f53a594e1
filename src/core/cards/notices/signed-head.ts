/** The signed head of the history, as the auditor keeps it. */
import { formatInstant } from '../../calendar/format-instant.js';
import { readHeads } from '../../decision/head.js';
import type { Language } from '../../text/language.js';
import { signedHeadWords } from '../../wording/signed-head.js';
import type { Card } from '../card.js';
import { messageCard } from '../message.js';

/** `text`: the head as `headText` writes it; null when there is none in it. */
export function signedHeadCard(text: string, language: Language): Card | null {
  const [head] = readHeads(text);
  if (!head) return null;
  const words = signedHeadWords(language);
  const at = head.seal === null ? '' : formatInstant(head.seal.at)[language];
  return messageCard(language, words.title(head.seq), [words.keep(at), text, words.howTo]);
}
