/** Every kind of records beside reports and sheets, as the record has it. */
import { KIND_LIST, type KindName, type RetainedKind } from '../../../core/decision/kinds/kinds.js';
import { fieldsOf } from '../../../core/decision/replay/explained-row.js';
import { storedTargetChange } from '../../../core/report/year/stored-target-change.js';
import { sheetOfId } from '../../../core/sheet/ids.js';
import { evidence } from './evidence.js';
import type { Over, StoredKind } from './kind.js';
import { memos } from './memos.js';
import { yearNotes } from './year-notes.js';

const STORED = {
  target_changes: {
    id: 'id',
    fields: 'body',
    json: { body: storedTargetChange },
    columns: `'state', state, 'sectionId', section_id, 'sheetId', sheet_id, 'indicatorId', indicator_id`,
    follows({ body }) {
      const { state, sectionId, indicatorId } = fieldsOf(body) ?? {};
      return { state, sectionId, indicatorId, sheetId: sheetOfId(String(indicatorId)) };
    },
    signed: { as: 'correction', wrote: 'reason' },
  },
  followups: {
    id: 'id',
    fields: `section_id as "sectionId", goal_id as "goalId", fiscal_year as "fiscalYear", sentence, state, until::text as until,
      reason`,
  },
  year_notes: yearNotes,
  memos,
  evidence,
} as const satisfies { readonly [Name in KindName]: StoredKind } & {
  readonly [Name in RetainedKind]: { readonly over: Over };
};

type Stored = (typeof STORED)[KindName];
/** As what the signatures under such records are shown. */
export type SignedAs = Extract<Stored, { readonly signed: object }>['signed']['as'];
/** The names under which what is kept of a person is shown. */
export type OfPersonKey = Extract<Stored, { readonly ofPerson: object }>['ofPerson']['key'];

/** Each with its table, and what the history calls its rows. */
export const STORED_KINDS: readonly (StoredKind & { readonly table: KindName; readonly row: string })[] =
  KIND_LIST.map(({ name, row }) => ({ table: name, row, ...STORED[name] }));

/** Those that are signed. */
export const SIGNED_KINDS = STORED_KINDS.flatMap(({ signed, ...kind }) =>
  signed ? [{ ...kind, signed: signed as { readonly as: SignedAs; readonly wrote: string } }] : [],
);

/** How each that may be thrown away is. */
export const overOf = (kind: RetainedKind): Over => STORED[kind].over;
