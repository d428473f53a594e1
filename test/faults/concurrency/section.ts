/** A section of the town: its people, its posts, its route, its reports; and how its posts change hands. */
import type { User } from '../../support/bot-connector.js';
import type { Chance } from '../chance.js';

/** Goals with one indicator each, and a result that needs no reason. */
export const RESULTS = { '1': '200人', '3': '6' } as const;
export type GoalNo = keyof typeof RESULTS;

export const ROLES = ['staff', 'subsection_chief', 'section_manager', 'assistant_manager'] as const;
export type Role = (typeof ROLES)[number];
export const TITLES: Readonly<Record<Role | 'coordinator', string>> = {
  staff: '担当者',
  subsection_chief: '係長',
  section_manager: '課長',
  assistant_manager: '課長補佐',
  coordinator: '事務局',
};

export type Person = { readonly id: string; readonly slack: string; readonly teams: User };
export type Step = { readonly role: Role; readonly private: boolean };
/** Who holds which post of a section, and who may act for its 課長. */
export type Staffing = { readonly [role in Role]: readonly string[] } & {
  readonly deputies: readonly string[];
};
export type Section = {
  readonly id: string;
  readonly name: string;
  readonly on: 'slack' | 'teams';
  readonly channel: string;
  readonly route: readonly Step[];
  readonly people: readonly Person[];
  /** the report of a goal */
  readonly reports: ReadonlyMap<GoalNo, string>;
};
export const PEOPLE = ['a', 'b', 'check', 'manager', 'deputy', 'spare'] as const;
export const ROUTES: readonly (readonly Step[])[] = [
  [{ role: 'section_manager', private: false }],
  [
    { role: 'subsection_chief', private: false },
    { role: 'section_manager', private: true },
  ],
  [
    { role: 'subsection_chief', private: false },
    { role: 'section_manager', private: false },
  ],
];

/** How often a post is left and nobody follows. */
const VACANT = 0.15;
/** Whose post changes hands; the 課長's most often. */
const MOVED = ['staff', 'subsection_chief', 'section_manager', 'section_manager', 'deputies'] as const;

/** Somebody leaves a post and somebody without one follows, or nobody does; null: nobody could report any more. */
export function afterAMove({ people }: Section, staffing: Staffing, random: Chance): Staffing | null {
  const ids = people.map(({ id }) => id);
  const free = ids.filter((id) => ROLES.every((role) => !staffing[role].includes(id)));
  const moved = random.one(MOVED);
  const may = moved === 'deputies' ? ids : free;
  const leaver = staffing[moved].length > 0 ? random.one(staffing[moved]) : null;
  const follower = may.length > 0 && !random.happens(VACANT) ? random.one(may) : null;
  const stay = staffing[moved].filter((id) => id !== leaver && id !== follower);
  const next = { ...staffing, [moved]: follower === null ? stay : [...stay, follower] };
  return next.staff.length === 0 ? null : next;
}
