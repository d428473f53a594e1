/** `maru retention`: what is over by the organisation's schedule (保存期間の満了) shown, and thrown away. */
import type { Command } from 'commander';
import { readConfig } from '../../config.js';
import { fiscalYearShort } from '../../core/calendar/japanese-dates.js';
import { cityDate } from '../../core/calendar/working-days.js';
import { KINDS, RETAINED_KINDS } from '../../core/decision/kinds/kinds.js';
import {
  lastYearOver,
  type Retained,
  readSchedule,
  type Schedule,
  USUAL,
} from '../../core/decision/kinds/retention.js';
import type { Over as HowOver, OverInYear } from '../../store/postgres/kinds/kind.js';
import { overOf } from '../../store/postgres/kinds/kinds.js';
import { disposeNotices, type Left, noticesOver, peopleLeft } from '../../store/postgres/people/retention.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { type OpenedRecord, withRecord } from '../record.js';
import { withDrafts } from '../with-drafts.js';
import { eraseAndKeep } from './erase.js';

type Options = { readonly dryRun?: boolean; readonly yes?: boolean; readonly json?: boolean };

/** Adds `retention` to the program. */
export function addRetentionCommand(program: Command, io: CommandIo): void {
  program
    .command('retention')
    .description('保存期間（RETENTION）を過ぎたものを消す (throw away what is over by the schedule)')
    .option('--dry-run', '何が消えるかを、種類と年度ごとの件数で示すだけ')
    .option('--yes', '確かめずに消す')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => retention(options, io)));
}

type ByRows = Exclude<Retained, 'people'>;

const wordsOf = (kind: Retained): string =>
  kind === 'people'
    ? '離任した職員の名前・連絡先'
    : kind === 'notices'
      ? 'お知らせの控え'
      : KINDS[kind].retained;

const howOver = (kind: ByRows): HowOver =>
  kind === 'notices' ? { years: noticesOver, dispose: disposeNotices } : overOf(kind);

/** What was thrown away as --json tells it, by the names it has there. */
type Thrown = { readonly erased: number } & Readonly<Record<string, number>>;
const toldAs = (kind: ByRows): string =>
  kind === 'notices' ? 'disposed' : kind === 'year_notes' ? 'notes' : kind;
const NOTHING: Thrown = Object.assign(
  { erased: 0, disposed: 0 },
  ...RETAINED_KINDS.map((kind) => ({ [toldAs(kind)]: 0 })),
);

type Over = {
  readonly kind: Retained;
  readonly years: number;
  readonly through: number;
  readonly in: readonly OverInYear[];
};

async function retention({ dryRun, yes, json }: Options, io: CommandIo): Promise<void> {
  const { RETENTION, ERASURES_FILE } = readConfig();
  const set = readSchedule(RETENTION);
  if ('wrong' in set)
    throw new Mistake(
      `RETENTION: 「${set.wrong}」は読み取れません。people=5,notices=5,evidence=5 のように、種類と年数（1〜100）を書いてください。 / Write RETENTION as people=5,notices=5,evidence=5.`,
    );
  const isSet = Object.values(set).some((years) => years !== null);
  const schedule = isSet ? set : USUAL;
  await withRecord(async (opened) => {
    const { over, left } = await readOver(opened, schedule);
    const total = over.reduce((sum, { in: years }) => sum + years.reduce((n, { count }) => n + count, 0), 0);
    const done = { set: isSet, schedule, over };
    if (!json) io.out(lines(over, isSet));
    if (dryRun || !isSet || total === 0) {
      if (json) io.out(`${JSON.stringify({ ...done, ...NOTHING })}\n`);
      if (!dryRun && !isSet)
        throw new Mistake(
          'RETENTION が設定されていないので、何も消していません。 / RETENTION is not set; nothing was thrown away.',
        );
      return;
    }
    if (ERASURES_FILE === '' && left.length > 0)
      io.err(
        'ERASURES_FILE が設定されていません。古いバックアップを戻すと、消した名前も戻ります。 / ERASURES_FILE is not set: an older backup brings the names back.\n',
      );
    if (!yes && !(await io.ask?.('消しますか。元に戻せません / Throw these away?')))
      throw new Mistake(
        '何も消していません。このとおり消すなら --yes を付けてください。 / Nothing was thrown away; give --yes to do so.',
      );
    const made = await throwAway(opened, over, left);
    io.out(
      json
        ? `${JSON.stringify({ ...done, ...made })}\n`
        : `消しました: 職員 ${made.erased}人の名前・連絡先、お知らせ ${made.disposed}件${besides(made)}。履歴に記録しました。\n`,
    );
  });
}

/** Of other kinds only what there was of them is said. */
const besides = (made: Thrown): string =>
  RETAINED_KINDS.map((kind) => {
    const count = made[toldAs(kind)] ?? 0;
    return count > 0 ? `、${KINDS[kind].retained} ${count}件` : '';
  }).join('');

async function readOver(
  { pool }: OpenedRecord,
  schedule: Schedule,
): Promise<{ over: readonly Over[]; left: readonly Left[] }> {
  const today = cityDate(new Date());
  const over: Over[] = [];
  let left: readonly Left[] = [];
  const { people } = schedule;
  if (people !== null) {
    const through = lastYearOver(people, today);
    left = await peopleLeft(pool, through);
    const years = [...new Set(left.map(({ fiscalYear }) => fiscalYear))];
    over.push({
      kind: 'people',
      years: people,
      through,
      in: years.map((fiscalYear) => ({
        fiscalYear,
        count: left.filter((one) => one.fiscalYear === fiscalYear).length,
      })),
    });
  }
  const files = schedule.evidence === null ? null : lastYearOver(schedule.evidence, today);
  for (const kind of ['notices', ...RETAINED_KINDS] as const) {
    const years = schedule[kind];
    if (years === null) continue;
    const through = lastYearOver(years, today);
    over.push({ kind, years, through, in: await howOver(kind).years(pool, through, files) });
  }
  return { over, left };
}

async function throwAway(
  opened: OpenedRecord,
  over: readonly Over[],
  left: readonly Left[],
): Promise<Thrown> {
  const groundOf = ({ years, through }: Over) =>
    `保存期間（${years}年、${fiscalYearShort(through)}年度まで）の満了`;
  const thrown: Record<string, number> & { erased: number } = { ...NOTHING };
  for (const one of over) {
    if (one.kind === 'people') {
      if (left.length > 0)
        await withDrafts(async (redis) => {
          for (const { id } of left)
            if (await eraseAndKeep(opened, redis, id, groundOf(one))) thrown.erased += 1;
        });
      continue;
    }
    const { dispose } = howOver(one.kind);
    thrown[toldAs(one.kind)] = await dispose(opened.pool, one.through, groundOf(one), opened.by, new Date());
  }
  return thrown;
}

function lines(over: readonly Over[], isSet: boolean): string {
  return [
    ...(isSet
      ? []
      : ['RETENTION が設定されていません。よくある年数で数えると、次のとおりです（消しません）。']),
    ...over.flatMap(({ kind, years, through, in: found }) => [
      `■ ${wordsOf(kind)}（${years}年、${fiscalYearShort(through)}年度までの分${kind === 'memos' ? '。根拠資料のあるものは、その資料がある間は残ります' : ''}）${found.length === 0 ? ': なし' : ''}`,
      ...found.map(({ fiscalYear, count }) => `  ${fiscalYearShort(fiscalYear)}年度　${count}件`),
    ]),
    '',
  ].join('\n');
}
