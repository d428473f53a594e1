/**
 * SIGTERM under load: the service takes nothing more, ends what it took, and is gone with exit code 0 within ten seconds,
 * whatever hangs. Another instance on the same stores takes what is sent again, and does what was left.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { effectsLeft } from '../../src/store/redis/effects.js';
import { type Service, startService } from '../support/service.js';
import { beginAll, besides, draftOf, isLate, send } from './asking.js';
import type { Faults } from './faults.js';
import { type ServedCity, servedCity } from './served-city.js';
import type { Talker } from './talkers.js';

const STOPPED_MS = 10_000;
/** What an instance left behind is taken up after ten seconds, by the next sweep, and later each time it fails on a busy machine. */
const DONE_MS = 180_000;

/** Something that hangs while the service is told to stop. */
type Hanging = { readonly name: string; begin(): Promise<void> | void; end(): Promise<void> | void };

const nothing: Hanging = { name: 'nothing hangs', begin: () => undefined, end: () => undefined };

/** What one person may type at most: faster than this, the platforms' own limits on answers are what is tried. */
const TYPED_EVERY_MS = 250;

/** Answers and goes back again, until told to stop; gives how many of these were taken, each at last. */
async function talk(talker: Talker, urls: readonly string[], over: () => boolean): Promise<number> {
  let taken = 0;
  while (!over() || taken % 2 === 1) {
    const sent = talker.says(taken % 2 === 0 ? `${100 + taken}人` : '戻る');
    for (let attempt = 0; ; attempt += 1) {
      // The balancer in front of both: the first as long as it answers, then the other.
      const { status } = await send(urls[attempt % urls.length] as string, sent);
      if (status >= 200 && status < 300) break;
      if (attempt > 400) throw new Error(`${talker.id}: never taken, at last ${status}`);
      await sleep(25);
    }
    taken += 1;
    await sleep(TYPED_EVERY_MS);
  }
  return taken;
}

async function stopUnderLoad(
  city: ServedCity,
  [first, second]: readonly [Service, Service],
  hanging: Hanging,
  say: (line: string) => void,
): Promise<string[]> {
  const broken: string[] = [];
  const urls = [await first.url, await second.url];
  await beginAll(city, urls[1] as string);
  const before = await Promise.all(city.talkers.map((talker) => draftOf(city, talker)));
  let over = false;
  const talks = city.talkers.map((talker) => talk(talker, urls, () => over));
  await sleep(700 + Math.random() * 600);
  await hanging.begin();
  const beside = besides(urls[1] as string);
  const told = performance.now();
  first.kill('SIGTERM');
  const { code, signal } = await first.ended;
  const stoppedMs = performance.now() - told;
  const meanwhile = (await beside.end())({ began: told, ms: stoppedMs });
  await hanging.end();
  await sleep(300);
  over = true;
  const taken = await Promise.all(talks);
  if (code !== 0) broken.push(`${hanging.name}: ended with ${code ?? signal}: ${first.said.err.slice(-500)}`);
  if (isLate(stoppedMs, STOPPED_MS, meanwhile))
    broken.push(
      `${hanging.name}: stopped only after ${Math.round(stoppedMs)} ms (${Math.round(meanwhile.longestMs)} ms beside)`,
    );
  for (const [i, talker] of city.talkers.entries()) {
    const draft = await draftOf(city, talker);
    const turns = (draft?.turn ?? 0) - (before[i]?.turn ?? 0);
    if (turns !== taken[i])
      broken.push(
        `${hanging.name}: ${talker.id} was told ${taken[i]} times that it was taken, kept are ${turns}`,
      );
  }
  const giveUp = Date.now() + DONE_MS;
  const left = () => city.redis.ask(effectsLeft);
  const leftAtFirst = await left();
  while ((await left()) > 0 && Date.now() < giveUp) await sleep(200);
  if ((await left()) > 0) broken.push(`${hanging.name}: ${await left()} effects were never done`);
  const all = taken.reduce((a, b) => a + b, 0);
  say(`${hanging.name}: ${all} taken, stopped after ${Math.round(stoppedMs)} ms, ${leftAtFirst} left to do`);
  return broken;
}

export const faults: Faults = {
  name: 'stopping',
  async run(size, say) {
    const city = await servedCity(size === 'small' ? 3 : 8);
    const slow = { method: 'chat.postMessage', kind: 'slow', ms: 20_000, times: 4 } as const;
    const hangs: Hanging[] =
      size === 'small'
        ? [nothing]
        : [
            nothing,
            nothing,
            nothing,
            {
              name: 'Slack hangs',
              begin: () => void city.slack.faults.push({ ...slow }),
              end: () => void city.slack.faults.splice(0),
            },
            { name: 'Redis paused', begin: city.redis.pause, end: city.redis.resume },
            { name: 'PostgreSQL paused', begin: city.postgres.pause, end: city.postgres.resume },
            {
              name: 'Redis cut off',
              begin: () => city.doors.redis.cut(),
              end: () => city.doors.redis.mend(),
            },
          ];
    const broken: string[] = [];
    let other = await startService(city.settings);
    try {
      for (const hanging of hangs) {
        const next = await startService(city.settings);
        const stopping = other;
        other = next;
        try {
          broken.push(...(await stopUnderLoad(city, [stopping, next], hanging, say)));
        } finally {
          stopping.kill('SIGKILL');
          await stopping.ended;
        }
      }
    } finally {
      other.kill('SIGKILL');
      await other.ended;
      await city.stop();
    }
    return broken;
  },
};
