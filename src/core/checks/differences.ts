/** How much more or less than the year before, or than the target: 前年度9回から5回増え、12回. */
import Big from 'big.js';
import type { Check, Compared, Confirmed, Found } from './check.js';
import { alike, type Figure, spoken, written } from './figures.js';
import { type Laid, shownNumber, sizeOf } from './indicator.js';

const YEAR_BEFORE = /前年|昨年|昨季|前回/;
const MORE = /^(?:ほど|も)?の?(?:増|多|上回|超え|超過|伸|上昇|向上|追加|拡大|プラス)/;
const LESS =
  /^(?:ほど|も)?の?(?:減|少な|下回|低下|下降|マイナス|落ち|及ば|及び(?:ません|ませ)|届[かき]|足り|不足|短縮|縮減|縮小|削減|圧縮)/;
/** more of one thing and less of another */
const EITHER = /^(?:ほど|も)?の?改善/;
/** a difference of per cent is named in points, or again in per cent */
const POINTS = ['ポイント', 'pt', '%'];

/** 目標の500万円も超え: what is passed is no difference */
const IS_PASSED = /(?:目標|計画|定員|前年度?|昨年度?)(?:値|数|額)?(?:の|である|:)$/;

/** 前年度より20人増え、目標を10人上回り: what stands right before a difference says what it starts from */
const FROM_TARGET = /(?:目標|計画)(?:値|数)?(?:を|より|に対し(?:て)?|には?)$/;

type Base = Compared & { readonly value: Big; readonly unit: string | null; readonly figure?: Figure };

/** 4件増加(20件→24件): what it was and what it became. */
function arrowBeside({ said }: Laid, change: Figure): readonly [Figure, Figure] | null {
  const at = said.figures.findIndex(
    (one, place) =>
      one.sentence === change.sentence &&
      /^\s?[→⇒]\s?$/.test(said.folded.slice(one.end, said.figures[place + 1]?.at ?? one.end)),
  );
  const [from, to] = [said.figures[at], said.figures[at + 1]];
  return from && to && from !== change && to !== change && alike(from, to) ? [from, to] : null;
}

const asBase = (figure: Figure): Base => ({
  of: 'status',
  text: figure.shown,
  value: figure.value,
  unit: figure.unit,
  figure,
});

/** What a difference starts from: the figure behind 前年度, the target, or last year's result where the text has no figure. */
function baseOf(laid: Laid, change: Figure): Base | null {
  const { last, aim } = laid;
  const target: Base | null = aim
    ? { of: 'target', text: shownNumber(aim), value: sizeOf(aim), unit: aim.unit }
    : null;
  if (target && FROM_TARGET.test(change.lead)) return target;
  const inSentence = laid.said.figures.filter(
    (one) => one.sentence === change.sentence && one.at < change.at && !one.slashed,
  );
  const before = inSentence.findLast((one) => {
    const words = one.lead.slice(-12);
    return (YEAR_BEFORE.test(words) || one.otherYear) && !/^(?:の)?(?:増|減)/.test(one.after);
  });
  if (before) return asBase(before);
  const aimed = inSentence.findLast(
    (one) =>
      /(?:目標|計画)(?:値|数|件数|回数|人数)?(?:の|は|である|:|を)?$/.test(one.before.slice(-10)) &&
      !MORE.test(one.after) &&
      !LESS.test(one.after),
  );
  if (aimed) return asBase(aimed);
  const words = change.before;
  if (YEAR_BEFORE.test(words))
    return last && { of: 'last_year', text: shownNumber(last), value: sizeOf(last), unit: last.unit };
  return /(?:目標|計画)(?:値|数)?(?:を|より|に対し(?:て)?)/.test(words.slice(-16)) ? target : null;
}

/** What it comes to: the next figure of its sentence in the same unit, one before it, or the result. */
function outcomeOf(laid: Laid, change: Figure, base: Base): Base | null {
  const fits = (one: Figure) =>
    one !== change &&
    one !== base.figure &&
    one.sentence === change.sentence &&
    alike(one, base) &&
    !one.slashed &&
    !MORE.test(one.after) &&
    !LESS.test(one.after);
  const { figures } = laid.said;
  const next = figures.find((one) => one.at > change.at && fits(one));
  const found = next ?? figures.findLast((one) => one.at < change.at && fits(one));
  if (found) return asBase(found);
  const { reached } = laid;
  if (!reached || !alike(reached, base)) return null;
  return { of: 'result', text: shownNumber(reached), value: sizeOf(reached), unit: reached.unit };
}

/** Whether `outcome` is `base` changed by that many per cent, however the per cent was rounded. */
function fitsPerCent(base: Big, outcome: Big, perCent: Figure, sign: 1 | -1): boolean {
  if (base.lte(0)) return true;
  const exact = outcome.minus(base).times(100).times(sign).div(base);
  const digits = perCent.shown.split('.')[1]?.replace(/[^0-9]/g, '').length ?? 0;
  return exact.minus(perCent.value).abs().lt(new Big(10).pow(-digits));
}

/** Differences of 目標達成状況, each with its base and its outcome; and a figure for last year that last year's result is not. */
export function findDifferences(laid: Laid): Found & { readonly used: ReadonlySet<Figure> } {
  const checks: Omit<Check, 'indicator'>[] = [];
  const confirmed: Omit<Confirmed, 'indicator'>[] = [];
  const used = new Set<Figure>();
  for (const change of laid.said.figures) {
    const times = change.unit === '倍';
    const either = EITHER.test(change.after);
    const sign = MORE.test(change.after) || either ? 1 : LESS.test(change.after) ? -1 : times ? 1 : null;
    if (sign === null || change.slashed || (change.approximate && !times)) continue;
    if (!times && IS_PASSED.test(change.before.slice(-10))) continue;
    const arrow = arrowBeside(laid, change);
    const base = arrow ? asBase(arrow[0]) : baseOf(laid, change);
    if (!base) continue;
    used.add(change);
    if (base.figure) used.add(base.figure);
    const inPerCent = change.unit === '%' && base.unit !== '%';
    const inUnit = alike(change, base) || (base.unit === '%' && POINTS.includes(change.unit ?? ''));
    if (!inPerCent && !inUnit && !times) continue;
    const outcome = arrow ? asBase(arrow[1]) : outcomeOf(laid, change, base);
    if (!outcome) continue;
    const signed = sign === 1 ? '+' : '-';
    const right = times || inPerCent ? null : base.value.plus(change.value.times(sign));
    const comesTo = (value: Big) =>
      right
        ? right.eq(value)
        : times
          ? fitsTimes(base.value, value, change)
          : fitsPerCent(base.value, value, change, sign);
    if (either && base.value.minus(change.value).eq(outcome.value)) continue;
    const holds = comesTo(outcome.value);
    const changed = `${change.shown}${(MORE.exec(change.after) ?? LESS.exec(change.after) ?? EITHER.exec(change.after))?.[0] ?? ''}`;
    const texts: Compared[] = [
      { of: base.of, text: base.text },
      { of: 'status', text: changed },
      { of: outcome.of, text: outcome.text },
    ];
    if (holds) {
      const arithmetic = right
        ? `${written(base.value)} ${signed} ${written(change.value)} = ${written(right)}`
        : `${written(base.value)} → ${written(outcome.value)}`;
      confirmed.push({ kind: 'difference', texts, arithmetic });
      continue;
    }
    // the figure beside it may count something else: 自転車の事故が38件と多く、目標を12件上回り
    const { reached } = laid;
    if (reached && alike(reached, base) && comesTo(sizeOf(reached))) continue;
    const others = laid.said.figures.filter(
      (one) => one.sentence === change.sentence && one !== change && one !== base.figure && alike(one, base),
    );
    if (others.some(({ value }) => comesTo(value))) continue;
    checks.push({
      kind: 'difference',
      texts,
      message: {
        ja: `「${base.text}」から「${changed}」と「${outcome.text}」が合いません${right && !either ? `（計算すると${spoken(right)}）` : ''}。確かめてください。`,
        en: `「${base.text}」, 「${changed}」 and 「${outcome.text}」 do not fit${right && !either ? ` (it comes to ${spoken(right)})` : ''}. Please check.`,
      },
    });
  }
  checks.push(...lastYearSaid(laid));
  return { checks, confirmed, used };
}

function fitsTimes(base: Big, outcome: Big, times: Figure): boolean {
  if (base.lte(0)) return true;
  const exact = outcome.div(base);
  const digits = times.shown.split('.')[1]?.replace(/[^0-9]/g, '').length ?? 0;
  return exact.minus(times.value).abs().lt(new Big(10).pow(-digits));
}

/** 前年度9回 where last year's result was 8回. */
function lastYearSaid({ said, last }: Laid): Omit<Check, 'indicator'>[] {
  if (!last || last.unit === null) return [];
  const wrong = said.figures.find(
    (one) =>
      /(?:前年度?|昨年度?)(?:実績|結果)?(?:の|は|が|:|\()?$/.test(one.before.slice(-9)) &&
      alike(one, last) &&
      !one.approximate &&
      !MORE.test(one.after) &&
      !LESS.test(one.after) &&
      !one.value.eq(last.value),
  );
  if (!wrong) return [];
  const kept = shownNumber(last);
  return [
    {
      kind: 'difference',
      texts: [
        { of: 'status', text: wrong.shown },
        { of: 'last_year', text: kept },
      ],
      message: {
        ja: `前年度の数が、目標達成状況では「${wrong.shown}」、前年度の結果では「${kept}」です。どちらが正しいか確かめてください。`,
        en: `For last year the status says 「${wrong.shown}」, and last year's result was 「${kept}」. Please check which is right.`,
      },
    },
  ];
}
