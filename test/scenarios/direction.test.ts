/** An indicator of which nothing says whether more or fewer is better: asked once, and kept. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { openStage, PLATFORMS, type Stage } from './stage.js';

let stage: Stage;
afterEach(() => stage?.stop());

const NAME = '窓口の案内に要した時間';
const unclear = (sheet: Sheet): Sheet => ({
  ...sheet,
  goals: sheet.goals.map((goal, at) =>
    at === 0
      ? {
          ...goal,
          indicators: goal.indicators.slice(0, 1).map((one) => ({ ...one, name: NAME, target: '10分' })),
        }
      : goal,
  ),
});

describe.each(PLATFORMS)('in %s', (platform) => {
  test('one tap is enough for the section: the proposal follows, and who approves sees who said it', async () => {
    stage = await openStage(platform, {
      section: '北出張所',
      goals: 1,
      changed: unclear,
      round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      begin: '2024-03-12 10:00',
      people: ['担当者1', '担当者2', '所長1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['担当者2', 'staff', '担当者', '2023-04-01'],
        ['所長1', 'section_manager', '所長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    await stage.says('担当者1', '1番');
    stage.readUp();
    await stage.says('担当者1', '12分');
    stage.saw({
      担当者1: `
        この指標は、多いほどよいものですか。一度だけお聞きし、課の方と来年度にも引き継ぎます。先に評価を選ぶこともできます（○ などと送ってください）。
        ${NAME}
        令和5年度 期末報告 ・ 北出張所
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善を行います。
        目標：10分
        単位：分
        結果：12分
        12分と読みました。
        選択肢：多いほどよい、少ないほどよい、どちらでもない（保つ）
        ボタン：戻る、まとめて入力、あとで
      `,
    });
    await stage.presses('担当者1', '少ないほどよい');
    stage.saw({
      担当者1: `
        1番 ${NAME}：少ないほどよい
        ――
        評価を選んでください。
        ${NAME}
        令和5年度 期末報告 ・ 北出張所
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善を行います。
        目標：10分
        単位：分
        結果：12分
        12分と読みました。
        評価案：△ 一部未達成（目標10分 → 結果12分、目標を2分超過（目標÷結果 83.3％））
        「少ないほどよい」指標として比べました。違うときは、「多いほどよい」「少ないほどよい」のどちらかを送ってください。
        選択肢：○ 達成、△ 一部未達成（案）、× 未達成
        ボタン：戻る、まとめて入力、あとで
      `,
    });
    // A colleague who takes the goal over is not asked.
    await stage.says('担当者2', '1番');
    await stage.presses('担当者2', '引き継いで入力する');
    await stage.says('担当者2', '戻る');
    stage.readUp();
    await stage.says('担当者2', '9分');
    stage.saw({
      担当者2: `
        評価を選んでください。
        ${NAME}
        令和5年度 期末報告 ・ 北出張所
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善を行います。
        目標：10分
        単位：分
        結果：9分
        9分と読みました。
        評価案：○ 達成（目標10分 → 結果9分、目標内）
        「少ないほどよい」指標として比べました。違うときは、「多いほどよい」「少ないほどよい」のどちらかを送ってください。
        選択肢：○ 達成（案）、△ 一部未達成、× 未達成
        ボタン：戻る、まとめて入力、あとで
      `,
    });
    // The history explains what the record keeps of it; what was said by mistake is said again.
    expect(await stage.history()).toEqual([]);
    await stage.says('担当者2', '多いほどよい');
    await stage.says('担当者2', '少ない');
    expect(await stage.history()).toEqual([]);
    stage.readUp();
    for (const answer of ['△', '混む日がありました。', '12分でした。', '番号札を置きます。', '提出'])
      await stage.says('担当者1', answer);
    stage.readUp('担当者1');
    stage.saw({
      チャンネル: `
        令和5年度 期末報告 ・ 北出張所
        期限 4月12日(金) ・ 3月31日(日)現在
        承認済 0 ・ 承認待ち 1
        1件中0件が承認済
        No.1 窓口の案内に要した時間：10分 → 12分 ・ △ 一部未達成 ・ 承認待ち
        提出された目標は、この投稿への返信に並びます。承認と差戻しもそちらで行えます。
        ――
        承認待ち（所長） ・ 3月12日(火) 10:00から
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善を行います。
        令和5年度 期末報告 ・ 北出張所
        提出：担当者 担当者1（3月12日(火) 10:00）
        ${NAME}
        目標：10分
        結果：12分
        評価：△ 一部未達成
        目標10分 → 結果12分、目標を2分超過（目標÷結果 83.3％）。少ないほどよい指標（担当者 担当者2）
        評価の理由：混む日がありました。
        目標達成状況：12分でした。
        今後の方針：番号札を置きます。
        ボタン：北出張所 No.1 を承認する、北出張所 No.1 の差戻し（コメントを書きます）
      `,
    });
  });
});
