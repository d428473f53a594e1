/**
 * The minute's tick: what is due is looked at, what is owed goes out. Ten sections owe something in the largest single
 * body (3,000 sections, 30,000 people, ten years behind it), and beside it in one of 100 sections and nothing else; and a Monday's digests, whose cost shall grow with their number and no faster.
 */
import { createApp, openStores } from '../../../src/app.js';
import type { Platform } from '../../../src/chat/platform.js';
import {
  approvedEach,
  bigCity,
  earlierYears,
  FILLING_MS,
  faultLog,
  lastYear,
  ROUND_ID,
  wholeScansDuring,
} from '../big-city.js';
import { inTurn, timed } from '../pairs.js';
import { byMedian, median, type Row } from '../row.js';
import { withServices } from '../services.js';

const MANY = { sections: 3_000, staffPerSection: 10, years: { quick: 2, full: 10 } };
const FEW = { sections: 100, staffPerSection: 10 };
const OWING = 10;
const DIGESTS = [100, 200, 400, 800] as const;

/** Friday, seven days before the deadline, 9:00 in the city; and the first working morning of the week after. */
const REMINDING = '2023-10-06T00:00:00.000Z';
const DIGESTING = '2023-10-10T00:00:00.000Z';

async function ticking(
  urls: { redisUrl: string; databaseUrl: string },
  { sections, staffPerSection }: { readonly sections: number; readonly staffPerSection: number },
) {
  const log = faultLog();
  const stores = await openStores(urls, log, FILLING_MS);
  await bigCity(stores.pool, sections, staffPerSection);
  await lastYear(stores.pool);
  let now = REMINDING;
  let posts = 0;
  const post = async (place: string) => {
    posts += 1;
    return { place, id: `m${posts}` };
  };
  const platform: Platform = {
    name: 'test',
    messenger: { post, edit: async () => 'edited', find: async () => null, postFile: post },
    placeOfAccount: (account) => account,
    connect: () => ({}),
  };
  const clock = { now: () => new Date(now) };
  const app = createApp({ stores, platforms: [platform], clock, log, sweepEveryMs: null });
  /** So many sections are to be looked at now, and nothing has gone out yet today. */
  async function prepare(at: string, due: number): Promise<void> {
    now = at;
    await stores.pool.query(
      `delete from notices where kind in ('digest', 'overview') or (kind = 'reminder' and due_at = $1)`,
      [at],
    );
    await stores.pool.query(
      `update agenda set look_at = case when section_id in
         (select id from sections order by md5(id) limit $2) then $1::timestamptz else '2023-10-13' end
       where round_id = $3`,
      [at, due, ROUND_ID],
    );
    await stores.pool.query('vacuum agenda, notices');
    posts = 0;
  }
  return {
    /** Once, of what is prepared: tables that were gone through from end to end. */
    wholeScans: async (at: string, due: number) => {
      await prepare(at, due);
      return wholeScansDuring(stores.pool, async () => {
        await app.tick();
        await app.work.idle();
      });
    },
    stores,
    /** Ticks until all is out (a reminder for each of the staff, or a digest a section); how long it took, in milliseconds. */
    async tick(at: string, due: number): Promise<number> {
      await prepare(at, due);
      const took = await timed(async () => {
        await app.tick();
        await app.work.idle();
      });
      const messages = at === REMINDING ? due * staffPerSection : due;
      if (posts !== messages) throw new Error(`${posts} messages instead of ${messages}. ${log.fault}`);
      return took;
    },
    /**
     * Everybody has had the reminder of Friday, and every section has had a goal approved in the week before: what is owed
     * then is digests alone, which a section gets only when something has changed.
     */
    async digestsAlone() {
      await approvedEach(stores.pool, new Date(REMINDING));
      await stores.pool.query(
        `insert into notices (key, kind, about, to_kind, to_id, due_at, settled, sent_at)
         select 'reminder/' || id || '/2023-10-06', 'reminder',
           json_build_object('kind', 'reminder', 'personId', id, 'day', '2023-10-06'), 'person', id, $1, 1, $1
         from people on conflict (key) do nothing`,
        [REMINDING],
      );
    },
    async stop() {
      await app.stop();
      await stores.close();
    },
  };
}

export const row: Row = {
  no: 8,
  name: '毎分の見回り / the minute’s tick with 3,000 sections, 30,000 people and ten years of which 10 sections owe something; digests for N sections',
  goal: { atMost: 1.5 },
  rival: 'the tick with 100 sections and nothing else of which 10 do; the digest of a section among 100',
  run: (size, say) =>
    withServices((small) =>
      withServices(async (big) => {
        const few = await ticking(small, FEW);
        const many = await ticking(big, MANY);
        try {
          const rows = await earlierYears(many.stores.pool, MANY.years[size]);
          const body = `${MANY.sections} sections, ${MANY.sections * MANY.staffPerSection} people, ${rows} rows of ${MANY.years[size]} earlier years`;
          say(body);
          const scans = await many.wholeScans(REMINDING, OWING);
          for (const city of [few, many]) for (let n = 0; n < 5; n += 1) await city.tick(REMINDING, OWING);
          const taken = await inTurn(
            size === 'quick' ? 9 : 31,
            () => many.tick(REMINDING, OWING),
            () => few.tick(REMINDING, OWING),
          );
          const ratios = taken.map(({ ours, theirs }) => ours / theirs);
          const tick = byMedian(ratios, []);
          say(`tick ${tick.ratio.toFixed(2)}`);
          await many.digestsAlone();
          const each = new Map<number, number[]>(DIGESTS.map((n) => [n, []]));
          for (let round = 0; round < (size === 'quick' ? 3 : 9); round += 1)
            for (const n of DIGESTS) each.get(n)!.push((await many.tick(DIGESTING, n)) / n);
          const cost = DIGESTS.map((n) => median(each.get(n)!));
          const growth = median(each.get(800)!.map((one, round) => one / each.get(100)![round]!));
          say(`digests ${growth.toFixed(2)}`);
          return {
            // linear: a digest among 800 costs no more than one among 100
            ratio: Math.max(tick.ratio, growth),
            ratios,
            notes: [
              body,
              `tick ${tick.ratio.toFixed(2)} ×: ${median(taken.map(({ ours }) => ours)).toFixed(0)} ms beside ${median(taken.map(({ theirs }) => theirs)).toFixed(0)} ms`,
              `digests: ${DIGESTS.map((n, i) => `${n} → ${cost[i]!.toFixed(2)} ms each`).join(', ')}; growth 100 → 800 ${growth.toFixed(2)} ×`,
              scans.length === 0
                ? 'no table of more than 1,000 rows is gone through from end to end'
                : `gone through from end to end in one tick: ${scans.join(', ')}`,
            ],
          };
        } finally {
          await few.stop();
          await many.stop();
        }
      }),
    ),
};
