/** Heads that are signed and put away, and what they show later. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findHeadBreak, headText, isSealedBy, readHeads, sealHead } from '../../src/core/decision/head.js';
import { lastSealed, withSealing } from '../../src/flow/sealing.js';
import { readKey, writeNewKey } from '../../src/seal/key.js';
import { openSeal, sealSettingProblems } from '../../src/seal/seal.js';
import { testDir } from '../support/stores.js';

const NOW = new Date('2023-10-02T01:00:00.000Z');
const hash = (digit: string) => digit.repeat(64);
const HEAD = { seq: 12, hash: hash('a') };
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const nobody = async () => false;

test('a head is read back out of any text, and only as it was signed', () => {
  const head = sealHead(HEAD, NOW.toISOString(), privateKey);
  const [read] = readHeads(`監査の方へ\n> ${headText(head)}\n以上`);
  expect(read).toEqual(head);
  expect(isSealedBy(read!, publicKey)).toBe(true);
  for (const forged of [
    { ...head, seq: 11 },
    { ...head, hash: hash('b') },
    { ...head, seal: { ...head.seal!, at: '2023-10-02T02:00:00.000Z' } },
    { ...head, seal: null },
  ])
    expect(isSealedBy(forged, publicKey)).toBe(false);
  expect(isSealedBy(head, generateKeyPairSync('ed25519').publicKey)).toBe(false);
  expect(readHeads(headText({ ...HEAD, seal: null }))).toEqual([{ ...HEAD, seal: null }]);
});

test('of several heads, the first that does not fit says from where on', () => {
  const saved = [20, 5, 12].map((seq) => ({ seq, hash: hash('a'), seal: null }));
  const at = (...pairs: [number, string][]) => new Map(pairs.map(([seq, digit]) => [seq, hash(digit)]));
  const head = { seq: 30, hash: hash('c') };
  expect(findHeadBreak(saved, head, at([5, 'a'], [12, 'a'], [20, 'a']))).toBeNull();
  expect(findHeadBreak(saved, head, at([5, 'a'], [12, 'b'], [20, 'b']))).toMatchObject({
    problem: 'forked',
    from: 6,
    by: { seq: 12 },
  });
  expect(findHeadBreak(saved, { seq: 15, hash: hash('a') }, at([5, 'a'], [12, 'a']))).toMatchObject({
    problem: 'shorter',
    from: 16,
    by: { seq: 20 },
  });
});

test('a head of what a restore has lost says so, also once the history has grown past it', () => {
  const saved = [90, 130].map((seq) => ({ seq, hash: hash('a'), seal: null }));
  const restored = { seq: 101, hash: hash('b') };
  const lost = { seq: 130 };
  expect(findHeadBreak(saved, restored, new Map([[90, hash('a')]]))).toMatchObject({
    problem: 'shorter',
    from: 102,
    by: lost,
  });
  const grown = new Map([
    [90, hash('a')],
    [130, hash('b')],
  ]);
  expect(findHeadBreak(saved, { seq: 5000, hash: hash('c') }, grown)).toMatchObject({
    problem: 'forked',
    from: 91,
    by: lost,
  });
  // Once it is put aside, those before and behind the restore hold it.
  const kept = [saved[0]!, { seq: 101, hash: hash('b'), seal: null }];
  expect(findHeadBreak(kept, restored, new Map([...grown, [101, hash('b')]]))).toBeNull();
});

test('a key is made once, for its owner alone, with its public half beside', async () => {
  const path = join(await testDir(), 'seal.pem');
  await writeNewKey(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const sealed = sealHead(HEAD, NOW.toISOString(), await readKey(path));
  expect(isSealedBy(sealed, publicKey)).toBe(false);
  await expect(writeNewKey(path)).rejects.toThrow('すでにあります');
  await writeFile(`${path}.no`, 'no key');
  await expect(readKey(`${path}.no`)).rejects.toThrow('Ed25519');
  await expect(readKey(`${path}.gone`)).rejects.toThrow('maru seal --new-key');
});

test('it goes to a folder and an address; what does not take it is named, and the other has it', async () => {
  const dir = await testDir();
  await mkdir(join(dir, 'heads'));
  const key = join(dir, 'seal.pem');
  await writeNewKey(key);
  const put: { url: string; body: string; authorization: string | undefined; md5: unknown }[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => {
      body += piece.toString();
    });
    request.on('end', () => {
      const { authorization, 'content-md5': md5 } = request.headers;
      put.push({ url: `${request.method} ${request.url}`, body, authorization, md5 });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  try {
    const { port } = server.address() as AddressInfo;
    const settings = {
      SEAL_KEY_FILE: key,
      SEAL_DIR: join(dir, 'heads'),
      SEAL_URL: `http://maru:p%40ss@127.0.0.1:${port}/audit/`,
      SEAL_AUDITOR: '',
    };
    const seal = (await openSeal(settings))!;
    const sealed = await seal(HEAD, NOW, nobody);
    const name = 'maru-head-20231002T010000000Z-0000000012.txt';
    expect(await readdir(settings.SEAL_DIR)).toEqual([name]);
    expect(await readFile(join(settings.SEAL_DIR, name), 'utf8')).toBe(sealed.text);
    expect(put).toEqual([
      {
        url: `PUT /audit/${name}`,
        body: sealed.text,
        authorization: `Basic ${Buffer.from('maru:p@ss').toString('base64')}`,
        md5: expect.stringMatching(/==$/u),
      },
    ]);
    status = 507;
    await expect(seal(HEAD, new Date(NOW.getTime() + 1), nobody)).rejects.toThrow(
      `127.0.0.1:${port}（HTTP 507）`,
    );
    expect(await readdir(settings.SEAL_DIR)).toHaveLength(2);
  } finally {
    server.close();
  }
});

test('an address that anybody may read on its way, and a key without a place, are refused', () => {
  const none = { SEAL_KEY_FILE: '', SEAL_DIR: '', SEAL_URL: '', SEAL_AUDITOR: '' };
  expect(sealSettingProblems(none)).toEqual([]);
  expect(sealSettingProblems({ ...none, SEAL_KEY_FILE: 'k' })).toHaveLength(1);
  expect(sealSettingProblems({ ...none, SEAL_DIR: 'd' })).toHaveLength(1);
  expect(sealSettingProblems({ ...none, SEAL_AUDITOR: 'p' })).toHaveLength(1);
  expect(sealSettingProblems({ ...none, SEAL_KEY_FILE: 'k', SEAL_AUDITOR: 'p' })).toEqual([]);
  expect(
    sealSettingProblems({ ...none, SEAL_KEY_FILE: 'k', SEAL_URL: 'http://audit.example.jp/' }),
  ).toHaveLength(1);
  const raw = { ...none, SEAL_KEY_FILE: 'k', SEAL_URL: 'https://maru:100%@audit.example.jp/' };
  expect(sealSettingProblems(raw)).toEqual([expect.stringContaining('%25')]);
});

test('the service seals with its first tick, then at least hourly, and again at once what failed', async () => {
  let now = NOW.getTime();
  let refuses = false;
  const sealed: number[] = [];
  const logged: string[] = [];
  const log = {
    info: () => undefined,
    error: (_: object, message: string) => void logged.push(message),
  } as never;
  const tick = withSealing(async () => 0, {
    head: async () => HEAD,
    seal: async () => {
      if (refuses) throw new Error('the folder is full');
      sealed.push((now - NOW.getTime()) / 60_000);
      return { places: [] };
    },
    clock: { now: () => new Date(now) },
    log,
  });
  for (let minute = 0; minute <= 240; minute += 1) {
    now = NOW.getTime() + minute * 60_000;
    refuses = minute >= 100 && minute < 130;
    await tick();
  }
  const gaps = sealed.slice(1).map((at, i) => at - sealed[i]!);
  expect(sealed[0]).toBe(0);
  expect(sealed).toContain(130);
  expect(gaps.filter((gap) => gap > 60)).toEqual([130 - sealed.findLast((at) => at < 100)!]);
  expect(logged.length).toBeGreaterThan(0);
});

test('a clock that was set back hides no hour', async () => {
  let now = NOW.getTime();
  const sealed: number[] = [];
  const tick = withSealing(async () => 0, {
    head: async () => HEAD,
    seal: async (_, at) => {
      sealed.push((at.getTime() - NOW.getTime()) / 3_600_000);
      return { places: [] };
    },
    clock: { now: () => new Date(now) },
    log: { info: () => undefined, error: () => undefined } as never,
  });
  for (const hour of [0, -24, -23.5, -23, -22]) {
    now = NOW.getTime() + hour * 3_600_000;
    await tick();
  }
  expect(sealed).toEqual([0, -24, -23, -22]);
});

test('nor does its age fall below nothing then, which would alarm nobody', () => {
  let now = NOW.getTime();
  const { saved, last } = lastSealed({ now: () => new Date(now) });
  const age = () => now - last().getTime();
  now += 1_000;
  expect(age()).toBe(1_000);
  saved(new Date(now));
  now -= 24 * 3_600_000;
  expect(age()).toBe(0);
  now += 3 * 3_600_000;
  expect(age()).toBe(3 * 3_600_000);
});
