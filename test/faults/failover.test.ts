import { expect, test } from '@jest/globals';
import { faults } from './failover.faults.js';

test('a master of a Cluster and the primary of Sentinels are killed: nothing acknowledged is lost or kept twice', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toEqual([
    expect.stringContaining('"lost":0,"double":0'),
    expect.stringContaining('"lost":0,"double":0'),
  ]);
}, 400_000);
