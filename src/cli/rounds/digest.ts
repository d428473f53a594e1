/** `maru digest`: this week's digests as they would be sent now. */
import type { Command } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import { fallbackText } from '../../core/cards/fallback.js';
import { departmentCard } from '../../core/cards/notices/department.js';
import { digestCard, overviewCard } from '../../core/cards/notices/digest.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { yearOf } from '../year.js';

type Options = { readonly year: string; readonly dryRun?: boolean; readonly json?: boolean };

/** Adds `digest` to the program. */
export function addDigestCommand(program: Command, io: CommandIo): void {
  program
    .command('digest')
    .description('今週の状況（課のチャンネル、部長・区長、事務局へのまとめ）を表示する (the weekly digests)')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--dry-run', '送らずに表示する（送るのは maru serve です）')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => show(options, io)));
}

async function show(options: Options, io: CommandIo): Promise<void> {
  if (!options.dryRun)
    throw new Mistake(
      'まとめは動いているサービス（maru serve）が週の初めに送ります。内容を見るには --dry-run を付けてください。',
    );
  const year = yearOf(options.year);
  const { weeks, city, departments, unreadable } = await withRecord(({ record }) =>
    record.digests(year, new Date()),
  );
  const sections = weeks.flatMap((week) => {
    const card = digestCard(week, 'ja');
    return card ? [{ section: week.section.name, text: fallbackText(card) }] : [];
  });
  const heads = departments.flatMap((one) => {
    const card = departmentCard(one, 'ja');
    return card ? [{ person: one.person.name, text: fallbackText(card) }] : [];
  });
  const overview = city ? overviewCard(city, 'ja') : null;
  for (const reason of unreadable) io.fail(`記録を読み取れません (cannot read the record): ${reason}`);
  if (options.json) {
    io.out(
      `${JSON.stringify({ fiscal_year: year, sections, departments: heads, overview: overview ? fallbackText(overview) : null })}\n`,
    );
    return;
  }
  if (sections.length === 0 && !overview && unreadable.length === 0)
    io.out(`${fiscalYearName(year)}に受付中の報告の時期がないか、すべて承認済みです。\n`);
  for (const { section, text } of sections) io.out(`■ ${section}のチャンネル\n${text}\n\n`);
  for (const { person, text } of heads) io.out(`■ ${person}\n${text}\n\n`);
  if (overview) io.out(`■ 事務局\n${fallbackText(overview)}\n`);
}
