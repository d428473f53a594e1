/** What a notice's card is made from, as the record is now. */
import type { Pool } from 'pg';
import { doorOf } from '../../../core/account/account.js';
import { fiscalYearOfRound } from '../../../core/calendar/round.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { NoticeMaterial } from '../../../core/cards/notices/notice-material.js';
import { decidingPost } from '../../../core/decision/decide-approval.js';
import {
  type AboutOf,
  NOTICES,
  type NoticeAbout,
  type NoticeKind,
  noticeKey,
} from '../../../core/notice/notice.js';
import { newcomersTo } from '../../../core/notice/section-round.js';
import { stepAt } from '../../../core/organization/route.js';
import type { Report } from '../../../core/report/report.js';
import { storedReport } from '../../../core/report/stored-report.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { accountsOf } from '../accounts/accounts.js';
import type { Db } from '../connection/pool.js';
import { memosToPlace } from '../memos/memos.js';
import { openPostReviews } from '../reports/post-reviews.js';
import { ownPromises } from '../reports/promises.js';
import { loadActor, reportingSections } from '../roster/actors.js';
import { loadRoute } from '../roster/route-titles.js';
import { loadInquiry } from '../rounds/inquiry-rows.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { loadSheets, loadTask, tasksOfRound } from '../sheets/load-sheets.js';
import { readChange } from '../year/target-changes.js';
import { waitingTargetsMaterial } from '../year/waiting-targets.js';
import { handoverMaterial } from './handover.js';
import { cityMaterial, dayMaterial, departmentMaterial, weekMaterial } from './reminder-material.js';

type Material<Kind extends NoticeMaterial['kind']> = Extract<NoticeMaterial, { kind: Kind }>;

/** What the notices are about whose cards are made of this material. */
type AboutOn<Kind extends NoticeMaterial['kind']> = {
  [K in NoticeKind]: (typeof NOTICES)[K]['material'] extends Kind ? AboutOf<K> : never;
}[NoticeKind];

/** How each material is loaded; null when what the notice is about is not in the record any more. */
const LOADERS: {
  readonly [Kind in NoticeMaterial['kind']]: (
    pool: Pool,
    about: AboutOn<Kind>,
    today: string,
    goesUpAfter?: number,
  ) => Promise<Material<Kind> | null>;
} = {
  section: sectionMaterial,
  report: reportMaterial,
  async post_reviews(pool, { personId }, today) {
    const loaded = await loadActor(pool, personId, today);
    const postIds = loaded?.actor.posts.map(({ id }) => id) ?? [];
    return { kind: 'post_reviews', items: await openPostReviews(pool, postIds), today };
  },
  async person(pool, { taskId, personId }, today) {
    const roundId = readTaskId(taskId)?.roundId;
    const material = roundId ? await personMaterial(pool, personId, roundId, today) : null;
    const tasks = material?.tasks.filter(({ id }) => id === taskId) ?? [];
    return material && tasks.length > 0 ? { ...material, tasks } : null;
  },
  handover: handoverMaterial,
  day: async (pool, { personId }, today, goesUpAfter) => {
    const day = await dayMaterial(pool, personId, today, goesUpAfter);
    const memos = day ? await memosToPlace(pool, personId, today) : 0;
    return day && memos > 0 ? { ...day, memos } : day;
  },
  week: (pool, { sectionId, week }, today) => weekMaterial(pool, sectionId, week, today),
  city: (pool, { personId }, today) => cityMaterial(pool, personId, today),
  department: (pool, { personId }, today) => departmentMaterial(pool, personId, today),
  asked: askedMaterial,
  async target(pool, { changeId, sectionId }, today) {
    const change = await readChange(pool, changeId);
    const fiscalYear = Number(change?.goalId.split('.')[1]);
    const section = change && (await loadSheets(pool, [sectionId], { fiscalYear }))[0]?.section;
    if (!section) return null;
    return { kind: 'target', section, route: await loadRoute(pool, section), change, today };
  },
  targets_waiting: (pool, { personId }, today, goesUpAfter) =>
    waitingTargetsMaterial(pool, personId, today, goesUpAfter),
  promises: async (pool, { personId }, today) => ({
    kind: 'promises',
    promises: await ownPromises(pool, personId, today),
  }),
  head: async () => ({ kind: 'head' }),
  account: accountMaterial,
};

/** The material of a notice; null when what it is about is not in the record any more. */
export function loadMaterial(
  pool: Pool,
  about: NoticeAbout,
  now: Date,
  goesUpAfter?: number,
): Promise<NoticeMaterial | null> {
  const load = LOADERS[NOTICES[about.kind].material] as (
    pool: Pool,
    about: NoticeAbout,
    today: string,
    goesUpAfter?: number,
  ) => Promise<NoticeMaterial | null>;
  return load(pool, about, cityDate(now), goesUpAfter);
}

async function sectionMaterial(
  pool: Pool,
  { sectionId, roundId }: AboutOn<'section'>,
  today: string,
): Promise<Material<'section'> | null> {
  const [sheet] = await loadSheets(pool, [sectionId], { fiscalYear: fiscalYearOfRound(roundId) });
  const round = sheet?.rounds.find(({ id }) => id === roundId);
  if (!sheet || !round) return null;
  const file = noticeKey({ kind: 'finished_file', sectionId, roundId });
  const posted = await pool.query<{ first_sent_at: Date }>(
    'select first_sent_at from notices where key = $1 and ref_id is not null and first_sent_at is not null',
    [file],
  );
  return {
    kind: 'section',
    section: sheet.section,
    route: await loadRoute(pool, sheet.section),
    round,
    tasks: tasksOfRound([sheet], roundId),
    sheet: sheet.sheet,
    filePostedAt: posted.rows[0]?.first_sent_at.toISOString() ?? null,
    today,
  };
}

async function reportMaterial(
  pool: Pool,
  about: AboutOn<'report'>,
  today: string,
): Promise<Material<'report'> | null> {
  const { reportId } = about;
  const named = readTaskId(reportId);
  const found = named ? await loadTask(pool, named, reportId) : null;
  if (!found) return null;
  const { task, section } = found;
  // What was decided is told of the version it was decided about; what is to be decided, of the latest.
  const isToDecide = about.kind === 'approval' || about.kind === 'decide';
  const report = isToDecide ? task.report : await reportVersion(pool, reportId, about.version);
  if (!report) return null;
  const route = await loadRoute(pool, section);
  const material = { kind: 'report', section, route, task, report, today } as const;
  if (!isToDecide) return material;
  if (about.kind === 'approval')
    return { ...material, newcomers: (await newcomersOf(pool, material, today)).length > 0 };
  const actor = await loadActor(pool, about.personId, today);
  const newcomers = await newcomersOf(pool, material, today);
  const step = stepAt(section.route, about.step);
  return {
    ...material,
    newcomers: newcomers.includes(about.personId),
    escalated: step !== null && actor !== null && decidingPost(actor.actor, section, step) === null,
  };
}

async function newcomersOf(
  pool: Pool,
  { section, report }: Material<'report'>,
  today: string,
): Promise<string[]> {
  if (report.state !== 'submitted' || report.previousAt === undefined) return [];
  const posts = await loadPosts(pool, [section.id, section.parentId ?? section.id], today);
  return newcomersTo(report, { section, posts }, today).map(({ personId }) => personId);
}

/** Of an account that is linked to somebody: null once it is not any more, is a member's again, or nothing is left to choose. */
async function accountMaterial(
  pool: Pool,
  about: AboutOn<'account'>,
  today: string,
): Promise<Material<'account'> | null> {
  const { account, of } = about;
  const day = await dayMaterial(pool, of, today);
  if (!day) return null;
  const linked = await accountsOf(pool, of, doorOf(account));
  const accounts = linked.map((one) => one.account);
  const event = about.kind === 'turned_away' ? 'turned_away' : about.event;
  if (event === 'linked' && !accounts.includes(account)) return null;
  if (event === 'several' && accounts.length < 2) return null;
  const standing = linked.find((one) => one.account === account)?.standing ?? 'member';
  if (event === 'turned_away' && standing === 'member') return null;
  const { person, tasks, waiting, questions } = day;
  const waits = { report: tasks.length, decide: waiting.length, reply: questions.length };
  return { kind: 'account', name: person.name, accounts, waiting: waits, today };
}

async function askedMaterial(
  pool: Pool,
  { questionId }: AboutOn<'asked'>,
  today: string,
): Promise<Material<'asked'> | null> {
  const question = await loadInquiry(pool, questionId);
  const named = question ? readTaskId(question.reportId) : null;
  const found = question && named ? await loadTask(pool, named, question.reportId) : null;
  return question && found ? { kind: 'asked', question, task: found.task, today } : null;
}

async function reportVersion(db: Db, id: string, version: number): Promise<Report | null> {
  const { rows } = await db.query<{ body: unknown }>(
    'select body from report_versions where report_id = $1 and version = $2',
    [id, version],
  );
  const [row] = rows;
  return row ? storedReport.read(row.body, { table: 'report_versions', id: `${id} ${version}` }) : null;
}

async function personMaterial(
  pool: Pool,
  personId: string,
  roundId: string,
  today: string,
): Promise<Material<'person'> | null> {
  const loaded = await loadActor(pool, personId, today);
  if (!loaded) return null;
  const { posts: _posts, deputyFor: _deputyFor, ...person } = loaded.actor;
  const sections = reportingSections(loaded.actor);
  const tasks =
    sections.length === 0
      ? []
      : tasksOfRound(
          await loadSheets(pool, sections, { fiscalYear: fiscalYearOfRound(roundId) }),
          roundId,
          today,
        );
  const round = tasks[0]?.round;
  return round ? { kind: 'person', person, round, tasks, today } : null;
}
