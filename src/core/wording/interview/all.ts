/** The words of answering all goals of one's own together: the button, the form, the review. */
import type { Language } from '../../text/language.js';

const ja = {
  button: (count: number) => `${count}件をまとめて入力`,
  one: 'まとめて入力',
  said: '下のボタンで、一つのフォームが開きます。',
  form: {
    title: 'まとめて入力',
    intro: (asOf: string) => [
      `${asOf}までのメモの合計と文は、入れてあります。違うところを直して、足りないところを書いてください。`,
      '評価は、選ばなければ結果から計算した評価案にします。計算できないときと×は、あとでお聞きします。提出の前に、全部を確認できます。',
    ],
    more: (count: number) => `入りきらない${count}件は、このあとに続けて入力できます。`,
    indicator: '取組指標',
    send: '確認へ進む',
    sameAs: (from: string) => `${from}の今後の方針`,
    same: '上の欄が空なら、この文を使う',
  },
  review: {
    heading: (count: number) => `${count}件の確認`,
    of: (goals: readonly string[]) => goals.join('、'),
    left: (goals: readonly string[]) => `まだ答えていない目標：${goals.join('、')}`,
    edit: (goal: string) => `${goal} を直す`,
    policy: (text: string) => `【今後の方針】\n${text}`,
    submit: (count: number) => (count === 1 ? '提出する' : `${count}件をまとめて提出する`),
    comma: '、',
  },
  submitted: 'まとめて提出しました',
};

const en: typeof ja = {
  button: (count) => `Answer ${count} goals in one form`,
  one: 'Answer in one form',
  said: 'The button below opens one form.',
  form: {
    title: 'Answer in one form',
    intro: (asOf) => [
      `What the memos up to ${asOf} add up to and say is filled in. Correct what is not so, and write what is missing.`,
      'Where you choose no rating, the proposal that follows from the result is taken; where there is none, and for ×, you are asked afterwards. You see everything before you submit.',
    ],
    more: (count) => `${count} more did not fit; they follow after this.`,
    indicator: 'Indicator',
    send: 'Go on to the review',
    sameAs: (from) => `Next steps: ${from}`,
    same: 'Use this where the field above is empty',
  },
  review: {
    heading: (count) => `Review of ${count} ${count === 1 ? 'goal' : 'goals'}`,
    of: (goals) => goals.join(', '),
    left: (goals) => `Not answered yet: ${goals.join(', ')}`,
    edit: (goal) => `Edit ${goal}`,
    policy: (text) => `【Next steps (今後の方針)】\n${text}`,
    submit: (count) => (count === 1 ? 'Submit' : `Submit all ${count}`),
    comma: ', ',
  },
  submitted: 'Submitted together',
};

export function allWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
