/**
 * Poison: a notice, an effect, an input that never ends, and others that fail each time, among many that are sound. The
 * process is ended by its watchdog and started again as an orchestrator does. Whatever is sound arrives, once; what is
 * poison is put aside with its reason; and once it is mended, the operator's command has it done.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { slackPlace } from '../../src/chat/slack/place.js';
import { messageCard } from '../../src/core/cards/message.js';
import { interviewWords } from '../../src/core/wording/interview.js';
import { asideCounts } from '../../src/store/postgres/notices/put-aside.js';
import { contentFor } from '../store/postgres/city.js';
import { TEAM } from '../support/slack-workspace.js';
import type { Faults, Size } from './faults.js';
import { type LivingService, startService } from './living-service.js';
import { type Listed, putAside, retry } from './operator.js';
import { peopleOf } from './people.js';
import type { Screens } from './screens.js';
import { buildTown, ROUND, type Section, type Town } from './town.js';
import { LEFT_BEHIND_MS } from './waiting.js';

const SIZES = { small: { sections: 4, effects: 40 }, full: { sections: 250, effects: 3_000 } } as const;
/** The marks of poison.mjs. */
const NEVER = '終わらない印';
const THROWS = '投げる印';
const STEPPED = '歩けない印';
/** Processor time: longer than anything sound takes in one turn of the loop, on any machine. */
const BUSY_MS = 1_000;
/** Three for the notice, three for the effect, three for the input; and as many whose thread had no time to count them. */
const MOST_FALLS = 18;
/** Times a platform sends an input again at most, here without minutes in between. */
const MOST_SENT = 200;
const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 300;
/** Nothing is measured: only that it comes about at all. */
const GIVE_UP_MS = 400_000;

export const faults: Faults = { name: 'poison', run };

async function run(size: Size, say: (line: string) => void): Promise<readonly string[]> {
  const town = await buildTown(SIZES[size].sections);
  const dir = await mkdtemp(join(tmpdir(), 'maru-poison-'));
  const poison = join(dir, 'is-on');
  let service: LivingService | null = null;
  try {
    await writeFile(poison, '');
    const cards = await submitAll(town);
    const effects = await keepEffects(town, SIZES[size].effects);
    const settings = {
      MARU_TEST_POISON: poison,
      MARU_TEST_BUSY_MS: String(BUSY_MS),
      // Poison looks whether a card is being made by the names of the sources.
      NODE_OPTIONS: '--enable-source-maps',
    };
    service = await startService(town, { imports: ['./poison.mjs'], settings });
    const people = peopleOf(town, service);
    const sound = [...cards, ...effects].filter(({ text }) => !isPoison(text));
    const broken: string[] = [];

    const arrived = await comesAbout(town, service, LEFT_BEHIND_MS, () => allThere(people.screens, sound));
    if (!arrived) broken.push(...wrongCounts(people.screens, sound));
    const isAside = await comesAbout(town, service, HOUR_MS, async () => {
      const { notice, effect } = await asideCounts(town.pool);
      return notice >= 2 && effect >= 2;
    });
    const fallsBefore = service.fell.length;
    broken.push(...(isAside ? [] : [`put aside are only ${JSON.stringify(await asideCounts(town.pool))}`]));
    broken.push(...(await inputAnswered(town, service, people)));
    if (!(await comesAbout(town, service, 0, async () => (await asideCounts(town.pool)).input === 1)))
      broken.push('the input is not told of as put aside');
    broken.push(...wrongListed(await putAside(town)));
    broken.push(...wrongCounts(people.screens, sound));
    if (service.fell.some((how) => how !== 'SIGKILL'))
      broken.push(
        `the service ended by itself: ${service.fell.join(', ')}\n${service.said.slice(-20).join('\n')}`,
      );
    if (service.fell.length > MOST_FALLS) broken.push(`the service was ended ${service.fell.length} times`);
    const named = service.said.filter((line) => line.includes('busy with one thing'));
    if (
      named.length !== service.fell.length ||
      named.some((line) => !/"at":"(?:notice|effect|input) /u.test(line))
    )
      broken.push(`what it was at is not named: ${named.join('\n')}`);

    await rm(poison);
    const all = [...cards, ...effects];
    const said = await retry(town, '--all');
    // What may have arrived, only when somebody names it.
    for (const { id } of await putAside(town)) await retry(town, id);
    const mended = await comesAbout(town, service, LEFT_BEHIND_MS, () => allThere(people.screens, all));
    if (!mended) broken.push(`tried again in vain: ${said}`, ...wrongCounts(people.screens, all));
    const left = await comesAbout(town, service, 0, async () => (await putAside(town)).length === 0);
    if (!left) broken.push(`still put aside: ${JSON.stringify(await putAside(town))}`);
    const code = await service.stop();
    if (code !== 0) broken.push(`the service ended with ${code}`);
    say(
      `${sound.length} sound of ${all.length}, ended ${service.fell.length} times (${fallsBefore} before the input), all put aside and tried again`,
    );
    return broken;
  } finally {
    await service?.stop();
    await town.close();
    await rm(dir, { recursive: true, force: true });
  }
}

type Wanted = { readonly text: string; readonly at: Parameters<Screens['standing']>[0] };

const isPoison = (text: string) => [NEVER, THROWS].some((mark) => text.includes(mark));

/** Every goal of every section is submitted; two of them hold poison, where it can be looked up whether a message arrived. */
async function submitAll(town: Town): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const section of town.sections)
    for (const [i, task] of (await town.record.sectionTasks(section.id, ROUND)).entries()) {
      const mark = i > 0 ? '' : section.n === 1 ? NEVER : section.n === 3 ? THROWS : '';
      const text = `状況${section.n}の${i}${mark}。`;
      const command = { kind: 'submit', task: task.id, base: 0, content: contentFor(task, text) } as const;
      await town.record.execute(`s${section.n}-${i}`, section.staff.id, 'test:x', command, town.clock.now());
      // Elsewhere what was being posted when the process was ended is left in doubt, as after any crash.
      if (section.on === 'slack') wanted.push({ text, at: { section } });
    }
  return wanted;
}

/** Cards that somebody is to be shown and that a process left behind; two of them hold poison. */
async function keepEffects(town: Town, many: number): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (let i = 0; i < many; i += 1) {
    const { staff } = town.sections[i % town.sections.length] as Section;
    const mark = i === 3 ? NEVER : i === 6 ? THROWS : '';
    const text = `表示の${i}番${mark}。`;
    const place = slackPlace(TEAM, town.slack.directOf(staff.slack).id);
    const { desk, revision } = await town.drafts.load(staff.id);
    const [inputId, now] = [`left-${i}`, town.clock.now().toISOString()];
    const effect = { kind: 'show', place, card: messageCard('ja', text, []) } as const;
    const effects = [{ id: `${inputId}#0`, person: staff.id, effect, at: now }];
    await town.drafts.commit({ inputId, person: staff.id, revision, desk, effects, now });
    wanted.push({ text, at: { person: staff, on: 'slack' } });
  }
  return wanted;
}

/** How often each stands there, where it is not once. A card says its text in several forms: a message counts once. */
function wrongCounts(screens: Screens, wanted: readonly Wanted[]): string[] {
  return wanted.flatMap(({ text, at }) => {
    const times = screens.standing(at).filter((one) => one.text.includes(text)).length;
    return times === 1 ? [] : [`${text} stands there ${times} times`];
  });
}

const allThere = (screens: Screens, wanted: readonly Wanted[]) => wrongCounts(screens, wanted).length === 0;

/** Until it holds: the service is started whenever it fell, and time is moved on. */
async function comesAbout(
  town: Town,
  service: LivingService,
  moveMs: number,
  holds: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const giveUp = Date.now() + GIVE_UP_MS;
  while (!(await holds())) {
    if (Date.now() > giveUp) return false;
    await service.up();
    town.clock.move(moveMs);
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

/** Somebody types what no step ends with; the platform sends it again as long as it is not taken. */
async function inputAnswered(
  town: Town,
  service: LivingService,
  people: ReturnType<typeof peopleOf>,
): Promise<string[]> {
  const [person, other] = [town.sections[2]?.staff, town.sections[3]?.staff];
  if (!person || !other) throw new Error('too few sections');
  const sending = people.message(person, 'slack', `${STEPPED}200人`);
  let status = 0;
  // A platform's wait ends before the watchdog does: several times it is sent to a loop that does not turn.
  for (let retry = 0; retry < MOST_SENT && status !== 200; retry += 1) {
    await service.up();
    await sleep(LOOK_EVERY_MS);
    status = await sending(retry);
  }
  const { title } = interviewWords('ja').notStepped;
  const told = () => people.screens.timesTold(person, title);
  if (status !== 200 || !(await comesAbout(town, service, 0, () => told() > 0)))
    return [`the input was never answered: ${status}\n${service.said.slice(-5).join('\n')}`];
  await service.up();
  const alive = await people.message(other, 'slack', 'ヘルプ')(0);
  return [
    ...(told() === 1 ? [] : [`the input was answered ${told()} times`]),
    ...(alive === 200 ? [] : [`somebody else was answered with ${alive}`]),
  ];
}

/** Whatever was just being posted when the process was ended is in doubt where a platform cannot tell: that is no poison. */
const IN_DOUBT = 'it is not known whether an earlier message arrived';

function wrongListed(listedNow: readonly Listed[]): string[] {
  const all = listedNow.filter(({ reason }) => reason !== IN_DOUBT);
  const found = (kind: string, reason: string) =>
    all.some((one) => one.kind === kind && one.reason === reason);
  const wanted = [
    ['notice', 'never_ended'],
    ['notice', 'poison'],
    ['effect', 'never_ended'],
    ['effect', 'poison'],
    ['input', 'never_ended'],
  ] as const;
  const missing = wanted.filter(([kind, reason]) => !found(kind, reason));
  return missing.length === 0 && all.length === wanted.length ? [] : [`listed are ${JSON.stringify(all)}`];
}

/** `maru retry` on the stores of the town. */
