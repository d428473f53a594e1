/**
 * 保存期間: after how many fiscal years what is kept is thrown away. It is counted as 文書管理規程 do: from the 1st of April
 * after the fiscal year in question. Data of the organisation (RETENTION); what it does not name is kept.
 */
import { fiscalYearOf } from '../../calendar/japanese-dates.js';
import { RETAINED_KINDS, type RetainedKind } from './kinds.js';

/** What may be thrown away. */
export type Retained = 'people' | 'notices' | RetainedKind;
/** In the order it is told. */
const RETAINED: readonly Retained[] = ['people', 'notices', ...RETAINED_KINDS];

/** Years that each is kept; null: for ever. */
export type Schedule = Readonly<Record<Retained, number | null>>;

/** The years most organisations keep such documents; shown to who has set nothing, never applied. */
export const USUAL: Schedule = each(5);

const MOST_YEARS = 100;

/** What stands in the history in the place of words whose time is over. */
export const OVER_MARK = '（保存期間の満了）';

function each(years: number | null): Record<Retained, number | null> {
  return Object.fromEntries(RETAINED.map((one) => [one, years])) as Record<Retained, number | null>;
}

/** Reads `people=5,notices=3`; else the first part that is none. '' keeps everything. */
export function readSchedule(text: string): Schedule | { readonly wrong: string } {
  const schedule = each(null);
  for (const part of text.split(',')) {
    const said = part.trim();
    if (said === '') continue;
    const [kind = '', years = '', ...more] = said.split('=').map((one) => one.trim());
    const known = RETAINED.find((one) => one === kind);
    const number = /^\d{1,3}$/u.test(years) ? Number(years) : 0;
    if (!known || more.length > 0 || number < 1 || number > MOST_YEARS) return { wrong: said };
    schedule[known] = number;
  }
  return schedule;
}

/** The last fiscal year whose time is over on `today` (ISO date): 5 years from 1 April 2024 have passed on 1 April 2029. */
export const lastYearOver = (years: number, today: string): number => fiscalYearOf(today) - 1 - years;
