// Lets plain Node run the sources as they are: `node --import ./test/support/typescript.mjs src/….ts`.
// For tests that need a process of its own (to kill it, for instance) and for jest's global set-up.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
