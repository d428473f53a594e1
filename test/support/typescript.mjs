// Lets plain Node run the sources as they are: `node --import ./test/support/typescript.mjs src/….ts`.
// For tests that need a process of its own (to kill it, for instance) and for jest's global set-up.
import * as loader from 'node:module';

const hooks = './typescript-hooks.mjs';
// The older way says on Node.js 26 that it is deprecated, and the newer one is not there before 22.15.
if (loader.registerHooks) loader.registerHooks(await import(hooks));
else loader.register(hooks, import.meta.url);
