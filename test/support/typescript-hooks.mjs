import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Own files are imported by the name they have after compilation, so `./redis.js` may be `./redis.ts` here. */
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/^\..*\.js$/.test(specifier)) throw error;
    return next(specifier.replace(/\.js$/, '.ts'), context);
  }
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: await compiled(fileURLToPath(url)), shortCircuit: true };
}

/** Within a run of the tests each file is compiled once, however many processes load it. */
async function compiled(filename) {
  const source = await readFile(filename, 'utf8');
  const dir = process.env.MARU_TEST_DIR;
  if (!dir) return compile(filename, source);
  const name = createHash('sha256').update(`${filename}\n${source}`).digest('hex');
  const kept = join(dir, 'compiled', `${name}.js`);
  try {
    return await readFile(kept, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const code = await compile(filename, source);
  const own = `${kept}.${randomUUID()}`;
  await mkdir(join(dir, 'compiled'), { recursive: true });
  await writeFile(own, code);
  await rename(own, kept);
  return code;
}

async function compile(filename, source) {
  const { transform } = await import('@swc/core');
  const { code } = await transform(source, {
    filename,
    sourceMaps: 'inline',
    swcrc: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return code;
}
