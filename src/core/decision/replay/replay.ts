/**
 * What a history explains of the record: which rows stand in it after each entry. A row is named by what it is and its
 * id; a value is an object of its fields, JSON as kept.
 */
import { createHash } from 'node:crypto';
import type { Erased } from '../../organization/erasure.js';
import { canonicalJson } from '../../text/canonical-json.js';
import type { HistoryEntry } from '../history.js';
import { isOfKind, KIND_LIST, rowOfKind } from '../kinds/kinds.js';
import { type ExplainedRow, type Fields, fieldsOf, listOf } from './explained-row.js';
import { erasedRows, linkedRows, ownerRows, rosterRow, unlinkedRows } from './people.js';

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
  if (isOfKind(action)) return [rowOfKind(action, subject, after)];
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
    case 'owner_set':
      return after ? ownerRows(after, fieldsOf(fieldsOf(entry.before)?.was)) : [];
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
    case 'passed_on':
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
      return KIND_LIST.filter(({ name }) => name === subject).flatMap(({ row }) =>
        textsIn(after?.gone).map((id) => ({ row: `${row} ${id}`, value: null })),
      );
    default:
      // A newer version beside this one may know more.
      action satisfies never;
      return [];
  }
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

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

type Published = Pick<HistoryEntry, 'subject' | 'sectionId' | 'at'>;
const publicationId = ({ subject, sectionId, at }: Published): string =>
  `${sectionId}.${subject.split('.').at(-1)} ${at}`;

function publishedRows(entry: HistoryEntry): ExplainedRow[] {
  const { name, after } = entry;
  const said = fieldsOf(after)?.said;
  const id = publicationId(entry);
  return [
    { row: `publication ${id}`, value: { by: name } },
    { row: `printed ${id}`, value: said === undefined ? 'unsaid' : { said } },
  ];
}

/**
 * Which version of its sheet each publication printed: the last before it. Publishing waits for whoever changes the sheet.
 * To be asked of every entry, in their order. A publication of before it was kept has none.
 */
export function editions(): (entry: HistoryEntry) => readonly ExplainedRow[] {
  const versions = new Map<string, number>();
  return ({ action, subject, sectionId, version, at }) => {
    if (action === 'sheet_imported' || action === 'sheet_changed') versions.set(subject, version);
    if (action !== 'published') return [];
    const sheetVersion = versions.get(subject);
    const value = sheetVersion === undefined ? 'unsaid' : { sheetVersion };
    return [{ row: `edition ${publicationId({ subject, sectionId, at })}`, value }];
  };
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

function roundRow(id: string, after: Fields): ExplainedRow {
  const { fiscalYear, kind, opensOn, dueOn, asOf, state, confirms } = after;
  const overrides = [...listOf(after.overrides)].sort((a, b) =>
    String(a.sectionId) < String(b.sectionId) ? -1 : 1,
  );
  const own = confirms === undefined ? {} : { confirms };
  return { row: `round ${id}`, value: { fiscalYear, kind, opensOn, dueOn, asOf, state, ...own, overrides } };
}
