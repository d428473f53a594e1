/** What a text says of the target: 上回る, 下回る, 達成, and whether it is meant as done. */
import { fold } from '../quantity/fold.js';

export type Claim = {
  readonly says: 'above' | 'below' | 'met' | 'missed';
  /** as written: 目標を上回りました */
  readonly text: string;
};

/** from 目標 to its verb; in characters */
const REACH = 24;

const AIMS =
  /^.{0,14}?(?:に向け|に向けて|ため|目指|ように|よう、|よう努|べく|予定|見込|率|状況|のは|すれば|できれば)/u;
const MISSED =
  /(?:達成|到達|クリア)(?:することが?は?|が|は|も|に|には|にまで)?(?:でき(?:ません|な|ず)|至(?:りません|らな|らず|っておりません|っていません)|なりません|しておりません|していません|しなかった|困難|難し)|未達|(?:届|及)(?:きません|いていません|いておりません|かな|かず|びません|ばな|ばず)|(?:に|には)?達し(?:ません|な|ず|ていません|ておりません)|(?:上回|超え)(?:ることが?は?でき(?:ません|な|ず)|りません|ません|らな|られ(?:ません|な|ず)|なかった)/;
const BELOW = /下回/;
const ABOVE = /上回|超え|超過/;
const MET = /達成|達し|到達|クリア/;
const NEGATED = /^(?:りません|らな|らず|ることはあり)/;

/** What the text says of its target, statement by statement; aims and hopes are none. */
export function claimsIn(text: string): Claim[] {
  const folded = fold(text);
  const claims: Claim[] = [];
  for (const word of ['目標', '計画値', '計画数', '計画を']) {
    let from = folded.indexOf(word);
    while (from >= 0) {
      const claim = claimAt(folded, from, word.length);
      if (claim) claims.push(claim);
      from = folded.indexOf(word, from + word.length);
    }
  }
  return claims;
}

function claimAt(text: string, at: number, length: number): Claim | null {
  const stop = text.slice(at).search(/[。\n]/u);
  const sentence = text.slice(at, stop < 0 ? text.length : at + stop);
  const near = sentence.slice(0, REACH + 20);
  // 組織目標, 来年度の目標, 目標設定
  if (/^(?:設定|管理|見直|を(?:設定|立て|見直|掲げ|定め|共有)|の(?:見直|設定))/.test(near.slice(length)))
    return null;
  if (/(?:来年度|次年度|今後|組織|前年度|昨年度)の?$/.test(text.slice(Math.max(0, at - 6), at))) return null;
  const missed = MISSED.exec(near);
  const found = missed ?? (BELOW.exec(near) || ABOVE.exec(near) || MET.exec(near));
  if (!found || found.index > REACH) return null;
  // 計画を策定し、前年度を上回る is said of something else
  if (near.startsWith('計画を') && found.index > length + 4) return null;
  const [verb] = found;
  const behind = near.slice(found.index + verb.length);
  const quoted = endOfVerb(near, found.index + verb.length);
  if (missed) return { says: 'missed', text: quoted };
  if (AIMS.test(behind.slice(0, 18))) return null;
  if (BELOW.test(verb))
    return NEGATED.test(behind) ? { says: 'met', text: quoted } : { says: 'below', text: quoted };
  if (ABOVE.test(verb)) return { says: 'above', text: quoted };
  return { says: 'met', text: quoted };
}

/** The text up to the end of its verb, for quoting. */
function endOfVerb(text: string, at: number): string {
  const rest = text.slice(at);
  const end = rest.search(/[、,）)「]|(?<=た)|(?<=ん)|(?<=る)/u);
  return text.slice(0, at + (end < 0 ? Math.min(rest.length, 8) : Math.min(end, 8)));
}
