/** Settings as people write them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { configSchema, readConfig, secretsOf } from '../src/config.js';
import { addressProblem, hostsOf, listeningAddress } from '../src/store/addresses.js';
import { testDir } from './support/stores.js';

const read = (environment: Record<string, string>) => readConfig(environment);

test('the password of the database may stand apart, and may hold any character', () => {
  const password = 'p@ss:w/rd %41 ＆';
  const { DATABASE_URL } = read({
    DATABASE_URL: 'postgresql://maru@postgres:5432/maru',
    DATABASE_PASSWORD: password,
  });
  const url = new URL(DATABASE_URL);
  expect(decodeURIComponent(url.password)).toBe(password);
  expect([url.username, url.hostname, url.pathname]).toEqual(['maru', 'postgres', '/maru']);
  const own = read({ DATABASE_URL: 'postgresql://maru:own@db/maru', DATABASE_PASSWORD: password });
  expect(new URL(own.DATABASE_URL).password).toBe('own');
  expect(read({ DATABASE_PASSWORD: password }).DATABASE_URL).toBe('');
});

test('a database may have several hosts, and a pooler before it, and all of it is in its address', () => {
  const hosts = 'postgresql://maru@db1:5433,db2,[::1]:5434/maru?target_session_attrs=read-write';
  const { DATABASE_URL } = read({ DATABASE_URL: hosts, DATABASE_PASSWORD: 'p,@' });
  expect(addressProblem('DATABASE_URL', DATABASE_URL)).toBeNull();
  const { addresses, isPooled } = hostsOf(DATABASE_URL);
  expect(isPooled).toBe(false);
  expect(
    addresses.map((one) => [
      new URL(one).host,
      decodeURIComponent(new URL(one).password),
      new URL(one).pathname,
    ]),
  ).toEqual(['db1:5433', 'db2', '[::1]:5434'].map((host) => [host, 'p,@', '/maru']));
  expect(listeningAddress(DATABASE_URL)).toBe(DATABASE_URL);
  expect(hostsOf('postgresql://db/maru').addresses).toEqual(['postgresql://db/maru']);

  const pooled = { DATABASE_URL: 'postgresql://maru@pooler:6432/maru', DATABASE_POOLER: 'transaction' };
  expect(hostsOf(read(pooled).DATABASE_URL).isPooled).toBe(true);
  expect(listeningAddress(read(pooled).DATABASE_URL)).toBeNull();
  const direct = listeningAddress(
    read({ ...pooled, DATABASE_PASSWORD: 'x', DATABASE_DIRECT_HOST: 'db1,db2:5433' }).DATABASE_URL,
  );
  expect(hostsOf(direct ?? '')).toEqual({
    isPooled: false,
    addresses: [expect.stringMatching(/maru:x@db1\/maru/u), expect.stringMatching(/maru:x@db2:5433\/maru/u)],
  });
  expect(() => read({ DATABASE_DIRECT_HOST: 'db1' })).toThrow('DATABASE_POOLER=transaction');
  expect(() => read({ DATABASE_POOLER: 'session' })).toThrow('DATABASE_POOLER');
});

test('the operator’s port is closed unless it is set', () => {
  expect(read({}).MONITOR_PORT).toBeNull();
  expect(read({ MONITOR_PORT: '' }).MONITOR_PORT).toBeNull();
  expect(read({ MONITOR_PORT: '9464' }).MONITOR_PORT).toBe(9464);
  expect(() => read({ MONITOR_PORT: 'x' })).toThrow('MONITOR_PORT');
  expect(read({}).MONITOR_HOST).toBe('127.0.0.1');
});

test('what is left blank is as if it was not set', () => {
  const blank = (value: string) =>
    Object.fromEntries(Object.keys(configSchema.shape).map((key) => [key, value]));
  expect(read(blank(''))).toEqual(read({}));
  const { HOST, PORT, MONITOR_HOST, STOP_DELAY_SECONDS } = read({
    HOST: ' ',
    PORT: ' ',
    MONITOR_HOST: ' ',
    STOP_DELAY_SECONDS: ' ',
  });
  expect([HOST, PORT, MONITOR_HOST, STOP_DELAY_SECONDS]).toEqual(['127.0.0.1', 3000, '127.0.0.1', 2]);
  expect(read({ PORT: '0' }).PORT).toBe(0);
});

describe('a secret may stand in a file', () => {
  const file = async (text: string) => {
    const path = join(await testDir(), 'secret');
    await writeFile(path, text);
    return path;
  };

  test('as it is, with the line end an editor leaves', async () => {
    for (const end of ['', '\n', '\r\n']) {
      const config = read({
        SLACK_BOT_TOKEN_FILE: await file(`xoxb-1${end}`),
        SLACK_SIGNING_SECRET_FILE: await file(`one,two${end}`),
        DATABASE_URL: 'postgresql://maru@db/maru',
        DATABASE_PASSWORD_FILE: await file(` p@ss ${end}`),
        REDIS_URL: 'redis://maru@redis:6379',
        REDIS_PASSWORD_FILE: await file(`r/s${end}`),
        SEAL_URL_FILE: await file(`https://maru:pa%25ss@audit.example.jp/${end}`),
      });
      expect(config.SLACK_BOT_TOKEN).toBe('xoxb-1');
      expect(config.SLACK_SIGNING_SECRET).toEqual(['one', 'two']);
      expect(decodeURIComponent(new URL(config.DATABASE_URL).password)).toBe(' p@ss ');
      expect(config.REDIS_URL).toBe('redis://maru:r%2Fs@redis:6379');
      expect(secretsOf(config)).toEqual(
        expect.arrayContaining(['xoxb-1', 'one', 'two', ' p@ss ', 'r/s', 'pa%ss']),
      );
      expect(secretsOf(config)).not.toContain(config.SLACK_BOT_TOKEN_FILE);
    }
  });

  test('what is wrong with it is one sentence that names the setting and the file', async () => {
    const path = await file('\n');
    expect(() => read({ DATABASE_URL_FILE: path })).toThrow(`DATABASE_URL_FILE: ${path} は空です`);
    expect(() => read({ REDIS_URL_FILE: '/no/such/file' })).toThrow(
      'REDIS_URL_FILE: /no/such/file がありません',
    );
    expect(() => read({ REDIS_URL_FILE: '/' })).toThrow('REDIS_URL_FILE: / を読めません（EISDIR）');
    const lines = await file('a\n\n');
    expect(() => read({ MICROSOFT_APP_PASSWORD_FILE: lines })).toThrow(`${lines} に2行以上あります`);
    const both = await file('a');
    expect(() => read({ SLACK_APP_TOKEN: 'b', SLACK_APP_TOKEN_FILE: both })).toThrow(
      'SLACK_APP_TOKEN と SLACK_APP_TOKEN_FILE が、どちらも設定されています',
    );
  });

  test('and so is an authority that is none, or is not asked for', async () => {
    const path = await file('no certificate');
    expect(() => read({ DATABASE_CA_FILE: path })).toThrow(`DATABASE_CA_FILE: ${path} は PEM`);
    const pem = await file('-----BEGIN CERTIFICATE-----\n');
    expect(() => read({ REDIS_URL: 'redis://redis', REDIS_CA_FILE: pem })).toThrow('rediss://');
    expect(() => read({ DATABASE_URL: 'postgresql://db/x?sslmode=require', DATABASE_CA_FILE: pem })).toThrow(
      'verify-full',
    );
    const { DATABASE_URL } = read({ DATABASE_URL: 'postgresql://db/x', DATABASE_CA_FILE: pem });
    expect(Object.fromEntries(new URL(DATABASE_URL).searchParams)).toEqual({
      sslmode: 'verify-full',
      sslrootcert: pem,
    });
  });
});
