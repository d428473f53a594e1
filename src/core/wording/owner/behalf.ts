/** What is said of 代理入力: entering a report on behalf of somebody. */
import type { Language } from '../../text/language.js';

const ja = {
  signed: (name: string, by: string) => `${name}（代理：${by}）`,
  button: '代理で入力する',
  buttonFor: (name: string) => `${name}の代理で入力する`,
  label: (goal: string) => `${goal} を代理で入力する`,
  which: 'どの目標を代理で入力しますか',
  whichLine:
    '提出すると、カードと履歴に両方の名前が残り、本人にお知らせします。代理で入力した方は、その報告を承認できません。',
  whichOf: (section: string, no: string) => `${section} No.${no} を代理で入力しますか`,
  entering: (no: string) => `No.${no} を代理で入力する`,
  /** of a number that was named, or of all */
  noneOpen: (section: string, no: string) =>
    no === ''
      ? `${section}に、いま入力する目標はありません`
      : `${section} No.${no} は、いま入力できる目標にありません`,
  whose: (goal: string) => `${goal} は、どなたの代理で入力しますか`,
  begun: (goal: string, name: string) => `${goal} を${name}の代理で入力します`,
  stop: '代理をやめる',
  stopped: (goal: string) => `${goal} の代理をやめました`,
  stoppedLine: '入力した内容は下書きに残っています。',
  told: (no: string, by: string) => `No.${no} は、${by}があなたの代理で提出しました`,
  toldLine: '内容に直したいところがあれば、承認される前なら取り下げられます。',
  at: (when: string) => `提出：${when}`,
  notEntering: '代理で入力できるのは、その課の課長補佐か係長、または事務局です。',
  noneFor: (names: string) =>
    `その方の代理では入力できません。代理で入力できるのは、その課で報告する方の分です（承認する方とご自分は除きます）。${names === '' ? '' : `いまは、${names}です。`}`,
};

const en: typeof ja = {
  signed: (name, by) => `${name} (entered by ${by})`,
  button: 'Enter on behalf',
  buttonFor: (name) => `Enter on behalf of ${name}`,
  label: (goal) => `Enter ${goal} on behalf of somebody`,
  which: 'Which goal do you enter on behalf of somebody?',
  whichLine:
    'Both names stand on the card and in the history, and whoever it is for is told. Who enters on behalf may not approve that report.',
  whichOf: (section, no) => `Enter ${section} No.${no} on behalf of somebody?`,
  entering: (no) => `Enter No.${no} on behalf`,
  noneOpen: (section, no) =>
    no === ''
      ? `${section} has no goal to be entered now`
      : `${section} No.${no} is no goal to be entered now`,
  whose: (goal) => `On whose behalf do you enter ${goal}?`,
  begun: (goal, name) => `You are entering ${goal} on behalf of ${name}`,
  stop: 'Not on behalf any more',
  stopped: (goal) => `${goal} is not entered on behalf any more`,
  stoppedLine: 'What was entered is still in your draft.',
  told: (no, by) => `${by} has submitted No.${no} on your behalf`,
  toldLine: 'If something is to be changed, it can be taken back until it is approved.',
  at: (when) => `Submitted: ${when}`,
  notEntering: 'The section’s assistant manager, a chief of it, or 事務局 may enter on behalf of somebody.',
  noneFor: (names) =>
    `It cannot be entered on behalf of that person: only of who reports for the section, without who approves and yourself.${names === '' ? '' : ` Now these are ${names}.`}`,
};

export function behalfWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
