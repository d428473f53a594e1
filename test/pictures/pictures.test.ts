/** The pictures of the documents are those of this Maru: the scenes are played, and the words in them are compared. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { startDemo } from '../chat/playground/server.js';
import { openBrowser } from '../support/chromium.js';
import { playScenes } from './scenes.js';

const PICTURES = new URL('../../docs/pictures/', import.meta.url);

test('they show what Maru says today; else: npm run pictures', async () => {
  const [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  try {
    const scenes = await playScenes(demo, browser);
    expect(scenes.map(({ name }) => name)).toEqual(['playground', 'question', 'approval', 'board']);
    for (const { name, words } of scenes) {
      expect([name, existsSync(new URL(`${name}.png`, PICTURES))]).toEqual([name, true]);
      if (words !== '') expect(`${words}\n`).toBe(await readFile(new URL(`${name}.txt`, PICTURES), 'utf8'));
    }
    expect(browser.errors).toEqual([]);
    expect(browser.refused).toEqual([]);
  } finally {
    await browser.close();
    await demo.end();
  }
}, 120_000);
