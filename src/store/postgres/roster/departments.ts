/** Spellings of one department, as a roster tells them. */
import type { Roster } from '../../../core/organization/roster.js';
import type { RosterWork } from './roster-work.js';

/** Enters what is new or another than before. */
export async function enterDepartments({ db, differences }: RosterWork, roster: Roster): Promise<void> {
  for (const [alias, department] of Object.entries(roster.departmentAliases)) {
    const { rows } = await db.query<{ department: string }>(
      'select department from department_aliases where alias = $1',
      [alias],
    );
    if (rows[0]?.department === department) continue;
    await db.query(
      `insert into department_aliases (alias, department) values ($1, $2)
       on conflict (alias) do update set department = $2`,
      [alias, department],
    );
    differences.push({
      what: 'department',
      id: alias,
      name: alias,
      before: rows[0] ?? null,
      after: { department },
    });
  }
}
