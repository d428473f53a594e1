/** What came of a command: what was entered and may be told, or why nothing was. */
import type { AccountLine } from '../../account/account.js';
import type { Act } from '../../board/acts.js';
import type { ChecksPage } from '../../board/checks.js';
import type { BoardPage } from '../../board/page.js';
import type { OwnPromise, SaidPromise } from '../../board/promised.js';
import type { MemoDone, MemoPage } from '../../memo/shown.js';
import type { Listed } from '../../report/exceptions.js';
import type { TargetChange, TargetItem } from '../../report/year/target-change.js';
import type { SearchPage } from '../../search/found.js';
import type { DirectionPage } from '../../sheet/direction-page.js';
import type { ListReading, UnclearFile } from '../../sheet/list-reading.js';
import type { UploadReading } from '../../sheet/upload.js';
import type { EvidenceDone } from '../evidence/evidence-command.js';
import type { PostReview } from '../post-review.js';
import type { LeftOut, Refusal } from './refusal.js';

export type Outcome =
  | {
      readonly ok: true;
      readonly goalNo: string;
      readonly version: number;
      readonly complete: boolean;
      /** of a decision: the section whose report it is; not there in what an earlier version kept */
      readonly section?: string;
      readonly upload?: UploadReading;
      /** of a roster, a calendar or a list of the plan that was sent */
      readonly list?: ListReading;
      /** of a file that may be several things */
      readonly unclear?: UnclearFile;
      /** of a list of directions that is shown, or was decided in */
      readonly directions?: DirectionPage;
      /** the approval, or the one that was taken back, was a 確認 at its step */
      readonly check?: true;
      /** the approval was the last of a report whose sheet is published: it cannot be taken back */
      readonly published?: true;
      /** submitted: the section has no channel yet in which it could be approved */
      readonly unlinked?: true;
      /** of the answer to a check, or of what was added: its goal in the round */
      readonly task?: string;
      /** of `reply`: the answer goes to who asked alone */
      readonly privately?: true;
      readonly postReviews?: readonly PostReview[];
      /** of `nudge`: names of who is asked, and about how many goals */
      readonly nudged?: { readonly who: readonly string[]; readonly goals: number };
      /** of `approve_together` */
      readonly together?: {
        readonly approved: readonly (Listed & { readonly goalNo: string; readonly published?: true })[];
        readonly leftOut: readonly LeftOut[];
      };
      /** of `confirm`: numbers of the goals, and what was not confirmed */
      readonly confirmed?: { readonly goals: readonly string[]; readonly leftOut: readonly LeftOut[] };
      /** of `show_targets` */
      readonly targets?: readonly TargetItem[];
      /** of what is asked and decided about a target */
      readonly target?: TargetChange;
      /** of `set_owner`: whose the goal is now (null: nobody's in particular), and of a look whose it may be */
      readonly owner?: {
        readonly name: string | null;
        readonly people?: readonly { readonly id: string; readonly name: string }[];
      };
      /** of `enter_for`: for whom it is entered now, null for nobody; or for whom it may be, where that is to be said */
      readonly behalf?: {
        readonly name: string | null;
        readonly people?: readonly { readonly id: string; readonly name: string }[];
      };
      /** of `list_accounts`, as many as fit, and how many there are */
      readonly accounts?: { readonly lines: readonly AccountLine[]; readonly count: number };
      /** of `search` */
      readonly found?: SearchPage;
      /** of `show_board` */
      readonly board?: BoardPage;
      /** of `promises`: what is left, and what was just said */
      readonly promises?: { readonly left: readonly OwnPromise[]; readonly said: SaidPromise | null };
      /** of what is done with one memo; of `count_on` with the sum */
      readonly memo?: MemoDone;
      /** of `show_memos` */
      readonly memos?: MemoPage;
      /** of `leave_year_notes`: what stands in the place of what was changed, '' for nothing, by the indicator's name */
      readonly yearNotes?: readonly { readonly indicator: string; readonly note: string }[];
      /** of `show_checks` */
      readonly checks?: ChecksPage;
      /** of what is done about 根拠資料 */
      readonly evidence?: EvidenceDone;
      /** of what is done from the board: what it did, or would do */
      readonly act?: Act;
      /** of `link_account` and `unlink_account`: whose it is, or was */
      readonly of?: string;
    }
  | { readonly ok: false; readonly refusal: Refusal };
