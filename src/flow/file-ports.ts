/** The ports of files: those that people sent, and those that are made for them. */
import type { CalendarRow } from '../core/calendar/closures.js';
import type { Card } from '../core/cards/card.js';
import type { DepartmentAliases } from '../core/organization/organization-names.js';
import type { RosterRead } from '../core/organization/roster-read.js';
import type { ReorganisationRow } from '../core/organization/succession/reorganise.js';
import type { StatedRow } from '../core/rating/direction-list.js';
import type { WantedFile } from '../core/report/file-request.js';
import type { DirectionList } from '../core/sheet/direction.js';
import type { PlanCode } from '../core/sheet/plan-list.js';
import type { Irregularity, Sheet } from '../core/sheet/sheet.js';
import type { FileKind, SentFile } from '../core/sheet/upload.js';
import type { Language, Words } from '../core/text/language.js';
import type { Bytes } from './evidence/store.js';
import type { TimeBudget } from './time-budget.js';

export type KeptFile = { readonly person: string; readonly name: string; readonly bytes: Uint8Array };

/** Files that people sent. An adapter puts them aside here before it hands on the message they came with. */
export type Uploads = {
  /**
   * Keeps a file under an id made of its message. `fetch` gets it from the platform as a stream (at most MAX_FILE_MB of it
   * are kept) and is not called when the file is here already; what it throws is thrown on, and the message is then sent
   * again. Of what cannot be received its `link` is kept. What is old, or more than one person needs, is thrown away.
   */
  keep(
    file: {
      readonly id: string;
      readonly person: string;
      readonly name: string;
      readonly now: Date;
      readonly link?: string | null;
    },
    fetch: () => Promise<Bytes | 'too_large' | 'unreachable'>,
    budget?: TimeBudget,
  ): Promise<SentFile>;
  /** null when it is not kept any more */
  load(id: string): Promise<KeptFile | null>;
  drop(id: string): Promise<void>;
  /** the directions that a workbook leaves to be decided; null when it leaves none, or is not kept any more */
  directions(id: string): Promise<DirectionList | null>;
};

export type SheetsRead =
  | {
      readonly kind: 'read';
      /** what was irregular, its place in the file told in the message */
      readonly sheets: readonly {
        readonly sheet: Sheet;
        readonly irregularities: readonly Irregularity[];
        /** 担当 of each goal as written, where the file names any */
        readonly owners?: readonly string[];
      }[];
      readonly notes: readonly Irregularity[];
    }
  /** a table of directions */
  | { readonly kind: 'directions'; readonly rows: readonly StatedRow[] }
  | {
      readonly kind: 'roster';
      /** what was passed over */
      readonly notes: readonly Words[];
      /** the roster as of a day (ISO date), with other names of departments that are known already */
      read(asOf: string, aliases: DepartmentAliases): RosterRead;
    }
  | { readonly kind: 'calendar'; readonly rows: readonly CalendarRow[] }
  /** what became of which section */
  | { readonly kind: 'reorganisation'; readonly rows: readonly ReorganisationRow[] }
  /** a list of the plan; `fromYear`: null where it does not say from when on it holds */
  | {
      readonly kind: 'plan';
      readonly rows: readonly (PlanCode & { readonly fromYear: number | null })[];
    }
  /** it may be several of these: whoever sent it is asked */
  | { readonly kind: 'unclear'; readonly kinds: readonly FileKind[] }
  | { readonly kind: 'refused'; readonly problems: readonly Words[] };

/** Reads what somebody sent, told apart by what stands in it, in bounded time and memory. `as`: what its sender says it is. Rejects only for faults of its own. */
export type ReadSheets = (bytes: Uint8Array, name: string, as?: FileKind) => Promise<SheetsRead>;

/** The files that are handed out as 根拠資料; null where the bytes are not there any more. */
export type EvidenceFiles = {
  load(id: string): Promise<{
    readonly name: string;
    readonly section: string;
    readonly bytes: Uint8Array;
    /** of the bytes as they were when it was handed over: SHA-256, hex */
    readonly sha256: string | null;
  } | null>;
};

/** A file on its way out. */
export type OutgoingFile = {
  /** with its ending */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly title: string;
  /** the sentences above it */
  readonly comment: string;
  readonly language: Language;
};

/** The file that was asked for, or the card that says why there is none. */
export type MadeFile =
  | {
      readonly kind: 'made';
      readonly file: OutgoingFile;
      readonly draft: boolean;
      /** stands for the texts in it: the same as long as nothing in it changes */
      readonly content: string;
    }
  | { readonly kind: 'told'; readonly card: Card };
export type MakeFile = (wanted: WantedFile, now: Date) => Promise<MadeFile>;
