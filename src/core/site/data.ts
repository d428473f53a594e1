/** The open data: a row for each indicator and year, what its columns mean, and what a JSON of it must look like. */
import type { Site } from './frame.js';
import { siteTitle } from './frame.js';
import type { ListedChange } from './listing.js';
import { indicatorPath, sheetPath } from './pages/paging.js';
import type { Figure, IndicatorYear, SiteSection } from './site.js';

type DataRow = Readonly<Record<ColumnName, string | number | readonly string[] | null>>;

type Column = {
  readonly name: string;
  readonly ja: string;
  readonly meaning: string;
  readonly type: 'string' | 'integer' | 'number' | 'date' | 'list';
  /** may be null in JSON, and empty in a .csv */
  readonly blank?: true;
  readonly unit?: string;
  readonly codes?: readonly (readonly [code: string, meaning: string])[];
};

const RATING_CODES = [
  ['exceeded', '目標を上回る（◎）'],
  ['achieved', '達成（○）'],
  ['partially_achieved', '一部未達成（△）'],
  ['not_achieved', '未達成（×）'],
] as const;

export const COLUMNS = [
  {
    name: 'id',
    ja: '取組指標の番号',
    meaning: '取組指標の番号。年度が変わっても、名前が少し変わっても同じ',
    type: 'string',
  },
  { name: 'year_id', ja: 'その年度での番号', meaning: 'その年度のシートでの取組指標の番号', type: 'string' },
  {
    name: 'fiscal_year',
    ja: '年度',
    meaning: '年度が始まる年（西暦）。令和5年度は 2023',
    type: 'integer',
    unit: '年',
  },
  { name: 'department', ja: '部局', meaning: '組織名（部）', type: 'string' },
  { name: 'section', ja: '課・機関', meaning: '組織名（準部・課・機関名）', type: 'string' },
  {
    name: 'section_id',
    ja: '課・機関の番号',
    meaning: '課・機関の番号。年度が変わっても同じ',
    type: 'string',
  },
  { name: 'goal_no', ja: 'No.', meaning: '組織目標の番号。印刷のとおり', type: 'string' },
  { name: 'goal', ja: '組織目標', meaning: '組織目標の文', type: 'string' },
  {
    name: 'plan_references',
    ja: '総合計画上の位置づけ',
    meaning: '総合計画（実施計画）上の位置づけ。.csv では改行で区切る',
    type: 'list',
  },
  { name: 'indicator', ja: '取組指標', meaning: '取組指標の名前。その年度の印刷のとおり', type: 'string' },
  { name: 'target', ja: '目標', meaning: '目標。印刷のとおり', type: 'string' },
  {
    name: 'target_value',
    ja: '目標の数',
    meaning: '目標が一つの数のときの値（十進数）。年度の途中で変更した目標は、変更した後の数',
    type: 'number',
    blank: true,
    unit: 'target_unit の単位',
  },
  { name: 'target_unit', ja: '目標の単位', meaning: '目標の数の単位', type: 'string', blank: true },
  { name: 'midyear_result', ja: '中間結果', meaning: '承認された中間報告の結果。なければ空', type: 'string' },
  { name: 'result', ja: '結果', meaning: '結果。印刷のとおり', type: 'string' },
  {
    name: 'result_value',
    ja: '結果の数',
    meaning: '結果が一つの数のときの値（十進数）',
    type: 'number',
    blank: true,
    unit: 'result_unit の単位',
  },
  { name: 'result_unit', ja: '結果の単位', meaning: '結果の数の単位', type: 'string', blank: true },
  {
    name: 'rating',
    ja: '評価',
    meaning: '評価の記号。評価がなければ空',
    type: 'string',
    codes: [
      ['◎', '目標を上回る'],
      ['○', '達成'],
      ['△', '一部未達成'],
      ['×', '未達成'],
    ],
  },
  {
    name: 'rating_code',
    ja: '評価の符号',
    meaning: '評価の意味',
    type: 'string',
    blank: true,
    codes: RATING_CODES,
  },
  { name: 'rating_meaning', ja: '評価の言葉', meaning: 'その年度の凡例にある言葉', type: 'string' },
  { name: 'initiative', ja: '取組名称（事業名）', meaning: '取組名称（事業名）', type: 'string' },
  { name: 'overview', ja: '概要', meaning: '取組の概要', type: 'string' },
  { name: 'status', ja: '目標達成状況', meaning: '目標達成状況の文', type: 'string' },
  { name: 'next_policy', ja: '今後の方針', meaning: '組織目標ごとの今後の方針', type: 'string' },
  {
    name: 'published_on',
    ja: '公表した日',
    meaning: '最初に公表した日。記録がなければ空',
    type: 'date',
    blank: true,
  },
  {
    name: 'corrected_on',
    ja: '訂正した日',
    meaning: '公表後に最後に訂正した日。なければ空',
    type: 'date',
    blank: true,
  },
  { name: 'page', ja: 'ページ', meaning: '取組指標のページ（サイトの中の位置）', type: 'string' },
  {
    name: 'sheet_page',
    ja: 'シートのページ',
    meaning: 'その年度のシートのページ（サイトの中の位置）',
    type: 'string',
  },
] as const satisfies readonly Column[];

type ColumnName = (typeof COLUMNS)[number]['name'];

/** The columns as any of them may be. */
export const DICTIONARY: readonly Column[] = COLUMNS;

/** The rows of a section: an indicator after the other, its years in order. */
export function dataRows(section: SiteSection): DataRow[] {
  return section.indicators.flatMap(({ id, years }) =>
    years.map((year) => ({
      ...{ id, year_id: year.id, fiscal_year: year.fiscalYear },
      ...{ department: section.department, section: section.name, section_id: section.id },
      ...{ goal_no: year.goalNo, goal: year.goal, plan_references: year.plans.map(({ printed }) => printed) },
      ...{ indicator: year.name, target: year.target, ...figure('target', year.figures.target) },
      ...{ midyear_result: year.midyear, result: year.result, ...figure('result', year.figures.result) },
      ...{ rating: year.rating, rating_code: year.ratingCode, rating_meaning: year.meaning },
      ...textsOf(year),
      ...{ published_on: year.publishedOn, corrected_on: year.correctedOn },
      ...{ page: indicatorPath(id), sheet_page: sheetPath(section.id, year.fiscalYear) },
    })),
  );
}

const textsOf = ({ initiative, overview, status, nextPolicy }: IndicatorYear) =>
  ({ initiative, overview, status, next_policy: nextPolicy }) as const;

function figure<Of extends 'target' | 'result'>(of: Of, found: Figure | null) {
  return { [`${of}_value`]: found && Number(found.value), [`${of}_unit`]: found?.unit ?? null } as Readonly<
    Record<`${Of}_value`, number | null> & Record<`${Of}_unit`, string | null>
  >;
}

/** A row as the cells of a .csv. */
export const cellsOf = (row: DataRow): string[] =>
  COLUMNS.map(({ name }) => {
    const value = row[name];
    return value === null ? '' : Array.isArray(value) ? value.join('\n') : String(value);
  });

/** The licence as the data carries it. */
const licenceLine = ({ theme }: Site): string | null =>
  theme.licence ? [theme.licence.name, theme.licence.url ?? ''].join(' ').trim() : null;

/** What stands in the JSON before its rows. */
export const dataHead = (site: Site) => ({
  title: siteTitle(site),
  organization: site.theme.organization ?? null,
  licence: licenceLine(site),
  fiscal_year: site.fiscalYear,
  dictionary: 'dictionary.csv',
  schema: 'schema.json',
});

/** Columns of the change log. */
export const CHANGE_COLUMNS = [
  ...['day', 'kind', 'fiscal_year', 'department', 'section', 'section_id', 'goal_no', 'id', 'indicator'],
  ...['field', 'before', 'after', 'reason'],
] as const;

export const changeCells = ({ section, day, kind, ...one }: ListedChange): string[] => [
  ...[day, kind, String(one.fiscalYear), section.department, section.name, section.id, one.goalNo],
  ...[one.indicatorId, one.indicator, one.field, one.before, one.after, one.reason],
];

/** The JSON Schema (draft-07) of the JSON. */
export function dataSchema(): object {
  const typeOf = ({ type, blank, codes }: Column) => {
    const plain =
      type === 'list'
        ? { type: 'array', items: { type: 'string' } }
        : type === 'date'
          ? { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }
          : codes
            ? { enum: [...codes.map(([code]) => code), ...(blank ? [] : [''])] }
            : { type };
    return blank ? { anyOf: [plain, { type: 'null' }] } : plain;
  };
  const properties = Object.fromEntries(
    DICTIONARY.map((column) => [
      column.name,
      { title: column.ja, description: column.meaning, ...typeOf(column) },
    ]),
  );
  const row = {
    type: 'object',
    properties,
    required: DICTIONARY.map(({ name }) => name),
    additionalProperties: false,
  };
  const nullable = { type: ['string', 'null'] };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: '組織目標管理シートの取組指標',
    type: 'object',
    properties: {
      ...{
        title: { type: 'string' },
        organization: nullable,
        licence: nullable,
        fiscal_year: { type: 'integer' },
      },
      ...{ dictionary: { type: 'string' }, schema: { type: 'string' }, rows: { type: 'array', items: row } },
    },
    required: ['title', 'organization', 'licence', 'fiscal_year', 'dictionary', 'schema', 'rows'],
    additionalProperties: false,
  };
}
