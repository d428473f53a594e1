/** A file that somebody sent into the chat: what was read in it, as the person is told before anything is entered. */
import { createHash } from 'node:crypto';
import type { EvidenceKind } from '../evidence/kind.js';
import { canonicalJson } from '../text/canonical-json.js';
import type { Words } from '../text/language.js';
import { shorten } from '../text/shorten.js';
import type { SheetDifference } from './compare-sheets.js';
import { DIRECTION_FIELD, type DirectionRow } from './direction.js';
import type { Irregularity, Sheet } from './sheet.js';

/** A file beside a message. Its bytes were put aside by the adapter before the message counts as taken. */
export type SentFile = {
  /** as its sender named it */
  readonly name: string;
  /** bytes */
  readonly size: number;
} /** `kind`: what it may be as evidence, by how it begins; not there where it is nothing of that */ & (
  | { readonly kept: true; readonly upload: string; readonly kind?: EvidenceKind }
  /** `too_large`: above the limit of a workbook; `unreachable`: the platform does not hand it over */
  | {
      readonly kept: false;
      readonly why: 'too_large' | 'unreachable';
      /** its address is kept under this id, where the platform says one */
      readonly upload?: string;
    }
);

/** What a file that was sent may be. */
export const FILE_KINDS = ['sheets', 'directions', 'roster', 'calendar', 'reorganisation', 'plan'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** The id of the nth file of an input, from 0: the same when the platform delivers the input again. */
export function uploadIdOf(inputId: string, at: number): string {
  return `f${createHash('sha256').update(`${inputId}\n${at}`).digest('hex').slice(0, 32)}`;
}

/** One sheet of a file, and what entering it would do, or did. */
export type UploadedSheet = {
  /** 組織名(部) and 組織名(準部・課・機関名) as printed */
  readonly department: string;
  readonly section: string;
  readonly fiscalYear: number;
  readonly goals: number;
  readonly indicators: number;
  readonly outcome: 'new' | 'changed' | 'unchanged';
  /** what changed, the first few, and how many more there are */
  readonly changes: readonly Words[];
  readonly moreChanges: number;
};

/** What was read in a file. Small whatever the file: it is kept with the outcome of the command. */
export type UploadReading = {
  readonly file: string;
  readonly sheets: readonly UploadedSheet[];
  /** how many sheets there are beyond `sheets`, by what entering them does */
  readonly more: { readonly new: number; readonly changed: number; readonly unchanged: number };
  /** what entering it does that cannot simply be undone; not there in what was kept by an earlier version */
  readonly warnings?: readonly Words[];
  /** how many irregularities ask something of a person, and the first of them */
  readonly irregular: number;
  readonly remarks: readonly Words[];
  /** how many 確認事項 there are, and the first of them; not there in what was kept by an earlier version */
  readonly checks?: { readonly count: number; readonly first: readonly Words[] };
  /** what is to be decided of which way indicators count; not there where there is nothing, or of an earlier version */
  readonly directions?: UploadDirections;
  /** what was read is a table of directions, of sheets that are in the record */
  readonly ofTable?: true;
  /** what was not understood or passed over: hidden tabs, tabs without a sheet, macros … */
  readonly notes: readonly Words[];
  /** stands for what entering the file would do to the record as it is now: sent back with 取り込む */
  readonly seen: string;
};

export type UploadDirections = {
  /** how many nobody has decided, and how many of them have a proposal */
  readonly waiting: number;
  readonly proposed: number;
  /** how many 取り込む decided, or would decide */
  readonly decided: number;
  readonly first: readonly Pick<DirectionRow, 'organization' | 'no' | 'name' | 'target' | 'likely'>[];
};

/** How many of each are told; a longer list is not read in a chat. */
export const UPLOAD_SHOWN = {
  sheets: 20,
  changes: 3,
  remarks: 6,
  checks: 8,
  notes: 8,
  directions: 5,
} as const;

/**
 * The irregularities to look at first: those that ask something of a person, in this order. Ids: docs/irregularities.md
 * and, for what concerns the file, F01 …
 */
const TO_LOOK_AT = [
  'F06',
  'F08',
  'F17',
  'F18',
  'F19',
  'F20',
  'F21',
  'F15',
  'V14',
  'P04',
  'V22',
  'T09',
  'H11',
  'V01',
  'H12',
  'H09',
  'V16',
];

/** The most important first; of equally important ones the order of the file. */
function byImportance(irregularities: readonly Irregularity[]): Irregularity[] {
  const rank = ({ id }: Irregularity) => {
    const at = TO_LOOK_AT.indexOf(id);
    return at === -1 ? TO_LOOK_AT.length : at;
  };
  return irregularities
    .map((one, at) => ({ one, at }))
    .sort((a, b) => rank(a.one) - rank(b.one) || a.at - b.at)
    .map(({ one }) => one);
}

/** Whether an irregularity asks something of a person. */
function asksToLook({ id }: Irregularity): boolean {
  return TO_LOOK_AT.includes(id);
}

/** A sheet as it was read, with what entering it would do, or did. */
type ReadSheet = {
  readonly sheet: Sheet;
  /** the place within the file is in the message already */
  readonly irregularities: readonly Irregularity[];
  readonly outcome:
    | 'new'
    | 'unchanged'
    | { readonly changed: readonly SheetDifference[]; readonly errata?: number };
  /** of a section that is new: the known one whose name is nearly the same */
  readonly near?: string;
  /** what its column 担当 does, and the names in it that are not followed */
  readonly whose?: { readonly set: readonly SheetDifference[]; readonly left: readonly Words[] };
};

/** Longest line about one change or remark, in UTF-16 units. */
const LINE = 110;

/** and about one 確認事項, which quotes two texts */
const CHECK_LINE = 180;

/** What people are told of a file. `checks`: what does not fit in its sheets, a line each; `more`: what is told beside it. */
export function uploadReading(
  file: string,
  read: readonly ReadSheet[],
  notes: readonly Irregularity[],
  checks: readonly Words[] = [],
  more: Pick<UploadReading, 'directions' | 'ofTable'> = {},
): UploadReading {
  const sheets = read.map(sheetTold);
  const toLookAt = byImportance(read.flatMap((one) => one.irregularities)).filter(asksToLook);
  const rest = sheets.slice(UPLOAD_SHOWN.sheets);
  const of = (outcome: UploadedSheet['outcome']) => rest.filter((one) => one.outcome === outcome).length;
  return {
    file,
    sheets: sheets.slice(0, UPLOAD_SHOWN.sheets),
    more: { new: of('new'), changed: of('changed'), unchanged: of('unchanged') },
    ...more,
    irregular: toLookAt.length,
    remarks: ofEachKind(toLookAt)
      .slice(0, UPLOAD_SHOWN.remarks)
      .map((one) => line(one)),
    checks: {
      count: checks.length,
      first: checks.slice(0, UPLOAD_SHOWN.checks).map((message) => line({ message }, CHECK_LINE)),
    },
    warnings: [
      ...[...nearlyKnown(read), ...corrections(read)].slice(0, UPLOAD_SHOWN.notes),
      ...noted(ownersLeft(read)),
    ],
    notes: noted(byImportance(notes).map((one) => line(one))),
    seen: createHash('sha256')
      .update(
        canonicalJson(
          read.map(({ sheet, outcome, whose }) => [
            sheet,
            more.ofTable ? outcome : withoutDirections(outcome),
            ...(whose && whose.set.length + whose.left.length > 0 ? [whose] : []),
          ]),
        ),
      )
      .digest('hex')
      .slice(0, 24),
  };
}

/** Those of a workbook are decided behind its preview, so they are no change since it. */
function withoutDirections(outcome: ReadSheet['outcome']): ReadSheet['outcome'] {
  if (typeof outcome === 'string') return outcome;
  const changed = outcome.changed.filter(({ field }) => field !== DIRECTION_FIELD);
  return changed.length === 0 && outcome.changed.length > 0 ? 'unchanged' : { ...outcome, changed };
}

/** The first notes, and how many others there are. */
function noted(notes: readonly Words[]): Words[] {
  if (notes.length <= UPLOAD_SHOWN.notes) return [...notes];
  const shown = notes.slice(0, UPLOAD_SHOWN.notes - 1);
  const more = notes.length - shown.length;
  return [...shown, { ja: `ほかに${more}件`, en: `${more} more` }];
}

/** A section that a sheet would make though one of nearly the same name is known, as 「部 課」. */
export function nearWords({ header: { department, organization } }: Sheet, near: string): Words {
  const name = `${department.text} ${organization.text}`;
  return {
    ja: `「${name}」は、いまの記録にない課です。いまある「${near}」と同じ課なら、このまま取り込まず、シートの名前を直すか、名簿の組織の表の「別名」（部の名前だけが違うなら「部の別名」）に書いてください。`,
    en: `“${name}” is not known. If it is “${near}”, correct the name in the sheet, or enter it as an alias (別名, 部の別名) in the roster, before you take it in.`,
  };
}

function nearlyKnown(read: readonly ReadSheet[]): Words[] {
  return read.flatMap(({ sheet, near }) => (near === undefined ? [] : [nearWords(sheet, near)]));
}

/** Names of 担当 that are not followed, by section where there are several. */
function ownersLeft(read: readonly ReadSheet[]): Words[] {
  return read.flatMap(({ sheet, whose }) => {
    const section = read.length > 1 ? `${sheet.header.organization.text} ` : '';
    return (whose?.left ?? []).map(({ ja, en }) => ({ ja: section + ja, en: section + en }));
  });
}

/** Why a published sheet changes, as its 正誤表 says of an import through the chat. */
export const REPLACED_IN_CHAT = 'シートの差し替え';

/** What becomes of sheets that have been published (公表): whoever enters the file is to know it before. */
function corrections(read: readonly ReadSheet[]): Words[] {
  const corrected = read.filter(({ outcome }) => typeof outcome === 'object' && outcome.errata);
  if (corrected.length === 0) return [];
  const names = corrected.slice(0, UPLOAD_SHOWN.changes).map(({ sheet }) => sheet.header.organization.text);
  const more = corrected.length - names.length;
  return [
    {
      ja: `公表したシートが変わります（${names.join('、')}${more > 0 ? `ほか${more}課` : ''}）。取り込むと「訂正」として正誤表に載ります。理由は「${REPLACED_IN_CHAT}」と記されます。`,
      en: `Published sheets change (${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}). If you take them in they are marked 訂正 and listed in the errata, with the reason “${REPLACED_IN_CHAT}” (sheet replaced).`,
    },
  ];
}

/** At most two of a kind: eight sheets with one habit are not worth eight lines. */
function ofEachKind(irregularities: readonly Irregularity[]): Irregularity[] {
  const told = new Map<string, number>();
  return irregularities.filter(({ id }) => {
    const count = (told.get(id) ?? 0) + 1;
    told.set(id, count);
    return count <= 2;
  });
}

function sheetTold({ sheet, outcome, whose }: ReadSheet): UploadedSheet {
  const changes = typeof outcome === 'object' ? outcome.changed : (whose?.set ?? []);
  return {
    department: sheet.header.department.text,
    section: sheet.header.organization.text,
    fiscalYear: sheet.fiscalYear,
    goals: sheet.goals.length,
    indicators: sheet.goals.reduce((sum, goal) => sum + goal.indicators.length, 0),
    outcome: typeof outcome === 'object' ? 'changed' : outcome,
    changes: changes.slice(0, UPLOAD_SHOWN.changes).map((one) => line(one)),
    moreChanges: Math.max(0, changes.length - UPLOAD_SHOWN.changes),
  };
}

function line({ message }: { readonly message: Words }, longest = LINE): Words {
  return { ja: shorten(message.ja, longest), en: shorten(message.en, longest) };
}
