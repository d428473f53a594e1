/** `maru evidence`: what 根拠資料 there is, and which of it is to be published. */
import type { Command } from 'commander';
import { fiscalYearName, fiscalYearOf } from '../../core/calendar/japanese-dates.js';
import { cityDate } from '../../core/calendar/working-days.js';
import { evidenceWords } from '../../core/wording/evidence/evidence.js';
import { type ListedEvidence, listEvidence } from '../../store/postgres/evidence/list.js';
import { markByOperator } from '../../store/postgres/evidence/mark.js';
import { PUBLIC_WORDS, ROUND_WORDS } from '../export/evidence.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed, yearOf } from '../year.js';

type Options = { readonly section?: string; readonly year?: string; readonly json?: boolean };

/** Adds `evidence` to the program. */
export function addEvidenceCommands(maru: Command, io: CommandIo): void {
  const evidence = maru.command('evidence').description('根拠資料 (evidence)');
  evidence
    .command('list')
    .description('根拠資料を、番号と、公表するかどうかとともに並べる (list it)')
    .option('--section <name>', '課の名前。指定しないとすべての課')
    .option('--year <year>', '年度 (R5)。指定しないと今年度')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => list(options, io)));
  evidence
    .command('mark')
    .argument('<id>', '根拠資料の番号（maru evidence list にあるもの）')
    .description('公表する：報告が承認された後の公表から載せる (publish it)')
    .action((id: string) => answering(io, () => mark(id, true, io)));
  evidence
    .command('unmark')
    .argument('<id>', '根拠資料の番号（maru evidence list にあるもの）')
    .description('公表をやめる：次の公表で外す (do not publish it any more)')
    .action((id: string) => answering(io, () => mark(id, false, io)));
}

async function list(options: Options, io: CommandIo): Promise<void> {
  const fiscalYear = options.year === undefined ? fiscalYearOf(cityDate(new Date())) : yearOf(options.year);
  const rows = await withRecord(async ({ record, pool }) => {
    const all = await listEvidence(pool, fiscalYear);
    if (options.section === undefined) return all;
    const { name, department } = sectionNamed('--section', options.section, await record.sections());
    return all.filter((one) => one.section === name && one.department === department);
  });
  if (options.json) {
    const evidence = rows.map((one) => ({
      id: one.id,
      section: one.section,
      round: one.round,
      goal: one.goalNo || null,
      name: one.name,
      link: one.link,
      size: one.file?.size ?? null,
      sha256: one.file?.sha256 ?? null,
      public: one.isPublic || null,
    }));
    io.out(`${JSON.stringify({ fiscal_year: fiscalYear, evidence })}\n`);
    return;
  }
  if (rows.length === 0) return io.out(`${fiscalYearName(fiscalYear)}の根拠資料はありません。\n`);
  io.out(`${fiscalYearName(fiscalYear)}の根拠資料 ${rows.length}件\n`);
  rows.forEach((one, at) => {
    if (one.section !== rows[at - 1]?.section) io.out(`■ ${one.section}\n`);
    io.out(`${line(one)}\n`);
  });
}

function line({ id, round, goalNo, goal, name, file, isPublic }: ListedEvidence): string {
  const which = goalNo === '' ? goal : `No.${goalNo}`;
  const of = [ROUND_WORDS[round] ?? round, ...(which === '' ? [] : [which])].join(' ');
  const state = isPublic === '' ? '' : `　${PUBLIC_WORDS[isPublic]}`;
  return `  ${of} ${evidenceWords('ja').short(name, file?.size ?? null)}${state}\n    ${id}`;
}

async function mark(id: string, on: boolean, io: CommandIo): Promise<void> {
  const words = evidenceWords('ja');
  const done = await withRecord(({ pool, by }) => markByOperator(pool, id, on, by, new Date()));
  switch (done.kind) {
    case 'done':
      return io.out(`${words[done.what](done.name)}${done.changed ? '' : '（前からそうなっています）'}\n`);
    case 'none':
      throw new Mistake(
        `${id}: この番号の根拠資料はありません。maru evidence list で確かめてください。 / There is no such evidence.`,
      );
    case 'of_memo':
      throw new Mistake(words.markOfMemo);
    case 'closed':
      throw new Mistake(words.markClosed);
    default:
      return done satisfies never;
  }
}
