/** `maru round rehearse`: the whole season, who gets what and when, without sending or entering anything. */
import type { Command } from 'commander';
import { fiscalYearName, formatMonthDay } from '../core/era.js';
import type { Rehearsed } from '../core/rehearsal.js';
import type { Call } from '../core/reminders.js';
import { cityDate, cityTime } from '../core/working-days.js';
import type { CommandIo } from './io.js';
import { answering } from './mistake.js';
import { withRecord } from './record.js';
import { yearOf } from './year.js';

type Options = { readonly year: string; readonly json?: boolean };

/** Adds `rehearse` to `maru round`. */
export function addRehearseCommand(round: Command, io: CommandIo): void {
  round
    .command('rehearse')
    .description('これから誰に何がいつ届くかを、送らずに一覧にする')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => show(options, io)));
}

async function show(options: Options, io: CommandIo): Promise<void> {
  const year = yearOf(options.year);
  const { season, sections, people, holidaysUntil } = await withRecord(async ({ record }) => {
    const now = new Date();
    const names = new Map((await record.sections()).map(({ id, name }) => [id, name]));
    const known = new Map((await record.people(now)).map(({ id, name }) => [id, name]));
    return {
      season: await record.rehearse(year, now),
      sections: names,
      people: known,
      holidaysUntil: await record.holidaysMissing(),
    };
  });
  const nameOf = (calls: readonly Call[], id: string) => calls[0]?.name ?? people.get(id) ?? id;
  const rows = season.map(({ at, notice, calls }) => ({
    at,
    kind: notice.about.kind,
    to:
      notice.to.kind === 'channel'
        ? { section: sections.get(notice.to.sectionId) ?? notice.to.sectionId, person: null }
        : { section: null, person: nameOf(calls, notice.to.personId) },
    why: calls.map(({ reason, rung, sectionId, roundId, goals }) => ({
      reason,
      rung,
      section: sections.get(sectionId) ?? sectionId,
      round: roundId,
      goals,
    })),
  }));
  if (options.json) {
    io.out(`${JSON.stringify({ fiscal_year: year, holidays_until: holidaysUntil, messages: rows })}\n`);
    return;
  }
  if (rows.length === 0) io.out(`${fiscalYearName(year)}に、これから届くお知らせはありません。\n`);
  let day = '';
  for (const row of rows) {
    const date = cityDate(row.at);
    if (date !== day) {
      day = date;
      io.out(`${date.slice(0, 4)}年${formatMonthDay(date, 'ja')}\n`);
    }
    const to = row.to.section === null ? row.to.person : `${row.to.section}のチャンネル`;
    io.out(`  ${cityTime(row.at)} ${to}: ${contentOf(row.kind, row.why)}\n`);
  }
  if (holidaysUntil !== null)
    io.out(
      `祝日が公示されているのは${holidaysUntil}までです。その先の日付は変わることがあります（maru calendar import）。\n`,
    );
}

const RUNG_WORDS: Readonly<Record<Call['rung'], string>> = {
  opening: '受付開始',
  week_before: '1週間前',
  two_days_before: '2営業日前',
  day_before: '前営業日',
  day_after: '期限の翌営業日',
  due_day: '期限の日',
  waiting: '承認待ち',
};

const REASON_WORDS: Readonly<Record<Call['reason'], string>> = {
  report: '未提出',
  waiting: '承認待ち',
  question: '未回答の質問',
  missing: '課の未提出',
  vacant: '担当の役職に人がいない',
};

function contentOf(
  kind: Rehearsed['notice']['about']['kind'],
  why: readonly (Pick<Call, 'reason' | 'rung' | 'goals'> & { readonly section: string })[],
): string {
  if (kind === 'digest') return '今週の状況';
  if (kind === 'overview') return '今週の状況（全課）';
  return why
    .map(({ reason, rung, goals, section }) => {
      const when = rung === 'waiting' ? '' : `（${RUNG_WORDS[rung]}）`;
      return `${REASON_WORDS[reason]} ${section} ${goals}件${when}`;
    })
    .join('、');
}
