/** A change of a target as the record keeps it: `target_changes.body`, and `after` in the history. */
import { z } from 'zod';
import { storedAs } from '../../text/stored-json.js';
import { signature } from '../stored-report.js';
import type { TargetChange } from './target-change.js';

const text = z.string();

export const storedTargetChange = storedAs(
  1,
  z.object({
    id: text,
    sectionId: text,
    goalId: text,
    goalNo: text,
    indicatorId: text,
    indicator: text,
    before: text,
    after: text,
    reason: text,
    by: signature,
    state: z.enum(['asked', 'approved', 'returned', 'withdrawn']),
    approvals: z.array(signature),
    returned: signature.extend({ comment: text }).nullable(),
    withdrawn: signature.exactOptional(),
  }),
  (kept): TargetChange => kept,
);
