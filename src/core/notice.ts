/**
 * A notice: a message the bot owes to a place. Notices are projections (DESIGN.md): a row says what should stand
 * where, delivering compares and posts or edits in place, so every repeat is harmless.
 */

/** What a notice is about; its card is made from the record at the moment of delivery. */
export type NoticeAbout =
  /** the root card of a section and round */
  | { readonly kind: 'summary'; readonly sectionId: string; readonly roundId: string }
  /** a submitted goal, under the root card */
  | { readonly kind: 'approval'; readonly reportId: string }
  /** 差戻し, in private to the writer */
  | { readonly kind: 'returned'; readonly reportId: string; readonly version: number }
  /** 承認, in private to the writer */
  | { readonly kind: 'approved'; readonly reportId: string; readonly version: number }
  /** あとで: asked again when the person said; `until` is that ISO instant, so that each wish is a message of its own */
  | {
      readonly kind: 'ask_again';
      readonly taskId: string;
      readonly personId: string;
      readonly until: string;
    }
  /** a round has opened, or its deadline comes near: what is still to do, one a person and day */
  | { readonly kind: 'reminder'; readonly personId: string; readonly roundId: string; readonly day: string };

export type NoticeTo =
  | { readonly kind: 'channel'; readonly sectionId: string }
  | { readonly kind: 'person'; readonly personId: string };

/** What is owed: entered in the transaction that makes it owed. The same key twice raises what is wanted, it does not add a message. */
export type OwedNotice = {
  /** `summary/<section>/<round>`, `approval/<report>` …: one message for each key, for ever */
  readonly key: string;
  readonly to: NoticeTo;
  readonly about: NoticeAbout;
  /** the key of the notice whose thread it stands in; null: by itself */
  readonly under: string | null;
  /** ISO instant before which it is not sent */
  readonly dueAt: string;
  /** ISO instant after which it is stale and not sent any more; null: never stale */
  readonly staleAt: string | null;
};

/** The key of a notice follows from what it is about. */
export function noticeKey(about: NoticeAbout): string {
  switch (about.kind) {
    case 'summary':
      return `summary/${about.sectionId}/${about.roundId}`;
    case 'approval':
      return `approval/${about.reportId}`;
    case 'returned':
      return `returned/${about.reportId}/${about.version}`;
    case 'approved':
      return `approved/${about.reportId}/${about.version}`;
    case 'ask_again':
      return `ask_again/${about.taskId}/${about.personId}/${about.until}`;
    case 'reminder':
      return `reminder/${about.personId}/${about.roundId}/${about.day}`;
    default:
      return about satisfies never;
  }
}
