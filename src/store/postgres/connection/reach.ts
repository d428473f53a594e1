/**
 * How PostgreSQL is reached: at one host, or at several of which one takes writes; directly, or through a pooler that hands
 * a connection to somebody else after each transaction. What is known of it stands in the address (addresses.ts).
 */
import pg from 'pg';
import { hostsOf } from '../../addresses.js';

export type Reach = {
  /** connects to the host that took writes last, and to the next one after that failed */
  readonly Client: typeof pg.Client;
  readonly hosts: number;
  /** nothing may be left in a session there: no setting, no lock, no named statement, no LISTEN */
  readonly isPooled: boolean;
};

/** A server that only repeats another one's record: whoever decides on what it says would decide on what was. */
class StandsBy extends Error {
  override readonly name = 'StandsBy';
  constructor(at: string) {
    super(
      `${at} は待機系で、書き込めません / ${at} is a standby (in recovery) and takes no writes; it is tried again`,
    );
  }
}

/** Faults of whoever could not connect: worth trying the next host. A client that is waited for in vain is none. */
const unconnected = new WeakSet<Error>();

/** Connections whose other end is not PostgreSQL itself. */
const behindPooler = new WeakSet<object>();
export const isBehindPooler = (client: object): boolean => behindPooler.has(client);

/** How to turn away from the host of a connection. */
const leaving = new WeakMap<object, () => void>();
/** The host of this connection went silent: the next one is to be tried first. */
export const leave = (client: object): void => leaving.get(client)?.();

/** The ways to the database of this address. */
export function reachOf(url: string): Reach {
  const { addresses, isPooled } = hostsOf(url);
  let current = 0;

  class Reaching extends pg.Client {
    readonly #at = current;

    constructor(config: pg.ClientConfig = {}) {
      const { connectionTimeoutMillis: budgetMs } = config;
      super({
        ...config,
        connectionString: addresses[current]!,
        // One that says nothing leaves time for the others.
        ...(budgetMs ? { connectionTimeoutMillis: Math.ceil(budgetMs / addresses.length) } : {}),
      });
      leaving.set(this, () => this.#leave());
      // Lost between its greeting and the first answer, when nobody listens to it yet, it would end the process.
      this.on('error', () => undefined);
      if (!isPooled) return;
      const ask = this.query.bind(this) as (...args: unknown[]) => unknown;
      // A name is known to one connection of the pooler, and the next statement may go to another.
      this.query = ((asked: unknown, ...rest: unknown[]) =>
        ask(unnamed(asked), ...rest)) as typeof this.query;
    }

    #leave(): void {
      // Others may have found the next one meanwhile.
      if (current === this.#at) current = (current + 1) % addresses.length;
    }

    override connect(): Promise<pg.Client>;
    override connect(callback: (error: Error) => void): void;
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
      const connected = this.#arrive();
      if (!callback) return connected;
      connected.then(() => callback(null as never), callback);
      return undefined;
    }

    async #arrive(): Promise<pg.Client> {
      try {
        await super.connect();
        const { rows } = await this.query<{ standby: boolean; pid: number }>(
          'select pg_is_in_recovery() as standby, pg_backend_pid() as pid',
        );
        if (rows[0]?.standby) throw new StandsBy(`${this.host}:${this.port}`);
        // PostgreSQL says its own number to whoever connects, a pooler one that it made up.
        if (rows[0]?.pid !== (this as { processID?: number }).processID) behindPooler.add(this);
        return this;
      } catch (fault) {
        this.#leave();
        if (fault instanceof Error) unconnected.add(fault);
        this.end().catch(() => undefined);
        throw fault;
      }
    }
  }
  return { Client: Reaching, hosts: addresses.length, isPooled };
}

/** A pool that asks every host, each once, before it says that none is there. */
export class SeekingPool extends pg.Pool {
  readonly #hosts: number;

  constructor(options: pg.PoolConfig, hosts: number) {
    super(options);
    this.#hosts = hosts;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): void;
  override connect(
    callback?: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): Promise<pg.PoolClient> | undefined {
    const found = seek(this.#hosts, () => super.connect());
    if (!callback) return found;
    found.then(
      (client) => callback(undefined, client, (release) => client.release(release as Error | boolean)),
      (fault: Error) => callback(fault, undefined, () => undefined),
    );
    return undefined;
  }
}

/** Connects, and again with the next host as long as there is one. */
export async function seek<T>(hosts: number, connect: () => Promise<T>): Promise<T> {
  for (let left = hosts; ; left -= 1)
    try {
      return await connect();
    } catch (fault) {
      if (left <= 1 || !isUnconnected(fault)) throw fault;
    }
}

const isUnconnected = (fault: unknown): boolean =>
  fault instanceof Error && (unconnected.has(fault) || isUnconnected(fault.cause));

function unnamed(asked: unknown): unknown {
  if (typeof asked !== 'object' || asked === null || 'submit' in asked || !('name' in asked)) return asked;
  const { name: _, ...rest } = asked;
  return rest;
}
