import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import iconv from 'iconv-lite';
import { addRateCommand } from '../../../src/cli/tools/rate.js';
import { addReadCommand } from '../../../src/cli/tools/read.js';

const folder = mkdtempSync(join(tmpdir(), 'maru-rate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: string[]) {
  const said = { out: '', err: '', failed: [] as string[] };
  const io = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    fail: (message: string) => void said.failed.push(message),
  };
  const program = new Command().exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  addReadCommand(program, io);
  addRateCommand(program, io);
  for (const command of program.commands) command.exitOverride();
  program.parse(words, { from: 'user' });
  return said;
}
const json = (...words: string[]) => JSON.parse(run(...words, '--json').out);

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('maru read', () => {
  test('says what it read', () => {
    expect(run('read', '3避難所 (累計14避難所)').out).toBe('「3避難所・累計14避難所」と読みました。\n');
    expect(run('read', '3', '--indicator', '取組み地区数(地区)').out).toBe('「3地区」と読みました。\n');
  });
  test('says what it could not read', () => {
    expect(run('read', '39回実施予定').out).toBe(
      '「39回」と読みました。\n読み取れなかった文字: 「実施予定」\n確かではないため、評価は人が選びます。\n',
    );
    expect(run('read', '').out).toContain('数は読み取れませんでした。');
  });
  test('--json', () => {
    expect(json('read', '1,000人 H29年度数値')).toEqual({
      text: '1,000人 H29年度数値',
      parts: [
        {
          kind: 'number',
          label: null,
          value: '1000',
          fraction: null,
          unit: '人',
          comparator: null,
          scope: 'annual',
          approximate: false,
        },
      ],
      notes: ['H29年度数値'],
      certain: true,
      unread: [],
      printed: '1,000人',
      printed_en: '1,000人',
    });
  });
});

describe('maru rate', () => {
  test('one result', () => {
    expect(run('rate', '--target', '200人以上', '--result', '190人').out).toBe(
      '評価案: △ 一部未達成（目標200人以上 → 結果190人、95.0％）\n',
    );
    expect(run('rate', '--target', '20以上', '--result', '101').out).toContain('\n確認 V16: ');
    expect(run('rate', '--target', '200人以上', '--result', '250人', '--round', 'midyear').out).toContain(
      '○ 達成見込み',
    );
    expect(
      run('rate', '--target', '100人', '--result', '130人', '--scale', 'four-step', '--higher-is-better').out,
    ).toContain('◎ 目標を上回る');
  });
  test('--json', () => {
    expect(json('rate', '--target', '200人以上', '--result', '190人')).toEqual({
      rating: 'partially_achieved',
      ask: false,
      ratio: '0.950',
      because: '目標200人以上 → 結果190人、95.0％',
      because_en: 'target at least 200人 → result 190人, 95.0%',
      rule: 'niigata-r5/partial-ratio',
      pace: null,
      pace_en: null,
      warnings: [],
      warnings_en: [],
      checks: [],
    });
    expect(json('rate', '--target', '10件', '--result', '5件', '--lower-is-better')).toMatchObject({
      rating: 'achieved',
      ratio: '2.000',
    });
    expect(json('rate', '--target', '200人', '--result', '250人', '--indicator', '在籍する人')).toMatchObject(
      {
        rating: null,
        ask: true,
        rule: 'niigata-r5/ask-direction-unknown',
      },
    );
    expect(json('rate', '--target', '△3', '--result', '-2')).toMatchObject({
      rating: null,
      ask: true,
      ratio: null,
    });
    expect(json('rate', '--target', '200人以上', '--result', '96人', '--round', 'midyear')).toMatchObject({
      rating: null,
      ask: true,
      pace: '目標の48％（年度の50％が経過）',
    });
    expect(json('rate', '--target', '3', '--result', '3', '--indicator', '取組み地区数(地区)').because).toBe(
      '目標3地区 → 結果3地区、100.0％',
    );
  });
  test('neither one result nor a file, or both', () => {
    expect(run('rate', '--target', '3').failed).toHaveLength(1);
    expect(run('rate', 'x.csv', '--target', '3').failed).toHaveLength(1);
    expect(() => run('rate', '--target', '3', '--result', '3', '--round', 'weekly')).toThrow();
    expect(() => run('rate', '--target', '3', '--result', '3', '--scale', 'other')).toThrow();
  });
});

const CSV =
  '取組指標,R5目標,R5結果,評価,向き\r\n植栽に参加した人数,200人以上,190人,△,\r\n"広報, 発信数",20,101,○,\r\n\r\n苦情(件),10,12,△ 一部未達成,少ないほど良い\r\n全数の行,全数,全数,,\r\n';

describe('maru rate FILE.csv', () => {
  test.each<[string, Buffer]>([
    ['utf-8.csv', Buffer.from(CSV, 'utf8')],
    ['bom.csv', Buffer.from(`\uFEFF${CSV}`, 'utf8')],
    ['cp932.csv', iconv.encode(CSV, 'cp932')],
    ['tab.csv', Buffer.from(CSV.replaceAll(',', '\t'), 'utf8')],
  ])('%s', (name, bytes) => {
    const said = run('rate', file(name, bytes), '--json');
    expect(said.failed).toEqual([]);
    expect(JSON.parse(said.out).rows).toMatchObject([
      {
        row: 2,
        target: '200人以上',
        result: '190人',
        rating: 'partially_achieved',
        agrees: true,
        ratio: '0.950',
      },
      { row: 3, rating: 'achieved', printed_rating: 'achieved', agrees: true },
      { row: 5, rating: 'partially_achieved', ratio: '0.833', agrees: true },
      { row: 6, rating: null, ask: true, printed_rating: null, agrees: null },
    ]);
  });
  test('each row may say its round and whether lower is better', () => {
    const path = file(
      'columns.csv',
      'indicator,target,result,round,lower_is_better\n苦情件数,10件,8件,yearend,true\n,10件以下,12件,,false\n参加者数,100人,60人,中間,0\n',
    );
    expect(JSON.parse(run('rate', path, '--json').out).rows).toMatchObject([
      { rating: 'achieved', ratio: '1.250' },
      { rating: 'partially_achieved', ratio: '0.833' },
      { rating: null, pace: '目標の60％（年度の50％が経過）' },
    ]);
  });
  test.each([
    ['多い', 'achieved'],
    ['多いほどよい', 'achieved'],
    ['多い方が良い', 'achieved'],
    ['高いほど良い', 'achieved'],
    ['higher', 'achieved'],
    ['少ない', 'partially_achieved'],
    ['少ないほどよい', 'partially_achieved'],
    ['低いほうがよい', 'partially_achieved'],
    ['lower', 'partially_achieved'],
    ['保つ', null],
    ['', null],
  ])('the direction is written 「%s」', (direction, rating) => {
    const path = file('spelled.csv', `指標,目標,結果,向き\n区画数,10,12,${direction}\n`);
    expect(JSON.parse(run('rate', path, '--json').out).rows).toMatchObject([
      { rating, ask: rating === null },
    ]);
  });
  test('a column 目標達成状況 is held against the numbers, as everywhere', () => {
    const path = file(
      'status.csv',
      '指標,目標,結果,評価,目標達成状況,年度\n参加者数,200人以上,190人,△,210人の参加があり、目標を上回りました。,R5\n参加者数,200人以上,210人,○,210人が参加しました。,R5\n',
    );
    const [slip, right] = JSON.parse(run('rate', path, '--json').out).rows;
    expect(slip.checks.map(({ kind }: { kind: string }) => kind)).toEqual(['figures', 'target', 'rating']);
    expect(slip.checks[0]).toMatchObject({
      message: '目標達成状況に「210人」とあり、結果「190人」と違います。どちらが正しいか確かめてください。',
      message_en: expect.stringContaining('「210人」'),
    });
    expect(right.checks).toEqual([]);
    expect(run('rate', path).out).toContain('\n  確認 数の食い違い: 目標達成状況に「210人」とあり');
    expect(
      run('rate', '--target', '2避難所 (累計13避難所)', '--result', '3避難所 (累計16避難所)').out,
    ).toContain('確認 累計: ');
  });
  test('500千t where fewer is better is a slip of the unit, and asked', () => {
    const words = ['rate', '--indicator', 'ごみ排出量', '--lower-is-better'];
    for (const [target, result] of [
      ['500千t', '480t'],
      ['500千t', '4t'],
    ] as const)
      expect(json(...words, '--target', target, '--result', result)).toMatchObject({
        rating: null,
        ask: true,
        rule: 'niigata-r5/ask-magnitude',
        because: expect.stringContaining('千・万'),
      });
    expect(json(...words, '--target', '500千t', '--result', '480千t').rating).toBe('achieved');
    // few of many is no slip where both are small
    expect(
      json('rate', '--indicator', '苦情件数', '--lower-is-better', '--target', '200件', '--result', '1件')
        .rating,
    ).toBe('achieved');
  });
  test('the fiscal year stands in an option, a column or the heading of the targets', () => {
    const words = ['rate', '--target', '100人以上', '--result', '110人（R5）'];
    expect(json(...words, '--fiscal-year', '令和5年度').rating).toBe('achieved');
    expect(json(...words, '--fiscal-year', '2024').rule).toBe('niigata-r5/ask-note-in-result');
    expect(json(...words).rule).toBe('niigata-r5/ask-note-in-result');
    expect(run(...words, '--fiscal-year', '来年').failed).toEqual([
      '「来年」は年度ではありません。令和5年度、R5、2023 のように指定してください。',
    ]);
    const rated = (csv: string) => JSON.parse(run('rate', file('year.csv', csv), '--json').out).rows;
    expect(rated('R5目標,R5結果\n100人以上,110人（R5）\n100人以上,110人（R4）\n')).toMatchObject([
      { rating: 'achieved' },
      { rating: null },
    ]);
    expect(rated('目標,結果,年度\n100人以上,110人（R5）,令和5年度\n100人以上,110人（R5）,\n')).toMatchObject([
      { rating: 'achieved' },
      { rating: null },
    ]);
    expect(run('rate', file('year.csv', '目標,結果,年度\n1人,1人,来年\n')).failed[0]).toContain('C2「来年」');
  });
  test('a column lower_is_better that says no means more, where the target says nothing else', () => {
    const path = file(
      'no.csv',
      'indicator,target,result,lower_is_better\n区画数,10,12,no\n区画数,10以下,9,no\n',
    );
    expect(JSON.parse(run('rate', path, '--json').out).rows).toMatchObject([
      { rating: 'achieved' },
      { rating: 'achieved' },
    ]);
  });
  test('for people', () => {
    const path = file('plain.csv', 'indicator,target,result,rating\n参加者数,100人,79人,△\n,100人,100人,△\n');
    expect(run('rate', path).out.split('\n')).toEqual([
      '2行目 評価案: なし（目標100人 → 結果79人、79.0％。目標の80％に届いていません。△ 一部未達成か、× 未達成かを選んでください。）',
      '3行目 評価案: ○ 達成（目標100人 → 結果100人、100.0％） ※記入された評価は △ 一部未達成',
      '2行のうち、評価案 1件、人が選ぶもの 1件、記入された評価と違うもの 1件',
      '',
    ]);
  });
  test.each<[string, string | Buffer, string]>([
    ['no-result.csv', '目標\n3\n', '1行目に「結果」（result）の列がありません。'],
    ['twice.csv', '目標,target,結果\n3,3,3\n', '1行目のA1とB1が、どちらも「目標」の列です。'],
    [
      'rating.csv',
      '目標,結果,評価\n3,3,○\n3,3,良\n',
      '3行目 C3「良」: 評価は ○ 達成、△ 一部未達成、× 未達成 のいずれかです。',
    ],
    [
      'direction.csv',
      '目標,結果,向き\n3,3,横\n',
      '2行目 C2「横」: 向きは 多いほど良い（higher）、少ないほど良い（lower）、保つ（neither）のいずれかです。',
    ],
    [
      'round.csv',
      '目標,結果,時期\n3,3,秋\n',
      '2行目 C2「秋」: 時期は 中間（midyear）か 期末（yearend）です。',
    ],
    [
      'quote.csv',
      '目標,結果\n"3,3\n',
      'CSV として読めません。引用符（"）の閉じ忘れがないか確認してください。',
    ],
    ['empty.csv', '', 'ファイルが空です。'],
    [
      'book.csv',
      Buffer.from('PK\u0003\u0004'),
      'CSV ではなく Excel のファイルです。CSV で保存してから指定してください。',
    ],
    ['bytes.csv', Buffer.from([0xff, 0x00, 0x81, 0xff]), '文字コードが UTF-8 でも CP932 でもありません。'],
  ])('%s is refused in one sentence', (name, content, message) => {
    const path = file(name, content);
    const said = run('rate', path, '--json');
    expect(said.out).toBe('');
    expect(said.failed).toHaveLength(1);
    expect(said.failed[0]!.startsWith(`${path}: `)).toBe(true);
    expect(said.failed[0]!.endsWith(message)).toBe(true);
  });
  test('a file that is not there', () => {
    const path = join(folder, 'none.csv');
    expect(run('rate', path).failed).toEqual([`${path}: ファイルがありません。`]);
  });
});
