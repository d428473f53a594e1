// `npm run maru -- …` and `npm run demo`: whatever is missing is made, quietly, and then the program runs in
// this same process, so that signals reach it and its exit code is ours.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensurePackages, fail } from './packages.mjs';

const cli = new URL('../dist/cli.js', import.meta.url);

await ensurePackages();
const { ensureBuilt } = await import('./build.mjs');
await ensureBuilt();
if (!existsSync(cli)) fail('src/cli.ts がありません。', 'There is no src/cli.ts.');
process.argv[1] = fileURLToPath(cli);
await import(cli);
