// How a run of the tests finds its modules (see runtime.cjs).
import { existsSync } from 'node:fs';
import { load } from '../typescript-hooks.mjs';

const globals = new URL('globals.mjs', import.meta.url).href;
const sources = new URL('../../../src/', import.meta.url).href;
const readTexts = new URL('../../../.cache/read-texts.mjs', import.meta.url).href;
/** Whether a file is there, by its address: sources do not come and go while the tests run. */
const there = new Map();

export { load };

export function resolve(specifier, context, next) {
  const parent = context.parentURL ?? '';
  const query = parent.split('?')[1] ?? '';
  if (specifier === '@jest/globals') return own(`${globals}?${query}`);
  if (!specifier.startsWith('.') || parent.includes('/node_modules/')) return next(specifier, context);
  // The texts of the templates as the build has read them: to read them takes longer than most test files.
  if (specifier === './read-texts.js') return own(readTexts);
  const { href } = new URL(specifier, parent);
  const typescript = href.replace(/\.js$/, '.ts');
  const found = isThere(typescript) ? typescript : href;
  if (!/\.(ts|mjs)$/.test(found)) return next(specifier, context);
  return own(query === '' || found.startsWith(sources) ? found : `${found}?${query}`);
}

function own(url) {
  return { url, format: 'module', shortCircuit: true };
}

function isThere(url) {
  if (!there.has(url)) there.set(url, existsSync(new URL(url)));
  return there.get(url);
}
