/**
 * A city with everybody of the matrix, behind all three doors: a section with a goal nobody has reported, a report that
 * waits, one its 課長 wrote, one entered for that 課長, one approved, and a file the 事務局 sent.
 */
import { accountOf } from '../../../src/chat/playground/places.js';
import { slackAccount, slackPlace } from '../../../src/chat/slack/place.js';
import { teamsAccount } from '../../../src/chat/teams/place.js';
import type { Draft } from '../../../src/core/draft/drafts.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import type { PostRole } from '../../../src/core/organization/post-roles.js';
import type { ReportContent } from '../../../src/core/report/report.js';
import { checkId } from '../../../src/core/report/report-checks.js';
import type { Task } from '../../../src/core/report/task.js';
import { postIdOf } from '../../../src/core/sheet/ids.js';
import { withoutResults } from '../../../src/core/sheet/sheet.js';
import type { Mark } from '../../../src/flow/ports.js';
import { byCommandLine } from '../../../src/store/postgres/ledger/recorded-by.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { writeCsv } from '../../../src/workbook/csv/write.js';
import { contentFor } from '../../store/postgres/city.js';
import { startBotConnector, TENANT } from '../../support/bot-connector.js';
import { startSlackServer } from '../../support/slack-server.js';
import { TEAM } from '../../support/slack-workspace.js';
import { freshDatabase, freshRedis, MIGRATED } from '../../support/stores.js';
import { openDoors, type Surroundings } from '../../support/three-doors.js';
import { approved, kitaSheets } from '../../workbook/fixture-sheets.js';
import {
  COORDINATOR,
  ENTERING,
  EVERYBODY,
  MANAGER,
  SECRET_MEMO,
  SECRET_TEXT,
  type SectionKey,
  UNDECIDED,
  type Who,
  WRITER,
} from './people.js';
import type { Target } from './table.js';

export const BEGIN = '2024-04-02T01:00:00.000Z';
export const SLACK_CHANNEL = 'C0SECTION';
/** no section's */
export const SLACK_OTHER_CHANNEL = 'C0OTHER';
export const TEAMS_CHANNEL = '19:section@thread.tacv2';
const ROUND = '2023-yearend';
/** The version of the draft that lies on desks. */
export const DRAFT_TURN = 7;

const CITY_YEAR = { former: ['2023-04-01', '2024-04-01'], future: ['2024-04-03', null] } as const;

export const slackUser = ({ no }: Pick<Who, 'no'>) => `U${String(no).padStart(6, '0')}`;
export const teamsUser = ({ id, no }: Pick<Who, 'id' | 'no'>) => ({
  id: `29:user-${no}`,
  aadObjectId: `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`,
  name: id,
  email: `${id}@city.example.jp`,
});

/** The servers on the other side, and stores of their own: `migrated`, or empty for a backup that is put back. */
export async function startAround(
  begin = BEGIN,
  migrated = true,
): Promise<{
  around: Surroundings;
  slack: Awaited<ReturnType<typeof startSlackServer>>;
  connector: Awaited<ReturnType<typeof startBotConnector>>;
  stop(): Promise<void>;
}> {
  const redis = await freshRedis();
  const database = await freshDatabase(migrated ? MIGRATED : undefined);
  // Its time stands still: a form opens however slow the machine is.
  const slack = await startSlackServer({ rates: 'off', now: () => 0 });
  const connector = await startBotConnector({ limits: false });
  return {
    slack,
    connector,
    around: {
      redisUrl: redis.url,
      databaseUrl: database.url,
      slackApiUrl: slack.apiUrl,
      teams: connector.environment(),
      begin,
    },
    async stop() {
      await slack.stop();
      await connector.stop();
      await redis.stop();
      await database.stop();
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** `mark` is told what a watchdog would be. */
export async function startWorld({ mark = () => undefined }: { mark?: Mark } = {}) {
  const logged: { level: string; message: string; facts: object }[] = [];
  const logAt = (level: string) => (facts: object, message: string) =>
    void logged.push({ level, message, facts });
  const { around, slack, connector, stop } = await startAround();
  const log = { info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
  const doors = await openDoors(around, log, { mark });
  const filled = await fill(doors);
  for (const who of EVERYBODY) {
    slack.addUser({ id: slackUser(who), email: `${who.id}@city.example.jp` });
    connector.addUser(teamsUser(who));
  }
  slack.addChannel({ id: SLACK_CHANNEL });
  slack.addChannel({ id: SLACK_OTHER_CHANNEL });
  await doors.app.work.sweep();
  await doors.settled();
  // As on a day on which nobody was reminded yet.
  await doors.stores.pool.query(`delete from notices where kind = 'reminder'`);
  return {
    ...doors,
    ...filled,
    slack,
    connector,
    logged,
    async stop() {
      await doors.stop();
      await stop();
    },
  };
}

const TARGET = '200人以上';

/** Enters sheets, people, the round, and reports in every state. */
export async function fill(doors: Pick<Awaited<ReturnType<typeof openDoors>>, 'app' | 'clock' | 'stores'>) {
  const { record, uploads } = doors.app;
  const printed = kitaSheets().find((one) => one.header.organization.text.includes('建設課'))!;
  const [anyGoal] = printed.goals;
  const more = ['5', '6', '7'].map((no) => ({ ...anyGoal!, no, text: `${anyGoal!.text}（${no}）` }));
  // What is approved together is measured by its target.
  const counted = printed.goals.map((goal) => ({
    ...goal,
    indicators: goal.indicators.map((one) => ({ ...one, target: TARGET })),
  }));
  const sheet = { ...printed, goals: [...counted, ...more] };
  const other = kitaSheets().find((one) => one.header.organization.text.includes('産業振興課'))!;
  const department = sheet.header.department.text;
  const names: Readonly<Record<SectionKey, string>> = {
    own: sheet.header.organization.text,
    other: '別の課',
    parent: '上の課',
    child: '下の課',
  };
  const section = (key: SectionKey) => ({ department, name: names[key] });
  const by = byCommandLine('事務局');
  const before = { by, now: new Date('2023-04-01T00:00:00Z') };
  const post = (key: SectionKey, role: PostRole) => ({
    section: section(key),
    role,
    title: `${role}-${key}`,
  });
  const term = (who: Who) => {
    const [from, until] = who.standing.startsWith('former')
      ? CITY_YEAR.former
      : who.standing.startsWith('future')
        ? CITY_YEAR.future
        : (['2023-04-01', null] as const);
    return { post: post(who.section, who.role ?? 'staff'), person: who.id, from, until };
  };
  const isDeputy = ({ standing }: Who) => standing.endsWith('deputy');
  await record.importRoster(
    {
      sections: [
        { ...section('parent') },
        { ...section('own'), parent: section('parent') },
        { ...section('child'), parent: section('own') },
        { ...section('other') },
      ],
      people: EVERYBODY.map((who) => ({
        id: who.id,
        name: who.id,
        email: `${who.id}@city.example.jp`,
        accounts: [
          slackAccount(TEAM, slackUser(who)),
          teamsAccount(TENANT, teamsUser(who).aadObjectId),
          accountOf(who.id),
        ],
      })),
      holdings: EVERYBODY.filter((who) => who.role !== null && !isDeputy(who)).map(term),
      deputies: EVERYBODY.filter(isDeputy).map((who) => {
        const { from, until, ...rest } = term(who);
        return { ...rest, from, until: until ?? '2025-03-31' };
      }),
    },
    before,
  );
  const now = doors.clock.now();
  const [imported] = await record.importSheets([withoutResults(sheet)], { by, now });
  const sectionId = imported!.sectionId;
  await record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12', confirms: true },
    { by, now },
  );
  await record.linkChannel(sectionId, slackPlace(TEAM, SLACK_CHANNEL), by, now);
  const tasks = await record.sectionTasks(sectionId, ROUND);
  const [open, submitted, managers, approvedTask, forecast] = tasks as [Task, Task, Task, Task, Task];
  const submit = (person: string, task: Task, at = now, behalf = {}) =>
    record.execute(
      `set up ${task.id}`,
      person,
      'test:set-up',
      { kind: 'submit', task: task.id, base: 0, content: met(task), ...behalf },
      at,
    );
  const approve = (task: Task, at = now) =>
    record.execute(
      `set up approved ${task.id}`,
      MANAGER,
      'test:set-up',
      { kind: 'approve', report: task.id, version: 1, step: 0 },
      at,
    );
  const unreported = tasks[5]!.indicators[0]!;
  const inMarch = new Date('2024-03-29T01:00:00Z');
  const entered = tasks[6]!;
  // As it stands when the 課長 was none yet: who decides is not entered for.
  await doors.stores.pool.query(
    `insert into entered_for (person_id, task_id, section_id, for_id, since) values ($1, $2, $3, $4, $5)`,
    [ENTERING, entered.id, sectionId, MANAGER, now],
  );
  const outcomes = [
    await submit(ENTERING, entered, now, { behalf: MANAGER }),
    await submit(WRITER, submitted),
    await submit(MANAGER, managers),
    await submit(WRITER, approvedTask),
    await approve(approvedTask),
    await submit(WRITER, forecast, inMarch),
    await approve(forecast, inMarch),
    await record.execute(
      'set up change',
      WRITER,
      'test:set-up',
      { kind: 'ask_target', indicator: open.indicators[0]!.id, target: '60人', reason: SECRET_TEXT },
      now,
    ),
  ];
  const noted = await record.execute(
    'set up memo',
    WRITER,
    'test:set-up',
    {
      kind: 'note_memo',
      memo: { about: '', day: '2023-09-20', number: '', text: SECRET_MEMO, link: '' },
      goalNo: '',
      source: '',
    },
    now,
  );
  // A file as anybody could send it, so that what its bytes hold is not the reason for a refusal.
  const [goal, ...goals] = other.goals;
  const [indicator, ...indicators] = goal!.indicators;
  const undecided = {
    ...other,
    goals: [
      { ...goal!, indicators: [{ ...indicator!, name: UNDECIDED, target: '20区画' }, ...indicators] },
      ...goals,
    ],
  };
  const file = writeCsv(approved([withoutResults(undecided)]), { encoding: 'utf8-bom' });
  if (file.kind !== 'written') throw new Error('the file cannot be written');
  const upload = `f${'0'.repeat(32)}`;
  await uploads.keep({ id: upload, person: COORDINATOR, name: 'sheet.csv', now }, async () => [file.bytes]);
  const preview = await record.execute(
    'set up preview',
    COORDINATOR,
    'test:set-up',
    { kind: 'preview_upload', upload },
    now,
  );
  const wrong = [...outcomes, noted, preview].filter(({ ok }) => !ok);
  if (wrong.length > 0) throw new Error(`the set-up was refused: ${JSON.stringify(wrong)}`);
  const targets: Readonly<Record<Target, string>> = {
    open: open.id,
    submitted: submitted.id,
    managers: managers.id,
    entered: entered.id,
    approved: approvedTask.id,
    forecast: forecast.id,
    indicator: unreported.id,
    change: `${open.indicators[0]!.id}/${now.getTime()}`,
    upload,
    section: sectionId,
    goal: submitted.goalId,
    account: slackAccount(TEAM, slackUser(EVERYBODY.find(({ standing }) => standing === 'removed')!)),
    round: ROUND,
    post: postIdOf(sectionId, 'section_manager', 'section_manager-own'),
    memo: (noted.ok && noted.memo?.memo.id) || '',
    none: '',
  };
  const seen = (preview.ok && preview.upload?.seen) || '';
  // The fourth goal of the real sheet has no 位置づけ.
  const indicatorId = approvedTask.indicators[0]!.id;
  const blank = checkId({ kind: 'blank', texts: [], indicatorId });
  return { sectionId, targets, seen, blank, draft: finishedDraft(open) };
}

/** Answers that meet the target. */
function met(task: Task): ReportContent {
  const content = contentFor(task, SECRET_TEXT);
  return { ...content, answers: content.answers.map((answer) => ({ ...answer, result: '210人' })) };
}

/** A draft of the open goal that only waits for 提出. */
function finishedDraft(task: Task): Draft {
  const content = contentFor(task);
  return {
    task: task.id,
    turn: DRAFT_TURN,
    base: 0,
    answers: Object.fromEntries(
      content.answers.map(({ indicatorId, status }) => [
        indicatorId,
        { result: '不明', rating: 'achieved' as const, reason: '理由', status },
      ]),
    ),
    policy: content.nextPolicy,
    asking: { at: 'review' },
    startedAt: BEGIN,
    touchedAt: BEGIN,
  };
}

/** Puts the finished draft on somebody's desk, and a text that is held. */
export async function layDraft(world: World, person: string): Promise<void> {
  const { draft, stores, clock } = world;
  await openDrafts(stores.redis).commit({
    inputId: `lay ${person}`,
    person,
    revision: 0,
    desk: {
      ...emptyDesk,
      drafts: { [draft.task]: draft },
      focus: draft.task,
      held: [{ no: 1, text: '190人' }],
    },
    effects: [],
    now: clock.now().toISOString(),
  });
}
