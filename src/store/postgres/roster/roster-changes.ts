/** Whose posts and which sections the differences of a roster, or of a reorganisation, concern. */
import type { RosterDifference } from '../../../core/organization/roster.js';

export const postsIn = (differences: readonly RosterDifference[]): string[] =>
  differences.flatMap(({ what, id }) =>
    what === 'holding' || what === 'deputy' || what === 'post' ? [id.split(' ')[0]!] : [],
  );
export const sectionsIn = (differences: readonly RosterDifference[]): string[] =>
  differences.flatMap(({ what, id }) =>
    what === 'section' ? [id] : what === 'owner' ? [id.split('.', 1)[0]!] : [],
  );
