/**
 * Draws pictures in a thread beside the one that answers. It begins with the first picture and stays for a day: whoever looks
 * once an hour does not wait each time until it has begun and read its font. Before the first it takes no memory.
 */
import { Worker } from 'node:worker_threads';
import type { Draw } from '../flow/ports.js';
import { fromRoot } from '../package/root.js';
import type { Painted, Wanted } from './painter-thread.js';

/** One picture takes a tenth of a second; a thread that takes so long does nothing any more. */
const PICTURE_MS = 10_000;
const IDLE_MS = 24 * 3_600_000;
/** Megabytes: the font takes 15; what is drawn is outside of it. */
const HEAP_MB = 128;

export type Painter = {
  readonly draw: Draw;
  close(): Promise<void>;
};

/** The compiled thread; run from source, as tests do, it is drawn right here. */
const compiled = import.meta.url.endsWith('.js') ? fromRoot('dist/picture/painter-thread.js') : null;

/** A painter; `thread` is another one than was built, or null for none. */
export function openPainter({
  thread = compiled,
  pictureMs = PICTURE_MS,
}: {
  readonly thread?: URL | null;
  readonly pictureMs?: number;
} = {}): Painter {
  type Waiting = { done(png: Uint8Array): void; failed(fault: Error): void };
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  /** Whoever still waits hears why. */
  async function end(why: string): Promise<void> {
    clearTimeout(idle);
    const ended = worker;
    worker = null;
    const left = [...waiting.values()];
    waiting.clear();
    for (const one of left) one.failed(new Error(why));
    await ended?.terminate();
  }

  function begin(entry: URL): Worker {
    const begun = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    begun.unref();
    begun.on('message', (painted: Painted) => {
      const one = waiting.get(painted.id);
      waiting.delete(painted.id);
      if ('png' in painted) one?.done(painted.png);
      else one?.failed(new Error(painted.fault));
    });
    const over = (why: string) => {
      if (worker === begun) void end(why);
    };
    begun.on('error', (fault) => over(fault.message));
    begun.on('exit', (code) => over(`the thread ended with ${code}`));
    return begun;
  }

  const draw: Draw = async (picture, zoom) => {
    if (thread === null) return (await import('./paint.js')).paint(picture, zoom);
    clearTimeout(idle);
    worker ??= begin(thread);
    last += 1;
    const id = last;
    const drawing = new Promise<Uint8Array>((done, failed) => waiting.set(id, { done, failed }));
    const late = setTimeout(() => void end(`no picture within ${pictureMs} ms`), pictureMs);
    worker.postMessage({ id, picture, zoom } satisfies Wanted);
    try {
      return await drawing;
    } finally {
      clearTimeout(late);
      if (waiting.size === 0) idle = setTimeout(() => void end('idle'), IDLE_MS).unref();
    }
  };
  return {
    draw,
    close: () => end('closed'),
  };
}
