/** 目標の変更 that nobody decides about: it is called to mind, goes up, and stops; who asked and who decides see it in 状況. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { openStage, PLATFORMS, type Stage } from './stage.js';

let stage: Stage;
afterEach(() => stage?.stop());

const REQUEST = `
        保全活動の実施(参加人数)
        変更前：180
        変更後：120人
        理由：台風のため
        申し出：担当者 担当者1（10月2日(月) 10:00）`;
const item = (state: string, more = '') => `
        海辺の課 No.2 目標の変更の申し出：${state}${REQUEST}${more}`;
const DECIDES =
  'ボタン：海辺の課 No.2 の目標の変更を承認する、海辺の課 No.2 の目標の変更の差戻し（コメントを書きます）';

describe.each(PLATFORMS)('in %s', (platform) => {
  test('every second working day to 課長, once to 区長, once to 事務局, then no word more', async () => {
    stage = await openStage(platform, {
      section: '産業振興課',
      goals: 2,
      changed: (sheet) => ({
        ...sheet,
        header: { ...sheet.header, organization: { ...sheet.header.organization, text: '海辺の課' } },
      }),
      // What the round itself owes is done or comes later: a change of a target belongs to none.
      round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      begin: '2023-10-02 10:00',
      people: ['担当者1', '課長1', '区長1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['課長1', 'section_manager', '課長', '2023-04-01'],
        ['区長1', 'department_head', '区長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    await stage.says('担当者1', '目標変更 2番');
    await stage.presses('担当者1', '保全活動の実施(参加人数)の目標の変更を申し出る', {
      target: '120人',
      reason: '台風のため',
    });
    stage.readUp();
    await stage.says('担当者1', '状況');
    stage.saw({
      担当者1: `
        わたしの報告
        いま報告していただくものはありません。
        ――
        承認を待っている目標の変更（自分の課）
        申し出た目標の変更のうち、1件が承認を待っています。${item('承認待ち（課長）')}
        ボタン：海辺の課 No.2 の目標の変更の申し出を取り下げる
      `,
    });
    await stage.says('課長1', '状況');
    const waits = (title: string, state: string, more = '') => `
        ${title}
        承認を待っている目標の変更が1件あります。${item(state, more)}
        ${DECIDES}`;
    stage.saw({
      課長1: `
        わたしの報告
        いま報告していただくものはありません。
        ――${waits('目標の変更の承認待ち', '承認待ち（課長）')}
      `,
    });
    await stage.on('2023-10-03 18:00');
    stage.saw({});
    await stage.on('2023-10-04 10:00');
    stage.saw({ 課長1: waits('承認をお待ちしている目標の変更があります', '承認待ち 2営業日目') });
    await stage.on('2023-10-06 10:00');
    stage.saw({ 課長1: waits('承認をお待ちしている目標の変更があります', '承認待ち 4営業日目') });
    // The ninth is a holiday: five working days after the second is the tenth.
    await stage.on('2023-10-10 10:00');
    const raised = (days: number) => `
        承認が進んでいない目標の変更があります
        次の1件は、承認をお待ちする日数が長くなっています。承認する方に声をかけてください。不在のときは、事務局が代決者を名簿に登録できます。${item(`承認待ち ${days}営業日目`, '\n        承認する方：課長 課長1')}`;
    stage.saw({ 区長1: raised(5) });
    await stage.on('2023-10-16 10:00');
    stage.readUp('課長1');
    stage.saw({});
    await stage.on('2023-10-17 10:00');
    stage.saw({ 事務局1: raised(10) });
    await stage.on('2023-12-01 10:00');
    stage.saw({});
    await stage.presses('課長1', '海辺の課 No.2 の目標の変更を承認する');
    stage.readUp();
    await stage.says('課長1', '状況');
    await stage.on('2023-12-08 10:00');
    stage.saw({
      課長1: `
        わたしの報告
        いま報告していただくものはありません。
      `,
    });
    expect(await stage.targets()).toHaveLength(2);
  });
});
