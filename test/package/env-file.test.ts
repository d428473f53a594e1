/** `.env` as editors and shells leave it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readEnvFile } from '../../src/package/env-file.js';
import { testDir } from '../support/stores.js';

async function read(text: string, wanted: (key: string) => boolean = (key) => /^[A-Z_]+$/u.test(key)) {
  const path = join(await testDir(), '.env');
  await writeFile(path, text);
  return readEnvFile(path, wanted);
}

test('the first setting is read behind the mark that editors of Windows begin a file with', async () => {
  expect(await read('\uFEFFREDIS_URL=redis://redis\r\nPORT=3001\r\n')).toEqual({
    REDIS_URL: 'redis://redis',
    PORT: '3001',
  });
});

test('a value that would be cut at a # is named, also behind export and that mark', async () => {
  await expect(read('\uFEFFA=a#b\nexport B=a#b\n  export  C=#b\n')).rejects.toThrow('の A、B、C に #');
  const fine = "export A='a#b'\nexport B=a # b\n# export C=a#b\n";
  expect(await read(fine)).toEqual({ A: 'a#b', B: 'a' });
  expect(await read('export A=a#b\n', () => false)).toEqual({ A: 'a' });
});

test('no such file, no settings', () => {
  expect(readEnvFile('/no/such/.env', () => true)).toEqual({});
});
