/**
 * What becomes of one goal of a sheet that is published (公表), in plain rules written down a second time; it knows
 * nothing of the core. Two people look at each version, one after the other: 確認, then 承認.
 *
 * Three questions are answered at any time: what every publication printed, what stands, and what the 正誤表 must say.
 */

/** What somebody does. `same`: the text is submitted again as it is. `import`: a changed sheet, with another 目標. */
export type Act =
  | 'submit'
  | 'submit same'
  | 'withdraw'
  | 'approve'
  | 'undo'
  | 'return'
  | 'correct'
  | 'publish'
  | 'reopen'
  | 'close'
  | 'import'
  | 'wait';
export const ACTS: readonly Act[] = [
  ...(['submit', 'submit same', 'withdraw', 'approve', 'undo', 'return'] as const),
  ...(['correct', 'publish', 'reopen', 'close', 'import', 'wait'] as const),
];

export type Erratum = { readonly before: string; readonly after: string; readonly reason: string };

/** An approval: when it was given, in minutes, and what stood when it was. */
type Approval = { readonly at: number; readonly over: Pick<Goal, 'stands' | 'correcting'> };

export type Goal = {
  readonly at: 'writer' | 'approvers' | 'end';
  readonly text: string;
  readonly version: number;
  readonly approvals: readonly Approval[];
  /** what came back with approvals: they count again for the same text */
  readonly kept: readonly Approval[];
  /** what was approved last, and is printed by whoever prints; null: nothing yet */
  readonly stands: string | null;
  /** the reason for which what stands is being corrected */
  readonly correcting: string | null;
  readonly closed: boolean;
  readonly reopened: boolean;
  /** what each publication printed */
  readonly printed: readonly string[];
  readonly errata: readonly Erratum[];
  /** 目標 as the sheet says it now, as each publication printed it, and its own lines of the 正誤表 */
  readonly target: string;
  readonly targetsPrinted: readonly string[];
  readonly targetErrata: readonly Erratum[];
};

export const UNWRITTEN: Goal = {
  at: 'writer',
  text: '',
  version: 0,
  approvals: [],
  kept: [],
  stands: null,
  correcting: null,
  closed: false,
  reopened: false,
  printed: [],
  errata: [],
  target: '',
  targetsPrinted: [],
  targetErrata: [],
};

const STEPS = 2;
const UNDO_MINUTES = 10;

/**
 * The goal after an act; null when it is refused, and then nothing has changed.
 *
 * @param now    minutes
 * @param words  the new text of a submission, or the reason of a correction
 */
export function after(goal: Goal, act: Act, now: number, words: string): Goal | null {
  const { at, approvals, stands, correcting, printed } = goal;
  const back = { at: 'writer', approvals: [], kept: approvals } as const;
  const locked = goal.closed && !goal.reopened;
  switch (act) {
    case 'wait':
      return goal;
    case 'close':
      return { ...goal, closed: true };
    case 'publish':
      return stands === null
        ? null
        : {
            ...goal,
            printed: [...printed, stands],
            targetsPrinted: [...goal.targetsPrinted, goal.target],
          };
    case 'import': {
      const line = { before: goal.target, after: words, reason: words };
      return {
        ...goal,
        target: words,
        targetErrata: printed.length > 0 ? [...goal.targetErrata, line] : goal.targetErrata,
      };
    }
    case 'reopen':
      if (goal.version === 0 || (at === 'writer' && !locked)) return null;
      return {
        ...goal,
        ...back,
        reopened: true,
        correcting: at === 'end' ? words : correcting,
      };
    default:
      return locked ? null : decided(goal, act, now, words);
  }
}

function decided(
  goal: Goal,
  act: Exclude<Act, 'wait' | 'close' | 'publish' | 'reopen' | 'import'>,
  now: number,
  words: string,
): Goal | null {
  const { at, approvals, stands, correcting, printed, errata } = goal;
  const back = { at: 'writer', approvals: [], kept: approvals } as const;
  switch (act) {
    case 'submit':
    case 'submit same': {
      if (at !== 'writer' || (act === 'submit same' && goal.version === 0)) return null;
      const text = act === 'submit' ? words : goal.text;
      const again = text === goal.text ? goal.kept : [];
      const version = goal.version + 1;
      const next = { ...goal, text, version, approvals: again, kept: [] };
      // Nothing was changed in what was approved: it was no correction.
      return again.length === STEPS ? { ...next, at: 'end', correcting: null } : { ...next, at: 'approvers' };
    }
    case 'approve': {
      if (at !== 'approvers') return null;
      const given = [...approvals, { at: now, over: { stands, correcting } }];
      if (given.length < STEPS) return { ...goal, approvals: given };
      const changed = printed.length > 0 && stands !== null && stands !== goal.text;
      const line = { before: stands ?? '', after: goal.text, reason: correcting ?? '' };
      return {
        ...goal,
        at: 'end',
        approvals: given,
        stands: goal.text,
        correcting: null,
        errata: changed ? [...errata, line] : errata,
      };
    }
    case 'undo': {
      const last = approvals.at(-1);
      if (!last || at === 'writer' || now - last.at > UNDO_MINUTES) return null;
      // What was printed is changed by a correction, and by nothing else.
      if (at === 'end' && printed.length > 0) return null;
      const left = approvals.slice(0, -1);
      return at === 'end'
        ? { ...goal, at: 'approvers', approvals: left, ...last.over }
        : { ...goal, approvals: left };
    }
    case 'return':
    case 'withdraw':
      return at === 'approvers' ? { ...goal, ...back } : null;
    case 'correct':
      return at === 'end' ? { ...goal, ...back, correcting: words } : null;
    default:
      return act satisfies never;
  }
}

/** Of 目標 the same. */
export function targetsAccountedFor({ targetsPrinted, targetErrata }: Goal): readonly string[] {
  return accountedFor({ printed: targetsPrinted, errata: targetErrata });
}

/** The text after each erratum, from the first that was printed: whatever a publication said must be among them. */
export function accountedFor({ printed, errata }: Pick<Goal, 'printed' | 'errata'>): readonly string[] {
  return [...printed.slice(0, 1), ...errata.map((one) => one.after)];
}
