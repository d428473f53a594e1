/**
 * The guides for those who come (docs/tour.md, docs/adding.md) name what is there, and what docs/adding.md says is tried
 * in a copy of the sources.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { adaptiveCardProblems } from './support/adaptive-card.js';
import { blockKitProblems } from './support/block-kit.js';

const root = new URL('..', import.meta.url).pathname;
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

describe.each(['CONTRIBUTING.md', 'docs/tour.md', 'docs/adding.md', 'docs/design.md'])('%s', (guide) => {
  // What stands in a fence is the text of files and commands, but for the diagrams.
  const prose = read(guide).replace(/^ *```(?!mermaid)[\s\S]*?^ *```$/gmu, '');
  const named = [...prose.matchAll(/\b((?:src|test|cards|docs|\.ci)\/[\w./-]*\w)(?::(\w+))?/gu)];

  test('names files and functions that are there', () => {
    expect(named.length).toBeGreaterThan(2);
    const missing = named.filter(([, path = '', name]) => !existsSync(root + path) || !declares(path, name));
    expect(missing.map(([all]) => all)).toEqual([]);
  });
});

test('docs/tour.md names no function without its file that is not there', () => {
  const all = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const source = all.map((file) => read(`src/${file}`)).join('\n');
  const bare = [...read('docs/tour.md').matchAll(/`([a-z]+[A-Z]\w+)`/gu)].map(([, name = '']) => name);
  expect(bare.filter((name) => !isDeclared(source, name))).toEqual([]);
});

/** Whether a file declares a function, constant, type or method of this name; a folder and no name always do. */
function declares(path: string, name: string | undefined): boolean {
  if (name === undefined) return true;
  return isDeclared(read(path), name);
}

const isDeclared = (source: string, name: string): boolean =>
  new RegExp(`\\b(?:function\\*?|const|type|class) ${name}\\b|^ +(?:async )?${name}[(:]`, 'mu').test(source);

/** The sections of docs/adding.md by the English of their titles. */
const sections = new Map(
  read('docs/adding.md')
    .split(/^## /mu)
    .map((section) => [/ \/ (.*)$/mu.exec(section)?.[1] ?? '', section] as const),
);
const sectionOf = (title: string): string => sections.get(title) ?? '';
const FIRST = ['A card', 'A question of the interview', 'A column of the form'];

describe('docs/adding.md, in a copy of the sources', () => {
  let copy = '';
  beforeEach(() => {
    copy = `${mkdtempSync(join(tmpdir(), 'maru-adding-'))}/`;
    for (const folder of ['src', 'cards']) cpSync(root + folder, copy + folder, { recursive: true });
    for (const file of ['package.json', 'tsconfig.json']) cpSync(root + file, copy + file);
    symlinkSync(`${root}node_modules`, `${copy}node_modules`);
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  const change = (file: string, before: string, added: string) => {
    const source = readFileSync(copy + file, 'utf8');
    expect([file, before, source.split(before).length - 1]).toEqual([file, before, 1]);
    writeFileSync(
      copy + file,
      source.replace(before, () => `${added}${before}`),
    );
  };

  /** The files in which the compiler finds something wrong, looking at the program from these files on. */
  async function filesInError(from: readonly string[]): Promise<string[]> {
    const project = {
      extends: './tsconfig.json',
      include: [],
      files: from,
      compilerOptions: { noEmit: true },
    };
    writeFileSync(`${copy}tsconfig.copy.json`, JSON.stringify(project));
    const compiler = spawn(
      process.execPath,
      [`${root}node_modules/typescript/bin/tsc`, '-p', 'tsconfig.copy.json'],
      {
        cwd: copy,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const said = await text(compiler.stdout);
    return [
      ...new Set([...said.matchAll(/^(\S+)\(\d+,\d+\): error/gmu)].map(([, file = '']) => file)),
    ].sort();
  }

  test('the compiler leads from the first place to those that are marked, and to none that is not named', async () => {
    change('src/core/cards/card.ts', '} as const;', '  another: z.object({ lines: z.array(text) }),\n');
    change(
      'src/core/draft/drafts.ts',
      "  z.object({ at: z.literal('policy') }),",
      "  z.object({ at: z.literal('another'), indicator: z.string() }),\n",
    );
    change('src/core/sheet/layout.ts', "  | 'status'", "  | 'another'\n");
    const found = await filesInError([
      'src/chat/render/render.ts',
      'src/core/conversation/step.ts',
      'src/workbook/files.ts',
    ]);
    const all = FIRST.map(sectionOf).join('\n');
    const marked = [
      ...all.matchAll(
        /`(src\/[\w./-]+?\.ts)(?::\w+)?`[^`\n]*(?:`\w+` )?▲|`(src\/core\/sheet\/layout\.ts)`/gu,
      ),
    ];
    expect(marked.map(([, file, first]) => file ?? first).filter((file) => !found.includes(file!))).toEqual(
      [],
    );
    expect(found.filter((file) => !all.includes(file))).toEqual([]);
    expect(found.length).toBeGreaterThan(8);
  });

  test('the card of the guide is added by what stands in it', async () => {
    const fences = [
      ...sectionOf('A card').matchAll(/^ *```\w+ file=(\S+)(?: before="(.*)")?\n([\s\S]*?)^ *```$/gmu),
    ].map(([, file = '', before, body = '']) => ({ file, before, added: body.replace(/^ {3}/gmu, '') }));
    for (const { file, before, added } of fences) {
      if (before !== undefined) change(file, before, added);
      else {
        mkdirSync(dirname(copy + file), { recursive: true });
        writeFileSync(copy + file, added);
      }
    }
    expect(await filesInError(['src/chat/render/render.ts', 'src/core/cards/absences.ts'])).toEqual([]);
    const name = 'absences' as 'message';
    const render = (await import(
      `${copy}src/chat/render/render.ts`
    )) as typeof import('../src/chat/render/render.js');
    const { fallbackText } = (await import(
      `${copy}src/core/cards/fallback.ts`
    )) as typeof import('../src/core/cards/fallback.js');
    const card = render.sampleCard(name);
    const [teams, slack] = [render.renderTeams(card), render.renderSlack(card)];
    expect([...adaptiveCardProblems(teams), ...blockKitProblems(slack)]).toEqual([]);
    for (const shown of [JSON.stringify(teams), JSON.stringify(slack), fallbackText(card)]) {
      expect(shown).toContain('建設課 課長：8月16日(金)まで');
      expect(shown).not.toContain('${');
    }
    expect(render.paginate(card)).toEqual([card]);
    expect(readdirSync(`${copy}cards/absences`).sort()).toEqual(['sample.json', 'slack.json', 'teams.json']);
  });
});
