/** `maru round open|close|list`, `maru status`: when sections report, and how far they are. */
import type { Command } from 'commander';
import {
  fiscalYearName,
  fiscalYearShort,
  formatEraDate,
  isIsoDate,
  parseEraDate,
  parseFiscalYear,
} from '../core/era.js';
import { type RoundKind, roundId } from '../core/round.js';
import { isWorkingDay, workingDayFrom } from '../core/working-days.js';
import type { CommandIo } from './io.js';
import { answering, Mistake } from './mistake.js';
import { withRecord } from './record.js';

const KIND_WORDS = { midyear: '中間', yearend: '期末' } as const;

type OpenOptions = {
  readonly year: string;
  readonly due: string;
  readonly opens?: string;
  readonly asOf?: string;
  readonly json?: boolean;
};

/** A fiscal year as typed (R5, 令和5年度, 2023); a Mistake when it is none. */
export function yearOf(text: string): number {
  const year = parseFiscalYear(text) ?? (/^\d{4}$/u.test(text) ? Number(text) : null);
  if (year === null)
    throw new Mistake(`--year: 「${text}」は年度として読み取れません（例: R5、令和5年度、2023）。`);
  return year;
}

/** A date as typed (2023-10-13, R5.10.13, 令和5年10月13日) as ISO date; a Mistake when it is none. */
export function dateOf(option: string, text: string): string {
  const date = isIsoDate(text) ? text : parseEraDate(text)?.iso;
  if (!date)
    throw new Mistake(`${option}: 「${text}」は日付として読み取れません（例: 2023-10-13、R5.10.13）。`);
  return date;
}

function kindOf(text: string): RoundKind {
  if (text === 'midyear' || text === '中間') return 'midyear';
  if (text === 'yearend' || text === '期末') return 'yearend';
  throw new Mistake(`「${text}」は報告の時期ではありません。midyear（中間）か yearend（期末）です。`);
}

/** Adds `round` and `status` to the program. */
export function addRoundCommands(program: Command, io: CommandIo): void {
  const round = program
    .command('round')
    .description('報告の時期を開く・閉じる・一覧 (open, close and list rounds)');
  round
    .command('open')
    .description('報告の時期を開く、または日付を変える')
    .argument('<kind>', 'midyear（中間）| yearend（期末）')
    .requiredOption('--year <year>', '年度 (R5)')
    .requiredOption('--due <date>', '期限 (2023-10-13)')
    .option('--opens <date>', '開く日。指定しないと今日')
    .option('--as-of <date>', '基準日。指定しないと中間は9月30日、期末は3月31日')
    .option('--json', 'JSON で出力する')
    .action((kind: string, options: OpenOptions) => answering(io, () => open(kindOf(kind), options, io)));
  round
    .command('close')
    .description('報告の時期を閉じる。閉じたあとは変更できない')
    .argument('<kind>', 'midyear（中間）| yearend（期末）')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--json', 'JSON で出力する')
    .action((kind: string, options: { readonly year: string; readonly json?: boolean }) =>
      answering(io, () => close(kindOf(kind), options, io)),
    );
  round
    .command('list')
    .description('報告の時期の一覧')
    .option('--json', 'JSON で出力する')
    .action((options: { readonly json?: boolean }) => answering(io, () => list(options, io)));
  program
    .command('status')
    .description('課ごとの報告の状況 (how far the sections are)')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--json', 'JSON で出力する')
    .action((options: { readonly year: string; readonly json?: boolean }) =>
      answering(io, () => status(options, io)),
    );
}

async function open(kind: RoundKind, options: OpenOptions, io: CommandIo): Promise<void> {
  const dueOn = dateOf('--due', options.due);
  const opened = await withRecord(({ record, by }) =>
    record.openRound(
      {
        fiscalYear: yearOf(options.year),
        kind,
        dueOn,
        ...(options.opens === undefined ? {} : { opensOn: dateOf('--opens', options.opens) }),
        ...(options.asOf === undefined ? {} : { asOf: dateOf('--as-of', options.asOf) }),
      },
      { by, now: new Date() },
    ),
  );
  if (options.json) {
    io.out(`${JSON.stringify(opened)}\n`);
    return;
  }
  const { round, outcome, sections, people } = opened;
  const done = {
    opened: '開きました',
    changed: '日付を変えました',
    unchanged: 'すでにこのとおり開いています',
  }[outcome];
  io.out(
    `${fiscalYearName(round.fiscalYear)}の${KIND_WORDS[kind]}を${done}（${formatEraDate(round.opensOn, 'kanji')}から${formatEraDate(dueOn, 'kanji')}まで、${formatEraDate(round.asOf, 'kanji')}現在）。\n`,
  );
  if (outcome !== 'unchanged')
    io.out(`${sections}課のチャンネルにカードを出し、${people}人にお知らせします。\n`);
  if (!isWorkingDay(dueOn))
    io.out(
      `期限は休日です。次の開庁日（${formatEraDate(workingDayFrom(dueOn), 'kanji')}）までの提出を期限内とします。\n`,
    );
}

async function close(
  kind: RoundKind,
  options: { year: string; json?: boolean },
  io: CommandIo,
): Promise<void> {
  const year = yearOf(options.year);
  const closed = await withRecord(({ record, by }) =>
    record.closeRound(roundId(year, kind), { by, now: new Date() }),
  );
  if (!closed)
    throw new Mistake(`${fiscalYearName(year)}の${KIND_WORDS[kind]}は、開かれたことがありません。`);
  io.out(
    options.json
      ? `${JSON.stringify({ round: closed })}\n`
      : `${fiscalYearName(year)}の${KIND_WORDS[kind]}を閉じました。\n`,
  );
}

async function list(options: { json?: boolean }, io: CommandIo): Promise<void> {
  const rounds = await withRecord(({ record }) => record.rounds());
  if (options.json) {
    io.out(`${JSON.stringify({ rounds })}\n`);
    return;
  }
  if (rounds.length === 0) io.out('まだ開かれた報告の時期はありません。\n');
  for (const one of rounds)
    io.out(
      `${fiscalYearShort(one.fiscalYear)} ${KIND_WORDS[one.kind]}: ${one.opensOn} から ${one.dueOn} まで（${one.asOf} 現在） ${one.state === 'open' ? '受付中' : '締切済み'}\n`,
    );
}

async function status(options: { year: string; json?: boolean }, io: CommandIo): Promise<void> {
  const year = yearOf(options.year);
  const sections = await withRecord(({ record }) => record.status(year));
  if (options.json) {
    io.out(`${JSON.stringify({ fiscal_year: year, sections })}\n`);
    return;
  }
  if (sections.length === 0) io.out(`${fiscalYearName(year)}のシートはまだありません。\n`);
  let shown = '';
  for (const one of sections) {
    if (one.roundId !== shown) {
      shown = one.roundId;
      io.out(`【${KIND_WORDS[one.roundId.endsWith('midyear') ? 'midyear' : 'yearend']}】\n`);
    }
    const parts = [
      `承認済 ${one.approved}`,
      `承認待ち ${one.submitted}`,
      `差戻し ${one.returned}`,
      `未提出 ${one.open + one.withdrawn}`,
    ];
    io.out(`${one.department} ${one.sectionName}: ${parts.join('・')}（全${one.goals}件）\n`);
  }
}
