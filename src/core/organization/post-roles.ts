/** The kinds of post (役職), and what they are called. */

/** The kinds of post, lowest first. `coordinator` is 事務局 and stands outside the sections' own line. */
export const POST_ROLES = [
  'staff',
  'subsection_chief',
  'assistant_manager',
  'section_manager',
  'department_head',
  'coordinator',
] as const;

export type PostRole = (typeof POST_ROLES)[number];

/** 担当者 係長 課長補佐 課長 区長 事務局: how a role is called when a post has no title of its own. */
export const ROLE_NAMES: Readonly<Record<PostRole, { readonly ja: string; readonly en: string }>> = {
  staff: { ja: '担当者', en: 'staff' },
  subsection_chief: { ja: '係長', en: 'subsection chief' },
  assistant_manager: { ja: '課長補佐', en: 'assistant manager' },
  section_manager: { ja: '課長', en: 'section manager' },
  department_head: { ja: '区長', en: 'department head' },
  coordinator: { ja: '事務局', en: 'coordinator' },
};
