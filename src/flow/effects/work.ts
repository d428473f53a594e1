/**
 * The work that goes on behind the answers: effects performed in order for each person, notices delivered when the
 * record has changed, and a sweep that takes up what a crash or an outage left behind.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { NewerRow } from '../../core/text/stored-json.js';
import { ENDS_WITHIN_MS, endsWithin } from '../ends-within.js';
import type { MakeFile } from '../file-ports.js';
import { inputOfEffect, type Log, reasonOf } from '../log.js';
import { deliverDue } from '../notices/deliver.js';
import type { Notices } from '../notices/notices-port.js';
import type { Clock, Drafts, FindPlace, KeptEffect, LookAgain, Mark, Messenger, Record } from '../ports.js';
import { makeCompletedEffects } from './completed-effects.js';
import { makePerform, type Perform, type TakeArrival } from './perform.js';

/** Whoever is at an effect says so this often; after so long without a word it was left behind by a crash. */
const RENEW_EVERY_MS = 2_500;
const LEFT_BEHIND_MS = 4 * RENEW_EVERY_MS;
/** What could not be done here is taken up again after this time. */
const RETRY_AFTER_MS = 30_000;
const SWEEP_BATCH = 100;
/** Asked for to see whether the record answers. */
const NOBODY = { person: '', from: null, named: null };

/** What came, as its platform sent it. */
type Arrival = { readonly input: string; readonly account: string; readonly body: unknown };

export type Work = {
  /**
   * Performs the effects of one input after those of the same person's earlier ones. Resolves when nothing more comes of
   * them here; never rejects.
   */
  start(effects: readonly KeptEffect[]): Promise<void>;
  /**
   * Keeps what an account sent of which it is not known yet whose it is, and has it taken once that is known, after what
   * the account sent before. Rejects when it is not kept: then the platform is to send it again.
   */
  keep(arrival: Arrival): Promise<void>;
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
  lookAgain?: LookAgain;
  takeArrival?: TakeArrival;
  clock: Clock;
  log: Log;
  /** told what the process is at, for its watchdog */
  mark?: Mark;
  renewEveryMs?: number;
  /** milliseconds after which it is announced that the record takes its time */
  announceAfterMs?: number | undefined;
}): Work {
  const { drafts, record, clock, log, mark = () => undefined, renewEveryMs = RENEW_EVERY_MS } = parts;
  const striker = makeCompletedEffects(drafts, log);
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
  let looked: Promise<unknown> = Promise.resolve();
  /** whether what was left behind is to be taken up, and not only what the record has just come to owe */
  let isSweep = false;
  let again = false;

  function start(effects: readonly KeptEffect[]): Promise<void> {
    const person = effects[0]?.person;
    if (person === undefined) return Promise.resolve();
    const own = new Set<string>();
    const began = (some: readonly KeptEffect[]) => {
      for (const { id } of some) {
        own.add(id);
        underWay.add(id);
      }
    };
    began(effects);
    renewing ??= setInterval(() => void renew([...underWay], clock.now()), renewEveryMs).unref();
    let at = '';
    let failed: { id: string; reason: string } | undefined;
    const line = (lines.get(person) ?? Promise.resolve())
      .then(async () => {
        for (const effect of effects) {
          at = effect.id;
          mark(`effect ${at}`);
          await endsWithin(ENDS_WITHIN_MS, perform(effect, began));
          mark('');
        }
      })
      .catch(async (error: unknown) => {
        const reason = reasonOf(error);
        log.error({ input: inputOfEffect(at), effect: at, reason }, 'effect left to the sweep');
        // While the record is away everything fails, and nothing is to blame for it; what a newer version has written is its to do.
        const isAway = await record.context(NOBODY, clock.now()).then(
          () => false,
          () => true,
        );
        if (!isAway && !(error instanceof NewerRow)) failed = { id: at, reason };
      })
      .finally(async () => {
        await leave(
          [...own].filter((id) => underWay.has(id)),
          failed,
        );
        if (lines.get(person) === line) lines.delete(person);
        if (underWay.size > 0 || renewing === null) return;
        clearInterval(renewing);
        renewing = null;
      });
    lines.set(person, line);
    return line;
  }

  /** Effects that could not be done: to be tried later, or at once by another instance when this one stops. */
  async function leave(
    ids: readonly string[],
    failed: { readonly id: string; readonly reason: string } | undefined,
  ): Promise<void> {
    // First: a renewal that came after this would hide from everybody that they are left.
    for (const id of ids) underWay.delete(id);
    const since = new Date(clock.now().getTime() - LEFT_BEHIND_MS).toISOString();
    await drafts
      .leave(ids, since, signal.aborted ? -1 : RETRY_AFTER_MS, failed)
      .catch((error: unknown) => notRenewed(ids, error));
  }

  const notRenewed = (ids: readonly string[], error: unknown) =>
    log.warn({ effects: ids.length, reason: reasonOf(error) }, 'effects under way not renewed');

  /**
   * One that ended a process before, after all notices: nothing but what came in meanwhile is beside it. The others of its
   * kind come after the notices that have fallen due by then.
   */
  async function performAlone(): Promise<void> {
    if (!isSweep || signal.aborted) return;
    isSweep = false;
    const [one] = await takeUp(async (now) => {
      const alone = await drafts.claimAlone(now, LEFT_BEHIND_MS);
      return alone ? [alone] : [];
    });
    if (!one) return;
    isSweep = true;
    again = true;
    await lines.get(one.person);
  }

  /**
   * Starts what was left behind, and gives it. One look after the other: what the one before was given would count as left
   * behind, or as begun in vain too often, if the next came before its answer. Nor does what this process is at, or has
   * just done, count as that after a pause.
   */
  function takeUp(claim: (now: string) => Promise<readonly KeptEffect[]>): Promise<readonly KeptEffect[]> {
    const taken = looked.then(async () => {
      const now = clock.now();
      await Promise.all([striker.flush(), underWay.size > 0 && renew([...underWay], now)]);
      const left = await claim(now.toISOString());
      for (const effect of left) if (!underWay.has(effect.id) && !striker.has(effect.id)) start([effect]);
      return left;
    });
    looked = taken.catch(() => undefined);
    return taken;
  }

  async function renew(ids: readonly string[], at: Date): Promise<void> {
    await drafts.renew(ids, at.toISOString()).catch((error: unknown) => notRenewed(ids, error));
  }

  function wake(): void {
    if (delivering) {
      again = true;
      return;
    }
    if (signal.aborted) return;
    delivering = deliverDue({ ...parts, signal })
      .then(performAlone)
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
    await parts.messenger.idle?.();
    await striker.flush();
  }

  return {
    start,
    async keep({ input, account, body }) {
      const at = clock.now().toISOString();
      const kept: KeptEffect = {
        id: `${input}#arrival`,
        person: account,
        effect: { kind: 'arrival', body },
        at,
      };
      await drafts.keep(kept);
      log.info({ input }, 'kept until it is known who sent it');
      // Sent again before that, it is one input all the same.
      if (!underWay.has(kept.id)) start([kept]);
    },
    wake,
    idle,
    async sweep() {
      // What is owed is in the record: it goes out though Redis be away.
      isSweep = true;
      wake();
      await takeUp((now) => drafts.claimOverdue(now, LEFT_BEHIND_MS, SWEEP_BATCH));
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
