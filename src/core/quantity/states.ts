/** Targets and results that are no numbers: coverage of all cases (V12) and milestones (V13). */
import type { CoveragePart, MilestonePart } from './reading.js';

const COVERAGE =
  /^[\p{L}ー・、の]{0,30}?(?:全数|全件|全員|全戸|全世帯|全校|全地区|全課|全て|すべて|全部|悉皆)(?:に?実施|を?実施|を?訪問|の?実施)?$/u;

const STATES = [
  '供用開始|運用開始|利用開始|事業開始|開始|着手|着工|起工|完了|完成|竣工|供用|概成',
  '工事中|施工中|建設中|設計中|整備中|作業中|調整中|協議中|検討中|準備中|策定中|実施中|作成中|交渉中|継続中|進行中',
  '策定|制定|改定|改正|改訂|締結|公表|公開|開設|開所|開館|開園|開校|設置|導入|実施|開催|発行|作成|整備|決定|採択|認定|取得|更新|統合|移転',
  '廃止|中止|延期|休止|終了|閉鎖|未着手|未実施|未定|未了|未完成|未整備|継続|発注済|契約|合意',
].join('|');
const MILESTONE = new RegExp(
  `^(?:([\\p{L}\\p{M}々ー・]{1,20}):)?([\\p{L}\\p{M}々ー・]{0,40}?(?:${STATES})(?:済み?|しました|した|の?予定|の?見込み?|できず|できなかった|されず)?)$`,
  'u',
);

/** A whole segment of folded text as coverage or milestone, else null. */
export function stateOf(segment: string): CoveragePart | MilestonePart | null {
  if (COVERAGE.test(segment)) return { kind: 'coverage', text: segment };
  const found = MILESTONE.exec(segment);
  if (!found) return null;
  return { kind: 'milestone', label: found[1] ?? null, state: found[2]! };
}
