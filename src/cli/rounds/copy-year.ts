/** `maru year copy`: next year's sheets from last year's. */
import type { Command } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import { SheetRefused } from '../../store/postgres/sheets/sheet-refused.js';
import { type CopiedSheet, copyYear } from '../../store/postgres/year/copy-year.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed, yearOf } from '../year.js';

type Options = {
  readonly from: string;
  readonly to: string;
  readonly section?: string;
  readonly blankTargets?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

/** Adds `copy` to `maru year`. */
export function addCopyCommand(year: Command, io: CommandIo): void {
  year
    .command('copy')
    .description(
      '前の年度のシートから、次の年度のシートを作る。目標・指標・向き・担当を引き継ぎ、結果は空にする (next year’s sheets from last year’s)',
    )
    .requiredOption('--from <year>', '写す元の年度 (R8)')
    .requiredOption('--to <year>', '作る年度 (R9)')
    .option('--section <name>', '課の名前。指定しないとすべての課')
    .option('--blank-targets', '目標の値を空にする')
    .option('--dry-run', '何が作られるかを表示するだけで、記録しない')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => copy(options, io)));
}

async function copy(options: Options, io: CommandIo): Promise<void> {
  const [from, to] = [yearOf(options.from, '--from'), yearOf(options.to, '--to')];
  if (to !== from + 1)
    throw new Mistake(
      `--to: 次の年度を指定してください（${fiscalYearName(from)}からは ${fiscalYearName(from + 1)}）。`,
    );
  const dryRun = options.dryRun ?? false;
  const copied = await withRecord(async ({ record, pool, by }) => {
    const sections = options.section === undefined ? null : await record.sections();
    return copyYear(pool, {
      from,
      to,
      targets: options.blankTargets ? 'blank' : 'kept',
      sectionIds: sections && [sectionNamed('--section', options.section!, sections).id],
      by,
      now: new Date(),
      dryRun,
    }).catch((fault: unknown) => {
      throw fault instanceof SheetRefused ? new Mistake(fault.words.ja) : fault;
    });
  });
  if (options.json) {
    const sheets = copied.map(({ section, outcome, into, sheet, directions, owners, dated }) => ({
      section: section.name,
      department: section.department,
      outcome,
      ...(into.length > 0 ? { into } : {}),
      goals: sheet.goals.length,
      indicators: indicatorsIn(sheet),
      directions,
      owners,
      names_year: dated,
    }));
    io.out(`${JSON.stringify({ from, to, dry_run: dryRun, sheets })}\n`);
    return;
  }
  if (copied.length === 0) throw new Mistake(`${fiscalYearName(from)}のシートは、まだありません。`);
  for (const one of copied) io.out(linesOf(one, from, to));
  const made = copied.filter(({ outcome }) => outcome === 'copied').length;
  io.out(
    dryRun
      ? `${fiscalYearName(to)}のシートが${made}枚できます。記録はしていません。\n`
      : `${fiscalYearName(to)}のシートを${made}枚作りました。\n`,
  );
}

const indicatorsIn = ({ goals }: CopiedSheet['sheet']): number =>
  goals.reduce((sum, { indicators }) => sum + indicators.length, 0);

function linesOf(
  { section, outcome, into, sheet, directions, owners, dated }: CopiedSheet,
  from: number,
  to: number,
) {
  const name = `${section.department} ${section.name}`;
  if (outcome === 'exists') return `${name}: ${fiscalYearName(to)}のシートがあります。そのままにします。\n`;
  if (outcome === 'gone')
    return `${name}: ${into.join('・')}が引き継いでいます。そちらのシートに入ります。\n`;
  const along = [`向き${directions}件`, `担当${owners}件`].join('・');
  const years = dated.map(
    ({ no, text }) =>
      `  No.${no} 「${text}」に、${fiscalYearName(from)}の年が書いてあります。確かめてください。\n`,
  );
  return `${name}: 目標${sheet.goals.length}件・指標${indicatorsIn(sheet)}件（${along}を引き継ぎます）。\n${years.join('')}`;
}
