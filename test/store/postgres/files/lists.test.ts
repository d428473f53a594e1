/** A roster and a calendar that are dropped in the chat: shown first, entered when that is what was shown, or refused whole. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import type { UploadCommand } from '../../../../src/core/decision/command.js';
import type { Outcome } from '../../../../src/core/decision/outcome/outcome.js';
import type { ListReading } from '../../../../src/core/sheet/list-reading.js';
import { LIST_LINES } from '../../../../src/core/sheet/list-reading.js';
import type { ReadSheets, Uploads } from '../../../../src/flow/file-ports.js';
import { openRecord, type PostgresRecord } from '../../../../src/store/postgres/record.js';
import { openUploads } from '../../../../src/store/postgres/sheets/uploads.js';
import { readSheets } from '../../../../src/workbook/worker/chat-files.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { by, type City, city, effectId, NOW, printedSheets, sectionOf } from '../city.js';

let town: City;
let uploads: Uploads;
let record: PostgresRecord;
let files = 0;
/** files read, each in a process of its own */
let reads = 0;
const { department, name: section } = sectionOf(printedSheets()[6]!);

beforeAll(async () => {
  town = await city();
  uploads = openUploads(town.pool, PATIENCE_MS);
  const counted: ReadSheets = (...file) => {
    reads += 1;
    return readSheets(...file);
  };
  record = openRecord(town.pool, counted, PATIENCE_MS);
  const of = sectionOf(printedSheets()[6]!);
  const post = (role: 'coordinator' | 'staff' | 'section_manager', title: string) => ({
    section: of,
    role,
    title,
  });
  await town.record.importRoster(
    {
      sections: [of],
      people: [
        { id: 'office', name: '事務局' },
        { id: '1001', name: '担当者一', email: 'one@city.example.jp', accounts: ['test:u1'] },
        { id: '1002', name: '課長一', email: 'two@city.example.jp' },
      ],
      holdings: [
        { post: post('coordinator', '事務局'), person: 'office', from: '2023-04-01' },
        { post: post('staff', '主事'), person: '1001', from: '2023-04-01' },
        { post: post('section_manager', '課長'), person: '1002', from: '2023-04-01' },
      ],
    },
    { by, now: NOW },
  );
}, 60_000);
afterAll(() => town.stop());

const sends = async (name: string, content: string | Uint8Array, person = 'office') => {
  files += 1;
  const id = `l${files}`;
  // Of many files of one person only the last are kept.
  const now = new Date(NOW.getTime() + files);
  await uploads.keep({ id, person, name, now }, async () => [
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  ]);
  return { id, outcome: await run({ kind: 'preview_upload', upload: id }, person) };
};
const run = (command: UploadCommand, person = 'office') =>
  record.execute(effectId(), person, `test:dm:${person}`, command, NOW);
const list = (outcome: Outcome): ListReading => {
  if (!outcome.ok || !outcome.list) throw new Error(JSON.stringify(outcome));
  return outcome.list;
};
const ja = (words: readonly { ja: string }[]) => words.map((one) => one.ja).join('\n');
const entries = async (action: string) =>
  (await town.record.history({})).filter((entry) => entry.action === action);
const state = async () => {
  const { rows } = await town.pool.query(
    `select (select json_agg(p order by id) from people p) as people,
            (select json_agg(h order by post_id, person_id, from_on) from holdings h) as holdings,
            (select json_agg(c order by day, section_id) from calendar_days c) as days,
            (select count(*)::int from history) as entries`,
  );
  return rows[0];
};

const HEADINGS = '部,課,役職,氏名,職員番号,メールアドレス';
const row = (...cells: string[]) => [department, section, ...cells].join(',');
const APRIL = [
  HEADINGS,
  row('事務局', '事務局', 'office', ''),
  row('主事', '担当者二', '1003', 'three@city.example.jp'),
  row('課長', '課長一', '1002', 'two@city.example.jp'),
].join('\n');

describe('a roster', () => {
  test('what changes is told by kind and line by line, and nothing is changed', async () => {
    const before = await state();
    const { outcome } = await sends('なにか.csv', APRIL);
    const reading = list(outcome);
    expect(ja(reading.summary)).toContain('職員：追加 1');
    expect(ja(reading.summary)).toContain('役職に就く人：追加 1・終わり 1');
    expect(ja(reading.lines)).toContain(`${section} 主事: 担当者一（`);
    expect(ja(reading.lines)).toContain('→ 担当者二（');
    expect(reading.lines.map(({ en }) => en).join('\n')).toMatch(/担当者一 \(until .* → 担当者二 \(from /u);
    expect(await state()).toEqual(before);
  });

  test('entered as it was shown, by who entered it; another preview is outdated then, a second press harmless', async () => {
    const first = await sends('名簿.csv', APRIL);
    const other = await sends('名簿2.csv', APRIL.replace('担当者二', '担当者弐'));
    const command = { kind: 'import_upload', upload: first.id, seen: list(first.outcome).seen } as const;
    expect(await run(command)).toMatchObject({ ok: true, list: { kind: 'roster' } });
    expect((await entries('roster_imported')).at(-1)).toMatchObject({ personId: 'office', post: '事務局' });
    expect(await run(command)).toMatchObject({ ok: true, list: { count: 0 } });
    const before = await state();
    expect(
      await run({ kind: 'import_upload', upload: other.id, seen: list(other.outcome).seen }),
    ).toMatchObject({ refusal: { reason: 'upload_outdated' } });
    expect(await state()).toEqual(before);
    expect(await town.record.verifyHistory()).toBeNull();
    expect((await town.record.verifyRecord()).replayed).toMatchObject({ unexplained: [] });
  });

  test('who would lose an account stands first', async () => {
    const seen = { standing: 'member', emails: ['three@city.example.jp'], unconfirmed: false } as const;
    await town.record.meet('test:u3', seen, NOW);
    expect(await town.record.linkOf('test:u3')).toMatchObject({ person: '1003' });
    const { outcome } = await sends('名簿.csv', APRIL.replace('three@', 'new@'));
    const reading = list(outcome);
    expect(reading.lines[0]!.ja).toBe('担当者二のアカウント（test:u3）の登録を外します');
    expect(reading.lines[0]!.en).toContain('is unlinked');
    expect(ja(reading.summary)).toContain('アカウントの登録：外れる 1');
    expect(ja(reading.lines)).toContain('three@city.example.jp → new@city.example.jp');
    expect(await town.record.linkOf('test:u3')).not.toBeNull();
  });

  test('more than a page is turned, and each page tells the rest', async () => {
    const many = Array.from({ length: 60 }, (_, n) => row('主査', `職員${n}`, `2${n}`, ''));
    const { id, outcome } = await sends('多い.csv', [APRIL, ...many].join('\n'));
    const reading = list(outcome);
    expect(reading.lines).toHaveLength(LIST_LINES);
    const before = reads;
    const next = list(await run({ kind: 'preview_upload', upload: id, as: 'roster', page: 1 }));
    expect([next.page, next.pages]).toEqual([1, reading.pages]);
    expect(next.lines[0]).not.toEqual(reading.lines[0]);
    expect(next.seen).toBe(reading.seen);
    // Neither read nor entered on trial again, by whoever may see it.
    expect(reads).toBe(before);
    const turned = { kind: 'preview_upload', upload: id, as: 'roster', page: 2 } as const;
    expect(await run(turned, '1001')).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
    // What is entered is found anew, and so is what changes after that.
    expect(await run({ kind: 'import_upload', upload: id, seen: reading.seen })).toMatchObject({ ok: true });
    expect(list(await run({ kind: 'preview_upload', upload: id, as: 'roster' })).count).toBe(0);
  });

  test('a wrong cell is named with its row and column in both languages, and all of it is refused', async () => {
    const before = await state();
    const { outcome } = await sends('誤り.csv', APRIL.replace('two@city.example.jp', 'two'));
    expect(outcome).toMatchObject({
      refusal: {
        problems: [
          {
            ja: '誤り.csv 4行目「メールアドレス」: 「two」はメールアドレスとして読み取れません。',
            en: '誤り.csv, row 4 「メールアドレス」: “two” is no e-mail address.',
          },
        ],
      },
    });
    expect(await state()).toEqual(before);
  });

  test('what only the file can answer is asked, and cannot be entered', async () => {
    const text = [
      `${HEADINGS},開始日,終了日,代決`,
      row('課長', '課長一', '1002', 'two@city.example.jp', '', '', ''),
      row('課長補佐', '補佐一', '1004', '', '', '2030-03-31', '課長'),
    ].join('\n');
    const { id, outcome } = await sends('代決.csv', text);
    const reading = list(outcome);
    expect(reading.blocked).toBe(true);
    expect(ja(reading.questions)).toContain('代決の終わりか分かりません');
    const before = await state();
    expect(await run({ kind: 'import_upload', upload: id, seen: reading.seen })).toMatchObject({
      refusal: { reason: 'upload_outdated' },
    });
    expect(await state()).toEqual(before);
  });

  test('a number of somebody who was erased is asked about in both languages, and can be entered', async () => {
    await town.pool.query(`insert into people (id, name) values ('1009', '消去済み1')`);
    const again = `${APRIL}\n${row('主任', '次の人', '1009', '')}`;
    const { id, outcome } = await sends('名簿.csv', again);
    const { questions, seen } = list(outcome);
    expect(ja(questions)).toContain('消去した職員番号がもう一度使われています：1009（次の人）。');
    expect(ja(questions)).toContain('消去した方と同じ方なら、名前とアドレスがまた記録に残ります。');
    expect(questions.map(({ en }) => en).join()).toContain(
      '1009 (次の人) is that of somebody who was erased',
    );
    expect(await run({ kind: 'import_upload', upload: id, seen })).toMatchObject({ ok: true });
  });
});

describe('a calendar', () => {
  const CALENDAR = ['日付,種別,課,名称', `2024-05-07,休み,${section},館内整理日`, '2024-05-11,開庁,,'].join(
    '\n',
  );

  test('days are told, entered with who did it, and changed later', async () => {
    const first = await sends('x.csv', CALENDAR);
    const reading = list(first.outcome);
    expect(reading.kind).toBe('calendar');
    expect(ja(reading.summary)).toContain('日：追加 2・変更 0');
    expect(ja(reading.lines)).toBe(
      `追加: 令和6年5月7日 ${section} 休み 館内整理日\n追加: 令和6年5月11日 全体 開庁`,
    );
    expect((await town.record.calendar()).length).toBe(0);
    expect(await run({ kind: 'import_upload', upload: first.id, seen: reading.seen })).toMatchObject({
      ok: true,
    });
    expect(await town.record.calendar()).toHaveLength(2);
    expect((await entries('calendar_imported')).at(-1)).toMatchObject({ personId: 'office' });

    const again = list((await sends('x.csv', CALENDAR.replace('開庁,,', '休み,,停電'))).outcome);
    expect(ja(again.lines)).toBe('変更: 令和6年5月11日 全体 開庁 → 休み 停電');
    expect(again.lines[0]!.en).toBe('Changed: 2024-05-11, the whole city, open → closed 停電');
    expect((await town.record.verifyRecord()).replayed).toMatchObject({ unexplained: [] });
  });

  test('from a workbook too, whatever it is called', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '休み',
          rows: [
            ['日付', '種別', '課', '名称'],
            ['2024-06-03', '休み', '', '点検'],
          ],
        },
      ],
    });
    expect(list((await sends('職員名簿.xlsx', bytes)).outcome)).toMatchObject({ kind: 'calendar', count: 1 });
  });

  test('a wrong row or an unknown section: named, and nothing of it is entered', async () => {
    const before = await state();
    const wrong = await sends('暦.csv', CALENDAR.replace('2024-05-07', '5月'));
    expect(wrong.outcome).toMatchObject({
      refusal: {
        problems: [{ ja: expect.stringContaining('2行め'), en: expect.stringContaining('row 2 「日付」') }],
      },
    });
    const unknown = await sends('暦.csv', CALENDAR.replace(section, '宇宙課'));
    expect(unknown.outcome).toMatchObject({
      refusal: { problems: [{ ja: expect.stringContaining('「宇宙課」という課は記録にありません') }] },
    });
    expect(await state()).toEqual(before);
  });
});

describe('a list of the plan', () => {
  const PLAN = ['コード,名称', '政策5-3-①,自然環境の保全', '政策14-1-②,公共交通', '行財3-2-③,協働'].join(
    '\n',
  );

  test('codes are told, entered with who did it, changed and taken away later', async () => {
    const first = await sends('x.csv', PLAN);
    const reading = list(first.outcome);
    expect(reading.kind).toBe('plan');
    expect(ja(reading.summary)).toBe('令和5年度から使う計画：3件（追加 3・変更 0・なくなる 0）');
    expect(reading.lines[0]).toEqual({
      ja: '追加: 令和5年度から 政策5-3-① 自然環境の保全',
      en: 'New: from fiscal year 2023, 政策5-3-① 自然環境の保全',
    });
    expect(await town.record.plans.of(2023)).toBeNull();
    const take = { kind: 'import_upload', upload: first.id, seen: reading.seen } as const;
    expect(await run(take)).toMatchObject({ ok: true, list: { kind: 'plan' } });
    expect((await town.record.plans.of(2024))?.codes.size).toBe(3);
    expect(await town.record.plans.of(2022)).toBeNull();
    expect((await entries('plan_imported')).at(-1)).toMatchObject({ personId: 'office', post: '事務局' });
    // a second press finds everything entered
    expect(await run(take)).toMatchObject({ ok: true, list: { count: 0 } });

    const next = await sends('y.csv', PLAN.replace('公共交通', '交通').replace('\n行財3-2-③,協働', ''));
    expect(ja(list(next.outcome).lines)).toBe(
      'なくなる: 令和5年度から 行財3-2-③ 協働\n変更: 令和5年度から 政策14-1-② 公共交通 → 政策14-1-② 交通',
    );
    await run({ kind: 'import_upload', upload: next.id, seen: list(next.outcome).seen });
    expect([...(await town.record.plans.of(2023))!.codes.values()]).toEqual([
      { code: '政策14-1-②', name: '交通' },
      { code: '政策5-3-①', name: '自然環境の保全' },
    ]);
    expect((await town.record.verifyRecord()).replayed).toMatchObject({ unexplained: [] });
  });

  test('of two years in one file each is its own; what is outdated is not entered', async () => {
    const text = ['年度,コード,名称', 'R5,政策5-3-①,自然環境の保全', '令和7年度,政策1-1-①,新しい計画'].join(
      '\n',
    );
    const sent = await sends('計画.csv', text);
    expect(ja(list(sent.outcome).summary)).toContain('令和7年度から使う計画：1件（追加 1');
    expect(await run({ kind: 'import_upload', upload: sent.id, seen: 'f'.repeat(24) })).toMatchObject({
      refusal: { reason: 'upload_outdated' },
    });
    await run({ kind: 'import_upload', upload: sent.id, seen: list(sent.outcome).seen });
    expect((await town.record.plans.of(2026))!.codes.size).toBe(1);
    expect((await town.record.plans.of(2024))!.fromYear).toBe(2023);
  });

  test('a wrong row is named, and nothing of the list is entered', async () => {
    const wrong = await sends('計画.csv', ['コード,名称,年度', '政策1-1-①,一,来年', ',二,R5'].join('\n'));
    expect(wrong.outcome).toMatchObject({
      refusal: {
        problems: [
          { ja: expect.stringContaining('2行目: 年度「来年」は読み取れません') },
          { ja: expect.stringContaining('3行目: 「二」のコードが空欄です') },
        ],
      },
    });
  });
});

test('a file of several kinds is asked about, and read as what was answered', async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '暦',
        rows: [
          ['日付', '種別', '課', '名称'],
          ['2024-06-04', '休み', '', ''],
        ],
      },
      {
        name: '職員',
        rows: [HEADINGS.split(','), [department, section, '主査', '職員九', '1009', '']],
      },
    ],
  });
  const { id, outcome } = await sends('いろいろ.xlsx', bytes);
  expect(outcome).toMatchObject({ unclear: { upload: id, kinds: ['roster', 'calendar'] } });
  const roster = list(await run({ kind: 'preview_upload', upload: id, as: 'roster' }));
  expect(roster.kind).toBe('roster');
  const calendar = list(await run({ kind: 'preview_upload', upload: id, as: 'calendar' }));
  expect(calendar.kind).toBe('calendar');
  const before = await town.record.calendar();
  await run({ kind: 'import_upload', upload: id, as: 'calendar', seen: calendar.seen });
  expect(await town.record.calendar()).toHaveLength(before.length + 1);
});

test('nobody but 事務局 may, and nothing of it is opened', async () => {
  const before = await state();
  for (const content of [APRIL, '日付,種別\n2024-07-01,休み', 'コード,名称\n政策1-1-①,一'])
    expect((await sends('x.csv', content, '1001')).outcome).toEqual({
      ok: false,
      refusal: { reason: 'not_entitled' },
    });
  expect(await state()).toEqual(before);
});

describe('a reorganisation', () => {
  const HEADING = '旧課,新部,新課,施行日,種別,目標';

  test('is shown, entered as it was shown, and nothing of it the second time', async () => {
    const before = await state();
    const { id, outcome } = await sends('組織.csv', `${HEADING}\n${section},,都市整備課,2023-10-02,改称,`);
    const shown = list(outcome);
    expect(shown).toMatchObject({ kind: 'reorganisation', blocked: false });
    expect(ja(shown.lines)).toContain(`都市整備課 名前: ${section} → 都市整備課`);
    expect(await state()).toEqual(before);
    const command = { kind: 'import_upload', upload: id, seen: shown.seen } as const;
    expect(await run(command)).toMatchObject({ ok: true, list: { kind: 'reorganisation' } });
    expect((await entries('reorganised')).at(-1)).toMatchObject({ personId: 'office', post: '事務局' });
    expect(await run(command)).toMatchObject({ ok: true, list: { count: 0 } });
  });

  test('is refused with its rows, and only shown before its day', async () => {
    const wrong = await sends('組織.csv', `${HEADING}\nない課,,新しい課,2023-10-02,改称,`);
    expect(wrong.outcome).toMatchObject({
      refusal: { reason: 'upload_refused', problems: [{ ja: expect.stringContaining('2行め「旧課」') }] },
    });
    const early = await sends('組織.csv', `${HEADING}\n都市整備課,,道路課,2024-04-01,改称,`);
    expect(list(early.outcome)).toMatchObject({ blocked: true, count: expect.any(Number) });
    const seen = list(early.outcome).seen;
    expect(await run({ kind: 'import_upload', upload: early.id, seen })).toMatchObject({
      refusal: { reason: 'upload_outdated' },
    });
  });
});
