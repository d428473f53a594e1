/** The words that answer what was said or pressed outside a single question. */

export const ja = {
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
      '「まとめて入力」… 一つのフォームで、自分の目標に全部答える',
      '「あとで」… 保存して中断する',
      '「取り下げ」… 提出した報告を、承認の前に自分で戻す',
      '「催促する」… 承認する方に、あらためてお願いする（1日1回）',
      '「修正」… 承認された報告の修正を申し出る',
      '「確定」… 評価日より前に出した見込みを、このまま確定する',
      '「メモ 1番 木崎地区で説明会、32人」… あったことを実績メモに残す（「メモ 1番 今後の方針：…」は今後の方針に）。「メモ」で一覧、「+12」で数を足す',
      '「根拠 2番 https://…」… 根拠資料のリンクを付ける。「根拠 2番」で一覧。PDF・画像・Excel は、そのまま送る（「メモ 1番 …」といっしょなら、メモに付く）',
      '「目標変更 1番」… 年度の途中で、目標の変更を申し出る',
      '「来年の担当者へ 1番 …」… 数え方や気をつけることを、来年の担当者に残す',
      '「出力」… シートをファイルで受け取る',
      '「検索 検診」「前年度 建設課」「政策4-3」… 今年度までの目標と結果を探す',
      `承認する方：チャンネルのスレッドに「${call}承認」「${call}2番の数字は？」と書けます`,
      '「後閲」… 不在のあいだに代決されたものを見る',
      '「1番 担当 氏名」… 目標の担当を決める（課長・課長補佐）。「代理 1番」… ほかの方の代わりに入力する（課長補佐・係長。事務局は「代理 建設課 1番」）',
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

export const en: typeof ja = {
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
      '“Form” – answer all your goals in one form',
      '“Later” – save and stop here',
      '“Withdraw” – take back what you submitted, before it is approved (取り下げ)',
      '“Nudge” – ask again whoever approves, once a day (催促する)',
      '“Correct” – request a correction of an approved report (修正)',
      '“Confirm” – say that what you expected before the as-of date came about (確定)',
      '“Memo 1 Workshop, 32人” – note what happened (メモ); “memo 1 next steps: …” is for 今後の方針; “memo” lists them, “+12” adds to a number',
      '“Evidence No.2 https://…” – attach a link (根拠); “Evidence No.2” lists it. A PDF, picture or Excel file is simply sent (with “memo 1 …”, it goes with the memo)',
      '“Target No.1” – ask for another target during the year (目標変更)',
      '“For next year No.1 …” – leave a line for whoever reports it next year (来年の担当者へ)',
      '“Export” – get the sheet as a file',
      '“Search 検診”, “Last year 建設課”, “政策4-3” – goals and results of this and earlier years',
      `Approvers: write “${call}Approve” or “${call}What is the number of No.2?” in the channel's thread`,
      '“No.1 owner NAME”: say whose a goal is (managers). “behalf No.1”: enter on behalf of somebody (assistant managers, chiefs; 事務局: “behalf SECTION No.1”)',
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
