/** What is said about files: those that come in and those that go out. */
import { fiscalYearName } from '../calendar/japanese-dates.js';
import type { Language } from '../text/language.js';

const ja = {
  year: (fiscalYear: number) => fiscalYearName(fiscalYear),
  reading: (name: string) => `「${name}」を読み取っています…`,
  readingLine: '終わったら、内容をお見せします。まだ取り込んではいません。',
  notCoordinator: 'ファイルからの取り込みは、事務局だけができます',
  notCoordinatorLine:
    '報告は「続き」と送ると始められます。シートの差し替えは、事務局（取りまとめ課）へお送りください。',
  noEvidence: '根拠資料としてお預かりできませんでした',
  inDirect: 'ファイルは、わたし（Maru）との個別のチャットへ送ってください',
  tooLarge: (name: string, megabytes: number) =>
    `「${name}」は大きすぎて読み取れません（上限 ${megabytes} MB）`,
  tooLargeLine: 'ファイルを分けるか、画像などを除いて保存し直してから、もう一度送ってください。',
  unreachable: (name: string) => `「${name}」を受け取れませんでした`,
  unreachableLine: '少し待って、もう一度送ってください。続くときは、システムの担当へご連絡ください。',
  tooMany: (count: number) =>
    `一度に読み取れるのは${count}ファイルまでです。残りは、あらためて送ってください。`,
  previewTitle: (name: string) => `「${name}」の内容です`,
  sheets: (count: number) => `${count}シートを読み取りました。まだ取り込んではいません。`,
  sheet: (section: string, year: string, goals: number, indicators: number) =>
    `${section}（${year}） 目標${goals}件・指標${indicators}件`,
  outcome: { new: '新規', changed: '変更あり', unchanged: '変更なし' },
  outcomeDone: { new: '取り込みました', changed: '変更を取り込みました', unchanged: '変更はありません' },
  line: (sheet: string, outcome: string) => `${sheet}：${outcome}`,
  moreChanges: (count: number) => `ほか${count}か所の変更`,
  moreSheets: (counts: string) => `ほか ${counts}`,
  count: (word: string, count: number) => `${word} ${count}シート`,
  irregular: (count: number) => `確かめていただきたい点が${count}件あります。取り込みはできます。`,
  checks: (count: number) =>
    `確認事項が${count}件あります。合わないところを確かめてください。取り込みはできます。`,
  moreChecks: (count: number) => `ほか${count}件（maru check で、すべて見られます）`,
  notes: '読まなかったところ',
  keeps: '提出済みの報告は、取り込んでもそのまま残ります。',
  item: (text: string) => `・${text}`,
  take: '取り込む',
  nothingNew: 'すべて記録と同じ内容です。取り込む必要はありません。',
  drop: 'やめる',
  importedTitle: (name: string) => `「${name}」を取り込みました`,
  dropped: 'わかりました。取り込まずに、ファイルを消しました。',
  refusedTitle: 'ファイルを取り込めませんでした',
  noSheets: '出力できるシートがありません',
  noSheetsLine: (year: string) => `${year}のシートは、まだ取り込まれていません。`,
  noYear: 'シートは、まだ一つも取り込まれていません。',
  noPost: '出力できる課がありません',
  noPostLine: 'いまの役職では、シートを受け取れる課がありません。事務局へお問い合わせください。',
  notFound: (name: string) => `「${name}」という課のシートは見つかりませんでした`,
  several: (name: string) => `「${name}」に当てはまる課がいくつかあります`,
  names: (names: string) => `次の中から、名前をそのまま書いてください：${names}`,
  comma: '、',
  cannotMake: 'ファイルを作れませんでした',
  cannotPost: 'ここにはファイルを置けません',
  cannotPostLine: 'わたし（Maru）との個別のチャットで「出力」と送ってください。',
  ready: (what: string) => `${what}の組織目標管理シートです。`,
  draft: (approved: number, of: number) =>
    `承認がすべて済んだのは${of}シートのうち${approved}シートです。残りには「下書き（未承認）」と記しました。`,
  draftOne: 'まだ承認が済んでいない目標があるため、「下書き（未承認）」と記しました。',
  errata: '公表後に訂正した目標には「訂正」と日付を付け、正誤表を添えました。',
  replaced: (count: number) =>
    `ファイルに書き出せない文字を${count}か所、別の記号（〓 など）に置き換えました。`,
  finishedTitle: (what: string) => `${what}の組織目標管理シートが完成しました`,
  finishedLine: 'わたし（Maru）との個別のチャットで「出力」と送ると、シートのファイルをお渡しします。',
  allSections: '全課',
  what: (year: string, section: string) => `${year} ${section}`,
  fileName: (year: string, section: string, draft: boolean) =>
    `組織目標管理シート_${year}_${section}${draft ? '_下書き' : ''}`,
};

const en: typeof ja = {
  year: (fiscalYear) => `FY${fiscalYear}`,
  reading: (name) => `Reading “${name}” …`,
  readingLine: 'You will see what is in it. Nothing is entered yet.',
  notCoordinator: 'Only the coordinator (事務局) can enter files',
  notCoordinatorLine:
    'Type “Continue” to begin your report. To replace a sheet, please send it to the coordinator.',
  noEvidence: 'It could not be kept as evidence',
  inDirect: 'Please send files to me (Maru) in a private chat',
  tooLarge: (name, megabytes) => `“${name}” is too large to be read (limit ${megabytes} MB)`,
  tooLargeLine: 'Please split it, or save it without pictures, and send it again.',
  unreachable: (name) => `“${name}” could not be received`,
  unreachableLine: 'Please wait a moment and send it again. If it goes on, tell whoever runs the system.',
  tooMany: (count) => `Up to ${count} files are read at a time. Please send the others again.`,
  previewTitle: (name) => `What is in “${name}”`,
  sheets: (count) => `${count === 1 ? '1 sheet was' : `${count} sheets were`} read. Nothing is entered yet.`,
  sheet: (section, year, goals, indicators) =>
    `${section} (${year}) goals ${goals}, indicators ${indicators}`,
  outcome: { new: 'New', changed: 'Changed', unchanged: 'Unchanged' },
  outcomeDone: { new: 'Entered', changed: 'Changes entered', unchanged: 'Unchanged' },
  line: (sheet, outcome) => `${sheet}: ${outcome}`,
  moreChanges: (count) => `${count} more`,
  moreSheets: (counts) => `Also: ${counts}`,
  count: (word, count) => `${word} ${count}`,
  irregular: (count) =>
    `${count === 1 ? '1 thing' : `${count} things`} may need a look. It can be entered all the same.`,
  checks: (count) =>
    `${count} point${count === 1 ? ' does' : 's do'} not fit together. Please check; the file can be taken in all the same.`,
  moreChecks: (count) => `${count} more (maru check lists all of them)`,
  notes: 'What was passed over',
  keeps: 'Reports that were submitted stay as they are.',
  item: (text) => `- ${text}`,
  take: 'Enter',
  nothingNew: 'Everything is in the record already. There is nothing to enter.',
  drop: 'Cancel',
  importedTitle: (name) => `“${name}” is entered`,
  dropped: 'All right. Nothing was entered and the file is deleted.',
  refusedTitle: 'The file was not entered',
  noSheets: 'There is no sheet to give you',
  noSheetsLine: (year) => `The sheets of ${year} are not entered yet.`,
  noYear: 'No sheet has been entered yet.',
  noPost: 'There is no section to give you',
  noPostLine: 'Your present post belongs to no section with a sheet. Please ask the coordinator.',
  notFound: (name) => `There is no sheet of a section called “${name}”`,
  several: (name) => `Several sections match “${name}”`,
  names: (names) => `Please write one of these exactly: ${names}`,
  comma: ', ',
  cannotMake: 'The file could not be made',
  cannotPost: 'A file cannot be put here',
  cannotPostLine: 'Please send “Export” to me (Maru) in a private chat.',
  ready: (what) => `The goal sheets: ${what}.`,
  draft: (approved, of) =>
    `${approved} of ${of} sheets are approved in full. The others are marked 下書き（未承認）, a draft.`,
  draftOne: 'Some goals are not approved yet, so it is marked 下書き（未承認）, a draft.',
  errata: 'Goals corrected after publication are marked 訂正 with the date; the list of errata is with them.',
  replaced: (count) =>
    `${count === 1 ? '1 character that the file cannot hold stands' : `${count} characters that the file cannot hold stand`} as another sign (such as 〓).`,
  finishedTitle: (what) => `The goal sheet is finished: ${what}`,
  finishedLine: 'Send “Export” to me (Maru) in a private chat and you get it as a file.',
  allSections: 'all sections',
  what: (year, section) => `${year} ${section}`,
  // The file is named as the sheet is: in Japanese.
  fileName: (year, section, draft) => ja.fileName(year, section, draft),
};

/** The words about files in a language. */
export function fileWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
