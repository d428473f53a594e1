/**
 * 状況 of a large city: from the moment the word is sent to the card that stands, and to its picture. Run by hand after a build:
 * `node --import ./test/support/typescript.mjs test/bench/board.bench.ts [sections]`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, cityInstant } from '../../src/core/calendar/working-days.js';
import { withoutResults } from '../../src/core/sheet/sheet.js';
import { fromRoot } from '../../src/package/root.js';
import { openPainter } from '../../src/picture/painter.js';
import { startServices } from '../../src/services/start.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { crowdOf } from '../scenarios/crowd.js';
import { slackSeat } from '../scenarios/slack-seat.js';
import { teamsSeat } from '../scenarios/teams-seat.js';
import { contentFor } from '../store/postgres/city.js';
import { startBotConnector } from '../support/bot-connector.js';
import { startSlackServer } from '../support/slack-server.js';
import { openDoors } from '../support/three-doors.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';
import { median, percentile } from './row.js';

const sections = Number(process.argv[2] ?? 300);
const TIMES = 20;
const begin = cityInstant('2024-04-02', '10:00');
const by = byCommandLine('事務局');
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const dataDir = await mkdtemp(join(tmpdir(), 'maru-board-'));
const services = await startServices({ dataDir, persistent: true });
const slack = await startSlackServer({ rates: 'off' });
const connector = await startBotConnector({ limits: false });
const painter = openPainter({ thread: fromRoot('dist/picture/painter-thread.js') });
const { redisUrl, databaseUrl } = services;
const doors = await openDoors(
  { redisUrl, databaseUrl, slackApiUrl: slack.apiUrl, teams: connector.environment(), begin },
  quiet,
  { playground: false, pictures: { draw: painter.draw } },
);
try {
  const { record } = doors.app;
  const crowd = crowdOf(sections, 2);
  const desk = { id: 'p1', no: 1, name: '事務局1' };
  const seats = [slackSeat(slack, [desk], doors), teamsSeat(connector, [desk], doors)];
  const now = doors.clock.now();
  await record.importSheets([...crowd.sheets, ...kitaSheets().slice(0, 1).map(withoutResults)], { by, now });
  const section = { department: '第1部', name: '第1課' };
  await record.importRoster(
    {
      people: [
        {
          id: desk.id,
          name: desk.name,
          email: 'p1@city.example.jp',
          accounts: seats.map((seat) => seat.account(desk)),
        },
        ...crowd.members,
      ],
      holdings: [
        { post: { section, role: 'coordinator', title: '事務局' }, person: 'p1', from: '2023-04-01' },
        ...crowd.holdings,
      ],
    },
    { by, now },
  );
  await record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: addDays('2024-04-02', -1), dueOn: '2024-04-12' },
    { by, now },
  );
  await doors.stores.pool.query('delete from agenda; delete from notices');
  const [first] = await record.sections();
  const staff = crowd.members.filter(({ name }) => name.endsWith('担当者1'));
  for (const seat of seats) await seat.says(desk, 'ヘルプ');
  await doors.settled();
  const tasksOf = async (n: number) => {
    const id = (await record.sections()).find(({ name }) => name === `第${n + 1}課`)?.id ?? first!.id;
    return record.sectionTasks(id, '2023-yearend');
  };
  for (const seat of seats) {
    const help: number[] = [];
    const card: number[] = [];
    const cpu: number[] = [];
    const picture: number[] = [];
    for (let n = 0; n < TIMES; n += 1) {
      // Something has changed each time: nothing is remembered of the board, and the picture is another one.
      const [task] = await tasksOf(seat.platform === 'slack' ? n : n + TIMES);
      const submit = { kind: 'submit', task: task!.id, base: 0, content: contentFor(task!) } as const;
      const writer = staff[seat.platform === 'slack' ? n : n + TIMES]!.id;
      const outcome = await record.execute(
        `${seat.platform}${n}#0`,
        writer,
        'bench:dm',
        submit,
        doors.clock.now(),
      );
      if (!outcome.ok) throw new Error(JSON.stringify(outcome));
      const isPictured = () => /"slack_file"|"type":"Image"/u.test(seat.inPrivate(desk).at(-1)?.drawn ?? '');
      /** Milliseconds from what is said to the card that answers. */
      const answered = async (text: string) => {
        const { length } = seat.inPrivate(desk);
        const start = performance.now();
        const said = seat.says(desk, text);
        while (seat.inPrivate(desk).length === length) await sleep(1);
        const took = performance.now() - start;
        await said;
        return took;
      };
      help.push(await answered('ヘルプ'));
      await doors.settled();
      const start = performance.now();
      const used = process.cpuUsage();
      card.push(await answered('状況'));
      const { user, system } = process.cpuUsage(used);
      cpu.push((user + system) / 1000);
      await doors.settled();
      picture.push(performance.now() - start);
      if (seat.platform === 'slack' && !isPictured()) throw new Error('no picture came');
    }
    const told = (values: readonly number[]) =>
      `median ${median(values).toFixed(0)} ms, 95 % ${percentile(values, 0.95).toFixed(0)} ms, longest ${Math.max(...values).toFixed(0)} ms`;
    console.log(
      `${seat.platform}, ${sections} sections, ${crowd.members.length} people: the card ${told(card)} (${median(cpu).toFixed(0)} ms of the processor in this process); with its picture ${told(picture)}; beside it ヘルプ ${told(help)}`,
    );
    if (median(card) > 500) process.exitCode = 1;
  }
} finally {
  await doors.stop();
  await painter.close();
  await slack.stop();
  await connector.stop();
  await services.stop();
  await rm(dataDir, { recursive: true, force: true });
}
