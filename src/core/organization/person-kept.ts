/** Everything that is kept of one person, as it is shown to them (開示) and taken away (消去). Instants and dates are ISO. */
import type { Language } from '../text/language.js';

/** A signature under a report or a question: `as` says what it was for; `More`: under other records. */
export type KeptSignature<More = never> = {
  readonly of: string;
  readonly version: number;
  readonly as:
    | 'writer'
    | 'entered_for'
    | 'approvals'
    | 'returned'
    | 'withdrawn'
    | 'confirmed'
    | 'correction'
    | 'asker'
    | 'answerer'
    | More;
  readonly at: string;
  readonly name: string;
  readonly post: string;
  readonly actingFor: string | null;
  readonly account: string | null;
  /** what they wrote with it: the report, the comment of a return, the reason of a correction, a question, its answer */
  readonly wrote: unknown;
};

type KeptTerm = {
  readonly what: 'holding' | 'deputy';
  readonly postId: string;
  readonly section: string;
  readonly post: string;
  readonly from: string;
  /** null: open-ended */
  readonly until: string | null;
};

/** `More`: as what signatures under other records than reports and questions are shown. */
export type KeptOfReports<More = never> = {
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly language: Language;
  };
  readonly terms: readonly KeptTerm[];
  /** where the bot speaks with them in private; null when they never did */
  readonly directPlace: string | null;
  /** why it cannot; null when it can */
  readonly unreachable: string | null;
  readonly accounts: readonly {
    readonly account: string;
    readonly linkedAt: string;
    readonly email: string | null;
    readonly standing: string | null;
  }[];
  /** accounts that are not theirs any more, and are not to be linked by an address again */
  readonly partedAccounts: readonly string[];
  readonly signatures: readonly KeptSignature<More>[];
  /** questions that wait for their answer */
  readonly askedOf: readonly string[];
  /** 後閲 of what was decided for them, or by them as deputy */
  readonly postReviews: readonly {
    readonly reportId: string;
    readonly decidedAt: string;
    readonly as: string;
  }[];
  /** which way indicators count, as they have said it (directions_by of a sheet) */
  readonly directions: readonly {
    readonly sheet: string;
    readonly indicator: string;
    readonly name: string;
    /** higher, lower, neither */
    readonly direction: string | null;
    readonly post: string;
  }[];
  /** 担当: goals, or goals in one round, that are or were last theirs, or that somebody took over from them */
  readonly owned: readonly {
    readonly subject: string;
    readonly since: string;
    readonly ended: string | null;
  }[];
  /** 代理入力 under way: by them, or for them */
  readonly enteredFor: readonly { readonly task: string; readonly since: string }[];
  /** entries of publications with their name */
  readonly published: readonly { readonly sheet: string; readonly at: string }[];
  readonly notices: readonly {
    readonly key: string;
    readonly kind: string;
    readonly dueAt: string;
    readonly sentAt: string | null;
  }[];
  /** files they sent, kept a few days */
  readonly files: readonly { readonly name: string; readonly keptAt: string; readonly bytes: number }[];
  readonly putAside: readonly string[];
  /** entries of the history that they made, or that name them */
  readonly history: readonly {
    readonly seq: number;
    readonly at: string;
    readonly action: string;
    readonly subject: string;
    /** whether it is theirs; else they stand in it */
    readonly own: boolean;
    /** what they entered, where no signature above has it: also what was changed, taken away or deleted since */
    readonly entered?: { readonly before: unknown; readonly after: unknown };
  }[];
};

/** The fields in which texts of people stand in entries of the history, in the order in which they are read. */
const TEXTS = ['memo', 'memoLink', 'note', 'name', 'link', 'reason'] as const;

/** The texts in what somebody entered: of something new or changed what it became, of what was taken away what it was. */
export function textsEntered({ before, after }: { before: unknown; after: unknown }): string[] {
  const fields = (after ?? before) as Readonly<Record<string, unknown>> | null;
  const said = typeof fields === 'object' && fields !== null ? fields : {};
  return TEXTS.map((field) => said[field]).filter(
    (text) => typeof text === 'string' && text !== '',
  ) as string[];
}

/** What is kept of a person in Redis. */
export type KeptInDrafts = {
  /** unfinished reports, as they stand */
  readonly drafts: readonly { readonly task: string; readonly touchedAt: string; readonly draft: unknown }[];
  /** texts that wait until the person says which goal they are for */
  readonly held: readonly string[];
  /** a desk that this version cannot read, or copies of such */
  readonly unread: number;
  /** things under way, or put aside */
  readonly effects: readonly string[];
};
