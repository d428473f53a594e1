/**
 * The work that goes on behind the answers: effects performed in order for each person, notices delivered when the
 * record has changed, and a sweep that takes up what a crash or an outage left behind.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { deliverDue } from './deliver.js';
import { inputOfEffect, type Log } from './log.js';
import { makePerform, type Perform } from './perform.js';
import type { Clock, Drafts, KeptEffect, MakeFile, Messenger, Notices, Record } from './ports.js';
import { makeStriker } from './strike.js';

/** Effects not struck off after this time were left behind; longer than the time-out of any platform call. */
const LEFT_BEHIND_MS = 30_000;
const SWEEP_BATCH = 100;

export type Work = {
  /** Performs the effects of one input after those of the same person's earlier ones. Never rejects. */
  start(effects: readonly KeptEffect[]): void;
  /** The record has changed: deliver what is owed now. */
  wake(): void;
  /** Takes up what was left behind and delivers what is due. */
  sweep(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /**
   * Begins nothing more that can wait, and resolves when what is under way is done, or after `waitMs`: what is left then
   * is kept, and is done by another instance or by the next start.
   */
  stop(waitMs: number): Promise<void>;
};

export function makeWork(parts: {
  drafts: Drafts;
  record: Record;
  notices: Notices;
  messenger: Messenger;
  makeFile: MakeFile;
  clock: Clock;
  log: Log;
}): Work {
  const { drafts, clock, log } = parts;
  const striker = makeStriker(drafts, log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const perform: Perform = makePerform({ ...parts, changed: () => wake(), struck: striker.later, signal });
  const lines = new Map<string, Promise<void>>();
  /** Effects in a line of this process: the sweep leaves them alone, however slow the platform is. */
  const underWay = new Set<string>();
  let delivering: Promise<void> | null = null;
  let again = false;

  function start(effects: readonly KeptEffect[]): void {
    const person = effects[0]?.person;
    if (person === undefined) return;
    for (const { id } of effects) underWay.add(id);
    const line = (lines.get(person) ?? Promise.resolve())
      .then(async () => {
        for (const effect of effects) await perform(effect);
      })
      .catch((error: unknown) => {
        const [{ id } = { id: '' }] = effects;
        log.error(
          { input: inputOfEffect(id), effect: id, reason: reasonOf(error) },
          'effect left to the sweep',
        );
      })
      .finally(() => {
        for (const { id } of effects) underWay.delete(id);
        if (lines.get(person) === line) lines.delete(person);
      });
    lines.set(person, line);
  }

  function wake(): void {
    if (delivering) {
      again = true;
      return;
    }
    if (signal.aborted) return;
    delivering = deliverDue({ ...parts, signal })
      .then(() => undefined)
      .catch((error: unknown) => {
        log.error({ reason: reasonOf(error) }, 'delivery stopped; the next sweep goes on');
      })
      .finally(() => {
        delivering = null;
        if (again) {
          again = false;
          wake();
        }
      });
  }

  async function idle(): Promise<void> {
    while (lines.size > 0 || delivering) await Promise.all([...lines.values(), delivering]);
    await striker.flush();
  }

  return {
    start,
    wake,
    idle,
    async sweep() {
      // What is owed is in the record: it goes out though Redis be away.
      wake();
      const left = await drafts.claimOverdue(clock.now().toISOString(), LEFT_BEHIND_MS, SWEEP_BATCH);
      for (const effect of left) if (!underWay.has(effect.id) && !striker.has(effect.id)) start([effect]);
    },
    async stop(waitMs) {
      stopping.abort();
      const late = new AbortController();
      const waited = sleep(waitMs, 'late', { signal: late.signal });
      const ended = await Promise.race([idle(), waited]);
      late.abort();
      if (ended !== 'late') return;
      log.warn({ people: lines.size, delivering: delivering !== null }, 'left to another instance');
      await striker.flush();
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
