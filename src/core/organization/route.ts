/**
 * The route of a section: the posts that look at a report, in order. A step is a 確認 (check) or the 承認 (approve), asked
 * for in the section's channel or of its holders in private (個別).
 */
import type { PostRole } from './post-roles.js';

export type RouteStep = {
  readonly role: PostRole;
  readonly act: 'check' | 'approve';
  readonly where: 'channel' | 'private';
};

/** A step with the title of the post that has it (課長, 館長 …). */
export type TitledStep = RouteStep & { readonly title: string };

/** A step by a role alone: 承認 in the channel. */
export function approvalBy(role: PostRole): RouteStep {
  return { role, act: 'approve', where: 'channel' };
}

/** A step as the record keeps it: `section_manager`, `subsection_chief check private`. */
export function stepText({ role, act, where }: RouteStep): string {
  return [role, ...(act === 'check' ? [act] : []), ...(where === 'private' ? [where] : [])].join(' ');
}

/** Reads back what `stepText` wrote. */
export function readStep(text: string): RouteStep {
  const [role = '', ...how] = text.split(' ');
  return {
    role: role as PostRole,
    act: how.includes('check') ? 'check' : 'approve',
    where: how.includes('private') ? 'private' : 'channel',
  };
}

/** Whether nothing of it is asked for in the channel: no card there has a button then. */
export function isPrivateRoute(route: readonly RouteStep[]): boolean {
  return route.length > 0 && route.every(({ where }) => where === 'private');
}

/**
 * The step a report waits at after so many approvals. A route that was shortened meanwhile still needs its last post, or
 * the report would wait for nobody.
 */
export function stepAt(route: readonly RouteStep[], approvals: number): RouteStep | null {
  return route[approvals] ?? route.at(-1) ?? null;
}
