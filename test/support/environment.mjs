// jest's node environment that fails a test file which leaves a connection, a server, a process or a timer
// open. jest alone would say so only at the end of the whole run, without a name, and wait for ever.
import { setTimeout as sleep } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** Closing a connection takes a moment after the call; this long, in milliseconds. */
const CLOSING_MS = 2_000;
/** What keeps a process alive, by Node's names. */
const WATCHED = new Set([
  'TCPSocketWrap',
  'TCPServerWrap',
  'PipeWrap',
  'PipeServerWrap',
  'ProcessWrap',
  'UDPWrap',
  'FSEventWrap',
  'Timeout',
]);

export default class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.before = open();
  }

  async teardown() {
    const giveUpAt = Date.now() + CLOSING_MS;
    let left = more(open(), this.before);
    while (left.length > 0 && Date.now() < giveUpAt) {
      await sleep(20);
      left = more(open(), this.before);
    }
    await super.teardown();
    if (left.length > 0) throw new Error(`This test file left open: ${left.join(', ')}`);
  }
}

function open() {
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) {
    if (WATCHED.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function more(now, before) {
  return [...now]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0))
    .map(([kind, count]) => `${count - (before.get(kind) ?? 0)} ${kind}`);
}
