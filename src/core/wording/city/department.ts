/** The words of the weekly digest to 部長・区長. */
import type { Language } from '../../text/language.js';

const ja = {
  title: (sections: number) => `今週の部内の状況（${sections}課）`,
  late: (goals: number) => `期限を過ぎた未提出 ${goals}`,
  lateOf: (sections: number) => `期限を過ぎている課：${sections}課`,
  ratings: (counts: string) => `評価 ${counts}`,
  section: (name: string, counts: string) => `${name}：${counts}`,
  more: (count: number) => `ほか${count}課`,
};

const en: typeof ja = {
  title: (sections) => `Your department this week (${sections === 1 ? '1 section' : `${sections} sections`})`,
  late: (goals) => `not submitted, past the deadline: ${goals}`,
  lateOf: (sections) => `Past the deadline: ${sections === 1 ? '1 section' : `${sections} sections`}`,
  ratings: (counts) => `ratings ${counts}`,
  section: (name, counts) => `${name}: ${counts}`,
  more: (count) => `${count} more`,
};

export function departmentWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
