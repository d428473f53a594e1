// For `node --import`: the built service with the platforms' own limits counted on a clock that runs a million times
// faster. All the work of pacing is done, and nobody waits: what is measured is the service, not Slack's patience.
import { register } from 'node:module';

if (process.argv[1]) register('./unpaced-hooks.mjs', import.meta.url);
