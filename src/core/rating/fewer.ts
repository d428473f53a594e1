/**
 * Is a smaller number the better one? Nothing on a sheet says so but the words: 苦情件数 5件 → 7件 is no 達成. Where the
 * words leave it open and the numbers differ, a person is asked; guessing wrong would print ○ for a worsened figure.
 */
import Big from 'big.js';
import { type NumberPart, printNumber } from '../quantity/index.js';
import type { Words } from '../text/language.js';
import type { Doubt } from './align.js';
import type { Judged } from './compare.js';
import { outsideParentheses } from './names.js';
import type { Round } from './notes.js';
import type { Direction } from './proposal.js';

/** Words of a name that let expect that fewer is better, by the reason for which offices want less of it. */
const FEWER: readonly (readonly [reason: string, words: string])[] = [
  [
    'harm to people or things',
    '事故|事件|犯罪|認知件数|火災|災害(?:発生|件数|死)|被害|死亡|死者|死傷|負傷|けが|自殺|孤独死|虐待|いじめ|暴力|DV|感染|罹患|発症|急病|患者数|食中毒|透析|有病|熱中症|搬送者|救急出動|アクシデント|インシデント|ヒヤリ|転倒|ケガ|怪我|孤立死|盗難|空き巣|窃盗|再犯|出火|焼損|殺処分',
  ],
  [
    'displeasure and mistakes',
    '苦情|クレーム|投書|不満|不安|不便|孤独|悩み|ストレス|迷惑|ミス(?![テトタ])|誤|エラー|トラブル|指摘|差戻|差し戻|返戻|返品|手戻り|訂正|修正件数|再(?:提出|検査|入院)|督促|違反|違法|不正|漏えい|漏洩|紛失|やり直し|再発',
  ],
  [
    'things that break or leak',
    '故障|障害(?:発生|件数|時間)|漏水|断水|停電|停止|ダウンタイム|破損|陥没|倒壊|倒木|枯損|落書き|ポイ捨て|危険(?:箇所|空|木)|要(?:修繕|改善|補修|整備)|老朽|経年化|無収水|臭気|悪臭|騒音|汚濁|渋滞',
  ],
  [
    'waiting and delay',
    '待ち|待機|遅延|遅れ|遅刻|延滞|期限切れ|期限超過|滞留|在庫|所要|(?<!転入|出生)超過|中止回数|延期回数|(?:処理|審査|交付|対応|応答|回答|手続き?|決裁|在院|入院|通話|停車|到着|搬送|移動|通勤|会議)(?:平均)?(?:日数|期間|時間)|までの?(?:平均)?(?:日数|期間|時間)|リードタイム',
  ],
  [
    'working hours and people who leave',
    '時間外|残業|長時間労働|過労|時間超の|離職|退職|休職|病気休暇|欠勤|欠席|欠員|長期休暇|辞退|キャンセル|退会|脱会|脱退|退団|解約|中断|ドロップアウト|中退|中途退学|社会減|自然減|転出|流出|廃業|倒産|失業|離婚|離農',
  ],
  [
    'money owed or spent',
    '滞納|未収|未納|未済|未処理|経費|費用|(?<!消)費(?:$|率|比率|額)|(?:保険料|委託料|郵送料|電気料金)額?$|補助金総?額|繰入金|繰出金|取崩|コスト|支出|歳出|単価|光熱|負債|債務|赤字|借入|起債|[市県町村区]債|地方債|企業債|公債|負担|経常収支|ロス|損失|欠損|不用額',
  ],
  [
    'use of what is scarce, and waste',
    '廃棄|(?:ごみ|ゴミ)(?!減|拾)[^率回者]{0,8}量|(?:ごみ|ゴミ)(?:の?排出|総)|焼却|埋立|最終処分|排出|温室効果|CO2|二酸化炭素|食べ残し|残食|残さ|残渣|使用(?:量|枚数|料)|消費(?:量|電力|エネルギー)|コピー|印刷枚数|紙の|枚数',
  ],
  [
    'what stands empty or unused',
    '空き?家|空き店舗|空室|空き地|遊休|耕作放棄|荒廃|放置|不法|滅失|限界集落|無縁',
  ],
  [
    'health and hardship',
    '肥満|喫煙|飲酒|むし歯|虫歯|う歯|高血圧|メタボ|有所見|要介護|要支援認定|保護率|保護受給|被保護|貧困|困窮|ひきこもり|引きこもり|高齢化|人口減少|受動|低(?:出生)?体重',
  ],
  ['wild animals', '出没|目撃|鳥獣|農作物被害'],
  [
    'what drifts apart or stands in air and water',
    '格差|地域差|の差$|ばらつき|偏差|乖離|BOD|COD|PM2|スモッグ',
  ],
  ['what is wanting', '未[^数率件]{1,8}(?:率|数|件)|不[^数率件]{1,8}(?:率|数|件)|無断|無保険|非行|非効率'],
  ['what happens by itself', '発生'],
  [
    'a reduction, whose number may be the cut or what is left',
    '(?:件数|者数|時間|量|額|率|日数)の(?:削減|減少|抑制|低減|縮減|軽減|短縮)|抑制|低減|縮減|軽減|短縮|最小|減量|増減|ランキング|順位',
  ],
  [
    'English',
    'accident|complaint|crime|death|injur|waiting|overtime|error|defect|failure|delay|arrear|turnover|cost|expense|waste|emission|absence|vacan|violation|backlog',
  ],
];
const FEWER_MAY_BE_BETTER = new RegExp(FEWER.map(([, words]) => words).join('|'), 'iu');

/** What is done about it is wanted in numbers: a name that ends so counts the deed. 未参加者数 counts who stayed away. */
const COUNTS_A_DEED = new RegExp(
  `(?<![不未非欠誤]|不正|要)(?:${[
    '実施|開催|参加|受講|出席|来場|利用|活用|解消|解決|削減|(?<!人口|児童|世帯)減少|防止|予防|対策|啓発|訓練|教室|講座|講習会?|研修会?|説明会|パトロール',
    '見守り|点検|調査|撤去|除却|解体|改修|補助|助成|支援|指導|是正|整理|回収|徴収|売却|捕獲|駆除|検挙|検診|健診|受診|接種|相談会?',
    '提案|改善提案|活動|清掃|キャンペーン|提供|設置|整備|導入|作成|配布|掲示|発信|掲載|登録|成約|復帰|滞納処分|差押|資源化|減量化',
  ].join(
    '|',
  )})(?:した|を行った|等)?の?(?:延べ?|のべ|実)?(?:回数|件数|者数|人数|団体数|台数|本数|基数|箇所数|か所数|頭数|枚数|校数|面積|率|量|額|数)?$`,
  'u',
);
/** The measure goes down with the cut itself: 苦情件数の削減 may be counted either way. */
const CUT_OF_A_COUNT = /(?:件数|者数|時間|量|額|率|日数)の(?:削減|減少)$/u;

function fewerMayBeBetter(name: string): boolean {
  const outside = outsideParentheses(name);
  const inside = [...name.matchAll(/\(([^()]*)\)/g)]
    .map((found) => found[1]!)
    .filter((words) => !/除|含|以外/.test(words));
  return [outside, ...inside].some(
    (words) => FEWER_MAY_BE_BETTER.test(words) && (CUT_OF_A_COUNT.test(words) || !COUNTS_A_DEED.test(words)),
  );
}

/** 上限10件 as a target: the words before the number make it a limit. */
const LIMIT = /上限|最大|最多|限度|予算|定員/;
/** A count of minutes or seconds without a name is as often a limit as an aim. */
const SHORT_TIMES: ReadonlySet<string | null> = new Set(['分', '秒']);
const LONGER_IS_WANTED = /研修|講座|学習|運動|活動|放送|開館|開庁|体験|利用|読書|訓練|学び/;

/** Both numbers without a share: which way it is to be computed is the very question. */
const unjudged = (target: NumberPart, result: NumberPart): Words => ({
  ja: `目標${printNumber(target, 'ja')} → 結果${printNumber(result, 'ja')}`,
  en: `target ${printNumber(target, 'en')} → result ${printNumber(result, 'en')}`,
});

/**
 * Why the direction of one of the numbers must be asked; null when it is given or written (以上, 以下 …), or when
 * result and target are equal at the end of the year (before it, a limit can still be passed). A target below 0 (△10%)
 * may be a cut or a floor, whatever is written. `indicator` is folded text.
 */
export function directionDoubt(
  judged: readonly Judged[],
  given: Direction | undefined,
  indicator: string,
  round: Round,
): Doubt | null {
  if (given !== undefined) return null;
  for (const { target, result } of judged) {
    const sum = unjudged(target, result);
    if (new Big(target.value).lt(0)) {
      return {
        rule: 'ask-negative-target',
        why: {
          ja: `${sum.ja}。マイナスの目標は、減らす目標でしょうか、下回らない目標でしょうか`,
          en: `${sum.en}; is a target below zero a reduction to reach or a floor to hold?`,
        },
      };
    }
    if (target.comparator !== null || (round === 'yearend' && new Big(target.value).eq(result.value)))
      continue;
    const timed = SHORT_TIMES.has(target.unit) && !LONGER_IS_WANTED.test(indicator);
    const open =
      new Big(target.value).eq(0) ||
      timed ||
      fewerMayBeBetter(indicator) ||
      LIMIT.test(target.label ?? '') ||
      fewerMayBeBetter(target.label ?? '');
    if (!open) continue;
    return {
      rule: 'ask-fewer-is-better',
      why: {
        ja: `${sum.ja}。数が少ないほどよい指標でしょうか`,
        en: `${sum.en}; is a smaller number the better one?`,
      },
    };
  }
  return null;
}
