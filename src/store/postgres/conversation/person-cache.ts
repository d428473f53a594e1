/** Days of people remembered by this process until something of them changes. */
import type { Command } from '../../../core/decision/command.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import type { Change } from '../connection/change-feed.js';

/** Of some hundred bytes each beside what is remembered of sheets anyway. */
const MANY = 5_000;

export type KnownDays<Day> = {
  /** What is remembered of a person's day (ISO date); null when nothing is. */
  of(person: string, today: string): Day | null;
  /** To be called before reading; what it gives keeps what was read, unless anything has changed meanwhile. */
  reading(): (person: string, today: string, day: Day) => void;
  forget(change: Change): void;
};

/** `sectionsOf`: the sections that a day has to do with. */
export function rememberDays<Day>(sectionsOf: (day: Day) => ReadonlySet<string>): KnownDays<Day> {
  /** the one used longest ago first */
  const days = new Map<string, { readonly today: string; readonly day: Day }>();
  const peopleOf = new Map<string, Set<string>>();
  let changes = 0;

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

  function keep(person: string, today: string, day: Day): void {
    drop(person);
    const [oldest] = days.keys();
    if (days.size >= MANY && oldest !== undefined) drop(oldest);
    days.set(person, { today, day });
    for (const id of sectionsOf(day)) {
      const people = peopleOf.get(id) ?? new Set();
      peopleOf.set(id, people.add(person));
    }
  }

  return {
    of(person, today) {
      const known = days.get(person);
      if (known?.today !== today) return null;
      days.delete(person);
      days.set(person, known);
      return known.day;
    },
    reading() {
      const before = changes;
      return (person, today, day) => {
        if (changes === before) keep(person, today, day);
      };
    },
    forget(change) {
      changes += 1;
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

/** What a command may have changed: of its section alone, or of anybody. */
export function changedBy(command: Command): Change {
  const task = 'task' in command ? command.task : 'report' in command ? command.report : '';
  const id = command.kind === 'enter_for' ? undefined : readTaskId(task)?.sectionId;
  return id === undefined ? { kind: 'all' } : { kind: 'section', id };
}
