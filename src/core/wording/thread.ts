/** The words of the thread of a section's channel: buttons offered in private, and questions passed to the writer. */
import type { Language } from '../text/language.js';

const ja = {
  goalButton: (no: string, text: string) => `No.${no} ${text}`,
  show: '内容を見る',
  showLabel: (goal: string) => `${goal} の内容を見る`,
  none: {
    title: 'いま、あなたの承認をお待ちしている目標はありません',
    state: (goal: string, state: string) => `${goal}：${state}`,
  },
  unreported: {
    title: (no: string) => `No.${no} は、まだ提出されていません`,
    line: '提出されると、チャンネルの返信に並びます。',
  },
  notYours: {
    title: (no: string) => `No.${no} は、いまは別の方の承認をお待ちしています`,
    line: (state: string) => state,
  },
  own: {
    title: (no: string) => `No.${no} は、ご自分が提出した報告です`,
    line: 'ご自分では承認できません。あらかじめ決められた代決者の方にお願いしてください。',
  },
  elsewhere: {
    title: (section: string) => `ここは${section}のスレッドです`,
    line: (other: string) => `${other}の目標については、${other}のチャンネルのスレッドに書いてください。`,
  },
  noSuchGoal: {
    title: (no: string) => `No.${no} という目標はありません`,
    line: (numbers: string) => `このシートにあるのは ${numbers} です。`,
  },
  notEntitled: {
    title: (roles: string) => `この課の承認・差戻しは、${roles}が行います`,
    line: '報告の入力は、わたし（Maru）との個別のチャットで「続き」と送ってください。',
  },
  can: {
    title: 'スレッドでは、次のことができます',
    lines: (call: string) => [
      `「${call}承認」「${call}2番 承認」… 承認と差戻しのボタンを、あなただけにお出しします。`,
      `「${call}2番の数字は？」… 担当者へ個別に伝えて、回答をスレッドに載せます。`,
    ],
  },
  which: {
    title: 'どの目標についての質問ですか',
    line: (text: string) => `「${text}」を、選んだ目標の担当者へ個別に伝えます。`,
    none: '伝えない',
    dropped: 'わかりました。どなたにも伝えていません。',
    late: {
      title: 'その質問は、もう残っていません',
      line: 'お手数ですが、スレッドにもう一度書いてください。',
    },
  },
  asked: {
    title: '担当者へ伝えました',
    line: (no: string, text: string) => `No.${no}：「${text}」`,
    next: '回答が届いたら、チャンネルのスレッドに載せます。',
  },
  question: {
    title: (no: string, who: string) => `No.${no} について、${who}から質問です`,
    answered: (no: string, who: string) => `No.${no} についての、${who}からの質問（回答済み）`,
    asked: (text: string) => `質問：${text}`,
    next: '「回答する」を押して書いてください。回答は、課のチャンネルのスレッドに載ります。',
    reply: '回答する',
    replyLabel: (goal: string) => `${goal} についての質問に回答する`,
    open: '質問に未回答',
    from: (who: string, at: string) => `${who}から（${at}）`,
    passedOn: {
      title: (no: string, who: string) => `No.${no} についての、${who}からの質問（引継ぎ済み）`,
      line: '異動に伴い、いま担当している方が回答します。していただくことはありません。',
    },
  },
  form: {
    title: '質問への回答',
    intro: '回答は、課のチャンネルのスレッドに、質問と並べて載ります。',
    answer: '回答',
    placeholder: '例：190人です。7月の説明会の分を含みます',
    required: '回答を書いてください。',
    send: '回答を送る',
    cancel: 'やめる',
  },
  answer: {
    title: (no: string) => `No.${no} についての質問と回答`,
    question: (who: string, at: string, text: string) => `質問（${who} ${at}）：${text}`,
    answer: (who: string, at: string, text: string) => `回答（${who} ${at}）：${text}`,
  },
  whose: {
    title: 'いまの文は、どれへの回答ですか',
    line: (text: string) => `「${text}」`,
    question: (who: string, goal: string) =>
      goal === '' ? `${who}の質問への回答` : `${goal} の質問への回答（${who}）`,
    report: (goal: string) => `${goal} の報告の入力`,
    none: 'どれでもない',
    late: { title: 'その文は、もう残っていません', line: 'お手数ですが、もう一度送ってください。' },
  },
  replied: {
    title: (no: string) => `No.${no} の質問に回答しました`,
    line: '回答は、課のチャンネルのスレッドに載ります。',
    privately: '回答は、質問した方に個別に届きます。',
  },
  /** 事務局に質問する */
  desk: {
    ask: '事務局に質問する',
    title: (goal: string, who: string) => `${goal} について、${who}から質問です`,
    answered: (goal: string, who: string) => `${goal} についての、${who}からの質問（回答済み）`,
    next: '「回答する」を押して書いてください。回答は、質問した方に個別に届きます。',
    replyIntro: '回答は、質問した方に個別に届きます。',
    reply: (no: string) => `No.${no} についての質問に、事務局から回答がありました`,
    form: {
      title: '事務局に質問する',
      intro: '質問は、事務局に個別に届きます。回答も個別にお届けします。',
      question: '質問',
      placeholder: '例：参加者には関係者も含めますか',
      required: '質問を書いてください。',
      send: '質問を送る',
      cancel: 'やめる',
    },
    asked: {
      title: '事務局へ質問を送りました',
      line: (no: string, text: string) => `No.${no}：「${text}」`,
      next: '回答は、ここに届きます。途中の内容は残っています。',
    },
  },
};

const en: typeof ja = {
  goalButton: (no, text) => `No.${no} ${text}`,
  show: 'Show',
  showLabel: (goal) => `Show ${goal}`,
  none: {
    title: 'Nothing waits for your approval now',
    state: (goal, state) => `${goal}: ${state}`,
  },
  unreported: {
    title: (no) => `No.${no} is not submitted yet`,
    line: 'It will appear as a reply in the channel when it is.',
  },
  notYours: {
    title: (no) => `No.${no} now waits for somebody else's approval`,
    line: (state) => state,
  },
  own: {
    title: (no) => `You submitted No.${no} yourself`,
    line: 'You cannot approve it. Please ask the deputy named for this.',
  },
  elsewhere: {
    title: (section) => `This is the thread of ${section}`,
    line: (other) => `Write about goals of ${other} in the thread of its own channel.`,
  },
  noSuchGoal: {
    title: (no) => `There is no goal No.${no}`,
    line: (numbers) => `This sheet has ${numbers}.`,
  },
  notEntitled: {
    title: (roles) => `In this section reports are approved and returned by: ${roles}`,
    line: 'To enter a report, send “Continue” to me (Maru) in a private chat.',
  },
  can: {
    title: 'What you can write in the thread',
    lines: (call) => [
      `“${call}Approve”, “${call}No.2 Approve” – you alone are shown the buttons to approve or return.`,
      `“${call}What is the number of No.2?” – it is passed to the writer in private, and the answer comes back to the thread.`,
    ],
  },
  which: {
    title: 'Which goal is your question about?',
    line: (text) => `“${text}” is passed to the writer of the goal you choose, in private.`,
    none: 'Do not pass it on',
    dropped: 'All right. Nobody was told.',
    late: {
      title: 'That question is not kept any more',
      line: 'Please write it in the thread again.',
    },
  },
  asked: {
    title: 'Passed to the writer',
    line: (no, text) => `No.${no}: “${text}”`,
    next: "The answer will appear in the channel's thread.",
  },
  question: {
    title: (no, who) => `No.${no}: a question from ${who}`,
    answered: (no, who) => `No.${no}: the question from ${who} (answered)`,
    asked: (text) => `Question: ${text}`,
    next: "Press Answer and write it. Your answer appears in the channel's thread.",
    reply: 'Answer',
    replyLabel: (goal) => `Answer the question about ${goal}`,
    open: 'Not answered yet',
    from: (who, at) => `From ${who}, ${at}`,
    passedOn: {
      title: (no, who) => `No.${no}: the question from ${who} (handed over)`,
      line: 'Whoever is in charge now answers it. There is nothing for you to do.',
    },
  },
  form: {
    title: 'Answer the question',
    intro: "Your answer appears beside the question in the channel's thread.",
    answer: 'Answer',
    placeholder: 'E.g. 190, including the meeting in July',
    required: 'Please write an answer.',
    send: 'Send the answer',
    cancel: 'Cancel',
  },
  answer: {
    title: (no) => `No.${no}: question and answer`,
    question: (who, at, text) => `Question (${who}, ${at}): ${text}`,
    answer: (who, at, text) => `Answer (${who}, ${at}): ${text}`,
  },
  whose: {
    title: 'What does this answer?',
    line: (text) => `“${text}”`,
    question: (who, goal) =>
      goal === '' ? `The question from ${who}` : `The question about ${goal} (${who})`,
    report: (goal) => `My report on ${goal}`,
    none: 'None of these',
    late: { title: 'That text is not kept any more', line: 'Please send it again.' },
  },
  replied: {
    title: (no) => `Your answer about No.${no} was sent`,
    line: "It appears in the channel's thread.",
    privately: 'It goes to the person who asked, in private.',
  },
  desk: {
    ask: 'Ask the coordinator',
    title: (goal, who) => `${goal}: a question from ${who}`,
    answered: (goal, who) => `${goal}: the question from ${who} (answered)`,
    next: 'Press Answer and write it. Your answer goes to the person who asked, in private.',
    replyIntro: 'Your answer goes to the person who asked, in private.',
    reply: (no) => `The coordinator has answered your question about No.${no}`,
    form: {
      title: 'Ask the coordinator',
      intro: 'Your question goes to the coordinator in private, and so does the answer to you.',
      question: 'Question',
      placeholder: 'E.g. are the organisers counted as participants?',
      required: 'Please write a question.',
      send: 'Send the question',
      cancel: 'Cancel',
    },
    asked: {
      title: 'Your question was sent to the coordinator',
      line: (no, text) => `No.${no}: “${text}”`,
      next: 'The answer will come here. What you entered is kept.',
    },
  },
};

/** The words of the thread in a language. */
export function threadWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
