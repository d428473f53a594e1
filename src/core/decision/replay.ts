/**
 * What a history explains of the record: which rows stand in it after each entry. A row is named by what it is and its
 * id; a value is an object of its fields, JSON as kept.
 */
import { createHash } from 'node:crypto';
import type { Erased } from '../organization/erasure.js';
import { postIdOf } from '../sheet/ids.js';
import { canonicalJson } from '../text/canonical-json.js';
import type { HistoryEntry } from './history.js';

export type Fields = Readonly<Record<string, unknown>>;

export type ExplainedRow = {
  readonly row: string;
  /** null: it is not there any more; `unsaid`: it changed, and the entry (of an older form) does not hold to what */
  readonly value: Fields | null | 'unsaid';
  /** only where nothing was known of it */
  readonly ifNew?: true;
  /** not where this row is there */
  readonly unless?: string;
};

/** What the history holds of the record as a `migrate` found it. */
export type Baseline = {
  /** SHA-256 (hex) of all rows with their digests, in the order of their names */
  readonly hash: string;
  /** how many rows those were */
  readonly rows: number;
  /** digests of the rows that no entry before explains */
  readonly beyond: Readonly<Record<string, string>>;
};

/** A digest of a row's fields (SHA-256, hex). */
export const digestOf = (value: Fields): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');

/** The rows an entry makes, changes or ends. */
export function rowsOf(entry: HistoryEntry): readonly ExplainedRow[] {
  const { action, subject, sectionId, at, personId } = entry;
  const after = fieldsOf(entry.after);
  switch (action) {
    case 'submitted':
    case 'withdrawn':
    case 'approved':
    case 'returned':
    case 'reopened':
    case 'approval_undone':
    case 'correction_asked':
    case 'confirmed':
    case 'check_answered':
      return after?.id === subject ? [...reportRows(subject, after, at), ...reviewRows(entry)] : [];
    case 'published':
      return publishedRows(entry);
    case 'sheet_imported':
    case 'sheet_changed':
      return after && sectionId !== null ? sheetRows(subject, sectionId, after, entry) : [];
    case 'direction_said':
      return after ? keptRows(subject, fieldsOf(after.kept)) : [];
    case 'target_asked':
    case 'target_approved':
    case 'target_returned':
    case 'target_withdrawn':
      return after ? [{ row: `target ${subject}`, value: { body: after } }] : [];
    case 'owner_set':
      return after ? ownerRows(after) : [];
    case 'promise_said':
      return [{ row: `followup ${subject}`, value: after }];
    case 'memo_noted':
    case 'memo_changed':
    case 'memo_deleted':
      return [{ row: `memo ${subject}`, value: after }];
    case 'year_note_left':
      return after ? [{ row: `year_note ${subject}`, value: after }] : [];
    case 'evidence_added':
      return [{ row: `evidence ${subject}`, value: after && { body: after } }];
    case 'evidence_removed':
      return [{ row: `evidence ${subject}`, value: null }];
    case 'round_opened':
    case 'round_changed':
    case 'round_closed':
      return after ? [roundRow(subject, after)] : [];
    case 'calendar_imported':
      return listOf(entry.after).map(({ section_id, day, kind, name }) => ({
        row: `day ${day} ${section_id}`,
        value: { kind, name },
      }));
    case 'plan_imported':
      return listOf(entry.after).map(({ from_year, key, code, name }) => ({
        row: `plan ${from_year} ${key}`,
        value: name === null ? null : { code, name },
      }));
    case 'roster_imported':
    case 'reorganised':
      return listOf(entry.after).flatMap((one) => rosterRow(one));
    case 'channel_linked':
      return [{ row: `channel ${subject}`, value: { place: entry.after } }];
    case 'asked':
    case 'answered':
      return after ? [{ row: `question ${after.id}`, value: after }] : [];
    case 'account_linked':
      return linkedRows(subject, after);
    case 'account_unlinked':
      return unlinkedRows(subject, fieldsOf(entry.before), after);
    case 'erased':
      return erasedRows(subject, entry.after as Erased);
    case 'post_reviewed':
      return after ? [{ row: `seen ${reviewId(entry, after.decidedAt)}`, value: { by: personId, at } }] : [];
    case 'baseline':
    case 'backed_up':
    case 'restored':
    case 'exported':
    case 'plan_published':
    case 'site_published':
    case 'put_aside_retried':
    case 'urged':
    case 'settings_changed':
    case 'blanked':
      return [];
    case 'disposed':
      return subject === 'year_notes'
        ? textsIn(after?.gone).map((id) => ({ row: `year_note ${id}`, value: null }))
        : [];
    default:
      // A newer version beside this one may know more.
      action satisfies never;
      return [];
  }
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : []);

function reportRows(id: string, report: Fields, changedAt: string): ExplainedRow[] {
  const { goalId, roundId, sectionId, version, state } = report;
  const reopened = report.reopened === true && state !== 'approved';
  return [
    {
      row: `report ${id}`,
      value: { goalId, roundId, sectionId, version, state, body: report, changedAt, reopened },
    },
    { row: `version ${id} ${version}`, value: { state, body: report, changedAt } },
  ];
}

const reviewId = ({ subject, version }: HistoryEntry, decidedAt: unknown): string =>
  `${subject} ${version} ${decidedAt}`;

/** 後閲: a deputy's decision makes one; an approval that is taken back none, unless it was seen. */
function reviewRows(entry: HistoryEntry): ExplainedRow[] {
  const { action, name, at, before, after } = entry;
  const signed = (of: unknown): Fields | undefined => listOf(fieldsOf(of)?.approvals).at(-1);
  if (action === 'approval_undone') {
    const id = reviewId(entry, signed(before)?.at);
    return [{ row: `review ${id}`, value: null, unless: `seen ${id}` }];
  }
  if (action !== 'approved' && action !== 'returned') return [];
  const by = action === 'approved' ? signed(after) : fieldsOf(fieldsOf(after)?.returned);
  // 事務局 decides because nobody is there: nobody is to see it.
  if (entry.actingFor === null || by?.escalated === true) return [];
  return [{ row: `review ${reviewId(entry, at)}`, value: { decision: action, deputy: name } }];
}

function publishedRows({ subject, sectionId, name, at, after }: HistoryEntry): ExplainedRow[] {
  const said = fieldsOf(after)?.said;
  const id = `${sectionId}.${subject.split('.').at(-1)} ${at}`;
  return [
    { row: `publication ${id}`, value: { by: name } },
    { row: `printed ${id}`, value: said === undefined ? 'unsaid' : { said } },
  ];
}

/** A sheet makes its section when that was not known, named as its head is. */
function sheetRows(
  id: string,
  sectionId: string,
  after: Fields,
  { version, at: importedAt }: HistoryEntry,
): ExplainedRow[] {
  const { kept, errata, correction: _saidOnly, lowerIsBetter: _shownOnly, ...content } = after;
  const { fiscalYear } = content;
  const head = content.header as Readonly<Record<'department' | 'organization', { readonly text: string }>>;
  return [
    {
      row: `section ${sectionId}`,
      value: {
        name: head.organization.text,
        department: head.department.text,
        route: ['section_manager'],
        parentId: null,
      },
      ifNew: true,
    },
    { row: `sheet ${id}`, value: { sectionId, fiscalYear, version, content, importedAt } },
    { row: `errata ${id}`, value: errata === undefined ? 'unsaid' : { errata } },
    ...keptRows(id, fieldsOf(kept)),
  ];
}

/** What is kept with a sheet. An entry of an earlier version says nothing of directions and leaves them as they were. */
function keptRows(id: string, kept: Fields | null): ExplainedRow[] {
  if (!kept) return [{ row: `numbering ${id}`, value: 'unsaid' }];
  const { directions, sayers, ...numbering } = kept;
  return [
    { row: `numbering ${id}`, value: numbering },
    ...(directions ? [{ row: `directions ${id}`, value: { said: directions } }] : []),
    ...(sayers === undefined
      ? []
      : [{ row: `sayers ${id}`, value: sayers === null ? null : { by: sayers } }]),
  ];
}

/** 担当 of a goal, or of it in one round; null: set for the goal itself instead. */
function ownerRows({ owners }: Fields): ExplainedRow[] {
  return listOf(owners).map(({ subject, personId, how, since, ended }) => ({
    row: `owner ${subject}`,
    value: personId === null ? null : { personId, how, since, ended },
  }));
}

function roundRow(id: string, after: Fields): ExplainedRow {
  const { fiscalYear, kind, opensOn, dueOn, asOf, state, confirms } = after;
  const overrides = [...listOf(after.overrides)].sort((a, b) =>
    String(a.sectionId) < String(b.sectionId) ? -1 : 1,
  );
  const own = confirms === undefined ? {} : { confirms };
  return { row: `round ${id}`, value: { fiscalYear, kind, opensOn, dueOn, asOf, state, ...own, overrides } };
}

function rosterRow({ what, id, after: given }: Fields): ExplainedRow[] {
  const after = fieldsOf(given);
  switch (what) {
    case 'department':
      return [{ row: `department ${id}`, value: after }];
    case 'alias':
      return [
        {
          row: `alias ${id}`,
          value: after?.sectionId === undefined ? 'unsaid' : { sectionId: after.sectionId },
        },
      ];
    case 'section':
    case 'person':
      return [{ row: `${what} ${id}`, value: after }];
    case 'post':
      return [{ row: `post ${id}`, value: after && postFields(String(id), after) }];
    case 'owner':
      return after ? ownerRows({ owners: [{ ...after, subject: id }] }) : [];
    case 'holding':
    case 'deputy':
      return [{ row: `${what} ${id}`, value: after && { until: after.until } }];
    case 'succession':
      return [{ row: `succession ${id}`, value: after }];
    // Accounts and channels have entries of their own.
    default:
      return [];
  }
}

/** The section of a post is in its id; that of another would give another. */
function postFields(id: string, { role, title }: Fields): Fields {
  const sectionId = id.split('.', 1)[0]!;
  return {
    sectionId,
    role,
    title,
    ...(id === postIdOf(sectionId, String(role), String(title)) ? {} : { id }),
  };
}

function linkedRows(account: string, after: Fields | null): ExplainedRow[] {
  if (!after) return [];
  const { person, how } = after;
  return [
    { row: `account ${account}`, value: { person, byHand: how === 'by_hand' } },
    ...(how === 'by_hand' ? [{ row: `parted ${account} ${person}`, value: null }] : []),
  ];
}

function unlinkedRows(account: string, before: Fields | null, after: Fields | null): ExplainedRow[] {
  const forGood = after?.parting === 'not_me' || after?.parting === 'by_hand';
  return [
    { row: `account ${account}`, value: null },
    ...(forGood ? [{ row: `parted ${account} ${before?.person}`, value: {} }] : []),
  ];
}

/** What the mark stands for is nobody's any more; what is left of the person is their number. */
function erasedRows(id: string, { as, terms }: Erased): ExplainedRow[] {
  return [
    { row: `person ${id}`, value: { name: as, email: null } },
    { row: `account ${as}`, value: null },
    { row: `parted ${as} ${id}`, value: null },
    ...terms.map((term) => ({
      row: `${term.what} ${term.id}`,
      value: term.until === null ? null : { until: term.until },
    })),
  ];
}
