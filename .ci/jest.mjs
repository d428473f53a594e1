// Runs jest and fails also for what jest only warns about: a test that leaves something running, and a test
// that is skipped. The counts go to .cache/jest.json.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { fail } from './packages.mjs';

const root = new URL('../', import.meta.url);
const results = fileURLToPath(new URL('.cache/jest.json', root));
/** Two runs at once must not write one file. */
const resultsOf = (run) => `${results}.${process.pid}.${run}`;
/** What jest says when a test file left something open. It then waits for ever. */
const LEFT_OPEN = /Jest did not exit|failed to exit gracefully/;
/** How long after that it may still end by itself, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Nothing told for so long: it hangs where no limit of a test ends it, in milliseconds. */
const SILENT_MS = 40 * 60_000;

/** So many runs of jest at the same time: each takes about one processor, with the stores and programs it starts. */
const LANES = 2;
/** Runs by themselves, so that two lanes end at about the same time. */
const APART = {
  browser: ['chat/playground/', 'chat/teams/agents-playground', 'demo/', 'pictures/'],
  faults: ['faults/', 'year'],
};
const paths = (names) => names.map((path) => `/test/${path}`);
const shards = ['1/4', '2/4', '3/4', '4/4'].map((shard) => [
  `--shard=${shard}`,
  '--testPathIgnorePatterns',
  '/node_modules/',
  ...paths(Object.values(APART).flat()),
]);
const apart = (name) => ['--testPathPatterns', ...paths(APART[name])];

/** Files and options that were asked for, or all tests: the longest first, what stands together runs side by side. */
const asked = process.argv.slice(2);
const runs = asked.length > 0 ? [asked] : [apart('faults'), apart('browser'), ...shards];

mkdirSync(new URL('.cache/', root), { recursive: true });
// Tests start the program as it is built, and read the templates' texts as the build has read them.
await ensureBuilt();
const current = new Set();
let stopped = false;
// Ctrl-C reaches jest from the terminal; we wait for it and tell its end as our own.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopped = true;
    if (signal !== 'SIGINT') for (const jest of current) jest.kill(signal);
  });
}

let code = 0;
let leftOpen = false;
const counted = [];
const waiting = [...runs];
const lane = async () => {
  for (let next = waiting.shift(); next && !stopped; next = waiting.shift()) {
    const ended = await run(next);
    code ||= ended;
  }
};
await Promise.all(Array.from({ length: LANES }, lane));
for (const file of runs.map((_args, i) => resultsOf(i))) {
  if (existsSync(file)) {
    counted.push(JSON.parse(readFileSync(file, 'utf8')));
    rmSync(file);
  } else code ||= 1;
}

const all = sumOf(counted);
writeFileSync(resultsOf('all'), JSON.stringify(all));
renameSync(resultsOf('all'), results);
if (runs.length > 1)
  process.stderr.write(
    `\nAll parts: ${all.numPassedTests} passed, ${all.numFailedTests} failed, ${all.numRuntimeErrorTestSuites} files not run\n`,
  );
if (leftOpen) {
  fail('終わらない処理を残したテストがあります（上の行）。', 'A test left something running (see above).');
}
if (stopped || code !== 0) process.exit(code || 1);
const skipped = all.numPendingTests + all.numTodoTests;
// With a name pattern the others are left out on purpose.
if (skipped > 0 && !asked.some((word) => /^(-t|--testNamePattern)/.test(word))) {
  fail(`実行されなかったテストが ${skipped} 件あります。`, `${skipped} tests were skipped.`);
}

/** Runs jest once and gives its exit code. */
async function run(args) {
  const jest = spawn(
    process.execPath,
    [
      '--no-warnings',
      fileURLToPath(new URL('node_modules/jest/bin/jest.js', root)),
      '--json',
      // One test file after the other: what a file left open is told by its name.
      '--runInBand',
      `--outputFile=${resultsOf(runs.indexOf(args))}`,
      ...args,
    ],
    // With --json the report for people goes to standard error, and the JSON also to standard output.
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  current.add(jest);
  jest.on('close', () => current.delete(jest));
  let tail = '';
  let warned = false;
  const hangs = () => {
    leftOpen = true;
    jest.kill('SIGKILL');
  };
  let silent = setTimeout(hangs, SILENT_MS);
  jest.on('close', () => clearTimeout(silent));
  jest.stderr.on('data', (chunk) => {
    clearTimeout(silent);
    silent = setTimeout(hangs, SILENT_MS);
    process.stderr.write(chunk);
    tail = (tail + chunk).slice(-2_000);
    if (!warned && LEFT_OPEN.test(tail)) {
      warned = true;
      leftOpen = true;
      setTimeout(() => jest.kill('SIGTERM'), PATIENCE_MS).unref();
    }
  });
  return new Promise((resolve) => jest.on('close', (status) => resolve(status ?? 1)));
}

/** The counts of several runs as those of one. */
function sumOf(parts) {
  const sum = {
    testResults: [],
    success: parts.length === runs.length,
    numPassedTests: 0,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 0,
    numTodoTests: 0,
  };
  for (const { testResults, success, ...rest } of parts) {
    sum.testResults.push(...testResults);
    sum.success &&= success;
    for (const [name, count] of Object.entries(rest)) if (Object.hasOwn(sum, name)) sum[name] += count;
  }
  return sum;
}
