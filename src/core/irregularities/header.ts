/** H01–H10 and H15–H17: title, header and the lines around the table. Dates are in `dates.ts`. */
import { foldLabel } from '../fold.js';
import { canonicalDepartment, canonicalOrganization, splitOrganization } from '../organization.js';
import type { Irregularity } from '../sheet.js';
import { type Finder, note } from './catalogue.js';
import { departmentKey, type FileFacts, headerWidths, unitKey } from './file-facts.js';
import type { PrintedSheet } from './layout.js';

const POLICY_INDICATORS_LABEL = '(参考) 関連する総合計画における政策指標';
/** Units that are not called so are facilities or branch offices, whose head is a 所長 or 館長 and no 課長 (H09). */
const OFFICE_SECTION = /(?:課|室|係|部|局|班)$/u;

export const findInHeader: Finder = (one, file) => [
  ...title(one, file),
  ...rows(one, file),
  ...labels(one),
  ...department(one, file),
  ...section(one, file),
  ...lines(one),
];

function title({ layout }: PrintedSheet, file: FileFacts): Irregularity[] {
  const marked = file.markedTitles;
  const unusual = layout.titleMarked ? marked * 2 < file.sheets : marked * 2 > file.sheets;
  const trailing = layout.legend.some((line) => line.trailingBlanks);
  const blank = layout.blankLinesBefore ?? 0;
  return [
    ...(marked > 0 && marked < file.sheets && unusual
      ? [
          note(
            'H01',
            layout.where,
            `題名の行に「#」が${layout.titleMarked ? 'あります' : 'ありません'}。ほかのシートと違いますが、題名として読みました。`,
            `The title line stands ${layout.titleMarked ? 'with' : 'without'} '#', unlike the other sheets. It was read as a title.`,
          ),
        ]
      : []),
    ...(trailing || blank > 2
      ? [
          note(
            'H02',
            layout.legend.find((line) => line.trailingBlanks)?.where ?? layout.where,
            `空の行${blank > 0 ? `(題名の前に${blank}行)` : ''}や行の終わりの空白は、読み飛ばしました。`,
            `Blank lines${blank > 0 ? ` (${blank} before the title)` : ''} and blanks at line ends were passed over.`,
          ),
        ]
      : []),
  ];
}

function rows(one: PrintedSheet, file: FileFacts): Irregularity[] {
  const { layout } = one;
  const widths = headerWidths(one);
  return [
    ...(file.headerWidths.size > 1 || layout.headerFillers
      ? [
          note(
            'H03',
            layout.header.fiscalYear,
            `表の上の欄は1行に${widths}セルです。欄名の右のセルを読みました。`,
            `The header has ${widths} cells a row. Each text was read beside its label.`,
          ),
        ]
      : []),
    ...(layout.organizationBesideYear
      ? [
          note(
            'H04',
            layout.header.organization,
            '組織名(課・機関名)が年度と同じ行にあります。',
            'The section stands in the same row as 年度.',
          ),
        ]
      : []),
  ];
}

function labels({ sheet, layout }: PrintedSheet): Irregularity[] {
  const { label, text } = sheet.header.policyIndicators;
  const plain = label.normalize('NFKC').trim();
  const found: Irregularity[] = [];
  if (label !== '' && plain !== POLICY_INDICATORS_LABEL && plain !== foldLabel(POLICY_INDICATORS_LABEL)) {
    found.push(
      note(
        'H05',
        layout.header.policyIndicators,
        `欄名「${label}」を「${POLICY_INDICATORS_LABEL}」として読みました。`,
        `The label 「${label}」 was read as 「${POLICY_INDICATORS_LABEL}」.`,
      ),
    );
  }
  if (label !== '' && text === '') {
    found.push(
      note(
        'H06',
        layout.header.policyIndicators,
        '政策指標が空です。',
        'There are no 政策指標 on the sheet.',
      ),
    );
  } else if (sheet.policyIndicators.length > 1 && !/^[・●•]/u.test(text)) {
    found.push(
      note(
        'H06',
        layout.header.policyIndicators,
        `政策指標の最初の項目に「・」がありません。${sheet.policyIndicators.length}項目として読みました。`,
        `The first 政策指標 has no bullet. ${sheet.policyIndicators.length} items were read.`,
      ),
    );
  }
  return found;
}

function department({ sheet, layout }: PrintedSheet, file: FileFacts): Irregularity[] {
  const { text } = sheet.header.department;
  const own = canonicalOrganization(text);
  const usual = canonicalDepartment(own, file.aliases);
  const names = new Set([...(file.spellings.get(departmentKey(text, file.aliases)) ?? []), own, usual]);
  if (names.size < 2) return [];
  const quoted = [...names].map((name) => `「${name}」`).join('と');
  return [
    note(
      'H07',
      layout.header.department,
      `組織名(部)は「${text}」です。${quoted}を同じ部として扱い、印刷のとおりに残します。`,
      `The department is printed 「${text}」. ${quoted} are taken for one department; the print is kept.`,
    ),
  ];
}

function section({ sheet, layout }: PrintedSheet, file: FileFacts): Irregularity[] {
  const { label, text } = sheet.header.organization;
  const { main, sub } = splitOrganization(text);
  const units = file.units.get(unitKey(sheet.header.department.text, main, file.aliases));
  const found: Irregularity[] = [];
  if (sub !== null || (units?.size ?? 0) > 1) {
    found.push(
      note(
        'H08',
        layout.header.organization,
        sub === null
          ? `${main}には別の機関のシートもあります。別々のシートとして扱います。`
          : `${main}の中の${sub}のシートです。${main}とは別のシートとして扱います。`,
        sub === null
          ? `Another unit of ${main} has a sheet of its own. They are kept apart.`
          : `This is the sheet of ${sub} within ${main}. It is kept apart from ${main}'s own.`,
      ),
    );
  }
  if (!OFFICE_SECTION.test(main)) {
    found.push(
      note(
        'H09',
        layout.header.organization,
        `${main}は課ではありません。承認する役職(所長、館長など)を名簿で確かめてください。`,
        `${main} is not called a section (課). Please check in the roster who approves (所長, 館長 …).`,
      ),
    );
  }
  if (label.includes('準部')) {
    found.push(
      note(
        'H10',
        layout.header.organization,
        '欄名の「準部」は、印刷のとおりに残します。',
        'The word 準部 in the label is kept as printed.',
      ),
    );
  }
  return found;
}

function lines({ sheet, layout }: PrintedSheet): Irregularity[] {
  const spaced = sheet.legend.findIndex(({ text }) => /[:：]\s/u.test(text));
  return [
    ...(spaced >= 0
      ? [
          note(
            'H15',
            layout.legend[spaced]?.where ?? layout.where,
            `凡例「${sheet.legend[spaced]!.text}」の空白は、意味に含めません。`,
            `The blank in the legend 「${sheet.legend[spaced]!.text}」 is no part of the meaning.`,
          ),
        ]
      : []),
    ...sheet.looseMarks.map((text, index) =>
      note(
        'H16',
        layout.looseMarks[index] ?? layout.where,
        `「${text}」が何の欄か分からないので、そのまま残しました。`,
        `「${text}」 belongs to no field. It was kept as it is.`,
      ),
    ),
    ...(sheet.footnotes.length > 0
      ? [
          note(
            'H17',
            layout.footnotes[0] ?? layout.where,
            `表の下の${sheet.footnotes.length}行を注記として残しました:「${sheet.footnotes.join(' ')}」`,
            `${sheet.footnotes.length} line(s) below the table were kept as footnotes: 「${sheet.footnotes.join(' ')}」.`,
          ),
        ]
      : []),
  ];
}
