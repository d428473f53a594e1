/** The thread that `painter.ts` starts: one picture after the other, each answered with its PNG or with what went wrong. */
import { parentPort } from 'node:worker_threads';
import type { Picture } from '../core/cards/card.js';
import { paint } from './paint.js';

export type Wanted = { readonly id: number; readonly picture: Picture; readonly zoom: number };
export type Painted = { readonly id: number } & ({ readonly png: Uint8Array } | { readonly fault: string });

parentPort?.on('message', ({ id, picture, zoom }: Wanted) => {
  let painted: Painted;
  try {
    painted = { id, png: new Uint8Array(paint(picture, zoom)) };
  } catch (fault) {
    painted = { id, fault: fault instanceof Error ? fault.message : String(fault) };
  }
  parentPort?.postMessage(painted);
});
