/** What the people of a town know of their reports: the plain model that the record is compared with. */
import type { Person, Section } from './town.js';

export const DECISIONS = ['submitted', 'approved', 'returned', 'withdrawn', 'approval_undone'] as const;
/** An action as the history names it. */
export type Done = (typeof DECISIONS)[number];

export type Texts = { readonly result: string; readonly status: string; readonly policy: string };

/** One goal of a section as its writer and its manager know it. */
export type Goal = {
  readonly section: Section;
  readonly no: string;
  readonly id: string;
  /** how often it was submitted */
  version: number;
  state: 'open' | 'submitted' | 'approved' | 'returned' | 'withdrawn';
  /** as submitted last; null before that */
  texts: Texts | null;
  /** as they were submitted at a moment nobody answered any more */
  maybe: Texts | null;
  /** how often each was done: once in the history each */
  readonly done: Record<Done, number>;
  /** pressed or said, and never answered: done once more or not; nothing else is done with the goal then */
  unsure: Done | null;
  /** what its manager wrote when giving it back, with the version that was given back */
  readonly comments: { readonly version: number; readonly comment: string }[];
};

/** A goal whose report was begun and never submitted: what must still be in the draft. */
export type Unfinished = {
  readonly section: Section;
  readonly no: string;
  readonly result?: string;
  readonly status?: string;
  readonly policy?: string;
};

/** What somebody did, by how it goes through a desk: one step for each input, one for the record's answer to a command. */
export type Steps = {
  said: number;
  saidCommands: number;
  pressed: number;
  pressedCommands: number;
  /** something more was sent, and nobody answered */
  inDoubt: boolean;
};

export type Ledger = ReturnType<typeof makeLedger>;

export function makeLedger() {
  const goals = new Map<string, Goal>();
  const unfinished: Unfinished[] = [];
  const steps = new Map<string, Steps>();
  /** files asked for, by person and platform */
  const files = new Map<string, { readonly person: Person; readonly on: 'slack' | 'teams'; asked: number }>();

  function stepsOf({ id }: Person): Steps {
    const none = { said: 0, saidCommands: 0, pressed: 0, pressedCommands: 0, inDoubt: false };
    const known = steps.get(id) ?? none;
    steps.set(id, known);
    return known;
  }

  const total = (of: (goal: Goal) => number) => [...goals.values()].reduce((sum, one) => sum + of(one), 0);

  return {
    goals: () => [...goals.values()],
    unfinished,
    steps,
    files: () => [...files.values()],
    goal(section: Section, no: string): Goal {
      const id = section.reports.get(no)!;
      const known = goals.get(id);
      if (known) return known;
      const made: Goal = {
        section,
        no,
        id,
        version: 0,
        state: 'open',
        texts: null,
        maybe: null,
        done: { submitted: 0, approved: 0, returned: 0, withdrawn: 0, approval_undone: 0 },
        unsure: null,
        comments: [],
      };
      goals.set(id, made);
      return made;
    },
    /** Something was done and everybody knows it. */
    did(goal: Goal, what: Done): void {
      goal.done[what] += 1;
      goal.state = what === 'approval_undone' ? 'submitted' : what;
      if (what === 'submitted') goal.version += 1;
    },
    step(person: Person, kind: Exclude<keyof Steps, 'inDoubt'>): void {
      stepsOf(person)[kind] += 1;
    },
    doubt(person: Person): void {
      stepsOf(person).inDoubt = true;
    },
    file(person: Person, on: 'slack' | 'teams'): void {
      const key = `${person.id} ${on}`;
      const known = files.get(key) ?? { person, on, asked: 0 };
      known.asked += 1;
      files.set(key, known);
    },
    /** how often something was done in the whole town */
    times: (what: Done) => total(({ done }) => done[what]),
  };
}
