/** Why a file could not be read, for people: which line, which cell, what was expected. */
import type { Where } from '../../core/sheet/sheet.js';
import type { Words } from '../../core/text/language.js';

export type ReadProblem = {
  readonly where: Where;
  /** what was found and what was expected there, without the place */
  readonly message: Words;
};

/** A file is read whole or not at all: with one problem in it, no sheet of it is handed on. */
export type Refused = { readonly kind: 'refused'; readonly problems: readonly ReadProblem[] };

export function problem(where: Where, ja: string, en: string): ReadProblem {
  return { where, message: { ja, en } };
}

/** 「kita.txt 14行目「評価」」 / "kita.txt, line 14, 「評価」": only what is known is named; '' when nothing is. */
export function placeWords(where: Where): Words {
  const file = [where.file, where.tab].filter((s) => s !== undefined);
  const ja = [...file, where.line === undefined ? undefined : `${where.line}行目`].filter(
    (s) => s !== undefined,
  );
  const en = [...file, where.line === undefined ? undefined : `line ${where.line}`].filter(
    (s) => s !== undefined,
  );
  const cell = where.cell === undefined ? '' : `「${where.cell}」`;
  return { ja: `${ja.join(' ')}${cell}`, en: [...en, cell].filter((s) => s !== '').join(', ') };
}

/** One whole sentence for a problem: its place, what was found, what was expected. */
export function problemWords(p: ReadProblem): Words {
  const place = placeWords(p.where);
  return {
    ja: place.ja === '' ? p.message.ja : `${place.ja}: ${p.message.ja}`,
    en: place.en === '' ? p.message.en : `${place.en}: ${p.message.en}`,
  };
}

/** The beginning of a text, to quote it in a message: on one line, 30 characters at most. */
export function shorten(text: string): string {
  const characters = [...text.replace(/\s+/gu, ' ')];
  return characters.length > 30 ? `${characters.slice(0, 30).join('')}…` : characters.join('');
}
