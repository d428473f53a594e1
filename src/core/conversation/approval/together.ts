/** 一括承認: the look at what is plain, and the approval of what was listed. Decided by the record, in one transaction. */
import type { Action } from '../../cards/action.js';
import { readTogether } from '../../cards/approval/together.js';
import { aside, type Happened, happened, record, type Scene } from '../told.js';

/** まとめて承認, of the goals in the versions the list showed. `look`: shown first what that would be. */
export function approveTogether({ desk }: Scene, action: Action, look: boolean): Happened {
  const { goals, whole } = readTogether(action);
  const how = { ...(look ? { look: true as const } : {}), ...(whole ? { whole: true as const } : {}) };
  return happened(desk, aside(record({ kind: 'approve_together', goals, ...how })));
}
