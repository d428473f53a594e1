/** The plan of the house (docs/design.md): no circles, the rooms of core look down only, no crowded folder, tests beside their subject. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, test } from '@jest/globals';

const root = new URL('..', import.meta.url).pathname;

function filesUnder(folder: string): string[] {
  return readdirSync(`${root}${folder}`, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .sort();
}

const files = filesUnder('src');
const sources = files.filter((file) => file.endsWith('.ts'));
const textOf = (file: string) => readFileSync(`${root}${file}`, 'utf8');

/** Whom each source imports of the others, types and what is loaded later included. */
const imports: ReadonlyMap<string, readonly string[]> = new Map(
  sources.map((file) => {
    const text = textOf(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gmu, '');
    const found = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)\.js'/gu)];
    return [file, found.map(([, path = '']) => `${join(dirname(file), path)}.ts`)] as const;
  }),
);

/** The files on a way of imports that comes back to where it began; empty when there is none. */
function circle(): string[] {
  const done = new Set<string>();
  const follow = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of imports.get(file) ?? []) {
      const found = follow(next, [...way, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  return sources.map((file) => follow(file, [])).find((found) => found.length > 0) ?? [];
}

test('every import leads to a source, so that none is overlooked here', () => {
  const lost = [...imports].flatMap(([file, all]) =>
    all.filter((to) => !imports.has(to)).map((to) => [file, to]),
  );
  expect(lost).toEqual([]);
  expect([...imports.values()].flat().length).toBeGreaterThan(1000);
});

test('no file imports itself by way of others', () => {
  expect(circle()).toEqual([]);
});

test('a service loads no library of files at its start: they are read and written in processes of their own', () => {
  const begin = 'src/cli/service/serving.ts';
  const atOnce = (file: string) =>
    [...textOf(file).matchAll(/^(?:import|export) (?!type )([^;]*?from )?'([^']+)';$/gmu)].flatMap(
      ([, names = '', path = '']) => (/^\{(?:\s*type \w+,?)+\s*\}/u.test(names) ? [] : [path]),
    );
  const packages = new Set<string>();
  const loaded = new Set([begin]);
  for (const file of loaded)
    for (const path of atOnce(file))
      if (path.startsWith('.')) loaded.add(join(dirname(file), path).replace(/\.js$/u, '.ts'));
      else packages.add(path);
  expect([...packages]).toEqual(expect.arrayContaining(['express', 'pg', 'ioredis', 'zod']));
  expect(
    [...packages].filter((name) => /hucre|iconv|typst|resvg|opentype|fflate|botbuilder|bolt/u.test(name)),
  ).toEqual([]);
});

test('what is built is one byte a sign, since the engine keeps a text with any other in two', () => {
  const wide = filesUnder('dist').filter((file) => file.endsWith('.js') && /[^\0-\xff]/u.test(textOf(file)));
  expect(wide).toEqual([]);
});

test('nothing is exported that no other file takes', () => {
  const taken = new Set<string>();
  const users = ['src', 'test', '.ci'].flatMap(filesUnder).filter((file) => /\.[mc]?[jt]s$/u.test(file));
  for (const file of users) {
    const text = textOf(file);
    const sourceOf = (path: string) => join(dirname(file), path).replace(/\.js$/u, '.ts');
    for (const [, names = '', path = ''] of text.matchAll(
      /\b(?:import|export)\s+(?:type\s+)?(\{[^}]*\}|\*(?:\s+as\s+\w+)?)\s+from\s+'(\.[^']+)'/gu,
    ))
      for (const name of names.replace(/[{}]|\btype\b/gu, ' ').split(','))
        taken.add(`${sourceOf(path)}: ${name.trim().split(/\s/u)[0]}`);
    // what is loaded later is asked for by the name it has there
    for (const [, path = ''] of text.matchAll(/\bimport\(\s*[`'](?:\$\{\w+\})?([^`']+)[`']/gu))
      for (const source of [sourceOf(path), path.replace(/\.js$/u, '.ts')]) taken.add(`${source}: *`);
  }
  const idle = sources.flatMap((file) => {
    const names = [
      ...textOf(file).matchAll(
        /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|type|interface|enum) (\w+)/gmu,
      ),
    ];
    return names
      .map(([, name]) => `${file}: ${name}`)
      .filter((name) => !taken.has(name) && !taken.has(`${file}: *`));
  });
  expect(idle).toEqual([]);
  expect(taken.size).toBeGreaterThan(2000);
});

describe('core/', () => {
  /** From the top: each room may know those that stand after it. */
  const LADDER = [
    'conversation',
    'site',
    'cards',
    'draft',
    'wording',
    'decision',
    'notice',
    'board',
    'search',
    'report',
    'memo',
    'checks',
    'followup',
    'rating',
    'sheet',
    'evidence',
    'account',
    'organization',
    'quantity',
    'calendar',
    'text',
  ];
  const roomOf = (file: string) => /^src\/core\/([^/]+)\//u.exec(file)?.[1] ?? '';

  test('every file lies in a room of the ladder', () => {
    const loose = sources.filter((file) => file.startsWith('src/core/') && !LADDER.includes(roomOf(file)));
    expect(loose).toEqual([]);
  });
  test('each room looks down only', () => {
    const up = [...imports].flatMap(([file, all]) =>
      all
        .filter((to) => LADDER.indexOf(roomOf(file)) > LADDER.indexOf(roomOf(to)))
        .map((to) => `${file} → ${to}`),
    );
    expect(up.filter((arrow) => arrow.startsWith('src/core/'))).toEqual([]);
  });
});

test('a folder can be taken in at once: none has more than fifteen files of its own', () => {
  const own = new Map<string, number>();
  for (const file of files) own.set(dirname(file), (own.get(dirname(file)) ?? 0) + 1);
  expect([...own].filter(([, count]) => count > 15)).toEqual([]);
});

test('a test lies where its subject lies', () => {
  const folders = new Set(files.map(dirname));
  const rooms = new Set(files.map((file) => file.split('/')[1]));
  const astray = filesUnder('test')
    .filter((file) => file.endsWith('.test.ts') && rooms.has(file.split('/')[1] ?? ''))
    .filter((file) => dirname(file) !== 'test' && !folders.has(dirname(file).replace(/^test/u, 'src')));
  expect(astray).toEqual([]);
});
