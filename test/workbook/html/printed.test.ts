/** The page on paper: as many pages as the workbook, columns wide enough to be read, nothing cut through in its middle. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import type { OfficialSheet } from '../../../src/workbook/form/official-sheet.js';
import { writeHtml } from '../../../src/workbook/html/write.js';
import { layOut } from '../../../src/workbook/xlsx/layout/layout.js';
import { pagesOf } from '../../../src/workbook/xlsx/pages.js';
import { styleOf } from '../../../src/workbook/xlsx/style.js';
import { openBrowser, type TestBrowser } from '../../support/chromium.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

const real = approved(kitaSheets());
const road = real[6]!;

const workbookPages = (sheet: OfficialSheet) =>
  pagesOf(layOut(sheet, { paper: 'A3', draft: false, rating: 'symbol' }), 'A3').count;

async function open(sheet: OfficialSheet) {
  const written = writeHtml([sheet]);
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent(new TextDecoder().decode(written.bytes));
  return page;
}

/** How many pages Chromium prints. */
async function printedPages(sheet: OfficialSheet): Promise<number> {
  const page = await open(sheet);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  await page.context().close();
  return Math.max(
    ...[...pdf.matchAll(/\/Type\s*\/Pages[^>]*?\/Count (\d+)/gu)].map(([, count]) => Number(count)),
  );
}

/** The sheet with so many goals, and this text as every 目標達成状況 of the first. */
const longer = (times: number, status: string | null): OfficialSheet => {
  const goals: Sheet['goals'] = Array.from({ length: times }, () => road.goals)
    .flat()
    .map((goal, at) => ({
      ...goal,
      no: String(at + 1),
      indicators: goal.indicators.map((one) => ({
        ...one,
        status: at === 0 ? (status ?? one.status) : one.status,
      })),
    }));
  // The lines below the table are a page of their own there when they are a line too many.
  return { ...road, goals, footnotes: [] };
};

test('each of the eight sheets is one page, as in the workbook; twenty goals as many as there', async () => {
  for (const sheet of [...real, longer(5, null)])
    expect([sheet.header.organization.text, await printedPages(sheet)]).toEqual([
      sheet.header.organization.text,
      workbookPages(sheet),
    ]);
}, 120_000);

test('a goal that no page can hold begins on the first one, and takes no more pages than in the workbook', async () => {
  const sheet = longer(1, '実施しました。'.repeat(215));
  const pages = await printedPages(sheet);
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThanOrEqual(workbookPages(sheet));
  const page = await open(sheet);
  const long = await page.evaluate(`[...document.querySelectorAll('tbody')].map((one) => one.className)`);
  expect(long).toEqual(['long', '', '', '']);
  await page.context().close();
}, 60_000);

test('no column is narrower than four signs', async () => {
  const page = await open(road);
  const widths = (await page.evaluate(
    `[...document.querySelectorAll('tbody tr:first-child > :not(:first-child)')].map((one) => one.clientWidth / parseFloat(getComputedStyle(one).fontSize))`,
  )) as number[];
  expect(widths.filter((width) => width < 4)).toEqual([]);
  const cut = await page.evaluate(
    `[...document.querySelectorAll('th, td')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)`,
  );
  expect(cut).toEqual([]);
  await page.context().close();
}, 60_000);

test('what spans rows, or stands beside what may be higher than a page, is aligned to the top', async () => {
  for (const look of ['text', 'centre', 'rating'] as const)
    expect([look, styleOf(look, 10).alignment?.vertical]).toEqual([look, 'top']);
  const page = await open(road);
  const aligned = await page.evaluate(
    `[...new Set([...document.querySelectorAll('tbody > tr > *')].map((one) => getComputedStyle(one).verticalAlign))]`,
  );
  expect(aligned).toEqual(['top']);
  await page.context().close();
}, 60_000);
