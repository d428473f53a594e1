/**
 * The main job on the real sheets, through the playground's front door: all eight sections report both rounds as
 * printed, the managers approve, and the record equals the print.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_SECTIONS } from '../src/demo/roster.js';
import { readFile } from '../src/workbook/files.js';
import { startDemo, type TestDemo } from './chat/playground/server.js';
import { approveAll, expectAsPrinted, reportAll } from './support/main-job.js';
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

function sectionId(place: number): string {
  const { name } = DEMO_SECTIONS[place]!;
  const found = sections.find((section) => section.name === name);
  if (!found) throw new Error(`no section ${name}`);
  return found.id;
}

describe.each(['midyear', 'yearend'] as const)('%s of all eight sections', (round) => {
  test('is reported as printed, approved in the channel, and stands in the record as printed', async () => {
    if (round === 'yearend') {
      await demo.clock.moveTo(new Date('2024-04-02T01:00:00Z'));
      await demo.app.work.sweep();
      await demo.app.work.idle();
    }
    for (let place = 0; place < DEMO_SECTIONS.length; place += 1) {
      await reportAll(page, place, round);
      await approveAll(page, place, sectionId(place));
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
  const { found, replayed, altered } = await demo.app.record.verifyRecord();
  expect([found, altered]).toEqual([null, []]);
  expect(replayed).toMatchObject({ unexplained: [], count: 0, unsaid: 0 });
  const decided = await demo.app.record.history({});
  expect(decided.filter((entry) => entry.action === 'approved')).toHaveLength(2 * 29);
});
