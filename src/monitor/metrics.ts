/**
 * What Prometheus reads. Everything is counted where it happens, by wrapping the parts of the flow; what stands in the
 * stores is counted when somebody looks, so that a reply costs no further call.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { platformOf } from '../chat/messengers.js';
import type { Platform } from '../chat/platform.js';
import { COMMAND_KINDS } from '../core/decision/command.js';
import type { Handle } from '../flow/handle.js';
import type { InputOutcome, MetricsPort, PlatformErrorKind } from '../flow/metrics-port.js';
import { type Drafts, type Messenger, PlatformError, type Record } from '../flow/ports.js';
import type { Tick } from '../flow/tick.js';
import { FSYNC_POLICIES, type Fsync } from '../store/redis/keeping.js';
import {
  COMMAND_OUTCOMES,
  COMMIT_ANSWERS,
  DELIVERIES,
  INPUT_OUTCOMES,
  PLATFORM_ERROR_KINDS,
  REFUSAL_REASONS,
} from './labels.js';

/** Seconds. Teams and Slack wait three seconds for an acknowledgement, and half a second is Maru's own aim. */
const ACKNOWLEDGE_BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
const STEP_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1];
const DELIVER_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What is counted in the stores while somebody waits for the answer. */
export type StoreCounts = {
  /** notices by state, and how long the oldest that could go out has been due, in milliseconds; rejects when PostgreSQL is away */
  notices(): Promise<{ readonly states: Readonly<{ [state: string]: number }>; readonly oldestMs: number }>;
  /** effects kept and not struck off yet; rejects when Redis is away */
  effects(): Promise<number>;
  /** what is put aside, by kind; rejects when PostgreSQL is away */
  putAside(): Promise<Readonly<{ [kind: string]: number }>>;
  /** how long ago a head of the history was last where it is to be, in milliseconds; null: heads are not signed */
  readonly sealed: (() => Promise<number>) | null;
};

export type Metrics = {
  readonly meter: MetricsPort;
  /** Begins what is counted of these platforms at 0. */
  platforms(served: readonly Pick<Platform, 'name' | 'methods'>[]): void;
  /** The parts of the flow, counted. */
  handle(handle: Handle): Handle;
  drafts(drafts: Drafts): Drafts;
  record<R extends Record>(record: R): R;
  messenger(messenger: Messenger): Messenger;
  tick(tick: Tick): Tick;
  /** How Redis brings what it is given to its disk; null: not well enough. */
  durability(fsync: Fsync | null): void;
  /** Whether a platform takes our credentials. */
  accepted(platform: string, accepts: boolean): void;
  /** What to count in the stores whenever the metrics are read. */
  watch(counts: StoreCounts): void;
  /** All of it in Prometheus' text format. Never rejects because a store is away: that is one of the figures. */
  text(): Promise<{ readonly type: string; readonly body: string }>;
};

/** Makes the metrics of one process. `version` is told in `maru_info`. */
export function openMetrics(version: string, now: () => Date = () => new Date()): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const named = <L extends string>(name: string, help: string, labelNames: readonly L[]) => ({
    name,
    help,
    labelNames,
    registers,
  });

  new Gauge(named('maru_info', 'version of Maru, always 1', ['version'])).set({ version }, 1);
  const inputs = new Counter(
    named('maru_inputs_total', 'what came in, by platform and outcome', ['platform', 'outcome']),
  );
  const commits = new Counter(
    named('maru_commits_total', 'commits of a step to Redis, by answer', ['answer']),
  );
  const commands = new Counter(
    named('maru_commands_total', 'commands given to the record, by kind and outcome', ['command', 'outcome']),
  );
  const refusals = new Counter(
    named('maru_refusals_total', 'commands that the record refused, by reason', ['reason']),
  );
  const errors = new Counter(
    named('maru_platform_errors_total', 'calls a platform did not carry out', ['platform', 'method', 'kind']),
  );
  const acknowledge = new Histogram({
    ...named('maru_acknowledge_seconds', 'from a request to its acknowledgement', ['platform']),
    buckets: ACKNOWLEDGE_BUCKETS_S,
  });
  const step = new Histogram({
    ...named('maru_step_seconds', 'one input read, stepped and committed', ['platform']),
    buckets: STEP_BUCKETS_S,
  });
  const deliver = new Histogram({
    ...named('maru_deliver_seconds', 'one message sent, with the wait for its turn', ['platform', 'method']),
    buckets: DELIVER_BUCKETS_S,
  });
  const ticked = new Gauge(
    named('maru_last_tick_timestamp_seconds', 'when this process last finished a tick of the clock', []),
  );
  const up = new Gauge(named('maru_store_up', '1: the store answered just now', ['store']));
  const durable = new Gauge(
    named('maru_redis_durability', '1: how Redis writes to its disk; none: what was answered may be lost', [
      'policy',
    ]),
  );
  const accepted = new Gauge(
    named('maru_platform_accepted', '0: the platform refuses our credentials', ['platform']),
  );
  const notices = new Gauge(named('maru_notices', 'notices that are not settled, by state', ['state']));
  const oldest = new Gauge(
    named('maru_notice_oldest_owed_seconds', 'how long the oldest notice that could go out has been due', []),
  );
  const effects = new Gauge(named('maru_effects_left', 'effects kept in Redis and not struck off yet', []));
  const aside = new Gauge(
    named('maru_put_aside', 'work that is not begun any more until somebody asks for it, by kind', ['kind']),
  );
  const sealed = new Gauge(
    named('maru_seal_age_seconds', 'how long ago a signed head of the history was last put away', []),
  );
  sealed.remove();
  let counts: StoreCounts | null = null;
  for (const answer of COMMIT_ANSWERS) commits.inc({ answer }, 0);
  for (const command of Object.keys(COMMAND_KINDS))
    for (const outcome of COMMAND_OUTCOMES) commands.inc({ command, outcome }, 0);
  for (const reason of REFUSAL_REASONS) refusals.inc({ reason }, 0);

  function begin({ name: platform, methods = [] }: Pick<Platform, 'name' | 'methods'>): void {
    // Until it says otherwise: a service that is refused at its start does not serve.
    accepted.set({ platform }, 1);
    for (const outcome of INPUT_OUTCOMES) inputs.inc({ platform, outcome }, 0);
    for (const histogram of [acknowledge, step]) histogram.zero({ platform });
    for (const method of DELIVERIES) deliver.zero({ platform, method });
    for (const method of methods)
      for (const kind of PLATFORM_ERROR_KINDS) errors.inc({ platform, method, kind }, 0);
  }

  async function timed<T>(histogram: { observe(seconds: number): void }, work: Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work;
    } finally {
      histogram.observe((performance.now() - began) / 1000);
    }
  }

  async function countNotices({ notices: ask }: StoreCounts): Promise<void> {
    notices.reset();
    oldest.remove();
    try {
      const { states, oldestMs } = await ask();
      for (const [state, many] of Object.entries(states)) notices.set({ state }, many);
      oldest.set(oldestMs / 1000);
      up.set({ store: 'postgresql' }, 1);
    } catch {
      up.set({ store: 'postgresql' }, 0);
    }
  }

  async function countAside({ putAside: ask }: StoreCounts): Promise<void> {
    aside.reset();
    const kinds = await ask().catch(() => ({}));
    for (const [kind, many] of Object.entries(kinds)) aside.set({ kind }, many);
  }

  async function countEffects({ effects: ask }: StoreCounts): Promise<void> {
    effects.remove();
    try {
      effects.set(await ask());
      up.set({ store: 'redis' }, 1);
    } catch {
      up.set({ store: 'redis' }, 0);
    }
  }

  async function lookAtSeal({ sealed: ask }: StoreCounts): Promise<void> {
    if (ask) sealed.set((await ask()) / 1000);
  }

  return {
    platforms: (served) => served.forEach(begin),
    meter: {
      input: (platform, outcome) => inputs.inc({ platform, outcome }),
      acknowledged: (platform, ms) => acknowledge.observe({ platform }, ms / 1000),
      platformError: (platform, method, error) => errors.inc({ platform, method, kind: kindOf(error) }),
    },
    handle: (handle) => async (input, budget) => {
      const platform = platformOf(input.place);
      const handled = await timed(step.labels(platform), handle(input, budget));
      inputs.inc({ platform, outcome: handled.status satisfies InputOutcome });
      return handled;
    },
    drafts: (drafts) => ({
      ...drafts,
      async commit(turn, budget) {
        try {
          const answer = await drafts.commit(turn, budget);
          commits.inc({ answer });
          return answer;
        } catch (error) {
          commits.inc({ answer: 'failed' });
          throw error;
        }
      },
    }),
    record: (record) => ({
      ...record,
      async execute(effectId, person, source, command, ...rest) {
        try {
          const outcome = await record.execute(effectId, person, source, command, ...rest);
          commands.inc({ command: command.kind, outcome: outcome.ok ? 'ok' : 'refused' });
          if (!outcome.ok) refusals.inc({ reason: outcome.refusal.reason });
          return outcome;
        } catch (error) {
          commands.inc({ command: command.kind, outcome: 'failed' });
          throw error;
        }
      },
    }),
    messenger: (messenger) => ({
      ...messenger,
      post: (place, ...rest) =>
        timed(deliver.labels(platformOf(place), 'post'), messenger.post(place, ...rest)),
      postFile: (place, ...rest) =>
        timed(deliver.labels(platformOf(place), 'post_file'), messenger.postFile(place, ...rest)),
      edit: (ref, ...rest) =>
        timed(deliver.labels(platformOf(ref.place), 'edit'), messenger.edit(ref, ...rest)),
      find: (place, ...rest) =>
        timed(deliver.labels(platformOf(place), 'find'), messenger.find(place, ...rest)),
    }),
    tick: (tick) => async () => {
      const looked = await tick();
      ticked.set(now().getTime() / 1000);
      return looked;
    },
    durability(fsync) {
      for (const policy of [...FSYNC_POLICIES, 'none'])
        durable.set({ policy }, (fsync ?? 'none') === policy ? 1 : 0);
    },
    accepted: (platform, accepts) => accepted.set({ platform }, accepts ? 1 : 0),
    watch(given) {
      counts = given;
    },
    async text() {
      if (counts)
        await Promise.all([
          countNotices(counts),
          countEffects(counts),
          countAside(counts),
          lookAtSeal(counts),
        ]);
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };
}

function kindOf(error: unknown): PlatformErrorKind {
  if (!(error instanceof PlatformError)) return 'bug';
  if (error.options.doubtful) return 'doubtful';
  if (error.options.gone) return 'gone';
  return error.kind;
}
