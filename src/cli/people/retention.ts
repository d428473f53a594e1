/** `maru retention`: what is over by the organisation's schedule (保存期間の満了) shown, and thrown away. */
import type { Command } from 'commander';
import { readConfig } from '../../config.js';
import { fiscalYearShort } from '../../core/calendar/japanese-dates.js';
import {
  lastYearOver,
  type Retained,
  readSchedule,
  type Schedule,
  USUAL,
} from '../../core/calendar/retention.js';
import { cityDate } from '../../core/calendar/working-days.js';
import type { Dispose } from '../../store/postgres/people/dispose.js';
import { disposeMemos, memosOver } from '../../store/postgres/people/memos-over.js';
import {
  disposeEvidence,
  disposeNotices,
  evidenceOver,
  type Left,
  noticesOver,
  type OverInYear,
  peopleLeft,
} from '../../store/postgres/people/retention.js';
import { disposeYearNotes, yearNotesOver } from '../../store/postgres/people/year-notes.js';
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

const WORDS: Readonly<Record<Retained, string>> = {
  people: '離任した職員の名前・連絡先',
  notices: 'お知らせの控え',
  year_notes: '来年の担当者へ',
  memos: '実績メモ',
  evidence: '根拠資料',
};

/** How many of each were thrown away, as --json tells it. */
type Thrown = { erased: number; disposed: number; notes: number; memos: number; evidence: number };
const NOTHING: Readonly<Thrown> = { erased: 0, disposed: 0, notes: 0, memos: 0, evidence: 0 };

type ByRows = {
  readonly over: typeof noticesOver;
  readonly dispose: Dispose;
  readonly told: keyof Thrown;
};
const BY_ROWS: Readonly<Record<Exclude<Retained, 'people'>, ByRows>> = {
  notices: { over: noticesOver, dispose: disposeNotices, told: 'disposed' },
  year_notes: { over: yearNotesOver, dispose: disposeYearNotes, told: 'notes' },
  memos: { over: memosOver, dispose: disposeMemos, told: 'memos' },
  evidence: { over: evidenceOver, dispose: disposeEvidence, told: 'evidence' },
};

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
        : `消しました: 職員 ${made.erased}人の名前・連絡先、お知らせ ${made.disposed}件${made.notes > 0 ? `、来年の担当者へ ${made.notes}件` : ''}${made.memos > 0 ? `、実績メモ ${made.memos}件` : ''}${made.evidence > 0 ? `、根拠資料 ${made.evidence}件` : ''}。履歴に記録しました。\n`,
    );
  });
}

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
  for (const [kind, { over: overOf }] of Object.entries(BY_ROWS) as [keyof typeof BY_ROWS, ByRows][]) {
    const years = schedule[kind];
    if (years === null) continue;
    const through = lastYearOver(years, today);
    over.push({ kind, years, through, in: await overOf(pool, through) });
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
  const thrown = { ...NOTHING };
  for (const one of over) {
    if (one.kind === 'people') {
      if (left.length > 0)
        await withDrafts(async (redis) => {
          for (const { id } of left)
            if (await eraseAndKeep(opened, redis, id, groundOf(one))) thrown.erased += 1;
        });
      continue;
    }
    const { dispose, told } = BY_ROWS[one.kind];
    thrown[told] = await dispose(opened.pool, one.through, groundOf(one), opened.by, new Date());
  }
  return thrown;
}

function lines(over: readonly Over[], isSet: boolean): string {
  return [
    ...(isSet
      ? []
      : ['RETENTION が設定されていません。よくある年数で数えると、次のとおりです（消しません）。']),
    ...over.flatMap(({ kind, years, through, in: found }) => [
      `■ ${WORDS[kind]}（${years}年、${fiscalYearShort(through)}年度までの分）${found.length === 0 ? ': なし' : ''}`,
      ...found.map(({ fiscalYear, count }) => `  ${fiscalYearShort(fiscalYear)}年度　${count}件`),
    ]),
    '',
  ].join('\n');
}
