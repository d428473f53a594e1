/** Can a target that is met at mid-year be lost again before the year ends? */
import Big from 'big.js';
import { addsUp } from '../quantity/units.js';
import type { Judged } from './compare.js';
import { outsideParentheses } from './names.js';

/** Numbers of a moment, and averages: they do not pile up over the year. */
const STOCK =
  /率|割合|比率|比$|平均|あたり|当たり|満足|認知度|度(?:合い?)?$|指数|順位|ランキング|点数|得点|評価点|スコア|登録(?:者|団体|件|店|世帯|企業|会員|事業者|ボランティア)*数|会員|団員|隊員|加入|在籍|在住|定住|定員|人口|世帯数|児童数|生徒数|園児数|職員数|従業員|残高|基金|現在高|保有|所有|蔵書|維持|継続|稼働|定着|フォロワー|待機|空き|設置済|配置|組織数|(?<!出)店舗?数|加盟|サロン|サークル数|通いの場|ボランティア数|サポーター数|認定農業者|集積|入居|入所|契約者|協定数|普及|(?<!新規)雇用|就業者|中の/;
const OVER_BY_MIDYEAR = /上半期|上期/;
/** 20団体を維持: the target itself says that it is to be kept to the end */
const TO_BE_KEPT = /維持|確保|継続/;
/** 9/30 is the last day of 上半期 and the as-of date of mid-year */
const HALF = '0.5';

/**
 * False for shares, averages and stock numbers, which can fall again (満足度 95％ in September), and for a range, which can be
 * left. True for counts that
 * only grow, for 累計, and for an indicator of 上半期 once half of the year has passed. `elapsed` is a decimal share of
 * the year; without it, half is taken to have passed. `target` and `indicator` are folded texts.
 */
export function lasts(pair: Judged, target: string, indicator: string, elapsed: string | undefined): boolean {
  const known = elapsed !== undefined && /^\d+(\.\d+)?$/.test(elapsed);
  if (OVER_BY_MIDYEAR.test(indicator) && (!known || new Big(elapsed).gte(HALF))) return true;
  if (pair.target.fraction || pair.result.fraction || pair.target.upTo !== undefined) return false;
  if (!addsUp(pair.target.unit) || !addsUp(pair.result.unit)) return false;
  if (TO_BE_KEPT.test(target)) return false;
  if (pair.target.scope !== 'annual') return true;
  return !STOCK.test(outsideParentheses(indicator)) && !STOCK.test(pair.target.label ?? '');
}
