/** Why a workbook is refused, in whole sentences. */
import { problem, type Refused } from './problem.js';

const mib = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;

/** A refusal of a whole file, or of one tab of it. */
export function refuse(file: string, ja: string, en: string, tab?: string): Refused {
  return { kind: 'refused', problems: [problem(tab === undefined ? { file } : { file, tab }, ja, en)] };
}

export const refusals = {
  empty: (file: string) => refuse(file, 'ファイルが空です。', 'The file is empty.'),
  tooLarge: (file: string, limit: number) =>
    refuse(
      file,
      `ファイルが大きすぎます（上限 ${mib(limit)}）。画像などを除いて保存し直してください。`,
      `The file is too large (limit ${mib(limit)}). Remove pictures and save it again.`,
    ),
  oldExcel: (file: string) =>
    refuse(
      file,
      'パスワード付きのファイル、または古い形式（.xls）のファイルです。パスワードを外し、「Excel ブック（.xlsx）」で保存し直してください。',
      'The file is protected by a password or in the old .xls format. Remove the password and save it as .xlsx.',
    ),
  notZip: (file: string) =>
    refuse(
      file,
      'Excel ブック（.xlsx）ではありません。Excel で開いて「Excel ブック（.xlsx）」で保存し直してください。',
      'This is no Excel workbook (.xlsx). Open it in Excel and save it as .xlsx.',
    ),
  roster: (file: string) =>
    refuse(
      file,
      '職員か組織の名簿のようです。ここで読み取れるのは組織目標管理シートだけです。名簿は、運用の担当が maru import で取り込みます。',
      'This looks like a roster. Only goal sheets are read here; a roster is loaded by whoever operates the service (maru import).',
    ),
  notWorkbook: (file: string) =>
    refuse(
      file,
      'zip ファイルですが、Excel ブック（.xlsx）の中身がありません。',
      'This is a zip file without the contents of an Excel workbook.',
    ),
  broken: (file: string, part?: string) =>
    refuse(
      file,
      `ファイルが壊れています${part ? `（${part}）` : ''}。元のファイルを Excel で開き、保存し直してください。`,
      `The file is damaged${part ? ` (${part})` : ''}. Open the original in Excel and save it again.`,
    ),
  /** `line` is the last that was begun, where it is known */
  cutOff: (file: string, line?: number, part?: string): Refused => ({
    kind: 'refused',
    problems: [
      problem(
        { file, ...(part === undefined ? {} : { tab: part }), ...(line === undefined ? {} : { line }) },
        `ファイルが壊れていて、${line === undefined ? '' : 'この行の'}途中で終わっています。元のファイルを開き、保存し直してください。`,
        `The file is damaged: it breaks off ${line === undefined ? 'here' : 'within this line'}. Open the original and save it again.`,
      ),
    ],
  }),
  bomb: (file: string, limit: number) =>
    refuse(
      file,
      `展開すると上限（${mib(limit)}）を超えるファイルのため、読み込みを中止しました。`,
      `The file unpacks to more than the limit of ${mib(limit)}; reading was stopped.`,
    ),
  entities: (file: string) =>
    refuse(
      file,
      'ファイルの中に文書型宣言（DOCTYPE）があるため、安全のため読み込みません。Excel で保存し直してください。',
      'The file holds a document type declaration, which no workbook needs; it is not read. Save it again in Excel.',
    ),
  format: (file: string, tab: string, cell: string, format: string): Refused => ({
    kind: 'refused',
    problems: [
      problem(
        { file, tab, cell },
        `表示形式「${format}」でどう見えるかが分かりません。表示形式を変えるか、見えているとおりの文字を入力して保存し直してください。`,
        `How the number format “${format}” shows the cell is not known here. Change the format, or type what is to be seen.`,
      ),
    ],
  }),
  tooMuch: (file: string, what: string, limit: number, tab?: string) =>
    refuse(
      file,
      `${what}が多すぎます（上限 ${limit.toLocaleString('ja-JP')}）。不要な部分を除いて保存し直してください。`,
      `Too many of: ${what} (limit ${limit.toLocaleString('en-US')}). Remove what is not needed and save it again.`,
      tab,
    ),
};
