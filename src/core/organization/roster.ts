/**
 * The roster as it is loaded: sections, posts, who holds them from when to when, and deputies. Sections are named as
 * on their sheets; whatever spelling, they are found by their key (organization-names.ts).
 */
import { z } from 'zod';
import { isIsoDate } from '../calendar/japanese-dates.js';
import { POST_ROLES } from './post-roles.js';
import { approvalBy } from './route.js';

const date = z.string().refine(isIsoDate, { message: '日付は 2023-04-01 の形で。 / a date as 2023-04-01' });
const named = z.string().trim().min(1).max(200);

/** 組織名(部) and 組織名(準部・課・機関名). The department's own office is a section with both names the same. */
const sectionNameSchema = z.object({ department: named, name: named });
export type SectionName = z.infer<typeof sectionNameSchema>;

/** How a post is named in a roster. */
const postName = z.object({ section: sectionNameSchema, role: z.enum(POST_ROLES), title: named });

const routeStep = z.union([
  z.enum(POST_ROLES).transform(approvalBy),
  z.object({
    role: z.enum(POST_ROLES),
    act: z.enum(['check', 'approve']).default('approve'),
    where: z.enum(['channel', 'private']).default('channel'),
  }),
]);

/** A person by the roster's own id (such as a 職員番号), or by e-mail where it has none. */
const personRef = named.max(60).regex(/^[^\s/:#]+$/u);

/** Whether a roster may call a person so. */
export function isPersonRef(text: string): boolean {
  return personRef.safeParse(text).success;
}

/** Whether a roster may hold this as an e-mail address. */
export function isEmail(text: string): boolean {
  return z.email().safeParse(text).success;
}

/**
 * Nobody said since when: who has the post already keeps the day it began, everybody else begins on the day from which
 * the roster holds. Nothing is backdated that nobody wrote.
 */
const assumed = z.boolean().default(false);
/** Nobody said until when either: whose term runs keeps its end. */
const untilAssumed = z.boolean().default(false);

export const rosterSchema = z.object({
  /** spellings of one department: { '北区': '北区役所' } */
  departmentAliases: z.record(z.string(), z.string()).default({}),
  sections: z
    .array(
      sectionNameSchema.extend({
        /** named only because of a post in it: a section that is known keeps its own spelling */
        mention: z.boolean().default(false),
        /** other spellings of the section's own name */
        aliases: z.array(named).default([]),
        /** null: nothing stands above it; left out: as it is */
        parent: sectionNameSchema.nullable().optional(),
        /** the posts that look at a report, in order; a role alone: 承認 in the channel; left out: as it is, and 課長 for a new section */
        route: z.array(routeStep).min(1).optional(),
        /** 並び順: its place in the order of the organisation; left out: as it is */
        position: z.int().min(0).max(1_000_000).optional(),
        /** the place of its channel; null: left as it is */
        channel: z.string().nullable().default(null),
      }),
    )
    .default([]),
  people: z
    .array(
      z.object({
        id: personRef,
        name: named,
        /** null: none; left out: as it is */
        email: z.email().nullable().optional(),
        /** only for a person who is new: afterwards the person chooses */
        language: z.enum(['ja', 'en']).default('ja'),
        /** addresses of the person on platforms, opaque */
        accounts: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  /** `until` null: open-ended; both dates included. `assumed`: see below */
  holdings: z
    .array(
      z.object({
        post: postName,
        person: personRef,
        from: date,
        until: date.nullable().default(null),
        assumed,
        untilAssumed,
      }),
    )
    .default([]),
  deputies: z
    .array(z.object({ post: postName, person: personRef, from: date, until: date, assumed }))
    .default([]),
  /** 担当: whose a goal of the section's latest sheet is, by its No.; what is not named stays as it is */
  owners: z
    .array(z.object({ section: sectionNameSchema, goal: named.max(20), person: personRef }))
    .default([]),
});
export type Roster = z.infer<typeof rosterSchema>;
/** What may be left out of a roster is filled in by `rosterSchema.parse`. */
export type RosterInput = z.input<typeof rosterSchema>;

/** One thing a roster changes: before null when it is new, after null when it ends to be. */
export type RosterDifference = {
  readonly what:
    | 'department'
    | 'section'
    | 'person'
    | 'account'
    | 'channel'
    | 'post'
    | 'holding'
    | 'deputy'
    | 'owner'
    | 'alias'
    | 'succession';
  /** which entry of the roster's own list of these says it, from 0; not there where it is said by being left out */
  readonly listed?: number;
  /** of a section that is new: the known one whose name is nearly the same, or the same in another 部 that the roster does not name */
  readonly near?: string;
  /** as the record calls it */
  readonly id: string;
  /** for people: 建設課 課長 … */
  readonly name: string;
  /** of a holding or a deputy: the name of the person */
  readonly person?: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
};
