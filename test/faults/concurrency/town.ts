/**
 * A small town in which several people may act on one report at the same time: every section has two writers, a 係長, a
 * 課長 with a deputy, and somebody without a post who may follow any of them; 事務局 sits beside them. Two instances of
 * the service stand before one record: what is pressed in Slack goes to one, what is pressed in Teams to the other.
 */
import { slackAccount, slackPlace } from '../../../src/chat/slack/place.js';
import { teamsAccount, teamsPlace } from '../../../src/chat/teams/place.js';
import { noticeCard } from '../../../src/core/cards/notices/notice.js';
import { withoutResults } from '../../../src/core/sheet/sheet.js';
import { openPool } from '../../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../../src/store/postgres/ledger/recorded-by.js';
import { openNotices } from '../../../src/store/postgres/notices/notices.js';
import { openRecord } from '../../../src/store/postgres/record.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { TENANT } from '../../support/bot-connector.js';
import { TEAM } from '../../support/slack-workspace.js';
import { openDoors } from '../../support/three-doors.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';
import { startAround } from '../who-may/world.js';
import {
  type GoalNo,
  PEOPLE,
  type Person,
  RESULTS,
  ROLES,
  ROUTES,
  type Role,
  type Section,
  type Staffing,
  TITLES,
} from './section.js';

/** The day on which everything happens, in the city. */
export const TODAY = '2024-04-02';
const ROUND = '2023-yearend';
/** What is written down when a store does not answer in time. */
const TOO_SLOW = /timeout|in time/u;
const DEPARTMENT = '市役所';
export type Town = Awaited<ReturnType<typeof buildTown>>;

export async function buildTown(count: number) {
  const { around, slack, connector, stop } = await startAround();
  const faults: string[] = [];
  const slow: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error(facts: object, message: string) {
      const line = `${message} ${JSON.stringify(facts)}`;
      (TOO_SLOW.test(line) ? slow : faults).push(line);
    },
  };
  const instances = {
    slack: await openDoors(around, log, { playground: false }),
    teams: await openDoors(around, log, { playground: false }),
  };
  const { app, clock, stores } = instances.slack;
  const { record } = app;
  // Rosters are entered by a program of its own, as `maru import` is one.
  const office = openPool(around.databaseUrl, { warn: () => undefined });
  const importer = openRecord(office);
  const by = byCommandLine('事務局');
  const person = (id: string, no: number): Person => ({
    id,
    slack: `U${String(no).padStart(6, '0')}`,
    teams: {
      id: `29:${id}`,
      aadObjectId: `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`,
      name: id,
      email: `${id}@city.example.jp`,
    },
  });
  const coordinator = person('coordinator', 1);
  const plans = Array.from({ length: count }, (_, i) => {
    const on = i % 2 === 0 ? ('slack' as const) : ('teams' as const);
    const channel = on === 'slack' ? `C0SECTION${i}` : `19:section${i}@thread.tacv2`;
    return {
      name: `第${i + 1}課`,
      on,
      channel,
      place:
        on === 'slack'
          ? slackPlace(TEAM, channel)
          : teamsPlace({ k: 'channel', s: connector.serviceUrl(), t: TENANT, c: channel }),
      route: ROUTES[i % ROUTES.length]!,
      people: PEOPLE.map((kind, at) => person(`${kind}${i + 1}`, 10 + i * PEOPLE.length + at)),
    };
  });
  const staffings = new Map<string, Staffing>();
  const everybody = [coordinator, ...plans.flatMap(({ people }) => people)];
  for (const one of everybody) {
    slack.addUser({ id: one.slack, email: one.teams.email });
    connector.addUser(one.teams);
  }
  for (const { on, channel } of plans) if (on === 'slack') slack.addChannel({ id: channel });
  const desk = { department: DEPARTMENT, name: '総務課' };
  const firstDay = new Date('2023-04-01T00:00:00Z');
  await record.importRoster(
    {
      sections: [
        desk,
        ...plans.map(({ name, place, route }) => ({
          department: DEPARTMENT,
          name,
          channel: place,
          route: route.map((step, at) => ({
            role: step.role,
            act: at === route.length - 1 ? ('approve' as const) : ('check' as const),
            where: step.private ? ('private' as const) : ('channel' as const),
          })),
        })),
      ],
      people: everybody.map(({ id, slack: user, teams }) => ({
        id,
        name: id,
        email: teams.email,
        accounts: [slackAccount(TEAM, user), teamsAccount(TENANT, teams.aadObjectId)],
      })),
      holdings: [
        {
          post: { section: desk, role: 'coordinator' as const, title: TITLES.coordinator },
          person: coordinator.id,
          from: '2023-04-01',
        },
      ],
    },
    { by, now: firstDay },
  );

  /** As `maru import` enters the roster of one section: the whole truth about its posts from today on. */
  async function enterStaffing(name: string, staffing: Staffing, now: Date): Promise<void> {
    const section = { department: DEPARTMENT, name };
    const term = (role: Role, id: string) => ({
      post: { section, role, title: TITLES[role] },
      person: id,
      from: '2023-04-01',
      assumed: true,
    });
    await importer.importRoster(
      {
        sections: [{ ...section, mention: true }],
        holdings: ROLES.flatMap((role) => staffing[role].map((id) => term(role, id))),
        deputies: staffing.deputies.map((id) => ({ ...term('section_manager', id), until: '2024-04-30' })),
      },
      { by, now },
    );
    staffings.set(name, staffing);
  }
  for (const { name, people } of plans) {
    const [a, b, check, manager, deputy] = people.map(({ id }) => id) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const first: Staffing = {
      staff: [a, b],
      subsection_chief: [check],
      section_manager: [manager],
      assistant_manager: [deputy],
      deputies: [deputy],
    };
    await enterStaffing(name, first, firstDay);
  }

  const sheet = kitaSheets().find((one) => one.header.organization.text.includes('建設課'))!;
  const imported = await record.importSheets(
    plans.map(({ name }) => ({
      ...withoutResults(sheet),
      header: {
        ...sheet.header,
        department: { ...sheet.header.department, text: DEPARTMENT },
        organization: { ...sheet.header.organization, text: name },
      },
      goals: withoutResults(sheet).goals.filter(({ no }) => Object.hasOwn(RESULTS, no)),
    })),
    { by, now: clock.now() },
  );
  await record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
    { by, now: clock.now() },
  );
  const sections = await Promise.all(
    plans.map(async (plan, i): Promise<Section> => {
      const { sectionId } = imported[i]!;
      const tasks = await record.sectionTasks(sectionId, ROUND);
      if (tasks.length !== 2 || tasks.some(({ indicators }) => indicators.length !== 1))
        throw new Error(`the sheet of ${plan.name} is not the one the answers are for`);
      return {
        ...plan,
        id: sectionId,
        reports: new Map(tasks.map(({ goalNo, id }) => [goalNo as GoalNo, id])),
      };
    }),
  );
  const notices = openNotices(stores.pool, noticeCard);
  const all = Object.values(instances);

  return {
    slack,
    connector,
    instances,
    sections,
    coordinator,
    clock,
    record,
    pool: stores.pool,
    drafts: openDrafts(stores.redis),
    /** errors that the service wrote down */
    faults,
    /** errors of a store that did not answer in time, as on a machine with much else to do: it is not what is tried here */
    slow,
    staffing: ({ name }: Section) => staffings.get(name)!,
    enterStaffing: ({ name }: Section, staffing: Staffing) => enterStaffing(name, staffing, clock.now()),
    /** nothing of what was taken is left to be done */
    async settled(): Promise<void> {
      for (let round = 0; round < 2; round += 1) for (const one of all) await one.settled();
    },
    /** what is owed, as the sweep of either would deliver it; gives how much is left */
    async swept(): Promise<number> {
      for (const one of all) await one.app.work.sweep();
      for (const one of all) await one.settled();
      return (await notices.backlog(clock.now())).waiting;
    },
    async stop() {
      await office.end();
      for (const one of all) await one.stop();
      await stop();
    },
  };
}
