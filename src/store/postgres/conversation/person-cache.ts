/** Days of people remembered by this process until something of them changes. */
import type { Command } from '../../../core/decision/command.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import type { Change } from '../connection/change-feed.js';

/** Of some hundred bytes each beside what is remembered of sheets anyway. */
const MANY = 5_000;
/** Changes remembered for whom is reading; what began before the oldest of them is not kept. */
const MANY_CHANGES = 2_000;

export type Reading<Day> = {
  /** when it began, as `performance.now` says */
  readonly at: number;
  /** Whether nothing has changed since that concerns the person, who has to do with these sections (null: not known). */
  isTrue(person: string, sections: ReadonlySet<string> | null): boolean;
  /** Keeps what was read, unless anything has changed meanwhile that concerns the person. */
  keep(person: string, today: string, day: Day): void;
};

export type KnownDays<Day> = {
  /** What is remembered of a person's day (ISO date) that was read since then; null when nothing is. */
  of(person: string, today: string, since: number): Day | null;
  /** To be called before reading. */
  reading(): Reading<Day>;
  forget(change: Change): void;
};

/** `sectionsOf`: the sections that a day has to do with. */
export function rememberDays<Day>(sectionsOf: (day: Day) => ReadonlySet<string>): KnownDays<Day> {
  /** the one used longest ago first */
  const days = new Map<string, { readonly today: string; readonly day: Day; readonly readAt: number }>();
  const peopleOf = new Map<string, Set<string>>();
  /** the latest changes, and how many there were before them */
  const latest: Change[] = [];
  let earlier = 0;

  function isTrueSince(count: number, person: string, sections: ReadonlySet<string> | null): boolean {
    return count >= earlier && !latest.slice(count - earlier).some((one) => concerns(one, person, sections));
  }

  function drop(person: string): void {
    const known = days.get(person);
    if (!known) return;
    days.delete(person);
    for (const id of sectionsOf(known.day)) {
      const people = peopleOf.get(id);
      people?.delete(person);
      if (people?.size === 0) peopleOf.delete(id);
    }
  }

  function keep(person: string, today: string, day: Day, readAt: number): void {
    drop(person);
    const [oldest] = days.keys();
    if (days.size >= MANY && oldest !== undefined) drop(oldest);
    days.set(person, { today, day, readAt });
    for (const id of sectionsOf(day)) {
      const people = peopleOf.get(id) ?? new Set();
      peopleOf.set(id, people.add(person));
    }
  }

  return {
    of(person, today, since) {
      const known = days.get(person);
      if (known?.today !== today || known.readAt < since) return null;
      days.delete(person);
      days.set(person, known);
      return known.day;
    },
    reading() {
      const before = earlier + latest.length;
      const at = performance.now();
      return {
        at,
        isTrue: (person, sections) => isTrueSince(before, person, sections),
        keep(person, today, day) {
          if (isTrueSince(before, person, sectionsOf(day))) keep(person, today, day, at);
        },
      };
    },
    forget(change) {
      latest.push(change);
      if (latest.length > 2 * MANY_CHANGES) earlier += latest.splice(0, MANY_CHANGES).length;
      switch (change.kind) {
        case 'all':
          days.clear();
          peopleOf.clear();
          return;
        case 'section':
          for (const person of [...(peopleOf.get(change.id) ?? [])]) drop(person);
          return;
        case 'person':
          drop(change.id);
          return;
        default:
          change satisfies never;
      }
    },
  };
}

function concerns(change: Change, person: string, sections: ReadonlySet<string> | null): boolean {
  switch (change.kind) {
    case 'all':
      return true;
    case 'section':
      return sections?.has(change.id) ?? true;
    case 'person':
      return change.id === person;
    default:
      return change satisfies never;
  }
}

/** What a command may have changed: of its section alone, or of anybody. */
export function changedBy(command: Command): Change {
  const task = 'task' in command ? command.task : 'report' in command ? command.report : '';
  const id = command.kind === 'enter_for' ? undefined : readTaskId(task)?.sectionId;
  return id === undefined ? { kind: 'all' } : { kind: 'section', id };
}
