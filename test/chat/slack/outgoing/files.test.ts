/** Files in Slack, through signed HTTP: a workbook sent to Maru, 出力, and the finished sheet in the channel. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withoutResults } from '../../../../src/core/sheet/sheet.js';
import { readFile, writeFile } from '../../../../src/workbook/files.js';
import { type City, COORDINATOR, STAFF, startCity } from '../../../support/slack-city.js';
import { approved, kitaSheets } from '../../../workbook/fixture-sheets.js';
import { undecidedYear } from '../../../workbook/undecided.js';

let city: City;
let workbook: Uint8Array;
beforeAll(async () => {
  city = await startCity();
  const written = await writeFile(approved(kitaSheets().slice(0, 1)), { format: 'xlsx' });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  workbook = written.bytes;
  // What is owed to whoever writes for the first time comes before the test begins.
  for (const user of [COORDINATOR, STAFF]) await city.sender.says(user, 'ヘルプ');
  await city.settled();
}, 60_000);
afterAll(() => city.stop());

/** What the user was told last; notices of the same moment may stand below it. */
const shown = (user: string) =>
  city
    .direct(user)
    .slice(-3)
    .map(({ text }) => text)
    .join('\n');

async function sends(user: string, files: Parameters<City['sender']['sendsFiles']>[2], text = '') {
  const attempts = await city.sender.sendsFiles(user, text, files);
  expect([attempts].flat().map(({ status }) => status)).toEqual([200]);
  await city.settled();
}

describe('a workbook sent to Maru', () => {
  test('is fetched with the token, from Slack alone, and previewed', async () => {
    await sends(COORDINATOR, [{ name: '様式.xlsx', bytes: workbook }], 'お願いします');
    expect(shown(COORDINATOR)).toContain('「様式.xlsx」の内容です');
    expect(city.server.downloads).toHaveLength(1);
    await city.sender.press(COORDINATOR, '取り込む');
    await city.settled();
    expect(shown(COORDINATOR)).toContain('「様式.xlsx」を取り込みました');
  });

  test('what does not fit in it is told in the preview, as maru check does', async () => {
    const written = await writeFile(approved(kitaSheets().slice(6, 7)), { format: 'xlsx' });
    if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
    await sends(COORDINATOR, [{ name: '建設課.xlsx', bytes: written.bytes }]);
    expect(shown(COORDINATOR)).toMatch(/確認事項が\d+件あります/u);
    expect(shown(COORDINATOR)).toContain('確認 No.3 「研修発表実施数(回)」 数の食い違い: ');
    await city.sender.press(COORDINATOR, 'やめる');
    await city.settled();
  });

  test('the directions that it leaves open are decided in their list, and by their table', async () => {
    const written = await writeFile(approved(undecidedYear(2030).map(withoutResults)), { format: 'xlsx' });
    if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
    await sends(COORDINATOR, [{ name: 'R12.xlsx', bytes: written.bytes }]);
    expect(shown(COORDINATOR)).toContain('分からない指標が6件あります');
    const press = async (title: string) => {
      await city.sender.press(COORDINATOR, title);
      await city.settled();
    };
    await press('向きを決める（6件）');
    await press('次のページ');
    expect(shown(COORDINATOR)).toContain('池の水位');
    await press('表でもらう');
    const file = [...city.server.files.values()].at(-1)!;
    expect(file.name).toBe('指標の向き.csv');
    const filled = new TextDecoder('utf-8', { ignoreBOM: true })
      .decode(file.bytes)
      .replaceAll('"",', '"保つ",');
    await sends(COORDINATOR, [{ name: '指標の向き.csv', bytes: new TextEncoder().encode(filled) }]);
    expect(shown(COORDINATOR)).toContain('6件の向きを決めました。');
    await press('取り込む');
    expect(shown(COORDINATOR)).toContain('6件の指標の向きを決めました。');
  });

  test('a calendar and a roster are told by what stands in them, and entered after a look', async () => {
    const send = (name: string, text: string) =>
      sends(COORDINATOR, [{ name, bytes: new TextEncoder().encode(text) }]);
    const press = async (title: string) => {
      await city.sender.press(COORDINATOR, title);
      await city.settled();
    };
    await send('a.csv', '日付,種別,課,名称\n2026-05-07,休み,建設課,館内整理日');
    expect(shown(COORDINATOR)).toContain('「a.csv」の暦です');
    await press('取り込む');
    expect(shown(COORDINATOR)).toContain('暦を取り込みました');
    await send('b.csv', '部,課,役職,氏名,職員番号\n北区役所,建設課,嘱託,,k9');
    expect(shown(COORDINATOR)).toContain('b.csv 2行目「氏名」: 空です。');
    await send('c.csv', '部,課,役職,氏名,職員番号\n北区役所,新設課,課長,課長九,k9');
    expect(shown(COORDINATOR)).toContain('「c.csv」の名簿です');
    expect(shown(COORDINATOR)).toContain('課の追加: 北区役所 新設課');
    await press('取り込む');
    expect(shown(COORDINATOR)).toContain('名簿を取り込みました');
  });

  test('an address elsewhere gets no token: it is not fetched, and the sender is told', async () => {
    const before = city.server.downloads.length;
    await sends(COORDINATOR, [{ name: 'x.xlsx', bytes: workbook, url: 'https://evil.example/x' }]);
    expect(shown(COORDINATOR)).toContain('「x.xlsx」を受け取れませんでした');
    expect(city.server.downloads).toHaveLength(before);
  });

  test('too large by its own word: not fetched', async () => {
    const before = city.server.downloads.length;
    const event = city.sender.fileEvent(COORDINATOR, '', [{ name: 'big.xlsx', bytes: workbook }]);
    event.event.files[0].size = 30 * 1024 * 1024;
    await city.sender.deliver(event);
    await city.settled();
    expect(shown(COORDINATOR)).toContain('上限 20 MB');
    expect(city.server.downloads).toHaveLength(before);
  });

  test('delivered five times: one preview, fetched once', async () => {
    const before = city.server.downloads.length;
    const count = () => city.direct(COORDINATOR).filter(({ text }) => text.includes('五回.xlsx')).length;
    const event = city.sender.fileEvent(COORDINATOR, '', [{ name: '五回.xlsx', bytes: workbook }]);
    for (let n = 0; n < 5; n += 1) await city.sender.deliver(event);
    await city.settled();
    expect(city.server.downloads).toHaveLength(before + 1);
    expect(count()).toBe(1);
  });

  test('from anybody else: a polite answer', async () => {
    await sends(STAFF, [{ name: 'x.xlsx', bytes: workbook }]);
    expect(shown(STAFF)).toContain('事務局だけができます');
  });

  test('a picture of who reports is offered to their goals, stands with one, and is given back as it was', async () => {
    const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(300_000, 7)]);
    await sends(STAFF, [{ name: '現場.png', bytes: picture }]);
    expect(shown(STAFF)).toContain('「現場.png」（292 KB）を根拠資料として付けますか');
    await city.sender.press(STAFF, 'No.1 に付ける');
    await city.settled();
    expect(shown(STAFF)).toContain('1. 現場.png.jpg（292 KB）');
    await city.sender.press(STAFF, '1 を受け取る');
    await city.settled();
    const given = [...city.server.files.values()].at(-1)!;
    expect(given).toMatchObject({ name: '現場.png.jpg' });
    expect(Buffer.compare(given.bytes, picture)).toBe(0);
  });

  test('sent together with a memo it stands with it, and goes with it', async () => {
    const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(9_000, 7)]);
    const event = city.sender.fileEvent(STAFF, 'メモ 1番 木崎地区でワークショップ、32人', [
      { name: '集合.jpg', bytes: picture },
    ]);
    await city.sender.deliver(event);
    await city.settled();
    expect(shown(STAFF)).toContain('実績メモに残しました');
    expect(shown(STAFF)).toContain('「集合.jpg」をメモに付けました');
    await city.sender.press(STAFF, '根拠資料');
    await city.settled();
    expect(shown(STAFF)).toContain('実績メモ「木崎地区でワークショップ、32人」 の根拠資料（1件）');
    expect(shown(STAFF)).toContain('1. 集合.jpg（8 KB）');
  });

  test('what is no evidence is said to be none', async () => {
    await sends(STAFF, [{ name: '名簿.exe', bytes: Buffer.from('MZ…') }]);
    expect(shown(STAFF)).toContain('「名簿.exe」は、根拠資料としてお預かりできません');
  });
});

test('出力 puts the file into the direct message, with its sentence', async () => {
  await city.sender.says(STAFF, '出力');
  await city.settled();
  const file = [...city.server.files.values()].at(-1)!;
  expect(file.name).toMatch(/^組織目標管理シート_R5_建設課_下書き\.xlsx$/u);
  expect(file.comment).toContain('下書き（未承認）');
  const direct = city.server.directOf(STAFF).id;
  expect(file.shares.private[direct]).toBeDefined();
  const read = await readFile(file.bytes, file.name);
  expect(read.kind === 'read' && read.sheets.map(({ sheet }) => sheet.header.organization.text)).toEqual([
    '建設課',
  ]);
});
