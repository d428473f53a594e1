/**
 * What a report goes through, one thing after the other, in plain rules written down here a second time: it knows
 * nothing of the core. The history is put before it row by row; it says of each whether it was allowed at its place.
 */
import { TODAY } from './town.js';

/** A row of the history, as it is kept. */
export type Row = {
  readonly seq: number;
  readonly at: string;
  readonly personId: string | null;
  readonly actingFor: string | null;
  readonly action: string;
  readonly subject: string;
  readonly version: number;
  readonly before: unknown;
  readonly after: unknown;
};

type Signed = { readonly personId: string; readonly at: string; readonly actingFor: string | null };
/** As much of a kept report as the rules speak of. */
export type KeptReport = {
  readonly version: number;
  readonly state: string;
  readonly content: { readonly answers: readonly object[]; readonly nextPolicy: string };
  readonly writer: Signed;
  readonly approvals: readonly Signed[];
  readonly returned: (Signed & { readonly comment: string }) | null;
};

export type Standing = {
  readonly state: 'open' | 'submitted' | 'approved' | 'returned' | 'withdrawn';
  /** 0: never submitted */
  readonly version: number;
  readonly writer: string;
  readonly content: string;
  /** who approved this version, in the order of the route, and when */
  readonly approvals: readonly { readonly person: string; readonly at: string }[];
  /** what came back with approvals, and those: they stand for that content and no other */
  readonly stood: { readonly content: string; readonly approvals: Standing['approvals'] } | null;
};

export type Office = {
  readonly id: string;
  /** the roles that decide, in order */
  readonly route: readonly string[];
  readonly reports: readonly string[];
};

const UNDO_WITHIN_MS = 10 * 60_000;
const OPEN: Standing = { state: 'open', version: 0, writer: '', content: '', approvals: [], stood: null };

/** What was written and chosen; what was proposed to the writer is not part of it. */
const said = ({ answers, nextPolicy }: KeptReport['content']) =>
  JSON.stringify([nextPolicy, answers.map((one) => ({ ...one, proposal: null }))]);

export type Model = ReturnType<typeof makeModel>;

export function makeModel(offices: readonly Office[]) {
  const officeOf = new Map(offices.flatMap((office) => office.reports.map((id) => [id, office] as const)));
  const reports = new Map<string, Standing>();
  const lastKept = new Map<string, string>();
  const terms = { holding: new Map<string, Term>(), deputy: new Map<string, Term>() };
  const now = (id: string) => reports.get(id) ?? OPEN;

  type Term = { readonly person: string; readonly from: string; readonly until: string | null };

  /** Who holds a post of this role in a section today, or may act for its holder. */
  function named(kind: keyof typeof terms, role: string, section: string | null): string[] {
    return [...terms[kind]].flatMap(([key, { person, from, until }]) => {
      const [of, is] = key.split(' ')[0]!.split('.');
      const fits = is === role && (section === null || of === section);
      return fits && from <= TODAY && (until === null || until >= TODAY) ? [person] : [];
    });
  }
  const reportsIn = (person: string, { id }: Office) =>
    [...terms.holding].some(
      ([key, term]) =>
        key.startsWith(`${id}.`) &&
        key.split('.')[1] !== 'coordinator' &&
        term.person === person &&
        term.from <= TODAY &&
        (term.until === null || term.until >= TODAY),
    );

  /** By which right somebody decides at a step of a report by this writer; null: by none. */
  function right(
    person: string,
    office: Office,
    step: number,
    writer: string,
  ): 'post' | 'deputy' | 'office' | null {
    const role = office.route[step] ?? office.route.at(-1)!;
    const holders = named('holding', role, office.id);
    const deputies = named('deputy', role, office.id);
    if (holders.includes(person)) return 'post';
    if (deputies.includes(person)) return 'deputy';
    const others = [...holders, ...deputies].filter((one) => one !== writer);
    return others.length === 0 && named('holding', 'coordinator', null).includes(person) ? 'office' : null;
  }

  function enterRoster(after: unknown): void {
    for (const one of after as { what: string; id: string; after: Term | null }[]) {
      if (one.what !== 'holding' && one.what !== 'deputy') continue;
      if (one.after) terms[one.what].set(one.id, one.after);
      else terms[one.what].delete(one.id);
    }
  }

  /** What stands after a report came back to its writers. */
  const cameBack = ({ approvals, content }: Standing) =>
    approvals.length > 0 ? { content, approvals } : null;

  /** The report after the row; a sentence when the row was not allowed here. */
  function follow(row: Row, office: Office, was: Standing, kept: KeptReport): Standing | string {
    const person = row.personId ?? '';
    const fresh = row.action === 'submitted';
    const expected = fresh ? was.version + 1 : was.version;
    if (row.version !== expected) return `is about version ${row.version} while ${expected} was due`;
    const decides = (step: number) => {
      if (person === was.writer) return 'is by who wrote it';
      const by = right(person, office, step, was.writer);
      if (by === null) return `is by somebody not entitled at step ${step}`;
      return (by === 'post') === (row.actingFor === null)
        ? null
        : `names ${row.actingFor} as acted for (${by})`;
    };
    switch (row.action) {
      case 'submitted': {
        if (was.state === 'submitted' || was.state === 'approved') return `was ${was.state}`;
        if (!reportsIn(person, office)) return 'is by somebody who does not report here';
        const content = said(kept.content);
        const same = was.stood && was.stood.content === content ? was.stood.approvals : [];
        const own = same.findIndex((one) => one.person === person);
        const approvals = own < 0 ? same : same.slice(0, own);
        const state = approvals.length >= office.route.length ? 'approved' : 'submitted';
        return { state, version: row.version, writer: person, content, approvals, stood: null };
      }
      case 'withdrawn': {
        if (was.state !== 'submitted') return `was ${was.state}`;
        if (!reportsIn(person, office)) return 'is by somebody who does not report here';
        if (person !== was.writer && reportsIn(was.writer, office))
          return 'is not by its writer, who is still here';
        return { ...was, state: 'withdrawn', approvals: [], stood: cameBack(was) };
      }
      case 'approved': {
        if (was.state !== 'submitted') return `was ${was.state}`;
        const wrong = decides(was.approvals.length);
        if (wrong) return wrong;
        const approvals = [...was.approvals, { person, at: row.at }];
        const state = approvals.length >= office.route.length ? 'approved' : 'submitted';
        return { ...was, state, approvals, stood: null };
      }
      case 'returned': {
        if (was.state !== 'submitted') return `was ${was.state}`;
        if ((kept.returned?.comment ?? '').trim() === '') return 'has no comment';
        return (
          decides(was.approvals.length) ?? { ...was, state: 'returned', approvals: [], stood: cameBack(was) }
        );
      }
      case 'approval_undone': {
        if (was.state !== 'submitted' && was.state !== 'approved') return `was ${was.state}`;
        const last = was.approvals.at(-1);
        if (last?.person !== person) return `takes back what ${last?.person ?? 'nobody'} gave`;
        if (Date.parse(row.at) - Date.parse(last.at) > UNDO_WITHIN_MS) return 'comes too late';
        const step = was.approvals.length - 1;
        if (right(person, office, step, was.writer) === null) return 'is by somebody not entitled any more';
        return { ...was, state: 'submitted', approvals: was.approvals.slice(0, -1), stood: null };
      }
      case 'correction_asked': {
        if (was.state !== 'approved') return `was ${was.state}`;
        if (!reportsIn(person, office)) return 'is by somebody who does not report here';
        if ((kept.returned?.comment ?? '').trim() === '') return 'has no reason';
        return { ...was, state: 'returned', approvals: [], stood: cameBack(was) };
      }
      default:
        return 'is nothing that happens to a report';
    }
  }

  return {
    now,
    right,
    reportsIn,
    officeOf: (report: string) => officeOf.get(report)!,
    /** Whether approving this report would complete its section's sheet. */
    completes: (report: string) =>
      officeOf.get(report)!.reports.every((id) => id === report || now(id).state === 'approved'),

    /** Takes the next row of the history; gives what was wrong with it. */
    take(row: Row): string[] {
      if (row.action === 'roster_imported') enterRoster(row.after);
      const office = officeOf.get(row.subject);
      if (!office || row.action === 'post_reviewed') return [];
      const kept = row.after as KeptReport;
      const wrong: string[] = [];
      const say = (text: string) =>
        wrong.push(`history ${row.seq}: ${row.action} of ${row.subject} by ${row.personId} ${text}`);
      if (canonical(row.before ?? null) !== (lastKept.get(row.subject) ?? 'null'))
        say('does not follow from the row before');
      lastKept.set(row.subject, canonical(row.after));
      const was = now(row.subject);
      const next = follow(row, office, was, kept);
      if (typeof next === 'string') say(next);
      else if (different(next, kept)) say(`left ${summary(asKept(kept))} instead of ${summary(next)}`);
      // One wrong row is told once: what follows is measured against what it left.
      reports.set(row.subject, typeof next === 'string' || different(next, kept) ? asKept(kept) : next);
      return wrong;
    },
  };
}

/** What the tables keep of a report, as the rules see it. */
export function asKept(kept: KeptReport): Standing {
  return {
    state: kept.state as Standing['state'],
    version: kept.version,
    writer: kept.writer.personId,
    content: said(kept.content),
    approvals: kept.approvals.map(({ personId, at }) => ({ person: personId, at })),
    stood: null,
  };
}

export function different(one: Standing, kept: KeptReport): boolean {
  return summary(one) !== summary(asKept(kept)) || one.content !== said(kept.content);
}

/** A standing in short: state, version, writer, and who approved. */
export const summary = ({ state, version, writer, approvals }: Standing) =>
  `${state} version ${version} of ${writer} with [${approvals.map(({ person }) => person).join(', ')}]`;

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
