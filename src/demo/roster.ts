/**
 * The roster of the demo: fictional people who are called by their posts only, for the eight sections whose sheets it
 * shows. Two 担当者, a 係長, a deputy and a head for each, and one 事務局.
 */
import type { RosterInput, SectionName } from '../core/organization/roster.js';

type DemoSection = SectionName & {
  /** begins the ids of its people */
  readonly id: string;
  /** what its head is called; the deputy is called …補佐 */
  readonly head: '課長' | '館長' | '所長';
};

/** The sections as their sheets print them. */
export const DEMO_SECTIONS: readonly DemoSection[] = [
  { id: 'chiiki-somu', department: '北区役所', name: '地域総務課', head: '課長' },
  { id: 'kyodo-hakubutsukan', department: '北区', name: '地域総務課 (北区郷土博物館)', head: '館長' },
  { id: 'kumin-seikatsu', department: '北区役所', name: '区民生活課', head: '課長' },
  { id: 'kenko-fukushi', department: '北区', name: '健康福祉課', head: '課長' },
  { id: 'hoken-fukushi-center', department: '北区', name: '北地域保健福祉センター', head: '所長' },
  { id: 'sangyo-shinko', department: '北区', name: '産業振興課', head: '課長' },
  { id: 'kensetsu', department: '北区', name: '建設課', head: '課長' },
  { id: 'kita-shutchojo', department: '北区役所', name: '北出張所', head: '所長' },
];

/** The section whose 担当者 a visitor is at first: a short sheet with one of each kind of target. */
export const FIRST_PERSON = 'kensetsu-staff1';

/** Where 事務局 sits. */
const COORDINATING = 'chiiki-somu';

/** The fiscal year of the sheets, and as long after it as its last round may be open. */
const FROM = '2023-04-01';
const UNTIL = '2024-05-31';

/** The roster; `accountOf` gives a person's account on the demo's platform. */
export function demoRoster(accountOf: (person: string) => string): RosterInput {
  const people: NonNullable<RosterInput['people']> = [];
  const holdings: NonNullable<RosterInput['holdings']> = [];
  const deputies: NonNullable<RosterInput['deputies']> = [];
  for (const { id, department, name, head } of DEMO_SECTIONS) {
    const section = { department, name };
    const hold = (person: string, role: (typeof holdings)[number]['post']['role'], title: string) => {
      people.push({ id: person, name: title, accounts: [accountOf(person)] });
      holdings.push({ post: { section, role, title }, person, from: FROM });
    };
    hold(`${id}-staff1`, 'staff', '担当者1');
    hold(`${id}-staff2`, 'staff', '担当者2');
    hold(`${id}-chief`, 'subsection_chief', '係長');
    hold(`${id}-deputy`, 'assistant_manager', `${head}補佐`);
    hold(`${id}-manager`, 'section_manager', head);
    deputies.push({
      post: { section, role: 'section_manager', title: head },
      person: `${id}-deputy`,
      from: FROM,
      until: UNTIL,
    });
    if (id === COORDINATING) hold('coordinator', 'coordinator', '事務局');
  }
  return {
    departmentAliases: { 北区: '北区役所' },
    sections: DEMO_SECTIONS.map(({ department, name }) => ({ department, name })),
    people,
    holdings,
    deputies,
  };
}
