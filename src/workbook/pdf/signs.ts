/**
 * The signs of a PDF: what the font lacks stands as 〓, as printers do, and is told with its place. The typesetter itself
 * refuses a text with a sign that it cannot show, or leaves it out where it is asked to be lenient.
 */
import { nfc } from '../../core/text/normal-form.js';
import type { Replaced } from '../form/official-sheet.js';
import type { PaperCell, PaperDocument, PaperSheet, PaperTable, PaperText } from './paper.js';

/** Whether the font has a sign. */
export type Has = (character: string) => boolean;

const LACKING = '〓';

/** Places that are told below the table; the rest is counted. */
const TOLD = 12;

/** Lines of pieces: between two pieces a line may end where nothing else lets it. */
type Lines = readonly (readonly string[])[];

/** A document as the template takes it: every text divided, every sign one that the font has. */
type Set<T> = T extends PaperText
  ? Omit<T, 'text'> & { readonly lines: Lines }
  : T extends readonly (infer _)[]
    ? { readonly [K in keyof T]: Set<T[K]> }
    : T extends object
      ? { readonly [K in keyof T]: Set<T[K]> }
      : T;

type SetDocument = Omit<PaperDocument, 'sheets'> & { readonly sheets: readonly Set<PaperSheet>[] };

/** The document ready to be set, and what stands as 〓 in it. */
export function setSigns(
  document: PaperDocument,
  has: Has,
): { readonly document: SetDocument; readonly replaced: readonly Replaced[] } {
  const replaced: Replaced[] = [];
  const size = document.sizes[0]!;
  const sheets = document.sheets.map((sheet) => {
    const found: Replaced[] = [];
    const shown = (text: string, row: number, column: string) =>
      known(text, has, (character) => found.push({ character, sheet: sheet.section, row, column }));
    const lines = (text: string, width: number): Lines => pieces(text, Math.floor((width / size) * 2) - 2);
    const set = <T extends PaperText>({ text, ...rest }: T) => ({
      ...rest,
      lines: lines(shown(text, rest.row, rest.column), rest.width),
    });
    const quiet = (text: string) => known(text, has, () => undefined);
    const table = ({ widths, headings, blocks }: PaperTable): Set<PaperTable> => ({
      widths,
      headings: headings.map((one) => set<PaperCell>(one)),
      blocks: blocks.map(({ bookmark, no, cells }) => ({
        bookmark: quiet(bookmark),
        no: quiet(no),
        cells: cells.map((one) => set<PaperCell>(one)),
      })),
    });
    const done: Set<PaperSheet> = {
      ...sheet,
      title: set(sheet.title),
      bookmark: quiet(sheet.bookmark),
      place: quiet(sheet.place),
      header: sheet.header.map((pairs) => pairs.map(([label, value]) => [set(label), set(value)] as const)),
      above: sheet.above.map(set),
      table: table(sheet.table),
      below: sheet.below.map(set),
      errata: sheet.errata && { title: sheet.errata.title, table: table(sheet.errata.table) },
    };
    replaced.push(...found);
    const note = noteOf(found);
    if (note === '') return done;
    const { width, column } = sheet.title;
    return { ...done, below: [...done.below, { row: 0, column, width, lines: lines(note, width) }] };
  });
  return {
    document: { ...document, title: known(document.title, has, () => undefined), sheets },
    replaced,
  };
}

/** What the reader of the paper is told of its 〓; '' where there is none. */
function noteOf(found: readonly Replaced[]): string {
  if (found.length === 0) return '';
  const places = new Set(
    found.map(({ character, row, column }) => {
      const code = [...character].map(
        (one) => `U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
      );
      return `${row > 0 ? `${row}行目` : ''}「${column}」${code.join(' ')}`;
    }),
  );
  const told = [...places].slice(0, TOLD);
  const more = places.size - told.length;
  return `${LACKING}は、この書体にない文字です：${told.join('、')}${more > 0 ? `ほか${more}か所` : ''}`;
}

/** Nothing is to be seen of these, and PDF/UA knows no such characters (7.21.7): byte order mark, and no text at all. */
const UNSEEN = new Set(['\ufeff', '\u200b', '\u2060', '\u00ad']);

/** Chooses another shape of the sign before it: a font that has no such shape shows the usual one. */
const isShape = (code: number) => (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);

/** A kana whose mark of sound stands apart, as files of a Mac have it: the same sign in one. */
const joined = (text: string) => text.replace(/[\u3046-\u30ef][\u3099\u309a]/gu, (two) => nfc(two));

function known(text: string, has: Has, lacks: (character: string) => void): string {
  let out = '';
  for (const character of joined(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'))) {
    if (UNSEEN.has(character)) continue;
    if (character === '\n') out += character;
    else if (character === '\t') out += ' ';
    else if (isShape(character.codePointAt(0)!)) lacks(character);
    else if (has(character)) out += character;
    else {
      lacks(character);
      out += LACKING;
    }
  }
  return out;
}

/** Han, hiragana and katakana that may both begin and end a line (JIS X 4051 6.1). */
function mayBreak(character: string): boolean {
  const code = character.codePointAt(0)!;
  if (code >= 0x4e00 && code <= 0x9fff) return true;
  return (
    code >= 0x3042 && code <= 0x30f6 && !'ぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ'.includes(character)
  );
}

/** Half-width units of a sign, on the generous side. */
const unitsOf = (character: string) =>
  character.charCodeAt(0) < 0x7f || /[\uff61-\uff9f]/u.test(character) ? 1.3 : 2;

/**
 * The lines of a text in pieces of at most `units` half-width units wherever no line can end by itself: an address without
 * end, a row of 。or of ー would run over the cell beside it and out of the paper.
 */
function pieces(text: string, units: number): Lines {
  const room = Math.max(2, units);
  return text.split('\n').map((line) => {
    const found: string[] = [];
    let piece = '';
    let run = 0;
    for (const character of line) {
      const width = unitsOf(character);
      run = mayBreak(character) || character === ' ' ? 0 : run + width;
      if (run > room) {
        found.push(piece);
        piece = '';
        run = width;
      }
      piece += character;
    }
    return [...found, piece];
  });
}
