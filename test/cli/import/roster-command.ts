/** `maru import` of rosters on a real database of one's own, made anew for each test. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { addImportCommand } from '../../../src/cli/import/import.js';
import { formatEraDate } from '../../../src/core/calendar/japanese-dates.js';
import { cityDate } from '../../../src/core/calendar/working-days.js';
import { encodeCp932 } from '../../../src/workbook/cells/cp932.js';
import { type City, city } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

/** Anew for each test: midnight may pass between two. */
export let today = cityDate(new Date());
export const kanji = (day: string) => formatEraDate(day, 'kanji');

export function rosterCommand() {
  let town: City;
  let folder: string;
  let settingsBack = () => {};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maru-roster-'));
  });
  beforeEach(async () => {
    today = cityDate(new Date());
    await town?.stop();
    town = await city({ round: false });
    settingsBack();
    settingsBack = withSettings({ DATABASE_URL: town.url });
  });
  afterAll(async () => {
    settingsBack();
    await rm(folder, { recursive: true, force: true });
    await town.stop();
  });

  /** `answer`: what is said at the terminal; null where there is none. */
  const run = (answer: boolean | null, ...words: string[]) =>
    runCommand(addImportCommand, ['import', ...words], answer);

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? encodeCp932(content) : content);
    return path;
  }

  /** Who holds a post of 建設課, or deputises for one: `person first last`. */
  async function terms(table: 'holdings' | 'deputies'): Promise<string[]> {
    const { rows } = await town.pool.query<{ person_id: string; from_on: string; until_on: string | null }>(
      `select person_id, from_on::text, until_on::text from ${table} h join posts o on o.id = h.post_id
       where o.section_id = $1 order by from_on, person_id`,
      [town.section(7)],
    );
    return rows.map(({ person_id, from_on, until_on }) => `${person_id} ${from_on} ${until_on ?? '-'}`);
  }
  return { town: () => town, run, file, terms };
}
