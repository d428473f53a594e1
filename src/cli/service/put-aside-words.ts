/** What was put aside, as commands tell of it: Japanese, and English beside it. */
import type { Language } from '../../core/text/language.js';
import { digestWords } from '../../core/wording/digest.js';
import type { ListedAside } from '../../store/postgres/notices/put-aside.js';

/** One of them in JSON. */
export const plain = ({ kind, id, name, reason, tries, at, doubtful }: ListedAside) => ({
  kind,
  id,
  name,
  reason,
  tries,
  at,
  ...(doubtful ? { doubtful } : {}),
});

const NOTICE = { ja: 'お知らせ', en: 'notice' } as const;

function what({ kind }: ListedAside, language: Language): string {
  return kind === 'notice' ? NOTICE[language] : digestWords(language).overview.aside[kind];
}

/** `reason` is the word for it, or what went wrong as it was said. */
function why({ reason }: ListedAside, language: Language): string {
  const words = digestWords(language).overview;
  switch (reason) {
    case 'never_ended':
      return words.asideNeverEnded;
    case 'blocked':
    case 'removed':
      return words[reason];
    case '':
      return words.unsaid;
    default:
      return reason;
  }
}

/** What it is, why it was put aside and how often it was tried; one line, without its end. */
export function asideLine(one: ListedAside): string {
  const { name, tries, doubtful } = one;
  const whose = name === null ? '' : `（${name}）`;
  const ja = `${what(one, 'ja')}${whose}: ${why(one, 'ja')}${doubtful ? '。届いているかもしれません' : ''}（${tries}回）`;
  return `${ja} / ${what(one, 'en')}: ${why(one, 'en')}${doubtful ? '; it may have arrived' : ''} (tries: ${tries})`;
}
