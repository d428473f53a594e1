import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** Own files are imported by the name they have after compilation, so `./redis.js` may be `./redis.ts` here. */
export function resolve(specifier, context, next) {
  if (!/^\..*\.js$/.test(specifier) || existsSync(new URL(specifier, context.parentURL)))
    return next(specifier, context);
  return next(specifier.replace(/\.js$/, '.ts'), context);
}

export function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
}

/** Within a run of the tests each file is compiled once, however many processes load it. */
function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const dir = process.env.MARU_TEST_DIR;
  if (!dir) return compile(filename, source);
  const name = createHash('sha256').update(`${filename}\n${source}`).digest('hex');
  const kept = join(dir, 'compiled', `${name}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const code = compile(filename, source);
  const own = `${kept}.${randomUUID()}`;
  mkdirSync(join(dir, 'compiled'), { recursive: true });
  writeFileSync(own, code);
  renameSync(own, kept);
  return code;
}

function compile(filename, source) {
  const { transformSync } = require('@swc/core');
  const { code } = transformSync(source, {
    filename,
    sourceMaps: 'inline',
    swcrc: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return code;
}
