/**
 * The main job on a platform that Maru never saw: it posts, edits nothing, has no threads and no forms. Written against
 * chat/platform.ts (test/support/letter-box.ts); both rounds of a section, from the first question to the finished file.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type App, createApp, openStores, type Stores } from '../../src/app.js';
import type { RosterInput } from '../../src/core/organization/roster.js';
import { demoSheets } from '../../src/demo/demo.js';
import { DEMO_SECTIONS, demoRoster } from '../../src/demo/roster.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { readFile } from '../../src/workbook/files.js';
import { board, box, type Letter, letterBoxes } from '../support/letter-box.js';
import { approveAll, expectAsPrinted, type Page, reportAll } from '../support/main-job.js';
import { PATIENCE_MS, UNHURRIED } from '../support/patience.js';
import { freshDatabase, freshRedis, MIGRATED } from '../support/stores.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';

/** 建設課, a short sheet with ○ and △. */
const SECTION = 6;
const { id: SECTION_KEY, name: SECTION_NAME } = DEMO_SECTIONS[SECTION]!;
const WRITER = `${SECTION_KEY}-staff1`;
const MANAGER = `${SECTION_KEY}-manager`;
const addressOf = (person: string) => `${person}@city.example.jp`;

let redis: Awaited<ReturnType<typeof freshRedis>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let stores: Stores;
let app: App;
let url: string;
let sectionId: string;
let now = Date.parse('2023-10-02T00:00:00Z');
const logged: string[] = [];
const post = letterBoxes(() => [WRITER, MANAGER].map(addressOf));

beforeAll(async () => {
  [redis, database] = await Promise.all([freshRedis(), freshDatabase(MIGRATED)]);
  const log = {
    info: () => undefined,
    warn: (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`),
    error: (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`),
  };
  stores = await openStores({ redisUrl: redis.url, databaseUrl: database.url }, log, PATIENCE_MS);
  const clock = { now: () => new Date(now) };
  app = createApp({ stores, platforms: [post.platform], clock, log, ...UNHURRIED });
  const done = { by: byCommandLine('事務局'), now: clock.now() };
  const roster = demoRoster(() => '');
  const people: RosterInput['people'] = roster.people?.map(({ id, name }) => ({
    id,
    name,
    email: addressOf(id),
  }));
  await app.record.importRoster({ ...roster, people }, done);
  await app.record.importSheets(demoSheets(), done);
  sectionId = (await app.record.sections()).find(({ name }) => name === SECTION_NAME)!.id;
  await app.record.linkChannel(sectionId, board(SECTION_NAME), done.by, clock.now());
  for (const [kind, opensOn, dueOn] of [
    ['midyear', '2023-10-02', '2023-10-13'],
    ['yearend', '2024-03-01', '2024-04-12'],
  ] as const)
    await app.record.openRound({ fiscalYear: 2023, kind, opensOn, dueOn }, done);
  url = await app.listen('127.0.0.1', 0);
  await settled();
}, 60_000);
afterAll(async () => {
  await app.stop();
  await stores.close();
  await Promise.all([redis.stop(), database.stop()]);
});

async function settled(): Promise<void> {
  await app.work.sweep();
  await app.work.idle();
}

let ids = 0;
async function send(path: 'said' | 'answered', body: object): Promise<number> {
  ids += 1;
  const response = await fetch(`${url}/letters/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: String(ids), ...body }),
  });
  await settled();
  return response.status;
}

type Seen = Letter & { readonly summary: string };
const at = (place: string): Seen[] =>
  post.letters.filter((one) => one.place === place).map((one) => ({ ...one, summary: one.text }));
const page: Page<Seen> = {
  async say(person, text) {
    expect(await send('said', { from: addressOf(person), text })).toBe(200);
  },
  async last(person) {
    const last = at(box(addressOf(person))).at(-1);
    if (!last) throw new Error(`nothing was said to ${person}`);
    return last;
  },
  channel: async () => at(board(SECTION_NAME)),
  buttonsOf: ({ answers }) => answers,
  async press(person, letter, title) {
    const answer = letter.answers.findIndex((one) => one.title.startsWith(title)) + 1;
    if (answer === 0) throw new Error(`no answer ${title} among ${letter.answers.map((one) => one.title)}`);
    expect(await send('answered', { from: addressOf(person), letter: letter.id, answer })).toBe(200);
  },
};
const linesOf = (letter: Seen) => letter.text.split('\n');

test('who never wrote is found by the address, and reminded', () => {
  expect(at(box(addressOf(WRITER))).map((one) => linesOf(one)[0])).toEqual(
    expect.arrayContaining([expect.stringContaining('中間報告の入力をお願いします')]),
  );
});

test.each(['midyear', 'yearend'] as const)(
  '%s: reported as printed, approved, and in the record as printed',
  async (round) => {
    if (round === 'yearend') {
      now = Date.parse('2024-04-02T01:00:00Z');
      await settled();
    }
    await page.say(WRITER, 'ヘルプ');
    await reportAll(page, SECTION, round);
    await approveAll(page, SECTION, sectionId);
    const tasks = await app.record.sectionTasks(sectionId, `2023-${round}`);
    expect(tasks.map((task) => task.report?.state)).toEqual(tasks.map(() => 'approved'));
    expectAsPrinted(
      SECTION,
      tasks.map((task) => task.report?.content),
    );
  },
  120_000,
);

test('the board shows each thing once: the round begun, each goal waiting and approved, the complete sheet, the file', () => {
  const said = at(board(SECTION_NAME)).map(({ text, file }) => {
    const lines = text.split('\n');
    // A goal's card says first how it stands, then its goal and round; the root card its round, and how it stands in the third line.
    const goal = lines.findIndex((line, i) => /^No\.\d/u.test(line) && lines[i + 1]?.startsWith('令和'));
    const [title = '', state = ''] = goal < 0 ? [lines[0], lines[2]] : [lines[goal + 1], lines[0]];
    const no = /^No\.\d/u.exec(lines[goal] ?? '')?.[0] ?? '';
    return file ? 'file' : [title.slice(0, 9), no, state.split(' ・ ')[0]].join(' ');
  });
  const goals = [1, 2, 3, 4];
  const round = (name: string) => [
    `${name}  承認済 0`,
    ...goals.map((no) => `${name} No.${no} 承認待ち（課長）`),
    ...goals.map((no) => `${name} No.${no} 承認済`),
    `${name}  承認済 4`,
  ];
  for (const name of ['令和5年度 中間報', '令和5年度 期末報'])
    expect(said.filter((one) => one.startsWith(name)).toSorted()).toEqual(round(name).toSorted());
  // The file; no digest, since nothing has changed when its Monday comes.
  expect(said).toHaveLength(2 * 10 + 1);
});

test('the finished file is posted once and equals the print', async () => {
  const files = at(board(SECTION_NAME)).flatMap(({ file }) => (file ? [file] : []));
  expect(files).toHaveLength(1);
  const read = await readFile(files[0]!.bytes, files[0]!.name);
  expect(read.kind === 'read' && read.sheets.map((one) => one.sheet)).toEqual([kitaSheets()[SECTION]]);
  expect(logged).toEqual([]);
});

test('an old letter still stands with its answers; what was decided is not decided again', async () => {
  const before = await app.record.history({});
  const old = at(board(SECTION_NAME)).find(({ answers }) => answers.some(({ title }) => title === '承認'))!;
  await page.press(MANAGER, old, '承認');
  expect((await app.record.history({})).length).toBe(before.length);
  expect(await send('said', { from: 'somebody@else.example', text: '1番' })).toBe(403);
  expect(await app.record.verifyHistory()).toBeNull();
});

test('the platform is small, and knows nothing of Maru but what a platform is', () => {
  const source = readFileSync(new URL('../support/letter-box.ts', import.meta.url), 'utf8');
  expect(source.split('\n').length).toBeLessThan(300);
  const rooms = [...source.matchAll(/from '\.\.\/\.\.\/src\/(\w+)\/([\w-]+)/gu)].map(
    ([, room, file]) => `${room}/${file}`,
  );
  expect(rooms.filter((room) => !/^(core\/|chat\/platform$|flow\/ports$)/u.test(room))).toEqual([]);
});
