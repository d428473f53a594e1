/** Sections that were merged or divided, and how what is still theirs passes to who goes on with it. */
import { addDays } from '../../../core/calendar/working-days.js';
import { endedSections, type Succession } from '../../../core/organization/succession/succession.js';
import { postIdOf } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import type { RosterWork } from './roster-work.js';

/** Oldest first. */
export async function loadSuccessions(db: Db): Promise<Succession[]> {
  const { rows } = await db.query<Succession>(
    `select from_id as "from", to_id as "to", effective_on::text as "on", kind, goals
     from successions order by effective_on, from_id, to_id`,
  );
  return rows;
}

type TermRow = {
  readonly post: string;
  readonly person: string;
  readonly from: string;
  readonly until: string | null;
  readonly role: string;
  readonly title: string;
  readonly sectionId: string;
  readonly name: string;
};

/**
 * What a section that is no more has still open is reported and decided by who holds the posts of the sections that go on with
 * it: its own posts have their holders and deputies from now on. Who is nobody there leaves; as long as a new section has
 * nobody at all, everybody stays.
 */
export async function followSuccessors(work: RosterWork): Promise<void> {
  const { db } = work;
  for (const { sectionId, into } of endedSections(await loadSuccessions(db))) {
    const { rows } = await db.query<{ name: string }>('select name from sections where id = $1', [sectionId]);
    const section = { id: sectionId, name: rows[0]!.name };
    const held = await termsOf(work, 'holdings', [sectionId, ...into]);
    if (held.every((one) => one.sectionId === sectionId)) continue;
    await followTerms(work, section, held, 'holding');
    await followTerms(work, section, await termsOf(work, 'deputies', [sectionId, ...into]), 'deputy');
  }
}

/** The terms of these sections that run on the day from which the roster holds, or begin after it. */
async function termsOf(
  { db, asOf }: RosterWork,
  table: 'holdings' | 'deputies',
  sectionIds: readonly string[],
): Promise<TermRow[]> {
  const { rows } = await db.query<TermRow>(
    `select t.post_id as post, t.person_id as person, t.from_on::text as "from", t.until_on::text as until, o.role, o.title,
       o.section_id as "sectionId", p.name
     from ${table} t join posts o on o.id = t.post_id join people p on p.id = t.person_id
     where o.section_id = any($1) and o.role <> 'coordinator' and (t.until_on is null or t.until_on >= $2)
     order by t.post_id, t.person_id, t.from_on`,
    [sectionIds, asOf],
  );
  return rows;
}

async function followTerms(
  { db, differences, asOf }: RosterWork,
  section: { readonly id: string; readonly name: string },
  rows: readonly TermRow[],
  what: 'holding' | 'deputy',
): Promise<void> {
  const table = what === 'holding' ? 'holdings' : 'deputies';
  const own = rows.filter(({ sectionId }) => sectionId === section.id);
  const theirs = rows.filter(({ sectionId }) => sectionId !== section.id);
  const kept = new Set<TermRow>();
  const entered = new Set<string>();
  for (const { person, role, title, until, name, ...term } of theirs) {
    const post = postIdOf(section.id, role, title);
    const postName = `${section.name} ${title}`;
    const ofPerson = own.filter((one) => one.post === post && one.person === person);
    const was =
      ofPerson.find(({ from }) => from === term.from) ??
      (term.from <= asOf ? ofPerson.find(({ from }) => from <= asOf) : undefined);
    const from = was?.from ?? (term.from > asOf ? term.from : asOf);
    // Two sections that go on with one may have the same person in the same post.
    if (entered.has(`${post} ${person} ${from}`)) continue;
    entered.add(`${post} ${person} ${from}`);
    if (was) kept.add(was);
    if (was && was.until === until) continue;
    const { rowCount } = await db.query(
      'insert into posts (id, section_id, role, title) values ($1, $2, $3, $4) on conflict (id) do nothing',
      [post, section.id, role, title],
    );
    if (rowCount)
      differences.push({ what: 'post', id: post, name: postName, before: null, after: { role, title } });
    await db.query(
      `insert into ${table} (post_id, person_id, from_on, until_on) values ($1, $2, $3, $4)
       on conflict (post_id, person_id, from_on) do update set until_on = $4`,
      [post, person, from, until],
    );
    differences.push({
      what,
      id: `${post} ${person} ${from}`,
      name: postName,
      person: name,
      before: was ? { person, from, until: was.until } : null,
      after: { person, from, until },
    });
  }
  // Until the first of them begins, who was there goes on.
  const begins = theirs.map(({ from }) => from).sort()[0];
  const last = addDays(begins !== undefined && begins > asOf ? begins : asOf, -1);
  for (const one of own) {
    const { post, person, from, until, title, name } = one;
    if (kept.has(one) || (until !== null && until <= last)) continue;
    const begun = from <= last;
    await db.query(
      begun
        ? `update ${table} set until_on = $4 where post_id = $1 and person_id = $2 and from_on = $3`
        : `delete from ${table} where post_id = $1 and person_id = $2 and from_on = $3 and $4::date is not null`,
      [post, person, from, last],
    );
    differences.push({
      what,
      id: `${post} ${person} ${from}`,
      name: `${section.name} ${title}`,
      person: name,
      before: { person, from, until },
      after: begun ? { person, from, until: last } : null,
    });
  }
}
