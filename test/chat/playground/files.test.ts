/** Files in the chat, through the playground's HTTP door: a workbook dropped on Maru, 出力, and the finished sheet. */
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import type { Answer } from '../../../src/core/report/report.js';
import { type Sheet, withoutResults } from '../../../src/core/sheet/sheet.js';
import { LIMITS } from '../../../src/workbook/cells/limits.js';
import { readFile, writeFile } from '../../../src/workbook/files.js';
import { RATING_OF } from '../../support/tasks.js';
import { visitor } from '../../support/visitor.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';
import { undecidedYear } from '../../workbook/undecided.js';
import { unzipSync, zipParts } from '../../workbook/zip-parts.js';
import { startDemo, type TestDemo } from './server.js';

let demo: TestDemo;
let page: ReturnType<typeof visitor>;
let sections: { id: string; name: string }[];

beforeAll(async () => {
  demo = await startDemo();
  page = visitor({ url: demo.url, settled: () => demo.app.work.idle() });
  sections = [...(await demo.app.record.sections())];
}, 30_000);
afterAll(() => demo.end());

const OFFICE = 'coordinator';
/** What a file that is refused may take at most, as often as a sound one of eight sheets: reading is what takes the time. */
const TIMES_SOUND = 10;
const idOf = (name: string) => sections.find((section) => section.name === name)!.id;

/** The sheets of R5 as those of the year after, as an office sends them in April. */
function nextYear(change: (sheet: Sheet) => Sheet = (sheet) => sheet): Sheet[] {
  return kitaSheets().map((sheet) => {
    const { header } = sheet;
    return change({
      ...withoutResults(sheet),
      fiscalYear: 2024,
      header: {
        ...header,
        fiscalYear: { ...header.fiscalYear, text: '令和6年度' },
        createdOn: { ...header.createdOn, text: '令和6年4月1日' },
        evaluatedOn: { ...header.evaluatedOn, text: '' },
      },
    });
  });
}

async function workbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const written = await writeFile(
    sheets.map((sheet) => ({ ...sheet, approved: true })),
    { format: 'xlsx' },
  );
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  return written.bytes;
}

async function sheetsIn(bytes: Uint8Array, name = 'x.xlsx') {
  const read = await readFile(bytes, name);
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
  return read;
}

const draftMarked = ({ sheets, notes }: Awaited<ReturnType<typeof sheetsIn>>) =>
  sheets.map(({ where }) => notes.some((note) => note.id === 'F15' && note.where.tab === where.tab));

describe('a workbook dropped on Maru by 事務局', () => {
  /** Drops a sound workbook; gives how long the first one took here, in milliseconds. */
  let soundMs: number | undefined;
  const dropSound = async () => {
    const { answer, ms } = await timed('R6.xlsx', await workbook(nextYear()));
    expect(answer).toMatchObject({ http: 200 });
    soundMs ??= ms;
    return soundMs;
  };
  const timed = async (name: string, bytes: Uint8Array) => {
    const start = performance.now();
    const answer = await page.drop(OFFICE, name, bytes);
    return { answer, ms: performance.now() - start };
  };

  test('is shown first, and entered only with 取り込む, with who did it in the history', async () => {
    await dropSound();
    const preview = await page.last(OFFICE);
    expect(preview.summary).toContain('「R6.xlsx」の内容です');
    expect(preview.summary).toContain('8シートを読み取りました');
    expect(preview.summary).toMatch(/建設課（令和6年度） 目標\d+件・指標\d+件：新規/u);
    expect(await demo.app.record.sheets(2024)).toEqual([]);

    await page.press(OFFICE, preview, '取り込む');
    expect((await page.last(OFFICE)).summary).toContain('「R6.xlsx」を取り込みました');
    expect((await demo.app.record.sheets(2024)).map(({ sheet }) => sheet)).toHaveLength(8);
    const entered = (await demo.app.record.history({})).filter(
      ({ action, after }) => action === 'sheet_imported' && (after as Sheet).fiscalYear === 2024,
    );
    expect(entered).toHaveLength(8);
    expect(entered[0]).toMatchObject({ personId: OFFICE, post: '事務局', source: 'playground' });

    // pressed again: harmless, and said so
    await page.press(OFFICE, preview, '取り込む');
    expect((await page.last(OFFICE)).summary).toContain('変更はありません');
    expect(await demo.app.record.verifyHistory()).toBeNull();
  });

  test('what would change is named; a change of the record in between enters nothing', async () => {
    const changed = nextYear((sheet) =>
      sheet.header.organization.text === '建設課'
        ? { ...sheet, goals: [{ ...sheet.goals[0]!, text: '書き直した目標' }, ...sheet.goals.slice(1)] }
        : sheet,
    );
    await page.drop(OFFICE, 'R6直し.xlsx', await workbook(changed));
    const preview = await page.last(OFFICE);
    expect(preview.summary).toMatch(/建設課（令和6年度）.*：変更あり/u);
    expect(preview.summary).toContain('書き直した目標');
    expect(preview.summary).toMatch(/北出張所（令和6年度）.*：変更なし/u);

    const other = nextYear((sheet) =>
      sheet.header.organization.text === '建設課' ? { ...sheet, footnotes: ['その間の変更'] } : sheet,
    );
    const by = { personId: null, name: '事務局', post: '', source: 'test' };
    await demo.app.record.importSheets(other, { by, now: demo.clock.now() });
    await page.press(OFFICE, preview, '取り込む');
    expect((await page.last(OFFICE)).summary).toContain('記録が変わったため、取り込んでいません');
    const kept = (await demo.app.record.sheets(2024)).find(({ section }) => section.name === '建設課')!;
    expect(kept.sheet.footnotes).toEqual(['その間の変更']);
  });

  test('やめる: the file is gone, and 取り込む says so', async () => {
    await page.drop(
      OFFICE,
      'やめ.xlsx',
      await workbook(nextYear((sheet) => ({ ...sheet, footnotes: ['※ 注記'] }))),
    );
    const preview = await page.last(OFFICE);
    await page.press(OFFICE, preview, 'やめる');
    expect((await page.last(OFFICE)).summary).toContain('取り込まずに');
    await page.press(OFFICE, preview, '取り込む');
    expect((await page.last(OFFICE)).summary).toContain('もう残っていません');
  });

  test('two sheets of one section in a file: refused, nothing entered', async () => {
    const [one] = nextYear();
    await page.drop(OFFICE, '二枚.xlsx', await workbook([one!, { ...one!, footnotes: ['別'] }]));
    expect((await page.last(OFFICE)).summary).toContain('シートが2枚あります');
  });

  test.each([
    [
      'broken.xlsx',
      async () => (await workbook(nextYear().slice(0, 1))).subarray(0, 4000),
      /壊れ|読めません|開けません/u,
    ],
    [
      'bomb.xlsx',
      async () => {
        const parts = unzipSync(await workbook(nextYear().slice(0, 1)));
        const packed = deflateRawSync(Buffer.alloc(LIMITS.partBytes + 1, 0x20));
        return zipParts(parts, { name: 'xl/sharedStrings.xml', packed, declared: 10 });
      },
      /展開すると上限/u,
    ],
    ['memo.docx', async () => new TextEncoder().encode('これはメモです。'), /読み込めるのは/u],
    ['empty.csv', async () => new Uint8Array(), /空/u],
  ])('%s: a clear sentence, and no button to enter it', async (name, make, sentence) => {
    // Compared with a sound one, so that the machine decides nothing.
    const soundOnceMs = soundMs ?? (await dropSound());
    const { ms } = await timed(name, await make());
    const last = await page.last(OFFICE);
    expect(last.summary).toContain('ファイルを取り込めませんでした');
    expect(last.summary).toMatch(sentence);
    expect(page.buttonsOf(last)).toEqual([]);
    expect(ms).toBeLessThan(TIMES_SOUND * soundOnceMs);
  });

  test('macros are not run: the sheet is read, and the preview says so', async () => {
    const parts = unzipSync(await workbook(nextYear().slice(0, 1)));
    parts.set('xl/vbaProject.bin', new Uint8Array([1, 2, 3]));
    await page.drop(OFFICE, 'macro.xlsm', zipParts(parts));
    expect((await page.last(OFFICE)).summary).toContain('マクロは動かさず');
  });

  test('a file above the limit is refused at the door with a sentence', async () => {
    const answer = await page.drop(OFFICE, 'big.xlsx', new Uint8Array(LIMITS.fileBytes + 1));
    expect(answer).toMatchObject({ http: 413, message: expect.stringContaining('上限 20 MB') });
  });
});

describe('directions of a whole file', () => {
  const undecided = async (year: number) =>
    workbook(undecidedYear(year).map((sheet) => withoutResults(sheet)));
  const said = async (year: number) => {
    type Kept = { fiscalYear: number; kept: { directions: Record<string, string> } };
    const entry = (await demo.app.record.history({})).findLast(
      ({ action, after }) => action === 'sheet_imported' && (after as Kept).fiscalYear === year,
    );
    return Object.values((entry!.after as Kept).kept.directions).sort();
  };

  test('as proposed, one of them otherwise, and taken in with the sheets', async () => {
    await page.drop(OFFICE, 'R10.xlsx', await undecided(2028));
    const preview = await page.last(OFFICE);
    expect(preview.summary).toContain('分からない指標が6件あります（案あり4件・案なし2件）');
    expect(preview.summary).toContain('・建設課 No.1 苦情件数 目標 20区画（案：少ないほどよい）');
    expect(preview.summary).toContain('・建設課 No.1 苦情件数の削減 目標 5件（案なし）');
    expect(page.buttonsOf(preview).map(({ title }) => title)).toEqual([
      '取り込む',
      '向きを決める（6件）',
      '案のとおりにする（4件）',
      '表でもらう',
      'やめる',
    ]);
    await page.press(OFFICE, preview, '向きを決める');
    const first = await page.last(OFFICE);
    expect(first.summary).toContain('6件のうち、決まっていないものは6件です。');
    expect(first.summary).toContain('1/2ページ');
    await page.press(OFFICE, first, '次のページ');
    expect((await page.last(OFFICE)).summary).toContain('池の水位');
    await page.press(OFFICE, first, '案のとおりにする');
    const proposed = await page.last(OFFICE);
    expect(proposed.summary).toContain('4件の向きを決めました。');
    await page.press(OFFICE, proposed, '保つ');
    const otherwise = await page.last(OFFICE);
    expect(otherwise.summary).toContain('決定：保つ');
    await page.press(OFFICE, otherwise, '取り込む');
    expect((await page.last(OFFICE)).summary).toContain('4件の指標の向きを決めました。');
    expect((await page.last(OFFICE)).summary).toContain('向きを決めていない指標が2件あります。');
    expect(await said(2028)).toEqual(['higher', 'lower', 'lower', 'neither']);
    expect(await demo.app.record.verifyHistory()).toBeNull();
  });

  test('by its table, which comes back as a .csv', async () => {
    await page.drop(OFFICE, 'R11.xlsx', await undecided(2029));
    await page.press(OFFICE, await page.last(OFFICE), '表でもらう');
    const { bytes } = await page.download(await page.last(OFFICE));
    const table = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    expect(table.split('\r\n')[0]).toBe('\uFEFF"組織名","No.","取組指標","目標","向き","根拠"');
    const filled = table.replaceAll('"",', '"少ない",');
    // its name says nothing: what stands in it does
    await page.drop(OFFICE, 'メモ.csv', new TextEncoder().encode(filled));
    const list = await page.last(OFFICE);
    expect(list.summary).toContain('「R11.xlsx」の指標の向き');
    expect(list.summary).toContain('すべて決まりました。');
    await page.press(OFFICE, list, '取り込む');
    expect(await said(2029)).toHaveLength(6);
    expect(await demo.app.record.verifyHistory()).toBeNull();
  });

  test('nobody else gets the list or its table', async () => {
    await page.drop(OFFICE, 'R22.xlsx', await undecided(2040));
    const buttons = page.buttonsOf(await page.last(OFFICE));
    const own = (await page.direct('kensetsu-staff1')).at(-1)!;
    for (const title of ['向きを決める', '案のとおりにする', '表でもらう']) {
      const { action } = buttons.find((one) => one.title.startsWith(title))!;
      await page.fill('kensetsu-staff1', own, action, {});
      expect((await page.last('kensetsu-staff1')).summary).toContain('事務局だけができます');
    }
  });
});

describe('a roster and a calendar dropped on Maru', () => {
  const HEADINGS = '部,課,役職,氏名,職員番号';
  const bytes = (text: string) => new TextEncoder().encode(text);
  const sectionId = () => idOf('建設課');

  test('the calendar is shown, entered with 取り込む, and in the history', async () => {
    await page.drop(OFFICE, '名簿.csv', bytes('日付,種別,課,名称\n2026-05-07,休み,建設課,館内整理日'));
    const preview = await page.last(OFFICE);
    expect(preview.summary).toContain('「名簿.csv」の暦です');
    expect(preview.summary).toContain('・追加: 令和8年5月7日 建設課 休み 館内整理日');
    const before = (await demo.app.record.calendar()).length;
    await page.press(OFFICE, preview, '取り込む');
    expect((await page.last(OFFICE)).summary).toContain('暦を取り込みました');
    expect(await demo.app.record.calendar()).toHaveLength(before + 1);
    expect((await demo.app.record.history({})).at(-1)).toMatchObject({
      action: 'calendar_imported',
      personId: OFFICE,
    });
  });

  test('the roster: shown, thrown away with やめる, shown again and entered; anybody else is told', async () => {
    const { department } = (await demo.app.record.sections()).find(({ id }) => id === sectionId())!;
    const roster = bytes(`${HEADINGS}\n${department},建設課,嘱託,担当者九,k9`);
    const people = async () => (await demo.app.record.people(demo.clock.now())).length;
    const before = await people();
    await page.drop(OFFICE, '四月.csv', roster);
    const preview = await page.last(OFFICE);
    expect(preview.summary).toContain('「四月.csv」の名簿です');
    expect(preview.summary).toContain('職員：追加 1');
    expect(preview.summary).toMatch(/役職に就く人：追加 1・終わり \d+/u);
    await page.press(OFFICE, preview, 'やめる');
    expect((await page.last(OFFICE)).summary).toContain('取り込まずに');
    expect(await people()).toBe(before);

    await page.drop('kensetsu-staff1', '四月.csv', roster);
    expect((await page.last('kensetsu-staff1')).summary).toContain('事務局だけができます');
  });

  test('a roster and a calendar in one workbook: asked, and read as what was answered', async () => {
    const book = await writeXlsx({
      sheets: [
        { name: '職員', rows: [HEADINGS.split(','), ['北区役所', '建設課', '嘱託', '担当者九', 'k9']] },
        {
          name: '休み',
          rows: [
            ['日付', '種別'],
            ['2026-05-08', '休み'],
          ],
        },
      ],
    });
    await page.drop(OFFICE, 'まとめ.xlsx', book);
    const asked = await page.last(OFFICE);
    expect(asked.summary).toContain('「まとめ.xlsx」は、どれとして読み取りますか');
    expect(page.buttonsOf(asked).map(({ title }) => title)).toEqual(['名簿', '暦（休み・開庁）', 'やめる']);
    await page.press(OFFICE, asked, '暦');
    const calendar = await page.last(OFFICE);
    expect(calendar.summary).toContain('追加: 令和8年5月8日 全体 休み');
    await page.press(OFFICE, calendar, '取り込む');
    expect((await page.last(OFFICE)).summary).toContain('暦を取り込みました');
    expect(await demo.app.record.verifyHistory()).toBeNull();
  });
});

describe('a workbook of anybody else', () => {
  test('is answered politely and never read', async () => {
    await page.drop('kensetsu-staff1', 'R6.xlsx', await workbook(nextYear()));
    const last = await page.last('kensetsu-staff1');
    expect(last.summary).toContain('事務局だけができます');
    expect(page.buttonsOf(last)).toEqual([]);
  });

  test('a button made by hand enters nothing: who may is looked up again', async () => {
    await page.drop(
      OFFICE,
      'R6.xlsx',
      await workbook(nextYear((sheet) => ({ ...sheet, footnotes: ['偽'] }))),
    );
    const button = page.buttonsOf(await page.last(OFFICE)).find(({ title }) => title === '取り込む')!;
    const own = (await page.direct('kensetsu-staff1')).at(-1)!;
    await page.fill('kensetsu-staff1', own, button.action, {});
    expect((await page.last('kensetsu-staff1')).summary).toContain('事務局だけができます');
    expect((await demo.app.record.sheets(2024)).some(({ sheet }) => sheet.footnotes.includes('偽'))).toBe(
      false,
    );
  });
});

describe('出力', () => {
  test('a section gets its own sheet, marked as a draft while not all is approved', async () => {
    await page.say('kensetsu-manager', '出力');
    const last = await page.last('kensetsu-manager');
    expect(last.file?.name).toBe('組織目標管理シート_R5_建設課_下書き.xlsx');
    expect(last.summary).toContain('下書き（未承認）');
    const { bytes, offered, type, sniffing } = await page.download(last);
    expect(offered).toMatch(/^attachment;/u);
    expect([type, sniffing]).toEqual(['application/octet-stream', 'nosniff']);
    const read = await sheetsIn(bytes);
    expect(read.sheets.map(({ sheet }) => sheet.header.organization.text)).toEqual(['建設課']);
    expect(draftMarked(read)).toEqual([true]);
  });

  test('not that of another section', async () => {
    await page.say('kensetsu-staff1', '出力 北出張所');
    const last = await page.last('kensetsu-staff1');
    expect(last.file).toBeNull();
    expect(last.summary).toContain('「北出張所」という課のシートは見つかりませんでした');
    expect(last.summary).toContain('建設課');
  });

  test('the coordinator gets all, or the one that is named, in the format asked for', async () => {
    await page.say(OFFICE, '出力');
    expect((await sheetsIn((await page.download(await page.last(OFFICE))).bytes)).sheets).toHaveLength(8);
    await page.say(OFFICE, '出力 建設課 CSV');
    const csv = await page.last(OFFICE);
    expect(csv.file?.name).toBe('組織目標管理シート_R5_建設課_下書き.csv');
    expect((await sheetsIn((await page.download(csv)).bytes, 'x.csv')).sheets).toHaveLength(1);
    await page.say(OFFICE, '出力 R6 北出張');
    expect((await page.last(OFFICE)).file?.name).toContain('R6_北出張所');
    await page.say(OFFICE, '出力 地域');
    expect((await page.last(OFFICE)).summary).toContain('いくつかあります');
    await page.say(OFFICE, '出力 R3');
    expect((await page.last(OFFICE)).summary).toContain('令和3年度のシートは、まだ取り込まれていません');
  });
});

describe('when every goal of a section is approved at year-end', () => {
  const printed = kitaSheets().find((sheet) => sheet.header.organization.text === '建設課')!;
  const files = async () =>
    (await page.channel('kensetsu-manager', idOf('建設課'))).filter((message) => message.file);

  let effects = 0;
  const decide = async (person: string, command: Parameters<TestDemo['app']['record']['execute']>[3]) => {
    effects += 1;
    const place = `playground:dm:${person}`;
    const outcome = await demo.app.record.execute(
      `files-test-${effects}#0`,
      person,
      place,
      command,
      demo.clock.now(),
    );
    expect(outcome).toMatchObject({ ok: true });
    demo.app.work.wake();
    await demo.app.work.idle();
  };

  test('the finished .xlsx is a reply under the root card, once, and equals the print', async () => {
    await demo.clock.moveTo(new Date('2024-04-02T01:00:00Z'));
    await demo.app.work.sweep();
    await demo.app.work.idle();
    const tasks = await demo.app.record.sectionTasks(idOf('建設課'), '2023-yearend');
    const proposal: Answer['proposal'] = {
      rating: null,
      ask: true,
      ratio: null,
      arithmetic: { ja: '', en: '' },
      because: { ja: '', en: '' },
      rule: 'niigata-r5/ask',
      warnings: [],
      pace: null,
    };
    for (const [at, task] of tasks.entries()) {
      const goal = printed.goals[at]!;
      expect(await files()).toEqual([]);
      await decide('kensetsu-staff1', {
        kind: 'submit',
        task: task.id,
        base: 0,
        content: {
          answers: goal.indicators.map(({ result, rating, status }, n) => ({
            indicatorId: task.indicators[n]!.id,
            result,
            rating: RATING_OF[rating]!,
            reason: '理由',
            status,
            proposal,
          })),
          nextPolicy: goal.nextPolicy ?? '',
        },
      });
      await decide('kensetsu-manager', { kind: 'approve', report: task.id, version: 1, step: 0 });
    }
    const [file, ...others] = await files();
    expect(others).toEqual([]);
    expect(file?.file?.name).toBe('組織目標管理シート_R5_建設課.xlsx');
    const root = (await page.channel('kensetsu-manager', idOf('建設課'))).find(
      ({ id }) => id === file?.thread,
    );
    expect(root?.summary).toContain('期末報告');
    const read = await sheetsIn((await page.download(file!)).bytes);
    expect(read.sheets.map(({ sheet }) => sheet)).toEqual([printed]);
    expect(draftMarked(read)).toEqual([false]);
  });

  test('sweeps and restarts post it no second time', async () => {
    for (let round = 0; round < 3; round += 1) {
      await demo.app.work.sweep();
      await demo.app.work.idle();
    }
    expect(await files()).toHaveLength(1);
  });

  test('出力 now gives it without the word 下書き', async () => {
    await page.say('kensetsu-manager', '出力 R5');
    const last = await page.last('kensetsu-manager');
    expect(last.file?.name).toBe('組織目標管理シート_R5_建設課.xlsx');
    expect(last.summary).not.toContain('下書き');
    // among others that are not approved, this one alone carries no mark
    await page.say(OFFICE, '出力 R5');
    const all = await page.last(OFFICE);
    expect(all.summary).toContain('8シートのうち1シート');
    const read = await sheetsIn((await page.download(all)).bytes);
    expect(draftMarked(read).filter((marked) => !marked)).toHaveLength(1);
  });

  test('nothing went wrong on the way', () => expect(demo.logged).toEqual([]));
});
