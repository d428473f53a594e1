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
import type { NoticeMaterial } from '../src/core/cards/notices/notice-material.js';
import { goalName } from '../src/core/wording/cards.js';
import { adaptiveCardProblems } from './support/adaptive-card.js';
import { blockKitProblems } from './support/block-kit.js';
import { actorOf, tasksOf } from './support/tasks.js';

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

  type Fence = { readonly file: string; readonly before: string | undefined; readonly added: string };

  /** What stands in the fences of a section, and where it is to be put. */
  const fencesOf = (title: string): Fence[] =>
    [...sectionOf(title).matchAll(/^ *```\w+ file=(\S+)(?: before="(.*)")?\n([\s\S]*?)^ *```$/gmu)].map(
      ([, file = '', before, body = '']) => ({ file, before, added: body.replace(/^ {3}/gmu, '') }),
    );

  const add = ({ file, before, added }: Fence) => {
    if (before !== undefined) return change(file, before, added);
    mkdirSync(dirname(copy + file), { recursive: true });
    writeFileSync(copy + file, added);
  };

  /**
   * The files in which the compiler finds something wrong, looking at the program from these files on. Asked again of the same
   * files, it looks at what a change reaches: what it found before is kept in the copy, as tsconfig.json says.
   */
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
    for (const fence of fencesOf('A card')) add(fence);
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

  test('the notice of the guide is added in its places: the compiler leads from the first to the card, and no further', async () => {
    const from = ['src/app.ts', 'src/core/notice/stored-about.ts'];
    const [kind, card, ...others] = fencesOf('A notice');
    expect(others).toEqual([]);
    add(kind!);
    expect(await filesInError(from)).toEqual([card!.file]);
    add(card!);
    expect(await filesInError(from)).toEqual([]);
    const about = { kind: 'welcome' as 'overview', personId: 'p1', week: '' };
    const { noticeKey } = (await import(
      `${copy}src/core/notice/notice.ts`
    )) as typeof import('../src/core/notice/notice.js');
    const { readAbout } = (await import(
      `${copy}src/core/notice/stored-about.ts`
    )) as typeof import('../src/core/notice/stored-about.js');
    const { noticeCard } = (await import(
      `${copy}src/core/cards/notices/notice.ts`
    )) as typeof import('../src/core/cards/notices/notice.js');
    expect(noticeKey(about)).toBe('welcome/p1');
    expect(readAbout({ kind: 'welcome', personId: 'p1' }, 'k')).toEqual({ kind: 'welcome', personId: 'p1' });
    expect(() => readAbout({ kind: 'welcome', personId: 1 }, 'k')).toThrow('notices k: personId: ');
    const [task] = tasksOf(6, 'yearend');
    const day = { kind: 'day', person: actorOf('s6', 'staff'), tasks: [task!], waiting: [], questions: [] };
    const material = { ...day, missing: [], vacant: [], today: '2024-04-01' } as unknown as NoticeMaterial;
    expect(JSON.stringify(noticeCard(about, material, 'ja'))).toContain(goalName(task!));
    expect(noticeCard(about, { ...material, tasks: [] } as NoticeMaterial, 'ja')).toBeNull();
  });

  test('the kind of record of the guide is added in its places, and the history, a person’s data and the retention know it', async () => {
    const from = ['src/store/postgres/kinds/kinds.ts', 'src/cli/people/person-words.ts'];
    const [kind, stored, imported, line, words, ...others] = fencesOf('A kind of record');
    expect(others).toEqual([]);
    add(kind!);
    expect(await filesInError(from)).toContain(line!.file);
    for (const fence of [stored!, imported!, line!]) add(fence);
    expect(await filesInError(from)).toEqual([words!.file]);
    add(words!);
    expect(await filesInError(from)).toEqual([]);
    const { rowsOf } = (await import(
      `${copy}src/core/decision/replay/replay.ts`
    )) as typeof import('../src/core/decision/replay/replay.js');
    const { committed } = (await import(
      `${copy}src/core/decision/commitments.ts`
    )) as typeof import('../src/core/decision/commitments.js');
    const { readSchedule } = (await import(
      `${copy}src/core/decision/kinds/retention.ts`
    )) as typeof import('../src/core/decision/kinds/retention.js');
    const after = { fiscalYear: 2024, agreed: '窓口は担当者2に聞く', personId: 'p1' };
    const entry = { action: 'agreement_noted' as 'memo_noted', subject: 'a1', after };
    const thrownAway = { action: 'disposed' as const, subject: 'agreements', after: { gone: ['a1'] } };
    const by = { personId: 'p1', name: '担当者1', post: '担当', source: 'slack', actingFor: null };
    const whole = { ...by, at: '2024-05-01T00:00:00.000Z', sectionId: 's6', version: 0, before: null };
    expect(rowsOf({ ...whole, ...entry })).toEqual([{ row: 'agreement a1', value: after }]);
    expect(rowsOf({ ...whole, ...thrownAway })).toEqual([{ row: 'agreement a1', value: null }]);
    expect(JSON.stringify(committed({ ...whole, ...entry }, () => 'salt').entry)).not.toContain('担当者2');
    expect(readSchedule('agreements=3')).toMatchObject({ agreements: 3, memos: null });
  });
});
