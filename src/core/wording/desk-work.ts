/** What 事務局 is told that asks in chat for what is done at the command line. */
import type { Language } from '../text/language.js';

/** What the command line does for the whole city. */
export type DeskWork = 'publish' | 'close' | 'open' | 'reopen';

type Told = {
  readonly title: string;
  /** `year`: as the command takes it, R5 */
  readonly lines: (year: string) => readonly string[];
};

const ja: Readonly<Record<DeskWork, Told>> = {
  publish: {
    title: '公表の記録は、チャットではなくコマンドで行います',
    lines: (year) => [
      `Maru のサーバーで maru publish --year ${year} を実行してください。年度は目的のものに替えてください。`,
      '修正中や承認待ちなどが残っていれば、一覧を出し、このまま進めてよいかを伺います。--dry-run を付けると、記録せずに確かめられます。',
      '公表するシートのファイルは、ここに「出力」と送ると受け取れます。',
    ],
  },
  close: {
    title: '報告の締め切りは、チャットではなくコマンドで行います',
    lines: (year) => [
      `Maru のサーバーで maru round close yearend --year ${year} を実行してください。中間報告は midyear とし、年度は目的のものに替えてください。`,
      '未提出や承認待ちなどが残っていれば、一覧を出し、このまま締め切ってよいかを伺います。',
    ],
  },
  open: {
    title: '報告の受け付けは、チャットではなくコマンドで始めます',
    lines: (year) => [
      `Maru のサーバーで maru round open yearend --year ${year} --due 期限の日 を実行してください。中間報告は midyear とし、年度は目的のものに替えてください。`,
      '日付を変えるときも、同じコマンドです。',
    ],
  },
  reopen: {
    title: '事務局からの差戻しは、「状況」から目標を開いて行います',
    lines: (year) => [
      '「状況 課の名前」と送り、目標を開いて「差し戻す」を押してください。',
      `コマンドでもできます：maru round reopen yearend --year ${year} --section 課の名前 --goal 目標のNo. --reason 理由（中間報告は midyear）`,
      '締め切ったあとでも使えます。提出した方に、理由をお伝えします。',
    ],
  },
};

const en: typeof ja = {
  publish: {
    title: 'Publications are entered at the command line, not in chat',
    lines: (year) => [
      `Run maru publish --year ${year} on the server of Maru, with the year you mean.`,
      'Whatever is still open, such as corrections and waiting approvals, is listed, and you are asked whether to go on. --dry-run looks without entering anything.',
      'Send “Export” here for the files of the sheets.',
    ],
  },
  close: {
    title: 'Rounds are closed at the command line, not in chat',
    lines: (year) => [
      `Run maru round close yearend --year ${year} on the server of Maru, with midyear for the mid-year round and the year you mean.`,
      'Whatever is still open, such as reports and approvals, is listed, and you are asked whether to close it so.',
    ],
  },
  open: {
    title: 'Rounds are opened at the command line, not in chat',
    lines: (year) => [
      `Run maru round open yearend --year ${year} --due <date> on the server of Maru, with midyear for the mid-year round and the year you mean.`,
      'The same command changes the dates.',
    ],
  },
  reopen: {
    title: 'The coordinator returns reports from the status of their section',
    lines: (year) => [
      'Send “status NAME”, open the goal and press “Return”.',
      `Or at the command line: maru round reopen yearend --year ${year} --section <name> --goal <No.> --reason <text> (midyear for the mid-year round).`,
      'It works after the round is closed, too. The writer is told the reason.',
    ],
  },
};

export function deskWorkWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
