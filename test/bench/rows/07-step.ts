/**
 * The interview of a goal on real stores: in the largest single body there is (3,000 sections, 30,000 people) with ten
 * years behind it, and beside it in one of eight sections that has last year's sheets alone.
 */
import { openStores } from '../../../src/app.js';
import { type ActionName, decodeAction, encodeAction } from '../../../src/core/cards/action.js';
import type { Input } from '../../../src/core/conversation/input.js';
import { makeHandle } from '../../../src/flow/handle.js';
import { openRecord } from '../../../src/store/postgres/record.js';
import { openDrafts as openDraftsStore } from '../../../src/store/redis/drafts.js';
import { deskKey } from '../../../src/store/redis/shards.js';
import {
  bigCity,
  earlierYears,
  FILLING_MS,
  lastYear,
  openDrafts,
  ROUND_ID,
  wholeScansDuring,
} from '../big-city.js';
import { type Said, scriptOf } from '../city.js';
import { inTurn } from '../pairs.js';
import { byMedian, median, type Row } from '../row.js';
import { withServices } from '../services.js';

const NOW = new Date('2023-10-03T01:00:00.000Z');
const AT_ONCE = 8;
/** Goals of some six steps each, until what runs in a step is compiled for good. */
const WARM_UP = 1_500;
/** Every one of its people has a draft open. */
const BIG = { sections: 3_000, staffPerSection: 10, drafts: 30_000, years: { quick: 2, full: 10 } };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A city that answers: `steps` has so many of its people report their first goal and gives the milliseconds a step. */
async function answering(
  urls: { redisUrl: string; databaseUrl: string },
  sections: number,
  staffPerSection: number,
) {
  const stores = await openStores(urls, log, FILLING_MS);
  const { desks } = await bigCity(stores.pool, sections, staffPerSection);
  await lastYear(stores.pool);
  // everybody has written before: an address is entered once a person, not once a step
  await stores.pool.query(
    `insert into direct_places (person_id, place, used_at)
     select id, 'test:direct:' || id, $1 from people on conflict (person_id) do nothing`,
    [NOW],
  );
  await stores.pool.query('vacuum analyze direct_places');
  const record = openRecord(stores.pool);
  const following = record.follow(log);
  const handle = makeHandle({
    drafts: openDraftsStore(stores.redis),
    record,
    clock: { now: () => NOW },
  });
  let count = 0;
  const input = (person: string) => {
    count += 1;
    const place = `test:direct:${person}`;
    return { id: `step-${count}`, person, place, aside: place, surface: 'direct' } as const;
  };
  const pressed = (person: string, name: ActionName, of: string): Input => ({
    ...input(person),
    kind: 'pressed',
    action: decodeAction(encodeAction(name, of)) ?? never(),
    fields: {},
  });
  const said = (person: string, text: string): Input => ({ ...input(person), kind: 'said', text });
  const take = async (one: Input) => {
    const handled = await handle(one);
    if (handled.status !== 'taken') throw new Error(`${handled.status}: ${one.person}`);
  };
  // Sections are copies of the real ones, and so are their goals and what is answered.
  const scripts = new Map<string, readonly Said[]>();
  for (const { person, sectionId } of desks.filter((desk) => !isCopy(desk.sectionId))) {
    const whole = await scriptOf(record, person, NOW);
    scripts.set(
      sectionId,
      whole.filter(({ task }) => task === whole[0]!.task),
    );
  }
  let turn = 0;
  /** The next person's first goal, from its first question to its review; gives how many steps that took. */
  const goal = async (): Promise<number> => {
    // spread over the whole city: nobody's rows are still in a cache because of a neighbour
    turn += 1;
    const { person, sectionId } = desks[(turn * 7919) % desks.length]!;
    const script = scripts.get(realOf(sectionId))!;
    for (const { do: doing, text } of script)
      await take(
        doing === 'begin'
          ? pressed(person, 'begin', `${sectionId}.${ROUND_ID.slice(0, 4)}.1:midyear`)
          : said(person, text),
      );
    return script.length;
  };
  return {
    stores,
    desks,
    async close() {
      await following.close();
      await stores.close();
    },
    async steps(goals: number): Promise<number> {
      // Whoever was here before begins anew.
      await stores.redis.del(desks.map(({ person }) => deskKey(person)));
      const start = performance.now();
      let left = goals;
      let steps = 0;
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (; left > 0; ) {
            left -= 1;
            const taken = await goal();
            steps += taken;
          }
        }),
      );
      return (performance.now() - start) / steps;
    },
  };
}

/** What the copies of a section are called; see `bigCity`. */
const realOf = (sectionId: string) => sectionId.replace(/-\d+$/u, '');
const isCopy = (sectionId: string) => realOf(sectionId) !== sectionId;

function never(): never {
  throw new Error('no action');
}

export const row: Row = {
  no: 7,
  name: '最大の団体の1問 / a step of a goal’s interview with 3,000 sections, 30,000 people and as many open drafts, a record of ten years',
  goal: { atMost: 1.1 },
  rival: 'the same step with 8 sections, of which there are last year’s sheets and nothing else',
  run: (size, say) =>
    withServices((small) =>
      withServices(async (big) => {
        // as many people: who answers was not remembered in either of them
        const few = await answering(small, 8, (BIG.sections * BIG.staffPerSection) / 8);
        const many = await answering(big, BIG.sections, BIG.staffPerSection);
        try {
          const rows = await earlierYears(many.stores.pool, BIG.years[size]);
          await many.steps(1);
          await openDrafts(many.stores.redis, many.desks[7919 % many.desks.length]!.person, BIG.drafts);
          const body = `${BIG.sections} sections, ${many.desks.length} people, ${BIG.drafts} open drafts, ${rows} rows of ${BIG.years[size]} earlier years`;
          say(body);
          const scans = await wholeScansDuring(many.stores.pool, () => many.steps(100));
          for (const city of [few, many]) await city.steps(WARM_UP);
          const taken = await inTurn(
            size === 'quick' ? 9 : 25,
            () => many.steps(100),
            () => few.steps(100),
          );
          const ratios = taken.map(({ ours, theirs }) => ours / theirs);
          return byMedian(ratios, [
            body,
            `a step ${median(taken.map(({ ours }) => ours)).toFixed(2)} ms beside ${median(taken.map(({ theirs }) => theirs)).toFixed(2)} ms, ${AT_ONCE} people at once`,
            scans.length === 0
              ? 'no table of more than 1,000 rows is gone through from end to end'
              : `gone through from end to end in 100 goals: ${scans.join(', ')}`,
          ]);
        } finally {
          await few.close();
          await many.close();
        }
      }),
    ),
};
