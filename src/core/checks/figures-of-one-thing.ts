/** Two figures for the same thing: another count in the text than in the result, another target, twice another count in one text. */
import Big from 'big.js';
import type { Check, Found } from './check.js';
import { alike, type Figure, isPlain } from './figures.js';
import { type Laid, shownNumber, sizeOf } from './indicator.js';
import { isOfRunningTotal } from './running-totals.js';
import { isCompound } from './sums.js';

const PARTICLE = /(?:人数|件数|回数|者数|数)?(?:は|が|も|を|に|で|の|と)?、?$/;
const HAN = /[\p{Script=Han}\p{Script=Katakana}ー]/u;
/** what the word before a figure may be and say nothing of what is counted */
const NOTHING_SAID = new Set([
  '今年',
  '年度',
  '本年',
  '全体',
  '結果',
  '合計',
  '実施',
  '開催',
  '回数',
  '件数',
  '人数',
  '総数',
]);

/** The words right before a figure, without their particle and 数: 参加者数は → 参加者. */
function subjectOf({ label }: Figure): string {
  const bare = label.replace(PARTICLE, '');
  let start = bare.length;
  while (start > 0 && HAN.test(bare[start - 1]!)) start -= 1;
  return bare.slice(start);
}

/** Whether the words name what the indicator counts: they share two signs in a row. */
function isNamed(words: string, name: string): boolean {
  for (let at = 0; at + 2 <= words.length; at += 1) {
    const two = words.slice(at, at + 2);
    if (!NOTHING_SAID.has(two) && HAN.test(two[0]!) && HAN.test(two[1]!) && name.includes(two)) return true;
  }
  return false;
}

/** In which a figure may differ from the result and still be meant as it; a slip of the pen is not far. */
const NEAR = { from: '0.5', to: '2' } as const;
/** how far behind a figure the words are that say what it counts; in characters */
const BEHIND = 14;
const SAYS_SO =
  /^(?:で(?:した|す)|となり|とな|が?参加|が?来館|が?来場|を?実施|を?開催|が?利用|に達|を達成|で、|でした|の(?:参加|来場|来館|利用|申請|受診))/;

/** Whether a number is written with the digits of another in another order: 25 and 52. */
function areSwapped(a: Big, b: Big): boolean {
  const digits = (value: Big) => [...value.toFixed()].sort().join('');
  return !a.eq(b) && digits(a) === digits(b);
}

/** Near enough that a slip of the pen is likelier than a part. */
function isClose(value: Big, result: Big): boolean {
  return value.minus(result).abs().lte(result.times('0.15'));
}

/** 自転車の事故 and 軽微な事故 are a part of 事故, unless the indicator is of 自転車. */
function isOfPart(figure: Figure, subject: string, called: string): boolean {
  const label = figure.label.replace(PARTICLE, '');
  const words = label.slice(0, label.length - subject.length);
  if (!/[のな]$/.test(words)) return false;
  let start = words.length - 1;
  while (start > 0 && HAN.test(words[start - 1]!)) start -= 1;
  const whose = words.slice(start, -1);
  return whose !== '' && !called.includes(whose) && !WHOLE.test(whose);
}
const WHOLE = /全体|今年度|本年度|年間|市内|区内|町内|当課/;

export function findFiguresOfOneThing(laid: Laid, used: ReadonlySet<Figure>): Found {
  const { results } = laid;
  const target = [...otherTarget(laid), ...labelled(laid)];
  if (target.length > 0) return { checks: target };
  const [first] = results;
  // 3回・340人: each of its units by itself
  const several =
    results.length > 1 && results.every((one) => results.every((two) => one === two || !alike(one, two)));
  for (const result of several ? results : first ? [first] : []) {
    if (result.unit === null) continue;
    const found = otherFigure(laid, several ? [result] : results, used);
    if (found) return { checks: [found] };
  }
  return { checks: [] };
}

function otherFigure(
  laid: Laid,
  results: Laid['results'],
  used: ReadonlySet<Figure>,
): Omit<Check, 'indicator'> | null {
  const { said, called } = laid;
  const counted = said.figures.filter(
    (figure) => alike(figure, results[0]!) && !figure.slashed && figure.scope === 'annual',
  );
  const isResult = (figure: Figure) => results.some((part) => isSame(figure, sizeOf(part)));
  const others = counted.filter(
    (figure) =>
      !isResult(figure) &&
      !used.has(figure) &&
      (isPlain(figure) || isSatisfaction(figure, called)) &&
      !isOfRunningTotal(figure) &&
      !laid.targets.some(({ value }) => figure.value.eq(value) && /目標/.test(figure.before)),
  );
  const stated = counted.some(isResult);
  const size = sizeOf(results[0]!);
  const far = (figure: Figure) =>
    !areSwapped(figure.value, size) &&
    (figure.value.lt(size.times(NEAR.from)) || figure.value.gt(size.times(NEAR.to)));
  const named = (figure: Figure) => {
    const subject = subjectOf(figure);
    // 中学校 shares a word with 学校図書館: a figure far from the result is of the indicator only by its whole name
    return (
      (far(figure) ? subject.length >= 2 && called.includes(subject) : isNamed(subject, called)) &&
      !isOfPart(figure, subject, called)
    );
  };
  const isMeant = (figure: Figure) =>
    (!isOfPart(figure, subjectOf(figure), called) || isClose(figure.value, size)) &&
    (isNamed(figure.before, called) ||
      isNamed(figure.after.slice(0, BEHIND), called) ||
      SAYS_SO.test(figure.after));
  const subjects = new Set(counted.filter(isResult).map(subjectOf));
  /** 発表数 beside 研修発表実施数, 参加者 twice; 参加者 of another event is said with more words */
  const saysAgain = (figure: Figure) => {
    const subject = subjectOf(figure);
    if (subject.length < 2 || figure.label.replace(PARTICLE, '') !== subject) return false;
    return (named(figure) && called.includes(subject)) || (subjects.has(subject) && !far(figure));
  };
  const other = stated
    ? others.find((figure) => saysAgain(figure))
    : // without the result in the text, one that can only be meant as it
      others.length <= 2
      ? others.find((figure) => named(figure) || (!far(figure) && isMeant(figure)))
      : undefined;
  if (!other) return null;
  const first = shownNumber(results[0]!);
  return {
    kind: isCompound(called) && laid.results.length > 1 ? 'compound' : 'figures',
    texts: [
      { of: 'status', text: quoted(other) },
      { of: 'result', text: first },
    ],
    message: {
      ja: `目標達成状況に「${quoted(other)}」とあり、結果「${first}」と違います。どちらが正しいか確かめてください。`,
      en: `The status says 「${quoted(other)}」 and the result is 「${first}」. Please check which is right.`,
    },
  };
}

/** 満足度は95.3% where that is what is measured; elsewhere it is no second figure. */
function isSatisfaction({ label, approximate, otherYear, before }: Figure, called: string): boolean {
  return (
    /満足度$/.test(label.replace(PARTICLE, '')) &&
    called.includes('満足度') &&
    !approximate &&
    !otherYear &&
    !/前年|昨年|前回|目標|県|全国/.test(before)
  );
}

/** The same number; of a per cent also when one is the other rounded or cut: 90.9 and 91. */
function isSame({ value, unit }: Figure, result: Big): boolean {
  if (value.eq(result)) return true;
  if (unit !== '%') return false;
  const [fine, coarse] = decimals(value) > decimals(result) ? [value, result] : [result, value];
  const digits = decimals(coarse);
  return fine.round(digits, Big.roundHalfUp).eq(coarse) || fine.round(digits, Big.roundDown).eq(coarse);
}

const decimals = (value: Big): number => value.toFixed().split('.')[1]?.length ?? 0;

const quoted = (figure: Figure): string => `${figure.label}${figure.shown}`;

/** 最終目標500人, 総合計画の目標500人, 各回の目標30人: the target of something else */
const OTHER_TARGET =
  /(?:来年度|次年度|翌年度|前年度|昨年度|総合計画|ビジョン|[国県]|全国|各回|1回(?:あ|当)たり)の目標|(?:最終|中期|長期|中長期)目標/;

/** 目標210人 in the text where the target is 200人. */
function otherTarget({ said, targets }: Laid): Omit<Check, 'indicator'>[] {
  const aims = targets.filter(({ unit }) => unit !== null);
  if (aims.length === 0) return [];
  const wrong = said.figures.find(
    (figure) =>
      /目標(?:値|数)?(?:の|は|である|として|:)?\(?$/.test(figure.before.slice(-12)) &&
      !figure.otherYear &&
      !OTHER_TARGET.test(figure.before.slice(-16)) &&
      !(figure.unit === '%' && figure.before.endsWith('の') && /^[をの]?達成/.test(figure.after)) &&
      !/^(?:ほど|も)?(?:上回|下回|超|増|減)/.test(figure.after) &&
      aims.some((aim) => alike(aim, figure)) &&
      !targets.some(({ value }) => figure.value.eq(value)),
  );
  if (!wrong) return [];
  const aim = shownNumber(aims.find((one) => alike(one, wrong))!);
  return [
    {
      kind: 'figures',
      texts: [
        { of: 'status', text: `目標${wrong.shown}` },
        { of: 'target', text: aim },
      ],
      message: {
        ja: `目標達成状況では目標が「${wrong.shown}」、シートの目標は「${aim}」です。どちらが正しいか確かめてください。`,
        en: `The status names 「${wrong.shown}」 as the target, which is 「${aim}」. Please check which is right.`,
      },
    },
  ];
}

/** 委員会2回・座談会8回 as result, and 座談会を9回 in the text. */
function labelled({ said, results }: Laid): Omit<Check, 'indicator'>[] {
  if (results.length < 2) return [];
  for (const part of results) {
    const { label } = part;
    if (label === null || label.length < 2) continue;
    const named = said.figures.filter(
      (figure) => alike(figure, part) && isPlain(figure) && figure.label.includes(label),
    );
    const [only] = named;
    if (named.length !== 1 || !only || only.value.eq(part.value)) continue;
    const shown = shownNumber(part);
    return [
      {
        kind: 'compound',
        texts: [
          { of: 'status', text: quoted(only) },
          { of: 'result', text: shown },
        ],
        message: {
          ja: `目標達成状況に「${quoted(only)}」とあり、結果「${shown}」と違います。どちらが正しいか確かめてください。`,
          en: `The status says 「${quoted(only)}」 and the result is 「${shown}」. Please check which is right.`,
        },
      },
    ];
  }
  return [];
}
