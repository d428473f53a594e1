/**
 * What a step of the conversation may look at: one query, and a second for a task the person does not report. More only
 * where it is asked for: the thread of a channel, a question of an approver, 状況 of somebody who approves; and in 目標設定.
 */
import type { Pool } from 'pg';
import type { Round } from '../../../core/calendar/round.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Context } from '../../../core/conversation/context.js';
import { isInquiryId } from '../../../core/decision/inquiry.js';
import { goalOfNotice, NOTICES, type NoticeAbout } from '../../../core/notice/notice.js';
import type { Actor } from '../../../core/organization/people.js';
import type { Task } from '../../../core/report/task.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import type { ContextFor } from '../../../flow/ports.js';
import { prepared } from '../connection/prepared-statements.js';
import { memoContext } from '../memos/context.js';
import { dayMaterial } from '../notices/reminder-material.js';
import { reportingSections } from '../roster/actors.js';
import { rememberDirectPlace } from '../roster/addresses.js';
import { loadInquiry } from '../rounds/inquiry-rows.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { loadTask } from '../sheets/load-sheets.js';
import { withSpring } from '../year/spring.js';
import { targetsConcerning } from '../year/waiting-targets.js';
import { loadChannelRound, roundOfChannel } from './channel-round.js';
import type { LoadPersonDay } from './load-person.js';

/** See the port Record. */
export async function loadContext(
  pool: Pool,
  loadPersonDay: LoadPersonDay,
  {
    person,
    from,
    account,
    named,
    under = null,
    channel = null,
    waiting = false,
    posts = false,
    memo = false,
    lately = false,
  }: ContextFor,
  now: Date,
  goesUpAfter?: number,
): Promise<Context | null> {
  const today = cityDate(now);
  const asked = {
    person,
    today,
    thread: from?.surface === 'thread' ? from.place : null,
    direct: from?.surface === 'direct',
  };
  const isTheirs = (day: { readonly accounts: readonly string[] } | null) =>
    day !== null && (account === undefined || day.accounts.includes(account));
  const known = await loadPersonDay(pool, { ...asked, lately });
  // Linked a moment ago, when what is remembered had been read.
  const loaded = lately && !isTheirs(known) ? await loadPersonDay(pool, { ...asked, lately: false }) : known;
  if (!loaded || !isTheirs(loaded)) return null;
  // Written only when it is another than before: not a write for every message.
  if (from?.surface === 'direct' && from.place !== loaded.directPlace)
    await rememberDirectPlace(pool, person, from.place, now, account);
  const { sheets } = loaded;
  const tasks = await withSpring(pool, loaded.tasks);
  const inquiry = named !== null && isInquiryId(named) ? named : questionAbove(loaded.threadOf);
  const question = inquiry === null ? null : await loadInquiry(pool, inquiry);
  const taskId = question?.reportId ?? named;
  const other =
    taskId === null || tasks.some(({ id }) => id === taskId) ? null : await namedTask(pool, taskId, today);
  const ofTask = sheets.find(({ section }) => section.id === readTaskId(taskId ?? '')?.sectionId);
  const section = other?.section ?? ofTask?.section ?? null;
  return {
    now: now.toISOString(),
    today,
    actor: loaded.actor,
    tasks,
    named: other ? (await withSpring(pool, [other.task]))[0]! : null,
    namedSection: section,
    ...(section && posts
      ? { namedPosts: await loadPosts(pool, [section.id, section.parentId ?? section.id], today) }
      : {}),
    threadTask: threadTask(loaded.threadOf, tasks),
    ...(from && tasks.length === 0
      ? { closedRound: await closedLast(pool, reportingSections(loaded.actor)) }
      : {}),
    ...(memo ? await memoContext(pool, loaded.actor, named, from, today) : {}),
    channelRound:
      (under === null ? null : await loadChannelRound(pool, under, today)) ??
      (channel === null ? null : await roundOfChannel(pool, channel, today)),
    question,
    openQuestions: loaded.openQuestions,
    ...(waiting && mayApprove(loaded.actor)
      ? { waiting: (await dayMaterial(pool, person, today, goesUpAfter))?.waiting ?? [] }
      : {}),
    ...(waiting ? { waitingTargets: await targetsConcerning(pool, person, today) } : {}),
    closures: Object.fromEntries(sheets.map(({ section, closures }) => [section.id, closures])),
  };
}

/** The round that was closed last of those in which one of these sections had a sheet. */
async function closedLast(pool: Pool, sectionIds: readonly string[]): Promise<Round | null> {
  if (sectionIds.length === 0) return null;
  const { rows } = await pool.query<Round>(
    prepared(`select r.id, r.fiscal_year as "fiscalYear", r.kind, r.opens_on::text as "opensOn",
       r.due_on::text as "dueOn", r.as_of::text as "asOf", r.state
     from rounds r where r.state = 'closed' and exists
       (select 1 from sheets sh where sh.fiscal_year = r.fiscal_year and sh.section_id = any($1))
     order by r.opens_on desc limit 1`),
    [sectionIds],
  );
  return rows[0] ?? null;
}

async function namedTask(pool: Pool, id: string, today: string) {
  const named = readTaskId(id);
  return named ? loadTask(pool, named, id, today) : null;
}

/** Nothing waits for who holds no other post than 担当者. */
function mayApprove({ posts, deputyFor }: Actor): boolean {
  return [...posts, ...deputyFor].some(({ role }) => role !== 'staff' && role !== 'coordinator');
}

const ASKED_IN_PRIVATE: ReadonlySet<string> = new Set(['question', 'desk_question', 'check_question']);

/** The question in whose private thread something was said. */
function questionAbove(threadOf: readonly NoticeAbout[]): string | null {
  const about = threadOf.find(({ kind }) => ASKED_IN_PRIVATE.has(kind));
  return about && 'questionId' in about ? about.questionId : null;
}

/** The one task a thread is about; null when its message named several. */
function threadTask(threadOf: readonly NoticeAbout[], tasks: readonly Task[]): string | null {
  for (const about of threadOf) {
    const { thread } = NOTICES[about.kind];
    if (thread === 'goal') return goalOfNotice(about);
    if (thread === 'only_open') {
      const [only, ...others] = tasks.filter(
        ({ report }) => report?.state !== 'submitted' && report?.state !== 'approved',
      );
      return only && others.length === 0 ? only.id : null;
    }
  }
  return null;
}
