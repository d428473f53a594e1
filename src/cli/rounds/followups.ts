/** `maru year followups`: what was promised in 今後の方針. */
import type { Command } from 'commander';
import type { Promised } from '../../core/board/promised.js';
import { fiscalYearName, fiscalYearShort, formatEraDate } from '../../core/calendar/japanese-dates.js';
import { cityDate } from '../../core/calendar/working-days.js';
import { timeOf } from '../../core/followup/find.js';
import { readFollowUps } from '../../store/postgres/reports/follow-ups.js';
import type { CommandIo } from '../io.js';
import { answering } from '../mistake.js';
import { withRecord } from '../record.js';
import { sectionNamed, yearOf } from '../year.js';

type Options = { readonly year: string; readonly section?: string; readonly json?: boolean };

/** Adds `followups` to `maru year`. */
export function addFollowUpsCommand(year: Command, io: CommandIo): void {
  year
    .command('followups')
    .description(
      '前の年度までの「今後の方針」にある約束（時期や新しいこと）を、その時期とともに並べる (promises of earlier years)',
    )
    .requiredOption('--year <year>', 'それを果たす年度 (R6)')
    .option('--section <name>', '課の名前。指定しないとすべての課')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => list(options, io)));
}

const TIMES = { ahead: 'これから', now: 'いまが時期', over: '時期を過ぎています' } as const;
/** The year behind the sheet's is meant where a promise names no time. */
const UNTIMED = '時期の記載なし';

async function list(options: Options, io: CommandIo): Promise<void> {
  const fiscalYear = yearOf(options.year);
  const today = cityDate(new Date());
  const found = await withRecord(async ({ record, pool }) => {
    const ids =
      options.section === undefined
        ? null
        : [sectionNamed('--section', options.section, await record.sections()).id];
    return readFollowUps(pool, fiscalYear, ids);
  });
  if (options.json) {
    const followups = found.map(({ section, fiscalYear: of, goalNo, goalText, followUp, said }) => ({
      section: section.name,
      department: section.department,
      fiscal_year: of,
      goal: goalNo,
      goal_text: goalText,
      sentence: followUp.sentence,
      kind: followUp.kind,
      found_by: followUp.marks,
      from: followUp.due.from,
      until: followUp.due.until,
      names_time: followUp.timed,
      time: timeOf(followUp, today),
      state: said?.state ?? 'open',
      carried_to: said?.until ?? null,
      reason: said?.reason || null,
    }));
    io.out(`${JSON.stringify({ fiscal_year: fiscalYear, followups })}\n`);
    return;
  }
  if (found.length === 0) {
    io.out(
      `${fiscalYearName(fiscalYear)}に果たす約束は、前の年度までの「今後の方針」に見つかりませんでした。\n`,
    );
    return;
  }
  io.out(`${fiscalYearName(fiscalYear)}に果たす約束 ${found.length}件\n`);
  found.forEach((one, at) => {
    const before = found[at - 1];
    if (one.section.id !== before?.section.id || one.fiscalYear !== before.fiscalYear)
      io.out(
        `■ ${one.section.department} ${one.section.name}（${fiscalYearName(one.fiscalYear)}のシート）\n`,
      );
    io.out(`${lines(one, today)}\n`);
  });
}

const SAID = { done: '実施した', carried: '継続', dropped: '取りやめ' } as const;

function lines({ goalNo, followUp, said }: Promised, today: string): string {
  const { due, timed, sentence } = followUp;
  const days = due.from === due.until ? [due.from] : [due.from, due.until];
  const when = timed
    ? days.map((day) => formatEraDate(day, 'letter')).join('～')
    : `${UNTIMED}（${fiscalYearShort(Number(due.from.slice(0, 4)))}年度）`;
  const state =
    said === null
      ? TIMES[timeOf(followUp, today)]
      : said.state === 'carried'
        ? `${SAID.carried}・${TIMES[timeOf(followUp, today)]}`
        : SAID[said.state];
  const reason = said?.reason ? `（${said.reason}）` : '';
  return `  No.${goalNo} ${when} ${state}${reason}\n    ${sentence}`;
}
