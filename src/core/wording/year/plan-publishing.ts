/** 計画の公表: the sheets as 目標設定 made them go out, without results. */
import type { Language } from '../../text/language.js';

const ja = {
  button: (year: string) => `${year}の計画の公表`,
  ask: (year: string) => `${year}の計画の公表を記録しますか`,
  unready: (names: string) => `まだの課（目標設定で承認されていない目標があります）：${names}`,
  line: '目標設定で承認されたシートを、結果のない今年度の計画として公表します。期末の公表は別に行います。年度の途中で変更した目標は、変更前と変更後が載ります。',
  now: (count: number) => `${count}課の計画の公表を記録する`,
  done: (year: string, count: number) => `${year}の${count}課の計画の公表を記録しました`,
};

const en: typeof ja = {
  button: (year) => `Publish the plan of ${year}`,
  ask: (year) => `Enter that the plan of ${year} is published?`,
  unready: (names) => `Not ready (a goal is not approved in 目標設定): ${names}`,
  line: 'The sheets as approved in 目標設定 are published as the plan of the year, without results. The finished sheets are published for themselves. A target that is changed during the year is shown with what it was.',
  now: (count) => `Enter ${count} as published`,
  done: (year, count) =>
    `${count === 1 ? `The plan of 1 section for ${year} is` : `The plans of ${count} sections for ${year} are`} entered as published`,
};

export function planPublishingWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
