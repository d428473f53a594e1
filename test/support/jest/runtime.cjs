// Lets jest load test files as Node.js itself loads modules. jest's own way gives every file a context of its own, in which
// each of a thousand modules is linked and run anew: most of the time of the whole check. Here the sources and packages are
// loaded once for a run of jest. What lies in test/ is loaded anew for every test file, so that what a test keeps in a
// module is its own (hooks.mjs). The place for this is jest's setting `runtime`: everything else (the runner, what it
// counts and tells) is jest's.
const loader = require('node:module');
const { pathToFileURL } = require('node:url');
const { compiledMap } = require('./compiled.cjs');

const timeout = Symbol.for('TEST_TIMEOUT_SYMBOL');
let files = 0;

module.exports = class {
  constructor(_config, environment) {
    if (files === 0) hookIn();
    files += 1;
    this.environment = environment;
  }

  /** jest's own parts that hold what belongs to one test file. */
  requireInternalModule(path) {
    delete require.cache[path];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  setGlobalsForRuntime(globals) {
    const { moduleMocker, fakeTimersModern: timers, global } = this.environment;
    const jest = {
      advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
      advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
      restoreAllMocks: () => moduleMocker.restoreAllMocks(),
      setTimeout: (ms) => void Object.assign(global, { [timeout]: ms }),
      spyOn: moduleMocker.spyOn.bind(moduleMocker),
      useFakeTimers: (options) => timers.useFakeTimers(options),
      useRealTimers: () => timers.useRealTimers(),
    };
    global.maruTestGlobals = { ...globals, jest };
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(`${pathToFileURL(path)}?file=${files}`);
  }

  enterTestCode() {}

  leaveTestCode() {}

  getSourceMaps() {
    return { get: compiledMap, [Symbol.iterator]: () => [][Symbol.iterator]() };
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  teardown() {
    this.environment.moduleMocker.restoreAllMocks();
  }
};

function hookIn() {
  if (loader.registerHooks) loader.registerHooks(require('./hooks.mjs'));
  else loader.register('./hooks.mjs', pathToFileURL(__filename));
}
