/** Which way indicators count, for `maru import`: said by name, or for a whole file in a table that is given back. */
import { parse } from 'csv-parse/sync';
import { type DirectionFact, directionFact } from '../../core/rating/direction.js';
import {
  DIRECTION_WORDS,
  type Direction,
  readDirection,
  type SaidDirections,
} from '../../core/sheet/direction.js';
import type { Numbering } from '../../core/sheet/ids.js';
import type { Indicator, Sheet } from '../../core/sheet/sheet.js';
import { foldLabel } from '../../core/text/fold.js';
import { decodeText } from '../../workbook/cells/cp932.js';
import { Mistake } from '../mistake.js';
import { writeWhole } from '../whole-file.js';
import { bytesOf } from './sheet-files.js';

export type DirectionOptions = {
  readonly lowerIsBetter?: readonly string[];
  readonly higherIsBetter?: readonly string[];
  /** a table to read */
  readonly directions?: string;
  /** where to write one */
  readonly directionsTo?: string;
};

/** The direction that is stated of an indicator; null: as it was. */
export type DirectionRule = (indicator: Indicator, sheet: Sheet) => Direction | null;

/**
 * The rule that the options state about the indicators of these sheets, named as on the sheet (widths and blanks do
 * not count); null when they state none. A Mistake for a name that no sheet has, and for one that is said two ways.
 */
export async function directionOf(
  options: DirectionOptions,
  sheets: readonly Sheet[],
): Promise<DirectionRule | null> {
  const { lowerIsBetter = [], higherIsBetter = [] } = options;
  const known = new Set(sheets.flatMap((sheet) => namesOf(sheet)));
  const said = new Map<string, Direction>();
  for (const [option, direction, names] of [
    ['--lower-is-better', 'lower', lowerIsBetter],
    ['--higher-is-better', 'higher', higherIsBetter],
  ] as const)
    for (const name of names) {
      if (!known.has(foldLabel(name)))
        throw new Mistake(
          `${option}: 「${name}」という取組指標は、ファイルのどのシートにもありません。シートに書いてあるとおりの名前を指定してください。`,
        );
      if ((said.get(foldLabel(name)) ?? direction) !== direction)
        throw new Mistake(`「${name}」が --lower-is-better と --higher-is-better の両方にあります。`);
      said.set(foldLabel(name), direction);
    }
  const rows = options.directions === undefined ? [] : await readTable(options.directions);
  for (const { row, name, organization, direction } of rows) {
    const fitting = sheets.filter(
      (sheet) => organization === '' || foldLabel(sheet.header.organization.text) === organization,
    );
    const there = fitting.some((sheet) => namesOf(sheet).includes(name));
    if (!there)
      throw new Mistake(
        `${options.directions}: ${row}行目の取組指標は、取り込むファイルのどのシートにもありません。表を作ったときと同じファイルを指定してください。`,
      );
    const key = keyOf(organization, name);
    if ((said.get(key) ?? direction) !== direction)
      throw new Mistake(
        `${options.directions}: ${row}行目の取組指標の向きが、ほかの行と違います。どちらか一方にしてください。`,
      );
    said.set(key, direction);
  }
  if (said.size === 0) return null;
  return ({ name }, sheet) =>
    said.get(foldLabel(name)) ??
    said.get(keyOf(foldLabel(sheet.header.organization.text), foldLabel(name))) ??
    null;
}

const keyOf = (organization: string, name: string): string =>
  organization === '' ? name : `${organization}\n${name}`;
const namesOf = (sheet: Sheet): string[] =>
  sheet.goals.flatMap(({ indicators }) => indicators.map(({ name }) => foldLabel(name)));

const HEADING = ['組織名', 'No.', '取組指標', '目標', '向き', '根拠'] as const;

const SOURCES: Readonly<Record<DirectionFact['from'], string>> = {
  person: '確認済み',
  comparator: '目標の「以上」「以下」など',
  words: '指標の名前',
  nowhere: '案（確かめてください）',
};

type SheetFacts = {
  readonly organization: string;
  readonly rows: readonly {
    readonly no: string;
    readonly indicator: Indicator;
    readonly fact: DirectionFact;
  }[];
};

/** What is known of the indicators of a sheet whose targets are numbers without 以上, 以下 and the like. */
export function factsOf(
  sheet: Sheet,
  directionSaid: (goal: number, at: number) => Direction | null,
): SheetFacts {
  return {
    organization: sheet.header.organization.text,
    rows: sheet.goals.flatMap(({ no, indicators }, goal) =>
      indicators.flatMap((indicator, at) => {
        const fact = directionFact(indicator.name, indicator.target, directionSaid(goal, at));
        return fact.from === 'comparator' ? [] : [{ no, indicator, fact }];
      }),
    ),
  };
}

/** As `factsOf`, of a sheet in the record. */
export const factsSaid = (sheet: Sheet, numbering: Numbering, said: SaidDirections): SheetFacts =>
  factsOf(sheet, (goal, at) => said[numbering[goal]!.indicatorIds[at]!] ?? null);

/** The indicators whose direction nobody has said, with proposals and what to do; '' when there are none. */
export function unknownLines(all: readonly SheetFacts[], options: DirectionOptions): string {
  const unknown = all.flatMap(({ organization, rows }) =>
    rows.filter(({ fact }) => fact.direction === null).map((row) => ({ organization, ...row })),
  );
  if (unknown.length === 0) return '';
  const how = options.directionsTo
    ? `${options.directionsTo} の「向き」の列を確かめ、--directions ${options.directionsTo} を付けてもう一度取り込んでください。`
    : '--directions-to FILE.csv で表に書き出し、確かめて --directions FILE.csv で戻すと、まとめて決められます。';
  return [
    `多いほどよいか、少ないほどよいかが分からない取組指標が${unknown.length}件あります（かっこは案です）。`,
    ...unknown.map(
      ({ organization, no, indicator, fact }) =>
        `  ${organization} No.${no}「${indicator.name}」目標 ${indicator.target}（${DIRECTION_WORDS[fact.likely].ja}）`,
    ),
    `${how}決めないものは、最初に報告する担当者に一度だけ聞きます。`,
    '',
  ].join('\n');
}

/** Writes the table for `--directions`: UTF-8 with BOM, one row an indicator. */
export async function writeTable(path: string, all: readonly SheetFacts[]): Promise<void> {
  const quoted = (text: string) => `"${text.replace(/"/g, '""')}"`;
  const lines = all.flatMap(({ organization, rows }) =>
    rows.map(({ no, indicator, fact }) => [
      organization,
      no,
      indicator.name,
      indicator.target,
      DIRECTION_WORDS[fact.direction ?? fact.likely].ja,
      SOURCES[fact.from],
    ]),
  );
  const text = [HEADING, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
  await writeWhole(path, `\uFEFF${text}`);
}

async function readTable(path: string) {
  const refuse = (why: string) => new Mistake(`${path}: ${why}。`);
  const text = decodeText(Buffer.from(await bytesOf(path)));
  if (text === null || text.startsWith('PK'))
    throw refuse('CSV（UTF-8 か CP932）ではありません。--directions-to で書き出した表を指定してください');
  let records: string[][];
  try {
    records = parse(text, { bom: true, relax_column_count: true });
  } catch {
    throw refuse('CSV として読めません。引用符（"）の閉じ忘れがないか確認してください');
  }
  const heading = (records[0] ?? []).map((cell) => foldLabel(cell));
  const [organizationAt, nameAt, directionAt] = ['組織名', '取組指標', '向き'].map((name) =>
    heading.indexOf(foldLabel(name)),
  ) as [number, number, number];
  if (nameAt < 0 || directionAt < 0) throw refuse('1行目に「取組指標」と「向き」の列がありません');
  return records.slice(1).flatMap((cells, at) => {
    const written = cells[directionAt] ?? '';
    if (written.trim() === '') return [];
    const direction = readDirection(written);
    if (direction === null)
      throw refuse(
        `${at + 2}行目の向き「${written}」は読み取れません。「多い」「少ない」「保つ」のいずれかにしてください`,
      );
    return [
      {
        row: at + 2,
        organization: foldLabel(cells[organizationAt] ?? ''),
        name: foldLabel(cells[nameAt] ?? ''),
        direction,
      },
    ];
  });
}
