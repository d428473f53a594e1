/** Promise 4: what cannot be read with certainty is asked. Each row was, or could have been, ○ without a question. */
import { describe, expect, test } from '@jest/globals';
import { type ProposalRequest, proposeRating } from '../../../src/core/rating/propose.js';
import { foldSymbol, niigataR5 } from '../../../src/core/sheet/scale.js';

/** Where no indicator is named, a person has said that more is better; 以下 and the like speak for themselves. */
const unnamed = (target: string) =>
  /以下|未満|以内|抑える|△|▲|-/.test(target) ? {} : { direction: 'higher' as const };

const propose = (indicator: string, target: string, result: string, rest: Partial<ProposalRequest> = {}) =>
  proposeRating({
    target,
    result,
    round: 'yearend',
    scale: niigataR5,
    elapsed: '0.5',
    ...(indicator === '' ? unnamed(target) : { indicator }),
    ...rest,
  });

type Row = [indicator: string, target: string, result: string, rule: string];
type Sure = [indicator: string, target: string, result: string];

const expectAsked = ([indicator, target, result, rule]: Row, rest: Partial<ProposalRequest> = {}) => {
  const proposal = propose(indicator, target, result, rest);
  expect([proposal.rating, proposal.ask, proposal.rule]).toEqual([null, true, `niigata-r5/${rule}`]);
  expect(proposal.because.ja).toMatch(/。$/);
};
const expectAchieved = ([indicator, target, result]: Sure, rest: Partial<ProposalRequest> = {}) => {
  expect(propose(indicator, target, result, rest)).toMatchObject({ rating: 'achieved', ask: false });
};

describe('fewer may be better', () => {
  const rows: Sure[] = [
    ['事故件数', '0件', '5件'],
    ['残業実施者数', '10人', '15人'],
    ['休日出勤実施回数', '10回', '15回'],
    ['断水の実施回数', '10回', '15回'],
    ['手直し工事実施件数', '10件', '15件'],
    ['苦情件数', '0件', '1件'],
    ['処理日数', '5日', '7日'],
    ['受付までの日数', '5日', '7日'],
    ['経費率', '30%', '40%'],
    ['交通事故発生件数', '10件', '20件'],
    ['交通事故発生件数', '10件', '9件'],
    ['待ち時間', '30分', '45分'],
    ['滞納率', '5%', '8%'],
    ['離職率', '10%', '15%'],
    ['未受診率', '10%', '12%'],
    ['未受講者数', '10人', '12人'],
    ['不登校児童数', '10人', '12人'],
    ['不参加者数', '10人', '12人'],
    ['時間外勤務時間', '300時間', '350時間'],
    ['空き家の戸数', '30戸', '35戸'],
    ['犯罪認知件数', '10件', '12件'],
    ['苦情件数の削減', '10件', '12件'],
    ['1人1日当たりごみ排出量', '500g', '520g'],
    ['窓口サービスの利用(苦情件数)', '5', '7'],
    ['事業費', '100万円', '120万円'],
    ['市債残高', '100億円', '120億円'],
    ['文書の誤送付', '1件', '2件'],
    ['Number of complaints', '5', '7'],
    ['可燃ごみ収集量', '1,000t', '1,100t'],
    ['人件費比率', '20%', '22%'],
    ['地方債残高', '100億円', '105億円'],
    ['財政調整基金の取崩額', '1億円', '1.2億円'],
    ['ヒヤリハット件数', '5件', '6件'],
    ['誤発送件数', '5件', '6件'],
    ['不正利用件数', '5件', '6件'],
    ['要修繕箇所数', '5か所', '6か所'],
    ['収入未済額', '100万円', '120万円'],
    ['自然減', '100人', '110人'],
    ['不安を感じる人の割合', '20%', '22%'],
    ['平均入院日数', '10日', '12日'],
    ['空家数', '30戸', '35戸'],
    ['クマ目撃件数', '10件', '12件'],
    ['男女の差', '5%', '6%'],
    ['', '事故5件', '事故7件'],
    ['', '30分', '45分'],
    ['', '0件', '1件'],
    ['', '上限10件', '12件'],
    ['', '予算100万円', '120万円'],
  ];
  test.each(rows)('%s: %s → %s is asked, unless the direction is given', (...row) => {
    const unsaid = { direction: undefined } as object;
    expectAsked([...row, 'ask-direction-unknown'], unsaid);
    expect(propose(...row, unsaid).because.ja).toContain(
      '多いほどよい指標か、少ないほどよい指標かが分かりません',
    );
    for (const direction of ['higher', 'lower'] as const) {
      expect(propose(...row, { direction }).rule).not.toContain('ask-direction-unknown');
    }
  });

  test.each<Sure>([
    ['苦情件数', '0件', '0件'],
    ['待ち時間', '30分', '30分'],
    ['苦情件数', '5件以下', '3件'],
    ['防犯パトロール回数', '10回', '12回'],
    ['交通事故防止講習会の参加者数', '100人', '120人'],
    ['空き家の利活用件数', '3件', '5件'],
    ['未収金回収率', '80%', '85%'],
    ['経費削減額', '100万円', '120万円'],
    ['ごみ拾い参加者数', '10人', '12人'],
    ['ミステリーツアー参加者数', '10人', '12人'],
    ['観光消費額', '100億円', '120億円'],
    ['転入超過数', '10人', '12人'],
    ['有害鳥獣捕獲頭数', '10頭', '12頭'],
    ['啓発チラシ配布枚数', '1,000枚', '1,200枚'],
    ['空き家バンク成約件数', '3件', '5件'],
    ['国民健康保険料収納率', '90%', '92%'],
    ['ごみ減量化率', '10%', '12%'],
    ['滞納処分件数', '10件', '12件'],
    ['研修時間', '30分', '45分'],
  ])('%s: %s → %s is ○', (...row) => expectAchieved(row));

  test('at mid-year equal numbers are asked too: the limit can still be passed', () => {
    expectAsked(['苦情件数', '0件', '0件', 'ask-direction-unknown'], { round: 'midyear' });
    expectAsked(['苦情件数', '10件', '10件', 'ask-direction-unknown'], { round: 'midyear' });
  });
});

describe('a target below zero', () => {
  test.each<Sure>([
    ['', '△10%', '△5%'],
    ['', '-10%', '-5%'],
    ['', '▲5%', '▲3%'],
    ['', '△10%以上', '△5%'],
    ['', '△3', '-2'],
    ['', '前年比△3%', '前年比△2%'],
  ])('%s %s → %s', (...row) => {
    expectAsked([...row, 'ask-negative-target']);
    expectAchieved(row, { direction: 'higher' });
  });
  test('マイナス in words is no label', () => {
    expectAsked(['', 'マイナス3%', 'マイナス5%', 'ask-unread-target']);
    expectAsked(['センター利用増加率', '5%', 'ー5%', 'ask-unread-result']);
    expectAsked(['', '10件以下', '△3件', 'ask-negative-result']);
  });
});

describe('notes', () => {
  test.each<Row>([
    ['', '5回', '5回※うち3回は中止', 'ask-note-in-result'],
    ['', '5回', '5回(うち中止3回)', 'ask-note-in-result'],
    ['', '100人', '100人 ※実績は80人', 'ask-note-in-result'],
    ['', '100人', '100人 ※見込み', 'ask-note-in-result'],
    ['', '100人', '100人 ※未確定', 'ask-note-in-result'],
    ['', '5回', '5回 ※R4実績', 'ask-note-in-result'],
    ['', '1冊', '1冊※作成中', 'ask-note-in-result'],
    ['', '100人', '100人(注1)', 'ask-note-in-result'],
    ['', '100人', '100人(R4)', 'ask-note-in-result'],
    ['', '10回', '10回(令和4年度)', 'ask-note-in-result'],
    ['', '10回', '10回(令和6年度予定)', 'ask-note-in-result'],
    ['', '10回', '10回(R6)', 'ask-note-in-result'],
    ['', '10回', '10回(H29年度数値)', 'ask-note-in-result'],
    ['', '10回', '10回(2022年度)', 'ask-note-in-result'],
    ['', '10回', '10回(10月検討)', 'ask-note-in-result'],
    ['', '100人', '100人(9月末現在)', 'ask-note-in-result'],
    ['', '100人', '100人(4/1~9/30)', 'ask-note-in-result'],
    ['', '100人', '4月:100人', 'ask-note-in-result'],
    ['', '10件(うち新規5件)', '10件', 'ask-note-in-target'],
    ['', '10件 ※毎月実施', '10件', 'ask-note-in-target'],
  ])('%s %s → %s is asked: %s', (...row) => expectAsked(row));

  test.each<Sure>([
    ['', '100人', '100人(10月18日実施)'],
    ['', '100人', '100人(10月実施)'],
    ['', '100人', '100人(3月末現在)'],
    ['', '7,000人', '7,321人(4/1~3/31)'],
    ['', '1,000人 H29年度数値', '1,000人'],
    ['', '100人', '110人（前年度90人）'],
    ['', '100人', '110人（昨年度実績：120人）'],
  ])('%s %s → %s is ○', (...row) => expectAchieved(row));

  test('at mid-year a day of the second half has not come yet', () => {
    expectAchieved(['', '100人', '100人(4月18日実施)'], { round: 'midyear' });
    expectAchieved(['', '100人', '100人(9月末現在)'], { round: 'midyear' });
    expectAsked(['', '100人', '100人(2月実施)', 'ask-note-in-result'], { round: 'midyear' });
    expectAsked(['', '100人', '100人(十月十八日)', 'ask-note-in-result'], { round: 'midyear' });
  });
});

describe('words in the result', () => {
  test.each<Row>([
    ['', '100人', '100人?', 'ask-unread-result'],
    ['', '100人', '100人？', 'ask-unread-result'],
    ['', '100人', '100人(?)', 'ask-unread-result'],
    ['', '100人?', '100人', 'ask-unread-target'],
    ['', '200人', '目標200人', 'ask-aim-in-result'],
    ['', '200人', '目標値200人', 'ask-aim-in-result'],
    ['', '200人', '最低200人', 'ask-aim-in-result'],
    ['', '200人', '+200人', 'ask-aim-in-result'],
    ['', '200人', '200人を目指す', 'ask-aim-in-result'],
    ['', '200人', '200人とする', 'ask-aim-in-result'],
    ['', '+5件', '6件', 'ask-growth-target'],
    ['', '毎年5件', '6件', 'ask-unread-target'],
    ['', '四半期ごとに1回', '4回', 'ask-unread-target'],
    ['', '2時間30分以内', '1時間50分', 'ask-unread-target'],
    ['', '1年6か月', '1年3か月', 'ask-unread-target'],
    ['', '採択10件', '10件申請', 'ask-other-deed'],
    ['', '認定10件', '10件申請済', 'ask-other-deed'],
    ['', '設置10基', '10基発注', 'ask-other-deed'],
    ['実施件数', '10件', '10件検討', 'ask-other-deed'],
    ['実施回数', '10回', '10回を検討しました', 'ask-other-deed'],
    ['整備完了件数', '10件', '10件発注', 'ask-other-deed'],
    ['改善提案の採択件数', '10件', '10件提案', 'ask-other-deed'],
    ['修了者数', '100人', '100人参加', 'ask-other-deed'],
    ['未実施件数', '10件', '10件実施', 'ask-other-deed'],
    ['採択件数', '10件', '申請10件', 'ask-missing-part'],
    ['参加者数(不参加を除く)', '100人', '不参加100人', 'ask-missing-part'],
    ['出席者数(欠席者を除く)', '100人', '欠席者100人', 'ask-missing-part'],
    ['受診者数', '100人', '未受診100人', 'ask-missing-part'],
    ['不参加者数', '10人', '参加10人', 'ask-missing-part'],
    ['利用者数(非利用者を除く)', '100人', '非利用者100人', 'ask-missing-part'],
    ['受講者のうち修了者数', '100人', '受講者100人', 'ask-missing-part'],
    ['市民以外の参加者数', '100人', '市民100人', 'ask-missing-part'],
    ['参加希望者数', '100人', '参加者100人', 'ask-missing-part'],
    ['参加団体の参加人数', '100', '100団体', 'ask-units-differ'],
    ['', '100人', '100人または200人', 'ask-unread-result'],
    ['', '100人', '100人 or 200人', 'ask-unread-result'],
    ['', '各5回', '5回', 'ask-unread-target'],
  ])('%s: %s → %s is asked: %s', (...row) => expectAsked(row));

  test.each<Sure>([
    ['', '10回', '10回開催しました'],
    ['改善提案件数', '4件', '6件提案'],
    ['イベント来場者数', '100人', '100人参加'],
    ['', '100人', '100人の参加でした'],
    ['女性委員の割合', '40%', '女性45%'],
    ['協働した団体数', '18', '19団体'],
    ['', '5件以下を目標とする', '4件'],
    ['', '90％以上を維持', '92％'],
    ['', '10件に抑える', '8件'],
    ['', '10件以下に抑える', '8件'],
    ['', '3回／年', '4回'],
    ['', '100人', '120人の参加があった'],
    ['', '50件（累計）', '（累計）55件'],
    ['', '+5件', '+6件'],
  ])('%s: %s → %s is ○', (...row) => expectAchieved(row));
});

describe('days and shares', () => {
  test.each<Row>([
    ['', '80%', '9/10開催', 'ask-unread-result'],
    ['', '80%', '9/10に実施', 'ask-unread-result'],
    ['', '80%', '12/15開催', 'ask-unread-result'],
    ['', '80%', '9/10', 'ask-unread-result'],
    ['', '85%', '11/12', 'ask-unread-result'],
    ['発注率', '80%', '9/10開催', 'ask-unread-result'],
    ['発注率', '80%', '9/10時点', 'ask-unread-result'],
    ['発注率', '80%', '9/10～', 'ask-unread-result'],
    ['参加率', '90%', '50人/40人', 'ask-share-above-whole'],
    ['参加率', '80%', '12/10', 'ask-share-above-whole'],
    ['受診率', '40%', '400%', 'ask-share-above-whole'],
  ])('%s: %s → %s is asked: %s', (...row) => expectAsked(row));
  test.each<Sure>([
    ['発注率', '80%', '9/10'],
    ['', '85%', '80/88'],
    ['目標達成率', '90%', '120%'],
  ])('%s: %s → %s is ○', (...row) => expectAchieved(row));
});

describe('other numbers in the result', () => {
  test.each<Row>([
    ['', '累計100人', '100人', 'ask-missing-part'],
    ['', '100人', '累計100人', 'ask-missing-part'],
    ['累計参加者数', '累計100人', '100人', 'ask-missing-part'],
    ['累計参加者数', '100人', '累計100人', 'ask-missing-part'],
    ['', '100人', '100人(累計120人)', 'ask-running-total'],
    ['参加者数(延べではなく実人数)', '100人', '延べ120人', 'ask-missing-part'],
    ['参加延べ人数', '100人', '延べ120人（実人数85人）', 'ask-other-number'],
    ['延べ利用者数', '500人', '延べ510人、実人員480人', 'ask-other-number'],
    ['', '100人', '1日100人', 'ask-other-number'],
    ['', '100人', '100人(男50人、女40人)', 'ask-other-number'],
    ['', '100人', '100人(欠席20人)', 'ask-other-number'],
    ['', '100人', '100人 次年度100人', 'ask-other-number'],
    ['', '・委員会2回 ・座談会8回', '・委員会2回 ・座談会8回 ・未実施1回', 'ask-other-number'],
    ['販売額(千円)', '100', '99,000', 'ask-money-magnitude'],
    ['参加者数', '480人', '500千人', 'ask-magnitude'],
  ])('%s: %s → %s is asked: %s', (...row) => expectAsked(row));
  test.each<Sure>([
    ['', '2避難所 (累計13避難所)', '3避難所 (累計14避難所)'],
    ['', '100人', '100人(男50人、女50人)'],
    ['', '・委員会2回 ・座談会8回', '・委員会2回 ・座談会8回 ・研修3回'],
    ['販売額(千円)', '100', '120'],
    ['参加者数', '20人', '101人'],
    ['参加者数', '5千人', '6千人'],
  ])('%s: %s → %s is ○', (...row) => expectAchieved(row));
});

describe('mid-year: what can be lost again is asked', () => {
  const midyear = { round: 'midyear' } as const;
  test.each<Row>([
    ['満足度', '90%', '95%', 'ask-midyear-may-change'],
    ['満足度', '4.2点', '4.5点', 'ask-midyear-may-change'],
    ['', '85%', '80/88', 'ask-midyear-may-change'],
    ['登録者数', '100人', '120人', 'ask-midyear-may-change'],
    ['会員数', '100', '120', 'ask-midyear-may-change'],
    ['自主防災組織数', '10組織', '11組織', 'ask-midyear-may-change'],
    ['見守り協力店数', '10店', '11店', 'ask-midyear-may-change'],
    ['', '20団体以上を維持', '22団体', 'ask-midyear-may-change'],
  ])('%s: %s → %s', (...row) => expectAsked(row, midyear));
  test.each<Sure>([
    ['参加者数', '100人', '120人'],
    ['会員数', '累計100人', '累計120人'],
    ['新規雇用者数', '10人', '11人'],
    ['上半期の工事発注率', '85%以上', '91%'],
  ])('%s: %s → %s is ○', (...row) => expectAchieved(row, midyear));
  test('上半期 is final only when half of the year has passed', () => {
    expectAsked(['上半期の工事発注率', '85%以上', '91%', 'ask-midyear-may-change'], {
      ...midyear,
      elapsed: '0.4',
    });
  });
});

test('a name of a prototype is no rating symbol', () => {
  for (const text of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']) {
    expect(foldSymbol(text)).toBeNull();
  }
  expect(foldSymbol('〇')).toBe('○');
});

describe('ways of writing that a person reads at once', () => {
  const of2023 = { fiscalYear: 2023 };
  test.each<Sure>([
    ['', '10～20件', '10件'],
    ['', '10～20件', '15件'],
    ['', '10～20件', '20件'],
    ['', '10位以内', '8位'],
    ['', '現状維持（20団体）', '20団体'],
    ['', '現状維持（20団体）', '22団体'],
    ['', '500人（5年間）', '520人（5年間）'],
    ['', '500円/人', '510円/人'],
    ['', '128 万人', '130万人'],
    ['', '1,000人（年間）', '1,200人'],
    ['', '100人（R5）', '110人（R5）'],
    ['', '100人', '110人（令和5年度）'],
    ['', '100人（令和5年度）', '110人（2023年度）'],
    ['', '令和5年度：100人', 'R5 110人'],
    ['', 'R5: 100人', '110人'],
    ['', 'R5:1,200 人', '令和５年度　1,300 人'],
    ['', '100人', '110人（R6.3.31現在）'],
    ['', '100人', '110人（令和5年度末）'],
    ['', '100人', '110人（令和6年3月末）'],
    ['', '900g/人・日以下', '880g/人日'],
    ['', '延べ1,200人泊', '1,350人泊'],
    ['', '月平均500人', '月平均520人'],
    ['', '継続5件、新規3件', '継続5件、新規3件'],
    ['森林吸収量（t-CO2）', '5,000', '5,100'],
    ['介護施設の床数', '100床', '110床'],
  ])('%s %s → %s is ○', (...row) => expectAchieved(row, of2023));
  test.each<Row>([
    ['', '10～20件', '25件', 'ask-outside-range'],
    ['', '10～20件', '9件', 'ask-outside-range'],
    ['', '約10～15人', '12人', 'ask-approximate'],
    ['', '200人', '180～210人', 'ask-unread-result'],
    ['', '10位以内', '12位', 'ask-below-partial'],
    ['', '500人（5年間）', '120人', 'ask-years-differ'],
    ['', '500円/人', '510円', 'ask-units-differ'],
    ['', '100人（R8）', '110人', 'ask-target-of-other-year'],
    ['', '100人（令和8年度末）', '110人', 'ask-target-of-other-year'],
    ['', '100人', '110人（R4）', 'ask-note-in-result'],
    ['', '100人', '110人（令和4年度実績）', 'ask-note-in-result'],
    ['', '100人', '集計中', 'ask-unread-result'],
    ['', '100人', '110人（集計中）', 'ask-unread-result'],
    ['', '令和8年度までに100人', '110人', 'ask-unread-target'],
    ['', '100人（R9.3.31）', '110人', 'ask-target-of-other-year'],
    ['', '100人（R4）', '110人', 'ask-target-of-other-year'],
    ['', 'R8：100人', '110人', 'ask-unread-target'],
    ['', '100人', '110人（R5.9末）', 'ask-note-in-result'],
    ['', '100人', '110人（R5.3.31）', 'ask-note-in-result'],
    ['', '100人', '110人（令和5年9月）', 'ask-note-in-result'],
    ['', '5年間で500人', '120人', 'ask-years-differ'],
    ['', '900g/人・日以下', '880g', 'ask-units-differ'],
    ['', '月平均500人', '6,200人', 'ask-missing-part'],
    ['', '各回50人', '600人', 'ask-missing-part'],
    ['', '5位以上', '8位', 'ask-rank'],
    ['', '10位', '8位', 'ask-rank'],
    ['', '新規3件', '3件（継続）', 'ask-aim-in-result'],
    ['空床数', '10床', '12床', 'ask-direction-unknown'],
  ])('%s %s → %s is asked: %s', (...row) => expectAsked(row, of2023));
  test('at mid-year a range can still be left, and what is to be kept can be lost', () => {
    expectAsked(['', '10～20件', '15件', 'ask-midyear-may-change'], { ...of2023, round: 'midyear' });
    expectAsked(['', '20団体（継続）', '20団体', 'ask-midyear-may-change'], { ...of2023, round: 'midyear' });
    expectAsked(['', '100人', '110人（令和5年度末）', 'ask-note-in-result'], { ...of2023, round: 'midyear' });
    expectAchieved(['', '100人', '110人（R5.9.30現在）'], { ...of2023, round: 'midyear' });
  });
  test('without the fiscal year a year in a result is asked as before', () => {
    expectAsked(['', '100人', '110人（R5）', 'ask-note-in-result']);
  });
});
