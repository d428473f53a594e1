/** People who answer a question each while something is broken, and what became of each answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readDesk } from '../../src/core/draft/drafts.js';
import { deskKey } from '../../src/store/redis/shards.js';
import { PATIENCE_MS } from '../support/patience.js';
import type { ServedCity } from './served-city.js';
import type { Sent, Talker } from './talkers.js';

/** Promised (issue: stores): an answer of the service within this time, whatever the stores do. */
const ANSWERED_MS = 500;
/** Promised: back within this time of the stores' return. */
export const BACK_MS = 5_000;
const SPACING_MS = 60;
const BESIDE_EVERY_MS = 30;
/** A reply waits about so often for its turn on the machine: for the stores and back, where a request beside it does once. */
export const WAITS = 4;

export type Answered = { readonly status: number; readonly began: number; readonly ms: number };

/** Sends one request; status 0: no answer came. */
export function send(url: string, { path, body, headers }: Sent): Promise<Answered> {
  return timed(() => fetch(`${url}${path}`, { method: 'POST', body, headers: headers() }));
}

async function timed(ask: () => Promise<Response>): Promise<Answered> {
  const began = performance.now();
  const response = await ask().catch(() => null);
  await response?.arrayBuffer().catch(() => null);
  return { status: response?.status ?? 0, began, ms: performance.now() - began };
}

/**
 * How slow the machine itself was meanwhile. `longestMs`: the longest request that touches no store; `countedMs`: how much
 * time those requests count, which are asked at a fixed distance, each when the one before was answered.
 */
export type Beside = { readonly longestMs: number; readonly countedMs: number };

/** Whether something was later than promised by the clock, and by what the machine could do in that time. */
export const isLate = (ms: number, promisedMs: number, { longestMs, countedMs }: Beside): boolean =>
  ms > promisedMs + WAITS * longestMs && countedMs > promisedMs;

/**
 * Asks the service all the time for something that touches no store: how slow the machine itself is, which the service
 * cannot help. `end` gives how those went that were under way together with another request.
 */
export function besides(url: string): { end(): Promise<(other: Omit<Answered, 'status'>) => Beside> } {
  let over = false;
  const all: Answered[] = [];
  const asking = (async () => {
    while (!over) {
      all.push(await timed(() => fetch(`${url}/nothing-here`)));
      await sleep(BESIDE_EVERY_MS);
    }
  })();
  return {
    async end() {
      over = true;
      await asking;
      return (other) => {
        const meanwhile = all.filter(
          (one) => one.began < other.began + other.ms && one.began + one.ms > other.began,
        );
        return {
          longestMs: Math.max(0, ...meanwhile.map(({ ms }) => ms)),
          countedMs: meanwhile.length * BESIDE_EVERY_MS,
        };
      };
    },
  };
}

const isTaken = (status: number) => status >= 200 && status < 300;

/** Asks until it is taken; gives how long that took. */
export async function untilTaken(url: string, sent: Sent, giveUpMs: number): Promise<number> {
  const began = performance.now();
  for (;;) {
    const { status } = await send(url, sent);
    const ms = performance.now() - began;
    if (isTaken(status)) return ms;
    if (ms > giveUpMs) throw new Error(`not taken within ${giveUpMs} ms: ${status}`);
    await sleep(50);
  }
}

export type Draft = { readonly at: string; readonly turn: number; readonly result: string | undefined };

/** The one draft of a person as it is kept; null when there is none. */
export function draftOf(city: ServedCity, { id }: Talker): Promise<Draft | null> {
  return city.redis.ask(async (redis) => {
    const body = await redis.hget(deskKey(id), 'body');
    const desk = body === null ? null : readDesk(body);
    const [draft] = Object.values(desk === null || desk === 'newer' ? {} : desk.drafts);
    if (!draft) return null;
    const [answer] = Object.values(draft.answers);
    return { at: draft.asking.at, turn: draft.turn, result: answer?.result };
  });
}

/** Everybody begins the first goal and is asked for its result. */
export async function beginAll(city: ServedCity, url: string): Promise<void> {
  for (const talker of city.talkers) {
    await untilTaken(url, talker.says('続き'), PATIENCE_MS);
    const draft = await draftOf(city, talker);
    if (draft?.at !== 'result') throw new Error(`${talker.id} was not asked: ${JSON.stringify(draft)}`);
  }
}

export type Round = {
  readonly broken: readonly string[];
  readonly taken: number;
  readonly refused: number;
  readonly slowestMs: number;
  readonly backMs: number;
};

/**
 * Everybody answers once while `fault` is on, and again what was not taken when it is off again. `mayTake`: the fault
 * is one that a reply needs not be refused for.
 */
export async function answerThrough(
  city: ServedCity,
  url: string,
  fault: { readonly name: string; begin(): Promise<void>; end(): Promise<void>; readonly mayTake: boolean },
  no: number,
): Promise<Round> {
  const broken: string[] = [];
  const answers = await Promise.all(
    city.talkers.map(async (talker, i) => ({
      talker,
      text: `${1_000 * no + i}人`,
      before: await draftOf(city, talker),
    })),
  );
  const sents = answers.map(({ talker, text }) => talker.says(text));
  const beside = besides(url);
  await fault.begin();
  const during: Promise<Answered>[] = [];
  try {
    for (const sent of sents) {
      during.push(send(url, sent));
      await sleep(SPACING_MS);
    }
    // Sent again at once, as the platforms do.
    for (const [i, sent] of sents.entries())
      during.push(during[i]!.then((first) => (isTaken(first.status) ? first : send(url, sent))));
    await Promise.all(during);
  } finally {
    await fault.end();
  }
  const answered = await Promise.all(during);
  const back = performance.now();
  const again = await Promise.allSettled(
    sents.map((sent, i) =>
      isTaken((answered[i + sents.length] as Answered).status) ? 0 : untilTaken(url, sent, PATIENCE_MS),
    ),
  );
  const backMs = performance.now() - back;
  const besideOf = await beside.end();
  const inWords = ({ longestMs, countedMs }: Beside) =>
    `${Math.round(longestMs)} ms beside, where ${countedMs} ms count`;
  for (const one of answered) {
    const { status, ms } = one;
    if (isLate(ms, ANSWERED_MS, besideOf(one)))
      broken.push(`${fault.name}: answered after ${Math.round(ms)} ms (${inWords(besideOf(one))})`);
    if (!isTaken(status) && status < 500) broken.push(`${fault.name}: answered with ${status}`);
    if (isTaken(status) && !fault.mayTake) broken.push(`${fault.name}: taken, though nothing could be kept`);
  }
  const backBeside = besideOf({ began: back, ms: backMs });
  if (isLate(backMs, BACK_MS, backBeside))
    broken.push(`${fault.name}: back only after ${Math.round(backMs)} ms (${inWords(backBeside)})`);
  for (const one of again) if (one.status === 'rejected') broken.push(`${fault.name}: ${String(one.reason)}`);
  for (const { talker, text, before } of answers) {
    const kept = await draftOf(city, talker);
    if (kept?.result !== text || kept.turn !== (before?.turn ?? 0) + 1)
      broken.push(
        `${fault.name}: ${talker.platform} ${talker.id} answered ${text}, kept is ${JSON.stringify(kept)} after ${JSON.stringify(before)}`,
      );
    await untilTaken(url, talker.says('戻る'), PATIENCE_MS);
  }
  return {
    broken,
    taken: answered.filter(({ status }) => isTaken(status)).length,
    refused: answered.filter(({ status }) => status >= 500).length,
    slowestMs: Math.round(Math.max(...answered.map(({ ms }) => ms))),
    backMs: Math.round(backMs),
  };
}
