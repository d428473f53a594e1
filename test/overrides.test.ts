/** Known advisories in what packages bring are closed by overrides: each has its reason, and holds in the lockfile. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import semver from 'semver';

const root = new URL('..', import.meta.url).pathname;
const json = (file: string) => JSON.parse(readFileSync(`${root}${file}`, 'utf8')) as unknown;
const { overrides } = json('package.json') as { overrides: Record<string, string> };
const { packages } = json('package-lock.json') as {
  packages: Record<string, { version?: string; resolved?: string; dev?: boolean }>;
};
const reasons = readFileSync(`${root}docs/operating.md`, 'utf8');

/** Every version of a package that the lockfile installs, wherever it is nested. */
const installed = (name: string): string[] =>
  Object.entries(packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version ?? '');

/** The first version without the advisory. */
const ADVISORIES = [
  { name: 'uuid', fixedIn: '11.1.1', advisory: 'GHSA-w5hq-g745-h8pq' },
  { name: 'fast-xml-parser', fixedIn: '5.7.0', advisory: 'GHSA-gh4j-gqv2-49f6' },
] as const;

/** Not overridden, since what brings them allows a version without the advisory: the lockfile must not fall behind it. */
const FLOORS = [{ name: '@xmldom/xmldom', fixedIn: '0.8.15', advisory: 'CVE-2026-83608' }] as const;

test.each(FLOORS)('$name is free of $advisory in the lockfile', ({ name, fixedIn, advisory }) => {
  expect(installed(name).length).toBeGreaterThan(0);
  expect(installed(name).every((version) => semver.gte(version, fixedIn))).toBe(true);
  expect(reasons).toContain(advisory);
});

describe('overrides', () => {
  test.each(Object.entries(overrides))('%s %s holds for every copy in the lockfile', (name, range) => {
    expect(installed(name).length).toBeGreaterThan(0);
    expect(installed(name).filter((version) => !semver.satisfies(version, range))).toEqual([]);
  });

  test.each(Object.entries(overrides))('%s %s stands with its reason in docs/operating.md', (name, range) => {
    const row = reasons.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row).toContain(`\`${range}\``);
    expect(row?.split('|')[3]?.trim().length).toBeGreaterThan(20);
  });

  test.each(ADVISORIES)('$name is free of $advisory, also at the lowest version allowed', (one) => {
    const lowest = semver.minVersion(overrides[one.name] ?? '*');
    expect(semver.gte(lowest!, one.fixedIn)).toBe(true);
    expect(installed(one.name).every((version) => semver.gte(version, one.fixedIn))).toBe(true);
    expect(reasons).toContain(one.advisory);
  });
});

test('the lockfile names no host: packages come from whatever registry is set', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
