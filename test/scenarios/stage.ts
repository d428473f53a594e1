/**
 * A section with its people, its sheet and a clock that is moved, behind one platform's door: a scenario says who does
 * what on which day, and reads what then stands in private, in the channel and in the history.
 */
import { expect } from '@jest/globals';
import type { Pictures } from '../../src/chat/pictures.js';
import { accountOf } from '../../src/chat/playground/places.js';
import { addBackupCommands } from '../../src/cli/service/backup.js';
import type { RoundKind } from '../../src/core/calendar/round.js';
import { addDays, cityDate, cityInstant } from '../../src/core/calendar/working-days.js';
import type { RosterInput } from '../../src/core/organization/roster.js';
import { approvedReport } from '../../src/core/report/report.js';
import { type Sheet, withoutResults } from '../../src/core/sheet/sheet.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { startAround } from '../faults/who-may/world.js';
import { runCommand, withSettings } from '../support/commands.js';
import { isOfTheMachine } from '../support/patience.js';
import { openDoors } from '../support/three-doors.js';
import { visitor } from '../support/visitor.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';
import { crowdOf } from './crowd.js';
import { historyLines, sectionLines } from './history-lines.js';
import { cardsOf, reader } from './reading.js';
import type { Seat, Shown } from './seat.js';
import { slackSeat } from './slack-seat.js';
import { teamsSeat } from './teams-seat.js';

export const PLATFORMS = ['slack', 'teams'] as const;

/** Where the section's cards stand, in what a scenario says was seen. */
const CHANNEL = 'チャンネル';

type Role = NonNullable<RosterInput['holdings']>[number]['post']['role'];
/** Who holds which post, or may act for its holder, from when to when (ISO dates). */
export type Term = readonly [person: string, role: Role, title: string, from: string, until?: string];

export type Scenario = {
  /** as the sheet names it, or a part of it */
  readonly section: string;
  /** how many goals of the sheet, from its first; default all */
  readonly goals?: number;
  readonly round: {
    readonly kind: RoundKind;
    readonly opensOn: string;
    readonly dueOn: string;
    readonly confirms?: true;
  };
  /** when it begins: `2024-03-01 09:00` in the city */
  readonly begin: string;
  /** everybody who appears, by the name that stands in the roster */
  readonly people: readonly string[];
  readonly posts: readonly Term[];
  readonly deputies?: readonly Term[];
  /** what of the sheet is another than printed */
  readonly changed?: (sheet: Sheet) => Sheet;
  /** what is printed was last year's report */
  readonly lastYear?: true;
  /** of the round; default 2023. The year after begins from the sheet as printed, with its results */
  readonly fiscalYear?: number;
  /** the other sections have their sheets, too, and nobody in them */
  readonly wholeCity?: true;
  /** with `wholeCity`: in the nth of the other sheets somebody reports (`staff<n>`) and somebody approves (`chief<n>`) */
  readonly everywhere?: true;
  /** so many sections more, with people whom no message reaches yet */
  readonly crowd?: number;
  /** the round is not opened: that is part of the story */
  readonly unopened?: true;
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

const by = byCommandLine('事務局');
/** On each day before the one a scenario goes to, the service looks at this time: what a day owes, it owes at nine. */
const LOOKS_AT = '09:00';

const instantOf = (moment: string) => {
  const [day = '', time = ''] = moment.split(' ');
  return cityInstant(day, time);
};

/** `backup`: what an earlier version left, restored instead of everything being entered anew. */
export async function openStage(
  platform: (typeof PLATFORMS)[number],
  scenario: Scenario,
  { backup, pictures }: { backup?: string; pictures?: Pictures } = {},
) {
  // Stands still but for the order of things, so that what happens in one minute is read as that minute.
  let ms = Date.parse(instantOf(scenario.begin));
  const clock = {
    now: () => new Date(ms++),
    move: (by: number) => {
      ms += by;
    },
  };
  const logged: string[] = [];
  const logAt = (level: string) => (facts: object, message: string) => {
    if (!isOfTheMachine(message)) logged.push(`${level} ${message} ${JSON.stringify(facts)}`);
  };
  const { around, slack, connector, stop } = await startAround(
    instantOf(scenario.begin),
    backup === undefined,
  );
  const log = { info: () => undefined, warn: logAt('warn'), error: logAt('error') };
  if (backup !== undefined) await restored(around, backup);
  const { app, settled, url, ...doors } = await openDoors(around, log, {
    clock,
    ...(pictures ? { pictures } : {}),
  });
  const members = scenario.people.map((name, no) => ({ id: `p${no + 1}`, no: no + 1, name }));
  const crowd = crowdOf(scenario.crowd ?? 0, members.length + 1);
  const seat: Seat =
    platform === 'slack'
      ? slackSeat(slack, members, { url, clock })
      : teamsSeat(connector, members, { url, clock });
  const page = visitor({ url, settled });
  const member = (name: string) => {
    const found = members.find((one) => one.name === name);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  };

  const printed = kitaSheets().find((one) => one.header.organization.text.includes(scenario.section))!;
  const changed = scenario.changed?.(printed) ?? printed;
  const sheet = { ...changed, goals: changed.goals.slice(0, scenario.goals) };
  const { fiscalYear = sheet.fiscalYear } = scenario;
  const section = { department: sheet.header.department.text, name: sheet.header.organization.text };
  const termOf = ([person, role, title, from, until]: Term) => ({
    post: { section, role, title },
    person: member(person).id,
    from,
    ...(until === undefined ? {} : { until }),
  });
  const others = scenario.everywhere
    ? kitaSheets().flatMap(({ header }, no) =>
        header.organization.text === section.name
          ? []
          : (['staff', 'chief'] as const).map((who) => ({
              id: `${who}${no + 1}`,
              name: `${header.organization.text}の${who === 'staff' ? '担当者' : '課長'}`,
              post: {
                section: { department: header.department.text, name: header.organization.text },
                ...(who === 'staff'
                  ? ({ role: 'staff', title: '担当者' } as const)
                  : ({ role: 'section_manager', title: '課長' } as const)),
              },
            })),
      )
    : [];
  /** A roster is imported: who holds which post, and who acts for whom. */
  const enter = async ({ posts, deputies = [] }: Pick<Scenario, 'posts' | 'deputies'>) => {
    await app.record.importRoster(
      {
        people: [
          ...members.map((one) => ({
            id: one.id,
            name: one.name,
            email: `${one.id}@city.example.jp`,
            accounts: [seat.account(one), accountOf(one.id)],
          })),
          ...others.map(({ id, name }) => ({ id, name, email: `${id}@city.example.jp`, accounts: [] })),
          ...crowd.members,
        ],
        holdings: [
          ...posts.map(termOf),
          ...others.map(({ id, post }) => ({ post, person: id, from: '2023-04-01' })),
          ...crowd.holdings,
        ],
        deputies: deputies.map((one) => ({ ...termOf(one), until: one[4]! })),
      },
      { by, now: clock.now() },
    );
    await sweep();
  };
  async function sweep(): Promise<void> {
    await app.work.sweep();
    await settled();
  }

  const { fresh, told } = reader();
  async function done(status: number): Promise<void> {
    expect(status).toBe(200);
    await settled();
  }

  const stage = {
    sectionId: '',
    record: app.record,
    databaseUrl: around.databaseUrl,
    now: () => clock.now(),
    enter,
    home: (who: string) => seat.home(member(who)),
    opened: () => seat.opened(),
    /** Moves the clock; the service looks at each day that goes by. */
    async on(moment: string): Promise<void> {
      const until = Date.parse(instantOf(moment));
      const from = cityDate(clock.now());
      for (let day = from; day <= moment.slice(0, 10); day = addDays(day, 1)) {
        const at = Date.parse(cityInstant(day, LOOKS_AT));
        if (at <= ms || at >= until) continue;
        ms = at;
        await sweep();
      }
      ms = Math.max(ms, until);
      await sweep();
    },
    /** The same over weeks in which nobody does anything: no day between is looked at. */
    async after(moment: string): Promise<void> {
      ms = Math.max(ms, Date.parse(instantOf(moment)));
      await sweep();
    },
    async says(who: string, text: string): Promise<void> {
      await done(await seat.says(member(who), text));
    },
    /** In the thread of the card in private that says `card`, where the platform has one there. */
    async repliesTo(who: string, card: string, text: string): Promise<void> {
      await done(await seat.repliesTo(member(who), last(seat.inPrivate(member(who)), card), text));
    },
    /** 「Maru に実績メモとして残す」 on what somebody wrote; gives the form that opened, and what was wrong with it. */
    async notes(
      who: string,
      said: { by: string; text: string; at: string },
      fields: Record<string, string> = {},
    ) {
      const { status, form } = await seat.notes(member(who), { ...said, by: member(said.by) }, fields);
      await done(status);
      return form;
    },
    /** In the thread under the card of the channel that says `card`. */
    async asksUnder(who: string, card: string, text: string): Promise<void> {
      await done(await seat.mentions(member(who), text, last(seat.inChannel(), card)));
    },
    /** Presses the button of the latest card in private that has it. */
    async presses(who: string, title: string, fields: Record<string, string> = {}): Promise<void> {
      await done(await press(seat.inPrivate(member(who)), who, title, fields));
    },
    /** Presses a button under the card of the channel that says `card`. */
    async pressesIn(who: string, card: string, title: string, fields: Record<string, string> = {}) {
      const cards = seat.inChannel().filter(({ lines }) => lines.join('\n').includes(card));
      await done(await press(cards, who, title, fields));
    },
    /** A card of the channel or in private as it stands now, to be pressed when it is old. */
    keep: (card: string, who?: string) => last(who ? seat.inPrivate(member(who)) : seat.inChannel(), card),
    async pressesOld(who: string, card: Shown, title: string, fields: Record<string, string> = {}) {
      await done(await press([card], who, title, fields));
    },
    /** What came or changed since it was last read, card by card and line by line; who is not named has got nothing. */
    saw(expected: Readonly<Record<string, string>>): void {
      const got = [
        ...members.map((one) => [one.name, fresh(seat.inPrivate(one))] as const),
        [CHANNEL, fresh(seat.inChannel())] as const,
      ].filter(([, cards]) => cards.length > 0);
      const read = Object.fromEntries(got.map(([where, cards]) => [where, told(cards)]));
      expect(read).toEqual(
        Object.fromEntries(Object.entries(expected).map(([where, text]) => [where, cardsOf(text)])),
      );
    },
    /** What this person has newly got, card by card and line by line. */
    told: (who: string): string[][] => told(fresh(seat.inPrivate(member(who)))),
    /** What this person, or everybody, has got so far is taken as read. */
    readUp(who?: string): void {
      if (who === undefined) fresh(seat.inChannel());
      for (const one of members) if (who === undefined || who === one.name) fresh(seat.inPrivate(one));
    },
    /** Reports a goal question by question and submits it. */
    async reports(who: string, goalNo: string, answers: readonly string[]): Promise<void> {
      await stage.says(who, `${goalNo}番`);
      for (const answer of answers) await stage.says(who, answer);
      await stage.says(who, '提出');
      const said = seat.inPrivate(member(who)).at(-1)?.lines ?? [];
      expect(said[0]).toBe(`No.${goalNo} を提出しました`);
      fresh(seat.inPrivate(member(who)));
    },
    /** The first result of a goal as it is approved, in the record: a correction under way changes nothing of it. */
    async approvedResult(goalNo: string): Promise<string | undefined> {
      const tasks = await app.record.sectionTasks(stage.sectionId, `${fiscalYear}-${scenario.round.kind}`);
      const report = tasks.find((task) => task.goalNo === goalNo)?.report ?? null;
      return approvedReport(report)?.content.answers[0]?.result;
    },
    /** The next round begins, of this year or another. */
    async opens(round: Scenario['round'], year = fiscalYear): Promise<void> {
      await app.record.openRound({ fiscalYear: year, ...round }, { by, now: clock.now() });
      await sweep();
    },
    /** The sheet of the year after comes in: the same goals, without results. */
    async nextYear(): Promise<void> {
      const next = { ...withoutResults(sheet), fiscalYear: fiscalYear + 1 };
      await app.record.importSheets([next], { by, now: clock.now() });
    },
    /** 事務局 enters that the section's sheet is published. */
    async publish(): Promise<void> {
      const done = await app.record.publish(fiscalYear, [stage.sectionId], { by, now: clock.now() });
      expect(done.kind).toBe('published');
    },
    /** What the playground answers to the same words; its last card. */
    async saysInPlayground(who: string, text: string): Promise<string> {
      const { id } = member(who);
      await page.say(id, text);
      return (await page.last(id)).summary;
    },
    /** `maru history`, line by line: what of it belongs to the section's reports; chain and record are as it says. */
    async history(kind = scenario.round.kind): Promise<string[]> {
      // As a tick does: accounts were linked before this version, and by the test itself.
      await app.record.recordLinks(clock.now());
      const { found, replayed } = await app.record.verifyRecord();
      expect([found, replayed?.unexplained]).toEqual([null, []]);
      return historyLines(around.databaseUrl, kind, section.name, platform);
    },
    /** What it says of targets that were changed, line by line; chain and record are as it says. */
    async targets(): Promise<string[]> {
      await app.record.recordLinks(clock.now());
      const { found, replayed } = await app.record.verifyRecord();
      expect([found, replayed?.unexplained]).toEqual([null, []]);
      return sectionLines(around.databaseUrl, section.name, '目標の変更');
    },
    /** What `maru history` says of 担当, line by line. */
    owners: () => sectionLines(around.databaseUrl, section.name, '担当の決定'),
    /** What it says of 来年の担当者へ, line by line. */
    yearNotes: () => sectionLines(around.databaseUrl, section.name, '来年の担当者への申し送り'),
    async stop(): Promise<void> {
      expect(logged).toEqual([]);
      await doors.stop();
      await stop();
    },
  };

  function last(cards: readonly Shown[], text: string): Shown {
    const found = cards.findLast(({ lines }) => lines.join('\n').includes(text));
    if (!found) throw new Error(`no card says 「${text}」`);
    return found;
  }
  async function press(
    cards: readonly Shown[],
    who: string,
    title: string,
    fields: Record<string, string>,
  ): Promise<number> {
    const buttons = cards.toReversed().flatMap((card) => card.buttons);
    const found = buttons.find((button) => button.title.includes(title));
    if (!found)
      throw new Error(`no button 「${title}」 among ${buttons.map((one) => one.title).join(' | ')}`);
    return found.press(member(who), fields);
  }

  async function begin(): Promise<void> {
    if (backup !== undefined) {
      stage.sectionId = (await app.record.sections()).find(({ name }) => name === section.name)!.id;
      return;
    }
    const lastYear = { ...sheet, fiscalYear: sheet.fiscalYear - 1 };
    if (scenario.lastYear) await app.record.importSheets([lastYear], { by, now: clock.now() });
    const first = fiscalYear === sheet.fiscalYear ? withoutResults(sheet) : sheet;
    const [imported] = await app.record.importSheets([first], { by, now: clock.now() });
    if (scenario.wholeCity)
      await app.record.importSheets(
        kitaSheets()
          .filter((one) => one.header.organization.text !== printed.header.organization.text)
          .map(withoutResults),
        { by, now: clock.now() },
      );
    if (crowd.sheets.length > 0) await app.record.importSheets([...crowd.sheets], { by, now: clock.now() });
    await enter(scenario);
    stage.sectionId = imported!.sectionId;
    for (const { name } of members) await stage.says(name, 'ヘルプ');
    const coordinator = scenario.posts.find(([, role]) => role === 'coordinator')!;
    expect(await seat.mentions(member(coordinator[0]), `連携 ${section.name}`)).toBe(200);
    await settled();
    if (!scenario.unopened)
      await app.record.openRound({ fiscalYear, ...scenario.round }, { by, now: clock.now() });
    await sweep();
  }
  await begin().catch(async (error: unknown) => {
    await doors.stop();
    await stop();
    throw error;
  });
  return stage;
}

/** `maru restore`, as an operator does it. */
async function restored(urls: { redisUrl: string; databaseUrl: string }, file: string): Promise<void> {
  const settingsBack = withSettings({ DATABASE_URL: urls.databaseUrl, REDIS_URL: urls.redisUrl });
  const { failed } = await runCommand(addBackupCommands, ['restore', file]);
  settingsBack();
  expect(failed).toEqual([]);
}
