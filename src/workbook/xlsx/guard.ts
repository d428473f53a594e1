/**
 * Lets a workbook in only as far as it is harmless: bounded size, no entities, and nothing but the parts that hold
 * cells. Macros, links to other files, pictures, embedded objects and what comments say never reach the reader.
 */
import type { Irregularity } from '../../core/sheet/sheet.js';
import { LIMITS } from '../cells/limits.js';
import type { Refused } from '../cells/problem.js';
import { refusals } from '../cells/refusals.js';
import { commentParts } from './comments.js';
import { breaksOff, type Extent, slimTab } from './extent.js';
import { openZip, storeZip, type Zip, type ZipEntry, type ZipFault } from './zip.js';

type Guarded = {
  readonly kind: 'guarded';
  /** the workbook with only what is needed to read its cells */
  readonly bytes: Uint8Array;
  /** what was left out and a person should know */
  readonly notes: readonly Irregularity[];
  /** its days are counted from 1904 (workbooks of older Macs), not from 1900 */
  readonly from1904: boolean;
};

const OLE_SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0];
/** Parts that hold cells, their styles, names and properties; everything else stays outside. */
const NEEDED =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|docProps\/(core|custom)\.xml|.*\.xml|.*workbook\w{0,20}\.xml\.rels)$/i;
const NOT_NEEDED =
  /(^|\/)(drawings|media|embeddings|externalLinks|externalReferences|pivotTables|pivotCache|slicers|slicerCaches|timelines|timelineCaches|ctrlProps|printerSettings|customXml|comments\w*|threadedComments|persons|charts|chartsheets|activeX|queryTables|tables|diagrams|theme|richData|webextensions|model)(\/|\.xml|\d)/i;

/** Formats that Japanese Excel knows by number and no file names (ECMA-376 18.8.30, ja-jp). */
const JAPANESE_FORMATS: Readonly<Record<number, string>> = {
  5: '"¥"#,##0;"¥"-#,##0',
  6: '"¥"#,##0;[Red]"¥"-#,##0',
  7: '"¥"#,##0.00;"¥"-#,##0.00',
  8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
  14: 'yyyy/m/d',
  22: 'yyyy/m/d h:mm',
  27: '[$-411]ge.m.d',
  28: '[$-411]ggge"年"m"月"d"日"',
  29: '[$-411]ggge"年"m"月"d"日"',
  30: 'm/d/yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"時"mm"分"',
  33: 'h"時"mm"分"ss"秒"',
  34: 'yyyy"年"m"月"',
  35: 'm"月"d"日"',
  36: '[$-411]ge.m.d',
  37: '#,##0;-#,##0',
  38: '#,##0;[Red]-#,##0',
  39: '#,##0.00;-#,##0.00',
  40: '#,##0.00;[Red]-#,##0.00',
  41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
  42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
  43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
  44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
  50: '[$-411]ge.m.d',
  51: '[$-411]ggge"年"m"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: '[$-411]ggge"年"m"月"d"日"',
  55: 'yyyy"年"m"月"',
  56: 'm"月"d"日"',
  57: '[$-411]ge.m.d',
  58: '[$-411]ggge"年"m"月"d"日"',
};

const FROM_1904 = /<(?:\w+:)?workbookPr\b[^<>]*\sdate1904\s*=\s*["'](?:1|true)["']/;

function zipRefusal(file: string, fault: ZipFault, part?: string): Refused {
  switch (fault) {
    case 'not-zip':
      return refusals.notZip(file);
    case 'broken':
      return refusals.broken(file, part);
    case 'too-many':
      return refusals.tooMuch(file, 'ファイルの中の部品', LIMITS.zipEntries);
    case 'bomb':
      return refusals.bomb(file, LIMITS.unpackedBytes);
    case 'encrypted':
      return refusals.oldExcel(file);
    default: {
      const never: never = fault;
      return never;
    }
  }
}

function note(id: string, file: string, ja: string, en: string): Irregularity {
  return { id, where: { file }, message: { ja, en } };
}

/** Whether something is written in the shapes of a tab. A part that cannot be unpacked says nothing. */
function hasWords(zip: Zip, entry: ZipEntry): boolean {
  const unpacked = zip.unpack(entry);
  return typeof unpacked !== 'string' && /<a:t>\s*[^\s<]/.test(new TextDecoder().decode(unpacked));
}

/** Excel goes by the types that are listed, whatever the parts are called. */
function hasMacroTypes(zip: Zip): boolean {
  const types = zip.entries.get('[Content_Types].xml');
  const unpacked = types && zip.unpack(types);
  return (
    typeof unpacked === 'object' &&
    /macroEnabled|vbaProject|macrosheet/i.test(new TextDecoder().decode(unpacked))
  );
}

function notesOf(zip: Zip, file: string): Irregularity[] {
  const names = [...zip.entries.keys()];
  const notes: Irregularity[] = [];
  if (names.some((name) => /vbaProject\.bin$|\/macrosheets\//i.test(name)) || hasMacroTypes(zip)) {
    notes.push(
      note(
        'F01',
        file,
        'マクロが入っています。マクロは動かさず、セルだけを読みました。',
        'It holds macros. They were not run; only the cells were read.',
      ),
    );
  }
  if (names.some((name) => /\/externalLinks\//i.test(name))) {
    notes.push(
      note(
        'F02',
        file,
        '別のファイルへのリンクがあります。リンク先は開かず、保存されていた値を読みました。',
        'It links to other files. They were not opened; the saved values were read.',
      ),
    );
  }
  if (
    [...zip.entries.values()].some(
      (entry) => /\/drawings\/[^/]+\.xml$/i.test(entry.name) && hasWords(zip, entry),
    )
  ) {
    notes.push(
      note(
        'F21',
        file,
        '図形やテキストボックスの文字は読みませんでした。シートの内容なら、セルに書いてください。',
        'Words in shapes and text boxes were not read; what belongs to the sheet is to be written in its cells.',
      ),
    );
  }
  return notes;
}

/** styles.xml with the formats that a file of Japanese Excel takes for granted. */
function withJapaneseFormats(xml: string): string {
  const added = Object.entries(JAPANESE_FORMATS)
    .filter(([id]) => !new RegExp(`<(?:\\w+:)?numFmt\\b[^<>]*numFmtId="${id}"`).test(xml))
    .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
    .join('');
  const list = /<(?:\w+:)?numFmts\b[^<>]*>/.exec(xml)?.[0];
  if (list !== undefined && !list.endsWith('/>')) return xml.replace(list, () => list + added);
  return xml.replace(/<(?:\w+:)?styleSheet\b[^<>]*>/, (open) => `${open}<numFmts>${added}</numFmts>`);
}

/** Checks and slims a workbook. `file` is its name, for messages. */
export function guardXlsx(bytes: Uint8Array, file: string): Guarded | Refused {
  if (bytes.length === 0) return refusals.empty(file);
  if (bytes.length > LIMITS.fileBytes) return refusals.tooLarge(file, LIMITS.fileBytes);
  if (OLE_SIGNATURE.every((byte, index) => bytes[index] === byte)) return refusals.oldExcel(file);
  const zip = openZip(bytes);
  if (typeof zip === 'string') return zipRefusal(file, zip);
  if (!zip.entries.has('[Content_Types].xml') || !zip.entries.has('_rels/.rels'))
    return refusals.notWorkbook(file);

  const parts = new Map<string, Uint8Array>();
  const seen: Extent = { cells: 0, slots: 0, tabs: 0 };
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let from1904 = false;
  for (const entry of zip.entries.values()) {
    if (!NEEDED.test(entry.name) || NOT_NEEDED.test(entry.name)) continue;
    const unpacked = zip.unpack(entry);
    if (typeof unpacked === 'string') return zipRefusal(file, unpacked, entry.name);
    let xml = decoder.decode(unpacked);
    if (/<!(DOCTYPE|ENTITY)/i.test(xml)) return refusals.entities(file);
    if (/<(?:\w+:)?worksheet\b/.test(xml.slice(0, 4096))) {
      const slim = slimTab(xml, file, entry.name, seen);
      if (typeof slim !== 'string') return slim;
      xml = slim;
      const comments = commentParts(zip, entry.name);
      if (typeof comments === 'string') return zipRefusal(file, comments, entry.name);
      for (const [name, text] of comments) parts.set(name, encoder.encode(text));
    } else if (countOf(xml, '<') > LIMITS.tagsPerPart) {
      return refusals.tooMuch(file, '文字列や書式', LIMITS.tagsPerPart);
    } else if (breaksOff(xml)) return refusals.cutOff(file, undefined, entry.name);
    else if (/<(?:\w+:)?styleSheet\b/.test(xml.slice(0, 4096))) xml = withJapaneseFormats(xml);
    from1904 ||= FROM_1904.test(xml);
    parts.set(entry.name, encoder.encode(xml));
  }
  return { kind: 'guarded', bytes: storeZip(parts), notes: notesOf(zip, file), from1904 };
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}
