/** 実績メモ through the year: typed, by a message that was written elsewhere, by form, counted on, corrected, and seen by the section alone. */
import { afterEach, expect, test } from '@jest/globals';
import { openStage, PLATFORMS, type Stage } from './stage.js';

let stage: Stage;
afterEach(() => stage?.stop());

const HOW =
  'この数を増やすときは「+12」のように送ってください。スレッドならそのメモに、そうでなければいちばん新しいメモに足します。';
const LIST_HOW = [
  '「メモ 1番 木崎地区でワークショップ、32人」のように送ると残せます。番号がなくても残せます。',
  '課で報告する方どうしで見られます。ほかの課からは見えません。',
].join('\n');

test.each(PLATFORMS)(
  'in %s what happened is noted when it happened',
  async (platform) => {
    stage = await openStage(platform, {
      section: '建設課',
      round: { kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' },
      begin: '2023-06-12 10:00',
      people: ['担当者1', '課長1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['課長1', 'section_manager', '課長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
      changed: (sheet) => ({
        ...sheet,
        goals: sheet.goals.slice(0, 2).map((goal, at) => ({
          ...goal,
          text: at === 0 ? '地域と進める道づくり' : '公園を使いやすくする',
          indicators: goal.indicators.slice(0, 1).map((one) => ({
            ...one,
            name: at === 0 ? 'ワークショップの参加者数' : '公園の点検回数',
            target: at === 0 ? '200人以上' : '12回',
            initiativeCell: '',
            initiatives: [],
            overview: '',
          })),
        })),
      }),
    });
    stage.readUp();

    await stage.says('担当者1', 'メモ 1番 木崎地区でワークショップ、32人');
    stage.saw({
      担当者1: `
        実績メモに残しました
        建設課 No.1 ワークショップの参加者数
        木崎地区でワークショップ、32人
        数：32人と読み取りました。違うときは「直す」を押してください。
        日：6月12日(月)
        今年度のメモの合計は 32人です。
        ${HOW}
        ボタン：直す、消す
      `,
    });

    // In its thread, or, where there is none, after it.
    await stage.repliesTo('担当者1', '実績メモに残しました', '＋18');
    stage.saw({
      担当者1: `
        18を足しました
        建設課 No.1 ワークショップの参加者数
        日：6月12日(月)
        今年度のメモの合計は 32人＋18人＝50人です。
        ボタン：直す、消す
      `,
    });

    // Without a number of a goal: one tap.
    await stage.on('2023-07-03 10:00');
    await stage.says('担当者1', 'メモ 6/30 公園を3回点検しました');
    stage.saw({
      担当者1: `
        実績メモに残しました
        どの目標のものかは、まだ決まっていません。下のボタンで選べます。あとからでもかまいません。
        公園を3回点検しました
        数：3回と読み取りました。違うときは「直す」を押してください。
        日：6月30日(金)
        ボタン：No.2 公園の点検回数、直す、消す
      `,
    });
    await stage.presses('担当者1', '公園の点検回数');
    stage.saw({
      担当者1: `
        実績メモを直しました
        建設課 No.2 公園の点検回数
        公園を3回点検しました
        数：3回と読み取りました。違うときは「直す」を押してください。
        日：6月30日(金)
        今年度のメモの合計は 3回です。
        ${HOW}
        ボタン：直す、消す
      `,
    });

    // A message of somebody else's, in a channel or chat that Maru has nothing to do with.
    const said = { by: '課長1', text: 'ワークショップ、今日は21人でした。', at: '2023-07-02T08:00:00.000Z' };
    const form = await stage.notes('担当者1', said);
    expect(form).toContain('投稿した方の名前は残しません。');
    expect(form).toContain('ワークショップ、今日は21人でした。');
    expect(form).toContain('2023-07-02');
    expect(form).not.toContain('課長1');
    const link =
      platform === 'slack'
        ? 'https://city.slack.com/archives/C0ELSEWHERE/p1688284800000100'
        : 'https://teams.microsoft.com/l/message/x/1688284800000';
    stage.saw({
      担当者1: `
        実績メモに残しました
        建設課 No.1 ワークショップの参加者数
        ワークショップ、今日は21人でした。
        数：21人と読み取りました。違うときは「直す」を押してください。
        日：7月2日(日)
        ${link}
        今年度のメモの合計は 32人＋18人＋21人＝71人です。
        ${HOW}
        投稿した方の名前は残していません。必要なときは、ご本人に確かめてから内容に書き足してください。
        ボタン：直す、消す
      `,
    });
    // The same once more, by a colleague.
    await stage.notes('課長1', said);
    stage.saw({
      課長1: `
        受け付けられませんでした
        この投稿は、担当者1さんが7月3日(月) 10:00にメモとして残しています。「メモ」と送ると一覧が開きます。
      `,
    });

    // What is wrong in the form is said beside its field, and nothing is kept.
    const wrong = await stage.notes(
      '担当者1',
      { ...said, text: 'あとのこと', at: '2023-07-03T00:00:00.000Z' },
      { day: '2023-12-24', number: 'たくさん' },
    );
    expect(wrong).toContain('まだ来ていない日です。今日までの日を書いてください。');
    expect(wrong).toContain('一つの数として読み取れません。「32人」のように書いてください。');
    stage.saw({});

    // Who wrote it corrects it.
    await stage.presses('担当者1', '直す', { number: '20人' });
    stage.saw({
      担当者1: `
        実績メモを直しました
        建設課 No.1 ワークショップの参加者数
        ワークショップ、今日は21人でした。
        数：20人と読み取りました。違うときは「直す」を押してください。
        日：7月2日(日)
        ${link}
        今年度のメモの合計は 32人＋18人＋20人＝70人です。
        ${HOW}
        ボタン：直す、消す
      `,
    });

    // Colleagues see them and change nothing; whoever does not report for the section has none of it.
    await stage.says('課長1', 'メモ 1番');
    stage.saw({
      課長1: `
        実績メモ No.1
        R5年度 3件
        建設課 No.1 ワークショップの参加者数 ・ 今年度のメモの合計は 32人＋18人＋20人＝70人です。
        ${LIST_HOW}
        建設課 No.1 ワークショップの参加者数：7月2日(日) ・ 20人 ・ 担当者1さん
        ワークショップ、今日は21人でした。
        ${link}
        建設課 No.1 ワークショップの参加者数：6月12日(月) ・ 18 ・ 担当者1さん
        +18
        建設課 No.1 ワークショップの参加者数：6月12日(月) ・ 32人 ・ 担当者1さん
        木崎地区でワークショップ、32人
        ボタン：メモを書く、すべて
      `,
    });
    await stage.says('事務局1', 'メモ');
    stage.saw({
      事務局1: `
        受け付けられませんでした
        この操作は、いまの役職ではできません。担当の役職の方にお願いしてください。
      `,
    });
    await stage.presses('担当者1', '消す');
    stage.saw({ 担当者1: '実績メモを消しました\nワークショップ、今日は21人でした。' });
    // And the record is as the history says.
    await stage.history();
  },
  180_000,
);
