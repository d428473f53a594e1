/** The words of the interview: polite, short, free of jargon; Japanese first, English beside it. */
import type { Language } from '../text/language.js';

const ja = {
  round: { midyear: '中間報告', yearend: '期末報告' },
  goal: (no: string, text: string) => `No.${no} ${text}`,
  progress: (seq: number, of: number) => (of === 1 ? '' : `指標 ${seq}/${of}`),
  target: '目標',
  unit: '単位',
  initiative: '主な取組',
  result: '結果',
  rating: '評価',
  reason: '評価の理由',
  status: '目標達成状況',
  policy: '今後の方針',
  statusWithPolicy: '目標達成状況・今後の方針',
  fromMidyear: '中間の回答',
  earlierStatus: (earlier: string) => `${earlier}（目標達成状況）`,
  proposalLabel: '読み取りと評価案',
  fromYear: (year: string) => `${year}の回答`,
  ask: {
    result: {
      midyear: (asOf: string) => `${asOf}現在の結果を教えてください。`,
      yearend: (asOf: string) => `${asOf}現在の結果を教えてください。`,
    },
    rating: { midyear: '期末の見込みを選んでください。', yearend: '評価を選んでください。' },
    direction:
      'この指標は、多いほどよいものですか。一度だけお聞きし、課の方と来年度にも引き継ぎます。先に評価を選ぶこともできます（○ などと送ってください）。',
    reason: '評価の理由を教えてください。',
    status: '目標達成状況を教えてください。シートにそのまま載ります。',
    statusWithPolicy: '目標達成状況と今後の方針を、続けて教えてください。シートにそのまま載ります。',
    policy: '今後の方針を教えてください（この目標全体で1つ）。シートにそのまま載ります。',
    review: 'この内容でシートに載ります。よろしければ提出してください。',
  },
  placeholder: {
    result: '例：190人、3避難所（累計14避難所）、80/88',
    reason: '例：天候不良で1回中止したため',
    status: '何を、いつ、どのくらい行ったか',
    policy: '来年度に続けること、変えること',
  },
  /** said where the answer is typed as a message */
  typeHere: 'このままメッセージで回答してください。',
  /** of a question that may be answered in the same message as the one asked */
  together: (label: string) => `「${label}：」に続けて書くと、一緒に回答できます。`,
  alsoAnswer: (labels: readonly string[]) => `${labels.join('と')}も一緒に回答できます。`,
  asAtMidyear: '（中間のまま）',
  newResult: '結果が変わったときは、新しい結果を送ってください。',
  readAs: (quantity: string) => `${quantity}と読みました。`,
  comparedAs: (direction: string) =>
    `「${direction}」指標として比べました。違うときは、「多いほどよい」「少ないほどよい」のどちらかを送ってください。`,
  notRead: '数字として読み取れなかったため、評価を選んでいただきます。書いた文はそのまま残ります。',
  proposal: (label: string, because: string) => `評価案：${label}（${because}）`,
  noProposal: (because: string) => because,
  proposed: (label: string) => `${label}（案）`,
  send: '回答する',
  same: '前回と同じ',
  keep: 'このまま次へ',
  back: '戻る',
  later: 'あとで',
  form: 'まとめて入力',
  submit: '提出する',
  edit: (field: string) => `${field}を直す`,
  editLabel: (field: string, indicator: string) => `${indicator}の${field}を直す`,
  begin: '入力を始める',
  beginGoal: (goal: string) => `${goal} を始める`,
  resumeGoal: (goal: string) => `${goal} の続き`,
  withdrawGoal: (goal: string) => `${goal} を取り下げる`,
  showStatus: '状況を見る',
  reportForm: {
    title: 'まとめて入力',
    intro: '途中まででも保存できます。空欄は、あとで一つずつお聞きします。',
    send: '保存する',
    cancel: '閉じる',
    noRating: '未選択',
  },
  returnForm: {
    title: '差戻し',
    intro: 'コメントは、提出した方にだけ届きます。チャンネルには出ません。',
    comment: '直してほしい点',
    placeholder: '例：参加人数の内訳も書いてください',
    send: '差し戻す',
    cancel: 'やめる',
    required: '直してほしい点を書いてください。',
  },
  paused: {
    title: 'ここまでの内容を保存しました',
    line: '「続き」と送ると、いつでも再開できます。お知らせする時間も選べます。',
    hour: '1時間後',
    tomorrow: '明日の朝',
    week: '来週',
    set: (when: string) => `${when}に、もう一度お知らせします。`,
  },
  submitted: {
    title: (no: string) => `No.${no} を提出しました`,
    line: 'チャンネルで承認をお待ちください。承認されるまでは「取り下げ」で戻せます。',
    noChannel:
      'この課のチャンネルはまだ登録されていないため、承認する方と Maru との個別のチャットで承認されます。承認されるまでは「取り下げ」で戻せます。',
    unchanged: (no: string) => `No.${no} は承認されたままです`,
    unchangedLine: '変更がなかったため、前の承認がそのまま有効です。あらためての承認は要りません。',
    late: '期限後の提出として記録しました。',
    allDone: 'この期間の報告は、これですべて提出済みです。ありがとうございました。',
    more: (count: number) => `残りは${count}件です。`,
  },
  withdrawn: {
    title: (no: string) => `No.${no} を取り下げました`,
    line: '内容は残っています。直して、もう一度提出できます。',
  },
  withdrawAsk: {
    title: '取り下げる報告を選んでください',
    none: '取り下げられる報告はありません',
    noneLine: 'ご自分が提出して、まだ承認されていない報告だけ取り下げられます。',
  },
  recording: {
    title: '記録しています',
    line: '記録が済みしだい、お知らせします。もう一度押しても、二重にはなりません。',
    again: 'もう一度送る',
    done: '記録しました',
  },
  waiting: {
    title: (no: string) => `No.${no} は承認待ちです`,
    line: '直すときは、いったん取り下げてください。',
    by: (writer: string) => `${writer}が提出しました。`,
  },
  approved: {
    title: (no: string) => `No.${no} は承認済みです`,
    line: '直すときは、修正を申し出てください。',
  },
  leftOver: {
    line: 'あなたの下書きも残っています。取り下げや差戻しのあとで使うか、ここで捨てることができます。',
    drop: '下書きを捨てる',
    dropped: (no: string) => `No.${no} の下書きを捨てました`,
  },
  which: {
    title: 'どの目標への回答ですか',
    line: (text: string) => `「${text}」を、選んだ目標の回答にします。`,
    section: (no: string) => `どの課の No.${no} ですか`,
    sectionLine: (example: string) => `「${example}」のように、課の名前を付けて送ることもできます。`,
    none: 'どれでもない',
    dropped: 'わかりました。いまの文は保存していません。',
  },
  whether: {
    title: 'この文を回答として保存しますか',
    line: (text: string, goal: string, question: string) =>
      `「${text}」\n${goal} の「${question}」への回答としては、まだ保存していません。`,
    save: '回答として保存',
    no: 'ちがいます',
  },
  noSuchGoal: {
    title: (section: string, no: string) => `${section}に No.${no} という目標はありません`,
    line: (numbers: readonly string[]) => `あるのは ${numbers.map((no) => `No.${no}`).join('、')} です。`,
  },
  noReply: {
    title: '回答としては送っていません',
    line: (text: string) =>
      `「${text}」は目標の名前と読みました。その目標を始めるときは、このスレッドの外で同じように送ってください。質問への回答は、文にして送ってください。`,
  },
  noPost: {
    title: 'いま、報告や承認を担当する役職がありません',
    line: '異動や退任のあとは、後任の方が続けます。これがお心当たりと違うときは、事務局へ名簿をお問い合わせください。',
  },
  notYours: {
    title: (goal: string) => `${goal} は、いまはご担当ではありません`,
    line: '異動などで担当が替わったため、受け付けていません。後任の方が続けます。',
  },
  closedRound: {
    title: (round: string) => `${round}は締め切られました`,
    line: (no: string) =>
      `No.${no} は、いまは提出や変更ができません。直したいことがあるときは、事務局へお知らせください。事務局が差し戻すと、もう一度提出できます。シートは「出力」と送ると受け取れます。`,
    own: (no: string) =>
      `No.${no} は、いまは提出や変更ができません。直すときは maru round reopen で差し戻すと、もう一度提出できます。シートは「出力」と送ると受け取れます。`,
  },
  nothingOpen: {
    title: 'いま報告していただくものはありません',
    line: '報告の時期になりましたら、こちらからお知らせします。',
  },
  notUnderstood: {
    title: 'うまく読み取れませんでした',
    line: '次のことができます。',
  },
  help: {
    title: '使い方',
    lines: (call: string) => [
      '「続き」… 報告を始める・続ける',
      '「状況」… 残っている報告と、承認待ちを見る',
      '「戻る」… 1つ前の質問に戻る',
      '「前回と同じ」… 前の回答をそのまま使う',
      '「まとめて入力」… 一つのフォームで答える',
      '「あとで」… 保存して中断する',
      '「取り下げ」… 提出した報告を、承認の前に自分で戻す',
      '「催促する」… 承認する方に、あらためてお願いする（1日1回）',
      '「修正」… 承認された報告の修正を申し出る',
      '「出力」… シートをファイルで受け取る',
      '「検索 検診」「前年度 建設課」「政策4-3」… 今年度までの目標と結果を探す',
      `承認する方：チャンネルのスレッドに「${call}承認」「${call}2番の数字は？」と書けます`,
      '「後閲」… 不在のあいだに代決されたものを見る',
      '「1番 担当 氏名」… 目標の担当を決める（課長・課長補佐）。「代理 1番」… ほかの方の代わりに入力する（課長補佐・係長）',
      '異動・不在：後任の方へは着任の朝に引継ぎをお届けします。代決者は事務局が名簿に登録します',
      '差戻し … 承認する方が、コメントを付けて報告を戻すこと。訂正 … 公表したあとの修正（正誤表に載ります）',
      '「English」… 英語に切り替える',
    ],
    footer: '途中の内容は自動で保存されます。困ったときは事務局へご連絡ください。',
    ownFooter: '途中の内容は自動で保存されます。',
  },
  nudged: {
    title: '催促をお送りしました',
    line: (who: readonly string[], goals: number) =>
      `${who.map((name) => `${name}さん`).join('、')}に、承認待ちの${goals}件をあらためてお願いしました。`,
    once: '催促は、1日に1回お送りできます。',
    not: '催促はお送りしていません',
    button: '催促する',
    label: '承認する方に、承認待ちの報告を催促する',
  },
  inChannel: {
    title: '報告の入力は、個別のチャットで行います',
    line: 'わたし（Maru）との個別のチャットで「続き」と送ってください。',
  },
  deskUnread: {
    title: '途中の下書きを開けませんでした',
    lines: [
      '提出済みの報告は、そのまま残っています。提出していない入力は、お手数ですが、もう一度お願いします。',
      '開けなかった下書きは消さずに保管しています。必要なときは、事務局へお知らせください。',
    ],
    ownLines: [
      '提出済みの報告は、そのまま残っています。提出していない入力は、お手数ですが、もう一度お願いします。',
      '開けなかった下書きは消さずに保管しています。',
    ],
  },
  notStepped: {
    title: '受け取った内容を処理できませんでした',
    lines: [
      '申し訳ありません。処理が終わらないため、取りやめました。これまでの入力は、そのまま残っています。',
      '文を短くするか、書き方を変えて、もう一度お送りください。事務局にもお伝えします。',
    ],
  },
  unknownButton: {
    title: 'このボタンは、いま使えません',
    line: 'Maru を新しい版に入れ替えています。数分待って、もう一度お試しください。入力した内容は、まだ保存していません。',
  },
  deskGone: {
    title: '途中の下書きが残っていません',
    lines: [
      '提出済みの報告は、そのまま残っています。提出していない入力は失われました。申し訳ありません。もう一度お聞きします。',
    ],
  },
  language: { title: '日本語に切り替えました', line: 'これからは日本語でご案内します。' },
  refusedTitle: '受け付けられませんでした',
  unknownPerson: {
    title: '名簿にお名前が見つかりませんでした',
    line: 'お手数ですが、事務局（取りまとめ課）へ、メールアドレスの登録をお申し出ください。',
  },
  fault: {
    title: '申し訳ありません。処理できませんでした',
    line: '入力された内容は失われていません。少し待って「続き」と送ってください。',
  },
};

const en: typeof ja = {
  round: { midyear: 'Mid-year report', yearend: 'Year-end report' },
  goal: (no, text) => `No.${no} ${text}`,
  progress: (seq, of) => (of === 1 ? '' : `Indicator ${seq} of ${of}`),
  target: 'Target',
  unit: 'Unit',
  initiative: 'Initiative',
  result: 'Result',
  rating: 'Rating',
  reason: 'Reason for the rating',
  status: 'Achievement (目標達成状況)',
  policy: 'Next steps (今後の方針)',
  statusWithPolicy: 'Achievement and next steps (目標達成状況・今後の方針)',
  fromMidyear: 'At mid-year',
  earlierStatus: (earlier) => `${earlier}, achievement`,
  proposalLabel: 'As read, and proposed',
  fromYear: (year) => `In ${year}`,
  ask: {
    result: {
      midyear: (asOf) => `What is the result as of ${asOf}?`,
      yearend: (asOf) => `What is the result as of ${asOf}?`,
    },
    rating: { midyear: 'Choose the outlook for year-end.', yearend: 'Choose the rating.' },
    direction:
      'Is more of this better? It is asked once, and kept for your section and for next year. You may also choose the rating first (type ○, for example).',
    reason: 'What is the reason for this rating?',
    status: 'How far was the target achieved? This is printed in the sheet as you write it.',
    statusWithPolicy:
      'How far was the target achieved, and what comes next? This is printed in the sheet as you write it.',
    policy: 'What comes next for this goal as a whole? This is printed in the sheet as you write it.',
    review: 'This is how it will stand in the sheet. Submit it when it is right.',
  },
  placeholder: {
    result: 'E.g. 190人, 3避難所（累計14避難所）, 80/88',
    reason: 'E.g. one event was cancelled because of the weather',
    status: 'What was done, when and how much',
    policy: 'What to continue, what to change',
  },
  typeHere: 'Just type your answer as a message.',
  together: (label) => `Write “${label}:” before it to answer it in the same message.`,
  alsoAnswer: (labels) => `You may answer in the same message: ${labels.join(', ')}.`,
  asAtMidyear: ' (as at mid-year) ',
  newResult: 'If the result has changed, just type the new one.',
  readAs: (quantity) => `Read as ${quantity}.`,
  comparedAs: (direction) =>
    `Compared as: “${direction}”. If that is wrong, type “more is better” or “fewer is better”.`,
  notRead: 'This could not be read as a number, so please choose the rating. Your text is kept as written.',
  proposal: (label, because) => `Proposed rating: ${label} (${because})`,
  noProposal: (because) => because,
  proposed: (label) => `${label} (proposed)`,
  send: 'Answer',
  same: 'Same as before',
  keep: 'Keep and go on',
  back: 'Back',
  later: 'Later',
  form: 'Answer in one form',
  submit: 'Submit',
  edit: (field) => `Edit ${field}`,
  editLabel: (field, indicator) => `Edit ${field} of ${indicator}`,
  begin: 'Begin',
  beginGoal: (goal) => `Begin ${goal}`,
  resumeGoal: (goal) => `Continue ${goal}`,
  withdrawGoal: (goal) => `Withdraw ${goal}`,
  showStatus: 'Show status',
  reportForm: {
    title: 'Answer in one form',
    intro: 'You may save half-way. What is left empty is asked one by one afterwards.',
    send: 'Save',
    cancel: 'Close',
    noRating: 'Not chosen',
  },
  returnForm: {
    title: 'Return',
    intro: 'Only the writer sees your comment. It does not appear in the channel.',
    comment: 'What should be corrected',
    placeholder: 'E.g. please add the breakdown of participants',
    send: 'Return',
    cancel: 'Cancel',
    required: 'Please say what should be corrected.',
  },
  paused: {
    title: 'Saved so far',
    line: 'Type “Continue” whenever you want to go on. You can also choose when to be asked again.',
    hour: 'In one hour',
    tomorrow: 'Tomorrow morning',
    week: 'Next week',
    set: (when) => `You will be asked again: ${when}.`,
  },
  submitted: {
    title: (no) => `No.${no} is submitted`,
    line: 'It now waits for approval in the channel. Until then you can take it back with “Withdraw”.',
    noChannel:
      'This section has no channel yet, so it is approved in the private chat of Maru with whoever approves. Until then “Withdraw” takes it back.',
    unchanged: (no) => `No.${no} stays approved`,
    unchangedLine: 'Nothing was changed, so the approval stands; none is needed again.',
    late: 'It is recorded as submitted after the deadline.',
    allDone: 'Everything of this round is submitted. Thank you.',
    more: (count) => `${count} left.`,
  },
  withdrawn: {
    title: (no) => `No.${no} is withdrawn`,
    line: 'Its content is kept. You can correct it and submit it again.',
  },
  withdrawAsk: {
    title: 'Which report do you want to withdraw?',
    none: 'There is no report to withdraw',
    noneLine: 'You can withdraw what you submitted yourself while it waits for approval.',
  },
  recording: {
    title: 'Being recorded',
    line: 'You will be told as soon as it is. Pressing again does no harm.',
    again: 'Send again',
    done: 'Recorded',
  },
  waiting: {
    title: (no) => `No.${no} is waiting for approval`,
    line: 'To correct it, withdraw it first.',
    by: (writer) => `Submitted by ${writer}.`,
  },
  approved: {
    title: (no) => `No.${no} is approved`,
    line: 'To change it, ask for a correction.',
  },
  leftOver: {
    line: 'Your own draft of it is kept too. You can use it after a withdrawal or return, or discard it here.',
    drop: 'Discard my draft',
    dropped: (no) => `Your draft of No.${no} is discarded`,
  },
  which: {
    title: 'Which goal is this for?',
    line: (text) => `“${text}” becomes the answer of the goal you choose.`,
    section: (no) => `No.${no} of which section?`,
    sectionLine: (example) => `You can also name the section with it, as in “${example}”.`,
    none: 'None of these',
    dropped: 'All right. That text was not saved.',
  },
  whether: {
    title: 'Save this as your answer?',
    line: (text, goal, question) =>
      `"${text}"\nhas not been saved as the answer to "${question}" of ${goal} yet.`,
    save: 'Save as answer',
    no: 'No',
  },
  noSuchGoal: {
    title: (section, no) => `${section} has no goal No.${no}`,
    line: (numbers) => `It has ${numbers.map((no) => `No.${no}`).join(', ')}.`,
  },
  noReply: {
    title: 'This was not sent as an answer',
    line: (text) =>
      `“${text}” is the name of a goal. To begin it, send it outside this thread; to answer the question, write a sentence.`,
  },
  noPost: {
    title: 'You hold no post that reports or approves now',
    line: 'After a transfer your successor goes on. If this is not so, please ask the coordinator about the roster.',
  },
  notYours: {
    title: (goal) => `${goal} is not yours any more`,
    line: 'Somebody else is in charge now, so this was not taken. Your successor goes on.',
  },
  closedRound: {
    title: (round) => `${round} is closed`,
    line: (no) =>
      `No.${no} cannot be submitted or changed now. If something must change, tell the coordinator, who can return it. “Export” gives you the sheet.`,
    own: (no) =>
      `No.${no} cannot be submitted or changed now. maru round reopen returns it to be submitted again. “Export” gives you the sheet.`,
  },
  nothingOpen: {
    title: 'There is nothing for you to report now',
    line: 'You will hear from us when a round opens.',
  },
  notUnderstood: {
    title: 'That was not understood',
    line: 'Here is what you can do.',
  },
  help: {
    title: 'How it works',
    lines: (call) => [
      '“Continue” – begin or go on with a report',
      '“Status” – what is still to do, and what waits for your approval',
      '“Back” – the question before',
      '“Same” – take the earlier answer',
      '“Form” – answer everything in one form',
      '“Later” – save and stop here',
      '“Withdraw” – take back what you submitted, before it is approved (取り下げ)',
      '“Nudge” – ask again whoever approves, once a day (催促する)',
      '“Correct” – request a correction of an approved report (修正)',
      '“Export” – get the sheet as a file',
      '“Search 検診”, “Last year 建設課”, “政策4-3” – goals and results of this and earlier years',
      `Approvers: write “${call}Approve” or “${call}What is the number of No.2?” in the channel's thread`,
      '“No.1 owner NAME”: say whose a goal is (managers). “behalf No.1”: enter on behalf of somebody (assistant managers, chiefs)',
      '“Reviews” – what a deputy decided in your absence',
      'Transfers and absences: a successor gets the hand-over on the first morning; the coordinator names deputies in the roster',
      'A return (差戻し) is an approver sending a report back with a comment; an erratum (訂正) is a correction after publication',
      '「日本語」 – switch to Japanese',
    ],
    footer: 'Everything is saved as you go. If you are stuck, please contact the coordinator.',
    ownFooter: 'What you enter is saved as you go.',
  },
  nudged: {
    title: 'Asked once more',
    line: (who, goals) =>
      `${who.join(', ')} ${who.length === 1 ? 'was' : 'were'} asked once more about ${goals === 1 ? 'the 1 report that waits' : `the ${goals} reports that wait`}.`,
    once: 'You can do so once a day.',
    not: 'Nobody was asked again',
    button: 'Ask again',
    label: 'Ask again whoever approves what waits',
  },
  inChannel: {
    title: 'Reports are entered in a private chat',
    line: 'Send “Continue” to me (Maru) in a private chat.',
  },
  deskUnread: {
    title: 'Your unfinished drafts could not be opened',
    lines: [
      'Reports you submitted are as they were. Please enter again what you had not submitted yet.',
      'The drafts that could not be opened are kept. If you need them, please tell the coordinator.',
    ],
    ownLines: [
      'Reports you submitted are as they were. Please enter again what you had not submitted yet.',
      'The drafts that could not be opened are kept.',
    ],
  },
  notStepped: {
    title: 'What you sent could not be processed',
    lines: [
      'Sorry: it did not come to an end, so it was given up. What you entered before is as it was.',
      'Please write it shorter or in another way and send it again. The coordinator is told, too.',
    ],
  },
  unknownButton: {
    title: 'This button cannot be used right now',
    line: 'Maru is being updated. Please wait some minutes and try again. What you entered has not been saved yet.',
  },
  deskGone: {
    title: 'Your unfinished drafts are gone',
    lines: [
      'Reports you submitted are as they were. What you had not submitted yet was lost, and we are sorry: you are asked again.',
    ],
  },
  language: { title: 'Switched to English', line: 'From now on I will write to you in English.' },
  refusedTitle: 'Not accepted',
  unknownPerson: {
    title: 'You are not in the roster',
    line: 'Please ask the coordinator (取りまとめ課) to register your e-mail address.',
  },
  fault: {
    title: 'Sorry, that did not work',
    line: 'Nothing you entered is lost. Please wait a moment and send “Continue”.',
  },
};

/** The words of the interview in a language. */
export function interviewWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
