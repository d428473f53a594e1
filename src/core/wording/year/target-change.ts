/** 目標の変更: a target that is changed during the year. */
import type { Refusal } from '../../decision/outcome/refusal.js';
import type { Language, Words } from '../../text/language.js';

const ja = {
  list: '目標を変更する指標を選んでください',
  listLine:
    '理由を書いて申し出ると、報告と同じ順に承認されます。承認されるまでは、いまの目標がそのまま有効です。',
  none: '目標を変更できる指標はありません',
  noneLine: '今年度のシートがないか、報告をする課に就いていません。',
  ask: '目標の変更を申し出る',
  askLabel: (goal: string, indicator: string) => `${goal} ${indicator}の目標の変更を申し出る`,
  asked: (after: string) => `変更の承認待ち（変更後：${after}）`,
  reported: '期末の結果が提出されています',
  withdraw: '申し出を取り下げる',
  withdrawLabel: (goal: string) => `${goal} の目標の変更の申し出を取り下げる`,
  form: {
    title: '目標の変更',
    intro: '承認されると、その日から新しい目標で評価し、シートには変更前と変更後を載せます。',
    target: '変更後の目標',
    reason: '変更の理由',
    targetPlaceholder: '例：60人以上',
    reasonPlaceholder: '例：施設の改修により、8月から12月まで休館するため',
    required: '入力してください。',
    send: '申し出る',
    cancel: 'やめる',
  },
  returnForm: {
    title: '目標の変更の差戻し',
    intro: '申し出た方に、個別のチャットでお知らせします。',
    comment: 'コメント',
    placeholder: '例：休館の期間の見込みを書いてください。',
    required: 'コメントを書いてください。',
    send: '差し戻す',
    cancel: 'やめる',
  },
  waiting: '目標の変更の承認待ち',
  waits: (count: number) => `承認を待っている目標の変更が${count}件あります。`,
  reminded: '承認をお待ちしている目標の変更があります',
  raised: '承認が進んでいない目標の変更があります',
  raisedLine: (count: number) =>
    `次の${count}件は、承認をお待ちする日数が長くなっています。承認する方に声をかけてください。不在のときは、事務局が代決者を名簿に登録できます。`,
  own: '承認を待っている目標の変更（自分の課）',
  ownLine: (count: number) => `申し出た目標の変更のうち、${count}件が承認を待っています。`,
  title: (goal: string) => `${goal} 目標の変更の申し出`,
  before: (target: string) => `変更前：${target}`,
  after: (target: string) => `変更後：${target}`,
  reason: (reason: string) => `理由：${reason}`,
  by: (who: string, moment: string) => `申し出：${who}（${moment}）`,
  approved: (day: string) => `承認済 ・ ${day}から、この目標で評価します`,
  withdrawn: (who: string, moment: string) => `取り下げ：${who}（${moment}）`,
  approve: '承認',
  approveLabel: (goal: string) => `${goal} の目標の変更を承認する`,
  giveBack: '差戻し',
  giveBackLabel: (goal: string) => `${goal} の目標の変更の差戻し（コメントを書きます）`,
  sent: (goal: string) => `${goal} の目標の変更を申し出ました`,
  sentLine: '承認をお待ちください。決まったらお知らせします。「目標変更」から取り下げられます。',
  taken: (goal: string) => `${goal} の目標の変更の申し出を取り下げました`,
  youApproved: (goal: string) => `${goal} の目標の変更を承認しました`,
  youReturned: (goal: string) => `${goal} の目標の変更を差し戻しました`,
  decided: {
    approved: (goal: string) => `${goal} の目標が変更されました`,
    returned: (goal: string) => `${goal} の目標の変更が差し戻されました`,
  },
  again: '直すときは、あらためて申し出てください。',
  /** beside a rating */
  inForce: (day: string) => `${day}に変更した目標で評価しています`,
  changed: (target: string, day: string, before: string) => `${target}（${day}変更 変更前：${before}）`,
};

const en: typeof ja = {
  list: 'Which target is to be changed?',
  listLine:
    'Give a reason; it is approved by the same route as a report. Until then the present target stands.',
  none: 'No target can be changed',
  noneLine: 'There is no sheet of this year, or you do not report for a section.',
  ask: 'Ask for another target',
  askLabel: (goal, indicator) => `Ask for another target: ${goal} ${indicator}`,
  asked: (after) => `Change waits for approval (to ${after})`,
  reported: 'The year-end result is submitted',
  withdraw: 'Withdraw the request',
  withdrawLabel: (goal) => `Withdraw the request to change the target of ${goal}`,
  form: {
    title: 'Change a target',
    intro:
      'From the day of approval results are rated against it; the sheet says what it was and what it is.',
    target: 'The new target',
    reason: 'Why it is changed',
    targetPlaceholder: 'E.g. 60人以上',
    reasonPlaceholder: 'E.g. the building is closed from August to December',
    required: 'Please fill this in.',
    send: 'Ask',
    cancel: 'Cancel',
  },
  returnForm: {
    title: 'Return the request',
    intro: 'Whoever asked is told in private.',
    comment: 'Comment',
    placeholder: 'E.g. please say how long it will be closed',
    required: 'Please write a comment.',
    send: 'Return',
    cancel: 'Cancel',
  },
  waiting: 'New targets to approve',
  waits: (count) =>
    `${count} ${count === 1 ? 'request' : 'requests'} to change a target ${count === 1 ? 'waits' : 'wait'} for approval.`,
  reminded: 'Changed targets wait for your approval',
  raised: 'Some changes of targets have waited long for approval',
  raisedLine: (count) =>
    `${count === 1 ? 'This one has' : `These ${count} have`} waited long. Please speak to whoever approves; in their absence the coordinator can enter a deputy in the roster.`,
  own: 'Changes of targets of your section that wait',
  ownLine: (count) =>
    `${count} ${count === 1 ? 'request' : 'requests'} to change a target ${count === 1 ? 'waits' : 'wait'} for approval.`,
  title: (goal) => `${goal}: request to change the target`,
  before: (target) => `Before: ${target}`,
  after: (target) => `After: ${target}`,
  reason: (reason) => `Reason: ${reason}`,
  by: (who, moment) => `Asked by ${who}, ${moment}`,
  approved: (day) => `Approved; results are rated against it from ${day} on`,
  withdrawn: (who, moment) => `Withdrawn by ${who}, ${moment}`,
  approve: 'Approve',
  approveLabel: (goal) => `Approve the new target of ${goal}`,
  giveBack: 'Return',
  giveBackLabel: (goal) => `Return the new target of ${goal}, with a comment`,
  sent: (goal) => `Asked for another target: ${goal}`,
  sentLine: 'It waits for approval; you will hear. “Target” shows it, and withdraws it.',
  taken: (goal) => `Withdrawn: the request to change the target of ${goal}`,
  youApproved: (goal) => `You approved the new target of ${goal}`,
  youReturned: (goal) => `You returned the new target of ${goal}`,
  decided: {
    approved: (goal) => `The target of ${goal} was changed`,
    returned: (goal) => `The new target of ${goal} was returned`,
  },
  again: 'To change it, ask once more.',
  inForce: (day) => `Rated against the target as changed on ${day}`,
  changed: (target, day, before) => `${target} (changed on ${day}, before: ${before})`,
};

export function targetChangeWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}

type TargetRefusal = Extract<
  Refusal,
  { reason: 'target_reported' | 'target_asked' | 'target_decided' | 'target_moved' | 'target_same' }
>;

/** Why a target is not changed. */
export function targetRefusal(refusal: TargetRefusal): Words {
  switch (refusal.reason) {
    case 'target_reported':
      return {
        ja: `No.${refusal.goalNo} は期末の結果が提出されているため、目標を変えたり、なくしたりできません。期末の報告が承認の前なら、その報告を取り下げるか差し戻したあとでできます。`,
        en: `The year-end result of No.${refusal.goalNo} is submitted, so its target can be neither changed nor dropped. If that report is not approved yet, have it withdrawn or returned first.`,
      };
    case 'target_asked':
      return {
        ja: `この指標の目標の変更（変更後：${refusal.change.after}）が承認を待っています。「目標変更」から取り下げてください。`,
        en: `A change of this target (to ${refusal.change.after}) waits for approval. Withdraw it first (“Target”).`,
      };
    case 'target_decided':
      return {
        ja: `No.${refusal.change.goalNo} の目標の変更の申し出は、すでに決まっています。していただくことはありません。`,
        en: `The request about No.${refusal.change.goalNo} is decided already. There is nothing for you to do.`,
      };
    case 'target_moved':
      return {
        ja: `申し出のあとで、いまの目標が変わっています（申し出の時：${refusal.change.before}　いま：${refusal.target}）。このままでは承認できません。差し戻して、変更が要るときは、いまの目標について申し出直してもらってください。`,
        en: `The target has changed since this was asked for (then: ${refusal.change.before}; now: ${refusal.target}). It cannot be approved as it is. Return it; if a change is still needed, have it asked for again about the present target.`,
      };
    case 'target_same':
      return {
        ja: 'いまの目標と同じです。変更後の目標を書いてください。',
        en: 'That is the present target. Please give the new one.',
      };
    default:
      return refusal satisfies never;
  }
}
