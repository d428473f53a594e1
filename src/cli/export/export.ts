/** `maru export`: the official sheets of a year with what was approved, out of the record. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import { headText } from '../../core/decision/head.js';
import { nearestNames } from '../../core/organization/nearest-names.js';
import {
  canonicalDepartment,
  canonicalOrganization,
  type DepartmentAliases,
} from '../../core/organization/organization-names.js';
import type { Section } from '../../core/organization/people.js';
import type { FinishedOf } from '../../store/postgres/sheets/finished.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { kindOf, yearOf } from '../year.js';
import { exportEvidence } from './evidence.js';
import {
  checkFailed,
  type OutputOptions,
  replacedWords,
  settingsOf,
  withOutputOptions,
  writeSheets,
} from './outputs.js';

type Options = OutputOptions & {
  readonly year: string;
  readonly section?: string;
  readonly department?: string;
  readonly round: string;
  readonly evidence?: string;
  readonly json?: boolean;
};

/** Adds `export` to the program. Exit code 0 only when every file was written. */
export function addExportCommand(program: Command, io: CommandIo): void {
  const command = program
    .command('export')
    .description('承認された結果を入れたシートを書き出す (write the sheets of a year, approved state only)')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--section <name>', '課の名前。指定しないとすべての課')
    .option('--department <name>', '部の名前。その部のすべての課')
    .option(
      '--round <round>',
      '期末（yearend）のシートか、中間報告（midyear）のシートか、目標設定（targets）のシートか',
      'yearend',
    )
    .option(
      '--evidence <folder>',
      'シートの代わりに、その年度の根拠資料のファイルと一覧を、このフォルダーに書き出す',
    );
  withOutputOptions(command);
  // Evidence has a folder of its own, and no format: what is missing for sheets is said when sheets are meant.
  for (const option of command.options)
    if (option.long === '--format' || option.long === '--out') option.makeOptionMandatory(false);
  command
    .option('--json', '結果を JSON で出力する')
    .action((options: Options) =>
      answering(io, () =>
        options.evidence === undefined
          ? exportSheets(options, io)
          : exportEvidence(yearOf(options.year), options.evidence, options.json === true, io),
      ),
    );
}

async function exportSheets(options: Options, io: CommandIo): Promise<void> {
  for (const name of ['format', 'out'] as const)
    if (options[name] === undefined)
      throw new Mistake(`--${name} を指定してください。 / required option '--${name}' not specified`);
  const settings = await settingsOf(options, io);
  const fiscalYear = yearOf(options.year);
  const kind = kindOf(options.round);
  if (kind === 'midyear') checkMidyear(options);
  const { head, all, aliases } = await withRecord(async ({ record }) => ({
    head: headText({ ...(await record.head()), seal: null }),
    all: await record.finished(fiscalYear, null, kind),
    aliases: await record.departmentAliases(),
  }));
  if (all.length === 0 && kind === 'midyear')
    throw new Mistake(
      `${fiscalYearName(fiscalYear)}の中間報告は、まだ始まっていません。maru round open midyear で始めたあとに書き出せます。`,
    );
  if (all.length === 0 && kind === 'targets')
    throw new Mistake(
      `${fiscalYearName(fiscalYear)}の目標設定は、まだ始まっていません。maru round open targets で始めたあとに書き出せます。`,
    );
  if (all.length === 0)
    throw new Mistake(`${fiscalYearName(fiscalYear)}のシートは、まだ取り込まれていません。`);
  const within = options.department === undefined ? all : departmentNamed(all, options.department, aliases);
  const chosen = options.section === undefined ? within : [sectionNamed(within, options.section)];
  const { written, replaced, failed } = await writeSheets(
    chosen.map(({ sheet, decided }) => (decided === null ? sheet : { ...sheet, decided })),
    options.out,
    { ...settings, head, aliases },
  );
  const approved = chosen.filter(({ sheet }) => sheet.approved).length;
  const files = written.map(({ path, sheets }) => ({ file: basename(path), sheets }));
  const details = { round: kind, format: settings.format, draft: settings.draft === true, head, files };
  await withRecord(({ record, by }) =>
    record.note({ action: 'exported', subject: String(fiscalYear), details }, { by, now: new Date() }),
  );
  if (options.json) {
    const sections = chosen.map(({ section, sheet }) => ({
      section: section.name,
      department: section.department,
      approved: sheet.approved,
      errata: sheet.errata?.length ?? 0,
    }));
    io.out(
      `${JSON.stringify({ fiscal_year: fiscalYear, round: kind, written, sections, replaced, failed })}\n`,
    );
    checkFailed(failed);
    return;
  }
  for (const line of replacedWords(replaced, settings.format)) io.err(`${line}\n`);
  for (const one of written) io.out(`${one.path} に ${one.sheets} シートを書き出しました。\n`);
  const corrected = chosen.filter(({ sheet }) => sheet.errata?.length).length;
  if (corrected > 0)
    io.out(
      `公表後の訂正があるのは ${corrected} シートです。目標に「訂正」と日付を付け、正誤表を添えました。\n`,
    );
  if (approved < chosen.length)
    io.out(
      `承認がすべて済んだのは ${chosen.length} シートのうち ${approved} シートです。残りには「下書き（未承認）」と記しました。\n`,
    );
  checkFailed(failed);
}

/** What mid-year's document is not made of: files that are read back as a sheet, and forms that have no place for it. */
function checkMidyear({ format, template }: Options): void {
  if (format === 'json')
    throw new Mistake(
      '--round midyear: .json はシートとして読み戻されるため、中間報告には使えません。xlsx、csv、html、pdf のどれかにしてください。',
    );
  if (template !== undefined)
    throw new Mistake('--round midyear: --template は、期末のシートにだけ使えます。');
}

const nearestOf = (typed: string, sections: readonly Section[]): Section[] =>
  nearestNames(typed, sections, ({ name }) => name);
/** The sheets of a department; a Mistake that names those there are when it has none. */
function departmentNamed(
  all: readonly FinishedOf[],
  typed: string,
  aliases: DepartmentAliases,
): readonly FinishedOf[] {
  const canonical = canonicalDepartment(typed, aliases);
  const found = all.filter(({ section }) => canonicalDepartment(section.department, aliases) === canonical);
  if (found.length > 0) return found;
  const offered = [...new Set(all.map(({ section }) => `「${section.department}」`))];
  throw new Mistake(
    `--department: 「${typed}」という部のシートはありません。${offered.join('')}のどれかです。`,
  );
}

/** The section of this name; a Mistake that names what could be meant when there is none or several. */
function sectionNamed(all: readonly FinishedOf[], typed: string): FinishedOf {
  const canonical = canonicalOrganization(typed);
  const names = ({ section: { name, department } }: FinishedOf) =>
    [name, `${department}${name}`].map(canonicalOrganization);
  const fitting = all.filter((one) => names(one).includes(canonical));
  if (fitting.length === 1) return fitting[0]!;
  const sections = all.map(({ section }) => section);
  const offered = fitting.length > 1 ? fitting.map(({ section }) => section) : nearestOf(typed, sections);
  const told = offered.map(({ department, name }) => `「${department} ${name}」`).join('');
  throw new Mistake(
    fitting.length > 1
      ? `--section: 「${typed}」という課がいくつかあります。${told}のどれかです。`
      : `--section: 「${typed}」という課のシートはありません。近い名前は${told}です。`,
  );
}
