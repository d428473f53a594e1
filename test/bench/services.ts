/** Redis and PostgreSQL of one measurement's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Services, startServices } from '../../src/services/start.js';

/** Starts both, empty; they end and are removed with the work. */
export async function withServices<T>(work: (services: Services) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'maru-bench-'));
  try {
    const services = await startServices({ dataDir, persistent: false });
    try {
      return await work(services);
    } finally {
      await services.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
