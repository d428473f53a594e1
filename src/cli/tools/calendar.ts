/** `maru calendar import|list`: closures, working Saturdays, and national holidays beyond those that are fixed. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type CalendarDay, holidaysConfirmedUntil } from '../../core/calendar/closures.js';
import { formatEraDate } from '../../core/calendar/japanese-dates.js';
import { readCalendarFile } from '../../workbook/roster/calendar-file.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed } from '../year.js';

const KIND_WORDS = { closed: '休み', open: '開庁', holiday: '祝日' } as const;

/** Adds `calendar` to the program. */
export function addCalendarCommands(program: Command, io: CommandIo): void {
  const calendar = program
    .command('calendar')
    .description('休みの日と開庁日の取り込みと一覧 (closures, working Saturdays, official holidays)');
  calendar
    .command('import')
    .description(
      'CSV を取り込む（日付,種別,課,名称。種別は 休み・開庁・祝日）。内閣府の祝日の CSV もそのまま読めます',
    )
    .argument('<file>', '.csv ファイル')
    .option('--dry-run', '読み取った内容を表示するだけで、記録しない')
    .option('--json', 'JSON で出力する')
    .action((file: string, options: { readonly dryRun?: boolean; readonly json?: boolean }) =>
      answering(io, () => importFile(file, options, io)),
    );
  calendar
    .command('list')
    .description('取り込んだ日の一覧')
    .option('--json', 'JSON で出力する')
    .action((options: { readonly json?: boolean }) => answering(io, () => list(options, io)));
}

async function importFile(
  file: string,
  options: { readonly dryRun?: boolean; readonly json?: boolean },
  io: CommandIo,
): Promise<void> {
  const name = basename(file);
  const bytes = await readFile(file).catch(() => {
    throw new Mistake(`${file}: ファイルを読めません。`);
  });
  const read = readCalendarFile(bytes, name);
  const refuse = (problems: readonly string[]) => {
    if (problems.length > 0) throw new Mistake(problems.join('\n'));
  };
  if (options.dryRun) {
    refuse(read.problems);
    io.out(
      options.json
        ? `${JSON.stringify({ days: read.rows })}\n`
        : `${read.rows.length}日を読み取りました。記録はしていません。\n`,
    );
    return;
  }
  const { changed, until } = await withRecord(async ({ record, by }) => {
    const sections = await record.sections();
    const problems = [...read.problems];
    const days = read.rows.flatMap(({ section, line, ...day }): CalendarDay[] => {
      if (section === null) return [{ ...day, sectionId: null }];
      try {
        return [{ ...day, sectionId: sectionNamed(`${name} ${line}行め`, section, sections).id }];
      } catch (fault) {
        if (!(fault instanceof Mistake)) throw fault;
        problems.push(fault.message);
        return [];
      }
    });
    refuse(problems);
    const count = await record.importCalendar(days, { by, now: new Date() });
    return { changed: count, until: holidaysConfirmedUntil(await record.calendar()) };
  });
  io.out(
    options.json
      ? `${JSON.stringify({ read: read.rows.length, changed, holidays_until: until })}\n`
      : `${read.rows.length}日を読み取り、${changed}日を記録しました。祝日は${formatEraDate(until, 'kanji')}まで確かです。\n`,
  );
}

async function list(options: { readonly json?: boolean }, io: CommandIo): Promise<void> {
  const { days, names } = await withRecord(async ({ record }) => ({
    days: await record.calendar(),
    names: new Map((await record.sections()).map(({ id, name }) => [id, name])),
  }));
  const until = holidaysConfirmedUntil(days);
  if (options.json) {
    io.out(`${JSON.stringify({ days, holidays_until: until })}\n`);
    return;
  }
  for (const { sectionId, day, kind, name } of days)
    io.out(
      `${day} ${KIND_WORDS[kind]} ${sectionId === null ? '全体' : (names.get(sectionId) ?? sectionId)}${name === '' ? '' : ` ${name}`}\n`,
    );
  if (days.length === 0) io.out('取り込んだ日はありません。土日・祝日・年末年始は、はじめから休みです。\n');
  io.out(`祝日は${formatEraDate(until, 'kanji')}まで確かです。\n`);
}
