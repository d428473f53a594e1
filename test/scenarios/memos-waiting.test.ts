/** 実績メモ without a goal wait: they are named beside what is sent anyway, once a week, and bring no message of their own. */
import { afterEach, expect, test } from '@jest/globals';
import { openStage, PLATFORMS, type Stage } from './stage.js';

let stage: Stage;
afterEach(() => stage?.stop());

const WAITS = '目標の決まっていない実績メモが1件あります。';

test.each(PLATFORMS)(
  'in %s a memo without a goal is asked about once a week, beside a reminder',
  async (platform) => {
    stage = await openStage(platform, {
      section: '建設課',
      round: { kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-18' },
      begin: '2023-09-19 10:00',
      people: ['担当者1', '課長1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['課長1', 'section_manager', '課長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    await stage.says('担当者1', 'メモ お茶会');
    stage.readUp();
    // Two weeks without anything to send: no message for the memo.
    await stage.on('2023-10-01 10:00');
    stage.saw({});
    const asked: { readonly week: number; readonly withMemo: boolean }[] = [];
    for (let day = 2; day <= 18; day += 1) {
      await stage.on(`2023-10-${String(day).padStart(2, '0')} 10:00`);
      const told = stage.told('担当者1').flat().join('\n');
      if (told !== '') asked.push({ week: Math.floor((day - 2) / 7), withMemo: told.includes(WAITS) });
      expect(stage.told('課長1').flat().join('\n')).not.toContain('実績メモ');
    }
    const weeks = [...new Set(asked.map(({ week }) => week))];
    for (const week of weeks)
      expect(asked.filter((one) => one.week === week && one.withMemo)).toHaveLength(1);
    // Some week had more messages than that.
    expect(asked.length).toBeGreaterThan(weeks.length);
    await stage.presses('担当者1', 'メモの目標を選ぶ');
    expect(stage.told('担当者1').flat().join('\n')).toContain('目標の決まっていない実績メモ');
    await stage.history();
  },
  240_000,
);
