/** Weeks four to six: 期末 over a transfer on April 1, a promotion, a vacant post, and the publication. */
import { afterEach, expect, test } from '@jest/globals';
import type { Office } from './office.js';
import { openSixWeeks, people, SHEETS, takeIn } from './six-weeks.js';

let office: Office;
afterEach(() => office?.stop());

test('who is promoted decides for others and not for own reports; a post stays vacant; sections that merge are told apart', async () => {
  office = await openSixWeeks('2024-03-18 09:30');
  await takeIn(office);
  await office.opensRound('yearend', { due: 'R6.4.12' }, { 北出張所: '2024-04-19' });
  await office.reports('係長1', '1番', ['3（延べ17回）', '○', '3地域で実施しました。', '続けます。']);
  await office.reports('担当者2', '2番', [
    '209人',
    '○',
    '実施しました。',
    '1回',
    '○',
    '出店しました。',
    '続けます。',
  ]);
  await office.reports('担当者1', '1番', ['6件', '○', '改善しました。', '続けます。']);
  await office.presses('係長1', '産業振興課 No.2 を確認済み');
  const april = people([
    ['産業振興課', '担当者', '担当者2'],
    ['産業振興課', '課長', '係長1', 'R6.4.1'],
    ['産業振興課', '課長補佐', '補佐1'],
    ['北出張所', '担当者', '担当者1'],
    ['北出張所', '所長', '課長1', 'R5.4.1,R6.3.31'],
    ['北出張所', '所長', '所長2', 'R6.4.8'],
    ['産業建設課', '課長', '所長2', 'R6.4.8'],
  ]);
  expect(await office.imports([april], { from: '2024-04-01' })).toEqual({
    lines: [
      '課の追加: 北区 産業建設課（承認経路: 課長 承認）',
      '職員の追加: 所長2（108）',
      '役職の追加: 産業建設課 課長',
      '産業振興課 課長: 課長1（令和6年3月31日まで） → 係長1（令和6年4月1日から）',
      '北出張所 所長: 課長1の期間 令和5年4月1日から → 令和5年4月1日から令和6年3月31日まで',
      '北出張所 所長: 所長2（令和6年4月8日から）を追加',
      '産業建設課 課長: 所長2（令和6年4月8日から）を追加',
      '産業振興課 係長: 係長1は令和6年3月31日で離れます（名簿にないため）',
    ],
    questions: [],
  });

  await office.on('2024-04-01 09:00');
  expect(office.lines('係長1', '引継ぎのご案内').slice(0, 3)).toEqual([
    '引継ぎのご案内（産業振興課 課長）',
    '前任：課長1（3月31日(日)まで）',
    '承認を待っている報告が1件あります。',
  ]);
  // Who has left decides nothing any more; the vacant post is before 事務局.
  await office.pressesIn('課長1', '北出張所', 'No.1 ', '承認');
  expect(office.lines('課長1', '受け付けられませんでした')[1]).toContain('いまの役職ではできません');
  expect(office.lines('事務局1', 'No.1 迅速')).toContain(
    'いま判断できる所長も代決者もいないため、事務局にお願いしています。ご判断いただくか、名簿に代決者を登録してください。',
  );
  await office.pressesIn('係長1', '産業振興課', 'No.2 ', '承認');
  await office.presses('事務局1', '産業振興課 No.1 を確認済み');
  expect(
    office.lines(
      '産業振興課',
      'No.1 地域商業活性化に向けた取り組みを行い、新規誘客及び賑わいの場創出を目指します。\n令和5年度',
    ),
  ).toContain('確認：事務局 事務局1（係長に代わって）（4月1日(月) 9:00）');
  await office.pressesIn('係長1', '産業振興課', 'No.1 ', '承認');
  expect(office.lines('係長1', '受け付けられませんでした')[1]).toBe(
    'ご自分が提出した報告は、ご自分では承認・差戻しできません。いま判断できる役職の方がいないため、事務局にお願いしています。',
  );
  await office.on('2024-04-08 10:00');
  await office.says('所長2', 'ヘルプ');
  await office.pressesIn('所長2', '北出張所', 'No.1 ', '承認');
  expect(office.lines('所長2', 'を承認しました')[0]).toBe('北出張所 No.1 を承認しました');
  // Nothing of a section goes over to the one that it merges into: its reports stay, and who heads the new one decides nothing of them.
  await office.pressesIn('所長2', '産業振興課', 'No.1 ', '承認');
  expect(office.lines('所長2', '受け付けられませんでした')[1]).toContain('いまの役職ではできません');
  expect(await office.history('yearend', '産業振興課')).toEqual([
    'R6.3.18 09:30 R5 期末 No.1 第1版 提出 係長 係長1',
    'R6.3.18 09:30 R5 期末 No.2 第1版 提出 担当者 担当者2',
    'R6.3.18 09:30 R5 期末 No.2 第1版 確認 係長 係長1',
    'R6.4.1 09:00 R5 期末 No.2 第1版 承認 課長 係長1',
    'R6.4.1 09:00 R5 期末 No.1 第1版 確認 事務局 事務局1（代決: 係長）',
  ]);
}, 90_000);

test('published: no undo, the correction is in the errata, and what is open is passed over knowingly', async () => {
  office = await openSixWeeks('2024-03-18 09:30');
  await takeIn(office);
  await office.opensRound('yearend', { due: 'R6.4.12' });
  await office.reports('担当者1', '1番', ['6件', '○', '改善しました。', '続けます。']);
  await office.reports('担当者1', '2番', ['96回', '○', '参加しました。', '続けます。']);
  await office.pressesIn('課長1', '北出張所', 'No.1 ', '承認');
  await office.pressesIn('課長1', '北出張所', 'No.2 ', '承認');
  await office.presses('課長1', '全体を確認して承認する');
  const undo = office.standing('課長1', '北出張所 No.2 を承認しました');
  expect(await office.publishes('北出張所')).toEqual(['published']);
  await office.pressesOld('課長1', undo, '取り消す');
  expect(office.lines('課長1', '受け付けられませんでした')[1]).toContain(
    '公表済みのため、承認は取り消せません',
  );
  await office.presses('課長1', '修正を申し出る', { comment: '集計漏れです。' });
  expect(await office.publishes('北出張所')).toEqual(['承認後の修正中：北出張所 No.2', 'published']);
  await office.says('担当者1', '2番');
  await office.presses('担当者1', 'の結果を直す');
  for (const text of ['97回', '○', '提出']) await office.says('担当者1', text);
  await office.pressesIn('課長1', '北出張所', 'No.2 ', '承認');
  await office.presses('課長1', '全体を確認して承認する');
  const { approved, errata, goals } = await office.finished('北出張所');
  expect([approved, goals[1]!.indicators[0]!.result, errata]).toEqual([
    true,
    '97回',
    [
      expect.objectContaining({
        goalNo: '2',
        field: 'result',
        before: '96回',
        after: '97回',
        reason: '集計漏れです。',
        correctedOn: '2024-03-18',
      }),
    ],
  ]);
  // A published sheet that comes again is said to make a 訂正 where it is asked about, not among what was passed over.
  const [, sheet] = SHEETS;
  const goal = sheet!.goals[0]!;
  const overview = { ...goal.indicators[0]!, overview: '・改善提案をします。' };
  await office.drops('事務局1', 'R5直し.xlsx', [
    { ...sheet!, goals: [{ ...goal, indicators: [overview] }, sheet!.goals[1]!] },
  ]);
  const preview = office.lines('事務局1', '「R5直し.xlsx」の内容です');
  const warned = preview.findIndex((line) => line.startsWith('公表したシートが変わります（北出張所）'));
  expect(warned).toBeGreaterThan(0);
  expect(preview.slice(0, warned)).not.toContain('読まなかったところ');
  expect((await office.history('yearend', '北出張所')).slice(-4)).toEqual([
    'R6.3.18 09:30 R5 期末 No.2 第1版 承認 所長 課長1',
    'R6.3.18 09:30 R5 期末 No.2 第1版 訂正の申し出 所長 課長1「集計漏れです。」',
    'R6.3.18 09:30 R5 期末 No.2 第2版 訂正の提出 担当者 担当者1「集計漏れです。」',
    'R6.3.18 09:30 R5 期末 No.2 第2版 訂正の承認 所長 課長1「集計漏れです。」',
  ]);
}, 90_000);
