/** A backup that only the holder of a key can read: in age's own format, whole, and refused in one sentence otherwise. */
import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { decryptionWith, encryptionTo } from '../../src/backup/encryption.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { type City, city } from '../store/postgres/city.js';
import { testDir } from '../support/stores.js';
import { emptyStores, maru, type Stores, settingsBack } from './stores.js';

let folder: string;
let town: City;
let source: Pick<Stores, 'databaseUrl' | 'redisUrl'>;
let beside: Stores;
const opened: { stop(): Promise<void> }[] = [];
/** of the keys that two people keep */
let recipients: string[];
const keyFile = (n: number) => join(folder, `key${n}.txt`);
const at = (name: string) => join(folder, name);

async function empty(): Promise<Stores> {
  const stores = await emptyStores();
  opened.push(stores);
  return stores;
}

beforeAll(async () => {
  folder = await testDir();
  town = await city();
  beside = await emptyStores();
  source = { databaseUrl: town.url, redisUrl: beside.redisUrl };
  recipients = [];
  for (const n of [1, 2]) {
    const { out, failed } = await maru(source, 'backup', '--new-key', keyFile(n), '--json');
    expect(failed).toEqual([]);
    recipients.push((JSON.parse(out) as { recipient: string }).recipient);
  }
}, 60_000);

afterEach(async () => {
  delete process.env.BACKUP_RECIPIENTS;
  for (const stores of opened.splice(0)) await stores.stop();
});

afterAll(async () => {
  settingsBack();
  await town.stop();
  await beside.stop();
});

test('a key is written as age-keygen writes it, for its owner alone, and never over another', async () => {
  const text = await readFile(keyFile(1), 'utf8');
  expect(text).toMatch(/^# created: .+\n# public key: age1[a-z0-9]+\nAGE-SECRET-KEY-1[A-Z0-9]+\n$/u);
  expect(text).toContain(recipients[0]);
  expect((await stat(keyFile(1))).mode & 0o777).toBe(0o600);
  const again = await maru(source, 'backup', '--new-key', keyFile(1));
  expect(again.failed).toEqual([expect.stringContaining('すでにあります')]);
  expect(await readFile(keyFile(1), 'utf8')).toBe(text);
});

test('each of the recipients opens it, and nobody else; what is restored is the record', async () => {
  const file = at('two.maru.gz.age');
  const words = recipients.flatMap((key) => ['--recipient', key]);
  process.env.MARU_OPERATOR = '運用担当者';
  const made = await maru(source, 'backup', '--out', file, ...words, '--json');
  delete process.env.MARU_OPERATOR;
  expect(made.failed).toEqual([]);
  expect(JSON.parse(made.out)).toMatchObject({ encrypted: true });
  const bytes = await readFile(file);
  expect(bytes.subarray(0, 22).toString()).toBe('age-encryption.org/v1\n');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const [noted] = (await town.record.history({})).slice(-1);
  expect(noted).toMatchObject({ action: 'backed_up', name: '運用担当者', after: { recipients } });

  // As any other program of that format opens it.
  const decrypter = new Decrypter();
  decrypter.addIdentity((await readFile(keyFile(2), 'utf8')).split('\n')[2]!);
  const plain = gunzipSync(await decrypter.decrypt(new Uint8Array(bytes))).toString('utf8');
  expect(plain).toContain('{"maru":"backup"');
  expect(plain).toContain('課長1');

  for (const n of [1, 2]) {
    const target = await empty();
    const { failed } = await maru(target, 'restore', file, '--identity', keyFile(n));
    expect(failed).toEqual([]);
    const record = openRecord(target.pool);
    expect((await record.peopleNamed('課長1')).map(({ id }) => id)).toEqual(['chief1']);
    expect(await record.verifyHistory()).toBeNull();
  }
}, 60_000);

test('the setting is for cron, the command line counts more, and what is not encrypted needs no key', async () => {
  process.env.BACKUP_RECIPIENTS = ` ${recipients[0]} , ${recipients[1]}`;
  await maru(source, 'backup', '--out', at('cron.age'));
  expect((await maru(await empty(), 'restore', at('cron.age'), '--identity', keyFile(2))).failed).toEqual([]);
  await maru(source, 'backup', '--out', at('one.age'), '--recipient', recipients[0]!);
  const other = await maru(await empty(), 'restore', at('one.age'), '--identity', keyFile(2));
  expect(other.failed).toEqual([expect.stringContaining('鍵では開けません')]);
  delete process.env.BACKUP_RECIPIENTS;
  const plain = await maru(source, 'backup', '--out', at('plain.maru.gz'), '--json');
  expect(JSON.parse(plain.out)).toMatchObject({ encrypted: false });
  expect(
    (await maru(await empty(), 'restore', at('plain.maru.gz'), '--identity', keyFile(2))).failed,
  ).toEqual([]);
}, 60_000);

describe('is refused in one sentence', () => {
  beforeAll(async () => {
    await maru(source, 'backup', '--out', at('kept.age'), '--recipient', recipients[0]!);
    const bytes = await readFile(at('kept.age'));
    const changed = Buffer.from(bytes);
    changed[bytes.length - 40]! ^= 1;
    await writeFile(at('changed.age'), changed);
    await writeFile(at('cut.age'), bytes.subarray(0, -30));
    await writeFile(at('head.age'), bytes.subarray(0, 60));
    await writeFile(at('notes.txt'), '# nothing\n\n');
    await writeFile(at('words.txt'), '# mine\nひみつ\n');
  }, 60_000);

  test.each([
    ['without a key', ['kept.age'], '暗号化されたバックアップです。--identity に'],
    ['with the key of somebody else', ['kept.age', 'key2.txt'], '鍵では開けません'],
    ['changed by a bit', ['changed.age', 'key1.txt'], '壊れたか、書き換えられています'],
    ['cut off', ['cut.age', 'key1.txt'], '壊れたか、書き換えられています'],
    ['cut off in its head', ['head.age', 'key1.txt'], '壊れたか、書き換えられています'],
    [
      'with a file of keys that is not there',
      ['kept.age', 'none.txt'],
      'none.txt を読み取れません（ENOENT）',
    ],
    ['with a file that holds none', ['kept.age', 'notes.txt'], '秘密鍵（AGE-SECRET-KEY-1…）がありません'],
    ['with a file of other words', ['kept.age', 'words.txt'], 'words.txt の2行目は age の秘密鍵'],
  ])('%s', async (_, [file, key], sentence) => {
    const target = await empty();
    const words = key === undefined ? [] : ['--identity', at(key)];
    const { failed, out } = await maru(target, 'restore', at(file!), ...words);
    expect(failed).toEqual([expect.stringContaining(sentence)]);
    expect(failed[0]).not.toContain('\n');
    expect(failed[0]).toContain(' / ');
    expect(out).toBe('');
    expect(await target.redis.dbsize()).toBe(0);
    const { rows } = await target.pool.query(`select 1 from pg_class where relname = 'history'`);
    expect(rows).toEqual([]);
  });

  test('a recipient that is none, before anything is written', async () => {
    const wrong = await maru(source, 'backup', '--out', at('never'), '--recipient', 'age1qqq');
    expect(wrong.failed).toEqual([expect.stringContaining('--recipient: 「age1qqq」は age の公開鍵')]);
    process.env.BACKUP_RECIPIENTS = (await readFile(keyFile(1), 'utf8')).split('\n')[2]!;
    const secret = await maru(source, 'backup', '--out', at('never'));
    expect(secret.failed).toEqual([expect.stringContaining('BACKUP_RECIPIENTS: 「AGE-SECRET-KEY…」は')]);
    const nowhere = await maru(source, 'backup');
    expect(nowhere.failed).toEqual([expect.stringContaining('--out <file> を指定してください')]);
    await expect(stat(at('never'))).rejects.toThrow('ENOENT');
  });
});

test('a broken chain is told of an encrypted backup, too', async () => {
  const target = await empty();
  await maru(target, 'restore', at('kept.age'), '--identity', keyFile(1));
  await target.pool.query('alter table history disable trigger history_is_kept');
  await target.pool.query(`update history set name = '別人' where seq = 1`);
  const said = await maru(target, 'backup', '--out', at('broken.age'), '--recipient', recipients[0]!);
  expect(said.failed).toEqual([expect.stringContaining('履歴の 1 番目で、つながりが切れています')]);
}, 60_000);

test('of a long backup never more than a little is held at once', async () => {
  const identity = await generateX25519Identity();
  await writeFile(at('stream.txt'), identity);
  const encrypt = await encryptionTo([await identityToRecipient(identity)], 'test');
  const decrypt = await decryptionWith(at('stream.txt'));
  const piece = randomBytes(64 * 1024);
  const PIECES = 400;
  let [given, ahead] = [0, 0];
  async function* pieces() {
    for (; given < PIECES; given += 1) yield piece;
  }
  let taken = 0;
  for await (const bytes of decrypt(encrypt(pieces()))) {
    taken += bytes.length;
    ahead = Math.max(ahead, given - taken / piece.length);
  }
  expect(taken).toBe(PIECES * piece.length);
  expect(ahead).toBeLessThan(20);
}, 60_000);
