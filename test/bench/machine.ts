/** On what was measured: figures of another machine, or of other versions, are other figures. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** Those whose cost is part of a row, ours or a rival's. */
const PACKAGES = [
  '@slack/bolt',
  'botbuilder',
  '@microsoft/agents-hosting',
  'chat',
  'ioredis',
  'pg',
  'exceljs',
  'hucre',
];

export type Machine = {
  /** all of it in a line */
  readonly words: string;
};

const root = createRequire(import.meta.url).resolve('../../package.json');
const lock = JSON.parse(readFileSync(new URL('package-lock.json', `file://${root}`), 'utf8')) as {
  packages: Record<string, { version?: string }>;
};
const versionOf = (name: string) => lock.packages[`node_modules/${name}`]?.version ?? '?';

export const machine: Machine = {
  words: [
    `Node.js ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model.trim() || process.arch}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    ...PACKAGES.map((name) => `${name} ${versionOf(name)}`),
  ].join(', '),
};
