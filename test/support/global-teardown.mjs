// Once after the last test: nothing may be left behind, neither a process nor a file.
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Given up for those that do not end by themselves after a test file's end, in milliseconds: a busy machine ends slowly. */
const ENDING_MS = 20_000;

export default async function tearDown() {
  await globalThis.maruTestPostgres.stop();
  await rm(process.env.MARU_TEST_DIR, { recursive: true, force: true });
  const giveUpAt = Date.now() + ENDING_MS;
  let left = leftBehind();
  while (left.length > 0 && Date.now() < giveUpAt) {
    await sleep(100);
    left = leftBehind();
  }
  if (left.length === 0) return;
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
  throw new Error(
    `Tests left processes running (they are ended now):\n${left.map(({ pid, command }) => `  ${pid} ${command}`).join('\n')}`,
  );
}

/** Processes that carry the mark of this run, by /proc; elsewhere than on Linux nothing is found. */
function leftBehind() {
  const mark = `MARU_TEST_RUN=${process.env.MARU_TEST_RUN}`;
  const found = [];
  let entries = [];
  try {
    entries = readdirSync('/proc');
  } catch {
    return found;
  }
  for (const pid of entries.filter((name) => /^\d+$/.test(name)).map(Number)) {
    if (pid === process.pid) continue;
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // jest ends its own workers.
      if (command !== '' && !command.includes('jest-worker')) found.push({ pid, command });
    } catch {
      // It ended meanwhile, or is another user's.
    }
  }
  return found;
}
