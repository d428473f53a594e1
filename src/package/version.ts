/** The version of this program, as package.json has it. */
import { readFileSync } from 'node:fs';
import { fromRoot } from './root.js';

export const VERSION: string = (
  JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }
).version;
