/** What a text says of the target: 上回る, 下回る, 達成, and whether it is meant as done. */
import { fold } from '../quantity/fold.js';

export type Claim = {
  readonly says: 'above' | 'below' | 'met' | 'missed';
  /** as written: 目標を上回りました */
  readonly text: string;
};

/** from 目標 to its verb; in characters */
const REACH = 24;

/** behind て: 達成していない, 達しておらず */
const IS_NOT = '(?:い(?:ません|な[いか])|お(?:りません|らな|らず))';
/** 至らなかった, 至っていない */
const FALLS_SHORT = `至(?:りません|らな|らず|って${IS_NOT})`;
/** 達成度, 達成まであと3人, 達成とまではいかず, 達成に3人足りず, 達成を逃した, 達成したとは言えない */
const NOT_QUITE =
  /^(?:度|と?まで|[はが](?:厳し|遅れ|一部)|を逃|に(?:は|も)?[^、]{0,12}(?:足り|課題|遠|近)|(?:した|し?ました|できた|できました)とは)/u;
/** 目標に達していない地区もある: of some of them; 目標に届かない受講者数となった and 達しなかった要因 are said of all */
const OF_SOME =
  /な(?:い|かった)(?!状況|状態|結果|要因|原因|理由|現状|点|今年度)[\p{Script=Han}\p{Script=Katakana}](?![^、]*(?:となっ|となり|であっ|でし))/u;
/** 目標をほぼ達成, 目標の一部を達成 */
const NEARLY = /おおむね|概ね|ほぼ|一部|半数|近い/u;
/** 目標の9割を達成, 目標200人に対し95%の達成; where the target is a per cent itself, 目標の30%を達成 is all of it */
const IN_PART = /(?:の約?|に対し(?:て)?[^、]{0,6}?(?<![0-9.]))[0-9]{1,2}(?:\.[0-9]+)?(?:%|割)/u;
const AIMS =
  /^.{0,14}?(?:に向け|に向けて|ため|目指|ように|よう、|よう努|べく|予定|見込|率|状況|のは|すれば|できれば)/u;
const MISSED = new RegExp(
  [
    '(?:達成|到達|クリア)(?:する(?:こと)?[がに]?は?|[がはもに]|には|にまで|とは)?' +
      `(?:でき(?:ません|な|ず|て${IS_NOT})|${FALLS_SHORT}|な(?:りません|らな|らず)|せず|し(?:ません|なか|て${IS_NOT})|困難|難し)`,
    `未達|^目標(?:値|数)?には?${FALLS_SHORT}`,
    `届(?:きません|かな|かず|いて${IS_NOT})|及(?:びません|ばな|ばず|んで${IS_NOT})|達し(?:ません|な|ず|て${IS_NOT})`,
    '(?:上回|超え)(?:ることが?は?でき(?:ません|な|ず)|りません|ません|らな|ら?れ(?:ません|な|ず)|なかった)',
  ].join('|'),
);
const BELOW = /下回/;
const ABOVE = /上回|超え|超過/;
const MET = /達成|達し|到達|クリア/;
const NEGATED = /^(?:りません|らな|らず|ること(?:は(?:あり|な)|な))/;

/** What the text says of its target, statement by statement; aims and hopes are none. `ofPerCent`: the target is one. */
export function claimsIn(text: string, ofPerCent: boolean): Claim[] {
  const folded = fold(text);
  const claims: Claim[] = [];
  for (const word of ['目標', '計画値', '計画数', '計画を']) {
    let from = folded.indexOf(word);
    while (from >= 0) {
      const claim = claimAt(folded, from, word.length, ofPerCent);
      if (claim) claims.push(claim);
      from = folded.indexOf(word, from + word.length);
    }
  }
  return claims;
}

function claimAt(text: string, at: number, length: number, ofPerCent: boolean): Claim | null {
  const stop = text.slice(at).search(/[。\n]/u);
  const sentence = text.slice(at, stop < 0 ? text.length : at + stop);
  const near = sentence.slice(0, REACH + 20);
  // 組織目標, 来年度の目標, 目標設定
  if (/^(?:設定|管理|見直|を(?:設定|立て|見直|掲げ|定め|共有)|の(?:見直|設定))/.test(near.slice(length)))
    return null;
  if (
    /(?:来年度|次年度|今後|組織|前年度|昨年度|最終|中期|長期|総合計画)の?$/.test(
      text.slice(Math.max(0, at - 6), at),
    )
  )
    return null;
  const missed = MISSED.exec(near);
  const found = missed ?? (BELOW.exec(near) || ABOVE.exec(near) || MET.exec(near));
  if (!found || found.index > REACH) return null;
  // 計画を策定し、前年度を上回る is said of something else
  if (near.startsWith('計画を') && found.index > length + 4) return null;
  const [verb] = found;
  const behind = near.slice(found.index + verb.length);
  const quoted = endOfVerb(near, found.index + verb.length);
  if (missed) return OF_SOME.test(near.slice(found.index)) ? null : { says: 'missed', text: quoted };
  if (AIMS.test(behind.slice(0, 18))) return null;
  if (BELOW.test(verb))
    return NEGATED.test(behind) ? { says: 'met', text: quoted } : { says: 'below', text: quoted };
  if (ABOVE.test(verb)) return NEGATED.test(behind) ? null : { says: 'above', text: quoted };
  const between = near.slice(length, found.index);
  if (NOT_QUITE.test(behind) || NEARLY.test(between) || (!ofPerCent && IN_PART.test(between))) return null;
  return { says: 'met', text: quoted };
}

/** The text up to the end of its verb, for quoting. */
function endOfVerb(text: string, at: number): string {
  const rest = text.slice(at);
  const end = rest.search(/[、,）)「]|(?<=た)|(?<=ん)|(?<=る)/u);
  return text.slice(0, at + (end < 0 ? Math.min(rest.length, 8) : Math.min(end, 8)));
}
