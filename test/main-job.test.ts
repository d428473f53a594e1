/**
 * The main job on the real sheets, through the playground's front door: all eight sections report both rounds as
 * printed, the managers approve, and the record equals the print.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReportContent } from '../src/core/report/report.js';
import { DEMO_SECTIONS } from '../src/demo/roster.js';
import { readFile } from '../src/workbook/files.js';
import { startDemo, type TestDemo } from './chat/playground/server.js';
import { printedSheets, RATING_OF } from './support/tasks.js';
import { visitor } from './support/visitor.js';
import { kitaSheets } from './workbook/fixture-sheets.js';

let demo: TestDemo;
let page: ReturnType<typeof visitor>;
let sections: { id: string; name: string }[];

beforeAll(async () => {
  demo = await startDemo();
  page = visitor({ url: demo.url, settled: () => demo.app.work.idle() });
  sections = [...(await demo.app.record.sections())];
}, 30_000);
afterAll(() => demo.end());

const WORDS = {
  midyear: { '○': '○ 達成見込み', '△': '△ 一部未達成見込み' },
  yearend: { '○': '○ 達成', '△': '△ 一部未達成' },
} as const;

/** Answers everything of a section as printed, question by question, and submits each goal. */
async function reportAll(place: number, round: 'midyear' | 'yearend'): Promise<void> {
  const section = DEMO_SECTIONS[place]!;
  const writer = `${section.id}-staff1`;
  for (const goal of printedSheets[place]!.goals) {
    await page.say(writer, `${goal.no}番`);
    for (const indicator of goal.indicators) {
      const rating = indicator.rating as '○' | '△';
      await page.say(writer, indicator.result_text);
      await page.press(writer, await page.last(writer), WORDS[round][rating]);
      // A reason is asked for △, and at mid-year never for ○ unless it goes against the proposal.
      const asked = (await page.last(writer)).summary;
      if (asked.includes('評価の理由を教えて')) await page.say(writer, '理由の説明です。');
      await page.say(writer, indicator.status_text);
    }
    if (goal.policy_text !== null) await page.say(writer, goal.policy_text);
    await page.press(writer, await page.last(writer), '提出');
    expect((await page.last(writer)).summary).toContain(`No.${goal.no} を提出しました`);
  }
}

async function approveAll(place: number): Promise<void> {
  const { id } = DEMO_SECTIONS[place]!;
  const manager = `${id}-manager`;
  const channel = sectionId(place);
  for (const message of await page.channel(manager, channel)) {
    const waiting = page.buttonsOf(message).some((button) => button.title.startsWith('承認'));
    if (waiting) await page.press(manager, message, '承認');
  }
  // The last one is asked for once more, under the ratings of the whole sheet.
  const look = await page.last(manager);
  for (const goal of printedSheets[place]!.goals) expect(look.summary).toContain(`No.${goal.no} `);
  for (const indicator of printedSheets[place]!.goals.flatMap((goal) => goal.indicators))
    expect(look.summary).toContain(indicator.rating);
  await page.press(manager, look, '全体を確認して承認する');
}

function sectionId(place: number): string {
  const { name } = DEMO_SECTIONS[place]!;
  const found = sections.find((section) => section.name === name);
  if (!found) throw new Error(`no section ${name}`);
  return found.id;
}

function expectAsPrinted(place: number, contents: readonly (ReportContent | undefined)[]): void {
  const printed = printedSheets[place]!;
  expect(
    contents.map((content) => ({
      policy: content?.nextPolicy,
      rows: content?.answers.map(({ result, rating, status }) => ({ result, rating, status })),
    })),
  ).toEqual(
    printed.goals.map((goal) => ({
      policy: goal.policy_text ?? '',
      rows: goal.indicators.map((one) => ({
        result: one.result_text,
        rating: RATING_OF[one.rating],
        status: one.status_text,
      })),
    })),
  );
}

describe.each(['midyear', 'yearend'] as const)('%s of all eight sections', (round) => {
  test('is reported as printed, approved in the channel, and stands in the record as printed', async () => {
    if (round === 'yearend') {
      await demo.clock.moveTo(new Date('2024-04-02T01:00:00Z'));
      await demo.app.work.sweep();
      await demo.app.work.idle();
    }
    for (let place = 0; place < DEMO_SECTIONS.length; place += 1) {
      await reportAll(place, round);
      await approveAll(place);
      const tasks = await demo.app.record.sectionTasks(sectionId(place), `2023-${round}`);
      expect(tasks.map((task) => task.report?.state)).toEqual(tasks.map(() => 'approved'));
      expectAsPrinted(
        place,
        tasks.map((task) => task.report?.content),
      );
    }
    expect(demo.logged).toEqual([]);
  }, 300_000);
});

test('the root cards show every goal approved, with ○ and △ in words and counted', async () => {
  const [, yearend] = (await page.channel('kensetsu-manager', sectionId(6))).filter((m) => m.thread === null);
  expect(yearend?.summary).toContain('○ 達成 2');
  expect(yearend?.summary).toContain('△ 一部未達成 2');
  expect(yearend?.summary).toContain('190人');
});

test('under each root card stands the finished sheet, and each equals the print', async () => {
  for (const [place, sheet] of kitaSheets().entries()) {
    const manager = `${DEMO_SECTIONS[place]!.id}-manager`;
    const files = (await page.channel(manager, sectionId(place))).filter((message) => message.file);
    expect(files.map(({ thread }) => thread !== null)).toEqual([true]);
    const read = await readFile((await page.download(files[0]!)).bytes, files[0]!.file!.name);
    expect(read.kind === 'read' && read.sheets.map((one) => one.sheet)).toEqual([sheet]);
  }
});

test('28 ○, 4 △ and no × stand in the record, and the history is whole', async () => {
  const ratings: string[] = [];
  for (let place = 0; place < DEMO_SECTIONS.length; place += 1)
    for (const task of await demo.app.record.sectionTasks(sectionId(place), '2023-yearend'))
      ratings.push(...(task.report?.content.answers.map((answer) => answer.rating) ?? []));
  expect(ratings.filter((r) => r === 'achieved')).toHaveLength(28);
  expect(ratings.filter((r) => r === 'partially_achieved')).toHaveLength(4);
  expect(await demo.app.record.verifyHistory()).toBeNull();
  const decided = await demo.app.record.history({});
  expect(decided.filter((entry) => entry.action === 'approved')).toHaveLength(2 * 29);
});
