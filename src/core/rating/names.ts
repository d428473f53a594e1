/** What the words of an indicator or a target name: the part outside parentheses, and the deed that is counted. */

/** The name without what stands in parentheses: (欠席者を除く) says what is not counted. Folded text in and out. */
export function outsideParentheses(name: string): string {
  return name
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Only that it was done; every other deed is a thing of its own. */
const PLAINLY_DONE: ReadonlySet<string> = new Set(['実施', '開催', '完了', '達成']);

/** A step that comes before the thing itself: ten applications are not ten grants. */
const STEP_BEFORE: ReadonlySet<string> = new Set([
  '提案',
  '申請',
  '検討',
  '発注',
  '受付',
  '相談',
  '応募',
  '申込',
  '契約',
  '協議',
  '計画',
  '予定',
  '見込',
]);

/** Words for one and the same deed. */
const SAME_DEED: readonly (readonly string[])[] = [
  ['参加', '来場', '来館', '入場', '出席', '受講', '参画'],
  ['受付', '申込', '応募'],
  ['設立', '立ち上げ', '立上げ'],
];

const DEED = new RegExp(
  `(?<![不未非欠])(?:${[
    '提案|申請|検討|発注|受付|回収|活動|参加|来場|来館|入場|出席|利用|受講|受診|修了|卒業|採択|認定|承認|合格|契約|成立',
    '設置|整備|発行|交付|支給|助成|補助|支援|参画|協賛|出店|発信|訪問|相談|販売|設立|立ち上げ|立上げ|就職|採用|内定|移住',
    '定住|定着|登録|加入|配布|作成|策定|公開|掲載|応募|申込|導入|購入|着工|竣工|供用|改修|修繕|補修|点検|決定|締結|解決',
    '解消|協議|計画|予定|見込|除却|撤去|改善|更新|再生|復旧|搬送|救助|返還|納付|回答|希望',
  ].join('|')})`,
  'gu',
);

/** The last deed that a text names, since in Japanese what is counted stands last: 改善提案の採択件数 → 採択. */
export function deedNamed(text: string): string | null {
  return outsideParentheses(text).match(DEED)?.at(-1) ?? null;
}

/**
 * True when a result told as `deed` is the thing that was aimed at: the deed that the target names, else the
 * indicator. Where neither names one, every deed will do but a step before the thing itself.
 */
export function answersDeed(deed: string, target: string, indicator: string): boolean {
  const names = outsideParentheses(`${target} ${indicator}`);
  if (new RegExp(`[不未非欠]${deed}`, 'u').test(names)) return false;
  if (PLAINLY_DONE.has(deed)) return true;
  const aim = deedNamed(target) ?? deedNamed(indicator);
  if (aim === null) return !STEP_BEFORE.has(deed);
  return aim === deed || SAME_DEED.some((words) => words.includes(aim) && words.includes(deed));
}

/** 不参加者, 未受診者, 欠席者: the opposite of what is counted. */
export function saysNot(label: string): boolean {
  return /^(?:不|未|欠|非|中止|無|辞退|キャンセル)/u.test(label);
}

/** True when `label` names what `indicator` counts, and not those left out or the whole it is a part of. */
export function isNamedBy(label: string, indicator: string): boolean {
  const name = outsideParentheses(indicator);
  const at = name.indexOf(label);
  if (label === '' || at < 0 || /[不未非欠]/.test(name[at - 1] ?? '')) return false;
  return !/^(?:者|数|人|件)*(?:のうち|の内|に占める|に対する|以外|を除|除く|あたり|当たり)/u.test(
    name.slice(at + label.length),
  );
}
