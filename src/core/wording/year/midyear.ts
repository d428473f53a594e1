/**
 * What is said at mid-year: what is written then goes into mid-year's document (maru export --round midyear), and not into
 * the sheet that is published at the end of the year.
 */
import type { Language } from '../../text/language.js';

const ja = {
  measures: '下半期の対策',
  measuresAtMidyear: '中間に書いた下半期の対策',
  ask: {
    status:
      '目標達成状況を教えてください。中間報告のシートに載ります（公表する期末のシートには載りません）。',
    statusWithPolicy:
      '目標達成状況と今後の方針を、続けて教えてください。中間報告のシートに載ります（公表する期末のシートには載りません）。',
    measures:
      '目標に届かない見込みのため、下半期に何をするかを教えてください。中間報告のシートに載ります（公表する期末のシートには載りません）。',
    policy:
      '今後の方針を教えてください（この目標全体で1つ）。中間報告のシートに載ります（公表する期末のシートには載りません）。',
    review: 'この内容で中間報告のシートに載ります。よろしければ提出してください。',
  },
  placeholder: '例：11月に未受診の方へ個別に通知し、検診日を2日増やす',
  /** of 「出力 中間」 */
  file: {
    ready: (what: string) =>
      `${what}の中間報告のシートです。公表する期末のシートは「出力」と送ると受け取れます。`,
    none: (year: string) => `${year}の中間報告は、まだ始まっていません。`,
    notJson:
      '.json はシートとして読み戻されるため、中間報告には使えません。「出力 中間」「出力 中間 csv」のように送ってください。',
    fileName: (year: string, section: string, draft: boolean) =>
      `組織目標管理シート_中間報告_${year}_${section}${draft ? '_下書き' : ''}`,
  },
  /** in the form, where nobody has said yet what the outlook is */
  onlyAtRisk: (labels: readonly string[]) => `見込みが${labels.join('か')}のときだけ書いてください。`,
};

const en: typeof ja = {
  measures: 'Measures for the second half (下半期の対策)',
  measuresAtMidyear: 'Measures for the second half, as written at mid-year',
  ask: {
    status:
      'How far has the target been reached? This is printed in the mid-year document, not in the sheet that is published at year-end.',
    statusWithPolicy:
      'How far has the target been reached, and what comes next? This is printed in the mid-year document, not in the sheet that is published at year-end.',
    measures:
      'The target is likely to be missed: what will be done about it in the second half of the year? This is printed in the mid-year document, not in the sheet that is published at year-end.',
    policy:
      'What comes next for this goal as a whole? This is printed in the mid-year document, not in the sheet that is published at year-end.',
    review: 'This is how it will stand in the mid-year document. Submit it when it is right.',
  },
  placeholder: 'E.g. write to everybody not examined yet, and add two days',
  file: {
    ready: (what) =>
      `The mid-year document: ${what}. “Export” gives the sheet that is published at year-end.`,
    none: (year) => `Mid-year of ${year} has not begun yet.`,
    notJson:
      'A .json is read back as a sheet, so there is none of mid-year. Send “Export midyear” or “Export midyear csv”.',
    fileName: (year, section, draft) => ja.file.fileName(year, section, draft),
  },
  onlyAtRisk: (labels) => `Only where the outlook is ${labels.join(' or ')}.`,
};

/** The words of mid-year in a language. */
export function midyearWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
