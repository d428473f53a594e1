/**
 * The pages of a city with five published years, made by the command itself: how long, how much memory, how large. Run by
 * hand: `node .ci/build.mjs && node --import ./test/support/typescript.mjs test/bench/site.bench.ts [sections]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { startServices } from '../../src/services/start.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { filesIn, finish } from '../site/published-city.js';
import { blank, by, NOW, printedSheets, rosterOf } from '../store/postgres/city.js';
import { PATIENCE_MS } from '../support/patience.js';

const sections = Number(process.argv[2] ?? 300);
const REAL = 8;
const YEARS = [2019, 2020, 2021, 2022];
const root = new URL('../../', import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), 'maru-site-bench-'));
const services = await startServices({ dataDir: join(folder, 'stores'), persistent: false });
const pool = openPool(services.databaseUrl, { warn: () => undefined });

/** Copies the sheets, their year-end reports and publications: to earlier years, then to other sections. */
async function multiply(db: Pool): Promise<void> {
  const years = `unnest(array[${YEARS}]) y`;
  const inYear = (text: string) => `replace(replace(${text}, '.2023.', '.' || y || '.'), '2023-', y || '-')`;
  const copies = `generate_series(1, ${Math.ceil(sections / REAL) - 1}) n`;
  const inCopy = (text: string) => `replace(${text}, section_id, section_id || '-' || n)`;
  const statements = [
    `delete from sheets where fiscal_year = 2022`,
    `insert into rounds (id, fiscal_year, kind, opens_on, due_on, as_of, state)
       select y || '-' || kind, y, kind, opens_on, due_on, as_of, 'closed' from rounds, ${years}`,
    `insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale, lower_is_better, imported_at)
       select section_id || '.' || y, section_id, y, version, replace(replace(content::text, '令和5年度', '令和' || (y - 2018) || '年度'), '"fiscalYear":2023', '"fiscalYear":' || y)::json,
       ${inYear('numbering::text')}::json, goal_count, scale, lower_is_better, imported_at from sheets, ${years}`,
    `insert into reports (id, goal_id, round_id, section_id, version, state, body, changed_at)
       select ${inYear('id')}, ${inYear('goal_id')}, ${inYear('round_id')}, section_id, version, state, ${inYear('body::text')}::json, changed_at from reports, ${years}`,
    `insert into publications (section_id, fiscal_year, published_at, by, said, sheet_version)
       select section_id, y, published_at, by, ${inYear('said::text')}::jsonb, sheet_version from publications, ${years}`,
    `insert into sections (id, key, name, department, parent_id, route)
       select id || '-' || n, key || '-' || n, name || '-' || n, department || (n % 12), parent_id, route from sections, ${copies}`,
    `insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale, lower_is_better, imported_at)
       select ${inCopy('id')}, section_id || '-' || n, fiscal_year, version, content, ${inCopy('numbering::text')}::json, goal_count, scale, lower_is_better, imported_at from sheets, ${copies}`,
    `insert into reports (id, goal_id, round_id, section_id, version, state, body, changed_at)
       select ${inCopy('id')}, ${inCopy('goal_id')}, round_id, section_id || '-' || n, version, state, ${inCopy('body::text')}::json, changed_at from reports, ${copies}`,
    `insert into publications (section_id, fiscal_year, published_at, by, said, sheet_version)
       select section_id || '-' || n, fiscal_year, published_at, by, ${inCopy('said::text')}::jsonb, sheet_version from publications, ${copies}`,
    'vacuum analyze',
  ];
  for (const statement of statements) await db.query(statement);
}

/** Runs the command; gives its seconds and the most memory it had (VmHWM, KiB). */
async function publish(out: string): Promise<{ seconds: number; peakKiB: number; said: string }> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['dist/cli.js', 'publish', '--year', 'R5', '--site', out, '--no-pdf'],
    {
      cwd: root,
      env: { ...process.env, DATABASE_URL: services.databaseUrl, MARU_OPERATOR: 'bench' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  child.stdout.on('data', (piece: Buffer) => {
    said += piece;
  });
  let peakKiB = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakKiB = Math.max(peakKiB, Number(/VmHWM:\s*(\d+)/u.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended between two looks.
    }
  }, 20);
  const [code] = (await once(child, 'close')) as [number];
  clearInterval(watch);
  if (code !== 0) throw new Error(`ended with ${code}: ${said}`);
  return { seconds: (performance.now() - start) / 1000, peakKiB, said };
}

try {
  await migrate(pool);
  const record = openRecord(pool, undefined, PATIENCE_MS);
  const sheets = printedSheets().map(blank);
  await record.importRoster(rosterOf(sheets), { by, now: NOW });
  const imported = await record.importSheets(sheets, { by, now: NOW });
  const section = (n: number) => imported[n - 1]!.sectionId;
  const tasks = (n: number, round = '2023-midyear') => record.sectionTasks(section(n), round);
  await finish({ url: services.databaseUrl, pool, record, section, tasks, stop: async () => undefined });
  await record.publish(2023, null, { by, now: NOW });
  await multiply(pool);
  const out = join(folder, 'site');
  const { seconds, peakKiB, said } = await publish(out);
  const files = await filesIn(out);
  const pages = [...files].filter(([path]) => path.endsWith('.html'));
  const largest = pages.map(([path, bytes]) => [bytes.length, path] as const).sort(([a], [b]) => b - a)[0]!;
  console.log(said.trim());
  console.log(
    `${sections} sections, ${YEARS.length + 1} years: ${seconds.toFixed(1)} s, ${(peakKiB / 1024).toFixed(0)} MiB`,
  );
  console.log(`${pages.length} pages, the largest ${(largest[0] / 1000).toFixed(1)} KB (${largest[1]})`);
} finally {
  await pool.end();
  await services.stop();
  await rm(folder, { recursive: true, force: true });
}
