import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock without its owner's number is left behind after this time, in milliseconds. */
const UNSIGNED_MS = 2_000;

/** Runs `work` while no other process runs under the same lock folder; a dead owner's lock is taken over. */
export async function withLock(dir, work) {
  const owner = new URL('pid', `${dir}/`);
  let unsignedSince = 0;
  for (;;) {
    try {
      mkdirSync(dir);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const pid = readPid(owner);
    if (pid > 0) unsignedSince = 0;
    else unsignedSince ||= Date.now();
    // Where numbers come again, as in containers, a lock that was left may have our own.
    if (pid > 0 ? pid === process.pid || !isAlive(pid) : Date.now() - unsignedSince > UNSIGNED_MS) {
      rmSync(dir, { recursive: true, force: true });
    } else await sleep(100);
  }
  writeFileSync(owner, String(process.pid));
  try {
    return await work();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function readPid(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
