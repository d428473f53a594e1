/** H01–H10 and H15–H17: title, header and the lines around the table. Dates are in `dates.ts`. */
import {
  canonicalDepartment,
  canonicalOrganization,
  splitOrganization,
} from '../../organization/organization-names.js';
import { foldLabel } from '../../text/fold.js';
import { nfkc } from '../../text/normal-form.js';
import { departmentKey, type FileFacts, headerWidths, unitKey } from './file-facts.js';
import type { LaidOutSheet, Say } from './rows.js';

const POLICY_INDICATORS_LABEL = '(参考) 関連する総合計画における政策指標';
/** Units that are not called so are facilities or branch offices, whose head is a 所長 or 館長 and no 課長 (H09). */
const OFFICE_SECTION = /(?:課|室|係|部|局|班)$/u;

export function findInHeader(one: LaidOutSheet, say: Say, file: FileFacts): void {
  title(one, file, say);
  rows(one, file, say);
  labels(one, say);
  department(one, file, say);
  section(one, file, say);
  lines(one, say);
}

function title({ layout }: LaidOutSheet, file: FileFacts, say: Say): void {
  const marked = file.markedTitles;
  const unusual = layout.titleMarked ? marked * 2 < file.sheets : marked * 2 > file.sheets;
  const trailing = layout.legend.some((line) => line.trailingBlanks);
  const blank = layout.blankLinesBefore ?? 0;
  if (marked > 0 && marked < file.sheets && unusual)
    say(
      'H01',
      layout.where,
      `題名の行に「#」が${layout.titleMarked ? 'あります' : 'ありません'}。ほかのシートと違いますが、題名として読みました。`,
      `The title line stands ${layout.titleMarked ? 'with' : 'without'} '#', unlike the other sheets. It was read as a title.`,
    );
  if (trailing || blank > 2)
    say(
      'H02',
      layout.legend.find((line) => line.trailingBlanks)?.where ?? layout.where,
      `空の行${blank > 0 ? `(題名の前に${blank}行)` : ''}や行の終わりの空白は、読み飛ばしました。`,
      `Blank lines${blank > 0 ? ` (${blank} before the title)` : ''} and blanks at line ends were passed over.`,
    );
}

function rows(one: LaidOutSheet, file: FileFacts, say: Say): void {
  const { layout } = one;
  const widths = headerWidths(one);
  if (file.headerWidths.size > 1 || layout.headerFillers)
    say(
      'H03',
      layout.header.fiscalYear,
      `表の上の欄は1行に${widths}セルです。欄名の右のセルを読みました。`,
      `The header has ${widths} cells a row. Each text was read beside its label.`,
    );
  if (layout.organizationBesideYear)
    say(
      'H04',
      layout.header.organization,
      '組織名(課・機関名)が年度と同じ行にあります。',
      'The section stands in the same row as 年度.',
    );
}

function labels({ sheet, layout }: LaidOutSheet, say: Say): void {
  const { label, text } = sheet.header.policyIndicators;
  const plain = nfkc(label).trim();
  if (label !== '' && plain !== POLICY_INDICATORS_LABEL && plain !== foldLabel(POLICY_INDICATORS_LABEL))
    say(
      'H05',
      layout.header.policyIndicators,
      `欄名「${label}」を「${POLICY_INDICATORS_LABEL}」として読みました。`,
      `The label 「${label}」 was read as 「${POLICY_INDICATORS_LABEL}」.`,
    );
  if (label !== '' && text === '')
    say('H06', layout.header.policyIndicators, '政策指標が空です。', 'There are no 政策指標 on the sheet.');
  else if (sheet.policyIndicators.length > 1 && !/^[・●•]/u.test(text))
    say(
      'H06',
      layout.header.policyIndicators,
      `政策指標の最初の項目に「・」がありません。${sheet.policyIndicators.length}項目として読みました。`,
      `The first 政策指標 has no bullet. ${sheet.policyIndicators.length} items were read.`,
    );
}

function department({ sheet, layout }: LaidOutSheet, file: FileFacts, say: Say): void {
  const { text } = sheet.header.department;
  const own = canonicalOrganization(text);
  const usual = canonicalDepartment(own, file.aliases);
  const names = new Set([...(file.spellings.get(departmentKey(text, file.aliases)) ?? []), own, usual]);
  if (names.size < 2) return;
  const quoted = [...names].map((name) => `「${name}」`).join('と');
  say(
    'H07',
    layout.header.department,
    `組織名(部)は「${text}」です。${quoted}を同じ部として扱い、印刷のとおりに残します。`,
    `The department is printed 「${text}」. ${quoted} are taken for one department; the print is kept.`,
  );
}

function section({ sheet, layout }: LaidOutSheet, file: FileFacts, say: Say): void {
  const { label, text } = sheet.header.organization;
  const { main, sub } = splitOrganization(text);
  const units = file.units.get(unitKey(sheet.header.department.text, main, file.aliases));
  if (sub !== null || (units?.size ?? 0) > 1)
    say(
      'H08',
      layout.header.organization,
      sub === null
        ? `${main}には別の機関のシートもあります。別々のシートとして扱います。`
        : `${main}の中の${sub}のシートです。${main}とは別のシートとして扱います。`,
      sub === null
        ? `Another unit of ${main} has a sheet of its own. They are kept apart.`
        : `This is the sheet of ${sub} within ${main}. It is kept apart from ${main}'s own.`,
    );
  if (!OFFICE_SECTION.test(main))
    say(
      'H09',
      layout.header.organization,
      `${main}は課ではありません。承認する役職(所長、館長など)を名簿で確かめてください。`,
      `${main} is not called a section (課). Please check in the roster who approves (所長, 館長 …).`,
    );
  if (label.includes('準部'))
    say(
      'H10',
      layout.header.organization,
      '欄名の「準部」は、印刷のとおりに残します。',
      'The word 準部 in the label is kept as printed.',
    );
}

function lines({ sheet, layout }: LaidOutSheet, say: Say): void {
  const spaced = sheet.legend.findIndex(({ text }) => /[:：]\s/u.test(text));
  if (spaced >= 0)
    say(
      'H15',
      layout.legend[spaced]?.where ?? layout.where,
      `凡例「${sheet.legend[spaced]!.text}」の空白は、意味に含めません。`,
      `The blank in the legend 「${sheet.legend[spaced]!.text}」 is no part of the meaning.`,
    );
  for (const [index, text] of sheet.looseMarks.entries())
    say(
      'H16',
      layout.looseMarks[index] ?? layout.where,
      `「${text}」が何の欄か分からないので、そのまま残しました。`,
      `「${text}」 belongs to no field. It was kept as it is.`,
    );
  if (sheet.footnotes.length > 0)
    say(
      'H17',
      layout.footnotes[0] ?? layout.where,
      `表の下の${sheet.footnotes.length}行を注記として残しました:「${sheet.footnotes.join(' ')}」`,
      `${sheet.footnotes.length} line(s) below the table were kept as footnotes: 「${sheet.footnotes.join(' ')}」.`,
    );
}
