/**
 * The tables of a roster: the people list (one row a post that somebody holds) and the sections list (one row a section),
 * and both as data alone for another process. What finds them in a file is roster-reading.ts; a service needs only these.
 */
import type { Irregularity } from '../../core/sheet/sheet.js';

/** The headings each column may have, widths and blanks folded, in lower case; the first is what people are told. */
const SHARED = {
  department: ['部', '部名', '組織名(部)'],
  section: ['課', '課名', '所属', '組織名', '組織名(準部・課・機関名)'],
} as const;
export const PEOPLE_COLUMNS = {
  ...SHARED,
  title: ['役職', '職名', '役職名'],
  role: ['役割', '区分'],
  name: ['氏名', '名前', '職員名'],
  email: ['メールアドレス', 'メール', 'e-mail', 'email'],
  id: ['職員番号', '番号', '職員id', 'id'],
  from: ['開始日', '着任日', '発令日'],
  until: ['終了日', '退任日'],
  deputyOf: ['代決', '代決する役職'],
  deputyFrom: ['代決開始', '代決開始日', '代決の開始', '代決の開始日', '開始'],
  deputyUntil: ['代決終了', '代決終了日', '代決の終了', '代決の終了日', '終了'],
  goals: ['担当目標', '担当する目標', '担当番号', '担当目標no.', '担当目標no'],
} as const;
export const SECTION_COLUMNS = {
  ...SHARED,
  parent: ['上の組織', '上位組織', '上位の組織'],
  aliases: ['別名', '課の別名'],
  departmentAliases: ['部の別名'],
  channel: ['チャンネル'],
  route: ['承認経路', '経路'],
  position: ['並び順', '建制順'],
} as const;
export type PeopleColumn = keyof typeof PEOPLE_COLUMNS;
export type SectionColumn = keyof typeof SECTION_COLUMNS;

/** A row of a table: what stands in a column, blanks at its ends removed, and the cell as messages name it. */
export type RosterRow<Column extends string> = {
  cell(column: Column): string;
  /** 「名簿.xlsx 職員 3行目「氏名」（D3）」 */
  where(column: Column): string;
};

export type RosterTable<Kind extends 'people' | 'sections', Column extends string> = {
  readonly kind: Kind;
  has(column: Column): boolean;
  /** where its headings stand, for messages */
  readonly heading: string;
  /** rows that are not blank */
  readonly rows: readonly RosterRow<Column>[];
};
export type AnyRosterTable = RosterTable<'people', PeopleColumn> | RosterTable<'sections', SectionColumn>;

export type RosterTables = {
  readonly tables: readonly AnyRosterTable[];
  /** what was passed over */
  readonly notes: readonly Irregularity[];
};

/** A table as data alone, for another process. */
export type PlainTable = {
  readonly kind: 'people' | 'sections';
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (readonly [text: string, where: string])[])[];
};

const COLUMNS_OF = { people: PEOPLE_COLUMNS, sections: SECTION_COLUMNS } as const;

export function plainTable(table: AnyRosterTable): PlainTable {
  return table.kind === 'people' ? plainOf(table, PEOPLE_COLUMNS) : plainOf(table, SECTION_COLUMNS);
}

function plainOf<Kind extends 'people' | 'sections', Column extends string>(
  table: RosterTable<Kind, Column>,
  names: Readonly<Record<Column, readonly string[]>>,
): PlainTable {
  const columns = Object.keys(names) as Column[];
  return {
    kind: table.kind,
    heading: table.heading,
    columns: columns.filter((column) => table.has(column)),
    rows: table.rows.map((row) => columns.map((column) => [row.cell(column), row.where(column)])),
  };
}

/** A table of such data. */
export function tableFrom({ kind, heading, columns, rows }: PlainTable): AnyRosterTable {
  const names: readonly string[] = Object.keys(COLUMNS_OF[kind]);
  const at = (column: string) => names.indexOf(column);
  return {
    kind,
    heading,
    has: (column: string) => columns.includes(column),
    rows: rows.map((cells) => ({
      cell: (column: string) => cells[at(column)]![0],
      where: (column: string) => cells[at(column)]![1],
    })),
  } as AnyRosterTable;
}
