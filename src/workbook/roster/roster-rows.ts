/** What the rows of a people list say, before and after it is known whose days are whose. */
import type { RosterInput, SectionName } from '../../core/organization/roster.js';
import type { TermPlace } from '../../core/organization/roster-read.js';
import type { Words } from '../../core/text/language.js';
import type { PeopleColumn, RosterRow } from './roster-tables.js';

type Holding = NonNullable<RosterInput['holdings']>[number];
type Deputy = NonNullable<RosterInput['deputies']>[number];
export type Person = NonNullable<RosterInput['people']>[number];

/** A first and a last day as written, ISO; null where nothing is. */
export type Dates = { readonly from: string | null; readonly until: string | null };

/** A row as it stands. */
export type PostRow = Dates & {
  readonly row: RosterRow<PeopleColumn>;
  readonly person: Person;
  readonly post: Holding['post'];
  /** of section, post and person */
  readonly key: string;
  /** 担当: the No. of goals of the section that are this person's */
  readonly goals: readonly string[];
  /** whom the person may act for; `dates` null: the table has no columns of its own for them */
  readonly deputy: { readonly title: string; readonly dates: Dates | null } | null;
};

export type PeopleRead = {
  readonly sections: readonly { readonly section: SectionName; readonly where: string }[];
  readonly people: readonly Person[];
  readonly holdings: readonly { readonly term: Holding; readonly place: TermPlace }[];
  readonly owners: NonNullable<RosterInput['owners']>;
  readonly deputies: readonly { readonly term: Deputy; readonly place: TermPlace }[];
  /** what cannot be read with certainty, with its row and cell; the rest is read as if the answer were 代決 */
  readonly questions: readonly Words[];
};

/** Says what is wrong with a cell. */
export type WrongCell = (
  row: RosterRow<PeopleColumn>,
  column: PeopleColumn,
  ja: string,
  en: string,
) => unknown;
