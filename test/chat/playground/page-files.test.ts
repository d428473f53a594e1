/** Files on the page, in a real browser: a workbook chosen with the button, and one received. */
import { readFile as readBytes } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { readFile, writeFile } from '../../../src/workbook/files.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { approved, kitaSheets } from '../../workbook/fixture-sheets.js';
import { demoInBrowser } from './in-browser.js';

const inBrowser = demoInBrowser(90_000);

test('a workbook is sent with the button, previewed and entered; 出力 gives one back', async () => {
  const written = await writeFile(approved(kitaSheets()), { format: 'xlsx' });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  const page = await inBrowser.browser.newPage({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  // A busy machine reads eight sheets and draws their card in both looks in more than a few seconds.
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(inBrowser.demo.url);
  const direct = page.getByRole('log', { name: '個別チャットのメッセージ' });
  await page.getByLabel('わたしは').selectOption({ label: '事務局' });

  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'ファイル' }).click();
  await (await chooser).setFiles({
    name: 'R5.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(written.bytes),
  });
  await direct.getByRole('article').filter({ hasText: '「R5.xlsx」の内容です' }).last().waitFor();
  await direct.getByRole('button', { name: '取り込む' }).last().click();
  await direct.getByRole('article').filter({ hasText: '「R5.xlsx」を取り込みました' }).last().waitFor();

  await page.getByRole('textbox', { name: 'Maru へのメッセージ' }).fill('出力 建設課');
  await page.keyboard.press('Enter');
  const link = direct.getByRole('link', { name: /組織目標管理シート_R5_建設課_下書き\.xlsx/u }).last();
  await link.waitFor();
  const download = page.waitForEvent('download');
  await link.click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('組織目標管理シート_R5_建設課_下書き.xlsx');
  const read = await readFile(await readBytes(await saved.path()), 'x.xlsx');
  expect(read.kind === 'read' && read.sheets).toHaveLength(1);
  await page.close();
}, 90_000);
