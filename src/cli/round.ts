/** `maru round open|close|list`, `maru status`: when sections report, and how far they are. */
import type { Command } from 'commander';
import { fiscalYearName, fiscalYearShort, formatEraDate } from '../core/era.js';
import { type RoundKind, roundId } from '../core/round.js';
import { cityDate, isWorkingDay, workingDayFrom } from '../core/working-days.js';
import type { CommandIo } from './io.js';
import { answering, Mistake } from './mistake.js';
import { withRecord } from './record.js';
import { addRehearseCommand } from './rehearse.js';
import { addReopenCommand } from './reopen.js';
import { dateOf, kindOf, sectionNamed, yearOf } from './year.js';

const KIND_WORDS = { midyear: '中間', yearend: '期末' } as const;

type OpenOptions = {
  readonly year: string;
  readonly due: string;
  readonly opens?: string;
  readonly asOf?: string;
  readonly section?: string;
  readonly json?: boolean;
};

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
    .option('--section <name>', 'この課だけの日付にする（時期は開いてあること）')
    .option('--json', 'JSON で出力する')
    .action((kind: string, options: OpenOptions) =>
      answering(io, () =>
        options.section === undefined
          ? open(kindOf(kind), options, io)
          : openForSection(kindOf(kind), options.section, options, io),
      ),
    );
  round
    .command('close')
    .description('報告の時期を閉じる。閉じると、もう一度 open するまで変更を受け付けない')
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
  addReopenCommand(round, io);
  addRehearseCommand(round, io);
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
  const now = new Date();
  const opensOn = options.opens === undefined ? undefined : dateOf('--opens', options.opens);
  if (dueOn < (opensOn ?? cityDate(now)))
    throw new Mistake(
      opensOn === undefined
        ? `--due: 期限（${formatEraDate(dueOn, 'kanji')}）が今日より前です。過ぎた時期を開くときは --opens も指定してください。`
        : `--due: 期限（${formatEraDate(dueOn, 'kanji')}）が、開く日（${formatEraDate(opensOn, 'kanji')}）より前です。`,
    );
  const opened = await withRecord(({ record, by }) =>
    record.openRound(
      {
        fiscalYear: yearOf(options.year),
        kind,
        dueOn,
        ...(opensOn === undefined ? {} : { opensOn }),
        ...(options.asOf === undefined ? {} : { asOf: dateOf('--as-of', options.asOf) }),
      },
      { by, now },
    ),
  );
  if (options.json) {
    io.out(`${JSON.stringify(opened)}\n`);
    return;
  }
  const { round, outcome, sections, people } = opened;
  const done = {
    opened: 'を開きました',
    changed: 'の日付を変えました',
    unchanged: 'は、すでにこのとおり開いています',
  }[outcome];
  io.out(
    `${fiscalYearName(round.fiscalYear)}の${KIND_WORDS[kind]}${done}（${formatEraDate(round.opensOn, 'kanji')}から${formatEraDate(dueOn, 'kanji')}まで、${formatEraDate(round.asOf, 'kanji')}現在）。\n`,
  );
  if (outcome !== 'unchanged')
    io.out(
      people === 0
        ? `${sections}課のチャンネルのカードに反映します。\n`
        : `${sections}課のチャンネルにカードを出し、${people}人にお知らせします。\n`,
    );
  if (!isWorkingDay(dueOn))
    io.out(
      `期限は休日です。次の開庁日（${formatEraDate(workingDayFrom(dueOn), 'kanji')}）までの提出を期限内とします。\n`,
    );
}

/** A section's own dates; the round's stay as they are. */
async function openForSection(
  kind: RoundKind,
  name: string,
  options: OpenOptions,
  io: CommandIo,
): Promise<void> {
  const year = yearOf(options.year);
  const dueOn = dateOf('--due', options.due);
  if (options.opens !== undefined)
    throw new Mistake('--opens: 開く日は課ごとには変えられません。--section と一緒には使えません。');
  const { section, opened } = await withRecord(async ({ record, by }) => {
    const found = sectionNamed('--section', name, await record.sections());
    const round = (await record.rounds()).find(({ id }) => id === roundId(year, kind));
    if (round?.state !== 'open')
      throw new Mistake(
        `${fiscalYearName(year)}の${KIND_WORDS[kind]}は開いていません。先に --section なしで開いてください。`,
      );
    const own = {
      sectionId: found.id,
      dueOn,
      ...(options.asOf === undefined ? {} : { asOf: dateOf('--as-of', options.asOf) }),
    };
    const overrides = [...round.overrides.filter(({ sectionId }) => sectionId !== found.id), own];
    return {
      section: found,
      opened: await record.openRound(
        { fiscalYear: year, kind, dueOn: round.dueOn, overrides },
        { by, now: new Date() },
      ),
    };
  });
  io.out(
    options.json
      ? `${JSON.stringify({ ...opened, section: section.id })}\n`
      : `${section.name}の${fiscalYearName(year)}の${KIND_WORDS[kind]}の期限を${formatEraDate(dueOn, 'kanji')}にしました。\n`,
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
      `${fiscalYearShort(one.fiscalYear)} ${KIND_WORDS[one.kind]}: ${one.opensOn} から ${one.dueOn} まで（${one.asOf} 現在） ${one.state === 'open' ? '受付中' : '締切済み'}${one.overrides.length === 0 ? '' : ` 別の日付の課 ${one.overrides.length}`}\n`,
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
