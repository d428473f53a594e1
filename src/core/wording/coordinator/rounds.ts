/** The words of whole rounds: opened, changed, closed and published by 事務局. */
import type { LooseEnd } from '../../report/loose-ends.js';
import type { Language } from '../../text/language.js';

const LOOSE_ENDS: Readonly<Record<LooseEnd['kind'], { readonly ja: string; readonly en: string }>> = {
  correction: { ja: '承認後の修正中', en: 'Being corrected' },
  waiting: { ja: '承認待ち', en: 'Waiting for approval' },
  forecast: { ja: '見込みのまま（未確定）', en: 'Still a forecast, not confirmed' },
  unreported: { ja: '未提出・差戻し', en: 'Not submitted, or returned' },
  added: {
    ja: '承認されていない新しい目標（シートから外れます）',
    en: 'New goals that are not approved (they are taken out of the sheet)',
  },
  unlinked: { ja: 'チャンネルと連携していない課', en: 'Without a channel' },
  doubtful: { ja: '届いたか分からないお知らせ', en: 'Notices that may not have arrived' },
};

/** Sections on one line; more than that nobody reads at a question. */
const SHOWN = 20;

/** 「承認待ち：建設課 No.2・No.3」, a line a kind. */
export function looseEndLines(
  ends: readonly LooseEnd[],
  language: Language = 'ja',
  shown: number = SHOWN,
): string[] {
  const ja = language === 'ja';
  return (Object.keys(LOOSE_ENDS) as LooseEnd['kind'][]).flatMap((kind) => {
    const found = ends.filter((one) => one.kind === kind);
    if (found.length === 0) return [];
    const named = found
      .slice(0, shown)
      .map(({ section, goals }) =>
        [
          section || (ja ? '課によらないもの' : 'of no section'),
          ...(goals.length > 0 ? [goals.map((no) => `No.${no}`).join('・')] : []),
        ].join(' '),
      );
    const rest = found.length - shown;
    const more = rest > 0 ? (ja ? ` ほか${rest}課` : ` and ${rest} more`) : '';
    return [`${LOOSE_ENDS[kind][language]}${ja ? '：' : ': '}${named.join(ja ? '、' : ', ')}${more}`];
  });
}

const ja = {
  title: '報告の時期',
  none: 'まだ開かれた報告の時期はありません。',
  line: (name: string, from: string, to: string, state: string) => `${name}：${from}〜${to}（${state}）`,
  open: '受付中',
  closed: '締切済み',
  button: '報告の時期',
  openNew: '時期を開く',
  extend: (name: string) => `${name}の期限`,
  close: (name: string) => `${name}を閉じる`,
  publish: (year: string) => `${year}の公表`,
  form: {
    title: '時期を開く',
    extendTitle: '全課の期限',
    intro: '次の画面で、いつ何人に届くかを確かめてから開きます。',
    extendIntro: 'すべての課の期限を変えます。課ごとに変えた期限は、そのままです。',
    kind: '時期',
    kinds: { targets: '目標設定', midyear: '中間', yearend: '期末' },
    year: '年度',
    yearPlaceholder: '例：R5',
    due: '期限',
    duePlaceholder: '例：4月12日',
    required: '必ず入力してください。',
    yearUnread: '年度として読み取れません。「R5」か「2023」のように書いてください。',
    dueUnread: '日付として読み取れません。「4月12日」か「R6.4.12」のように書いてください。',
    send: '確かめる',
    cancel: 'やめる',
  },
  preview: {
    open: (name: string) => `${name}を開きますか`,
    again: (name: string) => `${name}をもう一度開きますか`,
    change: (name: string) => `${name}の期限を変えますか`,
    dates: (from: string, to: string, days: number) => `${from}から${to}まで（期限まで${days}開庁日）`,
    moved: (from: string, to: string) => `期限 ${from} → ${to}`,
    asOf: (day: string) => `基準日 ${day}`,
    to: (sections: number, people: number) => `${sections}課、入力をお願いする人 ${people}人`,
    made: (count: number) =>
      `前年度のシートから、${count}課のシートを作ります（すでにあるシートは変えません）。`,
    noSheets: 'この年度のシートはまだありません。取り込むと、その課に届き始めます。',
    days: 'だれも提出しないときに届く数（週のまとめのほか）',
    day: (day: string, channels: number, people: number) =>
      `・${day}：${[
        ...(channels > 0 ? [`チャンネル ${channels}`] : []),
        ...(people > 0 ? [`個別 ${people}人`] : []),
      ].join('、')}`,
    moreDays: (days: number, people: number) => `・そのあと${days}日：個別 のべ${people}人`,
    vacant: (names: string) => `担当する役職に人がいない課：${names}`,
    unlinked: (names: string) => `チャンネルと連携していない課：${names}`,
    more: (count: number) => ` ほか${count}課`,
    ownDates: (count: number) => `別の期限の${count}課は、その期限のままです。`,
    now: { open: 'この日付で開く', change: 'この期限にする' },
  },
  done: {
    open: (name: string) => `${name}を開きました`,
    change: (name: string) => `${name}の期限を変えました`,
    made: (count: number) => `前年度のシートから、${count}課のシートを作りました。`,
    line: (sections: number) => `${sections}課のチャンネルのカードに反映します。履歴に残しました。`,
  },
  not: (name: string) => `${name}の日付は変わりません`,
  why: {
    past: (day: string) => `${day}は過ぎた日です。`,
    before_opening: (day: string) => `${day}は、時期が始まる前です。`,
    same: (day: string) => `すでに${day}で開いています。`,
    section_before_as_of: (section: string) =>
      `${section}の期限が、基準日より前になります。先にこの課の期限を変えてください。`,
    before_as_of: (day: string, asOf: string, likely: string) =>
      `${day}は、基準日（${asOf}）より前です。${likely}`,
    likely: (year: string) => `${year}ではありませんか。`,
    check: '年度と期限をご確認ください。',
  },
  closedDay: (day: string, why: string) => `${day}は${why}です`,
  closedWhy: (holiday: string) => (holiday === '' ? '閉庁日' : `閉庁日（${holiday}）`),
  closedLine: '開庁日を選んでください。',
  set: (day: string) => `${day}にする`,
  closing: {
    ask: (name: string) => `${name}を閉じますか`,
    line: '閉じると、もう一度開くまで、提出も承認もできません。',
    nothing: '残っているものはありません。',
    left: '次のものが残ったままになります。何を残したかは履歴に載ります。',
    plansStay: '承認されていない目標は、前年度のまま、今年度のシートに残ります。',
    changed: '確かめているあいだに変わりました。あらためてご確認ください。',
    now: '閉じる',
    nowAnyway: '残したまま閉じる',
    done: (name: string) => `${name}を閉じました`,
    doneLine: '履歴に残しました。',
  },
  publishing: {
    ask: (year: string) => `${year}のシートの公表を記録しますか`,
    counts: (ready: number, unready: number, published: number) =>
      `公表できる課 ${ready} ・ まだの課 ${unready} ・ 公表済み ${published}`,
    ready: (names: string) => `公表できる課：${names}`,
    unready: (names: string) => `まだの課（承認されていない目標があります）：${names}`,
    line: '記録したあとの変更は「訂正」となり、理由が正誤表に載ります。取り消せません。',
    noneReady: '公表できる課は、いまありません。',
    now: (count: number) => `${count}課の公表を記録する`,
    done: (year: string, count: number) => `${year}の${count}課の公表を記録しました`,
    doneLine: '履歴に残しました。シートは「出力」で、ウェブサーバーに置くページは下のボタンで受け取れます。',
  },
  site: {
    button: 'ページを受け取る（.zip）',
    making: '公表のページを作っています',
    makingLine: 'できたら、ここにお送りします。',
    title: (year: string) => `${year} 公表のページ`,
    fileName: (short: string) => `公表_${short}.zip`,
    comment: (year: string, files: number, short: string) =>
      `${year}までに公表したシートのページとデータです（${files}ファイル）。開いたフォルダーを、そのままウェブサーバーに置けます。PDF は入っていません。PDF も載せるときは、運用担当の方が maru publish --year ${short} --site フォルダー で書き出せます。`,
    tooLarge: (year: string) => `${year}の公表のページは、チャットで送るには大きすぎます（20 MB まで）`,
    changed: (year: string, files: number) =>
      `${year}の公表のページは、前に公表したものから変わります（${files}ファイル）`,
    command: (short: string, reason: boolean) =>
      `運用担当の方が、次のコマンドで書き出せます。maru publish --year ${short} --site フォルダー${reason ? ' --reason 理由' : ''}`,
    none: (year: string) => `${year}までに公表したシートは、ありません`,
    unpublished: (year: string) =>
      `公表を記録していない年度のシートがあるため、${year}の公表のページは作れません`,
    publishFirst: (years: readonly string[]) =>
      `Maru で報告した年度（${years.join('、')}）は、公表を記録してから載せられます。「報告の時期」から公表するか、運用担当の方が --also からその年度を外して書き出せます。`,
    unapproved: (year: string) =>
      `公表した後に変わり、承認がそろっていないシートがあるため、${year}の公表のページは作れません`,
  },
  unknown: 'その時期やシートは見つかりません',
  unknownLine: '「報告の時期」と送ると、一覧を表示します。',
};

const en: typeof ja = {
  title: 'Rounds',
  none: 'No round of reports has been opened yet.',
  line: (name, from, to, state) => `${name}: ${from} – ${to} (${state})`,
  open: 'open',
  closed: 'closed',
  button: 'Rounds',
  openNew: 'Open a round',
  extend: (name) => `Deadline of ${name}`,
  close: (name) => `Close ${name}`,
  publish: (year) => `Publish ${year}`,
  form: {
    title: 'Open a round',
    extendTitle: 'Deadline of all',
    intro: 'Next you see what goes to how many on which day; then it is opened.',
    extendIntro: 'It changes for all sections. Deadlines of single sections stay.',
    kind: 'Round',
    kinds: { targets: 'Setting targets', midyear: 'Mid-year', yearend: 'Year-end' },
    year: 'Fiscal year',
    yearPlaceholder: '2023',
    due: 'Deadline',
    duePlaceholder: '2024-04-12',
    required: 'Please fill this in.',
    yearUnread: 'This is not read as a fiscal year. Please write it as 2023 or R5.',
    dueUnread: 'This is not read as a date. Please write it as 2024-04-12.',
    send: 'Look',
    cancel: 'Cancel',
  },
  preview: {
    open: (name) => `Open ${name}?`,
    again: (name) => `Open ${name} again?`,
    change: (name) => `Change the deadline of ${name}?`,
    dates: (from, to, days) => `From ${from} to ${to} (${days} working ${days === 1 ? 'day' : 'days'} left)`,
    moved: (from, to) => `Deadline ${from} → ${to}`,
    asOf: (day) => `As of ${day}`,
    to: (sections, people) =>
      `${sections} ${sections === 1 ? 'section' : 'sections'}; asked to report: ${people}`,
    made: (count) =>
      `${count} ${count === 1 ? 'sheet is' : 'sheets are'} made from last year’s; those that are there stay as they are.`,
    noSheets:
      'There are no sheets of this year yet. Once they are imported, their sections get the messages.',
    days: 'What goes out if nobody submits anything (beside the weekly digests)',
    day: (day, channels, people) =>
      `・${day}: ${[
        ...(channels > 0 ? [`channels ${channels}`] : []),
        ...(people > 0 ? [`people ${people}`] : []),
      ].join(', ')}`,
    moreDays: (days, people) =>
      `・${days} more ${days === 1 ? 'day' : 'days'}: ${people} ${people === 1 ? 'message' : 'messages'} to people`,
    vacant: (names) => `Nobody holds the post that reports: ${names}`,
    unlinked: (names) => `Without a channel: ${names}`,
    more: (count) => ` and ${count} more`,
    ownDates: (count) =>
      `${count === 1 ? '1 section with a deadline of its own keeps' : `${count} sections with a deadline of their own keep`} it.`,
    now: { open: 'Open with these dates', change: 'Set this deadline' },
  },
  done: {
    open: (name) => `${name} is open`,
    change: (name) => `The deadline of ${name} is changed`,
    made: (count) => `${count} ${count === 1 ? 'sheet was' : 'sheets were'} made from last year’s.`,
    line: (sections) =>
      `${sections === 1 ? 'The card of 1 section follows' : `The cards of ${sections} sections follow`}. It is in the history.`,
  },
  not: (name) => `The dates of ${name} stay`,
  why: {
    past: (day) => `${day} is past.`,
    before_opening: (day) => `${day} is before the round begins.`,
    same: (day) => `It is open until ${day} already.`,
    section_before_as_of: (section) =>
      `The deadline of ${section} would be before the as-of date. Change that one first.`,
    before_as_of: (day, asOf, likely) => `${day} is before the as-of date (${asOf}). ${likely}`,
    likely: (year) => `Did you mean ${year}?`,
    check: 'Please check year and deadline.',
  },
  closedDay: (day, why) => `${day} is ${why}`,
  closedWhy: (holiday) => (holiday === '' ? 'no working day' : `no working day (${holiday})`),
  closedLine: 'Please choose a working day.',
  set: (day) => `Set it to ${day}`,
  closing: {
    ask: (name) => `Close ${name}?`,
    line: 'Nothing can be submitted or approved then until it is opened again.',
    nothing: 'Nothing is left over.',
    left: 'This is left as it is, and the history says so.',
    plansStay: 'Goals that are not approved stand in this year’s sheet as last year.',
    changed: 'It has changed meanwhile. Please look again.',
    now: 'Close',
    nowAnyway: 'Close and leave it',
    done: (name) => `${name} is closed`,
    doneLine: 'It is in the history.',
  },
  publishing: {
    ask: (year) => `Enter that the sheets of ${year} are published?`,
    counts: (ready, unready, published) => `Ready ${ready} · not ready ${unready} · published ${published}`,
    ready: (names) => `Ready: ${names}`,
    unready: (names) => `Not ready (a goal is not approved): ${names}`,
    line: 'What changes after that is a correction with its reason in the errata. It cannot be undone.',
    noneReady: 'No section is ready now.',
    now: (count) => `Enter ${count} as published`,
    done: (year, count) =>
      `${count === 1 ? `1 sheet of ${year} is` : `${count} sheets of ${year} are`} entered as published`,
    doneLine: 'It is in the history. “Export” gives the sheets, the button below the pages for a web server.',
  },
  site: {
    button: 'Get the pages (.zip)',
    making: 'The published pages are being made',
    makingLine: 'They will be sent here.',
    title: (year) => `Published pages, ${year}`,
    fileName: (short) => `published-${short}.zip`,
    comment: (year, files, short) =>
      `Pages and data of the sheets published up to ${year} (${files} ${files === 1 ? 'file' : 'files'}). The folder in it goes on a web server as it is. There are no PDFs in it: whoever operates Maru can write the pages with them: maru publish --year ${short} --site FOLDER`,
    tooLarge: (year) => `The published pages of ${year} are too large for a chat (20 MB at most)`,
    changed: (year, files) =>
      `The pages of ${year} differ from those published before (${files} ${files === 1 ? 'file' : 'files'})`,
    command: (short, reason) =>
      `Whoever operates Maru can write them with: maru publish --year ${short} --site FOLDER${reason ? ' --reason REASON' : ''}`,
    none: (year) => `Nothing is published up to ${year}`,
    unpublished: (year) =>
      `The pages of ${year} cannot be made: sheets of a year that is not published are among them`,
    publishFirst: (years) =>
      `What was reported in Maru (${years.join(', ')}) goes out once it is published: by “rounds”, or whoever operates Maru leaves the year out of --also.`,
    unapproved: (year) =>
      `The pages of ${year} cannot be made: some sheets changed after their publication and are not approved`,
  },
  unknown: 'That round or sheet is not there',
  unknownLine: 'Send “rounds” for the list.',
};

export function roundWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
