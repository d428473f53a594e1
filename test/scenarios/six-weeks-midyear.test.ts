/** Weeks one to three: lists and sheets come in, 中間 with dates of a section's own, an absence, and the end. */
import { afterEach, expect, test } from '@jest/globals';
import type { Office } from './office.js';
import { openSixWeeks, people, ROWS, SHEETS, takeIn } from './six-weeks.js';

let office: Office;
afterEach(() => office?.stop());

test('a file that is no sheet, or of a section that is nearly known, is named before anything is taken in', async () => {
  office = await openSixWeeks('2023-09-25 09:30', '');
  await office.dropsBytes('事務局1', '名簿.csv', Buffer.from(people(ROWS)));
  expect(office.lines('事務局1', '名簿.csv')).toEqual([
    '「名簿.csv」の名簿です',
    'すべて記録と同じ内容です。取り込む必要はありません。',
    'ボタン：やめる',
  ]);
  await office.drops('事務局1', 'R5.xlsx', SHEETS);
  const preview = office.lines('事務局1', '「R5.xlsx」の内容です');
  expect(preview).toContain(
    '「北区役所 北出張所」は、いまの記録にない課です。いまある「北区 北出張所」と同じ課なら、このまま取り込まず、シートの名前を直すか、名簿の組織の表の「別名」（部の名前だけが違うなら「部の別名」）に書いてください。',
  );
  expect(preview.filter((line) => line.includes('いまの記録にない課'))).toHaveLength(1);
  const { lines, questions } = await office.imports(
    [people(ROWS), '部,課,別名\n北区,産業建設課,産業振興課\n'],
    { enter: false },
  );
  expect(lines).toContain(
    '課の別名: 「産業振興課」は産業建設課のことです（いまの記録では産業振興課のことです）',
  );
  expect(questions.filter((one) => one.startsWith('組織.csv'))).toEqual([
    expect.stringContaining('「産業振興課」は、いまある課です。「産業建設課」の別名にすると、'),
  ]);
}, 60_000);

test('one 課長 of two sections, own reports, an absence with its 後閲, and what is left when the round closes', async () => {
  office = await openSixWeeks('2023-09-25 09:30');
  await takeIn(office);
  await office.on('2023-10-02 09:30');
  await office.opensRound('midyear', { due: 'R5.10.13' }, { 北出張所: '2023-10-20' });
  expect(office.lines('担当者1', '入力をお願いします')[1]).toBe('期限 10月20日(金)（あと18日です）');
  expect(office.lines('担当者2', '入力をお願いします')[1]).toBe('期限 10月13日(金)（あと11日です）');
  await office.says('課長1', '1番');
  expect(office.lines('課長1', 'どの課の No.1')[0]).toBe('どの課の No.1 ですか');

  await office.reports('担当者2', '1番', ['3', '○', '実施しました。', '続けます。']);
  await office.presses('係長1', '産業振興課 No.1 を確認済み');
  await office.pressesIn('課長1', '産業振興課', 'No.1 ', '承認');
  expect(office.lines('課長1', 'を承認しました')[0]).toBe('産業振興課 No.1 を承認しました');
  await office.pressesIn('区長1', '産業振興課', 'No.1 ', '確認');
  expect(office.lines('区長1', 'を確認済みにしました')[0]).toBe('産業振興課 No.1 を確認済みにしました');

  // The second week: what a 係長 and the 所長 report themselves has nobody in the section who may decide.
  await office.on('2023-10-10 10:00');
  await office.reports('係長1', '2番', [
    '100人',
    '○',
    '実施中です。',
    '0回',
    '○',
    '11月に出店します。',
    '続けます。',
  ]);
  await office.reports('課長1', '北出張所 2番', ['40回', '○', '参加しました。', '続けます。']);
  await office.pressesIn('課長1', '北出張所', 'No.2 ', '承認');
  expect(office.lines('課長1', '受け付けられませんでした')[1]).toBe(
    'ご自分が提出した報告は、ご自分では承認・差戻しできません。いま判断できる役職の方がいないため、事務局にお願いしています。',
  );
  await office.on('2023-10-12 10:00');
  expect(office.lines('事務局1', '判断できる人がいない')).toEqual([
    '判断できる人がいない報告があります',
    '次の課では、報告を提出した人のほかに、判断できる役職の人がいません。',
    '令和5年度 中間報告 ・ 北出張所：承認待ち 1件',
    '課長が自分で提出した報告で、代決者もいません。ご判断のお願いを、1件ずつ別にお送りしています。',
    '令和5年度 中間報告 ・ 産業振興課：承認待ち 1件',
    '係長が自分で提出した報告で、代決者もいません。ご判断のお願いを、1件ずつ別にお送りしています。',
  ]);

  // The third: 課長 is away, the deputy decides, and the list comes on the morning of the return.
  await office.on('2023-10-16 10:00');
  await office.presses('事務局1', '産業振興課 No.2 を確認済み');
  await office.pressesIn('補佐1', '産業振興課', 'No.2 ', '承認');
  await office.reports('担当者1', '1番', ['2件', '○', '提案しました。', '続けます。']);
  await office.pressesIn('課長1', '北出張所', 'No.1 ', '承認');
  await office.on('2023-10-19 09:00');
  expect(office.lines('課長1', '後閲をお願いします')).toEqual([
    '後閲をお願いします（1件）',
    '不在のあいだに代決されたものです。内容をご覧になったら、「すべて見ました」を押してください。',
    '産業振興課　No.2：承認',
    '課長の代決：補佐1（10月16日(月) 10:00）',
    'ボタン：産業振興課 No.2 の内容を見る',
    'ボタン：すべて見ました',
  ]);
  await office.presses('課長1', 'すべて見ました');
  await office.pressesIn('区長1', '産業振興課', 'No.2 ', '差戻し', { comment: '出店の日も書いてください。' });
  await office.presses('事務局1', '北出張所 No.2 を承認');
  expect(office.lines('事務局1', 'これですべて')).not.toContain('産業振興課');
  expect(office.lines('事務局1', 'これですべて').slice(0, 2)).toEqual([
    'これですべての目標が承認になります',
    '北出張所',
  ]);
  expect(await office.closesRound('midyear')).toEqual([
    '承認待ち：北出張所 No.2',
    '未提出・差戻し：産業振興課 No.2',
  ]);
  await office.says('係長1', '2番');
  expect(office.lines('係長1', '締め切られました')[0]).toBe('令和5年度 中間報告は締め切られました');
  expect(await office.history('midyear', '産業振興課')).toEqual([
    'R5.10.2 09:30 R5 中間 No.1 第1版 提出 担当者 担当者2',
    'R5.10.2 09:30 R5 中間 No.1 第1版 確認 係長 係長1',
    'R5.10.2 09:30 R5 中間 No.1 第1版 承認 課長 課長1',
    'R5.10.2 09:30 R5 中間 No.1 第1版 確認 区長 区長1',
    'R5.10.10 10:00 R5 中間 No.2 第1版 提出 係長 係長1',
    'R5.10.16 10:00 R5 中間 No.2 第1版 確認 事務局 事務局1（代決: 係長）',
    'R5.10.16 10:00 R5 中間 No.2 第1版 承認 課長 補佐1（代決: 課長1）',
    'R5.10.19 09:00 R5 中間 No.2 第1版 後閲 課長 課長1',
    'R5.10.19 09:00 R5 中間 No.2 第1版 差戻し 区長 区長1「出店の日も書いてください。」',
  ]);
}, 90_000);
