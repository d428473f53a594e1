/** Fiscal years, dates and sections as typed at the command line. */
import { isIsoDate, parseEraDate, parseFiscalYear } from '../core/calendar/japanese-dates.js';
import type { RoundKind } from '../core/calendar/round.js';
import { sectionsCalled } from '../core/organization/find-section.js';
import { nearestSections } from '../core/organization/nearest-names.js';
import type { ListedSection, Section } from '../core/organization/people.js';
import { Mistake } from './mistake.js';

/** The first day of the first fiscal year that has a name in an era: eras are counted in the Gregorian calendar alone. */
const FIRST_DAY = '1873-04-01';

/** A fiscal year as typed (R5, 令和5年度, 2023) with this option; a Mistake when it is none. */
export function yearOf(text: string, option = '--year'): number {
  const year = parseFiscalYear(text);
  if (year === null)
    throw new Mistake(`${option}: 「${text}」は年度として読み取れません（例: R5、令和5年度、2023）。`);
  return year;
}

/** A date as typed (2023-10-13, R5.10.13, 令和5年10月13日) as ISO date; a Mistake when it is none. */
export function dateOf(option: string, text: string): string {
  const date = isIsoDate(text) ? text : parseEraDate(text)?.iso;
  if (!date || date < FIRST_DAY)
    throw new Mistake(`${option}: 「${text}」は日付として読み取れません（例: 2023-10-13、R5.10.13）。`);
  return date;
}

/** targets, midyear or yearend, in English or Japanese; a Mistake when it is none. */
export function kindOf(text: string): RoundKind {
  if (text === 'targets' || text === '目標設定' || text === '目標') return 'targets';
  if (text === 'midyear' || text === '中間') return 'midyear';
  if (text === 'yearend' || text === '期末') return 'yearend';
  throw new Mistake(
    `「${text}」は報告の時期ではありません。targets（目標設定）、midyear（中間）、yearend（期末）のどれかです。`,
  );
}

/**
 * The section of a name, its own or another (別名), with its department before it where two have the same; a Mistake when
 * none or several fit, with the nearest three.
 */
export function sectionNamed(where: string, text: string, sections: readonly ListedSection[]): Section {
  const fitting = sectionsCalled(text, sections);
  const [found, ...more] = fitting;
  if (!found) {
    const near = nearestSections(text, sections);
    throw new Mistake(
      `${where}: 「${text}」という課は記録にありません。${near.length > 0 ? `近い名前は${near.map((one) => `「${one}」`).join('')}です。` : ''}`,
    );
  }
  if (more.length > 0)
    throw new Mistake(
      `${where}: 「${text}」という課が${fitting.length}つあります。部の名前も付けてください（例: ${found.department}${found.name}）。`,
    );
  return found;
}
