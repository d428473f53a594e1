/** A file made of the record at the moment it is sent: the sheets of a year, of one section or of several. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fiscalYearShort } from '../../core/calendar/japanese-dates.js';
import type { RoundKind } from '../../core/calendar/round.js';
import type { Card } from '../../core/cards/card.js';
import { messageCard } from '../../core/cards/message.js';
import { type Head, headText } from '../../core/decision/head.js';
import { nearestSections } from '../../core/organization/nearest-names.js';
import { canonicalOrganization } from '../../core/organization/organization-names.js';
import type { Section } from '../../core/organization/people.js';
import { directionTable } from '../../core/rating/direction-list.js';
import type { FileFormat, WantedSheets } from '../../core/report/file-request.js';
import type { FinishedSheet } from '../../core/report/finished-sheet.js';
import { canonicalJson } from '../../core/text/canonical-json.js';
import type { Language, Words } from '../../core/text/language.js';
import { evidenceWords } from '../../core/wording/evidence/evidence.js';
import { fileWords } from '../../core/wording/files.js';
import { directionWords } from '../../core/wording/sent/directions.js';
import { forecastWords } from '../../core/wording/year/forecast.js';
import { midyearWords } from '../../core/wording/year/midyear.js';
import { targetWords } from '../../core/wording/year/targets.js';
import type { EvidenceFiles, MadeFile, MakeFile, Uploads } from '../file-ports.js';
import { type MakeSite, makeSiteFile } from './make-site.js';

/** `decided`: the last entry of the history that decided about it. */
type FinishedOf = {
  readonly section: Section;
  readonly sheet: FinishedSheet;
  readonly decided: Decided | null;
};

type Decided = { readonly seq: number; readonly head: string; readonly at: string };

/** What of the record a file is made of. */
type Finished = {
  finished(
    fiscalYear: number,
    sectionIds: readonly string[] | null,
    kind?: RoundKind,
  ): Promise<readonly FinishedOf[]>;
  head(): Promise<Head>;
  yearInQuestion(sectionIds: readonly string[] | null, now: Date): Promise<number | null>;
};

/** Writes sheets as a file; sheets that are not approved are marked as drafts. */
export type WriteSheets = (
  sheets: readonly (FinishedSheet & { readonly decided?: Decided })[],
  format: FileFormat,
  /** the head of the history that they were taken at, as one line */
  head: string,
) => Promise<
  | { readonly kind: 'written'; readonly bytes: Uint8Array; readonly replaced: number }
  | { readonly kind: 'refused'; readonly problems: readonly Words[] }
>;

/** Sheets after which whoever waits for an answer gets a turn: a millisecond’s work. */
const SHEETS_A_TURN = 2;

/** The hash of the canonical JSON of all sheets, taken piece by piece: those of a city would hold up every answer. */
async function contentOf(sheets: readonly FinishedSheet[]): Promise<string> {
  const hash = createHash('sha256').update('[');
  for (const [at, sheet] of sheets.entries()) {
    if (at > 0 && at % SHEETS_A_TURN === 0) await nextTurn();
    hash.update(`${at === 0 ? '' : ','}${canonicalJson(sheet)}`);
  }
  return hash.update(']').digest('hex');
}

export function makeFileMaker({
  record,
  write,
  site,
  uploads,
  evidence,
}: {
  record: Finished;
  write: WriteSheets;
  site: MakeSite;
  uploads: Pick<Uploads, 'directions'>;
  evidence: EvidenceFiles;
}): MakeFile {
  return async (wanted, now) => {
    switch (wanted.kind) {
      case 'sheets':
        return makeSheets(wanted, now);
      case 'directions':
        return makeTable(wanted.upload, wanted.language);
      case 'evidence':
        return giveEvidence(wanted.evidence, wanted.language);
      case 'site':
        return makeSiteFile(site, wanted, now);
      default:
        return wanted satisfies never;
    }
  };

  /** The table of the directions that a workbook leaves to be decided, as the command line writes it. */
  async function makeTable(upload: string, language: Language): Promise<MadeFile> {
    const words = directionWords(language);
    const list = await uploads.directions(upload);
    if (!list) return told(language, words.gone);
    const bytes = new TextEncoder().encode(directionTable(list.rows));
    const content = createHash('sha256').update(bytes).digest('hex');
    const { tableFile: name, tableTitle: title, tableComment: comment } = words;
    return { kind: 'made', draft: false, content, file: { name, bytes, language, title, comment } };
  }

  /** What was handed over, as it was: nobody has looked into it. */
  async function giveEvidence(id: string, language: Language): Promise<MadeFile> {
    const words = evidenceWords(language);
    const found = await evidence.load(id);
    if (!found) return told(language, words.gone, words.goneLine);
    const { name, bytes, section, sha256 } = found;
    const content = createHash('sha256').update(bytes).digest('hex');
    if (content !== sha256) return told(language, words.another, words.anotherLine);
    const comment = words.comment(section);
    return { kind: 'made', draft: false, content, file: { name, bytes, language, title: name, comment } };
  }

  async function makeSheets(wanted: WantedSheets, now: Date): Promise<MadeFile> {
    const { language, sectionIds, named, format, round } = wanted;
    const words = fileWords(language);
    const own = ownWords(round, language);
    // Read back, it would be a sheet of year-end.
    if (round === 'midyear' && format === 'json')
      return told(language, words.cannotMake, midyearWords(language).file.notJson);
    const year = wanted.fiscalYear ?? (await record.yearInQuestion(sectionIds, now));
    if (year === null) return told(language, words.noSheets, words.noYear);
    // Before the sheets are read: what is entered meanwhile is behind it, and what they say is not.
    const head = headText({ ...(await record.head()), seal: null });
    const all = await record.finished(year, sectionIds, round);
    if (all.length === 0)
      return told(language, words.noSheets, (own?.none ?? words.noSheetsLine)(words.year(year)));
    const chosen = named === null ? all : sectionsNamed(all, named);
    if (named !== null && chosen.length !== 1) return notOne(wanted, all, chosen);
    const sheets = chosen.map(({ sheet }) => sheet);
    const written = await write(
      chosen.map(({ sheet, decided }) => (decided === null ? sheet : { ...sheet, decided })),
      format,
      head,
    );
    if (written.kind === 'refused')
      return told(language, words.cannotMake, ...written.problems.map((problem) => problem[language]));
    const approved = sheets.filter((sheet) => sheet.approved).length;
    const draft = approved < sheets.length;
    const one = chosen.length === 1 ? chosen[0]!.section.name : null;
    return {
      kind: 'made',
      draft,
      content: await contentOf(sheets),
      file: {
        name: `${safeName((own?.fileName ?? words.fileName)(fiscalYearShort(year), one ?? fileWords('ja').allSections, draft))}.${format}`,
        bytes: written.bytes,
        language,
        title: words.what(words.year(year), one ?? words.allSections),
        comment: [
          (own?.ready ?? words.ready)(words.what(words.year(year), one ?? words.allSections)),
          ...(draft
            ? [sheets.length === 1 ? draftWords(sheets[0]!, language) : words.draft(approved, sheets.length)]
            : []),
          ...(sheets.some(({ errata }) => errata?.length) ? [words.errata] : []),
          ...(written.replaced > 0 ? [words.replaced(written.replaced)] : []),
        ].join('\n'),
      },
    };
  }
}

/** Why a sheet is a draft: the goals that nobody has confirmed, where all the others are approved too. */
function draftWords({ forecasts = [] }: FinishedOf['sheet'], language: Language): string {
  return forecasts.length > 0 ? forecastWords(language).file(forecasts) : fileWords(language).draftOne;
}

/** What is said of the document of a round; null: of the finished sheet. */
function ownWords(round: WantedSheets['round'], language: Language) {
  if (round === undefined) return null;
  return round === 'midyear' ? midyearWords(language).file : targetWords(language).file;
}

/**
 * The section of exactly this name, with or without its department, else those whose name begins with it or holds it;
 * widths and blanks do not count.
 */
function sectionsNamed(all: readonly FinishedOf[], named: string): readonly FinishedOf[] {
  const typed = canonicalOrganization(named);
  const name = ({ section }: FinishedOf) => canonicalOrganization(section.name);
  const exact = all.filter(
    (one) =>
      name(one) === typed || canonicalOrganization(`${one.section.department}${one.section.name}`) === typed,
  );
  if (exact.length > 0) return exact;
  const begins = all.filter((one) => name(one).startsWith(typed));
  return begins.length > 0 ? begins : all.filter((one) => name(one).includes(typed));
}

function notOne(wanted: WantedSheets, all: readonly FinishedOf[], fitting: readonly FinishedOf[]): MadeFile {
  const words = fileWords(wanted.language);
  const named = wanted.named ?? '';
  const sections = all.map(({ section }) => section);
  const meant = fitting.length > 0 ? fitting.map(({ section }) => section) : sections;
  const names = nearestSections(named, meant, sections);
  return told(
    wanted.language,
    fitting.length > 0 ? words.several(named) : words.notFound(named),
    words.names(names.join(words.comma)),
  );
}

function told(language: Language, title: string, ...lines: string[]): { kind: 'told'; card: Card } {
  return { kind: 'told', card: messageCard(language, title, lines) };
}

/** Without what a file system or an address would take for something else. */
function safeName(name: string): string {
  return name
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
