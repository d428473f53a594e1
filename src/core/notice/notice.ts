/**
 * A notice: a message the bot owes to a place. Notices are projections: a row says what should stand
 * where, delivering compares and posts or edits in place, so every repeat is harmless.
 */
import type { Parting } from '../account/account.js';
/** What a notice is about; its card is made from the record at the moment of delivery. */
export type NoticeAbout =
  /** the root card of a section and round */
  | { readonly kind: 'summary'; readonly sectionId: string; readonly roundId: string }
  /** a submitted goal, under the root card */
  | { readonly kind: 'approval'; readonly reportId: string }
  /** the finished sheet as a file, under the root card, once every goal is approved at year-end */
  | { readonly kind: 'finished_file'; readonly sectionId: string; readonly roundId: string }
  /** 差戻し, in private to the writer; `to`: a successor, when the writer does not report for the section any more */
  | { readonly kind: 'returned'; readonly reportId: string; readonly version: number; readonly to?: string }
  /** 承認, in private to the writer */
  | { readonly kind: 'approved'; readonly reportId: string; readonly version: number; readonly to?: string }
  /** a report at a step that is asked for in private, or that 事務局 is asked for because nobody else is there */
  | {
      readonly kind: 'decide';
      readonly reportId: string;
      readonly version: number;
      readonly step: number;
      readonly personId: string;
    }
  /** 後閲: what deputies decided, to the holder of the post on return; `day` (ISO date) makes each return one message */
  | { readonly kind: 'post_reviews'; readonly personId: string; readonly day: string }
  /** あとで: asked again when the person said; `until` is that ISO instant, so that each wish is a message of its own */
  | {
      readonly kind: 'ask_again';
      readonly taskId: string;
      readonly personId: string;
      readonly until: string;
    }
  /** the one message of a person and day: what is to report, waits for approval, or is missing, over all rounds */
  | { readonly kind: 'reminder'; readonly personId: string; readonly day: string }
  /** the weekly digest in a section's channel; `week` is that week's Monday (ISO date) */
  | { readonly kind: 'digest'; readonly sectionId: string; readonly week: string }
  /** the weekly digest of all sections, to 事務局 in private */
  | { readonly kind: 'overview'; readonly personId: string; readonly week: string }
  /** 引継ぎ, to who has taken over a post; `from` (ISO date) is the first day of the term */
  | { readonly kind: 'handover'; readonly personId: string; readonly postId: string; readonly from: string }
  /** a question of an approver, in private to who is to answer it */
  | {
      readonly kind: 'question';
      readonly questionId: string;
      readonly reportId: string;
      readonly personId: string;
    }
  /** question and answer, in the thread where it was asked */
  | { readonly kind: 'question_answer'; readonly questionId: string; readonly reportId: string }
  /**
   * An account: linked to somebody, not any more, one too many (`second`), or several found at once. To the person
   * concerned (`of`) or the coordinator (`personId`); `at` (ISO instant) makes each a message of its own.
   */
  | {
      readonly kind: 'account';
      readonly event: 'linked' | 'unlinked' | 'second' | 'several';
      readonly account: string;
      readonly of: string;
      readonly personId: string;
      readonly at: string;
      /** with `unlinked` */
      readonly parting?: Parting;
    };

/** The kinds of notices this program knows; another may stand in the record while a newer version is rolled out. */
export const NOTICE_KINDS = Object.keys({
  summary: true,
  approval: true,
  finished_file: true,
  returned: true,
  approved: true,
  ask_again: true,
  reminder: true,
  digest: true,
  overview: true,
  decide: true,
  post_reviews: true,
  handover: true,
  question: true,
  question_answer: true,
  account: true,
} satisfies Readonly<Record<NoticeAbout['kind'], true>>);

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
  /** sent in working hours only; what is late waits for the next morning */
  readonly inHours?: boolean;
};

/** The key of a notice follows from what it is about. */
export function noticeKey(about: NoticeAbout): string {
  switch (about.kind) {
    case 'summary':
      return `summary/${about.sectionId}/${about.roundId}`;
    case 'finished_file':
      return `finished_file/${about.sectionId}/${about.roundId}`;
    case 'approval':
      return `approval/${about.reportId}`;
    case 'returned':
    case 'approved':
      return [about.kind, about.reportId, about.version, ...(about.to === undefined ? [] : [about.to])].join(
        '/',
      );
    case 'decide':
      return `decide/${about.reportId}/${about.version}/${about.step}/${about.personId}`;
    case 'post_reviews':
      return `post_reviews/${about.personId}/${about.day}`;
    case 'ask_again':
      return `ask_again/${about.taskId}/${about.personId}/${about.until}`;
    case 'reminder':
      return `reminder/${about.personId}/${about.day}`;
    case 'digest':
      return `digest/${about.sectionId}/${about.week}`;
    case 'overview':
      return `overview/${about.personId}/${about.week}`;
    case 'handover':
      return `handover/${about.personId}/${about.postId}/${about.from}`;
    case 'question':
      return `question/${about.questionId}/${about.personId}`;
    case 'question_answer':
      return `question_answer/${about.questionId}`;
    case 'account':
      return `account/${about.event}/${about.account}/${about.of}/${about.personId}/${about.at}`;
    default:
      return about satisfies never;
  }
}

/** The card of a reported goal under the root card of its section. */
export function approvalCardOwed(
  sectionId: string,
  roundId: string,
  reportId: string,
  dueAt: string,
): OwedNotice {
  const about: NoticeAbout = { kind: 'approval', reportId };
  const under = noticeKey({ kind: 'summary', sectionId, roundId });
  return { key: noticeKey(about), to: { kind: 'channel', sectionId }, about, under, dueAt, staleAt: null };
}

/** A message in private, due at once unless `dueAt` says later. */
export function inPrivate(personId: string, about: NoticeAbout, dueAt: string): OwedNotice {
  return {
    key: noticeKey(about),
    to: { kind: 'person', personId },
    about,
    under: null,
    dueAt,
    staleAt: null,
  };
}
