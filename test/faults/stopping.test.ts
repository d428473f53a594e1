import { expect, test } from '@jest/globals';
import { faults } from './stopping.faults.js';

test('told to stop under load, it is gone within ten seconds and nothing is lost', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toHaveLength(1);
}, 180_000);
