import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiled } from './jest/compiled.cjs';

/** Own files are imported by the name they have after compilation, so `./redis.js` may be `./redis.ts` here. */
export function resolve(specifier, context, next) {
  if (!/^\..*\.js$/.test(specifier) || existsSync(new URL(specifier, context.parentURL)))
    return next(specifier, context);
  return next(specifier.replace(/\.js$/, '.ts'), context);
}

export function load(url, context, next) {
  if (!/\.ts(\?|$)/.test(url)) return next(url, context);
  return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
}
