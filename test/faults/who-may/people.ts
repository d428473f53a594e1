/** Everybody in the matrix: every role in the section itself, another one, the one above and the one below, and who may not. */
import { POST_ROLES, type PostRole } from '../../../src/core/organization/post-roles.js';

export const SECTIONS = ['own', 'other', 'parent', 'child'] as const;
export type SectionKey = (typeof SECTIONS)[number];

/** By which right somebody stands in the matrix, on the day of the test. */
export type Standing =
  /** holds the post today */
  | 'holder'
  /** may act for the holder today */
  | 'deputy'
  | 'former_deputy'
  | 'future_deputy'
  | 'former_holder'
  | 'future_holder'
  /** in the roster, without any post */
  | 'removed';

export type Who = {
  readonly id: string;
  readonly standing: Standing;
  /** null: without any post */
  readonly role: PostRole | null;
  readonly section: SectionKey;
  /** counts up: the account on each platform is made of it */
  readonly no: number;
};

const of = (role: PostRole, section: SectionKey, standing: Standing) => ({
  id: `${role}-${section}-${standing}`,
  standing,
  role,
  section,
});

const holders = POST_ROLES.flatMap((role) => SECTIONS.map((section) => of(role, section, 'holder')));
const others = [
  of('section_manager', 'own', 'deputy'),
  of('section_manager', 'own', 'former_deputy'),
  of('section_manager', 'own', 'future_deputy'),
  of('section_manager', 'other', 'deputy'),
  of('coordinator', 'own', 'deputy'),
  ...(['staff', 'section_manager', 'coordinator'] as const).flatMap((role) => [
    of(role, 'own', 'former_holder'),
    of(role, 'own', 'future_holder'),
  ]),
  { id: 'removed', standing: 'removed' as const, role: null, section: 'own' as const },
];

/** All of them. The writer of the submitted report is the 担当者 of the own section, of the managers' report its 課長. */
export const EVERYBODY: readonly Who[] = [...holders, ...others].map((one, no) => ({ ...one, no: no + 1 }));

/** Stands in a memo of the section: nobody but who may report for it may read it. */
export const SECRET_MEMO = '秘のメモ';
/** Stands in every text of the section's reports: nobody else may read it in an answer. */
export const SECRET_TEXT = '秘の報告文';
/** An indicator of the upload that nobody has said the direction of. */
export const UNDECIDED = '花壇の区域';
export const WRITER = 'staff-own-holder';
export const MANAGER = 'section_manager-own-holder';
/** Entered a report for the 課長 when that was a 担当者 still. */
export const ENTERING = 'subsection_chief-own-holder';
export const COORDINATOR = 'coordinator-own-holder';

/** Rights, written down here a second time, apart from what the core keeps to. */
export const rights = {
  /** a post of the section today, whatever it is, but not 事務局 */
  reports: ({ standing, role, section }: Who) =>
    standing === 'holder' && section === 'own' && role !== 'coordinator',
  /** 課長 of the section or of the one above it, or who may act for one of them today */
  decides: ({ standing, role, section }: Who) =>
    role === 'section_manager' &&
    ((standing === 'holder' && (section === 'own' || section === 'parent')) ||
      (standing === 'deputy' && section === 'own')),
  /** 事務局, wherever its post stands; nobody acts for it */
  coordinates: ({ standing, role }: Who) => standing === 'holder' && role === 'coordinator',
  /** whoever holds or deputises for a post of the section, the 部長 above it, and 事務局 */
  sees: ({ standing, role, section }: Who) =>
    (standing === 'holder' &&
      (section === 'own' ||
        role === 'coordinator' ||
        (section === 'parent' && role === 'department_head'))) ||
    (standing === 'deputy' && section === 'own' && role !== 'coordinator'),
  everybody: () => true,
  nobody: () => false,
};
