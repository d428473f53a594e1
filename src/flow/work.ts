/**
 * The work that goes on behind the answers: effects performed in order for each person, notices delivered when the
 * record has changed, and a sweep that takes up what a crash or an outage left behind.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { deliverDue } from './deliver.js';
import { inputOfEffect, type Log } from './log.js';
import { makePerform, type Perform } from './perform.js';
import type { Clock, Drafts, FindPlace, KeptEffect, MakeFile, Messenger, Notices, Record } from './ports.js';
import { makeStriker } from './strike.js';

/** Whoever is at an effect says so this often; after so long without a word it was left behind by a crash. */
const RENEW_EVERY_MS = 2_500;
const LEFT_BEHIND_MS = 4 * RENEW_EVERY_MS;
/** What could not be done here is taken up again after this time. */
const RETRY_AFTER_MS = 30_000;
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
  findPlace?: FindPlace;
  clock: Clock;
  log: Log;
  renewEveryMs?: number;
}): Work {
  const { drafts, clock, log, renewEveryMs = RENEW_EVERY_MS } = parts;
  const striker = makeStriker(drafts, log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const struck = (id: string) => {
    underWay.delete(id);
    striker.later(id);
  };
  const perform: Perform = makePerform({ ...parts, changed: () => wake(), struck, signal });
  const lines = new Map<string, Promise<void>>();
  /** Effects in a line of this process: the sweep leaves them alone, however slow the platform is. */
  const underWay = new Set<string>();
  let renewing: NodeJS.Timeout | null = null;
  let delivering: Promise<void> | null = null;
  let again = false;

  function start(effects: readonly KeptEffect[]): void {
    const person = effects[0]?.person;
    if (person === undefined) return;
    const own = new Set<string>();
    const began = (some: readonly KeptEffect[]) => {
      for (const { id } of some) {
        own.add(id);
        underWay.add(id);
      }
    };
    began(effects);
    renewing ??= setInterval(() => void renew([...underWay], clock.now()), renewEveryMs).unref();
    const line = (lines.get(person) ?? Promise.resolve())
      .then(async () => {
        for (const effect of effects) await perform(effect, began);
      })
      .catch((error: unknown) => {
        const [{ id } = { id: '' }] = effects;
        log.error(
          { input: inputOfEffect(id), effect: id, reason: reasonOf(error) },
          'effect left to the sweep',
        );
      })
      .finally(async () => {
        await leave([...own].filter((id) => underWay.has(id)));
        if (lines.get(person) === line) lines.delete(person);
        if (underWay.size > 0 || renewing === null) return;
        clearInterval(renewing);
        renewing = null;
      });
    lines.set(person, line);
  }

  /** Effects that could not be done: to be tried later, or at once by another instance when this one stops. */
  async function leave(ids: readonly string[]): Promise<void> {
    const againMs = signal.aborted ? -1 : RETRY_AFTER_MS;
    await renew(ids, new Date(clock.now().getTime() - LEFT_BEHIND_MS + againMs));
    for (const id of ids) underWay.delete(id);
  }

  async function renew(ids: readonly string[], at: Date): Promise<void> {
    await drafts.renew(ids, at.toISOString()).catch((error: unknown) => {
      log.warn({ effects: ids.length, reason: reasonOf(error) }, 'effects under way not renewed');
    });
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
