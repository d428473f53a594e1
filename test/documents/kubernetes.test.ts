/** manifests/kubernetes: as Kubernetes' own types would have it, and as the service wants it. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = new URL('../../', import.meta.url);
const FOLDER = new URL('manifests/kubernetes/', ROOT);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: what is read is held against Kubernetes' types below
type Json = Record<string, any>;
const documents = readdirSync(FOLDER)
  .sort()
  .flatMap((file) =>
    parseAllDocuments(read(`manifests/kubernetes/${file}`)).map((one) => {
      expect([file, one.errors]).toEqual([file, []]);
      return { file, is: one.toJS() as Json };
    }),
  );
const PAGE = 'docs/operating.md';
/** The job that restores, put in by hand. */
const [, byHand = ''] = /```yaml\n(apiVersion:[^`]*)```/u.exec(read(PAGE)) ?? [];
documents.push({ file: PAGE, is: parse(byHand) as Json });
const of = (kind: string) => documents.map(({ is }) => is).filter((is) => is.kind === kind);
const [maru] = of('Deployment');
const serving = maru!.spec.template.spec;
const pods: readonly Json[] = [
  serving,
  ...of('Job').map(({ spec }) => spec.template.spec),
  ...of('CronJob').map(({ spec }) => spec.jobTemplate.spec.template.spec),
];
const containersOf = (pod: Json): Json[] => [...(pod.initContainers ?? []), ...pod.containers];
const settings = of('ConfigMap')[0]!.data as Record<string, string>;

/** What the types of Kubernetes have to say, for instance that a key is not one of theirs. */
async function wrongTypes(): Promise<string> {
  const source = documents
    .filter(({ is }) => is.kind !== 'Kustomization')
    .map(({ is }, i) => {
      const group = is.apiVersion === 'v1' ? 'core/v1' : is.apiVersion.replace('.k8s.io', '');
      return `export const d${i}: import('kubernetes-types/${group}').${is.kind} = ${JSON.stringify(is)};`;
    });
  const cache = fileURLToPath(new URL('.cache/', ROOT));
  await mkdir(cache, { recursive: true });
  // Below the packages, so that the types are found.
  const folder = await mkdtemp(join(cache, 'kubernetes-'));
  try {
    await writeFile(join(folder, 'is.ts'), source.join('\n'));
    const compilerOptions = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: 'esnext' };
    const config = { compilerOptions: { ...compilerOptions, moduleResolution: 'bundler' }, files: ['is.ts'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = fileURLToPath(new URL('node_modules/.bin/tsc', ROOT));
    return await promisify(execFile)(tsc, ['-p', folder]).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('every resource is one of Kubernetes’, and kustomize names every file', async () => {
  expect(await wrongTypes()).toBe('');
  const listed = of('Kustomization')[0]!.resources as string[];
  expect([...listed, 'kustomization.yaml', PAGE].sort()).toEqual(
    [...new Set(documents.map(({ file }) => file))].sort(),
  );
}, 60_000);

test('settings are those of .env.example, and secrets are files that the pod has', () => {
  const known = new Set([...read('.env.example').matchAll(/^(?:# )?([A-Z_]+)=/gmu)].map(([, key]) => key));
  const keys = pods.flatMap(containersOf).flatMap(({ env }) => env.map(({ name }: Json) => name));
  expect(
    [...Object.keys(settings), ...keys].filter((key) => !known.has(key) && key !== 'MARU_OPERATOR'),
  ).toEqual([]);
  for (const pod of pods)
    for (const { env, volumeMounts } of containersOf(pod))
      for (const { name, value } of env)
        if (/_FILE$/u.test(name)) {
          const mount = volumeMounts.find(({ mountPath }: Json) => value.startsWith(`${mountPath}/`));
          expect({ name, mounted: pod.volumes.some((volume: Json) => volume.name === mount?.name) }).toEqual({
            name,
            mounted: true,
          });
        }
  // The service has no rights of the owner.
  expect(JSON.stringify(serving.containers)).not.toContain('OWNER');
});

test('stops, probes and rights are as the service needs them', () => {
  const [service] = serving.containers;
  expect(serving.terminationGracePeriodSeconds).toBeGreaterThan(Number(settings.STOP_DELAY_SECONDS) + 10);
  expect([service.readinessProbe, service.livenessProbe].map(({ httpGet }) => httpGet.path)).toEqual([
    '/readyz',
    '/healthz',
  ]);
  expect(service.ports.map(({ containerPort }: Json) => String(containerPort))).toEqual([
    settings.PORT,
    settings.MONITOR_PORT,
  ]);
  // It leaves the service before its port closes.
  const { periodSeconds, failureThreshold } = service.readinessProbe;
  expect([periodSeconds, failureThreshold]).toEqual([5, 2]);
  for (const pod of pods) {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true },
    });
    for (const { image, securityContext, resources } of containersOf(pod)) {
      // kustomize gives its image to what it knows alone.
      const { name, newName } = of('Kustomization')[0]!.images[0];
      expect(image).toBe(pod === of('Job')[0]!.spec.template.spec ? newName : name);
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(resources.limits.memory).toBeDefined();
    }
  }
});

test('what runs by the clock is what cron and systemd run, at their hours', () => {
  const cron = read('manifests/cron/maru');
  for (const { metadata, spec } of of('CronJob')) {
    const name = metadata.name.replace('maru-', '');
    const [container] = spec.jobTemplate.spec.template.spec.containers;
    const words = container.command.join(' ');
    const asked = { backup: 'maru backup --out', seal: 'maru seal', verify: 'maru history --verify --since' }[
      name as 'backup' | 'seal' | 'verify'
    ];
    expect(words.replace('node dist/cli.js', 'maru')).toContain(asked);
    expect(
      cron
        .split('\n')
        .find((line) => line.includes(asked))
        ?.startsWith(spec.schedule),
    ).toBe(true);
    expect(spec.timeZone).toBe('Asia/Tokyo');
  }
  expect(of('CronJob')).toHaveLength(3);
});

test('a node can be drained whatever the number of instances', () => {
  const [{ spec }] = of('PodDisruptionBudget') as [Json];
  expect([spec.maxUnavailable, spec.minAvailable]).toEqual([1, undefined]);
});

test('a backup has the day of the city in its name', async () => {
  const backup = of('CronJob').find(({ metadata }) => metadata.name === 'maru-backup')!;
  const [container] = backup.spec.jobTemplate.spec.template.spec.containers;
  const [, named] = /\$\((.*date) /u.exec(container.command.at(-1)) ?? [];
  // Its hour is half past two, when the day of UTC is still the one before.
  const line = `${named} -d 2026-11-30T17:30Z +%F-%H%M`;
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { env: { ...process.env, TZ: 'UTC' } });
  expect(stdout).toBe('2026-12-01-0230\n');
});

test('the image is that of the Dockerfile', () => {
  expect(read('Dockerfile')).toContain('ENTRYPOINT ["node", "dist/cli.js"]');
  expect(parse(read('package.json')).version).toBe(of('Kustomization')[0]!.images[0].newTag);
});
