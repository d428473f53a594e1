/** `maru round rehearse`: the whole season, who gets what and when, without sending or entering anything. */
import type { Command } from 'commander';
import { fiscalYearName, formatEraDate, weekdayJa } from '../../core/calendar/japanese-dates.js';
import { cityDate, cityTime } from '../../core/calendar/working-days.js';
import type { Call } from '../../core/notice/call.js';
import type { Rehearsed } from '../../core/notice/rehearsal.js';
import type { RoundToOpen } from '../../store/postgres/rounds/rounds.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { kindOf, yearOf } from '../year.js';
import { type RoundDates, roundToOpen } from './round-dates.js';

type Options = Omit<RoundDates, 'due'> & { readonly due?: string; readonly json?: boolean };

/** Adds `rehearse` to `maru round`. */
export function addRehearseCommand(round: Command, io: CommandIo): void {
  round
    .command('rehearse')
    .description('これから誰に何がいつ届くかを、送らずに一覧にする。開く前の時期も、日付を指定して試せます')
    .argument('[kind]', '開いたとして試す時期: targets（目標設定）| midyear（中間）| yearend（期末）')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--due <date>', '試す時期の期限 (2023-10-13)')
    .option('--opens <date>', '試す時期を開く日。指定しないと今日')
    .option('--as-of <date>', '試す時期の基準日')
    .option('--json', 'JSON で出力する')
    .action((kind: string | undefined, options: Options) => answering(io, () => show(kind, options, io)));
}

/** The round that is tried with these dates; null: those that are open, as they are. */
function plannedOf(kind: string | undefined, options: Options, now: Date): RoundToOpen | null {
  const { due, opens, asOf } = options;
  if (kind !== undefined && due !== undefined) return roundToOpen(kindOf(kind), { ...options, due }, now);
  if (kind === undefined && due === undefined && opens === undefined && asOf === undefined) return null;
  throw new Mistake(
    'まだ開いていない時期を試すには、時期と --due の両方を指定してください（例: maru round rehearse midyear --year R8 --due R8.10.14）。',
  );
}

async function show(kind: string | undefined, options: Options, io: CommandIo): Promise<void> {
  const year = yearOf(options.year);
  const now = new Date();
  const planned = plannedOf(kind, options, now);
  const { season, sections, people, holidaysUntil } = await withRecord(async ({ record }) => {
    const names = new Map((await record.sections()).map(({ id, name }) => [id, name]));
    const rehearsed = await record.rehearse(year, now, planned);
    // Who holds a post by then, too: a successor is not among those of today.
    const days = [now, ...rehearsed.slice(-1).map(({ at }) => new Date(at))];
    const known = (await Promise.all(days.map((day) => record.people(day)))).flat();
    return {
      season: rehearsed,
      sections: names,
      people: new Map(known.map(({ id, name }) => [id, name])),
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
      io.out(`${formatEraDate(date, 'kanji')}(${weekdayJa(date)})\n`);
    }
    const to = row.to.section === null ? row.to.person : `${row.to.section}のチャンネル`;
    io.out(`  ${cityTime(row.at)} ${to}: ${contentOf(row.kind, row.why)}\n`);
  }
  if (holidaysUntil !== null)
    io.out(
      `祝日が公示されているのは${formatEraDate(holidaysUntil, 'kanji')}までです。その先の日付は変わることがあります（maru calendar import）。\n`,
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
  again: '担当の期間切れ',
};

const REASON_WORDS: Readonly<Record<Call['reason'], string>> = {
  report: '未提出',
  waiting: '承認待ち',
  raised: '承認が進んでいないお知らせ',
  question: '未回答の質問',
  missing: '課の未提出',
  confirm: '見込みの確定',
  unconfirmed: '課の未確定',
  vacant: '担当の役職に人がいない',
};

/** What says by its kind what it is. */
const KIND_WORDS: { readonly [kind in Rehearsed['notice']['about']['kind']]?: string } = {
  digest: '今週の状況',
  overview: '今週の状況（全課）',
  department: '今週の状況（部内）',
  handover: '引継ぎのご案内',
  decide: '承認のお願い（承認する役職に人がいない）',
  question: '質問の担当が替わったお知らせ',
};

function contentOf(
  kind: Rehearsed['notice']['about']['kind'],
  why: readonly (Pick<Call, 'reason' | 'rung' | 'goals'> & { readonly section: string })[],
): string {
  const own = KIND_WORDS[kind];
  if (own !== undefined) return own;
  return why
    .map(({ reason, rung, goals, section }) => {
      const when = rung === 'waiting' ? '' : `（${RUNG_WORDS[rung]}）`;
      return `${REASON_WORDS[reason]} ${section} ${goals}件${when}`;
    })
    .join('、');
}
