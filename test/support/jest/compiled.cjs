// Sources as JavaScript, kept from run to run in .cache/compiled: each is compiled once, however many processes load it.
const { createHash, randomUUID } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');

const root = join(__dirname, '../../..');
const folder = join(root, '.cache/compiled');
const options = {
  swcrc: false,
  sourceMaps: true,
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  module: { type: 'es6' },
};
const compiler = JSON.stringify([options, require('@swc/core/package.json').version]);

/** The text of a file of TypeScript as JavaScript. */
exports.compiled = (filename) => {
  const source = readFileSync(filename, 'utf8');
  const kept = keptAt(filename);
  // What it was made of stands at its end.
  const mark = `\n//${createHash('sha256').update(compiler).update(source).digest('hex')}`;
  try {
    const code = readFileSync(kept, 'utf8');
    if (code.endsWith(mark)) return code;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const { transformSync } = require('@swc/core');
  const { code, map } = transformSync(source, { ...options, filename });
  const text = `${code}\n//# sourceMappingURL=${pathToFileURL(`${kept}.map`)}${mark}`;
  mkdirSync(folder, { recursive: true });
  put(`${kept}.map`, map);
  put(kept, text);
  return text;
};

/** Where the lines of a file that was loaded are told, by its address as a trace has it; null when it was not compiled. */
exports.compiledMap = (address) => {
  const [file] = address.split('?');
  const path = `${keptAt(file.startsWith('file:') ? fileURLToPath(file) : file)}.map`;
  return existsSync(path) ? path : null;
};

function keptAt(filename) {
  return join(folder, `${relative(root, filename).replaceAll('+', '++').replace(/[\\/]/g, '+')}.js`);
}

/** Processes that write at once do not see each other's half. */
function put(path, text) {
  const own = `${path}.${randomUUID()}`;
  writeFileSync(own, text);
  renameSync(own, path);
}
