/**
 * The machine of Redis loses power under people who answer on both platforms: Redis is killed the moment the last answer
 * is acknowledged, and its append-only file is cut to what it had synced by then (promise 1). With `always` nothing that
 * was acknowledged is lost; with `everysec` at most what came after the last sync, as the service has said.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startService } from '../support/service.js';
import { beginAll, draftOf, untilTaken } from './asking.js';
import type { Faults } from './faults.js';
import { type ServedCity, servedCity } from './served-city.js';
import type { Talker } from './talkers.js';

const TAKEN_MS = 120_000;
/** Said at start, and when Redis is changed. */
const NOT_PROMISED = /answers acknowledged in about the last second may be lost/u;

export const faults: Faults = {
  name: 'power',
  async run(size, say) {
    const city = await servedCity(size === 'small' ? 3 : 20, { power: true });
    const service = await startService(city.settings);
    const broken: string[] = [];
    try {
      const url = await service.url;
      if (NOT_PROMISED.test(service.said.err)) broken.push('always: said not to promise what it does');
      if (!city.power)
        say(
          'no C compiler here: what is synced is not known, Redis is only killed, and everysec is left out',
        );
      await beginAll(city, url);
      const times = size === 'small' ? 1 : 20;
      for (let i = 0; i < times; i += 1) broken.push(...(await losePower(city, url, 'always', i, say)));
      if (city.power) {
        await city.redis.ask((redis) => redis.config('SET', 'appendfsync', 'everysec'));
        if (!(await soon(async () => NOT_PROMISED.test(service.said.err))))
          broken.push('everysec: not said what it does not promise');
        broken.push(...(await losePower(city, url, 'everysec', times, say)));
      }
    } finally {
      service.kill('SIGKILL');
      await service.ended;
      await city.stop();
    }
    return broken;
  },
};

async function losePower(
  city: ServedCity,
  url: string,
  fsync: 'always' | 'everysec',
  no: number,
  say: (line: string) => void,
): Promise<string[]> {
  const answerAll = (base: number) =>
    Promise.all(
      city.talkers.map(async (talker, i): Promise<readonly [Talker, string]> => {
        const text = `${base + i}人`;
        await untilTaken(url, talker.says(text), TAKEN_MS);
        return [talker, text];
      }),
    );
  const goBack = () =>
    Promise.all(city.talkers.map((talker) => untilTaken(url, talker.says('戻る'), TAKEN_MS)));
  const before = await answerAll(10_000 * (no + 1));
  await goBack();
  const nothingWaits = async () => {
    const info = await city.redis.ask((redis) => redis.info('persistence'));
    return /^aof_buffer_length:0\r$/mu.test(info) && /^aof_pending_bio_fsync:0\r$/mu.test(info);
  };
  const isSynced = async () => (await nothingWaits()) && ((await city.power?.isSynced()) ?? true);
  if (!(await soon(isSynced))) return [`${fsync}: Redis did not sync at all`];
  const last = await answerAll(10_000 * (no + 1) + 5_000);
  city.redis.kill();
  await city.redis.gone();
  const cut = (await city.power?.cut()) ?? 0;
  await city.redis.restart();
  const broken: string[] = [];
  let lost = 0;
  for (const [i, [talker, text]] of last.entries()) {
    const kept = (await draftOf(city, talker))?.result;
    if (kept === text) continue;
    lost += 1;
    if (fsync === 'always' || kept !== before[i]![1])
      broken.push(`${fsync}: ${talker.platform} ${talker.id} was told ${text} is taken, kept is ${kept}`);
  }
  say(`${fsync}: power lost, ${cut} bytes never synced, ${lost} of ${last.length} last answers gone`);
  // Who has not lost it goes back to the question; who has is at it.
  for (const { id, says } of city.talkers)
    if ((await draftOf(city, city.talkers.find((one) => one.id === id)!))?.at !== 'result')
      await untilTaken(url, says('戻る'), TAKEN_MS);
  return broken;
}

async function soon(holds: () => Promise<boolean>): Promise<boolean> {
  const giveUp = Date.now() + TAKEN_MS;
  while (!(await holds())) {
    if (Date.now() > giveUp) return false;
    await sleep(50);
  }
  return true;
}
