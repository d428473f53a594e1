/** 代決者 set from the board: who may decide in the stead of a post's holder, from a day to a day. */

export type DeputyCommand =
  /** the deciding posts of a section, and who deputises for each */
  | { readonly kind: 'show_deputies'; readonly section: string }
  /** `to`: a name or number; `from`: an ISO date, null: today, or as it is; `agreed`: else it is only looked at */
  | {
      readonly kind: 'set_deputy';
      readonly post: string;
      readonly to: string;
      readonly from: string | null;
      readonly until: string;
      readonly agreed: boolean;
    };

/** Why no deputy is set. */
export type NoDeputy = 'unknown_post' | 'unknown' | 'several' | 'holder' | 'past' | 'backwards' | 'same';

/** Dates are ISO dates, both included. */
export type DeputyAct =
  | {
      readonly what: 'deputies';
      readonly section: string;
      /** of the section */
      readonly name: string;
      readonly posts: readonly {
        readonly id: string;
        /** 建設課 課長 */
        readonly title: string;
        readonly holders: readonly string[];
        readonly deputies: readonly {
          readonly name: string;
          readonly from: string;
          readonly until: string;
        }[];
      }[];
    }
  | {
      readonly what: 'deputy';
      readonly section: string;
      readonly post: string;
      readonly title: string;
      readonly person: string;
      readonly name: string;
      readonly holders: readonly string[];
      readonly from: string;
      readonly until: string;
      /** until when it was; null: new */
      readonly was: string | null;
      /** a term so short is an absence: the deputy is asked beside the holder */
      readonly absence: boolean;
      readonly done: boolean;
    }
  | {
      readonly what: 'no_deputy';
      readonly why: NoDeputy;
      readonly title: string;
      readonly said: string;
      /** who may have been meant, each as it may be written instead */
      readonly names: readonly string[];
    };
