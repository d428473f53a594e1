/**
 * 総合計画（実施計画）の一覧: the codes of the plan as the organisation loads them, against which 位置づけ is held. A plan
 * holds from a fiscal year on until another begins (実施計画 is renewed every two years); years before the first have none.
 */
import { foldLabel } from '../text/fold.js';
import type { Words } from '../text/language.js';
import { readPlanReference } from './irregularities/plan/plan-reference.js';

export type PlanCode = {
  /** as written in the list: 政策13-1-② */
  readonly code: string;
  /** what it is called; may be '' */
  readonly name: string;
};

/** A code of the plan that holds from this fiscal year on. */
export type PlanRow = PlanCode & { readonly fromYear: number };

/** The plan of one fiscal year. */
export type Plan = {
  readonly fromYear: number;
  /** by the one spelling of their codes (`planKey`) */
  readonly codes: ReadonlyMap<string, PlanCode>;
};

const DASHES = '‐‑‒–—―−ー';

/** The one spelling of a code, for comparing only: widths, circled numbers, dashes and blanks do not count. */
export function planKey(code: string): string {
  return [...foldLabel(code)].map((sign) => (DASHES.includes(sign) ? '-' : sign)).join('');
}

/** The plan that holds in a fiscal year; null when none was loaded for it. */
export function planOf(rows: readonly PlanRow[], fiscalYear: number): Plan | null {
  const years = rows.flatMap(({ fromYear }) => (fromYear <= fiscalYear ? [fromYear] : []));
  if (years.length === 0) return null;
  const latest = years.reduce((a, b) => Math.max(a, b));
  const codes = rows.flatMap(({ fromYear, code, name }): [string, PlanCode][] =>
    fromYear === latest ? [[planKey(code), { code, name }]] : [],
  );
  return { fromYear: latest, codes: new Map(codes) };
}

/** What stands between several codes in one cell. */
const BETWEEN = /[、,，;；\n]/u;

/**
 * The codes of a 位置づけ that are not in the plan, as printed. A list that ends above a code (政策13-1, and nothing below
 * it) holds for everything below. 区ビジョン is another plan. Only to be asked about, never to be refused.
 */
export function codesBeyond(planReference: string, plan: Plan): string[] {
  return planReference
    .split(BETWEEN)
    .map((code) => code.trim())
    .filter((code) => code !== '' && readPlanReference(code)?.family !== 'ward_vision')
    .filter((code) => !isInPlan(planKey(code), plan));
}

function isInPlan(key: string, { codes }: Plan): boolean {
  if (codes.has(key)) return true;
  const parts = key.split('-');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const above = parts.slice(0, length).join('-');
    if (codes.has(above)) return ![...codes.keys()].some((one) => one.startsWith(`${above}-`));
  }
  return false;
}

/** What is to be asked about a code that is not in the plan; `year`: the plan's first fiscal year as people read it. */
export function beyondWords(code: string, year: Words): Words {
  return {
    ja: `位置づけ「${code}」は、計画の一覧（${year.ja}から）にありません。番号が合っているか確かめてください。`,
    en: `「${code}」 is not in the list of the plan (from ${year.en}). Please check the code.`,
  };
}

export type PlanChange = { readonly fromYear: number } & (
  | { readonly what: 'added' | 'gone'; readonly code: string; readonly name: string }
  | { readonly what: 'renamed'; readonly code: string; readonly name: string; readonly was: PlanCode }
);

/**
 * What loading a list changes: for each year it names it takes the place of the list of before; others stay. Of a code that
 * stands twice the last row holds.
 */
export function planChanges(before: readonly PlanRow[], list: readonly PlanRow[]): PlanChange[] {
  const keyed = (rows: readonly PlanRow[]) =>
    new Map(rows.map((one) => [`${one.fromYear} ${planKey(one.code)}`, one]));
  const [was, is] = [keyed(before), keyed(list)];
  const years = new Set(list.map(({ fromYear }) => fromYear));
  const there = [...is].flatMap(([key, { fromYear, code, name }]): PlanChange[] => {
    const old = was.get(key);
    if (!old) return [{ what: 'added', fromYear, code, name }];
    return old.name === name && old.code === code
      ? []
      : [{ what: 'renamed', fromYear, code, name, was: { code: old.code, name: old.name } }];
  });
  const gone = [...was].flatMap(([key, { fromYear, code, name }]): PlanChange[] =>
    years.has(fromYear) && !is.has(key) ? [{ what: 'gone', fromYear, code, name }] : [],
  );
  return [...gone, ...there];
}
