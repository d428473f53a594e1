/** The columns of the form and the fields above its table: their order, and the words by which each is known. */
import type { Column } from '../../core/sheet/layout.js';
import type { Sheet } from '../../core/sheet/sheet.js';

export type Field = keyof Sheet['header'];

/** Headings that stand over several columns. */
export type Group = 'indicatorGroup' | 'initiativeGroup';

/** The eleven columns in the order in which the form prints them. */
export const FIELDS = [
  'no',
  'goal',
  'planReference',
  'name',
  'target',
  'result',
  'initiativeCell',
  'overview',
  'rating',
  'status',
  'nextPolicy',
] as const satisfies readonly Column[];

type Words = {
  /** in messages and in files of ours */
  readonly word: string;
  /** what offices print, widths made one and white space removed (`foldLabel`) */
  readonly pattern: RegExp;
};

/** Of several patterns that fit a heading the first counts; `heading` is what the form prints, `word` when not given. */
export const COLUMNS: Readonly<Record<Column | Group, Words & { readonly heading?: string }>> = {
  indicatorGroup: { word: '指標', pattern: /^指標$/ },
  goal: { word: '組織目標', pattern: /^(組織の?|[部課]の)目標$|^目標\(.*\)$/ },
  no: { word: 'No.', pattern: /^(No\.?|番号|項番)$/i },
  planReference: { word: '位置づけ', pattern: /位置[づ付]け/, heading: '総合計画(実施計画)上の位置づけ' },
  status: { word: '目標達成状況', pattern: /達成状況|進捗状況|取組状況/ },
  nextPolicy: {
    word: '今後の方針',
    pattern: /今後の(方針|方向|取組|取り組み|対応)|次年度の方針/,
  },
  name: { word: '取組指標', pattern: /^(取り?組み?|成果|活動)?指標名?$|評価指標/ },
  target: { word: '目標', pattern: /目標値?$/ },
  result: { word: '結果', pattern: /(結果|実績)値?$/ },
  initiativeGroup: { word: '主な取組(事業)', pattern: /^主な取り?組み?/ },
  initiativeCell: {
    word: '取組名称',
    pattern: /取り?組み?名|事業名|取り?組み?内容/,
    heading: '取組名称(事業名)',
  },
  overview: { word: '概要', pattern: /概要/ },
  rating: { word: '評価', pattern: /^(達成度|期末|年度末|最終)?評価$|^判定$/ },
};

/** Beside the form, and never printed in it: whose a goal is, by name. Not 担当課, which may head the section. */
export const OWNER: Words = { word: '担当', pattern: /^主?担当者?(?:氏?名)?$/u };

/** `name`: a column of the .csv, and a cell of an organisation's own form in Excel's name manager. */
type HeaderWords = Words & { readonly name: string; readonly required: boolean };

export const HEADER: Readonly<Record<Field, HeaderWords>> = {
  fiscalYear: {
    word: '年度',
    name: '年度',
    required: true,
    pattern: /^((対象|評価|会計|実施)?年度)$/u,
  },
  department: {
    word: '組織名(部)',
    name: '組織名_部',
    required: true,
    pattern: /^(組織名\(部\)|(所属|担当)?(部局?|区)(等|\(局\)|・区)?名?)$/u,
  },
  organization: {
    word: '組織名(準部・課・機関名)',
    name: '組織名_課',
    required: true,
    pattern:
      /^(組織名\((?!部\)).*\)|組織名?|所属名?|部署名?|(所属|担当)?(課|室|機関|施設)(等|・?室|\(室\)|・?所|・機関)*名?)$/u,
  },
  policyIndicators: {
    word: '政策指標',
    name: '政策指標',
    required: false,
    pattern: /^(\(参考\).*|(関連する)?(総合計画(における|の)?)?政策指標)$/u,
  },
  createdOn: {
    word: '作成日',
    name: '作成日',
    required: false,
    pattern: /^(作成|策定|記入)(年月)?日(\(.*\))?$/u,
  },
  evaluatedOn: {
    word: '評価日',
    name: '評価日',
    required: false,
    pattern: /^評価(年月|基準)?日(\(.*\))?$/u,
  },
};

export const HEADER_FIELDS = Object.keys(HEADER) as readonly Field[];
