import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { run, which } from '../../src/services/command.js';
import { plannedPackages } from '../../src/services/debian-package.js';
import { withLock } from '../../src/services/lock.js';
import { obtain, REDIS_SERVER } from '../../src/services/system-package.js';
import { PATIENCE_MS } from '../support/patience.js';
import { testDir } from '../support/stores.js';

describe('programs from the system', () => {
  test('what apt would do is read: new packages and newer ones, with their versions', () => {
    const simulation = [
      'NOTE: This is only a simulation!',
      'Inst liblua5.1-0 (5.1.5-9 Debian:12.11/stable [amd64])',
      'Inst libc6 [2.36-9] (2.36-9+deb12u10 Debian:12.11/stable [amd64]) []',
      'Inst redis-server (5:7.0.15-1~deb12u4 Debian-Security:12/stable-security [amd64])',
      'Conf redis-server (5:7.0.15-1~deb12u4 Debian-Security:12/stable-security [amd64])',
    ].join('\n');
    expect(plannedPackages(simulation)).toEqual([
      'liblua5.1-0=5.1.5-9',
      'libc6=2.36-9+deb12u10',
      'redis-server=5:7.0.15-1~deb12u4',
    ]);
  });

  test('one in the cache is used without fetching; a stub that does not run is not taken for one', async () => {
    const cacheDir = await testDir();
    const bin = join(cacheDir, 'debian', 'bin');
    mkdirSync(bin, { recursive: true });
    const tool = { ...REDIS_SERVER, names: ['maru-no-such-server'], debianPackage: 'maru-no-such-package' };
    const program = join(bin, 'maru-no-such-server');
    writeFileSync(program, '#!/bin/sh\nexit 0\n');
    chmodSync(program, 0o755);
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    expect(await obtain(tool, { cacheDir, say })).toBe(program);
    expect(lines).toEqual([]);
  });

  test('a program that does not exist is told apart from one that fails', async () => {
    expect(await which('maru-no-such-program')).toBeNull();
    expect((await run('maru-no-such-program', [])).code).toBeNull();
    expect(await run('/bin/sh', ['-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({
      code: 3,
      output: 'out\n',
    });
    expect((await run('/bin/sh', ['-c', 'exec sleep 20'], { timeoutMs: 50 })).code).toBeNull();
  });

  test('work under a lock is done one at a time, and a dead owner’s lock is taken over', async () => {
    const lock = join(await testDir(), 'lock');
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), '2147483646');
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(20);
      inside -= 1;
    };
    await Promise.all([
      withLock(lock, PATIENCE_MS, work),
      withLock(lock, PATIENCE_MS, work),
      withLock(lock, PATIENCE_MS, work),
    ]);
    expect(most).toBe(1);
    const failing = withLock(lock, PATIENCE_MS, async () => {
      throw new Error('inside');
    });
    await expect(failing).rejects.toThrow('inside');
    let [begun, release] = [() => {}, () => {}];
    const isHeld = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const held = withLock(lock, PATIENCE_MS, () => {
      begun();
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await isHeld;
    await expect(withLock(lock, 50, work)).rejects.toThrow(/待ちましたが/);
    release();
    await held;
  });
});
