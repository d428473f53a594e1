/** Everything that does not fit in one goal: the one door of this room. It asks; it never decides and never blocks. */
import {
  CHECK_KINDS,
  type Check,
  type Confirmed,
  type Findings,
  type Found,
  type GoalTexts,
} from './check.js';
import { findInDates } from './dates.js';
import { findDifferences } from './differences.js';
import type { Figure } from './figures.js';
import { findFiguresOfOneThing } from './figures-of-one-thing.js';
import { type Laid, layOut } from './indicator.js';
import { findMagnitude } from './magnitude.js';
import { findInRatings } from './ratings.js';
import { findRunningTotals } from './running-totals.js';
import { findShares } from './shares.js';
import { findSums } from './sums.js';
import { findAsAtMidyear, findCopied, findCopiedPolicy, findOutlook } from './texts.js';

/** Nobody looks at more of one goal. */
const MOST = 12;

/** What is found in a goal, indicator by indicator, and the sums, shares and differences that are right. Pure and total. */
export function findChecks(goal: GoalTexts): Findings {
  const checks: Check[] = [];
  const confirmed: Confirmed[] = [];
  for (const [place, indicator] of goal.indicators.entries()) {
    const found = inIndicator(layOut(goal, indicator));
    checks.push(...found.checks.map((check) => ({ ...check, indicator: place })));
    confirmed.push(...(found.confirmed ?? []).map((one) => ({ ...one, indicator: place })));
  }
  const ofPolicy = [
    ...findCopiedPolicy(goal),
    ...findAsAtMidyear(goal, goal.policy, goal.midyearPolicy ?? '', 'policy'),
  ];
  checks.push(...ofPolicy.slice(0, 1).map((check) => ({ ...check, indicator: null })));
  return { checks: inOrder(checks).slice(0, MOST), confirmed };
}

function inIndicator(laid: Laid): Found {
  if (laid.result === '' && laid.status === '') return { checks: [] };
  const sums = findSums(laid);
  const differences = findDifferences(laid);
  const used = new Set<Figure>([...sums.used, ...differences.used]);
  const looks = [
    findMagnitude(laid),
    findFiguresOfOneThing(laid, used),
    sums,
    findRunningTotals(laid),
    differences,
    findShares(laid),
    findInRatings(laid),
    findInDates(laid),
  ];
  return {
    checks: [
      ...looks.flatMap((look) => look.checks),
      ...findOutlook(laid),
      ...[
        ...findCopied(laid),
        ...findAsAtMidyear(laid.goal, laid.status, laid.midyear?.status ?? '', 'status'),
      ].slice(0, 1),
    ],
    confirmed: looks.flatMap((look) => look.confirmed ?? []),
  };
}

/** By indicator, and within one by kind. */
function inOrder(checks: readonly Check[]): Check[] {
  const place = ({ indicator }: Check) => indicator ?? Number.MAX_SAFE_INTEGER;
  return [...checks].sort(
    (a, b) => place(a) - place(b) || CHECK_KINDS.indexOf(a.kind) - CHECK_KINDS.indexOf(b.kind),
  );
}
