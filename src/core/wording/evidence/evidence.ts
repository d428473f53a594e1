/** What is said about 根拠資料. */
import { MOST_OF_GOAL, sizeWords } from '../../evidence/evidence.js';
import type { Language, Words } from '../../text/language.js';

/** Named where what goes public is told; the list has all of them. */
const NAMED = 3;

const ja = {
  offer: (name: string, bytes: number) => `「${name}」（${sizeWords(bytes)}）を根拠資料として付けますか`,
  offerLink: (name: string) => `「${name}」は受け取れませんでした。リンクとして付けますか`,
  offerLine: (goal: string) => `いま報告している目標は ${goal} です。`,
  ofGoalLine:
    '報告の根拠として、承認する方と事務局に見えます。「公表する」を選ばないかぎり、公表はされません。',
  ofMemoLine: 'メモに付けたものは、課で報告する方どうしで見られます。公表はされません。',
  leaveLine: '付けないときは、このままで構いません（7日で消えます）。',
  linkLine:
    'このファイルは Maru には見えない場所にあります（ほかのワークスペースや、許可の要る場所）。リンクを開けるのは、その場所の権限がある方だけです。',
  add: (goal: string) => `${goal} に付ける`,
  eitherTitle: (name: string) => `「${name}」は、どちらですか`,
  eitherLine: '事務局として取り込む表か、ご自身の課の報告やメモの根拠資料かを選んでください。',
  asSheet: '取り込む',
  asEvidence: '根拠資料にする',
  sheet: '組織目標管理シートは、根拠資料にできません',
  sheetLine: '取り込むときは、もう一度送って「取り込む」を押してください。',
  noGoal: '根拠資料を付けられる目標がありません',
  noGoalLine: 'いま報告していただく目標がないため、ファイルは報告に付きません（7日で消えます）。',
  wrongKind: (name: string) => `「${name}」は、根拠資料としてお預かりできません`,
  wrongKindLine:
    'お預かりできるのは、Excel（.xlsx）、PDF、画像（PNG・JPEG・WebP・HEIC）です。ほかの形のものは PDF にするか、置き場所のリンクを「根拠 https://…」と送ってください。',
  tooLarge: (name: string) => `「${name}」は大きすぎて、お預かりできません`,
  fileLine: (megabytes: number) =>
    `1ファイル ${megabytes} MB までです。小さくするか、置き場所のリンクを「根拠 https://…」と送ってください。`,
  sectionLine: (megabytes: number) =>
    `課の根拠資料は、1年度に合わせて ${megabytes} MB までです。いらないものを外すか、置き場所のリンクを「根拠 https://…」と送ってください。`,
  goalLine: `1つの目標に付けられるのは ${MOST_OF_GOAL}件までです。いらないものを外してください。`,
  macros: 'マクロが入っています。マクロのないブック（.xlsx）で保存し直してから、もう一度送ってください。',
  noWorkbook: 'Excel のブック（.xlsx）として読み取れません。',
  noLink: 'https:// で始まるアドレスを書いてください（例：根拠 2番 https://…）。',
  approved:
    '承認・確認が済んだ根拠資料は、そのままでは外せません。内容を直して提出すると、外せます（承認済みの報告は、先に「修正」を申し出てください。承認待ちの報告は、先に取り下げてください）。',
  notYours: (name: string) => `これは ${name} さんが付けたものです。付けた方が外せます。`,
  which: 'どの目標の根拠資料ですか',
  whichLine: '「根拠 2番」で一覧、「根拠 2番 https://…」でリンクを付けられます。',
  title: (goal: string, count: number) => `${goal} の根拠資料（${count}件）`,
  none: (goal: string) => `${goal} の根拠資料は、まだありません`,
  noneLine:
    'わたし（Maru）との個別のチャットに、PDF・画像・Excel を送るか、「根拠 2番 https://…」とリンクを送ると付けられます。',
  added: (name: string) => `「${name}」を付けました。`,
  removed: (name: string) => `「${name}」を外しました。`,
  file: (no: number, name: string, bytes: number, by: string, at: string) =>
    `${no}. ${name}（${sizeWords(bytes)}）　${by} ${at}`,
  link: (no: number, name: string, by: string, at: string) => `${no}. ${name}（リンク）　${by} ${at}`,
  unreached: '（ファイルは受け取れなかったため、リンクだけです）',
  give: (no: number) => `${no} を受け取る`,
  remove: (no: number) => `${no} を外す`,
  mark: (no: number) => `${no} を公表する`,
  unmark: (no: number) => `${no} の公表をやめる`,
  isMarked: '　公表する（承認の後の公表から、だれでも開けます）',
  askMark: (name: string) => `「${name}」を公表しますか`,
  askMarkLines: [
    '報告が承認されると、次の公表から、だれでも開けるページに資料の名前とともに載ります。承認する方のカードにも「公表する」と出ます。',
    '氏名・顔・住所など、個人の分かるものがないか、開いて確かめてください。写真には撮った場所が、Excel と PDF には作った方の名前が入っていることがあります。',
  ],
  markNow: '公表する',
  marked: (name: string) => `「${name}」を公表することにしました。報告が承認された後の公表から載ります。`,
  marked_late: (name: string) =>
    `「${name}」を公表することにしました。この報告は承認が済んでいるので、「修正」を申し出て、それが承認された後の公表から載ります。`,
  unmarked: (name: string) =>
    `「${name}」の公表をやめました。載っているときは、次の公表でページから外れます。`,
  markClosed: '締め切られた時期の根拠資料は、新しく公表できません。事務局に再開を頼んでください。',
  markOfMemo: '実績メモの根拠資料は公表できません。報告に付けると、公表できます。',
  lacking:
    '公表する根拠資料のファイルがないか、預かったときと中身が違うため、ページを作りませんでした。バックアップから戻すか（maru restore --evidence）、公表をやめてください（maru evidence unmark）。',
  more: '続き',
  see: '根拠資料',
  label: '根拠資料',
  /** `names`: all that go public with the approval */
  goesPublic: (names: readonly string[]) => {
    const more = names.length > NAMED ? `ほか${names.length - NAMED}件` : '';
    const named = names.slice(0, NAMED).map((name) => `「${name}」`);
    return `承認されると、根拠資料${named.join('')}${more}は公表されます。`;
  },
  seePublic: '「内容を見る」でご確認のうえ、承認・確認してください。',
  line: (names: string) => `根拠資料：${names}`,
  short: (name: string, bytes: number | null, isMarked = false) =>
    `${name}（${bytes === null ? 'リンク' : sizeWords(bytes)}${isMarked ? '、公表する' : ''}）`,
  others: (count: number, marked = 0) => `ほか${count}件${marked > 0 ? `（うち公表する ${marked}件）` : ''}`,
  between: '、',
  ask: (name: string) => `「${name}」を外しますか`,
  askLine: 'ファイルは消え、元に戻せません。外したことは履歴に残ります。',
  now: '外す',
  gone: 'このファイルは、もう置いてありません',
  goneLine: 'バックアップから戻したときに根拠資料のファイルがなかったか、保存期間を過ぎています。',
  another: 'このファイルは、付けたときのものではありません',
  anotherLine: '付けたあとに中身が変わっているため、お渡しできません。システムの管理者にお知らせください。',
  comment: (section: string) =>
    `${section}の根拠資料です。Maru は中身を確かめていません。心当たりがなければ、開く前に、付けた方へお確かめください。`,
  goal: (section: string, no: string) => `${section} No.${no}`,
  memo: (text: string) => `実績メモ「${text}」`,
  addedToMemo: (name: string) => `「${name}」をメモに付けました`,
  memoLine:
    '課で報告する方どうしで見られます。公表はされません。メモを消すと、いっしょに消えます。ほかのファイルも、続けて送ると付けられます。',
  noneOfMemo:
    'わたし（Maru）との個別のチャットにファイルを送ると、メモに付けられます（「メモ 1番 …」と書いていっしょに送っても）。',
  filesLeft:
    'いっしょに送られたファイルも、まだ付いていません。直した文といっしょに、もう一度送ってください。',
  beside: (names: string) => `［根拠資料：${names}］`,
};

const en: typeof ja = {
  offer: (name, bytes) => `Attach “${name}” (${sizeWords(bytes)}) as evidence?`,
  offerLink: (name) => `“${name}” could not be received. Keep a link to it instead?`,
  offerLine: (goal) => `You are reporting ${goal} at the moment.`,
  ofGoalLine: 'Who approves the report and the coordinator see it. It is not published unless you choose to.',
  ofMemoLine: 'What stands with a memo is seen by those who report for the section. It is never published.',
  leaveLine: 'If not, there is nothing to do (it is deleted after 7 days).',
  linkLine:
    'Maru cannot see the place where this file is (another workspace, or one that needs a permission). Only people who may open that place can open the link.',
  add: (goal) => `Attach to ${goal}`,
  eitherTitle: (name) => `What is “${name}”?`,
  eitherLine: 'A table to be taken in as the coordinator, or evidence of your own section?',
  asSheet: 'Take it in',
  asEvidence: 'Evidence',
  sheet: 'A 組織目標管理シート cannot be kept as evidence',
  sheetLine: 'To take it in, please send it again and press “Take it in”.',
  noGoal: 'There is no goal to attach evidence to',
  noGoalLine: 'No goal waits for your report, so the file is not part of one (it is deleted after 7 days).',
  wrongKind: (name) => `“${name}” cannot be kept as evidence`,
  wrongKindLine:
    'Excel (.xlsx), PDF and pictures (PNG, JPEG, WebP, HEIC) can be kept. Save anything else as PDF, or send a link: “Evidence https://…”.',
  tooLarge: (name) => `“${name}” is too large to be kept`,
  fileLine: (megabytes) =>
    `A file may have ${megabytes} MB. Make it smaller, or send a link: “Evidence https://…”.`,
  sectionLine: (megabytes) =>
    `The evidence of a section may have ${megabytes} MB a year. Take away what is not needed, or send a link: “Evidence https://…”.`,
  goalLine: `A goal may have ${MOST_OF_GOAL} pieces of evidence. Take away what is not needed.`,
  macros: 'It holds macros. Save it as a workbook without macros (.xlsx) and send it again.',
  noWorkbook: 'It cannot be read as an Excel workbook (.xlsx).',
  noLink: 'Write an address that begins with https:// (as in: Evidence No.2 https://…).',
  approved:
    'Evidence that somebody has approved on stays until what you change is submitted. Ask for a correction of an approved report first, or withdraw one that waits.',
  notYours: (name) => `${name} attached this. Only they can take it away.`,
  which: 'Evidence of which goal?',
  whichLine: '“Evidence No.2” shows the list, “Evidence No.2 https://…” attaches a link.',
  title: (goal, count) => `Evidence of ${goal} (${count})`,
  none: (goal) => `There is no evidence of ${goal} yet`,
  noneLine:
    'Send a PDF, a picture or an Excel file to me (Maru) in a private chat, or a link: “Evidence No.2 https://…”.',
  added: (name) => `“${name}” is attached.`,
  removed: (name) => `“${name}” was taken away.`,
  file: (no, name, bytes, by, at) => `${no}. ${name} (${sizeWords(bytes)}), ${by} ${at}`,
  link: (no, name, by, at) => `${no}. ${name} (link), ${by} ${at}`,
  unreached: '(the file could not be received: this is a link alone)',
  give: (no) => `Get ${no}`,
  remove: (no) => `Take ${no} away`,
  mark: (no) => `Publish ${no}`,
  unmark: (no) => `Do not publish ${no}`,
  isMarked: '  to be published (open to everybody with the publication after the approval)',
  askMark: (name) => `Publish “${name}”?`,
  askMarkLines: [
    'Once the report is approved, the next publication shows it with its name on pages that everybody can open. Who approves sees that it is to be published.',
    'Open it and make sure that nobody can be recognised by it: names, faces, addresses. Pictures may hold where they were taken, Excel and PDF files who made them.',
  ],
  markNow: 'Publish',
  marked: (name) =>
    `“${name}” is to be published. It goes out with the publication after the report is approved.`,
  marked_late: (name) =>
    `“${name}” is to be published. This report is approved already: ask for a correction; it goes out with the publication after that is approved.`,
  unmarked: (name) =>
    `“${name}” is not to be published any more. Where it is, the next publication takes it off the pages.`,
  markClosed: 'The round is closed, so nothing more of it is published. Ask the coordinator to reopen it.',
  markOfMemo: 'Evidence of a memo is not published. Attached to a report it can be.',
  lacking:
    'Files that are to be published are missing, or are not what was handed over, so no pages were made. Restore them (maru restore --evidence), or do not publish them (maru evidence unmark).',
  more: 'More',
  see: 'Evidence',
  label: 'Evidence',
  goesPublic: (names) => {
    const more = names.length > NAMED ? [`${names.length - NAMED} more`] : [];
    const named = names.slice(0, NAMED).map((name) => `“${name}”`);
    return `Once approved, this evidence is published: ${[...named, ...more].join(', ')}.`;
  },
  seePublic: 'Please look at it by “Show”, and approve or confirm it there.',
  line: (names) => `Evidence: ${names}`,
  short: (name, bytes, isMarked = false) =>
    `${name} (${bytes === null ? 'link' : sizeWords(bytes)}${isMarked ? ', to be published' : ''})`,
  others: (count, marked = 0) => `${count} more${marked > 0 ? ` (${marked} to be published)` : ''}`,
  between: ', ',
  ask: (name) => `Take “${name}” away?`,
  askLine: 'The file is deleted for good. That it was taken away stays in the history.',
  now: 'Take away',
  gone: 'This file is not here any more',
  goneLine: 'It was not there when a backup was restored, or the time for which it is kept is over.',
  another: 'This file is not the one that was attached',
  anotherLine: 'What is in it has changed since, so it is not handed out. Please tell who runs Maru.',
  comment: (section) =>
    `Evidence of ${section}. Maru has not checked what is in it; if you do not expect it, ask who attached it before you open it.`,
  goal: (section, no) => `${section} No.${no}`,
  memo: (text) => `the memo “${text}”`,
  addedToMemo: (name) => `“${name}” is attached to the memo`,
  memoLine:
    'Those who report for the section see it. It is never published, and it is deleted with the memo. Send further files to attach them, too.',
  noneOfMemo:
    'Send a file to me (Maru) in a private chat to attach it to the memo, or together with “memo 1 …”.',
  filesLeft: 'The files that came with it are not attached either. Please send them again with the new text.',
  beside: (names) => ` [Evidence: ${names}]`,
};

export function evidenceWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}

/** One of these sentences in both languages. */
export const evidenceSaid = (say: (words: typeof ja) => string): Words => ({ ja: say(ja), en: say(en) });
