/** Rows that `writeCsv` wrote, back to the sheets they came from. */
import { CSV_COLUMNS, HEADER_FIELDS } from './csv-columns.js';
import { ERRATUM_COLUMN } from './csv-errata.js';
import { splitList, unguardCell } from './csv-lists.js';
import { errataNote } from './errata.js';
import type { FileResult } from './form-read.js';
import { DRAFT_COLUMN, DRAFT_MARK, draftNote } from './official.js';
import { problem, type ReadProblem } from './problem.js';
import { type ReadOptions, type Row, readTable, type SheetRead } from './table.js';
import { understoodOf } from './understood.js';

type Values = { readonly line: number; readonly of: (name: string) => string };

/** Rows for the table reader, one block a sheet, in the plain form; headings and labels are put back afterwards. */
function blockOf(rows: readonly Values[], file: string): Row[] {
  const first = rows[0]!;
  const at = (values: Values, cell?: string) => ({ file, line: values.line, ...(cell ? { cell } : {}) });
  const [year, department, organization, policy, created, evaluated] = HEADER_FIELDS.map((_, index) => index);
  const labels = splitList(first.of('様式_欄名'));
  const header = [
    [year, '年度', '年度'],
    [department, '組織名(部)', '組織名_部'],
    [organization, '組織名(準部・課・機関名)', '組織名_課'],
    [policy, '(参考)', '政策指標'],
    [created, '作成日', '作成日'],
    [evaluated, '評価日', '評価日'],
  ] as const;
  const out: Row[] = [{ cells: [first.of('様式_題名') || '組織目標管理シート'], where: at(first) }];
  for (const [index, label, column] of header) {
    const text = first.of(column);
    if (text !== '' || (labels[index ?? -1] ?? '') !== '')
      out.push({ cells: [label, text], where: at(first, column) });
  }
  for (const line of splitList(first.of('様式_凡例')))
    out.push({ cells: [line], where: at(first, '様式_凡例') });
  for (const mark of splitList(first.of('様式_その他')))
    out.push({ cells: [mark], where: at(first, '様式_その他') });
  out.push({
    cells: [
      'No.',
      '組織目標',
      '位置づけ',
      '取組指標',
      '目標',
      '結果',
      '取組名称(事業名)',
      '概要',
      '評価',
      '目標達成状況',
      '今後の方針',
    ],
    where: at(first),
  });
  let before = '';
  for (const values of rows) {
    const no = values.of('No');
    const continued = no !== '' && no === before;
    before = no;
    out.push({
      cells: [
        continued ? '' : no,
        continued ? '' : values.of('組織目標'),
        values.of('様式_位置づけ') === '' ? values.of('位置づけ') : '',
        values.of('取組指標'),
        values.of('目標'),
        values.of('結果'),
        values.of('様式_取組名称') === '' ? values.of('取組名称') : '',
        values.of('概要'),
        values.of('評価'),
        values.of('目標達成状況'),
        continued ? '' : values.of('今後の方針'),
      ],
      where: at(values),
    });
  }
  for (const note of splitList(first.of('様式_注記')))
    out.push({ cells: [note], where: at(first, '様式_注記') });
  return out;
}

function restore(read: SheetRead, rows: readonly Values[]): SheetRead {
  const first = rows[0]!;
  const labels = splitList(first.of('様式_欄名'));
  const header = { ...read.sheet.header };
  HEADER_FIELDS.forEach((field, index) => {
    header[field] = { ...header[field], label: labels[index] ?? '' };
  });
  const merged = rows.every((values) => values.of('様式_今後の方針') === '欄なし');
  return {
    ...read,
    layout: { ...read.layout, mergedStatus: merged },
    sheet: {
      ...read.sheet,
      header,
      columnHeadings: [splitList(first.of('様式_見出し1')), splitList(first.of('様式_見出し2'))],
      goals: merged ? read.sheet.goals.map((goal) => ({ ...goal, nextPolicy: null })) : read.sheet.goals,
    },
  };
}

/** Reads the rows of a .csv of ours, its row of names first. */
export function readRecords(
  rows: readonly (readonly string[])[],
  file: string,
  options: ReadOptions,
): FileResult {
  const names = rows[0] ?? [];
  const columns = new Map(names.map((name, index) => [name, index]));
  const missing = CSV_COLUMNS.filter(
    ({ name }) => !columns.has(name) && !/_(値|単位|条件|内訳|西暦|和暦)$|の意味$/u.test(name),
  );
  if (missing.length > 0) {
    return {
      kind: 'refused',
      problems: missing.map(({ name }) =>
        problem(
          { file, line: 1, cell: name },
          'この列がありません。列を消さずに取り込んでください。',
          'This column is missing. Keep all columns.',
        ),
      ),
    };
  }
  const sheets = new Map<string, Values[]>();
  const problems: ReadProblem[] = [];
  rows.slice(1).forEach((cells, index) => {
    if (cells.every((cell) => cell.trim() === '')) return;
    const values: Values = {
      line: index + 2,
      of: (name) => unguardCell(cells[columns.get(name) ?? -1] ?? ''),
    };
    const key = values.of('シート');
    if (key === '')
      problems.push(
        problem(
          { file, line: index + 2, cell: 'シート' },
          'シートの番号が空です。',
          'The number of the sheet is empty.',
        ),
      );
    const group = sheets.get(key);
    if (group) group.push(values);
    else sheets.set(key, [values]);
  });
  if (sheets.size === 0)
    problems.push(problem({ file }, '見出しの下に行がありません。', 'There is no row below the names.'));
  if (problems.length > 0) return { kind: 'refused', problems };
  const groups = [...sheets.values()];
  const outcome = readTable(
    groups.flatMap((group) => blockOf(group, file)),
    options,
  );
  if (outcome.kind === 'refused') return outcome;
  const read = outcome.sheets.map((one, index) => restore(one, groups[index]!));
  const drafts = groups.flatMap((group) =>
    group.filter((values) => values.of(DRAFT_COLUMN) === DRAFT_MARK).slice(0, 1),
  );
  const marked = groups.flatMap((group) =>
    group.filter((values) => values.of(ERRATUM_COLUMN) !== '').slice(0, 1),
  );
  const notes = [
    ...drafts.map((values) => draftNote({ file, line: values.line })),
    ...marked.map((values) => errataNote({ file, line: values.line })),
  ];
  return {
    kind: 'read',
    sheets: read,
    notes,
    understood: options.understood ? read.flatMap(understoodOf) : [],
  };
}
