/** A sheet that is published: what was approved in it is not taken back any more, and who tries is shown the way. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { openStage, PLATFORMS, type Scenario, type Stage } from './stage.js';

let stage: Stage;
afterEach(() => stage?.stop());

const ANSWERS: readonly (readonly string[])[] = [
  ['3（延べ17回）', '○', 'イベントを3地域で実施しました。', '続けます。'],
  ['209人', '○', '保全活動を実施しました。', '1回', '○', '出店しました。', '続けます。'],
];

const SCENARIO: Scenario = {
  section: '産業振興課',
  goals: ANSWERS.length,
  round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
  begin: '2024-03-04 10:00',
  people: ['担当者1', '課長1', '事務局1'],
  posts: [
    ['担当者1', 'staff', '担当者', '2023-04-01'],
    ['課長1', 'section_manager', '課長', '2023-04-01'],
    ['事務局1', 'coordinator', '事務局', '2023-04-01'],
  ],
};

describe.each(PLATFORMS)('in %s', (platform) => {
  test('an approval taken back after the file was put there: the file is marked, and a newer one follows', async () => {
    stage = await openStage(platform, SCENARIO);
    for (const [at, answers] of ANSWERS.entries()) await stage.reports('担当者1', `${at + 1}`, answers);
    await stage.pressesIn('課長1', 'No.1 ', '承認');
    await stage.pressesIn('課長1', 'No.2 ', '承認');
    await stage.presses('課長1', '全体を確認して承認する');
    const root = () => stage.keep('件が承認済').lines.join('\n');
    expect(root()).not.toContain('ファイル');
    await stage.pressesOld('課長1', stage.keep('No.2 を承認しました', '課長1'), '取り消す');
    expect(root()).toContain('スレッドの完成版のファイルは、いまの内容と異なります');
    await stage.pressesIn('課長1', 'No.2 ', '承認');
    await stage.presses('課長1', '全体を確認して承認する');
    expect(root()).not.toContain('異なります');
  }, 60_000);

  test('事務局 that asks for the publication or the close in private is shown the rounds', async () => {
    stage = await openStage(platform, SCENARIO);
    stage.readUp();
    await stage.says('事務局1', '公表');
    stage.saw({
      事務局1: `
        報告の時期
        令和5年度 期末報告：3月1日(金)〜4月12日(金)（受付中）
        ボタン：時期を開く、令和5年度 期末報告の期限、令和5年度 期末報告を閉じる、令和5年度の公表、年間予定
      `,
    });
    await stage.says('事務局1', '締める');
    stage.saw({
      事務局1: `
        報告の時期
        令和5年度 期末報告：3月1日(金)〜4月12日(金)（受付中）
        ボタン：時期を開く、令和5年度 期末報告の期限、令和5年度 期末報告を閉じる、令和5年度の公表、年間予定
      `,
    });
  }, 60_000);

  test('取り消す after the publication leads to a correction; its approval cannot be taken back either', async () => {
    stage = await openStage(platform, SCENARIO);
    for (const [at, answers] of ANSWERS.entries()) await stage.reports('担当者1', `${at + 1}`, answers);
    await stage.pressesIn('課長1', 'No.1 ', '承認');
    await stage.pressesIn('課長1', 'No.2 ', '承認');
    await stage.presses('課長1', '全体を確認して承認する');
    const late = stage.keep('No.2 を承認しました', '課長1');
    await stage.publish();
    stage.readUp();

    await stage.on('2024-03-04 10:05');
    await stage.pressesOld('課長1', late, '取り消す');
    stage.saw({
      課長1: `
        受け付けられませんでした
        このシートは公表済みのため、承認は取り消せません。直すときは、課の方が「修正を申し出る」から理由を書いて申し出てください。公表後の訂正として、正誤表に載ります。
        ボタン：修正を申し出る
      `,
    });
    expect(await stage.approvedResult('2')).toBe('209人');

    // The finished file in the thread is marked above it as soon as it is no longer true.
    const root = () => stage.keep('件が承認済').lines.join('\n');
    expect(root()).not.toContain('ファイル');
    await stage.presses('課長1', '修正を申し出る', { comment: '集計に漏れがありました。' });
    expect(root()).toContain('スレッドの完成版のファイルは、いまの内容と異なります');
    await stage.says('担当者1', '2番');
    await stage.presses('担当者1', '保全活動の実施(参加人数)の結果を直す');
    for (const said of ['211人', '○', '提出']) await stage.says('担当者1', said);
    await stage.pressesIn('課長1', 'No.2 ', '承認');
    await stage.presses('課長1', '全体を確認して承認する');
    stage.readUp('担当者1');
    expect(stage.keep('No.2 を承認しました', '課長1').lines).toEqual([
      'No.2 を承認しました',
      '公表済みのシートのため、この承認は取り消せません。直すときは、「修正を申し出る」から申し出てください。',
      'ボタン：修正を申し出る',
    ]);
    expect(root()).toContain('いちばん新しいものがいまの内容です');
    expect(await stage.approvedResult('2')).toBe('211人');
    expect((await stage.history()).slice(-3)).toEqual([
      'R6.3.4 10:05 R5 期末 No.2 第1版 訂正の申し出 課長 課長1「集計に漏れがありました。」',
      'R6.3.4 10:05 R5 期末 No.2 第2版 訂正の提出 担当者 担当者1「集計に漏れがありました。」',
      'R6.3.4 10:05 R5 期末 No.2 第2版 訂正の承認 課長 課長1「集計に漏れがありました。」',
    ]);
  }, 60_000);
});
