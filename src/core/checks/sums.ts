/**
 * Parts and their total: lists of parts with 計 or in brackets behind a number, and what an indicator that counts several
 * things adds up to. A breakdown that says of itself that it is not whole (など, うち) may be less than its total.
 */
import Big from 'big.js';
import { fold } from '../quantity/fold.js';
import type { Check, Compared, Confirmed, Found } from './check.js';
import { alike, type Figure, isPlain, spoken, total, written } from './figures.js';
import { type Laid, shownNumber, sizeOf } from './indicator.js';

type Sum = { readonly parts: readonly Figure[]; readonly whole: Compared & { readonly value: Big } };

/** Between two parts of one list; in characters. */
const WIDEST_GAP = 40;
const NOT_OF_A_LIST = /[。=%→⇒]|前年|昨年|目標|より|比べ|あたり|当たり|のうち|[×✕]/;
/** 各2回, 月2回 (but 4月 12回): no part of a total */
const OF_EACH = /(?:各|毎|ごとに?|平均|[0-9]人|当たり|あたり|(?<![0-9])[月週年日])(?:約)?\s?$/;
/** a breakdown that is not whole */
const PARTLY = /うち|など|ほか|他に|その他|主な|等|例えば/;

/** Lists of figures of one unit, each right behind the other. */
function listsOf({ said }: Laid): Figure[][] {
  const lists: Figure[][] = [];
  let list: Figure[] = [];
  const close = () => {
    if (list.length > 0) lists.push(list);
    list = [];
  };
  for (const figure of said.figures) {
    const last = list.at(-1);
    const gap = last ? said.folded.slice(last.end, figure.at) : '';
    const joined =
      last !== undefined &&
      figure.bracket === last.bracket &&
      alike(figure, last) &&
      figure.scope === last.scope &&
      gap.length <= WIDEST_GAP &&
      !NOT_OF_A_LIST.test(gap);
    if (last && !joined) close();
    if (figure.slashed || figure.approximate || figure.otherYear || figure.scope === 'cumulative') {
      close();
      continue;
    }
    if (
      figure.total ||
      /^(?:の)?(?:増|減|多|少な)/.test(figure.after) ||
      /前年|昨年|目標/.test(figure.lead) ||
      OF_EACH.test(figure.lead)
    ) {
      close();
      continue;
    }
    list.push(figure);
  }
  close();
  return lists.filter(({ length }) => length >= 2);
}

/** 第1回 34人, 4月 12件 */
const TIME_AFTER_TIME = /[0-9](?:回目?|月|期|日目?)[:\s]?$/;

/** 計 right behind the list, else before it in its sentence. */
function statedTotal(list: readonly Figure[], { said }: Laid): Figure | null {
  const [first, last] = [list[0]!, list.at(-1)!];
  const byTime = list.every(({ at }) => TIME_AFTER_TIME.test(said.folded.slice(Math.max(0, at - 5), at)));
  // 第1回34人、第2回28人、延べ62人
  const fits = (figure: Figure) =>
    (figure.total || said.folded[figure.at - 1] === '=' || (byTime && figure.scope === 'person_times')) &&
    (alike(figure, last) || last.unit === null);
  const behind = said.figures.find((figure) => figure.at > last.at);
  if (behind && fits(behind) && behind.at - last.end <= WIDEST_GAP) return behind;
  const ahead = said.figures.filter((figure) => figure.at < first.at && fits(figure)).at(-1);
  if (!ahead || first.at - ahead.end > 2 * WIDEST_GAP) return null;
  // 全12回実施し… (回数: 岡方4 …): which of the totals a bracket is about is said by its own words
  return last.unit !== null || first.bracket < 0 ? ahead : null;
}

/** What a list in brackets divides: the number right before it, or the one its own words name. */
function bracketed(list: readonly Figure[], { said }: Laid): Figure | null {
  const [first] = list;
  if (!first || first.bracket < 0 || first.unit === '%') return null;
  const inside = said.figures.filter((one) => one.bracket === first.bracket && alike(one, first));
  if (inside.length > list.length) return null;
  const outside = said.figures.filter((figure) => figure.end <= first.bracket && figure.bracket < 0);
  const opening = said.folded.slice(first.bracket + 1, first.at);
  const colon = opening.indexOf(':');
  const named = colon > 0 ? opening.slice(0, colon).trim() : '';
  const what = named.endsWith('数') ? named.slice(0, -1) : named;
  if (what !== '' && what !== '内訳') {
    return (
      outside.findLast(({ unit }) => unit === what) ??
      outside.findLast(({ after, label }) => after.slice(0, 16).includes(what) || label.includes(what)) ??
      null
    );
  }
  const before = outside.at(-1);
  if (!before || first.bracket - before.end > 12) return null;
  return alike(before, first) || first.unit === null ? before : null;
}

const asSource = (figure: Figure): Compared & { value: Big } => ({
  of: 'status',
  text: figure.shown,
  value: figure.value,
});

/** How near a sum must come to a result that nothing else says it is a breakdown of. */
const NEAR = { from: '0.6', to: '1.5' } as const;

/** 58件 with its parts below it, a line each, or behind 内訳. */
function isHeaded(list: readonly Figure[], { said }: Laid): boolean {
  const [head, ...parts] = list;
  if (!head || parts.length < 2 || parts.some(({ label, value }) => label === '' || value.gt(head.value)))
    return false;
  const gaps = parts.map((part, at) => said.folded.slice(list[at]!.end, part.at));
  const sum = total(parts);
  const near = sum.gte(head.value.times(NEAR.from)) && sum.lte(head.value.times(NEAR.to));
  return near && (gaps[0]!.includes('内訳') || gaps.every((gap) => gap.includes('\n')));
}

/** (北部8、中部9、南部9) where no other figure is in the text: parts of the result. */
function isAlone(list: readonly Figure[], laid: Laid): boolean {
  const { said, reached } = laid;
  if (!reached || list.length < 3 || list.some(({ unit }) => unit !== null)) return false;
  if (said.figures.length > list.length || !areOneList(laid, list)) return false;
  const [sum, size] = [total(list), sizeOf(reached)];
  return sum.gte(size.times(NEAR.from)) && sum.lte(size.times(NEAR.to));
}

/** Everything in a text that looks like a breakdown of a total that it names itself. */
function statedSums(laid: Laid): Sum[] {
  const sums: Sum[] = [];
  for (const list of listsOf(laid)) {
    const whole = statedTotal(list, laid) ?? bracketed(list, laid);
    if (whole) sums.push({ parts: list, whole: asSource(whole) });
    else if (isHeaded(list, laid)) sums.push({ parts: list.slice(1), whole: asSource(list[0]!) });
    else if (isAlone(list, laid)) {
      const { reached } = laid;
      const whole = { of: 'result' as const, text: shownNumber(reached!), value: sizeOf(reached!) };
      sums.push({ parts: list, whole });
    }
  }
  return sums;
}

/** 来館者数及び参加者数 counts two things together. */
export function isCompound(name: string): boolean {
  return /数(?:及び|および|並びに|ならびに|と|・|、)/.test(name);
}

/** What was held without being counted: フードフェスタを開催し. */
function uncounted({ said }: Laid, unit: string | null): number {
  if (unit !== '回') return 0;
  let at = 0;
  return said.folded.split(/[。、・\n]/u).filter((clause) => {
    const from = at;
    at += clause.length + 1;
    const held = /(?:開催|実施)(?:し|さ|を行)/.test(clause);
    return held && !said.figures.some((figure) => figure.at >= from && figure.at < at);
  }).length;
}

/** The figures of the result's own unit, all over the text. */
function sumOfAll(laid: Laid, used: ReadonlySet<Figure>): { sum: Sum; holds: boolean; with: string } | null {
  const { said, results } = laid;
  for (const result of results) {
    if (result.unit === '%' || result.scope === 'cumulative') continue;
    const size = sizeOf(result);
    const ofUnit = said.figures.filter((figure) => alike(figure, result) && !figure.slashed);
    const parts = ofUnit.filter(
      (figure) => isPlain(figure) && !figure.total && !figure.value.eq(size) && figure.scope === 'annual',
    );
    if (parts.length < 2 || parts.some((part) => used.has(part))) continue;
    const whole = { of: 'result' as const, text: shownNumber(result), value: size };
    const sum = total(parts);
    const more = uncounted(laid, result.unit);
    if (sum.eq(size) || (more > 0 && sum.plus(more).eq(size)))
      return { sum: { parts, whole }, holds: true, with: sum.eq(size) ? '' : ` + ${more}` };
    const says = ofUnit.some(({ value }) => results.some((one) => value.eq(one.value)));
    if (says || more > 0 || results.length > 1) continue;
    if (!isCompound(laid.called) && !areOneList(laid, parts)) continue;
    if (parts.some(({ value }) => value.gt(size))) continue;
    const near = sum.gte(size.times(NEAR.from)) && sum.lte(size.times(NEAR.to));
    if (near || isCompound(laid.called)) return { sum: { parts, whole }, holds: false, with: '' };
  }
  return null;
}

/** Words that take what follows out of a breakdown. */
const APART = /別途|別に|このほか|そのほか|なお、|また、|加えて|さらに/;

/** Each of the parts says what it counts, and each something else; all in one sentence that calls itself whole. */
function areOneList({ said }: Laid, parts: readonly Figure[]): boolean {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const around = said.folded.slice(Math.max(0, first.at - AROUND_LIST), last.end + AROUND_LIST);
  if (APART.test(around) || PARTLY.test(around)) return false;
  const labels = parts.map(({ label }) => label.replace(/[はがもをにで]$/, ''));
  return labels.every((label) => label !== '') && new Set(labels).size === labels.length;
}

/** The sums of 目標達成状況, and the product that 概要 counts its target by (17名×4回=68). */
export function findSums(laid: Laid): Found & { readonly used: ReadonlySet<Figure> } {
  const checks: Omit<Check, 'indicator'>[] = [];
  const confirmed: Omit<Confirmed, 'indicator'>[] = [];
  const used = new Set<Figure>();
  const judge = ({ parts, whole }: Sum, holds: boolean, more = '') => {
    const kind = isCompound(laid.called) && whole.of === 'result' ? 'compound' : 'sum';
    for (const part of parts) used.add(part);
    const sum = parts.map(({ value }) => written(value)).join(' + ');
    const listed = parts.map(({ label, shown }) => `${label}${shown}`);
    const texts: Compared[] = [
      ...listed.map((text) => ({ of: 'status' as const, text })),
      { of: whole.of, text: whole.text },
    ];
    if (holds) {
      confirmed.push({ kind, texts, arithmetic: `${sum}${more} = ${written(whole.value)}` });
      return;
    }
    const quoted = listed.map((text) => `「${text}」`).join('');
    const named = whole.of === 'result' ? ['結果', 'the result'] : ['全体', 'the total'];
    checks.push({
      kind,
      texts,
      message: {
        ja: `目標達成状況の${quoted}を足すと${spoken(total(parts))}で、${named[0]}の「${whole.text}」と違います。どちらが正しいか確かめてください。`,
        en: `${quoted} in the status add up to ${spoken(total(parts))}, and ${named[1]} is 「${whole.text}」. Please check which is right.`,
      },
    });
  };
  for (const sum of statedSums(laid)) {
    const { parts, whole } = sum;
    const parted = total(parts);
    const from = parts[0]!.bracket < 0 ? parts[0]!.at - AROUND_LIST : parts[0]!.bracket;
    const around = laid.said.folded.slice(Math.max(0, from), parts.at(-1)!.end + 6);
    if (parted.eq(whole.value)) judge(sum, true);
    else if (!PARTLY.test(around) || parted.gt(whole.value)) judge(sum, false);
  }
  const all = sumOfAll(laid, used);
  if (all) judge(all.sum, all.holds, all.with);
  const shown = product(laid);
  checks.push(...shown.checks);
  confirmed.push(...(shown.confirmed ?? []));
  return { checks, confirmed, used };
}

const AROUND_LIST = 12;

/** 対象職員17名×4回=68 in 概要: whoever set the target shows how. */
function product({ overview, targets }: Laid): Found {
  const folded = fold(overview.slice(0, LONGEST_OVERVIEW));
  const hit = /(?<![0-9])([0-9]{1,6})[^0-9\s=]{0,3}[×✕xX*]([0-9]{1,6})[^0-9\s=]{0,3}=([0-9]{1,9})/u.exec(
    folded,
  );
  if (!hit) return { checks: [] };
  const [text, a, b, c] = hit as unknown as [string, string, string, string];
  const target = targets.find(({ value }) => value === c);
  const right = new Big(a).times(b);
  const texts: Compared[] = [
    { of: 'overview', text },
    { of: 'target', text: target ? shownNumber(target) : '' },
  ];
  if (!right.eq(c)) {
    const message = {
      ja: `概要の「${text}」は、計算すると${spoken(right)}です。目標の数と合わせて確かめてください。`,
      en: `「${text}」 comes to ${spoken(right)}. Please check it and the target.`,
    };
    return { checks: [{ kind: 'sum', texts: texts.filter((one) => one.text !== ''), message }] };
  }
  if (!target) return { checks: [] };
  return { checks: [], confirmed: [{ kind: 'sum', texts, arithmetic: `${a} × ${b} = ${c}` }] };
}

/** in characters; the longest 概要 of the R5 sheets has 172 */
const LONGEST_OVERVIEW = 1_500;
