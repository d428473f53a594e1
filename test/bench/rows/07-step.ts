/** A step of the interview on real stores: in a city of 10,000 sheets with ten years behind it, and beside it in one of 8. */
import { openStores } from '../../../src/app.js';
import { type ActionName, decodeAction, encodeAction } from '../../../src/core/action.js';
import type { Input } from '../../../src/core/input.js';
import { makeHandle } from '../../../src/flow/handle.js';
import { openRecord } from '../../../src/store/postgres/record.js';
import { openDrafts as openDraftsStore } from '../../../src/store/redis/drafts.js';
import { bigCity, earlierYears, openDrafts, ROUND_ID, wholeScansDuring } from '../big-city.js';
import { inTurn } from '../pairs.js';
import { byMedian, median, type Row } from '../row.js';
import { withServices } from '../services.js';

const NOW = new Date('2023-10-03T01:00:00.000Z');
const AT_ONCE = 8;
const BIG = { sections: 10_000, drafts: 100_000, years: { quick: 2, full: 10 } };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A city that answers: `steps` takes so many steps of its people and gives the milliseconds a step. */
async function answering(urls: { redisUrl: string; databaseUrl: string }, sections: number) {
  const stores = await openStores(urls, log, 20_000);
  const { desks } = await bigCity(stores.pool, sections);
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
  let turn = 0;
  /** Three steps of the next person: a goal is begun, its result is written, and back. */
  const three = async () => {
    // spread over the whole city: nobody's rows are still in a cache because of a neighbour
    turn += 1;
    const { person, sectionId } = desks[(turn * 7919) % desks.length]!;
    await take(pressed(person, 'begin', `${sectionId}.${ROUND_ID.slice(0, 4)}.1:midyear`));
    await take(said(person, '12人'));
    await take(said(person, '戻る'));
  };
  return {
    stores,
    desks,
    async close() {
      await following.close();
      await stores.close();
    },
    async steps(threes: number): Promise<number> {
      const start = performance.now();
      let left = threes;
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (; left > 0; ) {
            left -= 1;
            await three();
          }
        }),
      );
      return (performance.now() - start) / (threes * 3);
    },
  };
}

function never(): never {
  throw new Error('no action');
}

export const row: Row = {
  no: 7,
  name: '大きな市の1問 / a step with 10,000 sheets, 100,000 open drafts, a history of ten years',
  goal: { atMost: 1.1 },
  rival: 'the same step with 8 sheets and nothing else',
  run: (size, say) =>
    withServices((small) =>
      withServices(async (big) => {
        const few = await answering(small, 8);
        const many = await answering(big, BIG.sections);
        try {
          const rows = await earlierYears(many.stores.pool, BIG.years[size]);
          await many.steps(1);
          const { rowCount } = await many.stores.pool.query('select 1 from sheets');
          await openDrafts(many.stores.redis, many.desks[7919 % many.desks.length]!.person, BIG.drafts);
          say(`${rowCount} sheets, ${BIG.drafts} drafts, ${rows} rows of ${BIG.years[size]} earlier years`);
          const scans = await wholeScansDuring(many.stores.pool, () => many.steps(100));
          await few.steps(300);
          await many.steps(300);
          const taken = await inTurn(
            size === 'quick' ? 9 : 25,
            () => many.steps(100),
            () => few.steps(100),
          );
          const ratios = taken.map(({ ours, theirs }) => ours / theirs);
          return byMedian(ratios, [
            `${rowCount} sheets, ${BIG.drafts} open drafts, ${rows} rows of ${BIG.years[size]} earlier years`,
            `a step ${median(taken.map(({ ours }) => ours)).toFixed(2)} ms beside ${median(taken.map(({ theirs }) => theirs)).toFixed(2)} ms, ${AT_ONCE} people at once`,
            scans.length === 0
              ? 'no table of more than 1,000 rows is gone through from end to end'
              : `gone through from end to end in 300 steps: ${scans.join(', ')}`,
          ]);
        } finally {
          await few.close();
          await many.close();
        }
      }),
    ),
};
