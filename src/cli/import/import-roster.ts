/** The roster side of `maru import`: differences are shown first, and with --dry-run only shown. */
import { channelPlace } from '../../chat/channel-place.js';
import { cityDate } from '../../core/calendar/working-days.js';
import type { RosterDifference } from '../../core/organization/roster.js';
import { rosterLines } from '../../core/wording/sent/roster-lines.js';
import { questionLines, questionsOf } from '../../core/wording/sent/roster-questions.js';
import { RosterMoved, RosterRefused } from '../../store/postgres/roster/roster-work.js';
import { placeWords } from '../../workbook/cells/problem.js';
import { readRoster } from '../../workbook/roster/roster-file.js';
import type { RosterTables } from '../../workbook/roster/roster-tables.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { type OpenedRecord, withRecord } from '../record.js';

type RosterOptions = {
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
  /** ISO date from which the roster holds; today when not given */
  readonly asOf?: string;
};

/**
 * Enters the roster that these files hold together, all of it or nothing. At a terminal the differences are shown and
 * have to be agreed to; where nobody can answer they are entered as told.
 */
export async function importRosterFiles(
  files: readonly RosterTables[],
  options: RosterOptions,
  io: CommandIo,
): Promise<void> {
  const now = new Date();
  const asOf = options.asOf ?? cityDate(now);
  if (asOf < cityDate(now)) throw new Mistake(`--from: ${asOf}は過ぎた日です。過ぎた日の名簿は変えません。`);
  for (const { where, message } of files.flatMap(({ notes }) => notes))
    io.err(`${placeWords(where).ja}: ${message.ja}\n`);
  await withRecord(async ({ record, by }) => {
    const tables = files.flatMap((file) => file.tables);
    const read = readRoster(tables, asOf, channelPlace, await record.departmentAliases());
    if (!read.ok) throw new Mistake(read.problems.join('\n'));
    const { roster } = read;
    const parents = await record.sectionsNamed(read.parents.map(({ section }) => section));
    const unknown = read.parents.filter((_, i) => parents[i] === null);
    if (unknown.length > 0)
      throw new Mistake(
        unknown
          .map(
            ({ where, section }) => `${where}: 「${section.name}」という組織は、名簿にも記録にもありません。`,
          )
          .join('\n'),
      );
    const preview = await refusing(record.importRoster(roster, { by, now, asOf, dryRun: true }));
    const questions = questionsOf(read.questions, preview, read.places, cityDate(now));
    const lines = await linesOf(preview, record);
    // What the file alone can answer, --yes does not.
    const open = options.yes ? questions.filter(({ kind }) => kind === 'fill') : questions;
    const goesOn = open.length === 0 || (io.ask !== undefined && open.every(({ kind }) => kind !== 'fill'));
    const applied = options.dryRun !== true && (options.json ? open.length === 0 : goesOn);
    if (!options.json) {
      for (const line of lines) io.out(`${line}\n`);
      if (applied) for (const { question } of questions) io.out(`確認: ${question}\n`);
      else if (options.dryRun) for (const line of questionLines(questions)) io.out(`確認: ${line}\n`);
    }
    if (applied && !options.yes && !options.json && preview.length > 0 && io.ask)
      if (!(await io.ask(questions.length > 0 ? '確認のとおりに取り込みますか' : '取り込みますか')))
        throw new Mistake('取り込みませんでした。');
    if (applied && preview.length > 0)
      await refusing(record.importRoster(roster, { by, now, asOf, agreed: preview }));
    if (options.json)
      io.out(
        `${JSON.stringify({ rows: read.rows, as_of: asOf, applied, questions: questions.map(({ question, kind }) => ({ question, answer: kind })), differences: preview })}\n`,
      );
    else if (preview.length > 0)
      io.out(
        `${lines.length}件の変更です。${applied ? '名簿に取り込みました。' : '変更はまだしていません。'}\n`,
      );
    if (!applied && !options.dryRun)
      throw new Mistake(
        ['確かめたいことがあるため、取り込みませんでした。', ...questionLines(open)].join('\n'),
      );
  });
}

/** What the record refuses, and a record that has moved, are no faults of the program. */
async function refusing<T>(entering: Promise<T>): Promise<T> {
  return entering.catch((fault: unknown) => {
    if (fault instanceof RosterRefused) throw new Mistake(fault.message);
    if (!(fault instanceof RosterMoved)) throw fault;
    throw new Mistake(
      '確かめているあいだに名簿が変わりました。もう一度実行してください。 / The roster has changed meanwhile; run it again.',
    );
  });
}

async function linesOf(
  differences: readonly RosterDifference[],
  record: OpenedRecord['record'],
): Promise<string[]> {
  if (differences.length === 0) return ['名簿に変更はありません。'];
  const names = new Map((await record.sections()).map(({ id, name }) => [id, name]));
  // A section that is new has no name in the record yet.
  for (const { what, id, name } of differences) if (what === 'section') names.set(id, name);
  return rosterLines(differences, (id) => names.get(id) ?? id);
}
