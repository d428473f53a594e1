/** The words of names that tell which way an indicator counts: those that warn of it, and those that leave no doubt. */
import { unitOfIndicator } from '../quantity/index.js';
import { outsideParentheses } from './names.js';

/** Words of a name that let expect that fewer is better, by the reason for which offices want less of it. */
const FEWER: readonly (readonly [reason: string, words: string])[] = [
  [
    'harm to people or things',
    '事故|事件|犯罪|認知件数|火災|災害(?:発生|件数|死)|被害|死亡|死者|死傷|負傷|けが|自殺|孤独死|虐待|いじめ|暴力|DV|感染|罹患|発症|急病|患者数|食中毒|透析|有病|熱中症|搬送者|搬送件|水難|遭難|救助|暴走|救急出動|アクシデント|インシデント|ヒヤリ|転倒|ケガ|怪我|孤立死|盗難|空き巣|窃盗|再犯|出火|焼損|殺処分',
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
    '廃棄|(?:ごみ|ゴミ)(?!減|拾)[^率回者]{0,8}量|(?:ごみ|ゴミ)(?:の?排出|総)|焼却|埋立|最終処分|排出|温室効果|CO2|二酸化炭素|食べ残し|残食|残さ|残渣|使用(?:量|枚数|料)|消費(?:量|電力|エネルギー)|コピー|印刷枚数|(?<!広報|新聞|機関)紙の|枚数',
  ],
  [
    'what stands empty or unused',
    '空き?家|空き店舗|空室|空床|休床|空き地|遊休|耕作放棄|荒廃|放置|不法|滅失|限界集落|無縁',
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

/**
 * What is done about it is wanted in numbers: a name that ends so counts the deed. 未参加者数 counts who stayed away. Not
 * among them: what may count the thing itself (虐待相談, 放置自転車撤去, 不法投棄回収量, 時間外受診, 農家減少率).
 */
const COUNTS_A_DEED = new RegExp(
  `(?<![不未非欠誤]|不正|要)(?:${[
    '実施|開催|参加|受講|出席|利活用|活用|解消|解決|削減|防止|予防|対策|啓発|訓練|教室|講座|講習会?|研修会?|説明会|パトロール',
    '見守り|点検|除却|解体|改修|補助|助成|支援|徴収|売却|捕獲|駆除|[検健]診(?:の?受診)?|接種|相談会|出店|入居',
    '改善提案|清掃|キャンペーン|提供|設置|整備|導入(?!者)|作成|配布|掲示|発信|掲載|バンクの?登録|成約|復帰|滞納処分|差押|資源化|減量化',
    '吸収|病床|[療設]床',
  ].join(
    '|',
  )})(?:した|を行った|等)?の?(?:延べ?|のべ|実)?(?:回数|件数|者数|人数|団体数|台数|本数|基数|箇所数|か所数|頭数|枚数|校数|床数|面積|率|量|額|数)?$|回収[率額]$|(?:違反|不正)是正率$|検挙率$|収納率$`,
  'u',
);
/** The measure goes down with the cut itself: 苦情件数の削減 may be counted either way. */
const CUT_OF_A_COUNT = /(?:件数|者数|時間|量|額|率|日数)の(?:削減|減少)$/u;

/** 残業実施者数, 断水実施回数: a deed nobody wants in numbers. 在宅勤務実施率 is none. */
const UNWELCOME_DEED =
  /(?:残業|(?:時間外|休日)(?:勤務|出勤)|断水|停電|閉鎖|通行止め|手直し工事|再入札)の?実施/u;

/** The words of a name let expect that fewer is better. Folded text. */
export function fewerMayBeBetter(name: string): boolean {
  const outside = outsideParentheses(name);
  const inside = [...name.matchAll(/\(([^()]*)\)/g)]
    .map((found) => found[1]!)
    .filter((words) => !/除|含|以外/.test(words) && unitOfIndicator(`(${words})`) === null);
  return [outside, ...inside].some(
    (words) =>
      UNWELCOME_DEED.test(words) ||
      (FEWER_MAY_BE_BETTER.test(words) && (CUT_OF_A_COUNT.test(words) || !COUNTS_A_DEED.test(words))),
  );
}

/** Own activities and use, and what everybody wants more of: a name that counts one of them leaves no doubt. */
const WANTED: readonly string[] = [
  '実施 開催 催行 参加 参画 参集 出席 受講 聴講 受診 接種 利用 活用 利活用 来館 来場 来園 入館 入場 入園 来訪 観覧 鑑賞 入込 入込客 誘客 集客',
  '設置 整備 販売 貸出 貸し出し 貸出し 発行 配布 配信 発信 掲載 公開 作成 策定 改定 登録 加入 入会 支援 助成 補助 訪問 巡回 派遣 養成 育成 研修 講座 教室',
  '講習 講習会 研修会 説明会 講演会 座談会 交流会 相談会 勉強会 訓練 パトロール 啓発 点検 清掃 健診 検診 立ち上げ 立上げ 設立 創業 起業 開業 就職 就業 就労 雇用',
  '採用 内定 誘致 立地 移住 定住 締結 協働 連携 協定 提案 導入 植栽 植樹 造林 間伐 出店 出展 協賛 発表 普及 修了 合格 成約 マッチング 出前授業 体験',
  '耐震化 水洗化 電子化 デジタル化 オンライン化 ペーパーレス化 リサイクル 再資源化 資源化 減量化 緑化 無電柱化 バリアフリー化 LED化 法人化 省エネ化 長寿命化 不燃化 収納 徴収 納付',
  '口座振替 満足 満足度 認知度 理解度 好感度 愛着度 幸福度 信頼度 定着度 知名度 閲覧 アクセス フォロワー ダウンロード 視聴 応募 申込 交流 派遣 表彰 受賞 継承 保全 再生 充足',
  '普及啓発 見守り 通いの場 サロン ボランティア サポーター リーダー 担い手 後継者 新規就農 就農 自主防災組織 会員 団員 隊員 協力店 加盟店 認定こども園 支援員 救命講習 面談 ヒアリング アンケート回収',
  '女性委員 女性管理職 女性職員 女性役員 女性登用 観光客 宿泊 宿泊客 乗客 乗車 輸送人員 進学 就学 登校 投票 正答 回答 達成 完了 進捗 充足 定着 自給 有収 供給 接続 舗装 稼働 登用 復職 復帰 救命 蘇生 生存 出生 婚姻',
  '育児休業取得 育休取得 有給休暇取得 年休取得 休暇取得 資格取得 免許取得 ISO取得 カード取得 カード交付 カード保有 免許返納 コンビニ交付 蔵書 健康寿命 平均自立期間 定住人口 交流人口 関係人口 財政力指数 入賞 発明',
  '認定農業者 防災士 採択 業務改善 受入 改良 カードの交付 カードの保有 指定文化財 一般就労移行 パブリックコメント 集積 農地の集積 再生可能エネルギー導入 地場産物の使用 地場産品の使用',
  '出願 商談 輸出 販路開拓 商品開発 特産品 ブランド化 6次産業化 学習 読書 運動 放送 開館 開放 合計特殊出生 人材 寄附 寄付 チャレンジ ツアー イベント 献血 里親委託 里親 議会中継',
  '活動 開設 開校 開講 結成 組織化 貸与 協力 案内 紹介 完走 成立 予約 適合 新設 増設 拡張 配置 配備 備蓄 取得 認証 放流 育樹 商品 採用決定 就職決定 出品 演習 実習',
  'ポイント付与 ポイント発行 電子申請 オンライン申請 電子入札 共同利用 取り組み 取組 取組み 実証 提供 面会 往診 施工 検討会 推進 見学 視察 演奏 公演 上演 展示 展示会 企画展 巡視 査察 立入検査',
].flatMap((line) => line.split(' '));
/** Counts of money, amounts, stretches of time and areas, only where the whole word is wanted. */
const WANTED_AMOUNTS: readonly string[] = [
  '発注率 執行率 検挙率 販売額 販売高 販売金額 売上 売上高 売上額 寄附額 寄附金額 寄付額 寄付金額 ふるさと納税額 ふるさと納税受入額 受入額 削減額 回収額 徴収額 収納額 出荷額 生産額 産出額 観光消費額 商品販売額 付加価値額 税収 税収額',
  '収入額 入館料収入 使用料収入 広告収入 自主財源比率 所得額 市民所得 町民所得 村民所得 県民所得 販売量 生産量 収穫量 出荷量 漁獲量 吸収量 資源化量 再資源化量 リサイクル量 削減量 削減率 削減数 間伐量 植樹本数',
  '再生可能エネルギー導入量 カードの交付率 発電量 集荷量 回収率 床数 病床数 公園面積 緑地面積 緑化面積 集積面積 作付面積 整備面積 間伐面積 造林面積 保全面積 整備延長 設置延長 舗装延長 研修時間 学習時間 読書時間 運動時間 放送時間 開館時間 開館日数 開放日数 開催日数',
  '活動日数 取得日数 訓練時間 体験時間 活動時間 講座時間 転入超過数 転入超過 転入者数 社会増 社会増減 自然増',
].flatMap((line) => line.split(' '));
/** What may stand behind such a word, from the end of a name: 参加 + した + 市民 + の + 割合. */
const BEHIND: readonly string[] = (
  '件数 回数 数 率 割合 比率 度 人数 者 人 客 団体 組織 企業 事業者 事業所 店舗 店 校 学校 学級 園 施設 箇所 か所 カ所 ヶ所 地区 地域 集落 世帯 市民 区民 町民 村民 住民 児童 生徒 高齢者 会員 ' +
  '員 団員 自治会 町内会 機関 台 本 基 冊 枚 部 頭 点 棟 戸 床 講座 教室 会 会議 事業 活動 計画 イベント メニュー プログラム コース 教材 記事 動画 情報 制度 機器 設備 ' +
  'の をした を行った を実施した した する している された できた できる 等 など 済み 済 延べ 延 のべ 実 年間 総 累計 への での 状況 品目 品 種類 種 項目 路線 組 名 系統 ポイント 面積 延長 日 社 尾 区画 個 泊'
).split(' ');
/** However it is named, more of it may be bad, or nobody can tell. */
const DOUBTFUL =
  /救急(?!救命|講)|公用車|自家用車|マイカー|レジ袋|割り?箸|たばこ|タバコ|酒|生活保護|介護(?:サービス|給付)|給付|医療費|重複|頻回|多剤|過剰|過密|(?<!転入)超過|休館|中止|停止|延期|取消|取り?やめ|解除|廃止|な(?:い|かった|く|し)|ず|窓口(?:で|交付|発行|利用|申請|来)|来庁|(?<!広報|新聞|機関)紙|燃料|ガソリン|電力|電気(?!自動車)|農薬|化学|プラスチック|非正規|有期|パート|長時間|反対|一時保護|臨時|仮設|暴力団|ギャンブル|パチンコ|ゲーム|スマホ|危険|有害|違|(?<!防)犯|被災|難民|借|リスク|依存|悪質|迷惑|汚|水質|騒|夜間|休日受診|身元|行方|徘徊|孤|独居|単身|ひとり親|要支援|要保護|準要保護|失効|脱(?!炭素)|減(?!量化|塩|災)|不(?!燃化|動産|妊|登校)|未(?!来|満|就[学園])|非(?!常|認知)|無(?!電柱|料|線|形|農薬|人)/u;
const LONGEST_CHAIN = 8;

function countsWhatIsWanted(name: string): boolean {
  if (WANTED_AMOUNTS.some((words) => name.endsWith(words))) return true;
  let rest = name;
  for (let stripped = 0; stripped <= LONGEST_CHAIN; stripped += 1) {
    const head = WANTED.find((words) => rest.endsWith(words));
    if (head !== undefined) return !/[不未非欠誤無反要]/u.test(rest.at(-head.length - 1) ?? '');
    const behind = BEHIND.find((words) => rest.endsWith(words));
    if (behind === undefined) return false;
    rest = rest.slice(0, -behind.length);
  }
  return false;
}

/** と思う, と感じる: more of it is wanted where what is thought is good. */
const THOUGHT =
  /(?:思う|思っている|思ふ|感じる|感じている|考える|回答した|答えた)(?:と回答した)?[^とにをが]{0,8}の?(?:割合|比率|率)$/u;
const BAD = /悪|苦し|低下|減少|難し|遠い|高い|危|困|うるさ|暗い|狭い|寂し|つら|辛|衰|忙し|古い/u;
const GOOD =
  /満足|良い|良好|よい|よく|安心|安全|やす[いく]|続けたい|誇り|愛着|便利|快適|きれい|美し|楽し|好き|幸せ|幸福|生きがい|充実|向上|整って|でき(?:る|て)|豊か|活発|健康/u;
const WANTED_IN_ENGLISH =
  /(?<!non-)\b(?:participants|visitors|attendees|attendance|users|sessions|workshops|trainings?|events|seminars|satisfaction)\b/iu;

/** What to propose to whoever is asked; null where the words could mean either, as with 苦情件数の削減. Folded text. */
export function likelyDirection(name: string): 'higher' | 'lower' | null {
  if (CUT_OF_A_COUNT.test(outsideParentheses(name))) return null;
  if (fewerMayBeBetter(name)) return 'lower';
  return !COUNTS_A_DEED.test(name) && DOUBTFUL.test(name) ? null : 'higher';
}

/**
 * The name itself leaves no doubt that more is better: it counts an own activity, use, or what everybody wants more of,
 * and nothing in it warns of the opposite. Folded text.
 */
export function moreIsBetter(name: string): boolean {
  const bare = outsideParentheses(name);
  if (bare === '' || CUT_OF_A_COUNT.test(bare)) return false;
  if (fewerMayBeBetter(name)) return false;
  if (COUNTS_A_DEED.test(bare) && FEWER_MAY_BE_BETTER.test(bare)) return true;
  if (DOUBTFUL.test(bare)) return false;
  const joined = bare.replace(/\s+/gu, '');
  return (
    countsWhatIsWanted(joined) ||
    (THOUGHT.test(joined) && GOOD.test(joined) && !BAD.test(joined)) ||
    WANTED_IN_ENGLISH.test(bare)
  );
}
