import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readPlace } from '../../src/chat/playground/places.js';
import { DEMO_START, demoPeople, demoSections, demoSheets } from '../../src/demo/demo.js';
import { startDemo, type TestDemo } from '../chat/playground/server.js';

let demo: TestDemo;
let began: number;
beforeAll(async () => {
  began = performance.now();
  demo = await startDemo();
}, 30_000);
afterAll(() => demo.end());

describe('what the demo shows', () => {
  test('eight sheets with their targets, and nothing reported yet', async () => {
    const sheets = demoSheets();
    expect(sheets).toHaveLength(8);
    const cells = sheets.flatMap(({ goals }) => goals.flatMap(({ indicators }) => indicators));
    expect(cells.every(({ target }) => target !== '')).toBe(true);
    expect(cells.every(({ result, rating, status }) => result + rating + status === '')).toBe(true);
    expect(sheets.flatMap(({ goals }) => goals).every(({ nextPolicy }) => (nextPolicy ?? '') === '')).toBe(
      true,
    );
    expect((await demo.app.record.sheets(2023)).map(({ sheet }) => sheet.goals.length).sort()).toEqual(
      sheets.map(({ goals }) => goals.length).sort(),
    );
  });

  test('people are posts: five in each section and one 事務局, who comes last', async () => {
    const people = await demoPeople(demo.app.record, demo.clock.now());
    expect(people).toHaveLength(8 * 5 + 1);
    expect(new Set(people.map(({ name }) => name))).toEqual(
      new Set([
        '担当者1',
        '担当者2',
        '係長',
        '課長補佐',
        '課長',
        '館長補佐',
        '館長',
        '所長補佐',
        '所長',
        '事務局',
      ]),
    );
    expect(people.at(-1)?.name).toBe('事務局');
    const sections = await demoSections(demo.app.record);
    expect(sections.map(({ name }) => name)).toEqual(
      demoSheets().map((sheet) => sheet.header.organization.text),
    );
  });

  test('both rounds stand open from their days on', async () => {
    expect(
      (await demo.app.record.rounds()).map(({ id, opensOn, dueOn, asOf }) => ({ id, opensOn, dueOn, asOf })),
    ).toEqual([
      { id: '2023-midyear', opensOn: '2023-10-02', dueOn: '2023-10-13', asOf: '2023-09-30' },
      { id: '2023-yearend', opensOn: '2024-03-01', dueOn: '2024-04-12', asOf: '2024-03-31' },
    ]);
  });

  test('what is owed at the start is delivered: a root card in every channel, a first reminder to every 担当者', async () => {
    const now = demo.clock.now();
    expect(await demo.app.notices.undelivered(now, 0, 100)).toEqual([]);
    expect(demo.logged).toEqual([]);
    for (const { id } of await demoSections(demo.app.record)) {
      const shown = await conversation(demo, { person: 'coordinator', channel: id });
      expect(shown.map(({ from }) => from)).toEqual(['bot']);
      expect(readPlace(shown[0]!.conversation)?.conversation).toEqual({ kind: 'channel', section: id });
    }
    expect(await conversation(demo, { person: 'kita-shutchojo-staff2' })).toHaveLength(1);
    expect(await conversation(demo, { person: 'kita-shutchojo-manager' })).toHaveLength(0);
  });
});

describe('a demo started again', () => {
  test('goes on where it was, and enters nothing twice', async () => {
    const first = await startDemo();
    await first.clock.moveTo(new Date('2023-10-05T03:00:00Z'));
    await first.app.record.execute(
      'test#0',
      'kensetsu-staff1',
      'playground:dm:kensetsu-staff1',
      { kind: 'language', language: 'en' },
      first.clock.now(),
    );
    const before = await conversation(first, { person: 'kensetsu-staff1' });
    const history = (await first.app.record.history({})).length;
    await first.stop();
    const second = await startDemo(first.urls);
    try {
      expect(second.clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2023-10-05T03:00:00Z'));
      expect((await second.app.record.history({})).length).toBe(history);
      expect(await conversation(second, { person: 'kensetsu-staff1' })).toEqual(before);
      const people = await demoPeople(second.app.record, second.clock.now());
      expect(people.find(({ id }) => id === 'kensetsu-staff1')?.language).toBe('en');
    } finally {
      await second.stop();
      await first.endStores();
    }
  }, 60_000);
});

describe('the clock', () => {
  test('starts at the opening of the mid-year round, runs, and never goes back', async () => {
    const { clock } = demo;
    const now = clock.now().getTime();
    expect(now - DEMO_START.getTime()).toBeLessThanOrEqual(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(clock.now().getTime()).toBeGreaterThan(now);
    await clock.moveTo(new Date('2020-01-01T00:00:00Z'));
    expect(clock.now().getTime()).toBeGreaterThan(now);
    expect(await demo.app.notices.nextDue(clock.now())).toEqual(new Date('2024-03-01T00:00:00Z'));
  });
});

async function conversation(of: TestDemo, query: Record<string, string>) {
  const response = await fetch(`${of.url}/api/conversation?${new URLSearchParams(query)}`);
  return ((await response.json()) as { messages: { from: string; conversation: string }[] }).messages;
}
