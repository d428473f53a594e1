/** What differs between two versions of one sheet: what an import of a changed file shows before anything is stored. */
import { fiscalYearName } from '../calendar/japanese-dates.js';
import { foldWidth } from '../text/fold.js';
import type { Words } from '../text/language.js';
import { onOneLine } from '../text/text.js';
import type { Goal, Indicator, Sheet } from './sheet.js';

export type SheetDifference = {
  readonly kind:
    | 'header'
    | 'goal_added'
    | 'goal_removed'
    | 'goal'
    | 'indicator_added'
    | 'indicator_removed'
    | 'indicator';
  /** No. of the goal as printed; null for the header */
  readonly goal: string | null;
  /** 取組指標 as printed after the change (before it, when removed); null for header and goal */
  readonly indicator: string | null;
  /** what changed, as the form calls it: 組織目標, 目標, 作成日 … */
  readonly field: string;
  /** the texts as printed; null where there is none */
  readonly before: string | null;
  readonly after: string | null;
  /** one line for people */
  readonly message: Words;
};

type CompareOptions = {
  /** also compare 結果, 評価, 目標達成状況 and 今後の方針, which live in the reports; default false */
  readonly reports?: boolean;
};

type Field = { readonly ja: string; readonly en: string };

const HEADER_FIELDS: readonly (readonly [keyof Sheet['header'], Field])[] = [
  ['fiscalYear', { ja: '年度', en: 'fiscal year' }],
  ['department', { ja: '組織名(部)', en: 'department' }],
  ['organization', { ja: '組織名(準部・課・機関名)', en: 'section' }],
  ['policyIndicators', { ja: '政策指標', en: 'policy indicators' }],
  ['createdOn', { ja: '作成日', en: 'date of making' }],
];
const EVALUATED_ON: Field = { ja: '評価日', en: 'date of evaluation' };
const GOAL_TEXT: Field = { ja: '組織目標', en: 'goal' };
const NEXT_POLICY: Field = { ja: '今後の方針', en: 'next policy' };

const PLAN_FIELDS: readonly (readonly [PlainField, Field])[] = [
  ['planReference', { ja: '位置づけ', en: 'plan reference' }],
  ['name', { ja: '取組指標', en: 'indicator' }],
  ['target', { ja: '目標', en: 'target' }],
  ['initiativeCell', { ja: '取組名称', en: 'initiative' }],
  ['overview', { ja: '概要', en: 'overview' }],
];
const REPORT_FIELDS: readonly (readonly [PlainField, Field])[] = [
  ['result', { ja: '結果', en: 'result' }],
  ['rating', { ja: '評価', en: 'rating' }],
  ['status', { ja: '目標達成状況', en: 'status' }],
];
type PlainField = Exclude<keyof Indicator, 'initiatives'>;

/**
 * What changed from `before` to `after`: header first, then goal by goal in the order of `after`, then what was
 * removed. Goals are matched by No., indicators by name and, of those left, by position. Labels, headings and how the
 * form is laid out do not count; texts are compared as printed. Identical plans give [].
 */
export function compareSheets(before: Sheet, after: Sheet, options: CompareOptions = {}): SheetDifference[] {
  const reports = options.reports === true;
  const goalBefore = new Map(before.goals.map((goal) => [foldWidth(goal.no), goal]));
  const goalAfter = new Set(after.goals.map((goal) => foldWidth(goal.no)));
  return [
    ...compareHeaders(before, after, reports),
    ...after.goals.flatMap((goal) => {
      const old = goalBefore.get(foldWidth(goal.no));
      return old ? compareGoals(old, goal, reports) : [goalAppeared(goal)];
    }),
    ...before.goals.filter((goal) => !goalAfter.has(foldWidth(goal.no))).map(goalGone),
  ];
}

function compareHeaders(before: Sheet, after: Sheet, reports: boolean): SheetDifference[] {
  const fields = reports ? [...HEADER_FIELDS, ['evaluatedOn', EVALUATED_ON] as const] : HEADER_FIELDS;
  const lines = (sheet: Sheet) => sheet.footnotes.join('\n');
  const legend = (sheet: Sheet) =>
    sheet.legend.map(({ symbol, meaning }) => `${symbol}:${meaning}`).join('\n');
  return [
    ...fields.flatMap(([key, field]) =>
      changed('header', null, null, field, before.header[key].text, after.header[key].text),
    ),
    ...(before.header.fiscalYear.text === after.header.fiscalYear.text &&
    before.fiscalYear !== after.fiscalYear
      ? changed('header', null, null, { ja: '年度', en: 'fiscal year' }, yearName(before), yearName(after))
      : []),
    ...changed('header', null, null, { ja: '凡例', en: 'legend' }, legend(before), legend(after)),
    ...changed('header', null, null, { ja: '注記', en: 'footnotes' }, lines(before), lines(after)),
  ];
}

function yearName(sheet: Sheet): string {
  return fiscalYearName(sheet.fiscalYear);
}

function compareGoals(before: Goal, after: Goal, reports: boolean): SheetDifference[] {
  const { pairs, added, removed } = matchIndicators(before.indicators, after.indicators);
  const fields = reports ? [...PLAN_FIELDS, ...REPORT_FIELDS] : PLAN_FIELDS;
  return [
    ...changed('goal', after.no, null, GOAL_TEXT, before.text, after.text),
    ...pairs.flatMap(([old, now]) =>
      fields.flatMap(([key, field]) =>
        changed('indicator', after.no, now.name || old.name, field, old[key], now[key]),
      ),
    ),
    ...added.map((now) => indicatorAppeared(after.no, now)),
    ...removed.map((old) => indicatorGone(after.no, old)),
    ...(reports
      ? changed('goal', after.no, null, NEXT_POLICY, before.nextPolicy ?? '', after.nextPolicy ?? '')
      : []),
  ];
}

type Matched = {
  readonly pairs: readonly (readonly [Indicator, Indicator])[];
  readonly added: readonly Indicator[];
  readonly removed: readonly Indicator[];
};

function matchIndicators(before: readonly Indicator[], after: readonly Indicator[]): Matched {
  const free = new Set(before.keys());
  const partner = new Map<number, number>();
  const take = (at: number, old: number | undefined) => {
    if (old === undefined || !free.has(old)) return;
    free.delete(old);
    partner.set(at, old);
  };
  after.forEach((now, at) => {
    const same = [...free].filter((old) => before[old]!.name === now.name);
    take(at, same.includes(at) ? at : same[0]);
  });
  after.forEach((_, at) => {
    if (!partner.has(at)) take(at, at);
  });
  return {
    pairs: after.flatMap((now, at) => {
      const old = partner.get(at);
      return old === undefined ? [] : [[before[old]!, now] as const];
    }),
    added: after.filter((_, at) => !partner.has(at)),
    removed: [...free].map((old) => before[old]!),
  };
}

function changed(
  kind: 'header' | 'goal' | 'indicator',
  goal: string | null,
  indicator: string | null,
  field: Field,
  before: string,
  after: string,
): SheetDifference[] {
  if (before === after) return [];
  const place = placeOf(goal, indicator);
  const was = {
    ja: before === '' ? '(空)' : `「${before}」`,
    en: before === '' ? '(empty)' : `「${before}」`,
  };
  const is = { ja: after === '' ? '(空)' : `「${after}」`, en: after === '' ? '(empty)' : `「${after}」` };
  return [
    {
      kind,
      goal,
      indicator,
      field: field.ja,
      before,
      after,
      message: {
        ja: onOneLine(`${place}${field.ja}: ${was.ja} → ${is.ja}`),
        en: onOneLine(`${place}${field.en}: ${was.en} → ${is.en}`),
      },
    },
  ];
}

function goalAppeared(goal: Goal): SheetDifference {
  return whole('goal_added', goal.no, null, GOAL_TEXT, null, goal.text, {
    ja: `No.${goal.no} の目標が加わりました: 「${goal.text}」(指標${goal.indicators.length}件)`,
    en: `Goal No.${goal.no} was added: 「${goal.text}」 (${goal.indicators.length} indicator(s))`,
  });
}

function goalGone(goal: Goal): SheetDifference {
  return whole('goal_removed', goal.no, null, GOAL_TEXT, goal.text, null, {
    ja: `No.${goal.no} の目標がなくなりました: 「${goal.text}」(指標${goal.indicators.length}件)`,
    en: `Goal No.${goal.no} was removed: 「${goal.text}」 (${goal.indicators.length} indicator(s))`,
  });
}

function indicatorAppeared(no: string, { name, target }: Indicator): SheetDifference {
  return whole('indicator_added', no, name, { ja: '取組指標', en: 'indicator' }, null, name, {
    ja: `No.${no} に取組指標が加わりました: 「${name}」(目標「${target}」)`,
    en: `An indicator was added to No.${no}: 「${name}」 (target 「${target}」)`,
  });
}

function indicatorGone(no: string, { name, target }: Indicator): SheetDifference {
  return whole('indicator_removed', no, name, { ja: '取組指標', en: 'indicator' }, name, null, {
    ja: `No.${no} から取組指標がなくなりました: 「${name}」(目標「${target}」)`,
    en: `An indicator was removed from No.${no}: 「${name}」 (target 「${target}」)`,
  });
}

function whole(
  kind: SheetDifference['kind'],
  goal: string,
  indicator: string | null,
  field: Field,
  before: string | null,
  after: string | null,
  message: Words,
): SheetDifference {
  const lines = { ja: onOneLine(message.ja), en: onOneLine(message.en) };
  return { kind, goal, indicator, field: field.ja, before, after, message: lines };
}

function placeOf(goal: string | null, indicator: string | null): string {
  if (goal === null) return '';
  return indicator === null ? `No.${goal} ` : `No.${goal}「${indicator}」 `;
}
