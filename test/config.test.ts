/** Settings as people write them. */
import { expect, test } from '@jest/globals';
import { readConfig } from '../src/config.js';

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

test('the operator’s port is closed unless it is set', () => {
  expect(read({}).MONITOR_PORT).toBeNull();
  expect(read({ MONITOR_PORT: '' }).MONITOR_PORT).toBeNull();
  expect(read({ MONITOR_PORT: '9464' }).MONITOR_PORT).toBe(9464);
  expect(() => read({ MONITOR_PORT: 'x' })).toThrow('MONITOR_PORT');
  expect(read({}).MONITOR_HOST).toBe('127.0.0.1');
});
