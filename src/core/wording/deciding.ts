/** The words around a decision: steps of the route, taking back, the last look, corrections, 後閲. */
import { formatEraDate } from '../calendar/japanese-dates.js';
import type { Language } from '../text/language.js';

const ja = {
  check: '確認',
  checkLabel: (goal: string) => `${goal} を確認済みにする`,
  waitingForCheck: (post: string) => `確認待ち（${post}）`,
  inPrivate: '個別のチャットでお願いしています',
  checkedBy: (who: string, moment: string) => `確認：${who}（${moment}）`,
  checkedTogetherBy: (who: string, moment: string) => `一括確認：${who}（${moment}）`,
  /** 事務局, for a post where nobody else may decide: it is vacant, or the report is its holder's own */
  escalated: (post: string, name: string) => `事務局 ${name}（${post}に代わって）`,
  escalation: (post: string) =>
    `いま判断できる${post}も代決者もいないため、事務局にお願いしています。ご判断いただくか、名簿に代決者を登録してください。`,
  requestTitle: (no: string) => `No.${no} のご判断をお願いします`,
  approved: (goal: string) => `${goal} を承認しました`,
  checked: (goal: string) => `${goal} を確認済みにしました`,
  undoLine: (minutes: number) => `押し間違いのときは、${minutes}分以内なら取り消せます。`,
  undo: (check: boolean): string => (check ? '確認を取り消す' : '取り消す'),
  undoLabel: (goal: string, check: boolean) => `${goal} の${check ? '確認' : '承認'}を取り消す`,
  undone: (no: string, check: boolean) => `No.${no} の${check ? '確認' : '承認'}を取り消しました`,
  undoneLine: (check: boolean) =>
    `ふたたび${check ? '確認' : '承認'}待ちになりました。報告のカードから、あらためて${check ? '確認' : '承認'}・差戻しができます。`,
  /** behind the rating that was chosen */
  proposed: (label: string) => `（案は${label}）`,
  undoneForWriter: (no: string) => `No.${no} の承認が取り消されました`,
  undoneForWriterLine: '承認待ちに戻っています。していただくことはありません。',
  /** to who pressed 差戻し and may not */
  whoDecides: (no: string, post: string) =>
    `No.${no} は、いま${post}の判断を待っています。承認・差戻しは${post}（不在のときは代決者）が行います。直してほしい点は、${post}にお伝えください。`,
  undoOver:
    '承認を取り消せる時間が過ぎたか、そのあとの手続きが進んでいます。直すときは、担当者に修正の申し出をお願いしてください。',
  undoPublished:
    'このシートは公表済みのため、承認は取り消せません。直すときは、課の方が「修正を申し出る」から理由を書いて申し出てください。公表後の訂正として、正誤表に載ります。',
  publishedLine:
    '公表済みのシートのため、この承認は取り消せません。直すときは、「修正を申し出る」から申し出てください。',
  lastLook: {
    title: 'これですべての目標が承認になります',
    line: '全体の評価をご確認ください。よろしければ、下のボタンで承認を確定してください。',
    confirm: '全体を確認して承認する',
    notYet: 'まだ承認されていません。直すところがあるときは、その報告のカードで差し戻してください。',
    only: (target: string, result: string) => `目標 ${target} → 結果 ${result}`,
    row: (target: string, result: string, rating: string) => `目標 ${target} → 結果 ${result}　${rating}`,
  },
  /** 一括承認; `check`: they wait at a 確認 */
  together: {
    button: (count: number, check: boolean) =>
      `○で確認事項のない${count}件をまとめて${check ? '確認' : '承認'}`,
    /** behind it, to who hears it */
    buttonMore: '（評価案のとおり○ 達成のもの。先に一覧をお見せします）',
    ofSection: (section: string, what: string) => `${section}：${what}`,
    title: (count: number, check: boolean) => `まとめて${check ? '確認' : '承認'}する${count}件`,
    line: (check: boolean) =>
      `内容をご確認のうえ、下のボタンを押してください。まだ${check ? '確認' : '承認'}されていません。`,
    confirm: (count: number, check: boolean) => `この${count}件を${check ? '確認済みにする' : '承認する'}`,
    done: (count: number, check: boolean) =>
      check ? `${count}件をまとめて確認済みにしました` : `${count}件をまとめて承認しました`,
    goals: (numbers: readonly string[]) => numbers.map((no) => `No.${no}`).join('、'),
    none: 'まとめて承認できる報告がありませんでした',
    notPlain: '評価や確認事項を個別にご覧いただく報告です。1件ずつ承認してください。',
    leftOut: (no: string, why: string) => `No.${no} は含めていません：${why}`,
    changed: 'お見せしたあとに内容が変わりました。あらためてご覧ください。',
    undo: (no: string, check: boolean) => `No.${no} の${check ? '確認' : '承認'}を取り消す`,
  },
  correction: {
    ask: '修正を申し出る',
    askLabel: (goal: string) => `承認済みの ${goal} の修正を申し出る`,
    which: '修正する目標を選んでください',
    none: '承認済みの目標はありません',
    noneLine: '提出前や承認待ちの報告は、「続き」や「取り下げ」で直せます。',
    title: '承認済みの報告の修正',
    intro:
      '理由を書いて申し出ると、報告を直せるようになります。直した報告は、はじめと同じ順に承認されます。それまでは、承認済みの内容がそのまま有効です。',
    reason: '修正の理由',
    placeholder: '例：実績の集計に誤りがありました。',
    required: '修正の理由を書いてください。',
    send: '申し出る',
    cancel: 'やめる',
    asked: (no: string) => `No.${no} を直せるようにしました`,
    askedLine: '直して、もう一度提出してください。承認されるまでは、前の内容が有効です。',
    under: (reason: string) => `承認後の修正（理由：${reason}）`,
    done: (reason: string, moment: string) => `${moment}に修正が承認されました（理由：${reason}）`,
    state: '修正中',
    approved: (no: string) => `No.${no} の修正が承認されました`,
  },
  /** a correction after the finished sheet was published (公表) */
  erratum: {
    mark: (isoDate: string) => `訂正 ${formatEraDate(isoDate, 'kanji')}`,
    intro:
      'このシートは公表済みです。承認されると、公表するシートに「訂正」と日付が付き、誤・正と下の理由が正誤表に載ります。',
    reason: '訂正の理由（正誤表に載ります）',
    under: (reason: string) => `公表後の訂正です。承認されると正誤表に載ります（理由：${reason}）`,
    done: (mark: string, reason: string) => `${mark}（理由：${reason}）`,
    approved: (no: string) => `No.${no} の訂正が承認されました`,
    approvedLine: '公表後の訂正として、シートに日付が、正誤表に誤・正と理由が載ります。',
  },
  reviews: {
    title: (count: number) => `後閲をお願いします（${count}件）`,
    line: '不在のあいだに代決されたものです。内容をご覧になったら、「すべて見ました」を押してください。',
    none: '後閲していただくものはありません',
    item: (section: string, no: string) => `${section}　No.${no}`,
    decision: { approved: '承認', returned: '差戻し' },
    by: (post: string, deputy: string, moment: string) => `${post}の代決：${deputy}（${moment}）`,
    note: 'すべて見ました',
    noted: (count: number) => `${count}件を後閲済みにしました`,
  },
};

const en: typeof ja = {
  check: 'Confirm',
  checkLabel: (goal) => `Confirm ${goal}`,
  waitingForCheck: (post) => `Waiting to be confirmed (${post})`,
  inPrivate: 'asked for in private',
  checkedBy: (who, moment) => `Confirmed by ${who}, ${moment}`,
  checkedTogetherBy: (who, moment) => `Confirmed together with others by ${who}, ${moment}`,
  escalated: (post, name) => `${name}, coordinator (in place of the ${post})`,
  escalation: (post) =>
    `There is neither a ${post} nor a deputy at present, so the coordinator is asked. Please decide, or enter a deputy in the roster.`,
  requestTitle: (no) => `No.${no} needs your decision`,
  approved: (goal) => `You approved ${goal}`,
  checked: (goal) => `You confirmed ${goal}`,
  undoLine: (minutes) => `If that was the wrong button, you can take it back within ${minutes} minutes.`,
  undo: (check) => (check ? 'Take the confirmation back' : 'Take back'),
  undoLabel: (goal, check) => `Take back the ${check ? 'confirmation' : 'approval'} of ${goal}`,
  undone: (no, check) => `The ${check ? 'confirmation' : 'approval'} of No.${no} is taken back`,
  undoneLine: (check) =>
    `It waits ${check ? 'to be confirmed' : 'for approval'} again. Its card has the buttons.`,
  proposed: (label) => ` (proposed: ${label})`,
  undoneForWriter: (no) => `The approval of No.${no} was taken back`,
  undoneForWriterLine: 'It waits for approval again. There is nothing for you to do.',
  whoDecides: (no, post) =>
    `No.${no} waits for the ${post}, who approves or returns it (in an absence, the deputy does). If something should be corrected, please tell the ${post}.`,
  undoOver:
    'The time for taking it back is over, or somebody has decided since. If something must change, ask the section to request a correction.',
  undoPublished:
    'This sheet is published, so the approval cannot be taken back. If something must change, the section requests a correction and gives the reason; it goes into the published list of errata.',
  publishedLine:
    'The sheet is published, so this approval cannot be taken back. If something must change, request a correction.',
  lastLook: {
    title: 'This approval completes the whole sheet',
    line: 'Please look through all ratings. If they are right, confirm below.',
    confirm: 'Looked through: approve',
    notYet: 'Nothing is approved yet. If something must be corrected, return it on its card.',
    only: (target, result) => `Target ${target} → result ${result}`,
    row: (target, result, rating) => `Target ${target} → result ${result}  ${rating}`,
  },
  together: {
    button: (count, check) =>
      `${check ? 'Confirm' : 'Approve'} the ${count} that are ○ and have no checks, together`,
    buttonMore: ' (○ Achieved as proposed; they are listed first)',
    ofSection: (section, what) => `${section}: ${what}`,
    title: (count, check) => `${count} to ${check ? 'confirm' : 'approve'} together`,
    line: (check) =>
      `Please look through them, then press the button below. Nothing is ${check ? 'confirmed' : 'approved'} yet.`,
    confirm: (count, check) => `${check ? 'Confirm' : 'Approve'} these ${count}`,
    done: (count, check) => `You ${check ? 'confirmed' : 'approved'} ${count} together`,
    goals: (numbers) => numbers.map((no) => `No.${no}`).join(', '),
    none: 'Nothing could be approved together',
    notPlain: 'Its rating or checks are to be looked at. Please approve it by itself.',
    leftOut: (no, why) => `No.${no} is left out: ${why}`,
    changed: 'It has changed since you were shown it. Please look at it again.',
    undo: (no, check) => `Take back the ${check ? 'confirmation' : 'approval'} of No.${no}`,
  },
  correction: {
    ask: 'Request a correction',
    askLabel: (goal) => `Request a correction of ${goal}, which is approved`,
    which: 'Which goal is to be corrected?',
    none: 'No goal is approved yet',
    noneLine: 'A report that is not submitted or waits can be changed by “Continue” or “Withdraw”.',
    title: 'Correct an approved report',
    intro:
      'Give the reason, and the report can be changed. It is then approved by the same route. Until then, what was approved stands.',
    reason: 'Reason',
    placeholder: 'E.g. The results were added up wrongly.',
    required: 'Please give the reason.',
    send: 'Request',
    cancel: 'Cancel',
    asked: (no) => `No.${no} can be changed now`,
    askedLine: 'Please correct it and submit it again. Until it is approved, the earlier version stands.',
    under: (reason) => `Correction after approval (reason: ${reason})`,
    done: (reason, moment) => `A correction was approved on ${moment} (reason: ${reason})`,
    state: 'Being corrected',
    approved: (no) => `The correction of No.${no} was approved`,
  },
  erratum: {
    mark: (isoDate) => `corrected after publication (訂正) ${isoDate}`,
    intro:
      'This sheet is published. Once approved, the correction is marked 訂正 with its date in the published sheet, and listed there with what stood, what stands now and the reason below.',
    reason: 'Reason (goes into the published list of errata)',
    under: (reason) =>
      `Correction after publication: once approved, it goes into the list of errata (reason: ${reason})`,
    done: (mark, reason) => `${mark.charAt(0).toUpperCase()}${mark.slice(1)} (reason: ${reason})`,
    approved: (no) => `The correction of No.${no} (訂正) was approved`,
    approvedLine:
      'The sheet is published: it is marked with the date, and the list of errata has what stood, what stands now and the reason.',
  },
  reviews: {
    title: (count) => `Decided in your absence: ${count}`,
    line: 'A deputy decided these for your post. Look at them, then note that you have seen them.',
    none: 'Nothing was decided in your absence',
    item: (section, no) => `${section} No.${no}`,
    decision: { approved: 'Approved', returned: 'Returned' },
    by: (post, deputy, moment) => `${deputy} for ${post}, ${moment}`,
    note: 'I have seen them all',
    noted: (count) => `${count} noted as seen`,
  },
};

/** The words of decisions in a language. */
export function decidingWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
