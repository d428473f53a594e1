/** 来年の担当者へ. */
import { isNamedIn } from '../../../core/organization/erasure.js';
import { iso } from '../connection/iso.js';
import { disposeWithWords } from './dispose.js';
import { overInYears, type StoredKind, wordsInHistory } from './kind.js';

/** SQL: whether a text has the name in it, whatever blanks are between the parts of either. */
const isNamed = (text: string, name: string): string =>
  `strpos(regexp_replace(${text}, '\\s', '', 'g'), regexp_replace(${name}, '\\s', '', 'g')) > 0`;

export const yearNotes = {
  id: 'indicator_id',
  fields: `section_id as "sectionId", fiscal_year as "fiscalYear", goal_no as "goalNo", goal, indicator, note,
    person_id as "personId"`,
  ofPerson: {
    key: 'yearNotes',
    sql: `select indicator_id as indicator, ${iso('written_at')} as at, note #>> '{}' as note from year_notes
      where person_id = $1 or ${isNamed(`note #>> '{}'`, '$2')} order by written_at, indicator_id`,
  },
  erase: {
    // Also lines that were replaced since.
    async textsNaming(db, names, others) {
      const { rows } = await db.query<{ note: string }>(
        `select distinct v.value as note ${wordsInHistory('year_notes')}
         and exists (select 1 from unnest($1::text[]) n where ${isNamed('v.value', 'n')})`,
        [names],
      );
      return rows.flatMap(({ note }) => (names.some((name) => isNamedIn(note, name, others)) ? [note] : []));
    },
    async blank(db, texts, mark) {
      const { rows } = await db.query<{ row: string }>(
        `update year_notes set note = $2 where note #>> '{}' = any($1) returning 'year_note ' || indicator_id as row`,
        [texts, JSON.stringify(mark)],
      );
      return rows.map(({ row }) => row);
    },
  },
  over: {
    // A line that was written anew in a later year is of that year.
    years: overInYears('select fiscal_year as year from year_notes where fiscal_year <= $1'),
    dispose: disposeWithWords('year_notes', async (db, through) => {
      const { rows } = await db.query<{ id: string }>(
        'delete from year_notes where fiscal_year <= $1 returning indicator_id as id',
        [through],
      );
      return rows.map(({ id }) => id);
    }),
  },
} as const satisfies StoredKind;
