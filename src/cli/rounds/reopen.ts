/** `maru round reopen`: one report may be corrected again, with a reason, though it is approved or its round closed. */
import type { Command } from 'commander';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import { roundId } from '../../core/calendar/round.js';
import { nfkc } from '../../core/text/normal-form.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { kindOf, sectionNamed, yearOf } from '../year.js';

type Options = {
  readonly year: string;
  readonly section: string;
  readonly goal: string;
  readonly reason: string;
  readonly json?: boolean;
};

/** Adds `reopen` to `maru round`. */
export function addReopenCommand(round: Command, io: CommandIo): void {
  round
    .command('reopen')
    .description('提出・承認された報告を、理由を付けて差し戻す。閉じたあとでも使えます')
    .argument('<kind>', 'targets（目標設定）| midyear（中間）| yearend（期末）')
    .requiredOption('--year <year>', '年度 (R5)')
    .requiredOption('--section <name>', '課の名前')
    .requiredOption('--goal <no>', '目標の No.')
    .requiredOption('--reason <text>', '理由。提出した人に伝えます。公表済みのシートでは正誤表に載ります')
    .option('--json', 'JSON で出力する')
    .action((kind: string, options: Options) => answering(io, () => reopen(kind, options, io)));
}

const REFUSALS = {
  not_found: 'その目標は見つかりません',
  never_reported: 'まだ一度も提出されていないので、差し戻すものがありません',
  reason_needed: '--reason に理由を書いてください',
  stale_version: 'そのあと新しい版が提出されました',
  open_already: 'すでに差し戻されていて、提出を待っています',
} as const;

async function reopen(kindText: string, options: Options, io: CommandIo): Promise<void> {
  const kind = kindOf(kindText);
  const year = yearOf(options.year);
  const done = await withRecord(async ({ record, by }) => {
    const section = sectionNamed('--section', options.section, await record.sections());
    const tasks = await record.sectionTasks(section.id, roundId(year, kind));
    const task = tasks.find(({ goalNo }) => nfkc(goalNo) === nfkc(options.goal));
    if (!task)
      throw new Mistake(
        `--goal: ${fiscalYearName(year)}の${section.name}に、この時期の目標 No.${options.goal} はありません。`,
      );
    const outcome = await record.reopen(task.id, options.reason, { by, now: new Date() });
    if (!outcome.ok) throw new Mistake(`${section.name} No.${task.goalNo}: ${REFUSALS[outcome.refusal]}。`);
    return { section, task, report: outcome.report };
  });
  const printed = done.report.corrections?.at(-1)?.reason ?? options.reason;
  io.out(
    options.json
      ? `${JSON.stringify({ report: done.report.id, state: done.report.state, version: done.report.version })}\n`
      : `${done.section.name} No.${done.task.goalNo} を差し戻しました。提出した人にお知らせします。\n${
          done.task.publishedAt === undefined
            ? ''
            : `公表済みのシートです。直した内容が承認されると「訂正」となり、${printed === options.reason ? 'この理由' : `はじめの申し出の理由（${printed}）`}が正誤表に載ります。\n`
        }`,
  );
}
