/** The rules of the house (docs/design.md), kept by reading the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { configSchema } from '../src/config.js';
import { CARD_VIEWS } from '../src/core/cards/card.js';

const root = new URL('..', import.meta.url).pathname;

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(`${root}${folder}`, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .sort();
}

const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

/** A source without its comments, so that prose does not count as code. */
const code = (file: string): string =>
  read(file)
    .replace(/\/\*[\s\S]*?\*\//gu, '')
    .replace(/^\s*\/\/.*$/gmu, '');

const sources = filesUnder('src', '.ts');
const importsOf = (file: string): string[] =>
  [...code(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/gu)].map((found) => found[1] ?? '');

describe('core/ is pure', () => {
  const PURE = ['zod', 'big.js', 'diff', '@holiday-jp/holiday_jp', 'node:crypto'];
  const core = sources.filter((file) => file.startsWith('src/core/'));
  test('it imports only itself and pure libraries', () => {
    const foreign = core.flatMap((file) =>
      importsOf(file)
        .filter((name) => !PURE.includes(name))
        .filter((name) => !new URL(name, `file:///${file}`).pathname.startsWith('/src/core/'))
        .map((name) => `${file}: ${name}`),
    );
    expect(foreign).toEqual([]);
  });
  test('it has no clock, no chance, no waiting, no settings', () => {
    const impure = core.filter((file) =>
      /\basync\b|\bawait\b|Date\.now\(|new Date\(\)|Math\.random|process\.|randomUUID|setTimeout/u.test(
        code(file),
      ),
    );
    expect(impure).toEqual([]);
  });
});

test('the platforms are named only in chat/, the settings and the composition', () => {
  const ALLOWED =
    /^src\/(chat\/|cli\/(?:tools\/card|commands|service\/demo|service\/serve|service\/serving|tools\/package-teams)\.ts|cli\.ts|config\.ts|app\.ts|main\.ts|demo\/)/u;
  const named = sources.filter((file) => !ALLOWED.test(file) && /\b(slack|teams)\b/iu.test(code(file)));
  expect(named).toEqual([]);
});

test('chat/ asks by its ports: what a platform is fits on a page, and no store is imported', () => {
  const chat = sources.filter((file) => file.startsWith('src/chat/'));
  const stored = chat.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.includes('/store/') || /^(pg|ioredis)$/u.test(name))
      .map((name) => `${file}: ${name}`),
  );
  // The playground is a platform and its server in one: it keeps its messages itself.
  expect(stored).toEqual(['src/chat/playground/messages.ts: ioredis']);
  expect(read('src/chat/platform.ts').split('\n').length).toBeLessThan(80);
});

test('every platform takes part in the contracts of test/contracts/', () => {
  const platforms = readdirSync(`${root}src/chat`).filter((folder) =>
    sources.some((file) => new RegExp(`^src/chat/${folder}/places?\\.ts$`, 'u').test(file)),
  );
  expect(platforms).toEqual(['playground', 'slack', 'teams']);
  const suites = filesUnder('test/contracts', '.test.ts');
  expect(suites).toHaveLength(3);
  for (const suite of suites)
    for (const platform of platforms)
      expect(importsOf(suite)).toContainEqual(expect.stringContaining(`/src/chat/${platform}/`));
});

test('botbuilder stays in chat/teams/, bolt in chat/slack/', () => {
  const where = (name: RegExp) =>
    sources
      .filter((file) => importsOf(file).some((from) => name.test(from)))
      .filter((file) => !/^src\/chat\/(slack|teams)\//u.test(file));
  expect(where(/^(botbuilder|botframework|@slack\/)/u)).toEqual([]);
});

test('the Excel library stays behind src/workbook/xlsx/', () => {
  const users = sources.filter((file) => importsOf(file).some((from) => /^hucre\b/u.test(from)));
  expect(users).toEqual(['src/workbook/xlsx/library.ts']);
});

test('a text is brought to its normal form in one place, where marks without end cost no more than other signs', () => {
  expect(sources.filter((file) => code(file).includes('.normalize('))).toEqual([
    'src/core/text/normal-form.ts',
  ]);
});

test('only config.ts reads the environment', () => {
  expect(sources.filter((file) => code(file).includes('process.env'))).toEqual(['src/config.ts']);
});

test('.env.example lists exactly the settings', () => {
  const listed = [...read('.env.example').matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gmu)].map((found) => found[1]);
  expect(listed.sort()).toEqual(Object.keys(configSchema.shape).sort());
});

describe('cards', () => {
  const folders = readdirSync(`${root}cards`).sort();
  test('every card has a folder and every folder is a card', () => {
    expect(folders).toEqual(Object.keys(CARD_VIEWS).sort());
  });
  test.each(folders)('%s has both templates and a sample', (folder) => {
    expect(readdirSync(`${root}cards/${folder}`).sort()).toEqual(['sample.json', 'slack.json', 'teams.json']);
  });
  test('every card is shown by something', () => {
    const all = sources.map(code).join('\n');
    expect(Object.keys(CARD_VIEWS).filter((name) => !all.includes(`name: '${name}'`))).toEqual([]);
  });
});

test('no file is called utils, helpers, manager or common', () => {
  expect(sources.filter((file) => /(utils?|helpers?|manager|common|service)\.ts$/u.test(file))).toEqual([]);
});

test('a file can be taken in at once: no source has more than 300 lines', () => {
  const long = sources.filter((file) => !file.includes('/wording/') && read(file).split('\n').length > 301);
  expect(long).toEqual([]);
});

test('nothing points outside the project', () => {
  const all = ['src', 'test', 'cards', 'docs', '.ci'].flatMap((folder) =>
    ['.ts', '.json', '.md', '.mjs'].flatMap((ending) => filesUnder(folder, ending)),
  );
  const outside = new RegExp(['\\.\\./shar', 'ed/|/wo', 'rk/|registry\\.np', 'mjs'].join(''), 'u');
  expect(all.filter((file) => outside.test(read(file)))).toEqual([]);
});
