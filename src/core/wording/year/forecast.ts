/** 見込み and 確定: answers of before the as-of date, and what becomes of them from it on. */
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import type { Refusal } from '../../decision/outcome/refusal.js';
import type { Language, Words } from '../../text/language.js';

const ja = {
  /** beside the state of a goal */
  mark: '見込み（未確定）',
  count: (goals: number) => `未確定の見込み ${goals}`,
  confirmed: (who: string, at: string) => `${who}が確定しました（${at}）`,
  /** under the root card, when all is approved */
  waits: (goals: number, from: string) =>
    `見込みのままの目標が${goals}件あります。${from}から確定をお願いし、すべて確定するとシートが完成します。`,
  asked: (asOf: string) =>
    `${asOf}現在の結果を教えてください。${asOf}より前の回答は見込みです。その日を過ぎたら、確定（または変更）をお願いします。`,
  title: '見込みの確定をお願いします',
  line: (goals: number) =>
    `評価日より前に提出された見込みが${goals}件あります。このままでよければ「確定」を、結果が違ったときは「変える」を押してください。`,
  confirm: '確定（このまま）',
  confirmLabel: (goal: string) => `${goal}を、このまま確定`,
  change: '変える',
  changeLabel: (goal: string) => `${goal}の結果を変える`,
  all: (goals: number) => `${goals}件をこのまま確定`,
  ofSection: (section: string, what: string) => `${section}の${what}`,
  done: (goals: number) => `${goals}件を確定しました`,
  goals: (numbers: readonly string[]) => numbers.map((no) => `No.${no}`).join('、'),
  leftOut: (goalNo: string, why: string) => `No.${goalNo}は確定していません。${why}`,
  none: '確定する見込みはありません',
  noneLine: '評価日より前に提出された、未確定の報告はありません。',
  later: (from: string) => `見込みの確定は、${from}からできます。それまでは、取り下げや修正で直せます。`,
  /** the reason of the correction that 変える asks for */
  reason: '見込みからの変更（評価日現在の結果）',
  unconfirmedTitle: '確定していない見込みがあります',
  unconfirmedLine: (sections: number) => `見込みのままの目標が残っている課が${sections}つあります。`,
  left: (goals: number) => `未確定 ${goals}件`,
  who: (names: string) => `確定をお願いしている人：${names}`,
  nobody: '（担当する人がいません）',
  comma: '、',
  /** with a file that is no finished sheet */
  file: (numbers: readonly string[]) =>
    `${ja.goals(numbers)}は見込みのままで、まだ確定していないため、「下書き（未承認）」と記しました。`,
};

const en: typeof ja = {
  mark: 'forecast, not confirmed',
  count: (goals) => `Forecasts not confirmed: ${goals}`,
  confirmed: (who, at) => `Confirmed by ${who}, ${at}`,
  waits: (goals, from) =>
    goals === 1
      ? `1 of the goals is still a forecast. From ${from} on its writer is asked to confirm it; then the sheet is finished.`
      : `${goals} of the goals are still forecasts. From ${from} on their writers are asked to confirm them; the sheet is finished when all are.`,
  asked: (asOf) =>
    `What is the result as of ${asOf}? An answer before ${asOf} is a forecast (見込み), and you are asked to confirm or change it after that day.`,
  title: 'Please confirm your forecasts',
  line: (goals) =>
    `${goals} submitted before the as-of date. Press “Confirm” when it came about as written, or “Change” when the result is another.`,
  confirm: 'Confirm as it is (確定)',
  confirmLabel: (goal) => `Confirm ${goal} as it is`,
  change: 'Change',
  changeLabel: (goal) => `Change the result of ${goal}`,
  all: (goals) => `Confirm all ${goals} as they are`,
  ofSection: (section, what) => `${section}: ${what}`,
  done: (goals) => `You confirmed ${goals}`,
  goals: (numbers) => numbers.map((no) => `No.${no}`).join(', '),
  leftOut: (goalNo, why) => `No.${goalNo} is not confirmed. ${why}`,
  none: 'Nothing is to be confirmed',
  noneLine: 'No report of before the as-of date is unconfirmed.',
  later: (from) =>
    `Forecasts can be confirmed from ${from} on. Until then they are changed by withdrawing or correcting them.`,
  reason: ja.reason,
  unconfirmedTitle: 'Some forecasts are not confirmed',
  unconfirmedLine: (sections) => `Sections with goals that are still forecasts: ${sections}.`,
  left: (goals) => `Not confirmed: ${goals}`,
  who: (names) => `Asked to confirm: ${names}`,
  nobody: '(nobody in charge)',
  comma: ', ',
  file: (numbers) =>
    `${en.goals(numbers)} ${numbers.length === 1 ? 'is still a forecast' : 'are still forecasts'} (見込み) that nobody has confirmed, so it is marked 下書き（未承認）, a draft.`,
};

export function forecastWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}

/** Why nothing was confirmed. */
export function forecastRefusal(refusal: Extract<Refusal, { reason: 'not_yet' | 'no_forecast' }>): Words {
  if (refusal.reason === 'no_forecast')
    return {
      ja: '確定は済んでいるか、必要のない報告です。していただくことはありません。',
      en: 'It is confirmed already, or need not be. There is nothing for you to do.',
    };
  const day = (language: Language) => formatMonthDay(refusal.asOf, language);
  return {
    ja: `見込みの確定は、評価日（${day('ja')}）からできます。それまでは、取り下げや修正で直せます。`,
    en: `A forecast can be confirmed from its as-of date (${day('en')}) on. Until then withdraw or correct it.`,
  };
}
