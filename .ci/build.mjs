// Puts src and the packages it needs together in dist when a source is newer than the last time; says nothing when not.
// Node.js takes longer to find a thousand small files than to run them, and keeps the text of each in memory.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';
import { fail, say } from './packages.mjs';

const root = new URL('../', import.meta.url);
const stamp = new URL('dist/.built', root);
const readForTests = new URL('.cache/read-texts.mjs', root);

/** Programs of their own: the command line, the processes that read and write files and set PDFs, the watchdog's thread and the painter's. */
const PROGRAMS = {
  cli: 'src/cli.ts',
  'workbook/worker/worker-process': 'src/workbook/worker/worker-process.ts',
  'workbook/pdf/typesetter-process': 'src/workbook/pdf/typesetter-process.ts',
  'monitor/watchdog-thread': 'src/monitor/watchdog-thread.ts',
  'picture/painter-thread': 'src/picture/painter-thread.ts',
};
/**
 * Packages that stay as they are: what only some commands need, or what looks for its own files. The libraries of the
 * templates take a fifth of a second to load and are seldom asked once the templates were read here.
 */
const LEFT_OUT = [
  '@myriaddreamin/typst-ts-node-compiler',
  '@resvg/resvg-js',
  'adaptive-expressions',
  'adaptivecards',
  'adaptivecards-templating',
  'react',
  'react-dom',
  'slack-blocks-to-jsx',
];

/** Packages that are no modules ask for those of Node.js by `require`. */
const BANNER = {
  js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);`,
};

/**
 * Where Node.js 20 has no `navigator`, pg asks `Response` whether it runs elsewhere, and with that loads all of fetch: an
 * eighth of the time of a start.
 */
const DEFINED = { navigator: JSON.stringify({ userAgent: 'Node.js' }) };

export async function ensureBuilt() {
  if (isCurrent()) return;
  mkdirSync(new URL('.cache/', root), { recursive: true });
  await withLock(new URL('.cache/build.lock', root), async () => {
    if (!isCurrent()) await buildAll();
  });
}

function isCurrent() {
  if (!existsSync(stamp) || !existsSync(readForTests)) return false;
  const built = statSync(stamp).mtimeMs;
  const inputs = ['.ci/build.mjs', 'tsconfig.json', 'node_modules/.package-lock.json'];
  // A folder's time changes when a file in it is added or removed.
  for (const folder of ['src', 'cards']) {
    inputs.push(folder);
    for (const entry of readdirSync(new URL(folder, root), { recursive: true })) inputs.push(`${folder}/${entry}`);
  }
  return inputs.every((path) => statSync(new URL(path, root)).mtimeMs < built);
}

async function buildAll() {
  say('組み立てています…', 'Building …');
  const startedAt = new Date();
  const { build } = await import('esbuild');
  const folder = fileURLToPath(root);
  const made = await build({
    absWorkingDir: folder,
    entryPoints: PROGRAMS,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: LEFT_OUT,
    legalComments: 'none',
    // Names stay, for traces; `NODE_OPTIONS=--enable-source-maps` tells the lines, too.
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    banner: BANNER,
    define: DEFINED,
    plugins: [readTexts, ownSentences, inAscii],
  }).catch(() => fail('組み立てられませんでした。上の行をご覧ください。', 'Building failed; see above.'));
  removeOthers(new Set(Object.keys(made.metafile.outputs).map((path) => resolve(folder, path))));
  writeFileSync(stamp, startedAt.toISOString());
}

/** Puts what the texts of the templates say into src/chat/render/read-texts.ts, so that no service has to read them. */
const readTexts = {
  name: 'read-texts',
  setup({ onLoad, esbuild }) {
    onLoad({ filter: /[\\/]chat[\\/]render[\\/]read-texts\.ts$/ }, async () => {
      const reader = fileURLToPath(new URL('.cache/read-text.mjs', root));
      await esbuild.build({
        absWorkingDir: fileURLToPath(root),
        entryPoints: ['src/chat/render/expression.ts'],
        outfile: reader,
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        external: LEFT_OUT,
        logLevel: 'warning',
      });
      const { holdsExpression, readText } = await import(pathToFileURL(reader).href);
      const texts = [...textsOfTemplates()].filter(holdsExpression).sort();
      const read = Object.fromEntries(texts.map((text) => [text, readText(text)]));
      const contents = `export const READ_TEXTS = ${JSON.stringify(read)};`;
      // The tests take these as well: to read them takes longer than most test files.
      writeFileSync(readForTests, contents);
      return { contents, loader: 'js' };
    });
  },
};

/** zod brings its sentences in sixty languages, a third of a megabyte read at every start; Maru says its own. */
const ownSentences = {
  name: 'own-sentences',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {};', loader: 'js' }));
  },
};

/**
 * Writes what is not ASCII as escapes where esbuild leaves it, which is in regular expressions: V8 keeps a text with one
 * sign beyond Latin-1 in two bytes a sign, so that 「連携」 in one expression made 2.4 MB of it into 4.8.
 */
const inAscii = {
  name: 'in-ascii',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](src|node_modules[\\/]hucre)[\\/].*\.(ts|mjs)$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
      loader: path.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
};

/** Every text of the templates. */
function textsOfTemplates() {
  const texts = new Set();
  const gather = (node) => {
    if (typeof node === 'string') texts.add(node);
    else if (typeof node === 'object' && node !== null) Object.values(node).forEach(gather);
  };
  for (const name of readdirSync(new URL('cards/', root)))
    for (const platform of ['slack', 'teams'])
      gather(JSON.parse(readFileSync(new URL(`cards/${name}/${platform}.json`, root), 'utf8')));
  return texts;
}

/** What was made of sources that are gone, or were other ones. */
function removeOthers(made) {
  const dist = fileURLToPath(new URL('dist/', root));
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = resolve(entry.parentPath, entry.name);
    if (entry.isFile() && !made.has(path)) rmSync(path);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureBuilt();
