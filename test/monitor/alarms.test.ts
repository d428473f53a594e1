/**
 * The alarms of manifests/prometheus: what they look at is there in a service that has just started, each rings by
 * Prometheus' own verdict when it should, and none for another job or on a calm day.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { writeNewKey } from '../../src/seal/key.js';
import { run } from '../../src/services/command.js';
import { startBotConnector } from '../support/bot-connector.js';
import { debianProgram } from '../support/debian-program.js';
import { servedStores } from '../support/served-stores.js';
import { type Service, startService } from '../support/service.js';
import { testDir } from '../support/stores.js';

const ROOT = new URL('../..', import.meta.url).pathname;
const RULES = `${ROOT}manifests/prometheus/maru.rules.yml`;
const CONFIG = `${ROOT}manifests/prometheus/prometheus.yml`;

type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
};
type Config = {
  rule_files: string[];
  scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
};
/** `name{a="1"}`, its labels in order, and the value. */
type Samples = ReadonlyMap<string, number>;

let rules: readonly Rule[];
let samples: Samples;
let promtool: Awaited<ReturnType<typeof debianProgram>>;
const stopping: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const file = parse(await readFile(RULES, 'utf8')) as { groups: { rules: Rule[] }[] };
  rules = file.groups.flatMap((group) => group.rules);
  samples = await justStarted();
  promtool = await debianProgram({
    name: 'promtool',
    debianPackage: 'prometheus',
    program: 'usr/bin/promtool',
    asks: '--version',
  });
  if ('missing' in promtool)
    process.stderr.write(
      `promtool is not there (${promtool.missing}): the alarms are held against the metrics, but not rung.\n`,
    );
}, 180_000);
afterAll(async () => {
  for (const stop of stopping.reverse()) await stop();
});

/** What a service of both platforms shows in the moment it serves. */
async function justStarted(): Promise<Samples> {
  const [stores, connector] = await Promise.all([servedStores(), startBotConnector({ limits: false })]);
  stopping.push(stores.stop, connector.stop);
  const seals = await testDir();
  await writeNewKey(join(seals, 'seal.pem'));
  const service: Service = await startService({
    SEAL_KEY_FILE: join(seals, 'seal.pem'),
    SEAL_DIR: seals,
    ...connector.environment(),
    ...stores.settings,
    MONITOR_PORT: '0',
  });
  stopping.push(async () => {
    service.kill('SIGTERM');
    await service.ended;
  });
  await service.url;
  const monitor = /"monitor":"([^"]+)"/u.exec(service.said.err)?.[1];
  let text: string;
  // On a busy machine a store may be too slow for the first look, as the metric of the store says then.
  do text = await (await fetch(`${monitor}/metrics`)).text();
  while (
    !['maru_notices{', 'maru_put_aside{', 'maru_effects_left ', 'maru_seal_age_seconds '].every((name) =>
      text.includes(`\n${name}`),
    )
  );
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', , labels = '', value = ''] = /^(\w+)(\{(.*)\})? (\S+)$/u.exec(line) ?? [];
      return [seriesOf(name, labelsIn(labels)), Number(value)];
    }),
  );
}

const labelsIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/gu)].map(([, key, value]) => [key, value]));
function seriesOf(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? name : `${name}{${pairs.map(([key, value]) => `${key}="${value}"`).join(',')}}`;
}
const partsOf = (series: string) => ({
  name: series.replace(/\{.*/u, ''),
  labels: labelsIn(series),
});

/** Every `name{…}` of an expression, with how it matches its labels. */
const selectorsIn = (expr: string) =>
  [...expr.matchAll(/(\w+)\{([^}]*)\}/gu)].map(([, name = '', matchers = '']) => ({
    name,
    matchers: [...matchers.matchAll(/(\w+)(=~|=)"([^"]*)"/gu)].map(
      ([, label = '', how = '', value = '']) => ({
        label,
        matches: (given: string | undefined) =>
          given !== undefined && (how === '=' ? given === value : value.split('|').includes(given)),
      }),
    ),
  }));

test('every selector finds a series in a service that has just started, and names the job', () => {
  const unseen: string[] = [];
  for (const { alert, expr } of rules) {
    const selectors = selectorsIn(expr);
    expect(selectors.length).toBeGreaterThan(0);
    // Whatever bears the name of a metric is one of those selectors, and looks at Maru alone.
    const metrics = expr.match(/\b(?:up|(?:maru|nodejs|process)_\w+)\b/gu);
    expect([alert, metrics]).toEqual([alert, selectors.map(({ name }) => name)]);
    expect(expr.match(/\{(?!job="maru")/u)).toBeNull();
    for (const { name, matchers } of selectors) {
      const given = matchers.filter(({ label }) => label !== 'job');
      const found = [...samples.keys()]
        .map(partsOf)
        .some((one) => one.name === name && given.every(({ label, matches }) => matches(one.labels[label])));
      if (!found && name !== 'up') unseen.push(`${alert}: ${name}`);
    }
  }
  expect(unseen).toEqual([]);
});

test('the page tells of every alarm, under its name and in its order', async () => {
  const page = await readFile(`${ROOT}docs/operating.md`, 'utf8');
  const named = [...page.matchAll(/^\| `(Maru\w+)`/gmu)].map((found) => found[1]);
  expect(named).toEqual(rules.map(({ alert }) => alert));
});

/** A label of more values than this is told of by its name alone. */
const FEW = 6;

test('the page tells of every metric of Maru: each of its labels, and what one of few may say', async () => {
  const page = await readFile(`${ROOT}docs/operating.md`, 'utf8');
  const rows = new Map(
    [...page.matchAll(/^\| `(maru_\w+)` \|([^|]*)\| (.*) \|$/gmu)].map(
      ([, name = '', labels = '', text = '']) => [
        name,
        { labels: [...labels.matchAll(/`(\w+)`/gu)].map((found) => found[1]!).sort(), text },
      ],
    ),
  );
  const there = new Map<string, Map<string, Set<string>>>();
  for (const series of samples.keys()) {
    const { name, labels } = partsOf(series);
    if (!name.startsWith('maru_')) continue;
    const metric = name.replace(/_(?:bucket|sum|count)$/u, '');
    const of = there.get(metric) ?? new Map<string, Set<string>>();
    there.set(metric, of);
    for (const [label, value] of Object.entries(labels))
      if (label !== 'le') of.set(label, (of.get(label) ?? new Set()).add(value));
  }
  expect([...rows.keys()].sort()).toEqual([...there.keys()].sort());
  for (const [metric, labels] of there) {
    const { labels: told, text } = rows.get(metric)!;
    expect([metric, told]).toEqual([metric, [...labels.keys()].sort()]);
    for (const [label, values] of labels)
      if (values.size <= FEW && label !== 'platform' && label !== 'version')
        for (const value of values)
          expect([metric, text]).toEqual([metric, expect.stringContaining(`\`${value}\``)]);
  }
});

test('the example reads the job that the rules look at, where Compose opens it', async () => {
  const config = parse(await readFile(CONFIG, 'utf8')) as Config;
  const compose = parse(await readFile(`${ROOT}compose.yaml`, 'utf8')) as {
    services: { maru: { environment: { MONITOR_PORT: string } } };
  };
  expect(config.rule_files).toEqual(['maru.rules.yml']);
  expect(config.scrape_configs.map(({ job_name }) => job_name)).toEqual(['maru']);
  expect(config.scrape_configs[0]?.static_configs[0]?.targets).toEqual([
    `127.0.0.1:${compose.services.maru.environment.MONITOR_PORT}`,
  ]);
});

test('promtool finds nothing wrong with rules and example', async () => {
  if ('missing' in promtool) return;
  for (const words of [
    ['check', 'rules', '--lint=all', '--lint-fatal', RULES],
    ['check', 'config', CONFIG],
  ])
    expect(await run(promtool.path, words)).toMatchObject({ code: 0 });
});

/**
 * What makes each alarm ring: values minute by minute of series that the service has, when it has rung, and the labels it
 * rings with. Counters begin where they do in the service, so each is the first burst after a start.
 */
const RINGS: Readonly<
  Record<
    string,
    {
      readonly series: Readonly<Record<string, string>>;
      readonly at: string;
      readonly by?: Record<string, string>;
    }
  >
> = {
  MaruDown: { series: { up: '1+0x2 0+0x10' }, at: '5m', by: { job: 'maru', instance: 'one' } },
  MaruStoreAway: {
    series: { 'maru_store_up{store="redis"}': '1+0x2 0+0x10', 'maru_store_up{store="postgresql"}': '1+0x20' },
    at: '5m',
    by: { store: 'redis' },
  },
  MaruRedisKeepsLess: { series: { 'maru_redis_durability{policy="none"}': '0+0x2 1+0x10' }, at: '4m' },
  MaruCredentialsRefused: {
    series: {
      'maru_platform_accepted{platform="slack"}': '1+0x20',
      'maru_platform_accepted{platform="teams"}': '1+0x2 0+0x10',
    },
    at: '6m',
    by: { platform: 'teams' },
  },
  MaruRepliesFail: {
    series: { 'maru_inputs_total{outcome="failed",platform="slack"}': '0+0x2 6+0x10' },
    at: '4m',
  },
  MaruRefusals: {
    series: { 'maru_inputs_total{outcome="refused",platform="teams"}': '0+0x2 51+0x20' },
    at: '10m',
  },
  MaruStrangers: {
    series: { 'maru_inputs_total{outcome="stranger",platform="slack"}': '0+0x2 21+0x60' },
    at: '30m',
  },
  MaruSlowAcknowledgement: {
    series: {
      'maru_acknowledge_seconds_bucket{le="1",platform="slack"}': '0+0x30',
      'maru_acknowledge_seconds_bucket{le="2",platform="slack"}': '0+10x30',
      'maru_acknowledge_seconds_bucket{le="+Inf",platform="slack"}': '0+10x30',
    },
    at: '15m',
  },
  MaruContention: {
    series: {
      'maru_commits_total{answer="conflict"}': '0+1x30',
      'maru_commits_total{answer="ok"}': '0+1x30',
    },
    at: '20m',
  },
  MaruNoticesLate: { series: { maru_notice_oldest_owed_seconds: '0+0x2 901+0x30' }, at: '15m' },
  MaruNoticesGivenUp: { series: { 'maru_notices{state="given_up"}': '3+0x2 4+0x30' }, at: '10m' },
  MaruPutAside: {
    series: { 'maru_put_aside{kind="effect"}': '0+0x2 1+0x30' },
    at: '10m',
    by: { kind: 'effect' },
  },
  MaruDoubtful: { series: { 'maru_notices{state="doubtful"}': '0+0x2 1+0x90' }, at: '65m' },
  MaruNoPlace: { series: { 'maru_notices{state="no_place"}': '0+0x2 1+0x60' }, at: '10m' },
  MaruPlatformErrors: {
    series: {
      'maru_platform_errors_total{kind="never",method="chat.postMessage",platform="slack"}': '0+0x2 6+0x30',
    },
    at: '10m',
    by: { platform: 'slack', method: 'chat.postMessage', kind: 'never' },
  },
  MaruEffectsLeft: { series: { maru_effects_left: '0+0x2 51+0x30' }, at: '15m' },
  MaruNoTick: { series: { maru_last_tick_timestamp_seconds: '0+60x3 180+0x30' }, at: '15m' },
  MaruSealOld: { series: { maru_seal_age_seconds: '0+60x200' }, at: '135m' },
  MaruTooBusy: {
    series: { nodejs_eventloop_lag_p99_seconds: '0.01+0x2 0.6+0x30' },
    at: '15m',
    by: { job: 'maru', instance: 'one' },
  },
  MaruMemory: {
    series: { process_resident_memory_bytes: '200000000+0x2 900000000+0x60' },
    at: '40m',
    by: { job: 'maru', instance: 'one' },
  },
};

test('for every alarm it is known what makes it ring, in series of the service', () => {
  expect(Object.keys(RINGS)).toEqual(rules.map(({ alert }) => alert));
  const series = Object.values(RINGS).flatMap((one) => Object.keys(one.series));
  expect(series.filter((one) => one !== 'up' && !samples.has(one))).toEqual([]);
});

/** As Prometheus keeps it: with the job and the instance it was read from. */
function asScraped(series: string, values: string, job = 'maru') {
  const { name, labels } = partsOf(series);
  return { series: seriesOf(name, { ...labels, job, instance: 'one' }), values };
}
const UP = asScraped('up', '1+0x2000');

/** Has promtool play `tests` on the rules; gives what it complains of. */
async function complaints(path: string, tests: readonly object[]): Promise<string> {
  const file = join(await testDir(), 'maru.test.yml');
  await writeFile(file, stringify({ rule_files: [RULES], evaluation_interval: '1m', tests }));
  const { code, everything } = await run(path, ['test', 'rules', file]);
  return code === 0 ? '' : everything;
}

test('each rings when it should, by Prometheus itself, and not for another job', async () => {
  if ('missing' in promtool) return;
  const tests = rules.flatMap(({ alert, labels, annotations }) => {
    const { series, at, by = {} } = RINGS[alert]!;
    const read = (job: string) => Object.entries(series).map(([one, values]) => asScraped(one, values, job));
    const summary = annotations.summary.replace(
      /\{\{ \$labels\.(\w+) \}\}/gu,
      (_all, label) => by[label] ?? '?',
    );
    const rung = { exp_labels: { ...labels, ...by }, exp_annotations: { summary } };
    const asked = (exp_alerts: object[]) => [{ alertname: alert, eval_time: at, exp_alerts }];
    return [
      { interval: '1m', input_series: read('maru'), alert_rule_test: asked([rung]) },
      { interval: '1m', input_series: [UP, ...read('other')], alert_rule_test: asked([]) },
    ];
  });
  const { labels, annotations } = rules.find(({ alert }) => alert === 'MaruDown')!;
  const gone = { exp_labels: { ...labels, job: 'maru' }, exp_annotations: annotations };
  const nothingRead = {
    interval: '1m',
    input_series: [],
    alert_rule_test: [{ alertname: 'MaruDown', eval_time: '2m', exp_alerts: [gone] }],
  };
  expect(await complaints(promtool.path, [...tests, nothingRead])).toBe('');
}, 60_000);

test('none rings for a service that has just started, nor for one that stays so for a day', async () => {
  if ('missing' in promtool) return;
  // How busy this machine is just now is no matter of the alarms; and the clock of these tests begins in 1970.
  const calm = [...samples]
    .filter(([series]) => series.startsWith('maru_') && series !== 'maru_last_tick_timestamp_seconds')
    .map(([series, value]) => asScraped(series, `${value}+0x320`));
  const ticks = asScraped('maru_last_tick_timestamp_seconds', '0+300x320');
  const day = {
    interval: '5m',
    input_series: [UP, ticks, ...calm],
    alert_rule_test: rules.flatMap(({ alert }) =>
      ['0m', '5m', '1h', '25h'].map((eval_time) => ({ alertname: alert, eval_time, exp_alerts: [] })),
    ),
  };
  expect(await complaints(promtool.path, [day])).toBe('');
}, 120_000);
