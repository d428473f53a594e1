// jest's node environment that fails a test file which leaves a connection, a server, a process or a timer
// open. jest alone would say so only at the end of the whole run, without a name, and wait for ever. What is left open
// does nothing any more to the files that follow, and not to jest: its timers end with the file, and a fault that comes
// of it later is told and fails the run, but does not end it before it has told the rest.
import { setTimeout as sleep } from 'node:timers/promises';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Closing a connection takes a moment after the call; so long, in milliseconds, until it is given up. */
const CLOSING_MS = 20_000;
/** Where a test failed only what ends by itself at once is waited for, such as jest's own timers. */
const CLOSING_FAILED_MS = 500;
/**
 * When a test or a hook is given up, in milliseconds, if its file does not say later: how long something takes is for the
 * machine to say, and what depends on it is compared with what else takes long there.
 */
const GIVE_UP_MS = 600_000;
/** What keeps a process alive, by Node's names. */
const WATCHED = new Set([
  'TCPSocketWrap',
  'TCPServerWrap',
  'PipeWrap',
  'PipeServerWrap',
  'ProcessWrap',
  'UDPWrap',
  'FSEventWrap',
]);

// While a file runs, jest itself listens in the place of this.
process.on('uncaughtException', (fault) => {
  process.exitCode = 1;
  process.stderr.write(`\nAfter the end of its test file: ${fault?.stack ?? fault}\n`);
});

export default class {
  constructor({ projectConfig: config }) {
    this.global = globalThis;
    this.failed = 0;
    this.putBack = kept();
    this.timers = ownTimers(globalThis);
    this.before = open();
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
  }

  async setup() {}

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** jest asks for it and uses it for what we do not: files are not run in contexts of their own (support/jest/runtime.cjs). */
  getVmContext() {
    return null;
  }

  handleTestEvent({ name, test, hook }) {
    const begun = name === 'hook_start' ? hook : name === 'test_fn_start' ? test : null;
    if (begun) begun.timeout = Math.max(begun.timeout ?? 0, GIVE_UP_MS);
    if (name === 'test_done' && test.errors.length > 0) this.failed += 1;
  }

  /** Timers are the file's own: of all in the process some are jest's, which come and go. */
  left() {
    const timers = this.timers.live();
    return [...more(open(), this.before), ...(timers > 0 ? [`${timers} Timeout`] : [])];
  }

  async teardown() {
    const giveUpAt = Date.now() + (this.failed > 0 ? CLOSING_FAILED_MS : CLOSING_MS);
    let left = this.left();
    while (left.length > 0 && Date.now() < giveUpAt) {
      await sleep(20);
      left = this.left();
    }
    this.timers.end();
    this.fakeTimersModern.dispose();
    this.putBack();
    if (left.length === 0) return;
    const told = `This test file left open: ${left.join(', ')}`;
    // A test that failed may not have come to its end: that is told as what it is.
    if (this.failed === 0) throw new Error(told);
    process.stderr.write(`\n${told}\n`);
  }
}

/** Remembers what test files change in the process they share. What this gives puts it back. */
function kept() {
  const { console } = globalThis;
  const { env, exit } = process;
  const before = { ...env };
  return () => {
    Object.assign(globalThis, { console });
    Object.assign(process, { env, exit });
    for (const key of Object.keys(env)) if (!Object.hasOwn(before, key)) delete env[key];
    Object.assign(env, before);
    delete globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')];
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
  };
}

/**
 * Keeps the timers a file starts. `live`: how many keep the process alive; `end` ends those, and lets none begin any more. Those
 * that keep nothing alive may belong to a package that the next file uses as well.
 */
function ownTimers(global) {
  const real = {};
  for (const name of ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'])
    real[name] = global[name];
  const live = new Set();
  let over = false;
  for (const start of ['setTimeout', 'setInterval']) {
    const own = (callback, ms, ...args) => {
      const timer = real[start](
        function (...given) {
          if (start === 'setTimeout') live.delete(timer);
          if (!over || !timer.hasRef()) callback.apply(this, given);
        },
        ms,
        ...args,
      );
      live.add(timer);
      return timer;
    };
    global[start] = Object.defineProperties(own, Object.getOwnPropertyDescriptors(real[start]));
  }
  for (const stop of ['clearTimeout', 'clearInterval']) {
    global[stop] = (timer) => {
      live.delete(timer);
      real[stop](timer);
    };
  }
  const keepsAlive = (timer) => timer.hasRef?.() === true;
  return {
    live: () => [...live].filter(keepsAlive).length,
    end() {
      over = true;
      Object.assign(global, real);
      for (const timer of live) if (keepsAlive(timer)) real.clearTimeout(timer);
      live.clear();
    },
  };
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
