import { expect, test } from '@jest/globals';
import { faults } from './poison.faults.js';

test('what never ends or always fails stops neither the others nor the service, and is tried again by command', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toHaveLength(1);
}, 600_000);
