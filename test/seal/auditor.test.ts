/** The signed head as a message to the auditor in chat: by the clock and by hand, once for each head, as it was signed. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addSealCommand } from '../../src/cli/history/seal.js';
import { isSealedBy, readHeads } from '../../src/core/decision/head.js';
import { openMetrics } from '../../src/monitor/metrics.js';
import { writeNewKey } from '../../src/seal/key.js';
import { openSeal } from '../../src/seal/seal.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { MINUTE_MS, startWorld } from '../accounts/world.js';
import { runCommand } from '../support/commands.js';
import { testDir } from '../support/stores.js';
import { unescapeMarkdown } from '../support/unescape-markdown.js';

const AUDITOR = 1;
const was = process.env;

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  let open: KeyObject;
  let settings: Parameters<typeof openSeal>[0];
  const metrics = openMetrics('1');

  beforeAll(async () => {
    const SEAL_KEY_FILE = join(await testDir(), 'seal.pem');
    await writeNewKey(SEAL_KEY_FILE);
    open = createPublicKey(await readFile(`${SEAL_KEY_FILE}.pub`, 'utf8'));
    settings = { SEAL_KEY_FILE, SEAL_DIR: '', SEAL_URL: '', SEAL_AUDITOR: 'auditor' };
    world = await startWorld(platform, { seal: await openSeal(settings), metrics });
  }, 60_000);
  afterAll(async () => {
    process.env = was;
    await world.stop();
  });

  const tick = async () => {
    await world.app.tick();
    await world.settled();
  };
  /** the heads the auditor can read and copy, each once; in Teams out of the JSON of Markdown */
  const heads = () => {
    const told = world.door.told(AUDITOR);
    const read = readHeads(platform === 'teams' ? unescapeMarkdown(told.replaceAll('\\\\', '\\')) : told);
    return [...new Map(read.map((one) => [one.seal?.at, one])).values()];
  };
  /** what the operator's alarm looks at, in hours */
  const age = async () => {
    const { body } = await metrics.text();
    return Number(/^maru_seal_age_seconds (\S+)$/mu.exec(body)?.[1]) / 3600;
  };
  const closed = (day: string) =>
    world.app.record.importCalendar([{ sectionId: null, day, kind: 'closed', name: '庁舎点検' }], {
      by: byCommandLine('事務局'),
      now: world.clock.now(),
    });
  const undelivered = async () =>
    (await world.pool.query(`select key from notices where kind = 'signed_head' and settled < wanted`)).rows;

  test('as long as nobody of the roster is the auditor, nothing is owed, and its age tells the operator', async () => {
    world.passes(180 * MINUTE_MS);
    await tick();
    expect((await world.pool.query(`select 1 from notices where kind = 'signed_head'`)).rows).toEqual([]);
    expect(await age()).toBeCloseTo(3, 1);
  });

  test('what does not arrive gives way to the next, and is as old as the first of them', async () => {
    await world.app.record.importRoster(
      { people: [{ id: 'auditor', name: '監査委員', email: 'auditor@city.example.jp' }] },
      { by: byCommandLine('事務局'), now: world.clock.now() },
    );
    await tick();
    expect(await age()).toBeCloseTo(0, 1);
    for (const day of ['2024-04-26', '2024-04-30']) {
      world.passes(60 * MINUTE_MS);
      await closed(day);
      await tick();
    }
    expect(await age()).toBeCloseTo(2, 1);
    expect(await undelivered()).toHaveLength(3);
  });

  test('the auditor gets it in private, as signed, and it shows later what was cut', async () => {
    const { app, door } = world;
    door.user(AUDITOR, 'auditor@city.example.jp');
    await door.says(AUDITOR, 'ヘルプ');
    expect(await age()).toBeCloseTo(0, 1);
    const [head, ...others] = heads();
    expect(others).toEqual([]);
    // The link of the auditor's account came behind it.
    expect(head!.seq).toBe((await app.record.head()).seq - 1);
    expect(isSealedBy(head!, open)).toBe(true);
    expect(door.told(AUDITOR)).toContain('このメッセージを残しておいてください');
    expect((await app.record.verifyRecord(heads())).since).toBeNull();
    const shorter = { ...head!, seq: head!.seq + 9 };
    expect((await app.record.verifyRecord([shorter])).since).toMatchObject({ problem: 'shorter' });
  });

  test('an hour later there is another one when something was entered, else none', async () => {
    world.passes(61 * MINUTE_MS);
    await tick();
    expect(heads()).toHaveLength(2);
    world.passes(61 * MINUTE_MS);
    await tick();
    expect(heads()).toHaveLength(2);
    world.passes(61 * MINUTE_MS);
    await closed('2024-05-02');
    await tick();
    expect(heads()).toHaveLength(3);
    expect((await world.app.record.verifyRecord(heads())).since).toBeNull();
    expect(await age()).toBeCloseTo(0, 1);
  });

  test('maru seal has it sent by the service, in English to whoever reads English', async () => {
    await world.door.says(AUDITOR, 'English');
    await closed('2024-05-01');
    // The command knows no other clock than the machine's.
    world.passes(Date.now() - world.clock.now().getTime());
    const { out, err } = await sealed({ ...settings, DATABASE_URL: world.databaseUrl });
    expect(err).toContain('職員番号 auditor へのメッセージ');
    expect(readHeads(out)).toMatchObject([await world.app.record.head()]);
    await world.settled();
    expect(heads()).toHaveLength(4);
    expect(heads()[3]).toEqual(readHeads(out)[0]);
    expect(world.door.told(AUDITOR)).toContain('Please keep this message');
  });

  test('an auditor who is not in the roster is a sentence', async () => {
    const sealing = sealed({ ...settings, SEAL_AUDITOR: 'nobody', DATABASE_URL: world.databaseUrl });
    await expect(sealing).rejects.toThrow('SEAL_AUDITOR is not in the roster');
  });
});

async function sealed(settings: object): Promise<{ out: string; err: string }> {
  process.env = { ...was, ...settings };
  const said = await runCommand(addSealCommand, ['seal']);
  if (said.failed.length > 0) throw new Error(said.failed.join('\n'));
  return said;
}
