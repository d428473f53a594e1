/** What must never be written, even when a library quotes it. */
import { expect, test } from '@jest/globals';
import { configSchema, secretsOf } from '../src/config.js';
import { openLog, takeConsole } from '../src/log.js';

function written(level: string, secrets: readonly string[], say: (log: ReturnType<typeof openLog>) => void) {
  const lines: string[] = [];
  say(openLog(level, secrets, { write: (line) => void lines.push(line) }));
  return lines.join('');
}

const TEXT = '毛布の配布を続けます';

test('a fault that quotes what it could not read is written without the quotation', () => {
  const quoting = (() => {
    try {
      JSON.parse(TEXT);
    } catch (error) {
      return error as Error;
    }
    throw new Error('that was JSON');
  })();
  expect(quoting.message).toContain(TEXT.slice(0, 5));
  const out = written('debug', [], (log) => {
    log.error({ reason: quoting.message, input: 'a' }, 'failed');
    log.warn({ error: quoting, deep: { list: [quoting.message] } }, 'failed');
    log.warn({ reason: `invalid input syntax for type integer: "${TEXT}"` }, 'failed');
  });
  expect(out).not.toContain(TEXT.slice(0, 5));
  expect(out).toContain('"input":"a"');
});

test('known secrets and whatever looks like a credential are struck out', () => {
  const config = configSchema.parse({
    SLACK_BOT_TOKEN: 'a-token-of-ours',
    SLACK_SIGNING_SECRET: 'first-of-two,second-of-two',
    MICROSOFT_APP_PASSWORD: 'a-client-secret',
    DATABASE_URL: 'postgresql://maru:p%40ssword-1@db/maru',
    SLACK_PROXY: 'http://user:proxy-word@proxy:8080',
  });
  const secrets = secretsOf(config);
  const sentence = `refused: ${secrets.join(' and ')}, xoxb-12-ab, Bearer abc.def`;
  expect(sentence).toContain('p@ssword-1');
  const out = written('info', secrets, (log) => log.warn({ reason: sentence }, sentence));
  for (const secret of [
    'a-token-of-ours',
    'first-of-two',
    'second-of-two',
    'a-client-secret',
    'ssword-1',
    'proxy-word',
    'xoxb-12-ab',
    'abc.def',
  ])
    expect(out).not.toContain(secret);
  expect(out).toContain('refused: ***');
});

test('a reason has an end', () => {
  expect(written('info', [], (log) => log.info({ reason: 'x'.repeat(50_000) }, 'm')).length).toBeLessThan(
    1_000,
  );
});

test('what libraries write to the console becomes lines of the log, without what they print of objects', () => {
  const out = written('info', ['a-secret-word'], (log) => {
    const giveBack = takeConsole(log);
    try {
      console.error(new Error('jwt malformed a-secret-word'));
      console.log('said', { text: TEXT });
    } finally {
      giveBack();
    }
  });
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatchObject({ from: 'console', reason: 'said (object)' });
  expect(out).not.toContain(TEXT);
  expect(out).not.toContain('a-secret-word');
  expect(out).not.toContain('at Object');
});

test('a line says its level by name', () => {
  const out = written('info', [], (log) => {
    log.info({}, 'one');
    log.warn({}, 'two');
    log.error({}, 'three');
  });
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: unknown; msg: string });
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    ['info', 'one'],
    ['warn', 'two'],
    ['error', 'three'],
  ]);
});
