/**
 * A notice: a message the bot owes to a place, a projection: a row says what should stand where, delivering compares and
 * posts or edits in place, so every repeat is harmless.
 */
import { z } from 'zod';
import { readTaskId } from '../sheet/ids.js';
import {
  type Descriptor,
  ofSection,
  ofTarget,
  ofVersion,
  text,
  toAsked,
  toAsker,
  toTarget,
  toWriter,
  weeklyTo,
} from './descriptor.js';

/** Every kind of notice. A new one begins here; docs/adding.md says what follows. */
export const NOTICES = {
  /** the root card of a section and round */
  summary: ofSection,
  /** a submitted goal, under the root card */
  approval: {
    about: { reportId: text },
    key: ['reportId'],
    to: 'channel',
    material: 'report',
    thread: 'goal',
  },
  /** the finished sheet as a file, under the root card, once every goal is approved at year-end */
  finished_file: ofSection,
  /** 差戻し, in private to the writer; `to`: a successor, when the writer does not report for the section any more */
  returned: toWriter,
  /** 代理入力: submitted on behalf of this person, in private to them */
  entered_for: {
    about: { ...ofVersion, personId: text },
    key: ['reportId', 'version', 'personId'],
    to: 'person',
    material: 'report',
    thread: 'goal',
  },
  /** 承認, in private to the writer */
  approved: toWriter,
  /** a report at a step that is asked for in private, or that 事務局 is asked for because nobody else is there */
  decide: {
    about: { ...ofVersion, step: z.int(), personId: text },
    key: ['reportId', 'version', 'step', 'personId'],
    to: 'person',
    material: 'report',
    thread: 'only_open',
  },
  /** 目標の変更, in the section's channel; to who is to decide at a private step, or instead; how it was decided, to who asked */
  target: { about: ofTarget, key: ['changeId'], to: 'channel', material: 'target', thread: null },
  decide_target: toTarget,
  target_decided: toTarget,
  /** one that waits too long: to who is to decide again, then up; one message a person and day */
  targets_waiting: {
    about: { personId: text, day: text },
    key: ['personId', 'day'],
    to: 'person',
    material: 'targets_waiting',
    thread: null,
  },
  /** 後閲: what deputies decided, to the holder of the post on return; `day` (ISO date) makes each return one message */
  post_reviews: {
    about: { personId: text, day: text },
    key: ['personId', 'day'],
    to: 'person',
    material: 'post_reviews',
    thread: 'only_open',
  },
  /** あとで: asked again when the person said; `until` is that ISO instant, so that each wish is a message of its own */
  ask_again: {
    about: { taskId: text, personId: text, until: text },
    key: ['taskId', 'personId', 'until'],
    to: 'person',
    material: 'person',
    thread: 'goal',
  },
  /** 担当: a goal is this person's, or is not any more; `at` (ISO instant) makes each change a message of its own */
  owner: {
    about: { taskId: text, personId: text, at: text },
    key: ['taskId', 'personId', 'at'],
    to: 'person',
    material: 'person',
    thread: 'goal',
  },
  /**
   * The one message of a person and day: what is to report, waits for approval, or is missing, over all rounds. Those of
   * the first days name a round beside it: there was one for each.
   */
  reminder: {
    about: { personId: text, day: text },
    key: ['personId', 'day'],
    to: 'person',
    material: 'day',
    thread: 'only_open',
  },
  /** 催促: what waits of a writer's, to who is to decide; once a day of each writer */
  nudge: {
    about: { personId: text, writerId: text, day: text },
    key: ['personId', 'writerId', 'day'],
    to: 'person',
    material: 'day',
    thread: 'only_open',
  },
  /** the weekly digest in a section's channel; `week` is that week's Monday (ISO date) */
  digest: {
    about: { sectionId: text, week: text },
    key: ['sectionId', 'week'],
    to: 'channel',
    material: 'week',
    thread: null,
  },
  /** that of all sections, to 事務局 in private */
  overview: weeklyTo('city'),
  /** that of a department, to its 部長 or 区長 in private */
  department: weeklyTo('department'),
  /** 引継ぎ, to who has taken over a post; `from` (ISO date) is the first day of the term */
  handover: {
    about: { personId: text, postId: text, from: text },
    key: ['personId', 'postId', 'from'],
    to: 'person',
    material: 'handover',
    thread: 'only_open',
  },
  /** a question of an approver, in private to who is to answer it */
  question: toAsked,
  /** question and answer, in the thread where it was asked */
  question_answer: { ...toAsker, to: 'channel', thread: null },
  /** a question of who reports, in private to each coordinator */
  desk_question: toAsked,
  /** its answer, in private to who asked */
  desk_answer: { ...toAsker, thread: 'goal' },
  /** 本人に確認: a check, in private to who is to answer for it */
  check_question: toAsked,
  /** its answer, in private to who asked */
  check_answer: { ...toAsker, thread: null },
  /** promises (約束) whose time has come, by their ids with blanks between; once for each, in one message a person and day */
  promises: {
    about: { personId: text, day: text, promises: text },
    key: ['personId', 'day'],
    to: 'person',
    material: 'promises',
    thread: null,
  },
  /** the signed head of the history (`headText`), to the auditor; `at` (ISO instant) makes each a message of its own */
  signed_head: {
    about: { personId: text, at: text, head: text },
    key: ['personId', 'at'],
    to: 'person',
    material: 'head',
    thread: null,
  },
  /**
   * An account: linked to somebody, not any more, one too many (`second`), or several found at once. To the person
   * concerned (`of`) or the coordinator (`personId`); `at` (ISO instant) makes each a message of its own.
   */
  account: {
    about: {
      event: z.enum(['linked', 'unlinked', 'second', 'several']),
      account: text,
      of: text,
      personId: text,
      at: text,
      /** with `unlinked` */
      parting: z.enum(['address', 'not_me', 'by_hand', 'replaced']).exactOptional(),
    },
    key: ['event', 'account', 'of', 'personId', 'at'],
    to: 'person',
    material: 'account',
    thread: null,
  },
  /** An account that is none of a member any more, as the platform says (`standing`): to whose it is and the coordinator. */
  turned_away: {
    about: {
      account: text,
      of: text,
      personId: text,
      at: text,
      standing: z.enum(['guest', 'stranger', 'closed', 'unconfirmed']),
    },
    key: ['account', 'of', 'personId', 'at'],
    to: 'person',
    material: 'account',
    thread: null,
  },
} as const satisfies Readonly<Record<string, Descriptor>>;

export type NoticeKind = keyof typeof NOTICES;

/** What a notice of this kind is about. */
export type AboutOf<Kind extends NoticeKind> = {
  [K in Kind]: { readonly kind: K } & Readonly<z.infer<z.ZodObject<(typeof NOTICES)[K]['about']>>>;
}[Kind];

export type NoticeAbout = AboutOf<NoticeKind>;

/** The kinds this program knows; another may stand in the record while a newer version is rolled out. */
export const NOTICE_KINDS = Object.keys(NOTICES);

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
  const parts: Readonly<Record<string, unknown>> = about;
  const named = NOTICES[about.kind].key.filter((part) => parts[part] !== undefined);
  return [about.kind, ...named.map((part) => parts[part])].join('/');
}

/** The round a notice names; null for one that is of all rounds. */
export function roundOfNotice(about: NoticeAbout): string | null {
  if ('roundId' in about) return about.roundId;
  const goal = goalOfNotice(about);
  return goal === null ? null : (readTaskId(goal)?.roundId ?? null);
}

/** The goal in a round that a notice names, if it names one. */
export function goalOfNotice(about: NoticeAbout): string | null {
  if ('reportId' in about) return about.reportId;
  return 'taskId' in about ? about.taskId : null;
}

/**
 * A notice that is owed from `dueAt` on.
 *
 * @param to  the section whose channel it belongs in, or the person who reads it, as its kind says
 */
export function owed(
  about: NoticeAbout,
  to: string,
  dueAt: string,
  { under = null, staleAt = null, ...when }: Partial<Pick<OwedNotice, 'under' | 'staleAt' | 'inHours'>> = {},
): OwedNotice {
  const where: NoticeTo =
    NOTICES[about.kind].to === 'channel'
      ? { kind: 'channel', sectionId: to }
      : { kind: 'person', personId: to };
  return { key: noticeKey(about), to: where, about, under, dueAt, staleAt, ...when };
}

/** The card of a reported goal under the root card of its section. */
export function approvalCardOwed(
  sectionId: string,
  roundId: string,
  reportId: string,
  dueAt: string,
): OwedNotice {
  const under = noticeKey({ kind: 'summary', sectionId, roundId });
  return owed({ kind: 'approval', reportId }, sectionId, dueAt, { under });
}
