/** 来年の担当者へ: a line after 提出, kept with the indicator, opens next year's first question and the hand-over. */
import { afterEach, expect, test } from '@jest/globals';
import { openStage, PLATFORMS, type Stage } from './stage.js';

let stage: Stage;
afterEach(() => stage?.stop());

const NOTE = '受付の計数器は月末に締めます';

test.each(PLATFORMS)(
  'in %s it survives April',
  async (platform) => {
    stage = await openStage(platform, {
      section: '建設課',
      goals: 1,
      round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      begin: '2024-03-27 09:00',
      people: ['担当者1', '課長1', '担当者2', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['課長1', 'section_manager', '課長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    await stage.says('担当者1', '1番');
    for (const text of ['190人', '△', '雨の日がありました。', '190人が参加しました。', '続けます。'])
      await stage.says('担当者1', text);
    stage.readUp();
    await stage.says('担当者1', '提出');
    // Nobody is asked for anything: one button beside the other.
    expect(stage.told('担当者1').at(-1)).toEqual([
      'No.1 を提出しました',
      'チャンネルで承認をお待ちください。承認されるまでは「取り下げ」で戻せます。',
      'この期間の報告は、これですべて提出済みです。ありがとうございました。',
      'ボタン：状況を見る、来年の担当者へ',
    ]);
    await stage.presses('担当者1', '来年の担当者へ', { 'note.1': '計数器は月末' });
    stage.readUp();
    // Written anew, in words.
    await stage.says('担当者1', `来年の担当者へ　1番 ${NOTE}`);
    stage.saw({
      担当者1: `
        No.1 の「来年の担当者へ」を残しました
        官民協働によるアキグミ植栽活動に参加した人数：${NOTE}
        ボタン：直す・消す
      `,
    });
    // 事務局 does not report for the section.
    await stage.says('事務局1', `来年の担当者へ 1番 ${NOTE}`);
    stage.saw({
      事務局1: `
        いま報告の時期の目標がありません
        提出したときのお知らせにある「来年の担当者へ」からは、いつでも書けます。
      `,
    });
    await stage.pressesIn('課長1', 'No.1 ', '承認');
    await stage.nextYear();
    await stage.opens({ kind: 'midyear', opensOn: '2024-10-01', dueOn: '2024-10-31' }, 2024);
    await stage.on('2024-10-03 10:00');
    stage.readUp();
    await stage.says('担当者1', '1番');
    stage.saw({
      担当者1: `
        9月30日(月)現在の結果を教えてください。
        官民協働によるアキグミ植栽活動に参加した人数
        令和6年度 中間報告 ・ 建設課
        No.1 地域コミュニティ協議会などの地域団体と連携・協働しながら、学校での総合学習や部活動を推進するほか、地域における課題の解決を支援します。
        昨年の担当より：${NOTE}
        目標：200人以上
        単位：人
        令和5年度の回答：190人（△ 一部未達成）
        このままメッセージで回答してください。
        ボタン：前回と同じ、まとめて入力、あとで
      `,
    });
    await stage.says('担当者1', 'あとで');
    // A transfer: it opens what the successor is told.
    await stage.enter({
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01', '2024-10-14'],
        ['担当者2', 'staff', '担当者', '2024-10-15'],
        ['課長1', 'section_manager', '課長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    stage.readUp();
    await stage.on('2024-10-15 10:00');
    expect(stage.told('担当者2')[0]?.slice(0, 3)).toEqual([
      '引継ぎのご案内（建設課 担当者）',
      `No.1 昨年の担当より：${NOTE}`,
      '前任：担当者1（10月14日(月)まで）',
    ]);
    // Who reports it now takes it away; the history has all of it, and explains what stands.
    await stage.says('担当者2', '来年の担当者へ 1番');
    await stage.presses('担当者2', 'No.1', { 'note.1': '' });
    expect(stage.told('担当者2').at(-1)).toEqual([
      'No.1 の「来年の担当者へ」を消しました',
      '官民協働によるアキグミ植栽活動に参加した人数：（なし）',
      'ボタン：直す・消す',
    ]);
    await stage.says('担当者2', '1番');
    expect(stage.told('担当者2').flat().join('\n')).not.toContain(NOTE);
    const lines = (await stage.yearNotes()).map((line) => line.replace(/ s\w+\.(\S+)/u, ' $1'));
    expect(lines).toEqual([
      `R6.3.27 09:00 2023.1.1 担当者 担当者1（${platform}）「計数器は月末」`,
      `R6.3.27 09:00 2023.1.1 担当者 担当者1（${platform}）「${NOTE}」`,
      `R6.10.15 10:00 2024.1.1 担当者 担当者2（${platform}）「（消した）」`,
    ]);
    await stage.history();
  },
  180_000,
);
