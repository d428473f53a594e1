/** 担当 as a column of a sheet says it: set where a goal has none, for all its rounds. */
import { cityDate } from '../../../core/calendar/working-days.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import { nearestNames } from '../../../core/organization/nearest-names.js';
import { personMeant } from '../../../core/report/owner.js';
import type { SheetDifference } from '../../../core/sheet/compare-sheets.js';
import { type Numbering, taskIdOf } from '../../../core/sheet/ids.js';
import type { Sheet } from '../../../core/sheet/sheet.js';
import type { Words } from '../../../core/text/language.js';
import {
  ownerSetWords,
  ownerStaysWords,
  ownerUnclearWords,
} from '../../../core/wording/sent/sheet-owners.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';
import { ownersEntry } from '../reports/owner-history.js';
import { reportersIn } from '../reports/owners.js';
import { loadPosts } from '../rounds/section-rounds.js';

export type SheetOwners = {
  readonly set: readonly SheetDifference[];
  /** names that were not followed, and why */
  readonly left: readonly Words[];
  readonly entries: readonly HistoryEntry[];
};

/** 担当 as files name it, by sheet. */
export function ownersIn(
  read: readonly { readonly sheet: Sheet; readonly owners?: readonly string[] }[],
): ReadonlyMap<Sheet, readonly string[]> {
  return new Map(read.flatMap(({ sheet, owners }) => (owners ? [[sheet, owners] as const] : [])));
}

/** What is somebody's already stays so, whoever said it; a name that may be several people's, or nobody's, sets nothing. */
export async function enterSheetOwners(
  db: Db,
  {
    sectionId,
    sheet,
    numbering,
  }: { readonly sectionId: string; readonly sheet: Sheet; readonly numbering: Numbering },
  owners: readonly string[],
  { by, now }: { readonly by: By; readonly now: Date },
): Promise<SheetOwners> {
  const today = cityDate(now);
  const people = reportersIn(await loadPosts(db, [sectionId], today), sectionId, today);
  const set: SheetDifference[] = [];
  const left: Words[] = [];
  const entries: HistoryEntry[] = [];
  for (const [at, { no }] of sheet.goals.entries()) {
    const said = owners[at] ?? '';
    if (said === '') continue;
    const person = personMeant(people, said);
    if (!person) {
      const near = nearestNames(said, people, ({ name }) => name);
      left.push(
        ownerUnclearWords(
          no,
          said,
          near.map(({ name }) => name),
        ),
      );
      continue;
    }
    const { personId, name } = person;
    const subject = numbering[at]!.goalId;
    const { rows } = await db.query<{
      personId: string;
      name: string;
      how: 'set' | 'begun';
      since: Date;
      ended: 'term' | 'lapsed' | null;
    }>(
      `select w.person_id as "personId", p.name, w.how, w.since, w.ended
       from goal_owners w join people p on p.id = w.person_id where w.subject = $1 for update of w`,
      [subject],
    );
    const [was] = rows;
    if (was && was.ended === null) {
      if (was.personId !== personId) left.push(ownerStaysWords(no, said, was.name));
      continue;
    }
    const since = now.toISOString();
    await db.query(
      `insert into goal_owners (subject, section_id, person_id, how, since, answered_at)
       values ($1, $2, $3, 'set', $4, $4)
       on conflict (subject) do update set section_id = $2, person_id = $3, how = 'set', since = $4, answered_at = $4,
         ended = null, taken_from = null`,
      [subject, sectionId, personId, since],
    );
    const before = was ? { ...was, subject, since: was.since.toISOString() } : null;
    const after = { subject, personId, name, how: 'set', since, ended: null } as const;
    entries.push(ownersEntry(by, taskIdOf(subject, 'midyear'), [{ before, after }], now));
    const message = ownerSetWords(no, name);
    set.push({ kind: 'goal', goal: no, indicator: null, field: '担当', before: null, after: name, message });
  }
  return { set, left, entries };
}
