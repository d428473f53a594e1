/** 担当 as a roster says it: of the goals of a section's latest sheet, in all its rounds. */
import { cityInstant } from '../../../core/calendar/working-days.js';
import type { Roster } from '../../../core/organization/roster.js';
import { foldWidth } from '../../../core/text/fold.js';
import { importedOf } from '../sheets/sheet-cache.js';
import { RosterRefused, type RosterWork } from './roster-work.js';
import type { SectionFinder } from './sections.js';

/** @throws RosterRefused where the section has no such goal */
export async function enterOwners(
  { db, differences, asOf }: RosterWork,
  finder: SectionFinder,
  { owners }: Roster,
): Promise<void> {
  const goals = new Map<string, ReadonlyMap<string, string>>();
  for (const { section, goal, person } of owners) {
    const id = finder.idOf(section);
    const known = goals.get(id) ?? (await goalsIn(db, id));
    goals.set(id, known);
    const subject = known.get(foldWidth(goal));
    if (subject === undefined)
      throw new RosterRefused(
        `${section.name} のシートに、No.${goal} の目標がありません（担当目標）。先にシートを取り込んでください。 / The sheet of ${section.name} has no goal No.${goal}; import the sheet first.`,
      );
    const { rows } = await db.query<{
      personId: string;
      name: string;
      how: string;
      since: Date;
      ended: string | null;
    }>(
      `select w.person_id as "personId", p.name, w.how, w.since, w.ended
       from goal_owners w join people p on p.id = w.person_id where w.subject = $1 for update of w`,
      [subject],
    );
    const [was] = rows;
    if (was?.personId === person && was.ended === null) continue;
    const since = new Date(cityInstant(asOf, '00:00')).toISOString();
    await db.query(
      `insert into goal_owners (subject, section_id, person_id, how, since, answered_at)
       values ($1, $2, $3, 'set', $4, $4)
       on conflict (subject) do update set person_id = $3, how = 'set', since = $4, answered_at = $4, ended = null,
         taken_from = null`,
      [subject, id, person, since],
    );
    const { rows: people } = await db.query<{ name: string }>('select name from people where id = $1', [
      person,
    ]);
    const name = people[0]?.name ?? person;
    differences.push({
      what: 'owner',
      id: subject,
      name: `${section.name} No.${goal}`,
      person: name,
      before: was ? { ...was, since: was.since.toISOString() } : null,
      after: { personId: person, name, how: 'set', since, ended: null },
    });
  }
}

/** The ids of the goals of a section's latest sheet, by their No. */
async function goalsIn(db: RosterWork['db'], sectionId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ id: string; content: unknown; numbering: unknown }>(
    'select id, content, numbering from sheets where section_id = $1 order by fiscal_year desc limit 1',
    [sectionId],
  );
  const [row] = rows;
  if (!row) return new Map();
  const { content, numbering } = importedOf(row.id, row.content, row.numbering);
  return new Map(content.goals.map(({ no }, at) => [foldWidth(no), numbering[at]!.goalId]));
}
