/**
 * Backups of earlier versions, made in the middle of a round: whoever upgrades restores one and carries on. The files
 * were written by `maru backup` of the version in their name and are never made anew.
 */
import { afterEach, describe, expect, test } from '@jest/globals';
import { openStage, type Scenario, type Stage } from '../scenarios/stage.js';

const fileOf = (name: string) => new URL(`../fixtures/earlier/${name}.maru.gz`, import.meta.url).pathname;

let stage: Stage;
afterEach(() => stage?.stop());

/** What was entered when the backup was made; only its people and dates are needed here. */
const MIDROUND: Scenario = {
  section: '産業振興課',
  round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
  begin: '2024-03-14 10:30',
  people: ['担当者1', '担当者2', '課長1', '課長補佐1', '事務局1'],
  posts: [],
};
const PUBLISHED: Scenario = {
  section: '北出張所',
  round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
  begin: '2024-04-16 10:30',
  people: ['担当者1', '課長1', '事務局1'],
  posts: [],
};

describe('0.1.0', () => {
  test('a round under way in Slack: the draft, the returned goal and the approved ones carry on', async () => {
    stage = await openStage('slack', MIDROUND, { backup: fileOf('0.1.0-midround') });
    // No.4 was left in its third answer: the draft goes on from there and is approved.
    await stage.says('担当者1', '続き');
    await stage.says('担当者1', '実証を2件行いました。');
    for (const answer of ['10回', '○', 'イベントに10回参画しました。', '続けます。', '提出'])
      await stage.says('担当者1', answer);
    await stage.pressesIn('課長1', 'No.4 ', '承認');
    // No.2 was returned: its answers are still there.
    await stage.says('担当者1', '2番');
    // Nothing of it has been changed, which is asked about once.
    for (const _ of ['asked', 'as it is']) await stage.says('担当者1', '提出');
    await stage.pressesIn('課長1', 'No.2 ', '承認');
    // The last one is asked for once more, under the ratings of the whole sheet.
    await stage.presses('課長1', '全体を確認して承認する');
    const lines = await stage.history();
    expect(lines).toHaveLength(10);
    expect(lines.slice(-4)).toEqual([
      'R6.3.14 10:30 R5 期末 No.4 第1版 提出 担当者 担当者1',
      'R6.3.14 10:30 R5 期末 No.4 第1版 承認 課長 課長1',
      'R6.3.14 10:30 R5 期末 No.2 第2版 提出 担当者 担当者1',
      'R6.3.14 10:30 R5 期末 No.2 第2版 承認 課長 課長1',
    ]);
    expect(await stage.approvedResult('1')).toBe('3（延べ17回）');
  });

  test('a published sheet in Teams stands as it was approved, and its history is whole', async () => {
    stage = await openStage('teams', PUBLISHED, { backup: fileOf('0.1.0-published') });
    await stage.says('担当者1', '訂正');
    expect(await stage.approvedResult('2')).toBe('96回');
    expect((await stage.history()).at(-1)).toBe('R6.3.4 10:00 R5 期末 No.3 第1版 承認 所長 課長1');
  });
});
