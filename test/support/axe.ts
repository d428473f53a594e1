/** What axe-core finds wrong on a page. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules whose verdict is about colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** The rule, and what it is wrong with. `of: 'colours'`: where only these have changed since it was asked for all. */
export async function problemsOf(
  page: Page,
  { of = 'all' }: { of?: 'all' | 'colours' } = {},
): Promise<string[]> {
  // Half a megabyte of script: once for each document, not each time it is asked.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source);
  const asked = JSON.stringify({
    resultTypes: ['violations'],
    selectors: false,
    ...(of === 'colours' ? { runOnly: OF_COLOURS } : {}),
  });
  const found = (await page.evaluate(`axe.run(document, ${asked}).then(({ violations }) => violations)`)) as {
    id: string;
    nodes: { html: string }[];
  }[];
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}
