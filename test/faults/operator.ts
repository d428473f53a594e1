/** What the operator of a town does by command about what was put aside. */
import { addRetryCommand } from '../../src/cli/service/retry.js';
import { runCommand, withSettings } from '../support/commands.js';
import type { Town } from './town.js';

export type Listed = { readonly kind: string; readonly id: string; readonly reason: string };

/** `maru retry` with these words; gives what it says. */
export async function retry({ settings }: Town, ...words: string[]): Promise<string> {
  const { REDIS_URL, DATABASE_URL } = settings;
  const settingsBack = withSettings({ REDIS_URL, DATABASE_URL });
  try {
    const { out, failed } = await runCommand(addRetryCommand, ['retry', ...words]);
    if (failed.length > 0) throw new Error(failed.join('\n'));
    return out;
  } finally {
    settingsBack();
  }
}

/** All that is put aside. */
export async function putAside(town: Town): Promise<Listed[]> {
  const { put_aside } = JSON.parse(await retry(town, '--list', '--json')) as { put_aside: Listed[] };
  return put_aside;
}
