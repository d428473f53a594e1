/** A database with the eight real sheets and a fictional roster: every section has a 担当者 and a 課長. */
import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { doorOf } from '../../../src/core/account/account.js';
import type { RosterInput } from '../../../src/core/organization/roster.js';
import type { Answer, ReportContent } from '../../../src/core/report/report.js';
import type { Task } from '../../../src/core/report/task.js';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { openPool } from '../../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../../src/store/postgres/ledger/recorded-by.js';
import { openRecord, type PostgresRecord } from '../../../src/store/postgres/record.js';
import { readPrinted } from '../../../src/workbook/reader/printed.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { freshDatabase, MIGRATED, type Mould } from '../../support/stores.js';

export const by = byCommandLine('事務局');
/** Monday 2 October 2023, 10:00 in the city */
export const NOW = new Date('2023-10-02T01:00:00.000Z');
export const later = (minutes: number, from: Date = NOW) => new Date(from.getTime() + minutes * 60_000);

export const printedSheets = (): Sheet[] => {
  const text = readFileSync(new URL('../../fixtures/kita-r5.txt', import.meta.url), 'utf8');
  const outcome = readPrinted(text, 'kita-r5.txt');
  if (!('sheets' in outcome)) throw new Error('the fixture does not read');
  return outcome.sheets.map((one) => ('sheet' in one ? (one.sheet as Sheet) : (one as Sheet)));
};

/** As it stands in April: without results. */
export const blank = (sheet: Sheet): Sheet => ({
  ...sheet,
  goals: sheet.goals.map((goal) => ({
    ...goal,
    nextPolicy: goal.nextPolicy === null ? null : '',
    indicators: goal.indicators.map((i) => ({ ...i, result: '', rating: '', status: '' })),
  })),
});

export const sectionOf = (sheet: Sheet) => ({
  department: sheet.header.department.text,
  name: sheet.header.organization.text,
});

/** `staff1`, `chief1` are of the first sheet's section, and so on. */
export function rosterOf(sheets: readonly Sheet[]): RosterInput {
  const holding = (
    person: string,
    section: ReturnType<typeof sectionOf>,
    role: 'staff' | 'section_manager',
  ) => ({
    post: { section, role, title: role === 'staff' ? '担当者' : '課長' },
    person,
    from: '2023-04-01',
  });
  return {
    departmentAliases: { 北区: '北区役所' },
    sections: sheets.map((sheet, i) => ({ ...sectionOf(sheet), channel: `test:channel:${i + 1}` })),
    people: sheets.flatMap((_, i) => [
      { id: `staff${i + 1}`, name: `担当者${i + 1}`, email: `staff${i + 1}@example.jp` },
      { id: `chief${i + 1}`, name: `課長${i + 1}`, email: `chief${i + 1}@example.jp` },
    ]),
    holdings: sheets.flatMap((sheet, i) => [
      holding(`staff${i + 1}`, sectionOf(sheet), 'staff'),
      holding(`chief${i + 1}`, sectionOf(sheet), 'section_manager'),
    ]),
  };
}

export type City = {
  readonly url: string;
  readonly pool: Pool;
  readonly record: PostgresRecord;
  /** the section of the nth sheet, from 1 */
  section(n: number): string;
  tasks(n: number, roundId?: string): Promise<Task[]>;
  stop(): Promise<void>;
};

type Opened = { url: string; pool: Pool; stop(): Promise<void> };

export const emptyDatabase = (): Promise<Opened> => opened();

async function opened(mould?: Mould): Promise<Opened> {
  const database = await freshDatabase(mould);
  const pool = openPool(database.url, { warn: () => undefined }, PATIENCE_MS);
  return {
    url: database.url,
    pool,
    async stop() {
      await pool.end();
      await database.stop();
    },
  };
}

const filled = (act: (record: PostgresRecord) => Promise<unknown>) => async (url: string) => {
  const pool = openPool(url, { warn: () => undefined });
  await act(openRecord(pool, undefined, PATIENCE_MS)).finally(() => pool.end());
};
const IMPORTED: Mould = {
  name: 'imported',
  of: MIGRATED,
  fill: filled(async (record) => {
    const sheets = printedSheets().map(blank);
    await record.importRoster(rosterOf(sheets), { by, now: NOW });
    await record.importSheets(sheets, { by, now: NOW });
  }),
};
const MIDYEAR_OPEN: Mould = {
  name: 'midyear_open',
  of: IMPORTED,
  fill: filled((record) =>
    record.openRound(
      { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' },
      { by, now: NOW },
    ),
  ),
};

/** An account of that platform is the person's; nothing is said of it to anybody. */
export async function linked({ pool }: Pick<City, 'pool'>, person: string, door = 'test'): Promise<void> {
  await pool.query(
    `insert into accounts (account, person_id, linked_at, by_hand, recorded_for) values ($1, $2, $3, true, $2)
     on conflict do nothing`,
    [`${door}:${person}`, person, NOW],
  );
}

/** The person writes to the bot from that place, with an account of its platform. */
export async function wrote(town: City, person: string, place: string, now: Date): Promise<void> {
  await linked(town, person, doorOf(place));
  await town.record.rememberDirectPlace(person, place, now);
}

/** A migrated database with sheets, roster and, unless told otherwise, the open mid-year round. */
export async function city(options: { round?: boolean } = {}): Promise<City> {
  const { url, pool, stop } = await opened(options.round === false ? IMPORTED : MIDYEAR_OPEN);
  const record = openRecord(pool, undefined, PATIENCE_MS);
  const { rows } = await pool.query<{ id: string; name: string }>('select id, name from sections');
  const ids = printedSheets().map((sheet) => rows.find(({ name }) => name === sectionOf(sheet).name)!.id);
  const section = (n: number) => ids[n - 1]!;
  return {
    url,
    pool,
    record,
    section,
    tasks: (n, roundId = '2023-midyear') => record.sectionTasks(section(n), roundId),
    stop,
  };
}

/** Adds 事務局, `desk`, whose post has this title. */
export async function withDesk({ record }: Pick<City, 'record'>, title = '政策企画課長'): Promise<void> {
  const section = { department: '総務部', name: '政策企画課' };
  await record.importRoster(
    {
      sections: [section],
      people: [{ id: 'desk', name: '事務局', email: 'desk@example.jp' }],
      holdings: [{ post: { section, role: 'coordinator', title }, person: 'desk', from: '2023-04-01' }],
    },
    { by, now: NOW },
  );
}

export function contentFor(task: Task, text = '順調です。'): ReportContent {
  return {
    answers: task.indicators.map(
      (indicator): Answer => ({
        indicatorId: indicator.id,
        result: `結果 ${indicator.target}`,
        rating: 'achieved',
        reason: '',
        status: text,
        proposal: {
          rating: 'achieved',
          ask: false,
          ratio: '1.000',
          because: { ja: '', en: '' },
          rule: 'niigata-r5/achieved-all',
          warnings: [],
          arithmetic: { ja: '', en: '' },
          pace: null,
        },
      }),
    ),
    nextPolicy: '続けます。',
  };
}

let effects = 0;
/** A new effect id. */
export const effectId = () => {
  effects += 1;
  return `input${effects}#0`;
};

export async function submit(
  city: City,
  person: string,
  task: Task,
  now: Date = later(1),
  base = task.report?.version ?? 0,
) {
  return city.record.execute(
    effectId(),
    person,
    `test:dm:${person}`,
    { kind: 'submit', task: task.id, base, content: contentFor(task) },
    now,
  );
}
