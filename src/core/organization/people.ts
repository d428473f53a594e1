/**
 * Sections, posts (役職) and the people who hold them. Work belongs to posts, not to people: what a person may do
 * follows from the posts held on that day.
 */
import type { Language } from '../text/language.js';
import type { PostRole } from './post-roles.js';
import type { RouteStep } from './route.js';

export type Section = {
  readonly id: string;
  /** 組織名(準部・課・機関名) as printed on the sheet */
  readonly name: string;
  /** 組織名(部) as printed */
  readonly department: string;
  readonly parentId: string | null;
  /** the posts that decide, in order; default: 課長 alone */
  readonly route: readonly RouteStep[];
};

/** A section as it may be named: with the keys (organization-names.ts) of its other names. */
export type ListedSection = Section & { readonly otherKeys: readonly string[] };

export type Post = {
  readonly id: string;
  readonly sectionId: string;
  readonly role: PostRole;
  /** 課長, 館長, 所長 …: as the roster names the post */
  readonly title: string;
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: Language;
};

/** A post as held by the person today. */
export type HeldPost = Post & { readonly sectionName: string };

/** The person who did something, as the core sees them: who, and which posts today. */
export type Actor = Person & {
  readonly posts: readonly HeldPost[];
  /** posts of absent others this person may act for today */
  readonly deputyFor: readonly (HeldPost & {
    readonly holderId: string | null;
    readonly holderName: string | null;
  })[];
};

/** Whether somebody is 事務局 today. */
export function coordinates({ posts }: Pick<Actor, 'posts'>): boolean {
  return posts.some(({ role }) => role === 'coordinator');
}

/** Whether somebody has to do with other sections than this: 「No.1」 alone could be of any of them. */
export function worksElsewhere(
  { posts, deputyFor }: Pick<Actor, 'posts' | 'deputyFor'>,
  sectionId: string | undefined,
): boolean {
  return [...posts, ...deputyFor].some((post) => post.sectionId !== sectionId);
}
