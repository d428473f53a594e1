/** A tick each minute, by BullMQ on the same Redis: one run a minute however many instances there are. */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const QUEUE = 'maru-minute';
const SCHEDULER = 'tick';
/** Every full minute, whatever the time zone. */
const EVERY_MINUTE = '* * * * *';
/** The schedule is looked for this often: a Redis that was emptied has none, and nobody would be reminded any more. */
const LOOK_EVERY_MS = 5_000;
/** A schedule whose next run is so long ago has lost it. */
const LOST_AFTER_MS = 90_000;
/** Longer than BullMQ lets one command wait for work: a connection silent for so long is dead and is made anew. */
const SOCKET_TIMEOUT_MS = 20_000;
/** How long closing may take: with Redis away BullMQ would wait for it to come back. */
const CLOSE_MS = 3_000;
/** A run that was begun by an instance that died is taken up by another after this long. */
const LOCK_MS = 30_000;

export type MinuteLog = {
  warn(details: { readonly error: string }, message: string): void;
  error(details: object, message: string): void;
};

export type Minute = {
  /** Takes nothing more, waits for a run under way, and closes its connections. The schedule stays for the others. */
  close(): Promise<void>;
};

/**
 * Runs `tick` once a minute in one of the instances that share a Redis. A run that fails or is missed is made good by
 * the next: what is owed is computed anew each time.
 *
 * @param url  redis://…, with maxmemory-policy noeviction
 */
export async function startMinute(
  url: string,
  tick: () => Promise<unknown>,
  log: MinuteLog,
): Promise<Minute> {
  // BullMQ waits on its connection for as long as Redis is away; drafts must not, so these are others.
  const connect = () => {
    const redis = new Redis(url, { maxRetriesPerRequest: null, socketTimeout: SOCKET_TIMEOUT_MS });
    redis.on('error', (error: Error) =>
      log.warn({ error: error.message }, 'Redis の接続が切れました。 / Redis connection lost'),
    );
    return redis;
  };
  const [adding, working] = [connect(), connect()];
  const told = (error: Error) => log.warn({ error: error.message }, 'the minute could not be reached');
  const queue = new Queue(QUEUE, { connection: adding });
  queue.on('error', told);
  const worker = new Worker(QUEUE, async () => void (await tick()), {
    connection: working,
    concurrency: 1,
    lockDuration: LOCK_MS,
  });
  worker.on('error', told);
  worker.on('failed', (_job, error) => log.error({ reason: error.message }, 'tick failed; the next goes on'));
  const schedule = () =>
    queue.upsertJobScheduler(
      SCHEDULER,
      { pattern: EVERY_MINUTE },
      { name: SCHEDULER, opts: { removeOnComplete: true, removeOnFail: true } },
    );
  await schedule();
  let looking = false;
  const look = setInterval(() => {
    if (looking) return;
    looking = true;
    queue
      .getJobScheduler(SCHEDULER)
      .then((found) => (found?.next && found.next > Date.now() - LOST_AFTER_MS ? null : schedule()))
      .catch(told)
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY_MS);
  return {
    async close() {
      clearInterval(look);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_MS);
      });
      const closed = worker.close().then(() => queue.close());
      await Promise.race([closed.catch(told), late]);
      clearTimeout(timer);
      adding.disconnect();
      working.disconnect();
    },
  };
}
