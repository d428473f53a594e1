/** What the demo shows: the eight sheets with their targets, a roster of posts, and both rounds of the year. */
import { readFileSync } from 'node:fs';
import { accountOf, channelPlace, directPlace } from '../chat/playground/places.js';
import type { PlaygroundPerson } from '../chat/playground/playground.js';
import { type Sheet, withoutResults } from '../core/sheet/sheet.js';
import { fromRoot } from '../package/root.js';
import type { PostgresRecord } from '../store/postgres/record.js';
import { readPrinted } from '../workbook/reader/printed.js';
import { DEMO_SECTIONS, demoRoster, FIRST_PERSON } from './roster.js';

/** The eight sheets as printed; the same file the tests compare with. */
const SHEETS = fromRoot('test/fixtures/kita-r5.txt');

const FISCAL_YEAR = 2023;

/** Monday 2 October 2023, 9:00 in the city: the mid-year round opens. */
export const DEMO_START = new Date('2023-10-02T00:00:00Z');

/** Dates of the rounds, as a city of this size sets them. */
const ROUNDS = [
  { kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13', asOf: '2023-09-30' },
  { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12', asOf: '2024-03-31' },
] as const;

/** Who fills the demo: the first entry of its history is theirs, and tells its record from any other. */
export const BY_DEMO = { personId: null, name: '事務局', post: '', source: 'demo' } as const;

/** What of the record the demo is prepared with. */
export type DemoRecord = Pick<
  PostgresRecord,
  | 'importRoster'
  | 'importSheets'
  | 'linkChannel'
  | 'rememberDirectPlace'
  | 'openRound'
  | 'rounds'
  | 'sections'
  | 'people'
>;

/** The sheets as they stand at the beginning of the year: nothing is reported yet. */
export function demoSheets(): Sheet[] {
  const read = readPrinted(readFileSync(SHEETS, 'utf8'), 'kita-r5.txt');
  if (read.kind !== 'read')
    throw new Error(
      `デモのシートを読み取れません。 / The sheets of the demo cannot be read: ${SHEETS.pathname}`,
    );
  return read.sheets.map(({ sheet }) => withoutResults(sheet));
}

/**
 * Enters everything into a migrated record; what is there already stays as it is, so that a restarted demo goes on
 * where it was.
 *
 * @param now  by the demo's clock
 */
export async function prepareDemo({
  record,
  now,
}: {
  record: DemoRecord;
  now: Date;
}): Promise<{ sections: number; people: number }> {
  const done = { by: BY_DEMO, now };
  // A roster is the truth about its sections from today on: entered again it would undo what was changed in the demo.
  const known = await record.people(now);
  const roster = demoRoster(accountOf);
  if (!known.some(({ id }) => id === FIRST_PERSON)) await record.importRoster(roster, done);
  await record.importSheets(demoSheets(), done);
  const sections = await record.sections();
  for (const { id } of sections) await record.linkChannel(id, channelPlace(id), BY_DEMO, now);
  const people = await record.people(now);
  for (const { id } of people) await record.rememberDirectPlace(id, directPlace(id), now);
  const opened = new Set((await record.rounds()).map(({ id }) => id));
  for (const round of ROUNDS)
    if (!opened.has(`${FISCAL_YEAR}-${round.kind}`))
      await record.openRound({ fiscalYear: FISCAL_YEAR, ...round }, done);
  return { sections: sections.length, people: people.length };
}

/** Who a visitor may be, in the order of the sheets; 事務局 last. */
export async function demoPeople(record: DemoRecord, now: Date): Promise<PlaygroundPerson[]> {
  const people = await record.people(now);
  const order = demoRoster(accountOf).people?.map(({ id }) => id) ?? [];
  const place = ({ id, posts }: PlaygroundPerson) => {
    const at = order.indexOf(id);
    return at === -1 || posts.some(({ role }) => role === 'coordinator') ? order.length : at;
  };
  return people
    .map(({ id, name, language, posts }) => ({ id, name, language, posts }))
    .sort((a, b) => place(a) - place(b));
}

/** The sections in the order of their sheets. */
export async function demoSections(record: DemoRecord): Promise<{ id: string; name: string }[]> {
  const order = DEMO_SECTIONS.map(({ name }) => name);
  return (await record.sections())
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
