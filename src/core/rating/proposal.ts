/** What a proposal for a rating is. Computed by `proposeRating` in `propose.ts`; kept with the answer it was made for. */
import type { RatingCode } from '../sheet/scale.js';
import type { Words } from '../text/language.js';

export type { Direction } from '../sheet/direction.js';

export type Proposal = {
  /** null when a person must be asked */
  readonly rating: RatingCode | null;
  readonly ask: boolean;
  /** result ÷ target of the first number judged (target ÷ result when lower is better), exact to 3 decimals cut off (never rounded up): '0.950'; null when there is none */
  readonly ratio: string | null;
  /** the arithmetic alone: 目標200人以上 → 結果190人、95.0％; '' when nothing could be computed */
  readonly arithmetic: Words;
  /** the arithmetic and, when a person must be asked, why and what to do: for the moment of choosing */
  readonly because: Words;
  /** the rule that applied, e.g. 'niigata-r5/achieved-all', for the history */
  readonly rule: string;
  /** each with the id of the catalogue (V06, V16 …) */
  readonly warnings: readonly { readonly id: string; readonly message: Words }[];
  /** at mid-year: the pace as a hint, e.g. 「目標の48％（年度の50％が経過）」; null elsewhere */
  readonly pace: Words | null;
};
