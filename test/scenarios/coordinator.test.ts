/** 事務局 watches eight sections and does a week's work from the chat: looks, reminds, changes a deadline, returns a report. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { openStage, PLATFORMS, type Stage } from './stage.js';

let stage: Stage;
afterEach(() => stage?.stop());

describe.each(PLATFORMS)('in %s', (platform) => {
  test('the whole city is opened by department, section and goal, and run from there', async () => {
    stage = await openStage(platform, {
      section: '北出張所',
      wholeCity: true,
      round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      begin: '2024-03-12 10:00',
      people: ['担当者1', '所長1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['所長1', 'section_manager', '所長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    await stage.reports('担当者1', '1', ['6件', '○', '6件改善しました。', '続けます。']);
    await stage.pressesIn('所長1', 'No.1 ', '承認');
    await stage.on('2024-03-13 10:00');
    stage.readUp();
    await stage.says('事務局1', '状況');
    stage.saw({
      事務局1: `
        全体の状況
        29件中1件が承認済
        令和5年度 期末報告 ・ 3月13日(水)現在
        期限 4月12日(金) ・ あと21開庁日
        承認済 1 ・ 未提出 28
        課：すべて承認済 0 ・ 途中 1 ・ まだ何も提出していない 7
        3月12日(火)の朝から：承認済 ＋1 ・ 未提出 －1
        評価（提出分まで）：○ 達成 1 ・ △ 一部未達成 0 ・ × 未達成 0
        北区役所（3課）：11件中1件が承認済
        未提出 10
        動き：承認済 ＋1 ・ 未提出 －1
        ボタン：北区役所を開く
        北区（5課）：18件中0件が承認済
        未提出 18
        ボタン：北区を開く
        ボタン：確認事項の一覧、報告の時期、未提出 8課、未連携 7課、届かなかった 7課
      `,
    });
    await stage.presses('事務局1', '開く');
    stage.saw({
      事務局1: `
        北区役所
        11件中1件が承認済
        令和5年度 期末報告 ・ 3月13日(水)現在
        期限 4月12日(金) ・ あと21開庁日
        承認済 1 ・ 未提出 10
        課：すべて承認済 0 ・ 途中 1 ・ まだ何も提出していない 2
        3月12日(火)の朝から：承認済 ＋1 ・ 未提出 －1
        評価（提出分まで）：○ 達成 1 ・ △ 一部未達成 0 ・ × 未達成 0
        北出張所
        承認済 1/3 ・ 未提出 2
        動き：承認済 ＋1 ・ 未提出 －1
        ボタン：北出張所を開く
        地域総務課
        承認済 0/3 ・ 未提出 3
        チャンネル未連携 ・ 届いていない 1か所
        ボタン：地域総務課を開く
        区民生活課
        承認済 0/5 ・ 未提出 5
        チャンネル未連携 ・ 届いていない 1か所
        ボタン：区民生活課を開く
        ボタン：催促する、確認事項の一覧、未提出 3課、全体へ戻る
      `,
    });
    await stage.says('事務局1', '状況 北出張署');
    stage.saw({
      事務局1: `
        「北出張署」という課や部は見つかりません
        近い名前は次のとおりです。
        ボタン：北出張所、北区役所、北区
      `,
    });
    await stage.presses('事務局1', '北出張所');
    stage.saw({
      事務局1: `
        北出張所
        3件中1件が承認済
        北区役所
        令和5年度 期末報告 ・ 3月13日(水)現在
        期限 4月12日(金) ・ あと21開庁日
        入力する人：担当者1
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善…
        承認済 ・ ○ 達成
        ボタン：No.1を開く
        No.2 質の高いサービスを提供するため、係を超えた複数の業務を行うことができるなど、職員の実務…
        未提出
        ボタン：No.2を開く
        No.3 地域課題を情報共有しながら、地域団体の活動を支援します。
        未提出
        ボタン：No.3を開く
        ボタン：催促する、期限を変える、代決者を決める、確認事項の一覧、北区役所へ戻る、全体へ戻る
      `,
    });
    await stage.presses('事務局1', '催促する');
    stage.saw({
      事務局1: `
        北出張所の未提出の方に催促しますか
        未提出の目標がある1課の1人に、3月13日(水) 10:00から個別のチャットでお知らせします。
        ボタン：1人に催促する
      `,
    });
    await stage.presses('事務局1', '1人に催促する');
    stage.saw({
      事務局1: `
        1人に催促します
        3月13日(水) 10:00から送ります。履歴に残しました。
      `,
      担当者1: `
        令和5年度 期末報告の入力をお願いします
        期限 4月12日(金)（あと30日です）
        未提出の目標が2件あります。1件は5分ほどで入力できます。
        No.2 質の高いサービスを提供するため、係を超えた複数の業務を行うことができるなど、職員の実務…：未提出
        北出張所
        ボタン：北出張所 No.2 を始める
        No.3 地域課題を情報共有しながら、地域団体の活動を支援します。：未提出
        北出張所
        ボタン：北出張所 No.3 を始める
        ボタン：2件をまとめて入力、状況を見る
      `,
    });
    await stage.says('事務局1', '状況 北出張所');
    stage.readUp();
    await stage.presses('事務局1', '代決者を決める');
    stage.saw({
      事務局1: `
        北出張所の代決者
        北出張所 所長：所長1
        ボタン：北出張所 所長の代決者を決める
      `,
    });
    await stage.presses('事務局1', '北出張所 所長の代決者を決める', {
      who: '担当者9',
      from: '3月20日',
      until: '3月29日',
    });
    stage.saw({
      事務局1: `
        北出張所 所長の代決者は変わりません
        「担当者9」は名簿に見つかりませんでした。近い名前：担当者1、所長1、事務局1
      `,
    });
    await stage.says('事務局1', '状況 北出張所');
    await stage.presses('事務局1', '代決者を決める');
    stage.readUp();
    await stage.presses('事務局1', '北出張所 所長の代決者を決める', {
      who: '担当者1',
      from: '3月20日',
      until: '3月29日',
    });
    stage.saw({
      事務局1: `
        担当者1を、北出張所 所長の代決者にしますか
        令和6年3月20日から令和6年3月29日まで
        いまの担当：所長1
        この間、承認のお願いは代決者にも届きます。戻った方には、後閲の一覧が届きます。
        ボタン：この代決者にする
      `,
    });
    await stage.presses('事務局1', 'この代決者にする');
    stage.saw({
      事務局1: `
        担当者1を、北出張所 所長の代決者にしました
        令和6年3月20日から令和6年3月29日まで
        名簿に入れ、履歴に残しました。
        ボタン：代決者の一覧へ
      `,
    });
    await stage.says('事務局1', '状況 北出張所');
    stage.readUp();
    await stage.presses('事務局1', '期限を変える', { comment: '4月20日' });
    stage.saw({
      事務局1: `
        4月20日(土)は閉庁日です
        北出張所の期限は変わりません
        開庁日を選んでください。
        ボタン：4月19日(金)にする、4月22日(月)にする
      `,
    });
    await stage.presses('事務局1', '4月22日(月)にする');
    stage.saw({
      事務局1: `
        北出張所の期限を4月22日(月)にしますか
        4月12日(金) → 4月22日(月)（この課だけ）
        未提出の目標2件の期限が変わり、チャンネルのカードと1人へのお知らせの日も変わります。
        ボタン：4月22日(月)にする
      `,
    });
    await stage.presses('事務局1', '4月22日(月)にする');
    stage.saw({
      チャンネル: `
        令和5年度 期末報告 ・ 北出張所
        期限 4月22日(月) ・ 3月31日(日)現在
        承認済 1 ・ 未提出 2
        3件中1件が承認済
        No.1 窓口事務・内部事務に係る改善提案件数(件)：4 → 6件 ・ ○ 達成 ・ 承認済
        No.2 各種研修会・講習会等への参加延べ回数(回)：目標 68 ・ 未提出
        No.3 各地域団体の会議・行事等への参加又は支援した件数(件)：目標 76 ・ 未提出
        提出された目標は、この投稿への返信に並びます。承認と差戻しもそちらで行えます。
      `,
      事務局1: `
        北出張所の期限を4月22日(月)にしました
        4月12日(金) → 4月22日(月)（この課だけ）
        チャンネルのカードに反映します。履歴に残しました。
        ボタン：状況を見る
      `,
    });
    await stage.says('事務局1', '状況 北出張所');
    stage.saw({
      事務局1: `
        北出張所
        3件中1件が承認済
        北区役所
        令和5年度 期末報告 ・ 3月13日(水)現在
        期限 4月22日(月) ・ あと27開庁日
        入力する人：担当者1
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善…
        承認済 ・ ○ 達成
        ボタン：No.1を開く
        No.2 質の高いサービスを提供するため、係を超えた複数の業務を行うことができるなど、職員の実務…
        未提出
        ボタン：No.2を開く
        No.3 地域課題を情報共有しながら、地域団体の活動を支援します。
        未提出
        ボタン：No.3を開く
        ボタン：催促する、期限を変える、代決者を決める、確認事項の一覧、北区役所へ戻る、全体へ戻る
      `,
    });
    await stage.presses('事務局1', '開く');
    stage.saw({
      事務局1: `
        承認済
        承認：所長 所長1（3月12日(火) 10:00）
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善を行います。
        令和5年度 期末報告 ・ 北出張所
        提出：担当者 担当者1（3月12日(火) 10:00）
        窓口事務・内部事務に係る改善提案件数(件)
        目標：4
        結果：6件
        評価：○ 達成
        目標4件 → 結果6件、150.0％
        目標達成状況：6件改善しました。
        今後の方針：続けます。
        ボタン：北出張所 No.1 を、理由を付けて差し戻す、北出張所へ戻る
      `,
    });
    await stage.presses('事務局1', '差し戻す', { comment: '内訳が合いません。' });
    stage.saw({
      チャンネル: `
        令和5年度 期末報告 ・ 北出張所
        期限 4月22日(月) ・ 3月31日(日)現在
        承認済 0 ・ 修正中 1 ・ 未提出 2
        3件中0件が承認済
        No.1 窓口事務・内部事務に係る改善提案件数(件)：目標 4 ・ 修正中
        No.2 各種研修会・講習会等への参加延べ回数(回)：目標 68 ・ 未提出
        No.3 各地域団体の会議・行事等への参加又は支援した件数(件)：目標 76 ・ 未提出
        提出された目標は、この投稿への返信に並びます。承認と差戻しもそちらで行えます。
        ――
        修正中
        承認後の修正（理由：内訳が合いません。）
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善を行います。
        令和5年度 期末報告 ・ 北出張所
        提出：担当者 担当者1（3月12日(火) 10:00）
        窓口事務・内部事務に係る改善提案件数(件)
        目標：4
        結果：6件
        評価：○ 達成
        目標4件 → 結果6件、150.0％
        目標達成状況：6件改善しました。
        今後の方針：続けます。
      `,
      事務局1: `
        北出張所 No.1 を差し戻しました
        提出した方に、理由をお伝えします。履歴に残しました。
      `,
      担当者1: `
        No.1 が差し戻されました
        令和5年度 期末報告 ・ 北出張所
        No.1 迅速・丁寧・正確な窓口対応に努め、市民サービスの向上及び業務の効率化を図るため事務改善…
        事務局 事務局1（3月13日(水) 10:00）
        コメント：内訳が合いません。
        入力された内容は残っています。直して、もう一度提出してください。
        ボタン：直す
      `,
    });
    await stage.says('担当者1', '状況 未提出');
    stage.saw({
      担当者1: `
        うまく読み取れませんでした
        いまお聞きしている質問はなく、途中の下書きもありません。
        入力された「状況 未提出」は、まだ保存していません。
        次のことができます。
        ボタン：No.1 を始める、状況を見る、使い方
      `,
    });
    expect((await stage.history()).slice(2)).toEqual([
      'R6.3.13 10:00 R5 期末 催促（事務局） 事務局 事務局1',
      'R6.3.13 10:00 R5 期末 No.1 第1版 報告の差し戻し（事務局） 事務局 事務局1「内訳が合いません。」',
    ]);
  });

  test('催促 says whom nothing reaches, writes to the others, and is not offered again on the day', async () => {
    stage = await openStage(platform, {
      section: '北出張所',
      crowd: 1,
      round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      begin: '2024-03-12 10:00',
      people: ['担当者1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    await stage.on('2024-03-13 10:00');
    await stage.says('事務局1', '状況 未提出');
    stage.readUp();
    await stage.presses('事務局1', '催促する');
    const unreached = '9人には届ける方法がなく、送りません：第1課担当者1、第1課担当者2、第1課担当者3 ほか6人';
    stage.saw({
      事務局1: `
        全体の未提出の方に催促しますか
        未提出の目標がある1課の1人に、3月13日(水) 10:00から個別のチャットでお知らせします。
        ${unreached}
        ボタン：1人に催促する、未連携の9人を見る
      `,
    });
    await stage.presses('事務局1', '1人に催促する');
    const told = stage.told('事務局1').flat();
    expect(told.slice(0, 3)).toEqual([
      '1人に催促します',
      '3月13日(水) 10:00から送ります。履歴に残しました。',
      unreached,
    ]);
    expect(stage.told('担当者1').flat().join('\n')).toContain('入力をお願いします');
    await stage.says('事務局1', '状況 未提出');
    stage.readUp();
    await stage.presses('事務局1', '催促する');
    stage.saw({
      事務局1: `
        全体に、いま催促する相手はいません
        今日のお知らせが届いたか、これから届く1人には送りません（1日に1回まで）。
        ${unreached}
        ボタン：未連携の9人を見る
      `,
    });
    await stage.presses('事務局1', '未連携の9人を見る');
    const seen = stage.told('事務局1').flat().join('\n');
    expect(seen).toContain('全体の状況（未連携）');
    expect(seen).toContain('第1部 第1課');
    expect(seen).toContain('アカウント未連携 10人');
  });

  test('an account is withdrawn, and what then does not arrive is tried again', async () => {
    stage = await openStage(platform, {
      section: '北出張所',
      crowd: 1,
      round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      begin: '2024-03-12 10:00',
      people: ['担当者1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    await stage.on('2024-03-13 10:00');
    stage.readUp();
    // the playground's, then the one of this platform
    for (const [left, account] of [
      ['2件', 'playground:'],
      ['1件', `${platform}:`],
    ]) {
      await stage.says('事務局1', 'アカウント一覧 担当者1');
      expect(stage.told('事務局1').flat()).toContain(`登録されているアカウント：${left}`);
      await stage.presses('事務局1', '担当者1の連携を外す');
      const asked = stage.told('事務局1').at(-1)!;
      expect(asked).toEqual([
        '担当者1のアカウントの連携を外しますか',
        expect.stringContaining(account!),
        'このアカウントからは、提出も承認もできなくなります。本人と事務局にお知らせし、履歴に残ります。',
        'ボタン：外す',
      ]);
      await stage.presses('事務局1', '外す');
      expect(stage.told('事務局1').flat()).toContain('「担当者1」さんのアカウントの登録を外しました');
    }
    stage.readUp();
    await stage.says('担当者1', '1番');
    const answer = stage.told('担当者1').flat().join('\n');
    expect(answer).not.toContain('No.1');
    // Nothing reaches them now, so nobody is left to remind.
    await stage.says('事務局1', '状況 未提出');
    stage.readUp();
    await stage.presses('事務局1', '催促する');
    expect(stage.told('事務局1').flat().slice(0, 2)).toEqual([
      '全体に、いま催促する相手はいません',
      expect.stringContaining('10人には届ける方法がなく、送りません：'),
    ]);

    await stage.on('2024-03-14 10:00');
    await stage.says('事務局1', '状況 届かなかった');
    const there = stage.told('事務局1').flat();
    expect(there).toContain('・第1課のチャンネル：チャンネルがまだ登録されていません');
    await stage.presses('事務局1', 'もう一度送る');
    const [, count = ''] =
      /お知らせ(\d+)件を、すぐにもう一度送ってみます。/u.exec(stage.told('事務局1').flat().join()) ?? [];
    await stage.presses('事務局1', `${count}件をもう一度送る`);
    expect(stage.told('事務局1').flat()).toEqual([
      `${count}件をもう一度送ります`,
      '履歴に残しました。届いたかどうかは「状況 届かなかった」でご覧になれます。',
    ]);
    const done = (await stage.record.history({ limit: 20 })).filter(({ personId }) => personId === 'p2');
    expect(done.map(({ action }) => action).filter((one) => /unlinked|retried/u.test(one))).toEqual([
      'account_unlinked',
      'account_unlinked',
      'put_aside_retried',
    ]);
  });

  test('an unclear name of a section offers the nearest, wherever it is typed, and nothing is done', async () => {
    stage = await openStage(platform, {
      section: '北出張所',
      wholeCity: true,
      round: { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      begin: '2024-03-12 10:00',
      people: ['担当者1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    const before = await stage.record.history({ limit: 1 });
    const typed = ['状況 X', '確認事項の一覧 X', '約束 X', '代理 X 1番', '前年度 X', '検索 X', '出力 X'];
    for (const text of typed) {
      stage.readUp();
      await stage.says('事務局1', text.replace('X', '北出張署'));
      const said = stage.told('事務局1').flat().join('\n');
      expect([text, said]).toEqual([text, expect.stringContaining('「北出張署」')]);
      // the right one first, and three of them
      const offered = said.split('\n').findLast((line) => line.includes('北出張所'))!;
      const names = offered.slice(offered.indexOf('：') + 1).split('、');
      expect([text, names[0], names.length]).toEqual([text, '北出張所', 3]);
    }
    stage.readUp();
    await stage.says('事務局1', '状況 北出張所');
    await stage.presses('事務局1', '期限を変える', { comment: '4月20日' });
    expect(stage.told('事務局1').flat().join()).toContain('4月20日(土)は閉庁日です');
    expect(await stage.record.history({ limit: 1 })).toEqual(before);
  });
});
