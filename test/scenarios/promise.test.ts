/** 約束: what 今後の方針 promised is asked about when its time has come, once, and answered in place. */
import { afterEach, test } from '@jest/globals';
import { openStage, PLATFORMS, type Stage } from './stage.js';

let stage: Stage;
afterEach(() => stage?.stop());

test.each(PLATFORMS)(
  'in %s who reports says what became of it',
  async (platform) => {
    stage = await openStage(platform, {
      section: '建設課',
      round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      begin: '2024-07-31 10:00',
      people: ['担当者1', '課長1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['課長1', 'section_manager', '課長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
      changed: (sheet) => ({
        ...sheet,
        goals: sheet.goals.slice(0, 1).map((goal) => ({
          ...goal,
          nextPolicy: '北口は、R6年夏頃の供用開始を目指します。新たに2地区において協議会を設立します。',
        })),
      }),
      lastYear: true,
    });
    stage.readUp();
    await stage.on('2024-08-01 09:30');
    const buttons = ['実施した', '継続', '取りやめ']
      .map((title) => `${title}：北口は、R6年夏頃の供用開始を目指します。`)
      .join('、');
    stage.saw({
      担当者1: `
        「今後の方針」に書いた約束の時期です
        それぞれ、どうなったかを押してください。お聞きするのは一度だけです。あとからは「約束」と送ると並びます。
        建設課 No.1：R6.6.1～R6.8.31
        北口は、R6年夏頃の供用開始を目指します。
        ボタン：${buttons}
      `,
    });
    // Once.
    await stage.on('2024-08-09 10:00');
    stage.saw({});
    await stage.presses('担当者1', '継続', { comment: '9月30日' });
    stage.saw({
      担当者1: `
        継続とし、時期を令和6年9月30日にしました
        北口は、R6年夏頃の供用開始を目指します。
      `,
    });
    await stage.on('2024-09-30 10:00');
    stage.saw({
      担当者1: `
        「今後の方針」に書いた約束の時期です
        それぞれ、どうなったかを押してください。お聞きするのは一度だけです。あとからは「約束」と送ると並びます。
        建設課 No.1：R6.9.30 ・ 継続
        北口は、R6年夏頃の供用開始を目指します。
        ボタン：${buttons}
      `,
    });
    await stage.presses('担当者1', '取りやめ', { comment: '工事が次の年度になったため' });
    stage.saw({
      担当者1: `
        取りやめと記録しました
        北口は、R6年夏頃の供用開始を目指します。
      `,
    });
    await stage.says('担当者1', '約束');
    stage.saw({ 担当者1: '時期の来た約束は、いまありません。' });
    await stage.says('事務局1', '約束 R6');
    stage.saw({
      事務局1: `
        令和6年度に果たす約束
        前の年度までの「今後の方針」で、時期や新しいことを書いた文です。
        終わったもの 1
        「約束 R6」「約束 建設課」のように送ると、年度や課を選べます。
        建設課 No.1
        取りやめ ・ R6.6.1～R6.8.31 ・ 令和4年度のシート
        工事が次の年度になったため
        北口は、R6年夏頃の供用開始を目指します。
        ボタン：建設課の約束を開く
      `,
    });
    // And the record is as the history says.
    await stage.history();
  },
  120_000,
);
