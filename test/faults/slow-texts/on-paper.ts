/** Where a text comes to stand: every card and its forms, and every file that is read or written, the roster's too. */
import { readFileSync } from 'node:fs';
import { LIMITS } from '../../../src/chat/render/limits.js';
import { paginate, renderSlack, renderTeams } from '../../../src/chat/render/render.js';
import { translate as fromSlack } from '../../../src/chat/slack/incoming/translate/translate.js';
import { activitySchema } from '../../../src/chat/teams/activity.js';
import { translate as fromTeams } from '../../../src/chat/teams/incoming/translate.js';
import { encodeAction } from '../../../src/core/cards/action.js';
import { messageCard } from '../../../src/core/cards/message.js';
import { changesBetween } from '../../../src/core/cards/report-rows.js';
import { compareSheets } from '../../../src/core/sheet/compare-sheets.js';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { readCsv } from '../../../src/workbook/csv/read.js';
import { writeCsv } from '../../../src/workbook/csv/write.js';
import { writeHtml } from '../../../src/workbook/html/write.js';
import { readPrinted } from '../../../src/workbook/reader/printed.js';
import { readCalendarFile } from '../../../src/workbook/roster/calendar-file.js';
import { readRoster } from '../../../src/workbook/roster/roster-file.js';
import { rosterTables } from '../../../src/workbook/roster/roster-reading.js';
import { readXlsx } from '../../../src/workbook/xlsx/read.js';
import { writeXlsx } from '../../../src/workbook/xlsx/write.js';
import { cardsOf, printedContent } from '../../support/sample-cards.js';
import { tasksOf } from '../../support/tasks.js';
import { withTexts } from '../../support/with-texts.js';
import { approved, kitaSheets } from '../../workbook/fixture-sheets.js';
import type { Doing } from './judge.js';

/** The most a cell of a workbook holds, and of a list what a file may say in one. */
const CELL_MOST = 32_767;
/** What is typed and kept at most: MAX_TEXT.message. */
const KEPT_MOST = 1_500;
/** The longest name of a roster: LONGEST_NAME. */
const NAME_MOST = 200;
/** The longest text in one field that either platform takes. */
const FIELD_MOST = { slack: 2 * LIMITS.slack.inputMaxLength, teams: LIMITS.teams.typedText } as const;
/** A message of Maru that tells what was said: more than any holds. */
const TOLD_MOST = 200_000;
/** The most a button carries (Slack, `value` of a button). */
const ACTION_MOST = 2_000;

const [task] = tasksOf(6);
const content = printedContent(task!, 6);
const [sample] = kitaSheets();

/** A sample's text as long as this is prose of people, which may be as long as is kept; a name or a number is not. */
const LONG = 20;

/** The place of the longest prose on a card; null where there is none. */
function prosePlace(card: Parameters<typeof withTexts>[0]): string | null {
  let longest = { path: null as string | null, length: LONG - 1 };
  withTexts(card, (before, path) => {
    if (before.length > longest.length) longest = { path, length: before.length };
    return before;
  });
  return longest.path;
}

const shown = (card: Parameters<typeof paginate>[0]) => [
  paginate(card, ['slack']).map((page) => renderSlack(page)),
  paginate(card, ['teams']).map((page) => renderTeams(page)),
];

/** Every card with the text where a person's prose stands, on both platforms, and what changed between two versions. */
function cards(): Doing[] {
  const kinds = Object.entries(cardsOf(6)).filter(([key]) => !/ [2-9]( \d)?$/u.test(key));
  const words = '参加者は前の年より少なくなりました。'.repeat(40);
  const changed = (before: string, after: string) => {
    const status = (text: string) => ({
      ...content,
      answers: content.answers.map((one) => ({ ...one, status: text })),
    });
    return changesBetween(task!, status(before), status(after), 'ja');
  };
  return [
    // One text of theirs: with more of them at once a card goes on several pages, whatever they say.
    ...kinds.flatMap(([key, card]): Doing[] => {
      const place = prosePlace(card);
      return place === null
        ? []
        : [
            {
              name: `the card ${key}`,
              most: KEPT_MOST,
              run: (text) => shown(withTexts(card, (before, path) => (path === place ? text : before))),
            },
          ];
    }),
    // Names, posts and sections of a roster stand where a sample has a short text.
    ...kinds.map(
      ([key, card]): Doing => ({
        name: `the card ${key} with such names`,
        most: NAME_MOST,
        run: (text) => shown(withTexts(card, (before) => (before.length < LONG ? text : before))),
      }),
    ),
    {
      name: 'a message with such a line',
      most: TOLD_MOST,
      run: (text) => shown(messageCard('ja', '題', [text])),
    },
    {
      name: 'what changed, at the end',
      most: CELL_MOST,
      run: (text) => changed(`${words}状況${text}`, `${words}結果${text}`),
    },
    { name: 'what was taken away', most: CELL_MOST, run: (text) => changed(`${text}${words}`, words) },
  ];
}

/** Every cell of a sheet with the text: written, read again, looked through and compared. */
function files(): Doing[] {
  const fixture = readFileSync(new URL('../../fixtures/kita-r5.txt', import.meta.url), 'utf8');
  const print = fixture.slice(0, fixture.indexOf('# 組織目標管理シート', 20));
  const of = (name: string, run: (sheet: Sheet, text: string) => unknown): Doing => ({
    name,
    most: CELL_MOST,
    run: (text) => run(filled(sample!, text), text),
  });
  const columns = [
    'name',
    'target',
    'result',
    'overview',
    'status',
    'initiativeCell',
    'planReference',
  ] as const;
  return [
    of('sheets compared', (sheet) => compareSheets(sample!, sheet, { reports: true })),
    of('a page', (sheet) => writeHtml(approved([sheet]))),
    of('a workbook and back', async (sheet) => {
      const written = await writeXlsx(approved([sheet]), { paper: 'A3' });
      return written.kind === 'written' ? readXlsx(written.bytes, 'x.xlsx') : written;
    }),
    of('a table as .csv and back', (sheet) => {
      const written = writeCsv(approved([sheet]), { encoding: 'utf8-bom' });
      return written.kind === 'written' ? readCsv(written.bytes, 'x.csv') : written;
    }),
    ...columns.map((column) =>
      of(`a print read and looked through, in ${column}`, (_sheet, text) =>
        readPrinted(
          print.replace(sample!.goals[0]!.indicators[0]![column], () => `"${text.replaceAll('"', '""')}\t"`),
        ),
      ),
    ),
    of('a print of nothing else', (_sheet, text) => readPrinted(`組織目標管理シート\n${text}\n`)),
    of('a print with it behind a label', (_sheet, text) =>
      readPrinted(`組織目標管理シート\n年度\t${text}\n`),
    ),
    of('a print with it behind a quote', (_sheet, text) => readPrinted(`組織目標管理シート\n"${text}\n`)),
  ];
}

function filled(sheet: Sheet, text: string): Sheet {
  const [goal] = sheet.goals;
  const [indicator] = goal!.indicators;
  const cells = { planReference: text, name: text, target: text, overview: text, status: text };
  const row = { ...indicator!, ...cells, initiativeCell: text, result: '190人' };
  return { ...sheet, goals: [{ ...goal!, text, nextPolicy: text, indicators: [row] }] };
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A roster, with the text in one column after the other, and a list of holidays. */
function lists(): Doing[] {
  const headings = ['部', '課', '役割', '職名', '氏名', 'メールアドレス', '開始日', '終了日', '職員番号'];
  const row = ['土木部', '建設課', '担当者', '主査', '担当者', 'a@city.example.jp', '', '', '100'];
  const roster = async (cells: readonly string[]) => {
    const file = `${headings.join(',')}\n${cells.join(',')}\n${row.join(',')}\n`;
    const tables = await rosterTables(new TextEncoder().encode(file), 'x.csv');
    return tables && readRoster(tables.tables, '2024-04-01', (typed) => typed);
  };
  return [
    ...headings.map(
      (heading, at): Doing => ({
        name: `a roster with it as ${heading}`,
        most: CELL_MOST,
        run: (text) => roster(row.map((cell, no) => (no === at ? quoted(text) : cell))),
      }),
    ),
    ...['部', '役割'].map(
      (heading): Doing => ({
        name: `a roster beside a heading ${heading}`,
        most: CELL_MOST,
        run: (text) =>
          rosterTables(
            new TextEncoder().encode(`${headings.join(',')},${quoted(text)}\n${row.join(',')}\n`),
            'x.csv',
          ),
      }),
    ),
    ...(['date', 'name'] as const).map(
      (column): Doing => ({
        name: `a calendar with it as its ${column}`,
        most: CELL_MOST,
        run: (text) => {
          const cells = column === 'date' ? [quoted(text), '元日'] : ['2024/1/1', quoted(text)];
          const file = `国民の祝日・休日月日,国民の祝日・休日名称\n${cells.join(',')}\n`;
          return readCalendarFile(new TextEncoder().encode(file), 'x.csv');
        },
      }),
    ),
  ];
}

/** Forms and buttons as the platforms send them. */
function sent(): Doing[] {
  const action = encodeAction('fill_form', task!.id, 1);
  const block = (value: string) => ({ result: { type: 'plain_text_input', value } });
  const slack = (value: string, carried: string) =>
    fromSlack({
      type: 'view_submission',
      team: { id: 'T1' },
      user: { id: 'U1', team_id: 'T1' },
      view: {
        id: 'V1',
        hash: 'h',
        type: 'modal',
        callback_id: 'form',
        private_metadata: carried,
        state: { values: { 'result.0': block(value), policy: block(value) } },
      },
    });
  const teams = (value: object, name: string) =>
    fromTeams(
      activitySchema.parse({
        type: 'invoke',
        name,
        channelId: 'msteams',
        serviceUrl: 'https://smba.trafficmanager.net/jp/',
        from: { id: '29:a', aadObjectId: '00000000-0000-4000-8000-000000000001' },
        recipient: { id: '28:bot', name: 'Maru' },
        conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'x' },
        value,
      }),
    );
  const pressed = (value: string) =>
    fromSlack({
      type: 'block_actions',
      team: { id: 'T1' },
      user: { id: 'U1', team_id: 'T1' },
      channel: { id: 'D1' },
      message: { ts: '1.1' },
      actions: [{ action_id: 'a', action_ts: '1.2', type: 'button', value }],
    });
  const carried = JSON.stringify({ place: 'slack:T1:D1', surface: 'direct', action });
  const execute = (one: string, result: string) =>
    teams(
      { action: { type: 'Action.Execute', verb: 'maru', data: { action: one, 'result.0': result } } },
      'adaptiveCard/action',
    );
  const of = (name: string, most: number, run: (text: string) => unknown): Doing => ({ name, most, run });
  return [
    of('a modal of Slack', FIELD_MOST.slack, (text) => slack(text, carried)),
    of('what a modal of Slack carries', ACTION_MOST, (text) => slack('190人', text)),
    of('a button of Slack', ACTION_MOST, pressed),
    of('a button of Slack after our own', ACTION_MOST, (text) => pressed(action + text)),
    of('a dialog of Teams', FIELD_MOST.teams, (text) =>
      teams({ data: { action, 'result.0': text, policy: text } }, 'task/submit'),
    ),
    of('a card of Teams', FIELD_MOST.teams, (text) => execute(action, text)),
    of('a button of Teams', ACTION_MOST, (text) => execute(text, '190人')),
  ];
}

/** Each takes a while, with any text. */
export const onPaper = (): Doing[] => [...cards(), ...files(), ...lists(), ...sent()];
