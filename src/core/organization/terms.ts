/** Who holds the posts of a section on a day, who stands in, and who is therefore asked to report or to decide. */
import { addDays } from '../calendar/working-days.js';
import type { Post, Section } from './people.js';
import { POST_ROLES, type PostRole } from './post-roles.js';

/** Who holds a post, or may act for its holder, from a date to a date, both included. */
export type Term = {
  readonly personId: string;
  readonly name: string;
  readonly from: string;
  /** null: open-ended */
  readonly until: string | null;
};

export type PostTerms = Post & { readonly holders: readonly Term[]; readonly deputies: readonly Term[] };

/** A section with the posts that report and decide in it: its own and those of the section above. */
export type Chain = { readonly section: Section; readonly posts: readonly PostTerms[] };

/** The terms of these that run on a day. */
export function running(terms: readonly Term[], today: string): Term[] {
  return terms.filter(({ from, until }) => from <= today && (until === null || until >= today));
}

type Reporters = {
  /** the post that is asked to report; null when nobody holds any */
  readonly role: PostRole | null;
  readonly people: readonly Term[];
  /** lower posts of the section that nobody holds, or all of them; empty when everything is as it should be */
  readonly vacant: readonly PostRole[];
};

/**
 * Who is asked to report on a day: the holders of the lowest post of the section that anyone holds (担当者, where there
 * is none 係長, and so on).
 */
export function reportersOf({ section, posts }: Chain, today: string): Reporters {
  const own = posts.filter((post) => post.sectionId === section.id && post.role !== 'coordinator');
  const vacant: PostRole[] = [];
  for (const role of POST_ROLES) {
    const ofRole = own.filter((post) => post.role === role);
    if (ofRole.length === 0) continue;
    const people = distinct(ofRole.flatMap(({ holders }) => running(holders, today)));
    if (people.length > 0) return { role, people, vacant };
    vacant.push(role);
  }
  return { role: null, people: [], vacant: vacant.length > 0 ? vacant : ['staff'] };
}

/** A deputy named for longer than this stands by for the year, and acts when asked; a shorter term is an absence. In days. */
const ABSENCE_DAYS = 31;

/** Whether somebody acts for a holder who is away: until when the term runs, seen from a day of it. */
export function isAbsence(until: string, from: string): boolean {
  return until <= addDays(from, ABSENCE_DAYS);
}

/** The deputies of an absence that runs on a day: until it ends, they are asked beside the holder, who is away. */
function standingIn({ deputies }: PostTerms, today: string): Term[] {
  return running(deputies, today).filter(({ from, until }) => until !== null && isAbsence(until, from));
}

/**
 * Who is asked to decide in a role: its holders and who stands in for them, in the section itself, else above it; where
 * nobody holds it, the deputies named for the day. `writers`: whose the report is, who are not asked.
 */
export function deciders(
  { section, posts }: Chain,
  role: PostRole,
  today: string,
  writers: readonly string[],
): Term[] {
  const ofRole = posts.filter((post) => post.role === role);
  const groups = [
    ofRole.filter((post) => post.sectionId === section.id),
    ofRole.filter((post) => post.sectionId !== section.id),
  ];
  const held = (post: PostTerms) => [...running(post.holders, today), ...standingIn(post, today)];
  const named = (post: PostTerms) => running(post.deputies, today);
  for (const terms of [held, named])
    for (const group of groups) {
      // No one approves their own report.
      const people = distinct(group.flatMap(terms)).filter(({ personId }) => !writers.includes(personId));
      if (people.length > 0) return people;
    }
  return [];
}

/** Everybody who may decide in a role on a day: the holders and the deputies named for the day, but not whose report it is (`writersOf`). */
export function entitledIn(
  { posts }: Chain,
  role: PostRole,
  today: string,
  writers: readonly string[],
): Term[] {
  return distinct(
    posts
      .filter((post) => post.role === role)
      .flatMap(({ holders, deputies }) => [...running(holders, today), ...running(deputies, today)]),
  ).filter(({ personId }) => !writers.includes(personId));
}

/** Whether somebody holds a post of the section today by which to report. */
export function reportsFor({ section, posts }: Chain, personId: string, today: string): boolean {
  return posts.some(
    (post) =>
      post.sectionId === section.id &&
      post.role !== 'coordinator' &&
      running(post.holders, today).some((holder) => holder.personId === personId),
  );
}

/** The section's own managers, who hear who is missing: the deciding posts of its route. */
export function managersOf({ section, posts }: Chain, today: string): Term[] {
  const own = { section, posts: posts.filter((post) => post.sectionId === section.id) };
  return distinct(section.route.flatMap(({ role }) => deciders(own, role, today, [])));
}

function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.personId, term])).values()];
}
