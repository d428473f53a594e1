/** The leaflets of docs/leaflets as they are printed: one sheet of A4 each, Japanese in front and English behind. */
import { readdir, readFile } from 'node:fs/promises';
import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import type { TestBrowser } from '../support/chromium.js';

const LEAFLETS = new URL('../../docs/leaflets/', import.meta.url);

/** What stands between the two sides in the text. */
const TURN = '\n---\n';

const STYLE = `
  @page { size: A4; margin: 14mm 15mm; }
  body { font: 10pt/1.6 'BIZ UDPGothic', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif; color: #1b1b1b; margin: 0; }
  section + section { break-before: page; }
  h1 { font-size: 17pt; line-height: 1.3; margin: 0 0 4mm; border-bottom: 1.2mm solid #1f6f61; padding-bottom: 2mm; }
  h2 { font-size: 12pt; margin: 4mm 0 1mm; color: #1f6f61; }
  p, ul, ol, table { margin: 0 0 2mm; }
  ul, ol { padding-left: 6mm; }
  img { float: right; width: 66mm; margin: 0 0 3mm 6mm; border: 0.2mm solid #999; }
  table { border-collapse: collapse; width: calc(100% - 0.5mm); clear: right; }
  th, td { border: 0.2mm solid #999; padding: 0.8mm 2mm; text-align: left; vertical-align: top; }
  th { background: #e8f1ef; }
  td:first-child { white-space: nowrap; }
  code { font-size: 9pt; }
`;

/** Their names: `staff`, `manager`, … */
export async function leafletNames(): Promise<string[]> {
  return (await readdir(LEAFLETS))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length))
    .sort();
}

/** The two sides as they stand in the repository. */
export async function sidesOf(name: string): Promise<string[]> {
  return (await readFile(new URL(`${name}.md`, LEAFLETS), 'utf8')).split(TURN);
}

/** Prints one. Gives a PDF of as many pages as it takes. */
export async function printLeaflet(name: string, browser: TestBrowser): Promise<Buffer> {
  const sides = await sidesOf(name);
  const pictures = new Map<string, string>();
  for (const [, path = ''] of sides.join().matchAll(/!\[[^\]]*\]\(([^)]+)\)/gu))
    pictures.set(path, `data:image/png;base64,${await readFile(new URL(path, LEAFLETS), 'base64')}`);
  const body = sides.map((side, i) => `<section lang="${i === 0 ? 'ja' : 'en'}">${shown(side)}</section>`);
  const page = await browser.newPage();
  try {
    await page.setContent(
      `<!doctype html><meta charset="utf-8"><title>Maru</title><style>${STYLE}</style>${body.join('')}`,
      { waitUntil: 'load' },
    );
    return await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
  } finally {
    await page.context().close();
  }

  function shown(side: string): string {
    const html = micromark(side, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
    return html.replace(/src="([^"]+)"/gu, (whole, path: string) => {
      const data = pictures.get(path);
      return data ? `src="${data}"` : whole;
    });
  }
}

/** How many sides of paper a PDF of Chromium's has. */
export const pagesOf = (pdf: Buffer): number =>
  pdf.toString('latin1').match(/\/Type \/Page\b/gu)?.length ?? 0;
