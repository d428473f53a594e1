/** `maru check FILE…` and `maru check --year` */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addImportCommand } from '../../../src/cli/import/import.js';
import { addCheckCommand } from '../../../src/cli/tools/check.js';
import { ALL_CHECKS, type ChecksAsked } from '../../../src/core/board/checks.js';
import { checkId } from '../../../src/core/report/report-checks.js';
import { type City, city, contentFor, effectId, later, submit, withDesk } from '../../store/postgres/city.js';
import { runCommand } from '../../support/commands.js';

const folder = mkdtempSync(join(tmpdir(), 'maru-check-'));
let town: City;
beforeAll(async () => {
  town = await city();
  process.env.DATABASE_URL = town.url;
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await town.stop();
});

const run = (...words: string[]) => runCommand([addCheckCommand, addImportCommand], words);

const printed = readFileSync(new URL('../../fixtures/kita-r5.txt', import.meta.url), 'utf8');
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

type Found = { kind: string; row: number; texts: object[]; message: string; indicator: string };
type Checked = {
  checks: number;
  sheets: {
    section: string;
    goals: { no: string; checks: Found[]; confirmed: { arithmetic: string }[] }[];
  }[];
};
const checksIn = ({ sheets }: Checked) =>
  sheets.flatMap(({ section, goals }) =>
    goals.flatMap(({ no, checks }) => checks.map(({ row, kind }) => `${section} ${no}-${row} ${kind}`)),
  );

describe('files', () => {
  test('tell what does not fit, and what does, in words and as data', async () => {
    const path = file('kita.txt', printed);
    const { out, failed } = await run('check', path);
    expect(failed).toEqual([]);
    expect(out).toContain(
      '  確認 No.3 「研修発表実施数(回)」 数の食い違い: 目標達成状況に「発表数は14回」とあり、結果「6回」と違います。どちらが正しいか確かめてください。\n',
    );
    expect(out).toContain('  No.1 合っています: 7321 + 236 = 7557\n');
    expect(out).toMatch(/8シートを調べました。確認事項は1件です。\n$/u);
    const data = JSON.parse((await run('check', path, '--json')).out) as Checked;
    expect(checksIn(data)).toEqual(['北区 建設課 3-1 figures']);
    expect(data.checks).toBe(1);
    expect(data.sheets[6]!.goals[2]!.checks[0]).toMatchObject({
      indicator: '研修発表実施数(回)',
      texts: [
        { of: 'status', text: '発表数は14回' },
        { of: 'result', text: '6回' },
      ],
    });
  });

  test('are compared with the year before where its file stands beside them', async () => {
    const before = printed.replaceAll('令和5年度', '令和4年度');
    const now = printed.replace('早通4) (申請数', '早通5) (申請数');
    const { out } = await run('check', file('r5.txt', now), file('r4.txt', before), '--json');
    const found = checksIn(JSON.parse(out) as Checked);
    expect(found).toContain('北区役所 区民生活課 5-1 sum');
    expect(found.filter((line) => line.endsWith('copied')).length).toBeGreaterThan(30);
  });

  test('stand beside the irregularities when a file is imported for trial', async () => {
    const { out } = await run('import', file('kita.txt', printed), '--dry-run', '--json');
    const { summary } = JSON.parse(out) as { summary: { section: string; checks: { kind: string }[] }[] };
    expect(summary.flatMap(({ section, checks }) => checks.map(({ kind }) => `${section} ${kind}`))).toEqual([
      '北区 建設課 figures',
    ]);
    expect((await run('import', file('kita.txt', printed), '--dry-run')).out).toContain('確認 No.3');
  });

  test('and when it is entered, as maru check prints them', async () => {
    const path = file('kita.txt', printed);
    const { out } = await run('import', path);
    const lines = (text: string) => text.split('\n').filter((line) => line.startsWith('  確認 No.'));
    expect(lines(out)).toHaveLength(1);
    expect(lines(out)).toEqual(lines((await run('check', path)).out));
    expect(out).toContain('確認事項は1件です。');
    const { imported } = JSON.parse((await run('import', path, '--json')).out) as {
      imported: { name: string; checks: object[] }[];
    };
    expect(imported.flatMap(({ name, checks }) => checks.map(() => name))).toEqual(['建設課']);
    expect(imported[6]!.checks[0]).toMatchObject({
      kind: 'figures',
      no: '3',
      indicator: '研修発表実施数(回)',
    });
    expect((await run('import', path, '--targets-only')).out).not.toContain('確認 No.');
  });
});

describe('a year', () => {
  test('tells of what was reported, with the answers that were given', async () => {
    const [first] = await town.tasks(7);
    const task = first!;
    const content = {
      ...contentFor(task),
      answers: [
        {
          ...contentFor(task).answers[0]!,
          result: '190人',
          status: '210人の参加があり、目標を上回りました。',
          reason: '雨天のため',
        },
      ],
    };
    const command = { kind: 'submit' as const, task: task.id, base: 0, content };
    const place = 'test:dm:staff7';
    expect(await town.record.execute(effectId(), 'staff7', place, command, later(1))).toMatchObject({
      ok: true,
    });
    const year = async () =>
      JSON.parse((await run('check', '--year', 'R5', '--round', 'midyear', '--json')).out) as {
        open: number;
        answered: number;
        sections: {
          goals: {
            checks: { kind: string; group: string; reason: string | null; asked: object | null }[];
          }[];
        }[];
      };
    const found = await year();
    // two of the report, and the 位置づけ that the fourth goal of the real sheet lacks
    expect(found).toMatchObject({ open: 3, answered: 0 });
    expect(found.sections[0]!.goals[0]!.checks.map(({ kind }) => kind)).toEqual(['figures', 'target']);
    expect(found.sections[0]!.goals.flatMap(({ checks }) => checks.map(({ group }) => group))).toEqual([
      'open',
      'open',
      'blank',
    ]);
    const { out } = await run('check', '--year', 'R5', '--round', 'midyear');
    expect(out).toContain('「210人」');
    expect(out).toContain('数・日付・文の食い違い 2件\n位置づけ・方針の空欄 1件\n');
    expect(out).toContain(
      '計画の一覧を取り込んでいないため確かめていません（maru import --plan で取り込めます）。',
    );
  });

  test('holds the codes of 位置づけ against the plan, once its list is loaded: told, and nothing refused', async () => {
    const plan = (...rows: string[]) => file('plan.csv', ['コード,名称', ...rows].join('\n'));
    // 政策5 and 行財3 are there with nothing below them, 政策14 another measure than the sheet's
    const path = plan('政策５,自然環境', '政策14-1-①,公共交通', '行財3,協働');
    expect((await run('import', '--plan', path, '--year', 'R5', '--dry-run')).out).toContain(
      '3件の変更です。変更はまだしていません。',
    );
    expect((await run('import', '--plan', path, '--year', 'R5')).out).toContain(
      '令和5年度から使う計画：3件（追加 3',
    );
    expect((await run('import', '--plan', path, '--year', 'R5')).out).toContain('変更はありません');
    const found = JSON.parse((await run('check', '--year', 'R5', '--round', 'midyear', '--json')).out) as {
      plan_from: number;
      sections: { section: string; goals: { no: string; checks: { group: string; message: string }[] }[] }[];
    };
    expect(found.plan_from).toBe(2023);
    const beyond = found.sections
      .filter(({ section }) => section === '建設課')
      .flatMap(({ goals }) => goals.flatMap(({ checks }) => checks.filter(({ group }) => group === 'plan')));
    expect(beyond.map(({ message }) => message)).toEqual([
      '位置づけ「政策14-1-②」は、計画の一覧（令和5年度から）にありません。番号が合っているか確かめてください。',
      '位置づけ「行財1-1-①」は、計画の一覧（令和5年度から）にありません。番号が合っているか確かめてください。',
    ]);
    const { out } = await run('check', '--year', 'R5', '--round', 'midyear');
    expect(out).toContain('計画にない番号');
    expect(out).not.toContain('計画の一覧を取り込んでいない');
    // entered, whatever its codes
    expect((await run('import', file('kita.txt', printed))).failed).toEqual([]);
  });

  test('is the same as the list of 事務局 in the chat, line by line, with what was asked and answered', async () => {
    await withDesk(town);
    const now = new Date();
    for (const n of [1, 2]) await submit(town, `staff${n}`, (await town.tasks(n))[0]!);
    const execute = (who: string, command: Parameters<City['record']['execute']>[3]) =>
      town.record.execute(effectId(), who, 'test:direct', command, now);
    const page = async (asked: Partial<ChecksAsked>) => {
      const outcome = await execute('desk', { kind: 'show_checks', asked: { ...ALL_CHECKS, ...asked } });
      if (!outcome.ok || outcome.checks?.kind !== 'section') throw new Error(JSON.stringify(outcome));
      return outcome.checks;
    };
    const board = async () => {
      const lines: string[] = [];
      for (let n = 1; n <= 8; n += 1)
        for (const group of ['', 'answered'] as const)
          for (let at = 0, pages = 1; at < pages; at += 1) {
            const asked = { level: 'section', of: town.section(n), group, page: at } as const;
            const { name, department, rows, pages: all } = await page(asked);
            pages = all;
            for (const { goalNo, indicator, check, asked: put } of rows)
              lines.push(
                JSON.stringify([
                  `${department} ${name}`,
                  goalNo,
                  indicator,
                  check.kind,
                  check.group,
                  check.message,
                  check.texts,
                  check.reason,
                  put,
                ]),
              );
          }
      return lines.sort();
    };
    type Line = {
      kind: string;
      group: string;
      message: string;
      message_en: string;
      texts: object;
      indicator: string | null;
      reason: string | null;
      asked: object | null;
    };
    const printedOut = async () => {
      const { out } = await run('check', '--year', 'R5', '--round', 'midyear', '--json');
      const { sections } = JSON.parse(out) as {
        sections: { section: string; department: string; goals: { no: string; checks: Line[] }[] }[];
      };
      return sections
        .flatMap(({ section, department, goals }) =>
          goals.flatMap(({ no, checks }) =>
            checks.map((one) =>
              JSON.stringify([
                `${department} ${section}`,
                no,
                one.indicator ?? '',
                one.kind,
                one.group,
                { ja: one.message, en: one.message_en },
                one.texts,
                one.reason,
                one.asked,
              ]),
            ),
          ),
        )
        .sort();
    };
    const before = await board();
    // of the report, copied by two sections, blank, and beyond the plan
    expect(new Set(before.map((line) => (JSON.parse(line) as unknown[])[4])).size).toBeGreaterThan(2);
    expect(await printedOut()).toEqual(before);
    const { rows } = await page({ level: 'section', of: town.section(7) });
    const [first, second] = rows.filter(({ check }) => check.group === 'open');
    const ask = (row: typeof first) =>
      execute('desk', { kind: 'ask_check', task: row!.task, check: checkId(row!.check), agreed: true });
    expect(await ask(first)).toMatchObject({ ok: true, act: { done: true } });
    const { rows: asked } = await town.pool.query<{ id: string }>(
      'select id from questions where answered_at is null',
    );
    const reply = { kind: 'reply', question: asked[0]!.id, how: 'right', text: '延べ人数です。' } as const;
    expect(await execute('staff7', reply)).toMatchObject({ ok: true });
    expect(await ask(second)).toMatchObject({ ok: true, act: { done: true } });
    const after = await board();
    expect(after).not.toEqual(before);
    expect(after.filter((line) => line.includes('延べ人数です。'))).toHaveLength(1);
    expect(await printedOut()).toEqual(after);
  });

  test('a list that is none is refused with what it needs', async () => {
    expect((await run('import', '--plan', file('x.csv', '番号,名前\n1,2'))).failed.join()).toContain(
      '「コード」と「名称」の列がありません',
    );
    expect((await run('import', '--plan', file('x.csv', 'コード,名称\n'))).failed.join()).toContain(
      '計画の番号が一つもありません',
    );
    expect((await run('import', '--year', 'R5', file('kita.txt', printed))).failed.join()).toContain(
      '--plan',
    );
    expect((await run('import')).failed.join()).toContain('取り込むファイルを指定してください');
  });

  test('or files, not both and not neither', async () => {
    expect((await run('check')).failed.join()).toContain('どちらか一方');
    expect((await run('check', file('kita.txt', printed), '--year', 'R5')).failed.join()).toContain(
      'どちらか一方',
    );
    expect((await run('check', '--year', 'R4')).out).toMatch(/^0シートを調べました。確認事項はありません。/u);
  });
});
