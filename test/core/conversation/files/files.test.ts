/** Files in the conversation: who may send one, what is asked of the record, and what 出力 gives to whom. */
import { describe, expect, test } from '@jest/globals';
import { fallbackText } from '../../../../src/core/cards/fallback.js';
import { messageCard } from '../../../../src/core/cards/message.js';
import { settle } from '../../../../src/core/conversation/command-outcome.js';
import { exportAsked } from '../../../../src/core/conversation/files/files.js';
import type { Input } from '../../../../src/core/conversation/input.js';
import { step } from '../../../../src/core/conversation/step.js';
import type { Outcome } from '../../../../src/core/decision/outcome/outcome.js';
import { emptyDesk } from '../../../../src/core/draft/drafts.js';
import { uploadReading } from '../../../../src/core/sheet/upload.js';
import { buttonsOf, conversation } from '../../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../../support/tasks.js';
import { kitaSheets } from '../../../workbook/fixture-sheets.js';

const coordinator = contextOf([], actorOf('s1', 'coordinator', 'office'));
const staff = contextOf(tasksOf(0), actorOf('s1'));
const english = { ...coordinator, actor: { ...coordinator.actor, language: 'en' as const } };

const file = (name = 'r6.xlsx', size = 40_000) => ({ name, size, kept: true, upload: `f-${name}` }) as const;

function sent(
  files: NonNullable<(Input & { kind: 'said' })['files']>,
  text = '',
  surface: Input['surface'] = 'direct',
) {
  const at = surface === 'channel' ? 'test:channel' : 'test:dm';
  return {
    id: 'in-1',
    person: 'p',
    place: at,
    aside: 'test:dm',
    surface,
    kind: 'said',
    text,
    files,
  } as const;
}
const shown = (effects: ReturnType<typeof step>['effects']) =>
  effects.flatMap((one) => (one.kind === 'show' ? [fallbackText(one.card)] : []));

describe('a workbook that was sent', () => {
  test('the coordinator: it is read, and nothing is entered', () => {
    const { effects } = step(emptyDesk, sent([file()]), coordinator);
    expect(effects).toEqual([
      { kind: 'record', place: 'test:dm', command: { kind: 'preview_upload', upload: 'f-r6.xlsx' } },
    ]);
  });

  test('a large one: a word first, so that nobody waits in silence', () => {
    const { effects } = step(emptyDesk, sent([file('all.xlsx', 6_000_000)]), coordinator);
    expect(shown(effects)[0]).toContain('「all.xlsx」を読み取っています…');
    expect(effects.at(-1)).toMatchObject({ kind: 'record', command: { kind: 'preview_upload' } });
  });

  test('too large, or not handed over: said so, with what to do', () => {
    const { effects } = step(
      emptyDesk,
      sent([
        { name: 'a.xlsx', size: 0, kept: false, why: 'too_large' },
        { name: 'b.xlsx', size: 0, kept: false, why: 'unreachable' },
      ]),
      coordinator,
    );
    expect(shown(effects)[0]).toContain('上限 20 MB');
    expect(shown(effects)[1]).toContain('もう一度送ってください');
    expect(effects).toHaveLength(2);
  });

  test('of many files the first five are read, and the rest are named as not read', () => {
    const { effects } = step(
      emptyDesk,
      sent(['1', '2', '3', '4', '5', '6', '7'].map((n) => file(n))),
      coordinator,
    );
    expect(effects.filter(({ kind }) => kind === 'record')).toHaveLength(5);
    expect(shown(effects).join()).toContain('5ファイルまで');
  });

  test('a list of anybody else is answered politely, and nothing is read', () => {
    const { effects } = step(emptyDesk, sent([file('r6.csv')]), staff);
    expect(effects).toHaveLength(1);
    expect(shown(effects)[0]).toContain('事務局だけができます');
  });

  test('in a channel: the answer goes to the sender alone', () => {
    const { effects } = step(emptyDesk, sent([file()], '', 'channel'), coordinator);
    expect(effects).toMatchObject([{ kind: 'show', place: 'test:dm' }]);
  });

  test('an answer typed beside a file is an answer: nothing a person typed is lost', () => {
    const talk = conversation(staff).say('続き');
    const before = talk.view('question');
    const { desk, effects } = step(talk.desk(), { ...sent([file()], '200人'), place: 'test:dm' }, staff);
    expect(Object.values(desk.drafts)[0]!.answers).toMatchObject({
      [staff.tasks[0]!.indicators[0]!.id]: { result: '200人' },
    });
    expect(shown(effects).join('\n')).toContain('根拠資料としてお預かりできません');
    expect(before.prompt).not.toBe('');
  });

  test('a covering note of the coordinator needs no answer of its own', () => {
    const { effects } = step(emptyDesk, sent([file()], 'R6のシートです。お願いします'), coordinator);
    expect(effects).toHaveLength(1);
  });
});

describe('preview and import', () => {
  const [sheet, other] = kitaSheets();
  const reading = uploadReading(
    'r5.xlsx',
    [
      {
        sheet: sheet!,
        irregularities: [
          { id: 'H02', where: {}, message: { ja: '空行', en: 'blank' } },
          { id: 'V14', where: {}, message: { ja: 'どちらの数が正しいか', en: 'which figure' } },
        ],
        outcome: 'new',
      },
      {
        sheet: other!,
        irregularities: [],
        outcome: {
          changed: Array.from({ length: 5 }, (_, n) => ({
            kind: 'goal' as const,
            goal: '1',
            indicator: null,
            field: '目標',
            before: 'a',
            after: 'b',
            message: { ja: `変更${n}${'長'.repeat(500)}`, en: `change ${n}` },
          })),
        },
      },
    ],
    [{ id: 'F05', where: {}, message: { ja: '表示されていないタブ', en: 'hidden tab' } }],
    Array.from({ length: 10 }, (_, n) => ({ ja: `確認 No.${n} 食い違い`, en: `Check No.${n}, two figures` })),
  );
  const accepted: Outcome = { ok: true, goalNo: '', version: 0, complete: false, upload: reading };
  const preview = { kind: 'preview_upload', upload: 'f1' } as const;
  const card = (command: Parameters<typeof settle>[2], outcome: Outcome, world = coordinator) => {
    const [effect] = settle(emptyDesk, 'test:dm', command, outcome, world).effects;
    return effect?.kind === 'show' ? effect.card : messageCard('ja', 'nothing', []);
  };

  test('the preview names each sheet, what changes, what to look at first and what was passed over', () => {
    const text = fallbackText(card(preview, accepted));
    expect(text).toContain(`${sheet!.header.organization.text}（令和5年度） 目標${sheet!.goals.length}件`);
    expect(text).toContain('：新規');
    expect(text).toContain('：変更あり');
    expect(text).toContain('変更0');
    expect(text).toContain('ほか2か所の変更');
    expect(text).toContain('1件あります');
    expect(text).toContain('どちらの数が正しいか');
    expect(text).not.toContain('空行');
    expect(text).toContain('表示されていないタブ');
    expect(text).toContain('確認事項が10件あります。');
    expect(text).toContain('・確認 No.7 食い違い');
    expect(text).not.toContain('No.8');
    expect(text).toContain('ほか2件');
    expect(fallbackText(card(preview, accepted, english))).toContain('Check No.0, two figures');
    expect(text.split('\n').every((line) => line.length < 200)).toBe(true);
  });

  test('取り込む carries the upload and what was seen; やめる throws it away', () => {
    const talk = conversation(coordinator);
    const buttons = buttonsOf(card(preview, accepted));
    expect(buttons.map(({ title }) => title)).toEqual(['取り込む', 'やめる']);
    talk.press('import_upload', 'f1', 0, reading.seen);
    expect(talk.command()).toEqual({ kind: 'import_upload', upload: 'f1', seen: reading.seen });
    expect(JSON.parse(buttons[0]!.action)).toMatchObject({
      do: 'import_upload',
      of: 'f1',
      with: reading.seen,
    });
    talk.press('drop_upload', 'f1');
    expect(talk.command()).toEqual({ kind: 'drop_upload', upload: 'f1' });
  });

  test('a file with nothing new in it offers nothing to enter', () => {
    const same = uploadReading('x', [{ sheet: sheet!, irregularities: [], outcome: 'unchanged' }], []);
    // as an earlier version kept it, without checks
    const { checks: _checks, ...earlier } = same;
    expect(fallbackText(card(preview, { ...accepted, upload: earlier }))).not.toContain('確認事項');
    const shownCard = card(preview, { ...accepted, upload: same });
    expect(fallbackText(shownCard)).not.toContain('確認事項');
    expect(buttonsOf(shownCard).map(({ title }) => title)).toEqual(['やめる']);
    expect(fallbackText(shownCard)).toContain('取り込む必要はありません');
  });

  test('300 sheets are told in a few lines', () => {
    const many = uploadReading(
      'all.xlsx',
      Array.from({ length: 300 }, () => ({ sheet: sheet!, irregularities: [], outcome: 'new' as const })),
      [],
    );
    const text = fallbackText(card(preview, { ...accepted, upload: many }));
    expect(text).toContain('300シートを読み取りました');
    expect(text).toContain('新規 280シート');
    expect(text.split('\n').length).toBeLessThan(40);
  });

  test.each([
    [{ reason: 'upload_gone' } as const, 'もう一度送ってください', 'send it again'],
    [{ reason: 'upload_outdated' } as const, '取り込んでいません', 'nothing was entered'],
    [{ reason: 'not_entitled' } as const, '事務局だけができます', 'coordinator'],
    [
      { reason: 'upload_refused', problems: [{ ja: '壊れています。', en: 'It is broken.' }] } as const,
      '壊れています。',
      'It is broken.',
    ],
  ])('refused: %j', (refusal, ja, en) => {
    expect(fallbackText(card(preview, { ok: false, refusal }))).toContain(ja);
    expect(fallbackText(card(preview, { ok: false, refusal }, english))).toContain(en);
  });
});

describe('出力', () => {
  test.each([
    ['出力', { fiscalYear: null, format: 'xlsx', section: '' }],
    ['エクスポート', { fiscalYear: null, format: 'xlsx', section: '' }],
    ['Export', { fiscalYear: null, format: 'xlsx', section: '' }],
    ['出力　建設課', { fiscalYear: null, format: 'xlsx', section: '建設課' }],
    ['出力 中間', { fiscalYear: null, format: 'xlsx', round: 'midyear', section: '' }],
    ['Export 建設課 midyear csv', { fiscalYear: null, format: 'csv', round: 'midyear', section: '建設課' }],
    ['出力 建設課 CSV', { fiscalYear: null, format: 'csv', section: '建設課' }],
    ['出力 建設課 PDF', { fiscalYear: null, format: 'pdf', section: '建設課' }],
    // no more than a name, though every object has something of that name
    ['出力 constructor', { fiscalYear: null, format: 'xlsx', section: 'constructor' }],
    ['出力 R5 建設課', { fiscalYear: 2023, format: 'xlsx', section: '建設課' }],
    ['出力 令和5年度 エクセル', { fiscalYear: 2023, format: 'xlsx', section: '' }],
    [
      '出力 地域総務課 (北区郷土博物館)',
      { fiscalYear: null, format: 'xlsx', section: '地域総務課 (北区郷土博物館)' },
    ],
  ])('%s', (text, asked) => expect(exportAsked(text)).toEqual(asked));

  test.each(['出力装置を2台入れた', '電気の出力', '2件を出力した', 'exported'])('%s is no 出力', (text) =>
    expect(exportAsked(text)).toBeNull(),
  );

  const given = (world: typeof staff, text: string) => conversation(world).say(text).effects();

  test('the coordinator gets every section, anybody else the own ones', () => {
    expect(given(coordinator, '出力 建設課 csv')).toEqual([
      {
        kind: 'file',
        place: 'test:dm',
        file: {
          kind: 'sheets',
          fiscalYear: null,
          sectionIds: null,
          named: '建設課',
          format: 'csv',
          language: 'ja',
        },
      },
    ]);
    expect(given(staff, '出力')).toMatchObject([{ kind: 'file', file: { sectionIds: ['s1'], named: null } }]);
  });

  test('who holds no post gets a sentence', () => {
    const nobody = { ...staff, actor: { ...staff.actor, posts: [] } };
    expect(given(nobody, '出力')).toMatchObject([{ kind: 'show' }]);
  });

  test('while a question waits, 「出力 190kW」 is the answer to it, and 出力 alone is not', () => {
    const talk = conversation(staff).say('続き').say('出力 190kW');
    expect(Object.values(talk.desk().drafts)[0]!.answers).toMatchObject({
      [staff.tasks[0]!.indicators[0]!.id]: { result: '出力 190kW' },
    });
    expect(conversation(staff).say('続き').say('出力').effects()).toMatchObject([{ kind: 'file' }]);
  });
});
