/** `maru round open|close|list`, `maru status`: when sections report, and how far they are. */
import type { Command } from 'commander';
import { fiscalYearName, fiscalYearShort, formatEraDate } from '../../core/calendar/japanese-dates.js';
import { defaultAsOf, ROUND_KINDS, type RoundKind, roundId } from '../../core/calendar/round.js';
import { cityDate, isWorkingDay, workingDayFrom } from '../../core/calendar/working-days.js';
import { type LooseEnd, staysAsLastYear } from '../../core/report/loose-ends.js';
import { roundWords } from '../../core/wording/coordinator/rounds.js';
import { listAside } from '../../store/postgres/notices/put-aside.js';
import type { RoundOpened } from '../../store/postgres/rounds/rounds.js';
import { askToPass, passedOverLines } from '../export/loose-ends.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { asideLine, plain } from '../service/put-aside-words.js';
import { dateOf, kindOf, sectionNamed, yearOf } from '../year.js';
import { addRehearseCommand } from './rehearse.js';
import { addReopenCommand } from './reopen.js';
import { isFarFromYear, type RoundDates, refuseBefore, refuseUnreached, roundToOpen } from './round-dates.js';

const KIND_WORDS = { targets: '目標設定', midyear: '中間', yearend: '期末' } as const;

type CloseOptions = { readonly year: string; readonly yes?: boolean; readonly json?: boolean };
type OpenOptions = RoundDates & { readonly section?: string; readonly json?: boolean };

/** Adds `round` and `status` to the program. */
export function addRoundCommands(program: Command, io: CommandIo): void {
  const round = program
    .command('round')
    .description('報告の時期を開く・閉じる・一覧 (open, close and list rounds)');
  round
    .command('open')
    .description('報告の時期を開く、または日付を変える')
    .argument('<kind>', 'targets（目標設定）| midyear（中間）| yearend（期末）')
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
    .argument('<kind>', 'targets（目標設定）| midyear（中間）| yearend（期末）')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--yes', '残っているもの（未提出など）があっても、確かめずに閉じる。何を残したかは履歴に載ります')
    .option('--json', 'JSON で出力する')
    .action((kind: string, options: CloseOptions) => answering(io, () => close(kindOf(kind), options, io)));
  round
    .command('list')
    .description('報告の時期の一覧')
    .option('--json', 'JSON で出力する')
    .action((options: { readonly json?: boolean }) => answering(io, () => list(options, io)));
  addReopenCommand(round, io);
  addRehearseCommand(round, io);
  program
    .command('status')
    .description('課ごとの報告の状況と、取り置いたもの (how far the sections are, and what was put aside)')
    .requiredOption('--year <year>', '年度 (R5)')
    .option('--json', 'JSON で出力する')
    .action((options: { readonly year: string; readonly json?: boolean }) =>
      answering(io, () => status(options, io)),
    );
}

async function open(kind: RoundKind, options: OpenOptions, io: CommandIo): Promise<void> {
  const now = new Date();
  const toOpen = roundToOpen(kind, options, now);
  const opened = await withRecord(async ({ record, by }) => {
    const id = roundId(toOpen.fiscalYear, kind);
    const before = (await record.rounds()).find((one) => one.id === id);
    const dates = { asOf: before?.asOf ?? defaultAsOf(toOpen.fiscalYear, kind), ...toOpen };
    refuseUnreached(dates);
    const sections = before?.overrides.length ? await record.sections() : [];
    for (const { sectionId, ...own } of before?.overrides ?? [])
      refuseUnreached({ ...dates, ...own }, sections.find(({ id }) => id === sectionId)?.name);
    return record.openRound({ ...toOpen, confirms: true }, { by, now });
  });
  if (options.json) {
    io.out(`${JSON.stringify(opened)}\n`);
    return;
  }
  const { round, outcome } = opened;
  const { fiscalYear, opensOn, dueOn, asOf } = round;
  const done = {
    opened: 'を開きました',
    changed: 'の日付を変えました',
    unchanged: 'は、すでにこのとおり開いています',
  }[outcome];
  io.out(
    `${fiscalYearName(fiscalYear)}の${KIND_WORDS[kind]}${done}（${kanji(opensOn)}から${kanji(dueOn)}まで、${kanji(asOf)}現在）。\n`,
  );
  if (outcome !== 'unchanged') io.out(`${followingWords(opened, now)}\n`);
  if (isFarFromYear(dueOn, fiscalYear))
    io.out(`期限が${fiscalYearName(fiscalYear)}から離れています。年度と期限をご確認ください。\n`);
  if (!isWorkingDay(dueOn))
    io.out(`期限は休日です。次の開庁日（${kanji(workingDayFrom(dueOn))}）までの提出を期限内とします。\n`);
}

/** What follows from a round that was opened or changed. */
function followingWords({ made = 0, ...opened }: RoundOpened, now: Date): string {
  const opening = made > 0 ? `前年度のシートから${made}枚を作りました。` : '';
  return `${opening}${reaching({ ...opened, made }, now)}`;
}

function reaching({ round, outcome, sections, people }: RoundOpened, now: Date): string {
  if (sections === 0)
    return `${fiscalYearName(round.fiscalYear)}のシートはまだありません。取り込むと（maru import）、その課に届き始めます。`;
  if (people > 0) return `${sections}課のチャンネルにカードを出し、${people}人にお知らせします。`;
  return outcome === 'opened' && round.opensOn > cityDate(now)
    ? `${kanji(round.opensOn)}から、${sections}課のチャンネルにカードを出し、担当者にお知らせします。`
    : `${sections}課のチャンネルのカードに反映します。`;
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
    refuseBefore(dueOn, round.opensOn);
    const before = round.overrides.find(({ sectionId }) => sectionId === found.id);
    const asOf = options.asOf === undefined ? before?.asOf : dateOf('--as-of', options.asOf);
    refuseUnreached({ ...round, dueOn, asOf: asOf ?? round.asOf });
    const others = round.overrides.filter((one) => one !== before);
    // The round's own dates again: nothing of its own is left.
    const same = dueOn === round.dueOn && (asOf ?? round.asOf) === round.asOf;
    const own = { sectionId: found.id, dueOn, ...(asOf === undefined ? {} : { asOf }) };
    return {
      section: found,
      opened: await record.openRound(
        { fiscalYear: year, kind, dueOn: round.dueOn, overrides: same ? others : [...others, own] },
        { by, now: new Date() },
      ),
    };
  });
  io.out(
    options.json
      ? `${JSON.stringify({ ...opened, section: section.id })}\n`
      : `${section.name}の${fiscalYearName(year)}の${KIND_WORDS[kind]}の期限を${kanji(dueOn)}にしました。\n`,
  );
}

const kanji = (date: string): string => formatEraDate(date, 'kanji');

async function close(kind: RoundKind, options: CloseOptions, io: CommandIo): Promise<void> {
  const year = yearOf(options.year);
  const name = `${fiscalYearName(year)}の${KIND_WORDS[kind]}`;
  const { closed, passedOver } = await withRecord(async ({ record, by }) => {
    const closing = (agreed: readonly LooseEnd[]) =>
      record.closeRound(roundId(year, kind), { by, now: new Date(), agreed });
    const first = await closing([]);
    if (!first || !('asked' in first)) return { closed: first, passedOver: [] };
    const { asked } = first;
    const stay = staysAsLastYear({ kind }, asked) ? roundWords('ja').closing.plansStay : '';
    if (!options.yes)
      await askToPass(
        asked,
        { question: `${stay}${name}をこのまま閉じますか`, refused: `閉じませんでした。${stay}` },
        io,
      );
    return { closed: await closing(asked), passedOver: asked };
  });
  if (!closed) throw new Mistake(`${name}は、開かれたことがありません。`);
  if ('asked' in closed)
    throw new Mistake('確かめているあいだに変わったため、閉じませんでした。もう一度実行してください。');
  io.out(
    options.json
      ? `${JSON.stringify({ round: closed, passed_over: passedOver })}\n`
      : `${name}を閉じました。\n${passedOverLines(passedOver)}`,
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
      `${fiscalYearShort(one.fiscalYear)} ${KIND_WORDS[one.kind]}: ${kanji(one.opensOn)}から${kanji(one.dueOn)}まで（${kanji(one.asOf)}現在） ${one.state === 'open' ? '受付中' : '締切済み'}${one.overrides.length === 0 ? '' : ` 別の日付の課 ${one.overrides.length}`}\n`,
    );
}

async function status(options: { year: string; json?: boolean }, io: CommandIo): Promise<void> {
  const year = yearOf(options.year);
  const { sections, opened, aside } = await withRecord(async ({ record, pool }) => ({
    sections: await record.status(year),
    opened: (await record.rounds()).some(({ fiscalYear }) => fiscalYear === year),
    aside: await listAside(pool),
  }));
  if (options.json) {
    io.out(`${JSON.stringify({ fiscal_year: year, sections, put_aside: aside.map(plain) })}\n`);
    return;
  }
  if (sections.length === 0)
    io.out(
      opened
        ? `${fiscalYearName(year)}のシートはまだありません（maru import）。\n`
        : `${fiscalYearName(year)}の報告の時期は、まだ開かれていません（maru round open）。\n`,
    );
  let shown = '';
  for (const one of sections) {
    if (one.roundId !== shown) {
      shown = one.roundId;
      io.out(`【${KIND_WORDS[ROUND_KINDS.find((kind) => one.roundId.endsWith(kind)) ?? 'yearend']}】\n`);
    }
    const parts = [
      `承認済 ${one.approved}`,
      `承認待ち ${one.submitted}`,
      `差戻し ${one.returned}`,
      ...(one.correcting > 0 ? [`修正中 ${one.correcting}`] : []),
      `未提出 ${one.open + one.withdrawn}`,
      ...(one.unconfirmed ? [`未確定の見込み ${one.unconfirmed}`] : []),
    ];
    const late = one.late === 0 ? '' : `、うち期限後の提出 ${one.late}件`;
    io.out(`${one.department} ${one.sectionName}: ${parts.join('・')}（全${one.goals}件${late}）\n`);
  }
  if (aside.length > 0)
    io.out(
      `取り置いたもの ${aside.length}件（maru retry でもう一度試せます） / Put aside: ${aside.length}; maru retry has it tried again\n${aside.map((one) => `  ${asideLine(one)}\n`).join('')}`,
    );
}
