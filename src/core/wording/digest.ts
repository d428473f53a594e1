/** The words of the message of the day and of the weekly digests. */
import type { Language } from '../text/language.js';

const ja = {
  reminder: {
    severalRounds: '報告の入力をお願いします',
    approval: '承認をお待ちしている報告があります',
    missing: '未提出の目標があります',
    vacant: '役職に人がいない課があります',
    waiting: (count: number) => `承認待ちが${count}件あります。`,
    nudge: (who: string) => `${who}から、承認のお願いです`,
    raised: '承認が進んでいない報告があります',
    raisedLine: (count: number) =>
      `次の${count}件は、承認をお待ちする日数が長くなっています。承認する方に声をかけてください。不在のときは、事務局が代決者を名簿に登録できます。`,
    question: '質問への回答をお願いします',
    questions: (count: number) => `回答を待っている質問が${count}件あります。`,
    missingLine: (sections: number) => `未提出の目標が残っている課が${sections}つあります。`,
    vacantLine: '次の課では、担当する役職に人がいません。名簿を確かめてください。',
    own: '判断できる人がいない報告があります',
    ownLine: '次の課では、報告を提出した人のほかに、判断できる役職の人がいません。',
  },
  /** `raised`: whom it has gone up to; from then on the days are not counted any more */
  waits: (days: number, raised: string | null) =>
    raised !== null
      ? `承認待ち（${raised}にも連絡済み）`
      : days === 0
        ? '今日から承認待ち'
        : `承認待ち ${days}営業日目`,
  open: (count: number) => `未提出 ${count}件`,
  waitingCount: (count: number) => `承認待ち ${count}件`,
  who: (names: string) => `未提出：${names}`,
  nobody: '（担当する人がいません）',
  comma: '、',
  vacantRoles: (roles: string) => `${roles}の役職に人がいません。`,
  ownReports: (roles: string) => `${roles}が自分で提出した報告で、代決者もいません。`,
  vacantSteps: (roles: string) =>
    `承認の経路にある${roles}に人も代決者もいません。このままでは、提出された報告の判断を事務局にお願いすることになります。`,
  instead: (role: string) => `${role}にお願いしました。`,
  nobodyTold: 'お願いできる人がいません。',
  sentToYou: 'ご判断のお願いを、1件ずつ別にお送りしています。',
  /** whose approval a report waits for */
  waitsFor: (role: string, names: string) => `承認する方：${names === '' ? role : `${role} ${names}`}`,
  rowOf: (target: string, result: string) => `目標 ${target} → 結果 ${result}`,
  digest: {
    title: (section: string) => `今週の状況 ・ ${section}`,
    left: (days: number) => (days === 0 ? '今日が期限' : `あと${days}営業日`),
    overdue: (days: number) => `期限を${days}営業日過ぎています`,
    promises: (count: number) => `時期の来た約束 ${count}件（個別のチャットの「約束」で一覧）`,
    due: (day: string, left: string) => `期限 ${day}（${left}）`,
    approvedThen: (from: string, to: string, count: number) =>
      `${from}から${to}までに${count}件が承認されました`,
    more: (count: number) => `ほかに${count}件が承認されました。`,
    footer: '入力は Maru とのチャットで「状況」から、承認は一覧の投稿への返信からできます。',
    /** where no step of the route is in the channel */
    footerPrivately: '入力は Maru とのチャットで「状況」から、承認は個別のチャットでできます。',
  },
  overview: {
    title: (sections: number) => `今週の状況（全${sections}課）`,
    total: (approved: number, of: number) => `承認済 ${approved}/${of}`,
    section: (name: string, counts: string) => `${name}：${counts}`,
    allDone: (count: number) => `すべて承認済：${count}課`,
    more: (count: number) => `ほかに${count}部が途中です（「状況」で全体が見られます）。`,
    undelivered: (count: number) => `届いていないお知らせ：${count}か所`,
    undeliveredTo: (to: string, why: string) => `${to}：${why}`,
    toChannel: (section: string) => `${section}のチャンネル`,
    noChannel: 'チャンネルがまだ登録されていません',
    noAddress: '送り先がまだわかりません（本人が Maru に話しかけるか、アカウントを登録すると届きます）',
    no_member: '本人のアカウントの所属を確認できません',
    blocked: '本人が Maru をブロックしています',
    removed: '本人が Maru を外しています',
    refused: (said: string) => `送れませんでした（${said}）`,
    unsaid: 'まだ送れていません',
    never_ended: '送る準備が終わらないため、取り置いています',
    putAside: (count: number) =>
      `処理できず取り置いたもの：${count}件（maru retry で一覧と再実行ができます）`,
    asideOf: (what: string, name: string | null) => (name === null ? what : `${name}の${what}`),
    asideLine: (what: string, why: string) => `${what}：${why}`,
    aside: { effect: '操作のあとの処理', input: '入力', look: '催促・まとめの確認' },
    asideNeverEnded: '始めるたびに終わりませんでした',
    asideFailed: (said: string) => `失敗が続きました（${said}）`,
    holidays: (until: string) =>
      `祝日が官報で確かなのは${until}までです。その先の営業日は予定です。内閣府の祝日の表を maru calendar import で取り込んでください。`,
  },
};

const en: typeof ja = {
  reminder: {
    severalRounds: 'Please enter your results',
    approval: 'Reports are waiting for your approval',
    missing: 'Some goals are not submitted yet',
    vacant: 'Some sections have a post that nobody holds',
    waiting: (count) => `${count} waiting for approval.`,
    nudge: (who) => `${who} asks for your approval`,
    raised: 'Some reports have waited long for approval',
    raisedLine: (count) =>
      `${count === 1 ? 'This one has' : `These ${count} have`} waited long. Please speak to whoever approves; if they are away, the coordinator can enter a deputy in the roster.`,
    question: 'Please answer a question',
    questions: (count) => `${count === 1 ? '1 question waits' : `${count} questions wait`} for your answer.`,
    missingLine: (sections) => `Sections with goals not submitted yet: ${sections}.`,
    vacantLine: 'In these sections nobody holds the post in charge. Please check the roster.',
    own: 'Some reports have nobody to decide on them',
    ownLine: 'In these sections nobody but who submitted the report may decide on it.',
  },
  waits: (days, raised) =>
    raised !== null
      ? `waiting; the ${raised} was told`
      : days === 0
        ? 'waiting since today'
        : `waiting for ${days} working ${days === 1 ? 'day' : 'days'}`,
  open: (count) => `Not submitted: ${count}`,
  waitingCount: (count) => `Waiting for approval: ${count}`,
  who: (names) => `Not submitted by: ${names}`,
  nobody: '(nobody in charge)',
  comma: ', ',
  vacantRoles: (roles) => `Nobody holds the post of ${roles}.`,
  ownReports: (roles) => `${roles} submitted them, and has no deputy.`,
  vacantSteps: (roles) =>
    `On the route nobody holds or deputises for ${roles}: what is submitted will wait for the coordinator.`,
  instead: (role) => `${role} was asked instead.`,
  nobodyTold: 'There is nobody to ask.',
  sentToYou: 'Each is sent to you for your decision.',
  waitsFor: (role, names) => `Approved by: ${names === '' ? role : `${names} (${role})`}`,
  rowOf: (target, result) => `Target ${target} → result ${result}`,
  digest: {
    title: (section) => `This week · ${section}`,
    left: (days) => (days === 0 ? 'due today' : `${days} working ${days === 1 ? 'day' : 'days'} left`),
    overdue: (days) => `${days} working ${days === 1 ? 'day' : 'days'} overdue`,
    promises: (count) => `Promises whose time has come: ${count} (“follow-ups” in the private chat)`,
    due: (day, left) => `Due ${day} (${left})`,
    approvedThen: (from, to, count) => `${count} approved from ${from} to ${to}`,
    more: (count) => `${count} more ${count === 1 ? 'was' : 'were'} approved.`,
    footer: 'Enter results in the chat with Maru (write "status"); approve in the replies under the list.',
    footerPrivately: 'Enter results in the chat with Maru (write "status"); approve in private chats.',
  },
  overview: {
    title: (sections) => `This week (${sections === 1 ? '1 section' : `${sections} sections`})`,
    total: (approved, of) => `Approved ${approved}/${of}`,
    section: (name, counts) => `${name}: ${counts}`,
    allDone: (count) => `Everything approved: ${count === 1 ? '1 section' : `${count} sections`}`,
    more: (count) =>
      `${count === 1 ? '1 more department is' : `${count} more departments are`} under way (send “status” for all).`,
    undelivered: (count) => `Not delivered: ${count === 1 ? '1 place' : `${count} places`}`,
    undeliveredTo: (to, why) => `${to}: ${why}`,
    toChannel: (section) => `channel of ${section}`,
    noChannel: 'no channel is linked yet',
    noAddress: 'no address yet (it arrives once this person writes to Maru or an account is linked)',
    no_member: 'this person’s account is not a member’s any more',
    blocked: 'this person has blocked Maru',
    removed: 'this person has removed Maru',
    refused: (said) => `could not be sent (${said})`,
    unsaid: 'not sent yet',
    never_ended: 'put aside, because preparing it never ended',
    putAside: (count) =>
      `Put aside, could not be processed: ${count} (maru retry lists it and has it tried again)`,
    asideOf: (what, name) => (name === null ? what : `${what} of ${name}`),
    asideLine: (what, why) => `${what}: ${why}`,
    aside: { effect: 'what follows from an action', input: 'input', look: 'check for reminders and digests' },
    asideNeverEnded: 'never ended, each time it was begun',
    asideFailed: (said) => `failed again and again (${said})`,
    holidays: (until) =>
      `National holidays are official until ${until} only; working days beyond are a forecast. Load the Cabinet Office's table with maru calendar import.`,
  },
};

/** The words of the day's message and of the digests in a language. */
export function digestWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
