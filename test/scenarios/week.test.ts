/**
 * A week of 事務局 in chat alone: what is done, what is read and with how many taps. The local servers refuse what is over a
 * platform's limits. In a city of 8 sections; by hand in one of 300 with 3,000 people, which takes minutes:
 * `WEEK_SECTIONS=300 npm run -s jest -- test/scenarios/week`.
 */
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { openPainter } from '../../src/picture/painter.js';
import { openStage, PLATFORMS, type Stage } from './stage.js';

const painter = openPainter();
let stage: Stage;
afterEach(() => stage?.stop());
afterAll(() => painter.close());

/** What is typed counts as one tap, and a form as opening and sending it. */
const TAPS_MAX = 40;
const SECTIONS = Number(process.env.WEEK_SECTIONS ?? 8);
const ALONE_MS = 1_800_000;

describe.each(PLATFORMS.map((platform) => ({ platform, sections: SECTIONS })))(
  'in $platform, $sections sections',
  ({ platform, sections }) => {
    test(
      'a week is done in chat, from the round that is opened to the publication',
      async () => {
        stage = await openStage(
          platform,
          {
            section: '北出張所',
            goals: 2,
            wholeCity: true,
            crowd: sections - 8,
            round: { kind: 'yearend', opensOn: '2024-04-01', dueOn: '2024-04-12' },
            unopened: true,
            begin: '2024-04-01 10:00',
            people: ['担当者1', '所長1', '次長1', '事務局1'],
            posts: [
              ['担当者1', 'staff', '担当者', '2023-04-01'],
              ['所長1', 'section_manager', '所長', '2023-04-01'],
              ['次長1', 'assistant_manager', '次長', '2023-04-01'],
              ['事務局1', 'coordinator', '事務局', '2023-04-01'],
            ],
          },
          { pictures: { draw: painter.draw } },
        );
        stage.readUp();
        let taps = 0;
        const says = async (text: string) => {
          taps += 1;
          await stage.says('事務局1', text);
          return stage.told('事務局1').flat().join('\n');
        };
        const presses = async (title: string, fields?: Record<string, string>) => {
          taps += fields ? 2 : 1;
          await stage.presses('事務局1', title, fields);
          return stage.told('事務局1').flat().join('\n');
        };

        // Monday: the round is opened by the form, on a working day, after its messages are counted.
        await says('報告の時期');
        expect(await presses('時期を開く', { kind: 'yearend', year: 'R5', due: '4月13日' })).toContain(
          '4月13日(土)は閉庁日です',
        );
        expect(await presses('4月12日')).toMatch(/だれも提出しないときに届く数/u);
        expect(await presses('この日付で開く')).toContain('期末報告を開きました');
        stage.readUp('担当者1');
        await stage.reports('担当者1', '1', ['10件', '○', '10件改善しました。', '続けます。']);

        // Tuesday: the whole city, those who are late, and down to a goal.
        await stage.on('2024-04-02 10:00');
        stage.readUp('事務局1');
        const city = await says('状況');
        expect(city).toContain('全体の状況');
        expect(city).toContain('4月1日(月)の朝から：');
        expect(await presses('未提出')).toContain('（未提出）');
        expect(await says('状況 北出張署')).toContain('近い名前は次のとおりです');
        expect(await presses('北出張所')).toContain('No.1');
        expect(await presses('開く')).toContain('10件改善しました。');

        // All who are late are reminded, and are told how many they are before.
        await says('状況 未提出');
        const asked = await presses('催促する');
        const [, people = '0'] = /(\d+)人に催促する/u.exec(asked) ?? [];
        // Nothing is known of the others by which a message reaches them: that is said, and they are not counted.
        const away = (sections - 8) * 9;
        expect(people).toBe('1');
        expect(asked.includes(`${away}人には届ける方法がなく、送りません`)).toBe(away > 0);
        expect(await presses(`${people}人に催促する`)).toContain(`${people}人に催促します`);
        expect(stage.told('担当者1').flat().join('\n')).toContain('入力をお願いします');
        await says('状況 未提出');
        const again = await presses('催促する');
        expect(again).toContain('いま催促する相手はいません');
        expect(again.includes(`未連携の${away}人を見る`)).toBe(away > 0);

        // Wednesday: a date, a deputy, and an entry for somebody.
        await stage.on('2024-04-03 10:00');
        stage.readUp('事務局1');
        await says('状況 北出張所');
        expect(await presses('期限を変える', { comment: '4月20日' })).toContain('閉庁日です');
        await presses('4月19日');
        expect(await presses('4月19日(金)にする')).toContain('期限を4月19日(金)にしました');
        await says('状況 北出張所');
        await presses('代決者を決める');
        await presses('所長の代決者', { who: '次長1', from: '4月8日', until: '4月12日' });
        expect(await presses('この代決者にする')).toContain('所長の代決者にしました');
        await says('代理 北出張所 2番');
        await presses('代理で入力する');
        for (const text of ['70回', '○', '70回参加しました。', '続けます。']) await says(text);
        expect(await says('提出')).toContain('No.2 を提出しました');

        // Thursday: the checks of the city; a writer is asked, and the answer comes back.
        await stage.on('2024-04-04 10:00');
        stage.readUp();
        expect(await says('確認事項の一覧')).toContain('未回答');
        await says('確認事項の一覧 北出張所');
        expect(await presses('本人に確認')).toContain('確認します');
        expect(await presses('担当者1に確認する')).toContain('確認しました');
        await stage.presses('担当者1', '回答する', { answer: '計画にない事業です。' });
        expect(stage.told('事務局1').flat().join('\n')).toContain('計画にない事業です。');

        // Friday: something of an earlier year, and the section's 所長 approves.
        await stage.on('2024-04-05 10:00');
        stage.readUp();
        expect(await says('検索 窓口')).toContain('北出張所');
        await stage.pressesIn('所長1', 'No.1 ', '承認');
        await stage.pressesIn('所長1', 'No.2 ', '承認');
        await stage.presses('所長1', '全体を確認して承認する');

        // Monday: the week in numbers, and what is ready is published.
        await stage.on('2024-04-08 10:00');
        const digest = stage.keep(`今週の状況（全${sections}課）`, '事務局1').lines;
        const [, head, counts, moved, ...rest] = digest;
        expect(head).toBe('令和5年度 期末報告 ・ 4月8日(月)現在 ・ 期限 4月12日(金)');
        expect(counts).toMatch(/^承認済 2\/\d+ ・ 未提出 \d+$/u);
        expect(moved).toBe('4月1日(月)から4月7日(日)まで：承認済 ＋2 ・ 未提出 －2');
        const departments = rest.filter((line) => line.includes('課）：'));
        expect(departments).toHaveLength(2 + Math.ceil((sections - 8) / 10));
        // One has moved; in a department where nothing has, nothing is said of it.
        expect(departments.filter((line) => line.includes('動き'))).toEqual([
          expect.stringMatching(/^・北区役所（3課）：承認済 2\/.*動き：承認済 ＋2 ・ 未提出 －2$/u),
        ]);
        expect(rest[0]).toMatch(/^評価（提出分まで）：○ 達成 2/u);
        expect(rest.some((line) => line.startsWith('届いていないお知らせ'))).toBe(true);
        stage.readUp();
        expect(await says('公表')).toContain('公表');
        const preview = await presses('公表');
        expect(preview).toContain(`公表できる課 1 ・ まだの課 ${sections - 1} ・ 公表済み 0`);
        expect(await presses('公表を記録')).toContain('1課の公表を記録しました');
        expect(taps).toBeLessThanOrEqual(TAPS_MAX);
      },
      ...(SECTIONS > 8 ? [ALONE_MS] : []),
    );
  },
);
