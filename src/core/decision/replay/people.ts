/** What the history explains of people: posts, terms, 担当, accounts, and who was erased. */
import type { Erased } from '../../organization/erasure.js';
import { postIdOf } from '../../sheet/ids.js';
import { type ExplainedRow, type Fields, fieldsOf, listOf } from './explained-row.js';

/**
 * 担当 of a goal, or of it in one round; null: set for the goal itself instead. From whom one that is begun was taken over
 * (`was`) stays known when it ends.
 */
export function ownerRows({ owners }: Fields, was: Fields | null = null): ExplainedRow[] {
  return listOf(owners).flatMap(({ subject, personId, how, since, ended }): ExplainedRow[] => {
    const owner = {
      row: `owner ${subject}`,
      value: personId === null ? null : { personId, how, since, ended },
    };
    if (personId !== null && ended !== null) return [owner];
    const from = how === 'begun' && was ? { from: was.personId } : null;
    return [owner, { row: `taken ${subject}`, value: from }];
  });
}

export function rosterRow({ what, id, after: given }: Fields): ExplainedRow[] {
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

export function linkedRows(account: string, after: Fields | null): ExplainedRow[] {
  if (!after) return [];
  const { person, how } = after;
  return [
    { row: `account ${account}`, value: { person, byHand: how === 'by_hand' } },
    ...(how === 'by_hand' ? [{ row: `parted ${account} ${person}`, value: null }] : []),
  ];
}

export function unlinkedRows(account: string, before: Fields | null, after: Fields | null): ExplainedRow[] {
  const forGood = after?.parting === 'not_me' || after?.parting === 'by_hand';
  return [
    { row: `account ${account}`, value: null },
    ...(forGood ? [{ row: `parted ${account} ${before?.person}`, value: {} }] : []),
  ];
}

/** What the mark stands for is nobody's any more; what is left of the person is their number. */
export function erasedRows(id: string, { as, terms }: Erased): ExplainedRow[] {
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
