/** The words about a list of the plan (総合計画の一覧) that was loaded or sent. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import type { PlanChange, PlanCode, PlanRow } from '../../sheet/plan-list.js';
import type { Words } from '../../text/language.js';

/** A fiscal year as people read it. */
export const planYear = (year: number): Words => ({ ja: fiscalYearName(year), en: `fiscal year ${year}` });

const called = ({ code, name }: PlanCode): string => (name === '' ? code : `${code} ${name}`);

/** 「追加: 令和8年度から 政策13-1-② 防災」 */
export function planLine(change: PlanChange): Words {
  const year = planYear(change.fromYear);
  const now = called(change);
  switch (change.what) {
    case 'added':
      return { ja: `追加: ${year.ja}から ${now}`, en: `New: from ${year.en}, ${now}` };
    case 'renamed':
      return {
        ja: `変更: ${year.ja}から ${called(change.was)} → ${now}`,
        en: `Changed: from ${year.en}, ${called(change.was)} → ${now}`,
      };
    case 'gone':
      return { ja: `なくなる: ${year.ja}から ${now}`, en: `Gone: from ${year.en}, ${now}` };
    default:
      return change satisfies never;
  }
}

/** From which year on how many codes hold, and how much of it changes. */
export function planSummary(list: readonly PlanRow[], changes: readonly PlanChange[]): Words[] {
  const years = [...new Set(list.map(({ fromYear }) => fromYear))].sort((a, b) => a - b);
  return years.map((year): Words => {
    const of = (what: PlanChange['what']) =>
      changes.filter((one) => one.fromYear === year && one.what === what).length;
    const codes = list.filter(({ fromYear }) => fromYear === year).length;
    const { ja, en } = planYear(year);
    return {
      ja: `${ja}から使う計画：${codes}件（追加 ${of('added')}・変更 ${of('renamed')}・なくなる ${of('gone')}）`,
      en: `The plan from ${en} on: ${codes} codes (new ${of('added')}, changed ${of('renamed')}, gone ${of('gone')})`,
    };
  });
}
