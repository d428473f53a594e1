/** When something was, and what it was about, as the history says it. */
import { fiscalYearShort, formatEraDate } from '../../core/calendar/japanese-dates.js';
import type { RoundKind } from '../../core/calendar/round.js';
import { cityDate, cityTime } from '../../core/calendar/working-days.js';
import type { ChainedEntry } from '../../core/decision/history.js';
import { readTaskId } from '../../core/sheet/ids.js';

/** R5.10.2 10:01 */
export function whenWords(at: string): string {
  return `${formatEraDate(cityDate(at), 'letter')} ${cityTime(at)}`;
}

/** No.3 期末 for a report, R5 期末 for a round; for anything else its id. */
export function subjectWords({ subject, sectionId }: Pick<ChainedEntry, 'subject' | 'sectionId'>): string {
  const task = readTaskId(subject);
  const round = /^(\d{4})-(midyear|yearend)$/u.exec(subject);
  if (round) return `${fiscalYearShort(Number(round[1]))} ${KIND_WORDS[round[2] as RoundKind]}`;
  if (task) {
    const no = subject.slice(0, subject.lastIndexOf(':')).split('.').at(-1) ?? '';
    return `${fiscalYearShort(task.fiscalYear)} ${KIND_WORDS[task.kind]} No.${no.split('_', 1)[0]}`;
  }
  const sheet = /^[\w-]+\.(\d{4})$/u.exec(subject);
  if (sheet) return `${fiscalYearShort(Number(sheet[1]))} シート`;
  return subject === sectionId ? '' : (SUBJECT_WORDS[subject] ?? subject);
}

const KIND_WORDS: Readonly<Record<RoundKind, string>> = { midyear: '中間', yearend: '期末' };
const SUBJECT_WORDS: Readonly<Record<string, string>> = {
  roster: '名簿',
  calendar: '暦',
  record: '記録',
  history: '履歴',
  notices: 'お知らせ',
};
