/** Files in Teams: a workbook in a personal chat, and a file offered, accepted, declined and asked for by somebody else. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isIn } from '../../../../src/chat/teams/outgoing/files.js';
import { teamsSettings } from '../../../../src/chat/teams/settings.js';
import { withoutResults } from '../../../../src/core/sheet/sheet.js';
import { readFile, writeFile } from '../../../../src/workbook/files.js';
import { personalChat, tellsOfAccount, type User } from '../../../support/bot-connector.js';
import { startTeamsCity, type TeamsCity } from '../../../support/teams-city.js';
import { approved, kitaSheets } from '../../../workbook/fixture-sheets.js';
import { undecidedYear } from '../../../workbook/undecided.js';
import { cardOf, shown } from '../cards.js';

let city: TeamsCity;
let store: Server;
let storeUrl = '';
let workbook: Uint8Array;
/** bytes by path, as a store of files keeps them, and every request it got */
const files = new Map<string, Buffer>();
const requests: { method: string; path: string; range: string; authorization: string }[] = [];

beforeAll(async () => {
  const written = await writeFile(approved(kitaSheets().slice(0, 1)), { format: 'xlsx' });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  workbook = written.bytes;
  store = createServer(async (request, response) => {
    const path = request.url ?? '';
    requests.push({
      method: request.method ?? '',
      path,
      range: String(request.headers['content-range'] ?? ''),
      authorization: String(request.headers.authorization ?? ''),
    });
    if (request.method === 'PUT') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      files.set(path, Buffer.concat(chunks));
      response.writeHead(201).end('{}');
      return;
    }
    const bytes = files.get(path);
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  storeUrl = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
  city = await startTeamsCity({ limits: false, settings: { TEAMS_FILE_URLS: storeUrl } });
}, 60_000);
afterAll(async () => {
  store.closeAllConnections();
  await new Promise((resolve) => store.close(resolve));
  await city.stop();
});

const inChat = (user: User) =>
  city.connector.messages.filter(
    (one) => one.conversation === personalChat(user.id) && !tellsOfAccount(one.activity),
  );
type Attachment = { contentType: string; name?: string; content: Record<string, unknown> };
const attachmentOf = (message: { activity: { [key: string]: unknown } } | undefined) =>
  (message?.activity.attachments as Attachment[] | undefined)?.[0];
const ofType = (user: User, type: string) =>
  inChat(user).filter((message) => attachmentOf(message)?.contentType.endsWith(type));
const texts = (user: User) =>
  inChat(user)
    .filter((message) => attachmentOf(message)?.contentType.endsWith('card.adaptive'))
    .slice(-3)
    .map((message) => shown(cardOf(message)).text)
    .join('\n');

async function sends(user: User, name: string, url: string) {
  const answer = await city.send(city.activities.sentFiles(user, '', [{ name, url }]));
  expect(answer).toEqual({ status: 200, body: null });
}

test.each([
  ['https://city-my.sharepoint.com/personal/x.xlsx', true],
  ['https://sharepoint.com/x', false],
  ['http://city-my.sharepoint.com/x', false],
  ['https://city-my.sharepoint.com:8443/x', false],
  ['https://city-my.sharepoint.com.evil.example/x', false],
  ['https://evilsharepoint.com/x', false],
  ['https://city-my.sharepoint.com@evil.example/x', false],
])('without a setting files are at Microsoft’s own stores alone: %s', (url, theirs) => {
  const [allowed = ''] = teamsSettings.parse({}).TEAMS_FILE_URLS;
  expect(isIn(allowed, new URL(url))).toBe(theirs);
});

describe('a workbook in a personal chat', () => {
  test('is fetched without the bot’s token, previewed and entered', async () => {
    const { coordinator } = city.users;
    files.set('/down/1', Buffer.from(workbook));
    await sends(coordinator, '様式.xlsx', `${storeUrl}/down/1`);
    expect(texts(coordinator)).toContain('「様式.xlsx」の内容です');
    expect(requests.at(-1)).toMatchObject({ method: 'GET', authorization: '' });
    const preview = inChat(coordinator).find(
      (m) => attachmentOf(m) && shown(cardOf(m)).text.includes('様式.xlsx'),
    );
    const { data } = shown(cardOf(preview)).button('取り込む');
    await city.send(city.activities.executed(coordinator, data));
    expect(texts(coordinator)).toContain('を取り込みました');
  });

  test('what does not fit in it is told in the preview, as maru check does', async () => {
    const { coordinator } = city.users;
    const written = await writeFile(approved(kitaSheets().slice(6, 7)), { format: 'xlsx' });
    if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
    files.set('/down/2', Buffer.from(written.bytes));
    await sends(coordinator, '建設課.xlsx', `${storeUrl}/down/2`);
    expect(texts(coordinator)).toMatch(/確認事項が\d+件あります/u);
    expect(texts(coordinator)).toContain('確認 No.3 「研修発表実施数(回)」 数の食い違い: ');
  });

  test('the directions that it leaves open are decided in their list, and by their table', async () => {
    const { coordinator } = city.users;
    const written = await writeFile(approved(undecidedYear(2030).map(withoutResults)), { format: 'xlsx' });
    if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
    files.set('/down/3', Buffer.from(written.bytes));
    await sends(coordinator, 'R12.xlsx', `${storeUrl}/down/3`);
    const press = async (saying: string, title: string) => {
      const card = inChat(coordinator).findLast(
        (m) =>
          attachmentOf(m)?.contentType.endsWith('card.adaptive') && shown(cardOf(m)).text.includes(saying),
      );
      await city.send(city.activities.executed(coordinator, shown(cardOf(card)).button(title).data));
    };
    expect(texts(coordinator)).toContain('分からない指標が6件あります');
    await press('分からない指標が6件', '向きを決める（6件）');
    await press('1/2ページ', '次のページ');
    expect(texts(coordinator)).toContain('池の水位');
    await press('1/2ページ', '案のとおりにする（4件）');
    expect(texts(coordinator)).toContain('4件の向きを決めました。');
    await press('2件です', '表でもらう');
    const offer = ofType(coordinator, 'file.consent').at(-1)!;
    expect(attachmentOf(offer)!.name).toBe('指標の向き.csv');
    await city.send(
      city.activities.consented(coordinator, offer.id, attachmentOf(offer)!.content.acceptContext, {
        uploadUrl: `${storeUrl}/up/table`,
        contentUrl: 'https://city-my.sharepoint.com/personal/x.csv',
        name: '指標の向き.csv',
        uniqueId: '1150D938-8870-4044-9F2C-5BBDEBA70C9E',
        fileType: 'csv',
      }),
    );
    await city.settled();
    const table = files.get('/up/table')!.toString('utf8');
    files.set('/down/4', Buffer.from(table.replaceAll('"",', '"少ない",')));
    await sends(coordinator, '指標の向き.csv', `${storeUrl}/down/4`);
    expect(texts(coordinator)).toContain('すべて決まりました。');
    await press('すべて決まりました。', '取り込む');
    expect(texts(coordinator)).toContain('6件の指標の向きを決めました。');
  });

  test('a calendar and a roster are told by what stands in them, and entered after a look', async () => {
    const { coordinator } = city.users;
    const send = async (name: string, text: string) => {
      files.set(`/down/${name}`, Buffer.from(text));
      await sends(coordinator, name, `${storeUrl}/down/${name}`);
    };
    const press = async (saying: string, title: string) => {
      const card = inChat(coordinator).findLast(
        (m) =>
          attachmentOf(m)?.contentType.endsWith('card.adaptive') && shown(cardOf(m)).text.includes(saying),
      );
      await city.send(city.activities.executed(coordinator, shown(cardOf(card)).button(title).data));
    };
    await send('a.csv', '日付,種別,課,名称\n2026-05-07,休み,建設課,館内整理日');
    expect(texts(coordinator)).toContain('「a.csv」の暦です');
    await press('の暦です', '取り込む');
    expect(texts(coordinator)).toContain('暦を取り込みました');
    await send('b.csv', '部,課,役職,氏名,職員番号\n北区役所,建設課,嘱託,,k9');
    expect(texts(coordinator)).toContain('b.csv 2行目「氏名」: 空です。');
    await send('c.csv', '部,課,役職,氏名,職員番号\n北区役所,新設課,課長,課長九,k9');
    expect(texts(coordinator)).toContain('課の追加: 北区役所 新設課');
    await press('の名簿です', '取り込む');
    expect(texts(coordinator)).toContain('名簿を取り込みました');
  });

  test.each(['https://evil.example/x', 'http://city-my.sharepoint.com.evil.example/x', 'not an address'])(
    '%s is none of Microsoft’s: not fetched, and the sender is told',
    async (url) => {
      const before = requests.length;
      await sends(city.users.coordinator, 'x.xlsx', url);
      expect(texts(city.users.coordinator)).toContain('「x.xlsx」を受け取れませんでした');
      expect(requests).toHaveLength(before);
    },
  );

  test('larger than the limit: left off half-way, and said so', async () => {
    files.set('/down/big', Buffer.alloc(21 * 1024 * 1024));
    await sends(city.users.coordinator, 'big.xlsx', `${storeUrl}/down/big`);
    expect(texts(city.users.coordinator)).toContain('上限 20 MB');
  });

  test('of anybody else: a polite answer', async () => {
    await sends(city.users.staff, 'x.xlsx', `${storeUrl}/down/1`);
    expect(texts(city.users.staff)).toContain('事務局だけができます');
  });

  test('a document of who reports is offered to their goals; pressed, it stands with one', async () => {
    const { staff } = city.users;
    files.set('/down/pdf', Buffer.from(`%PDF-1.7 ${'x'.repeat(200_000)}`));
    await sends(staff, '名簿.pdf', `${storeUrl}/down/pdf`);
    expect(texts(staff)).toContain('「名簿.pdf」（195 KB）を根拠資料として付けますか');
    const offer = inChat(staff).findLast(
      (m) =>
        attachmentOf(m)?.contentType.endsWith('card.adaptive') &&
        shown(cardOf(m)).text.includes('を根拠資料として付けますか'),
    );
    const [add] = shown(cardOf(offer)).buttons.filter(({ title }) => title.includes('に付ける'));
    await city.send(city.activities.executed(staff, add!.data));
    expect(texts(staff)).toContain('名簿.pdf（195 KB）　担当者');
  });
});

describe('a picture that is pasted, or sent from a phone', () => {
  const picture = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    Buffer.alloc(9_000, 7),
  ]);
  const pastes = (url: string) => city.send(city.activities.pasted(city.users.staff, '', url));

  test('is fetched at the Bot Connector with the bot’s token, and offered', async () => {
    city.connector.pictures.set('p1', picture);
    const url = `${city.connector.serviceUrl()}v3/attachments/p1/views/original`;
    expect(await pastes(url)).toEqual({ status: 200, body: null });
    expect(texts(city.users.staff)).toContain('「image」（8 KB）を根拠資料として付けますか');
    // A token that has run out is renewed once.
    city.connector.forgetTokens();
    await pastes(url);
    expect(texts(city.users.staff).match(/「image」（8 KB）/gu)).toHaveLength(2);
  });

  test('one that is not given, and one at another address, is told; the token goes nowhere else', async () => {
    const { staff } = city.users;
    const before = requests.length;
    for (const url of [
      `${city.connector.serviceUrl()}v3/attachments/none/views/original`,
      `${city.connector.serviceUrl()}v3/conversations/x/members`,
      `${storeUrl}/v3/attachments/p1/views/original`,
      'data:image/png;base64,AAAA',
    ]) {
      await pastes(url);
      expect(texts(staff).split('\n').slice(-3).join('\n')).toContain('「image」を受け取れませんでした');
    }
    expect(requests).toHaveLength(before);
  });
});

test('sent together with a memo it stands with it, and is listed with it', async () => {
  const { staff } = city.users;
  files.set('/down/memo', Buffer.from(`%PDF-1.7 ${'x'.repeat(9_000)}`));
  await city.send(
    city.activities.sentFiles(staff, 'メモ 1番 木崎地区でワークショップ、32人', [
      { name: '次第.pdf', url: `${storeUrl}/down/memo` },
    ]),
  );
  expect(texts(staff)).toContain('実績メモに残しました');
  expect(texts(staff)).toContain('「次第.pdf」をメモに付けました');
  await city.send(city.activities.said(staff, 'メモ'));
  expect(texts(staff)).toContain('根拠資料：次第.pdf（8 KB）');
});

describe('出力 in a personal chat', () => {
  const session = (path: string) => ({
    uploadUrl: `${storeUrl}${path}`,
    contentUrl: 'https://city-my.sharepoint.com/personal/x.xlsx',
    name: 'x.xlsx',
    uniqueId: '1150D938-8870-4044-9F2C-5BBDEBA70C9D',
    fileType: 'xlsx',
  });
  async function offered(user: User) {
    await city.send(city.activities.said(user, '出力'));
    const offer = ofType(user, 'file.consent').at(-1)!;
    return { offer, context: attachmentOf(offer)!.content.acceptContext };
  }

  test('the file is offered; accepted it is put where Teams says, shown, and the offer goes', async () => {
    const { staff } = city.users;
    const { offer, context } = await offered(staff);
    const attachment = attachmentOf(offer)!;
    expect(attachment.name).toMatch(/^組織目標管理シート_R5_建設課_下書き\.xlsx$/u);
    expect(attachment.content.description).toContain('下書き（未承認）');
    await city.send(city.activities.consented(staff, offer.id, context, session('/up/1')));
    await city.settled();
    const bytes = files.get('/up/1')!;
    expect(requests.at(-1)).toMatchObject({
      method: 'PUT',
      range: `bytes 0-${bytes.length - 1}/${bytes.length}`,
      authorization: '',
    });
    const read = await readFile(bytes, 'x.xlsx');
    expect(read.kind).toBe('read');
    expect(attachmentOf(ofType(staff, 'file.info').at(-1))).toMatchObject({
      content: { uniqueId: session('').uniqueId, fileType: 'xlsx' },
    });
    expect(inChat(staff).some(({ id }) => id === offer.id)).toBe(false);

    // sent again by Teams: nothing more happens
    const before = requests.length;
    await city.send(city.activities.consented(staff, offer.id, context, session('/up/1')));
    await city.settled();
    expect(requests).toHaveLength(before);
  });

  test('accepted by another person, or for an address elsewhere: nothing is given away', async () => {
    const { staff, chief } = city.users;
    const { offer, context } = await offered(staff);
    const before = requests.length;
    await city.send(city.activities.said(chief, 'ヘルプ'));
    await city.send(city.activities.consented(chief, offer.id, context, session('/up/2')));
    await city.send(
      city.activities.consented(staff, offer.id, context, {
        ...session(''),
        uploadUrl: 'https://evil.example/up',
      }),
    );
    await city.settled();
    expect(requests).toHaveLength(before);
    expect(texts(staff)).toContain('ファイルを作れませんでした');
  });

  test('declined: the offer goes, and the file with it', async () => {
    const { staff } = city.users;
    const { offer, context } = await offered(staff);
    await city.send(city.activities.consented(staff, offer.id, context, null));
    await city.settled();
    expect(inChat(staff).some(({ id }) => id === offer.id)).toBe(false);
    const before = requests.length;
    await city.send(city.activities.consented(staff, offer.id, context, session('/up/3')));
    await city.settled();
    expect(requests).toHaveLength(before);
  });
});
