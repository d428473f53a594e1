/** The container files, read: no engine runs here, so what can be checked is that they fit the project. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { configSchema } from '../src/config.js';

const root = new URL('..', import.meta.url).pathname;
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

type Instruction = { readonly word: string; readonly rest: string };
type Stage = {
  readonly from: string;
  readonly as: string | null;
  readonly instructions: readonly Instruction[];
};

/** The stages of the Dockerfile, with continued lines joined. */
function stages(): Stage[] {
  const lines = read('Dockerfile')
    .replace(/\\\n\s*/gu, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const found: { from: string; as: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+) (.*)$/u.exec(line) ?? [];
    expect(word).toMatch(/^(ARG|FROM|WORKDIR|COPY|RUN|ENV|USER|EXPOSE|VOLUME|HEALTHCHECK|ENTRYPOINT|CMD)$/u);
    if (word === 'FROM') {
      const [, from = '', as = null] = /^(\S+)(?: AS (\S+))?$/u.exec(rest) ?? [];
      found.push({ from, as, instructions: [] });
    } else found.at(-1)?.instructions.push({ word, rest });
  }
  return found;
}
const final = (): Stage => stages().at(-1)!;
const of = (stage: Stage, word: string): string[] =>
  stage.instructions.filter((one) => one.word === word).map(({ rest }) => rest);

/** What .dockerignore lets through, besides nothing. */
const sentToDocker = read('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

describe('the Dockerfile', () => {
  test('copies only what exists and what docker is given', () => {
    const copied = stages().flatMap((stage) =>
      of(stage, 'COPY')
        .filter((rest) => !rest.startsWith('--from='))
        .flatMap((rest) =>
          rest
            .split(' ')
            .filter((word) => !word.startsWith('--'))
            .slice(0, -1),
        ),
    );
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
    const withheld = copied.filter(
      (path) => !sentToDocker.some((sent) => path === sent || path.startsWith(`${sent}/`)),
    );
    expect(withheld).toEqual([]);
    expect(read('.dockerignore')).toMatch(/^\*$/mu);
  });

  test('copies from stages that are there', () => {
    const names = stages().flatMap(({ as }) => as ?? []);
    const used = stages().flatMap((stage) =>
      of(stage, 'COPY').flatMap((rest) => /^--from=(\S+)/u.exec(rest)?.[1] ?? []),
    );
    const targets = ['compose.yaml', 'compose.demo.yaml'].flatMap((file) =>
      [...read(file).matchAll(/target: (\w+)/gu)].map(([, target]) => target),
    );
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => !used.includes(name) && !targets.includes(name))).toEqual([]);
    expect(targets.filter((target) => !names.includes(target!))).toEqual([]);
  });

  test('has the demo in a stage of its own, published to the machine that runs it alone', () => {
    const demo = stages().find(({ as }) => as === 'demo')!;
    expect(demo).not.toBe(final());
    expect(of(demo, 'USER')).toEqual(['node']);
    const [, program = ''] = JSON.parse(of(demo, 'CMD')[0]!) as string[];
    expect(existsSync(`${root}${program}`)).toBe(true);
    const { services } = parse(read('compose.demo.yaml')) as {
      services: Record<string, { ports: string[]; build: { target: string } }>;
    };
    expect(Object.keys(services)).toEqual(['demo']);
    expect(services.demo!.build.target).toBe('demo');
    const [, open = ''] = /(\d+) *$/u.exec(of(demo, 'EXPOSE')[0]!) ?? [];
    expect(services.demo!.ports).toEqual([`127.0.0.1:3000:${open}`]);
    expect(read(program)).toContain(`published = '${open}'`);
  });

  test('has in its last stage everything the program reads beside itself', () => {
    const there = of(final(), 'COPY').map((rest) => rest.split(' ').at(-1)?.replace(/^\.\//u, ''));
    for (const needed of ['package.json', 'node_modules', 'dist', 'cards', 'manifests'])
      expect(there).toContain(needed);
  });

  test('leaves no tools and no development packages, and is nobody’s root', () => {
    const [runs] = of(final(), 'RUN');
    expect(runs).toMatch(/^rm -rf /u);
    expect(of(final(), 'RUN')).toHaveLength(1);
    for (const tool of ['npm', 'npx', 'corepack', 'yarn']) expect(runs).toContain(`/usr/local/bin/${tool}`);
    const [build, packages] = stages();
    expect(of(packages!, 'RUN').join()).toContain('npm ci --omit=dev --ignore-scripts');
    expect(of(final(), 'COPY').join('\n')).toContain(`--from=${packages!.as} /app/node_modules`);
    expect(of(final(), 'COPY').join('\n')).not.toContain(`--from=${build!.as} /app/node_modules`);
    expect(of(final(), 'USER')).toEqual(['node']);
    const words = final().instructions.map(({ word }) => word);
    expect(words.indexOf('USER')).toBeGreaterThan(words.lastIndexOf('COPY'));
  });

  test('starts the program that is built, and sets only what is a setting', () => {
    expect(JSON.parse(of(final(), 'ENTRYPOINT')[0]!)).toEqual(['node', 'dist/cli.js']);
    expect(existsSync(`${root}src/cli.ts`)).toBe(true);
    const set = of(final(), 'ENV')
      .join(' ')
      .split(' ')
      .map((one) => one.split('=')[0]);
    expect(set.filter((key) => key !== 'NODE_ENV' && !(key! in configSchema.shape))).toEqual([]);
  });

  test('installs packages of package.json that are no development packages', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as {
      dependencies: object;
      devDependencies: object;
    };
    expect(Object.keys(dependencies).filter((name) => name in devDependencies)).toEqual([]);
  });
});

describe('the health check', () => {
  const script = /CMD (\[.*\])$/u.exec(of(final(), 'HEALTHCHECK')[0]!)?.[1] ?? '[]';
  const run = (env: Record<string, string>) =>
    promisify(execFile)(process.execPath, (JSON.parse(script) as string[]).slice(1), { cwd: root, env }).then(
      () => 0,
      (error: { code: number }) => error.code,
    );

  test.each([
    [200, 0],
    [503, 1],
  ])('a service that answers %i gives exit code %i', async (status, code) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await run({ HOST: '0.0.0.0', PORT: String(port) })).toBe(code);
      expect(asked).toEqual(['/healthz']);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await run({ PORT: String(port) })).toBe(1);
  });
});

describe('compose.yaml', () => {
  type Service = {
    image: string;
    command?: string[];
    environment?: Record<string, string>;
    env_file?: string;
    volumes?: string[];
    ports?: string[];
    depends_on?: Record<string, { condition: string }>;
    healthcheck?: { test: string[] };
    user?: string;
    read_only?: boolean;
    cap_drop?: string[];
  };
  const text = read('compose.yaml');
  const { services, volumes } = parse(text, { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  test('has Maru, its migration and its two stores, and waits for what each needs', () => {
    expect(Object.keys(services).sort()).toEqual(['maru', 'migrate', 'postgres', 'redis']);
    for (const { depends_on = {} } of Object.values(services))
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(Object.keys(services)).toContain(name);
        if (condition === 'service_healthy') expect(services[name]?.healthcheck).toBeDefined();
        else expect(condition).toBe('service_completed_successfully');
      }
    expect(services.maru?.command).toEqual(['serve']);
    expect(services.migrate?.command).toEqual(['migrate']);
  });

  test('sets and asks for nothing that is not a setting', () => {
    const keys = Object.keys(configSchema.shape);
    const set = [services.maru, services.migrate].flatMap((one) => Object.keys(one?.environment ?? {}));
    expect(set.filter((key) => !keys.includes(key))).toEqual([]);
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/gu)].map((found) => found[1]!);
    expect([...new Set(asked)].sort()).toEqual(['DATABASE_OWNER_PASSWORD', 'DATABASE_PASSWORD']);
    for (const key of [...asked, ...set])
      expect(read('.env.example')).toMatch(new RegExp(`^(?:# )?${key}=`, 'mu'));
    const settings = configSchema.parse(services.maru?.environment);
    expect(settings.DATABASE_URL).not.toMatch(/:[^/@]+@/u);
    // The service is not the owner of the tables, and does not even have the owner's password.
    const owner = configSchema.parse(services.migrate?.environment).DATABASE_OWNER_URL;
    expect(new URL(owner).username).not.toBe(new URL(settings.DATABASE_URL).username);
    expect([settings.DATABASE_OWNER_URL, settings.DATABASE_OWNER_PASSWORD]).toEqual(['', '']);
  });

  test('Redis keeps everything on disk and throws nothing away', () => {
    // Started and asked by test/store/redis/as-in-compose.test.ts.
    const script = read('docker/redis.sh');
    expect(services.redis?.volumes?.some((one) => one.startsWith('./docker/redis.sh:'))).toBe(true);
    for (const line of ['appendonly yes', 'appendfsync always', 'maxmemory-policy noeviction'])
      expect(script.split('\n')).toContain(line);
  });

  test('both stores keep their data in volumes, and only Maru is reached, from this machine', () => {
    const mounted = ['redis', 'postgres'].map((name) => services[name]?.volumes?.[0]?.split(':')[0]);
    expect(mounted).toEqual(['redis', 'postgres']);
    expect(Object.keys(volumes).sort()).toEqual(['postgres', 'redis']);
    expect(services.postgres?.volumes).toEqual(['postgres:/var/lib/postgresql']);
    for (const name of ['redis', 'postgres', 'migrate']) expect(services[name]?.ports).toBeUndefined();
    expect(services.maru?.ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
  });

  test('Maru may do no more than it needs', () => {
    for (const name of ['maru', 'migrate'])
      expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  });
});
