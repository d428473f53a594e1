/** The service in a process of its own, with all of its doors: told of its surroundings, asked about its memory. */
import { openDoors, type Surroundings } from '../../support/three-doors.js';
import { fill } from '../who-may/world.js';
import type { Asked, Told } from './child.js';

const tell = (told: Told): void => void process.send?.(told);
const errors: string[] = [];
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts: object, message: string) => {
    errors.push(`${message} ${JSON.stringify(facts)}`);
    errors.splice(0, errors.length - 100);
  },
};

const around = JSON.parse(process.argv[2] ?? '') as Surroundings & { readonly playground: boolean };
const doors = await openDoors(around, log, { playground: around.playground });
const { sectionId, targets } = await fill(doors);
await doors.app.work.sweep();
await doors.settled();

process.on('message', (asked: Asked) => {
  void (async () => {
    await doors.settled();
    if (asked === 'stop') {
      await doors.stop();
      process.exit(0);
    }
    for (let i = 0; i < 3; i += 1) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    tell({ kind: 'rest', rss, heapUsed: heapUsed + external, errors: errors.splice(0) });
  })();
});
tell({ kind: 'ready', url: doors.url, sectionId, targets });
