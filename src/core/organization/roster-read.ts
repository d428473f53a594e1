/** A roster as it was read from its lists, before it is known what it changes. */
import type { Words } from '../text/language.js';
import type { RosterInput, SectionName } from './roster.js';

/** A section that a row names, and where. */
export type Said = { readonly section: SectionName; readonly where: string };

/** Where a term's two days stand, for messages. */
export type TermPlace = {
  readonly from: string;
  readonly until: string;
  /** its days stand in a row whose 代決 has no columns of its own: they may be meant for the 代決 */
  readonly shared: boolean;
};

export type RosterPlaces = {
  readonly sections: readonly string[];
  readonly holdings: readonly TermPlace[];
  readonly deputies: readonly TermPlace[];
};

export type RosterRead =
  | {
      readonly ok: true;
      readonly roster: RosterInput;
      /** rows read, of both lists */
      readonly rows: number;
      /** sections said to stand above others that none of the files lists: the record may know them */
      readonly parents: readonly Said[];
      /** where each of the roster's sections, holdings and deputies is said, in their order */
      readonly places: RosterPlaces;
      /** what cannot be read with certainty, with its row and cell */
      readonly questions: readonly Words[];
    }
  /** sentences naming file, row and cell */
  | { readonly ok: false; readonly problems: readonly Words[] };
