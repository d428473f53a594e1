import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type City, city } from '../city.js';
import { waits } from '../meanwhile.js';

let town: City;
beforeAll(async () => {
  town = await city({ round: false });
}, 60_000);
afterAll(() => town.stop());

test('no sheet names a decision that was entered after it was read', async () => {
  const [before] = await town.record.finished(2023, [town.section(1)]);
  const other = await town.pool.connect();
  try {
    await other.query('begin; lock table history in access exclusive mode');
    const reading = town.record.finished(2023, [town.section(1)]);
    // The sheets are read, and what decided about them last is read when the lock is gone.
    await waits(town.pool, 1);
    await other.query(
      `insert into history select (jsonb_populate_record(h, jsonb_build_object('seq', m.seq + 1))).*
       from history h, (select max(seq) as seq from history) m where h.seq = $1`,
      [before!.decided!.seq],
    );
    await other.query('commit');
    expect((await reading)[0]!.decided).toEqual(before!.decided);
  } finally {
    other.release(true);
  }
  const [after] = await town.record.finished(2023, [town.section(1)]);
  expect(after!.decided!.seq).toBeGreaterThan(before!.decided!.seq);
});
