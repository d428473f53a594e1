// Writes into a folder (`dist` unless another is named) what a shipped copy must carry: NOTICE, with the licence of
// every package it runs with, and sbom.cdx.json, the same as a CycloneDX bill of materials. `npm run notice`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const json = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** Packages that state no licence in their package.json, as it stands in the file of theirs named LICENSE. */
const STATED_IN_FILE = { jspath: 'MIT' };
const TEXTS = /^(?:licen[cs]e|copying|notice)(?:[._-].*)?$/iu;

/** Every package that is installed to run with, each version once, with its licence (SPDX) and the texts it brings. */
export function packagesAtRunTime() {
  const found = new Map();
  for (const [path, { dev, optional, version }] of Object.entries(json('package-lock.json').packages)) {
    // Optional ones are for other machines than this where they are not there.
    if (path === '' || dev || (optional && !existsSync(join(root, path)))) continue;
    const { name, license, homepage, repository } = json(`${path}/package.json`);
    const texts = readdirSync(join(root, path))
      .filter((file) => TEXTS.test(file))
      .sort()
      .map((file) => readFileSync(join(root, path, file), 'utf8').trim());
    found.set(`${name}@${version}`, {
      name,
      version,
      license: license ?? STATED_IN_FILE[name] ?? null,
      from: homepage ?? repository?.url ?? repository ?? '',
      texts,
    });
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

export function writeNotice(folder) {
  const packages = packagesAtRunTime();
  const line = '-'.repeat(80);
  const parts = packages.map(({ name, version, license, from, texts }) =>
    [line, `${name} ${version}`, `${license}${from === '' ? '' : `  ${from}`}`, ...texts].join('\n\n'),
  );
  const head = `Maru は次の部品を使っています。 / Maru runs with these packages (${packages.length}).`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'NOTICE'), `${[head, ...parts].join('\n\n')}\n`);
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(packages), null, 1)}\n`);
}

/**
 * npm's own, of these packages alone: left to itself it leaves out those that are installed for two reasons, one of them
 * development. It also names the folder where it should name the program.
 */
function billOfMaterials(packages) {
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--no-update-notifier'];
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('js') ? [process.execPath, [npm]] : ['npm', []];
  const done = spawnSync(command, [...first, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (done.status !== 0) throw new Error('npm sbom failed');
  const bill = JSON.parse(done.stdout);
  bill.metadata.component.name = json('package.json').name;
  const own = bill.metadata.component['bom-ref'];
  const kept = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  bill.components = bill.components.filter(({ 'bom-ref': ref }) => kept.has(ref));
  bill.dependencies = bill.dependencies
    .filter(({ ref }) => ref === own || kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
  return bill;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeNotice(process.argv[2] ?? join(root, 'dist'));
