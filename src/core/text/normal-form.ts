/**
 * The normal forms of Unicode (UAX #15), in time that grows with the length of a text alone. The platform's own
 * `normalize` puts the marks behind a sign in their order one by one, so that a text of forty thousand marks takes seconds.
 */

/** Marks, and ﾞ ﾟ of half width, which NFKC turns into marks. */
const MARKS = '[\\p{M}\\uff9e\\uff9f]';
/** No writing has more marks behind one sign (Stream-Safe Text Format, UAX #15 section 13). */
const MARKS_MAX = 30;

/** Below it there are no marks. */
const FIRST_MARK = 0x300;
/** A half of a pair may be that of a mark. */
const MAYBE_MARK = /[\p{M}\p{Cs}\uff9e\uff9f]/u;
const LONG_RUN = new RegExp(`${MARKS}{${MARKS_MAX + 1}}`, 'u');
const STRETCHES = new RegExp(`[^${MARKS.slice(1)}*${MARKS}{0,${MARKS_MAX}}`, 'gu');

/** Nearly every text has none, and each is brought to its form many times: a run that is too long meets one of these places. */
function hasLongRun(text: string): boolean {
  for (let at = MARKS_MAX; at < text.length; at += MARKS_MAX + 1)
    if (text.charCodeAt(at) >= FIRST_MARK && MAYBE_MARK.test(text[at]!)) return LONG_RUN.test(text);
  return false;
}

/** Marks beyond the thirtieth behind one sign keep their place: they are put in order among themselves. */
function inForm(text: string, form: 'NFC' | 'NFKC'): string {
  return hasLongRun(text)
    ? text.replace(STRETCHES, (stretch) => stretch.normalize(form))
    : text.normalize(form);
}

/** か and ゛ become one sign: for what is kept. */
export const nfc = (text: string): string => inForm(text, 'NFC');

/** Widths made one as well, ③ becomes 3 and ％ %: for comparing and searching only. */
export const nfkc = (text: string): string => inForm(text, 'NFKC');
