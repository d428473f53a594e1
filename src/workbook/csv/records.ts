/** Rows that `writeCsv` wrote, back to the sheets they came from. */
import { foldLabel } from '../../core/text/fold.js';
import { unguardCell } from '../../core/text/guard-cell.js';
import { problem, type ReadProblem, shorten } from '../cells/problem.js';
import { COLUMNS, FIELDS, HEADER, HEADER_FIELDS, OWNER } from '../form/columns.js';
import { errataNote } from '../form/errata.js';
import { DRAFT_COLUMN, DRAFT_MARK, draftNote } from '../form/official-sheet.js';
import { blankAtEnd, type FoundHeader, type FoundSheet, type FoundText } from '../reader/found-sheet.js';
import { type FileResult, fileOf } from '../reader/read-grids.js';
import type { ReadOptions, Row } from '../reader/row.js';
import { legendOf } from '../reader/table/legend.js';
import { noTitle } from '../reader/table/table.js';
import { CSV_COLUMNS } from './columns.js';
import { ERRATUM_COLUMN } from './errata.js';
import { splitList } from './lists.js';

const TITLE = '組織目標管理シート';

type Values = { readonly line: number; readonly of: (name: string) => string };

function headerOf(first: Values, file: string): FoundHeader {
  const at = (cell: string) => ({ file, line: first.line, cell });
  const labels = splitList(first.of('様式_欄名'));
  const fields = HEADER_FIELDS.flatMap((field, index) => {
    const { name, word } = HEADER[field];
    const [label = '', text] = [labels[index], first.of(name).trim()];
    return text === '' && label === '' ? [] : [[field, { label, text, where: at(word) }] as const];
  });
  const lines = ['様式_凡例', '様式_その他'].flatMap((name) =>
    splitList(first.of(name)).map((text): FoundText => ({ text, where: at(name) })),
  );
  return {
    fields: new Map(fields),
    legend: lines.flatMap((line) => {
      const read = legendOf(line.text);
      return read ? [{ ...line, lines: read }] : [];
    }),
    looseMarks: lines
      .filter(({ text }) => text.trim() !== '' && legendOf(text) === null)
      .map((line) => ({ ...line, text: line.text.trim() })),
    widths: fields.map(() => 2),
    fillers: false,
    organizationBesideYear: false,
    notes: [],
    problems: [],
  };
}

function foundIn(rows: readonly Values[], file: string): FoundSheet {
  const first = rows[0]!;
  const table: Row[] = rows.map((values, index) => {
    const repeats = (name: string) => values.of(name) === rows[index - 1]?.of(name);
    const cells = FIELDS.map((column) => {
      switch (column) {
        case 'no':
          return values.of('No');
        case 'planReference':
        case 'initiativeCell': {
          // blank in the form, and said again here: another text is one of its own
          const { word } = COLUMNS[column];
          return values.of(`様式_${word}`) !== '' && repeats(word) ? '' : values.of(word);
        }
        default:
          return values.of(COLUMNS[column].word);
      }
    });
    return { cells, where: { file, line: values.line }, owner: values.of(OWNER.word) };
  });
  const where = { file, line: first.line };
  const title = first.of('様式_題名').trim() || TITLE;
  for (const note of splitList(first.of('様式_注記')))
    table.push({ cells: [note], where: { ...where, cell: '様式_注記' } });
  return {
    kind: 'found',
    title: { text: title, where },
    header: headerOf(first, file),
    table: {
      headings: [splitList(first.of('様式_見出し1')), splitList(first.of('様式_見出し2'))],
      where,
      ratingHeading: null,
      mergedStatus: rows.every((values) => values.of('様式_今後の方針') === '欄なし'),
      targetName: COLUMNS.target.word,
      resultName: COLUMNS.result.word,
      rows: table,
      blankLinesAfter: blankAtEnd(table),
      problems: [...(foldLabel(title).includes(TITLE) ? [] : [noTitle(where)]), ...strangers(rows, file)],
    },
  };
}

/** What a row says above its table and the first with the number of its sheet does not: files put together, or one changed in part. */
function strangers(rows: readonly Values[], file: string): ReadProblem[] {
  return HEADER_FIELDS.flatMap((field) => {
    const { name } = HEADER[field];
    const differs = (text: string) => text !== '' && text !== rows[0]!.of(name).trim();
    const other = rows.find((values) => differs(values.of(name).trim()));
    if (!other) return [];
    return [
      problem(
        { file, line: other.line, cell: name },
        `「${shorten(other.of(name))}」が、「シート」の番号が同じ上の行と違います。同じシートなら同じ文に、別のシートなら別の番号にしてください。`,
        `「${shorten(other.of(name))}」 differs from the rows above with the same number of the sheet (シート). Make them alike, or give another sheet a number of its own.`,
      ),
    ];
  });
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
  return fileOf(
    groups.map((group) => foundIn(group, file)),
    notes,
    options,
  );
}
