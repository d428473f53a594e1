/** 検索, 前年度 and a plan reference: what somebody looks for in the goals of this and earlier years. */
import { parseFiscalYear } from '../calendar/japanese-dates.js';
import { folded } from '../sheet/scale.js';
import { mayBeCommand } from '../text/text.js';

export type SearchAsked = {
  /** words as typed, one blank between them; '': everything */
  readonly said: string;
  /** null: every year */
  readonly fiscalYear: number | 'last' | null;
  /** the section that was chosen (its id); '' where none was */
  readonly of: string;
  /** from 0 */
  readonly page: number;
};

/** Longer words are no search, in UTF-16 units: a button carries them. */
export const SAID_MAX = 100;

/** What is asked for, and whether by a word that is hardly anything but a command. */
type SearchMeant = { readonly asked: SearchAsked; readonly plain: boolean };

const SEARCH: readonly string[] = ['検索', '検索する', 'search', 'find'];
const LAST_YEAR: readonly string[] = ['前年度', '昨年度', '前年', '昨年', '去年'];
const BLANKS = /[\s\u3000]+/u;
const PLAN_REFERENCE = /^(?:政策|施策|policy)\s?\d{1,3}(?:-\d{1,3}){0,3}$/u;
const DASH = /[‐‑–—―−ー]/gu;

/** 「検索 もの忘れ検診」「検索 R4 建設課」「前年度 建設課」「政策4-3」; null for anything else. */
export function searchAsked(text: string): SearchMeant | null {
  if (!mayBeCommand(text)) return null;
  const words = text.trim().split(BLANKS);
  const [first = '', second = '', ...rest] = words.map(folded);
  const asked = (said: readonly string[], fiscalYear: SearchAsked['fiscalYear']): SearchAsked => ({
    said: said.join(' ').replace(/\p{Cc}/gu, ''),
    fiscalYear,
    of: '',
    page: 0,
  });
  if (SEARCH.includes(first)) {
    const years = words.slice(1).map(yearIn);
    const at = years.findIndex((year) => year !== null);
    const said = words.slice(1).filter((_word, place) => place !== at);
    return { asked: asked(said, years[at] ?? null), plain: true };
  }
  if (LAST_YEAR.includes(first)) return { asked: asked(words.slice(1), 'last'), plain: false };
  if (first === 'last' && second === 'year') return { asked: asked(words.slice(2), 'last'), plain: false };
  const reference = folded(text).replace(DASH, '-');
  return rest.length === 0 && PLAN_REFERENCE.test(reference)
    ? { asked: asked([words.join('')], null), plain: false }
    : null;
}

function yearIn(word: string): SearchAsked['fiscalYear'] {
  if (LAST_YEAR.includes(folded(word))) return 'last';
  return parseFiscalYear(word) ?? (/^20\d\d$/u.test(folded(word)) ? Number(folded(word)) : null);
}

/** What a button carries beside a page, and a goal. */
export function searchArgument({ said, fiscalYear, of }: SearchAsked): string {
  return `${fiscalYear ?? '-'} ${of || '-'} ${said}`;
}

/** Reads it back. */
export function readSearchArgument(text: string, page: number): SearchAsked {
  const [year = '', of = '', ...words] = text.split(' ');
  const known = /^\d{4}$/u.test(year) ? Number(year) : year === 'last' ? year : null;
  return { said: words.join(' '), fiscalYear: known, of: of === '-' ? '' : of, page };
}
