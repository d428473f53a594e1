/**
 * `npm run pictures`: plays the scenes in the demo and writes the pictures of the documents anew. `-- --leaflets FOLDER`
 * also prints the leaflets there, as PDF.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import setUp from '../support/global-setup.mjs';
import tearDown from '../support/global-teardown.mjs';

const { values } = parseArgs({ options: { leaflets: { type: 'string' } } });
await setUp();
try {
  const { startDemo } = await import('../chat/playground/server.js');
  const { openBrowser } = await import('../support/chromium.js');
  const { playScenes, writeScenes } = await import('./scenes.js');
  const { leafletNames, printLeaflet } = await import('../documents/leaflets.js');
  const [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  try {
    const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
    await mkdir(folder, { recursive: true });
    await writeScenes(await playScenes(demo, browser), folder);
    console.log(folder);
    if (values.leaflets !== undefined) {
      await mkdir(values.leaflets, { recursive: true });
      for (const name of await leafletNames()) {
        const path = join(values.leaflets, `${name}.pdf`);
        await writeFile(path, await printLeaflet(name, browser));
        console.log(path);
      }
    }
  } finally {
    await browser.close();
    await demo.end();
  }
} finally {
  await tearDown();
}
