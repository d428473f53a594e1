/** Pages from plain data: hostile texts, many rows, places in the plan, what an organisation may set. */
import { expect, test } from '@jest/globals';
import { numberSheet } from '../../../src/core/sheet/ids.js';
import { niigataR5 } from '../../../src/core/sheet/scale.js';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { pageFile, type Site } from '../../../src/core/site/frame.js';
import { html } from '../../../src/core/site/html.js';
import { type Listing, list, newListing } from '../../../src/core/site/listing.js';
import { changePages } from '../../../src/core/site/pages/changes.js';
import { indicatorPage, sheetPage } from '../../../src/core/site/pages/details.js';
import { departmentPages, departmentsOf, planPages, startPages } from '../../../src/core/site/pages/lists.js';
import { bulletPicture, trendPicture } from '../../../src/core/site/pictures.js';
import { comparePlans, planKeysOf, plansOfGoal } from '../../../src/core/site/plan.js';
import { type SiteSection, type SourceSheet, siteSection } from '../../../src/core/site/site.js';
import { contrast, DEFAULT_THEME, reachesOut, readTheme } from '../../../src/core/site/theme.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const SITE: Site = { theme: DEFAULT_THEME, fiscalYear: 2023 };
const real = kitaSheets()[6]!;

function source(sheet: Sheet, more: Partial<SourceSheet> = {}): SourceSheet {
  return {
    ...{
      fiscalYear: sheet.fiscalYear,
      sheet: { ...sheet, approved: true },
      numbering: numberSheet(`s1.${sheet.fiscalYear}`, sheet, null),
    },
    ...{
      scale: niigataR5,
      midyear: new Map(),
      changedTargets: new Map(),
      publishedAt: ['2024-05-10T01:00:00.000Z'],
      isPublic: true,
    },
    head: { seq: 3, hash: 'a'.repeat(64), at: '2024-05-01T01:00:00.000Z' },
    ...more,
  };
}

const section = (sheets: readonly SourceSheet[], n = 1, name = '建設課'): SiteSection =>
  siteSection({
    section: { id: `s${n}`, name, department: '北区', parentId: null, route: [] },
    sheets,
  });

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)> ' & \`\${x}\` \u0007\ud800 </title></style>--> javascript:x`;

/** Every text of the sheet made hostile. */
function hostile(sheet: Sheet): Sheet {
  const plainKeys = new Set(['rating', 'no']);
  const change = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return plainKeys.has(key) ? value : HOSTILE;
    if (Array.isArray(value)) return value.map((one) => change(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one, name)]));
  };
  return change(sheet) as Sheet;
}

function listing(sections: readonly SiteSection[]): Listing {
  const all = newListing();
  for (const one of sections) list(all, one, 2023);
  return all;
}

test('whatever people typed is text on every page', () => {
  const errata = [
    {
      ...{ goalNo: '1', indicator: HOSTILE, row: 0, field: 'result' as const },
      before: HOSTILE,
      after: HOSTILE,
      reason: HOSTILE,
      correctedOn: '2024-06-01',
    },
  ];
  const sheet = hostile(real);
  const own = section([source(sheet, { sheet: { ...sheet, approved: true, errata } })], 1, HOSTILE);
  const all = listing([{ ...own, department: HOSTILE }]);
  const site: Site = {
    fiscalYear: 2023,
    theme: {
      ...DEFAULT_THEME,
      organization: HOSTILE,
      title: HOSTILE,
      footer: HOSTILE,
      logo: 'logo.svg',
      logoText: HOSTILE,
    },
  };
  const files = [
    ...startPages(site, all),
    ...departmentsOf(all).flatMap((one) => departmentPages(site, all, one)),
    ...planPages(site, all),
    ...changePages(site, all),
    ...own.indicators.map((one) => indicatorPage(site, own, one)),
    sheetPage(site, own, own.sheets[0]!, ''),
  ];
  expect(files.length).toBeGreaterThan(10);
  for (const { path, text } of files) {
    const lost = text.match(/<script|<img src=x|onerror=alert\(1\)>|\u0007|\ud800(?![\udc00-\udfff])/gu);
    expect([path, lost]).toEqual([path, null]);
    // Nothing opens within an attribute, and a title ends where it ends.
    expect([path, text.match(/<\/title>/gu)?.length]).toEqual([
      path,
      1 + (text.match(/<title id/gu)?.length ?? 0),
    ]);
    expect([path, /="[^"]*<[^"]*"/u.test(text)]).toEqual([path, false]);
  }
});

test('a list that is too long for a page goes on over several that lead to each other, each below 100 KB', () => {
  const many = Array.from({ length: 600 }, (_, n) => section([source(real)], n + 1, `課${n + 1}`));
  const pages = [...planPages(SITE, listing(many))].filter(({ path }) => path.startsWith('plans/policy-5-3'));
  expect(pages.map(({ path }) => path).slice(0, 3)).toEqual([
    'plans/policy-5-3.html',
    'plans/policy-5-3-2.html',
    'plans/policy-5-3-3.html',
  ]);
  const sizes = pages.map(({ text }) => Buffer.byteLength(text));
  expect(Math.max(...sizes)).toBeLessThan(100_000);
  const rows = pages.flatMap(({ text }) => text.match(/<th scope="row">/gu) ?? []);
  expect(rows).toHaveLength(600);
  for (const { text } of pages)
    expect(text.match(/<a href="\.\.\/plans\/policy-5-3(?:-\d)?\.html">\d<\/a>/gu)).toHaveLength(
      pages.length - 1,
    );
});

test('places in the plan: by their numbers, several in one cell, those below each other, and words of its own', () => {
  const slugs = (cell: string) => planKeysOf(cell).map(({ slug, label }) => [slug, label]);
  expect(slugs('政策4-3-①、行財3-2-③')).toEqual([
    ['policy-4-3', '政策4-3'],
    ['governance-3-2', '行財3-2'],
  ]);
  expect(slugs('政策13-1-②\n政策13-1-②')).toEqual([['policy-13-1', '政策13-1']]);
  expect(slugs('（北区区ビジョン）')).toEqual([['ward-vision', '区ビジョン']]);
  expect(slugs('')).toEqual([]);
  const [own] = planKeysOf('市の計画、第2部');
  expect([own!.slug, own!.label]).toEqual([
    expect.stringMatching(/^other-[0-9a-f]{12}$/u),
    '市の計画、第2部',
  ]);
  const order = ['区ビジョン', '政策13-1-①', '行財1-1-①', '政策4-3-②'].flatMap(planKeysOf).sort(comparePlans);
  expect(order.map(({ label }) => label)).toEqual(['政策4-3', '政策13-1', '行財1-1', '区ビジョン']);
  const [goal] = real.goals;
  const [one] = goal!.indicators;
  const of = (...cells: string[]) =>
    plansOfGoal({ ...goal!, indicators: cells.map((planReference) => ({ ...one!, planReference })) }).map(
      (keys) => keys.map(({ label }) => label),
    );
  expect(of('', '政策1-1-①', '')).toEqual([[], ['政策1-1'], ['政策1-1']]);
});

test('an id is that of the first year in the record, also of a year that does not go out', () => {
  const before = { ...real, fiscalYear: 2022 };
  const both = section([source(before, { isPublic: false }), source(real)]);
  expect(both.sheets).toHaveLength(1);
  expect(
    both.indicators.map(({ id, years }) => [id.split('.')[1], years.map((year) => year.id.split('.')[1])]),
  ).toEqual(Array.from({ length: 4 }, () => ['2022', ['2023']]));
});

test('a picture needs numbers of one scale, none below nought; a trend two years of them', () => {
  const years = section([source({ ...real, fiscalYear: 2022 }), source(real)]).indicators.map(
    ({ years: all }) => all,
  );
  const [people, opening, times, share] = years as [
    (typeof years)[0],
    (typeof years)[0],
    (typeof years)[0],
    (typeof years)[0],
  ];
  const bullet = (all: typeof people) => bulletPicture(all!.at(-1)!, 'R5', 'b')?.text ?? null;
  expect(bullet(people)).toContain('目標 200人（縦の線）、結果 190人（横の棒）');
  expect(bullet(opening)).toBeNull();
  expect(bullet(times)).toContain('結果 6回');
  expect(trendPicture(share!, String, 't')!.text).toContain(
    '2022 結果 91%、目標 85%。2023 結果 91%、目標 85%',
  );
  expect(trendPicture(people!.slice(1), String, 't')).toBeNull();
  const [last] = people!.slice(-1);
  const figures = (target: string, result: string) => ({
    ...last!,
    figures: { target: { value: target, unit: '人' }, midyear: null, result: { value: result, unit: '人' } },
  });
  expect(bulletPicture(figures('-3', '1'), 'R5', 'b')).toBeNull();
  expect(bulletPicture(figures('0', '0'), 'R5', 'b')!.text).not.toMatch(/NaN|Infinity/u);
});

test('a template escapes texts and attributes, and leaves pieces of a page as they are', () => {
  const piece = html`<p title="${'a"\nb<'}">${'<b>\n'}${html`<i>${'&'}</i>`}${[1, html`<hr>`]}${null}${false}</p>`;
  expect(piece.text).toBe('<p title="a&quot; b&lt;">&lt;b&gt;<br><i>&amp;</i>1<hr></p>');
});

test('a page below others leads up to them', () => {
  const { text } = pageFile(SITE, {
    path: 'sheets/2023/s1.html',
    title: 'x',
    above: [],
    body: html``,
    head: null,
  });
  expect(text).toContain('href="../../style.css"');
  expect(text).not.toContain('maru-head');
});

test('a name of several lines is one line where no markup stands', () => {
  const { text } = pageFile(SITE, {
    path: 'indicators/i1.html',
    title: '参加者数\n（実人数）',
    above: [],
    body: html``,
    head: null,
  });
  expect(text).toContain('<title>参加者数 （実人数）｜');
  expect(text).toContain('<h1>参加者数<br>（実人数）</h1>');
});

test('what an organisation sets: a colour that can be read, nothing unknown, nothing that reaches out', () => {
  expect(contrast('#ffffff')).toBeCloseTo(1);
  expect(contrast('#000000')).toBeCloseTo(21);
  expect(readTheme({ colour: '#1d4f91', english: { organization: 'City' } })).toHaveProperty('theme');
  expect(readTheme([])).toEqual({ problems: ['{ } で囲んだ項目の組にしてください。'] });
  expect(readTheme({ licence: { nmae: 'x', name: 'x' }, footer: 3 })).toEqual({
    problems: [
      'licence: 「nmae」という項目はありません。使えるのは name、url です。',
      'footer: 文字で書いてください。',
    ].sort(),
  });
  expect(reachesOut('h1{background:url( "data:image/png;base64,x")}')).toBeNull();
  for (const css of [
    'a{background:URL(//x)}',
    '@IMPORT "x"',
    'a{background:u\\72l(//x)}',
    'a{b:image-set("https://x" 1x)}',
  ])
    expect([css, reachesOut(css)]).toEqual([css, expect.any(String)]);
});
