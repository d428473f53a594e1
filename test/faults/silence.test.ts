import { expect, test } from '@jest/globals';
import { faults } from './silence.faults.js';

test('when the database falls silent, the promoted one is used within five seconds of its promotion', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toHaveLength(2);
}, 300_000);
