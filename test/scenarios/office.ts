/**
 * An office of several sections in Teams whose sheets, roster and rounds come in as an office enters them: files dropped
 * to Maru, lists written in Excel, dates of the command line. Played over weeks on a clock that is moved.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { channelPlace } from '../../src/chat/channel-place.js';
import { roundToOpen } from '../../src/cli/rounds/round-dates.js';
import type { RoundKind } from '../../src/core/calendar/round.js';
import { addDays, cityDate, cityInstant } from '../../src/core/calendar/working-days.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { looseEndLines } from '../../src/core/wording/coordinator/rounds.js';
import { rosterLines } from '../../src/core/wording/sent/roster-lines.js';
import { questionsOf } from '../../src/core/wording/sent/roster-questions.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { writeFile } from '../../src/workbook/files.js';
import { readRoster } from '../../src/workbook/roster/roster-file.js';
import { rosterTables } from '../../src/workbook/roster/roster-reading.js';
import { startAround } from '../faults/who-may/world.js';
import { isOfTheMachine } from '../support/patience.js';
import { openDoors } from '../support/three-doors.js';
import { approved } from '../workbook/fixture-sheets.js';
import { historyLines } from './history-lines.js';
import { cardsOf, reader } from './reading.js';
import type { Shown } from './seat.js';
import { teamsSeat } from './teams-seat.js';

const by = byCommandLine('事務局');
const LOOKS_AT = '09:00';

const instantOf = (moment: string) => {
  const [day = '', time = ''] = moment.split(' ');
  return cityInstant(day, time);
};

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** `people`: everybody who ever appears, in the order of their 職員番号 from 101; `channels`: the sections that have one. */
export async function openOffice({
  begin,
  people,
  channels,
}: {
  begin: string;
  people: readonly string[];
  channels: readonly string[];
}) {
  // Stands still but for the order of things, so that what happens in one minute is read as that minute.
  let ms = Date.parse(instantOf(begin));
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
  const files = new Map<string, Uint8Array>();
  const store = createServer((request, response) => {
    const bytes = files.get(request.url ?? '');
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  const storeUrl = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
  const { around, connector, stop } = await startAround(instantOf(begin));
  const { app, settled, url, ...doors } = await openDoors(
    { ...around, teams: { ...around.teams, TEAMS_FILE_URLS: storeUrl } },
    { info: () => undefined, warn: logAt('warn'), error: logAt('error') },
    { clock },
  );
  const { record } = app;
  const members = people.map((name, no) => ({ id: `p${no + 101}`, no: no + 101, name }));
  const seats = new Map(
    channels.map((name, no) => [
      name,
      teamsSeat(connector, members, { url, clock }, `19:channel-${no}@thread.tacv2`),
    ]),
  );
  const [desk] = [...seats.values()];
  const member = (name: string) => {
    const found = members.find((one) => one.name === name);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  };
  const seatOf = (section: string) => {
    const found = seats.get(section);
    if (!found) throw new Error(`no channel is ${section}'s`);
    return found;
  };
  const { fresh, told } = reader();
  async function sweep(): Promise<void> {
    await app.work.sweep();
    await settled();
  }
  async function done(status: number): Promise<void> {
    expect(status).toBe(200);
    await settled();
  }
  async function press(
    cards: readonly Shown[],
    who: string,
    title: string,
    fields: Record<string, string>,
  ): Promise<void> {
    const buttons = cards.toReversed().flatMap((card) => card.buttons);
    const found = buttons.find((button) => button.title.includes(title));
    if (!found)
      throw new Error(`no button 「${title}」 among ${buttons.map((one) => one.title).join(' | ')}`);
    await done(await found.press(member(who), fields));
  }
  const sectionId = async (name: string) => {
    const found = (await record.sections()).find((one) => one.name === name);
    if (!found) throw new Error(`no section is called ${name}`);
    return found.id;
  };

  const office = {
    record,
    sectionId,
    opened: () => desk!.opened(),
    /** Moves the clock; the service looks at each day that goes by. */
    async on(moment: string): Promise<void> {
      const until = Date.parse(instantOf(moment));
      for (let day = cityDate(clock.now()); day <= moment.slice(0, 10); day = addDays(day, 1)) {
        const at = Date.parse(cityInstant(day, LOOKS_AT));
        if (at <= ms || at >= until) continue;
        ms = at;
        await sweep();
      }
      ms = Math.max(ms, until);
      await sweep();
    },
    async says(who: string, text: string): Promise<void> {
      await done(await desk!.says(member(who), text));
    },
    /** To Maru in a section's channel, under the card that says `card` where one is named. */
    async mentions(who: string, section: string, text: string, card?: string): Promise<void> {
      const under = card === undefined ? [] : [office.standing(section, card)];
      await done(await seatOf(section).mentions(member(who), text, ...under));
    },
    async presses(who: string, title: string, fields: Record<string, string> = {}): Promise<void> {
      await press(desk!.inPrivate(member(who)), who, title, fields);
    },
    async pressesIn(who: string, section: string, card: string, title: string, fields = {}): Promise<void> {
      const cards = seatOf(section).inChannel();
      await press(
        cards.filter(({ lines }) => lines.join('\n').includes(card)),
        who,
        title,
        fields,
      );
    },
    /** A card kept from before is pressed. */
    async pressesOld(who: string, card: Shown, title: string, fields: Record<string, string> = {}) {
      await press([card], who, title, fields);
    },
    /** The latest card of a channel, or of somebody's private chat, that says this. */
    standing(where: string, text: string): Shown {
      const cards = seats.has(where) ? seatOf(where).inChannel() : desk!.inPrivate(member(where));
      const found = cards.findLast(({ lines }) => lines.join('\n').includes(text));
      if (!found) throw new Error(`no card of ${where} says 「${text}」`);
      return found;
    },
    lines: (where: string, text: string): string[] =>
      office.standing(where, text).lines.map((line) => line.trim()),
    /** What came or changed since it was last read, card by card and line by line; who is not named has got nothing. */
    saw(expected: Readonly<Record<string, string>>): void {
      const got = [
        ...members.map((one) => [one.name, fresh(desk!.inPrivate(one))] as const),
        ...channels.map((name) => [name, fresh(seatOf(name).inChannel())] as const),
      ].filter(([, cards]) => cards.length > 0);
      const read = Object.fromEntries(got.map(([where, cards]) => [where, told(cards)]));
      expect(read).toEqual(
        Object.fromEntries(Object.entries(expected).map(([where, text]) => [where, cardsOf(text)])),
      );
    },
    /** What these, or everybody, have got so far is taken as read. */
    readUp(...who: string[]): void {
      for (const name of channels)
        if (who.length === 0 || who.includes(name)) fresh(seatOf(name).inChannel());
      for (const one of members) if (who.length === 0 || who.includes(one.name)) fresh(desk!.inPrivate(one));
    },
    /** Reports a goal question by question and submits it. `goal`: 「1番」, with its section where there are two. */
    async reports(who: string, goal: string, answers: readonly string[]): Promise<void> {
      for (const text of [goal, ...answers, '提出']) await office.says(who, text);
      expect(desk!.inPrivate(member(who)).at(-1)?.lines[0]).toMatch(/^No\.\d+ を提出しました$/u);
      fresh(desk!.inPrivate(member(who)));
    },
    /** A workbook of these sheets is dropped to Maru in private. */
    async drops(who: string, name: string, sheets: readonly Sheet[]): Promise<void> {
      const written = await writeFile(approved(sheets), { format: 'xlsx' });
      if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
      await office.dropsBytes(who, name, written.bytes);
    },
    async dropsBytes(who: string, name: string, bytes: Uint8Array): Promise<void> {
      const path = `/${files.size}`;
      files.set(path, bytes);
      await done(await desk!.sends(member(who), { name, url: `${storeUrl}${path}` }));
    },
    /** `maru import` of a roster on the office's clock: what it would change and asks, and entered when `enter`. */
    async imports(
      tables: readonly string[],
      { from, enter = true }: { from?: string; enter?: boolean } = {},
    ) {
      const now = clock.now();
      const asOf = from ?? cityDate(now);
      const read = readRoster(
        (
          await Promise.all(
            tables.map((text, no) => rosterTables(Buffer.from(text), no === 0 ? '名簿.csv' : '組織.csv')),
          )
        ).flatMap((found) => found!.tables),
        asOf,
        channelPlace,
        await record.departmentAliases(),
      );
      if (!read.ok) return { lines: [], questions: [...read.problems] };
      const preview = await record.importRoster(read.roster, { by, now, asOf, dryRun: true });
      const names = new Map((await record.sections()).map(({ id, name }) => [id, name]));
      for (const { what, id, name } of preview) if (what === 'section') names.set(id, name);
      const questions = questionsOf(read.questions, preview, read.places, cityDate(now));
      if (enter) {
        await record.importRoster(read.roster, { by, now, asOf, agreed: preview });
        await sweep();
      }
      return {
        lines: rosterLines(preview, (id) => names.get(id) ?? id),
        questions: questions.map(({ question }) => question),
      };
    },
    /** `maru round open`, and for one section where one is named. */
    async opensRound(
      kind: RoundKind,
      dates: { opens?: string; due: string },
      sections: Record<string, string> = {},
    ) {
      const overrides = await Promise.all(
        Object.entries(sections).map(async ([name, dueOn]) => ({ sectionId: await sectionId(name), dueOn })),
      );
      const toOpen = roundToOpen(kind, { year: 'R5', ...dates }, clock.now());
      await record.openRound({ ...toOpen, overrides }, { by, now: clock.now() });
      await sweep();
    },
    /** `maru round close`; gives what was open and passed over, a line a kind. */
    async closesRound(kind: RoundKind): Promise<string[]> {
      const asked = await record.closeRound(`2023-${kind}`, { by, now: clock.now(), agreed: [] });
      if (!asked || !('asked' in asked)) return [];
      await record.closeRound(`2023-${kind}`, { by, now: clock.now(), agreed: asked.asked });
      await sweep();
      return looseEndLines(asked.asked);
    },
    /** `maru publish --section … --yes`; gives what was passed over. */
    async publishes(...sections: string[]): Promise<string[]> {
      const ids = await Promise.all(sections.map(sectionId));
      const enter = (agreed: Parameters<typeof looseEndLines>[0]) =>
        record.publish(2023, ids, { by, now: clock.now(), agreed: [...agreed] });
      const first = await enter([]);
      if (first.kind !== 'asked') return [first.kind];
      const second = await enter(first.looseEnds);
      await sweep();
      return [...looseEndLines(first.looseEnds), second.kind];
    },
    /** The finished sheet as a file for people has it. */
    async finished(section: string) {
      const [found] = await record.finished(2023, [await sectionId(section)]);
      return found!.sheet;
    },
    /** `maru history` of a section's reports in a round; chain and record are as it says. */
    async history(kind: RoundKind, section: string): Promise<string[]> {
      const { found, replayed } = await record.verifyRecord();
      expect([found, replayed?.unexplained]).toEqual([null, []]);
      return historyLines(around.databaseUrl, kind, section, 'teams');
    },
    async stop(): Promise<void> {
      store.closeAllConnections();
      await new Promise((resolve) => store.close(resolve));
      await doors.stop();
      await stop();
      expect(logged).toEqual([]);
    },
  };
  return office;
}
