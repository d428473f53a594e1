/** Tables where the workspace takes them, and what it costs where it does not: one call. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { paginate, renderSlack, type SlackMessage } from '../../../../src/chat/render/render.js';
import { makeCall } from '../../../../src/chat/slack/outgoing/client.js';
import { makeMessenger, type SlackMessenger } from '../../../../src/chat/slack/outgoing/messenger.js';
import { openTransport, type Transport } from '../../../../src/chat/slack/outgoing/transport.js';
import { slackSettings } from '../../../../src/chat/slack/settings.js';
import { boardCard } from '../../../../src/core/cards/board/board.js';
import type { Card } from '../../../../src/core/cards/card.js';
import { PlatformError } from '../../../../src/flow/ports.js';
import { blockKitProblems } from '../../../support/block-kit.js';
import { boardOf, pagesOf } from '../../../support/sample-boards.js';
import { cardsOf } from '../../../support/sample-cards.js';
import { buttonsIn } from '../../../support/slack-sender.js';
import { type SlackServer, startSlackServer } from '../../../support/slack-server.js';
import { BOT_TOKEN, TEAM } from '../../../support/slack-workspace.js';
import { withTexts } from '../../../support/with-texts.js';

type Summary = Extract<Card, { name: 'summary' }>;
type Table = { readonly type: string; readonly rows?: readonly (readonly { readonly text: string }[])[] };

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const open = cardsOf(0)['summary open'] as Summary;
const complete = cardsOf(0)['summary complete'] as Summary;
const asKey = { under: null, key: 'summary/s1/2023-yearend' };

const blocksOf = (card: Card, tables: boolean) =>
  paginate(card, ['slack'], { tables }).map((page) => renderSlack(page, { tables }) as SlackMessage);
const tablesIn = (blocks: readonly unknown[]) =>
  (blocks as readonly Table[]).filter(({ type }) => type === 'table');

describe('a list with columns', () => {
  test('is one table with all it says, and nothing of it stands beside the table as well', () => {
    const [message] = blocksOf(open, true);
    const [table] = tablesIn(message!.blocks);
    expect(table!.rows!.map((row) => row.map(({ text }) => text))).toEqual([
      open.view.columns,
      ...open.view.items.map(({ cells }) => cells),
    ]);
    expect(JSON.stringify(message!.blocks.filter(({ type }) => type !== 'table'))).not.toContain('No.1');
    expect(tablesIn(blocksOf(open, false)[0]!.blocks)).toEqual([]);
  });

  test('shows what was typed as it was typed: Slack reads nothing into a cell', () => {
    const typed = '<!channel> *太字* &amp; R&D';
    const one = withTexts(open, (before, path) => (path.startsWith('items.0.cells') ? typed : before));
    const [table] = tablesIn(blocksOf(one, true)[0]!.blocks);
    expect(table!.rows![1]!.map(({ text }) => text)).toEqual([typed, typed]);
  });

  test.each([1, 99, 100, 250])('of %i rows stands in tables that Slack takes, with every row', (count) => {
    const items = Array.from({ length: count }, (_unused, i) => ({
      ...open.view.items[0]!,
      cells: [`第${i + 1}行`, '', '字'.repeat(100)],
    }));
    const messages = blocksOf({ ...open, view: { ...open.view, items } }, true);
    for (const message of messages) expect(blockKitProblems(message)).toEqual([]);
    const rows = messages.flatMap(({ blocks }) => tablesIn(blocks).flatMap((one) => one.rows!.slice(1)));
    expect(rows.map(([first]) => first!.text)).toEqual(items.map(({ cells }) => cells[0]));
  });

  test('keeps every button, which says below the table what it opens', () => {
    const pages = pagesOf(boardOf(300, 30)).map((page) => boardCard(page, 'ja'));
    const boards = pages.filter((card) => card.name === 'board' && (card.view.columns ?? []).length > 0);
    expect(boards.length).toBeGreaterThan(30);
    for (const card of boards) {
      const [plain, drawn] = [blocksOf(card, false), blocksOf(card, true)];
      expect([plain.length, drawn.length]).toEqual([1, 1]);
      const actions = ({ blocks }: SlackMessage) => buttonsIn(blocks).map(({ value }) => value);
      expect(actions(drawn[0]!).sort()).toEqual(actions(plain[0]!).sort());
      const texts = buttonsIn(drawn[0]!.blocks).map(({ text }) => text.text);
      expect(texts).not.toContain('開く');
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test('of the city has a row a department: name, what is out of the ordinary, counts by state and what moved', () => {
    const page = pagesOf(boardOf(8, 2)).find(({ kind }) => kind === 'list')!;
    const [table] = tablesIn(blocksOf(boardCard(page, 'ja'), true)[0]!.blocks);
    expect(table!.rows!.map((row) => row.map(({ text }) => text))).toEqual([
      ['部署', '承認済', '承認待ち', '差戻し', '修正中', '未提出'],
      [expect.stringMatching(/第1部（4課）\n.*24件中3件が承認済\n.*承認済 ＋3/u), '3', '0', '1', '1', '19'],
      [expect.stringMatching(/第2部（4課）\n.*24件中4件が承認済\n.*承認済 ＋4/u), '4', '4', '1', '1', '14'],
    ]);
  });

  test('every card of every sheet is within the limits, also with tables and flooded with text', () => {
    for (const sheet of [0, 3, 7])
      for (const [name, card] of Object.entries(cardsOf(sheet))) {
        if (card.name === 'form') continue;
        const flooded = withTexts(card, (before) => before.repeat(80));
        for (const one of [card, flooded])
          for (const message of blocksOf(one, true))
            expect([name, blockKitProblems(message)]).toEqual([name, []]);
      }
  });
});

describe('a workspace', () => {
  let server: SlackServer;
  let transport: Transport;
  let messenger: SlackMessenger;
  let told: string[];
  const place = `slack:${TEAM}:C1`;
  const standing = () => server.channels.get('C1')!.messages;
  const answers = () =>
    server.calls.flatMap(({ method, answer }) => (method.startsWith('chat.') ? [`${method} ${answer}`] : []));

  beforeEach(async () => {
    server = await startSlackServer({ rates: 'off' });
    server.addChannel({ id: 'C1' });
    transport = openTransport('');
    told = [];
    const settings = slackSettings.parse({ SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_API_URL: server.apiUrl });
    const pace = { acquire: async () => undefined, hold: () => undefined };
    messenger = makeMessenger({
      call: makeCall({ settings, transport, pace, log }),
      clock: { now: () => new Date(1_700_000_000_000) },
      wait: async () => undefined,
      tableless: (team) => told.push(team),
    });
  });
  afterEach(async () => {
    await transport.close();
    await server.stop();
  });

  test('that takes tables has the root card as one, before and after it is edited', async () => {
    const ref = await messenger.post(place, open, asKey);
    expect(tablesIn(standing()[0]!.blocks)).toHaveLength(1);
    await messenger.edit(ref, complete);
    const [table] = tablesIn(standing()[0]!.blocks);
    expect(table!.rows!.flat().map(({ text }) => text)).toContain('18 → 16\n△ 一部未達成');
    expect(answers()).toEqual(['chat.postMessage ok', 'chat.update ok']);
    expect(told).toEqual([]);
  });

  test('that refuses them gets the card as before, loses one call in all, and is told of once', async () => {
    server.has.tables = false;
    const ref = await messenger.post(place, open, asKey);
    expect(standing().map(({ blocks }) => blocks)).toEqual(blocksOf(open, false).map(({ blocks }) => blocks));
    await messenger.edit(ref, complete);
    await messenger.post(place, open, { ...asKey, key: 'summary/s2/2023-yearend' });
    expect(answers()).toEqual([
      'chat.postMessage invalid_blocks',
      'chat.postMessage ok',
      'chat.update ok',
      'chat.postMessage ok',
    ]);
    expect(told).toEqual([TEAM]);
  });

  test('that refuses to put one in the place of what stands without is not asked again', async () => {
    const ref = await messenger.post(place, open, asKey);
    server.faults.push({ method: 'chat.update', kind: 'error', error: 'block_mismatch' });
    await messenger.edit(ref, complete);
    await messenger.edit(ref, open);
    expect(answers().slice(1)).toEqual(['chat.update block_mismatch', 'chat.update ok', 'chat.update ok']);
    expect(tablesIn(standing()[0]!.blocks)).toEqual([]);
  });

  test('that refuses a card for something else is still given tables', async () => {
    server.faults.push({ method: 'chat.postMessage', kind: 'error', error: 'invalid_blocks', times: 2 });
    await expect(messenger.post(place, open, asKey)).rejects.toBeInstanceOf(PlatformError);
    server.faults.push({ method: 'chat.postMessage', kind: 'error', error: 'is_archived' });
    await expect(messenger.post(place, open, asKey)).rejects.toBeInstanceOf(PlatformError);
    await messenger.post(place, open, asKey);
    expect(tablesIn(standing()[0]!.blocks)).toHaveLength(1);
    expect(told).toEqual([]);
  });
});
