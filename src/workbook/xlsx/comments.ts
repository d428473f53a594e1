/** Which cells carry a comment. What is said in it, and by whom, stays outside: nobody reads it out of a file. */
import type { Irregularity } from '../../core/sheet/sheet.js';
import { cellName } from '../cells/grid.js';
import { LIMITS } from '../cells/limits.js';
import type { Tab } from './library.js';
import type { Zip, ZipFault } from './zip.js';

const RELATION = /<(?:\w+:)?Relationship\s[^<>]*>/g;
const OF_COMMENTS = /\sType\s*=\s*["'][^"'<>]*\/(?:comments|threadedComment)["']/i;
const TARGET = /\sTarget\s*=\s*["']([^"'<>]+)["']/;
/** A comment of Excel's older kind (メモ) or of its newer one (ECMA-376 18.7.3, MS-XLSX 2.6.204). */
const COMMENT = /<(?:\w+:)?(?:comment|threadedComment)\s[^<>]*>/g;
const REFERENCE = /\sref\s*=\s*["']([A-Z]{1,3}[1-9]\d{0,6})["']/;

/** A part's name from what another part in `folder` calls it: ../comments1.xml. */
function partNamed(folder: string, target: string): string {
  const steps = target.startsWith('/') ? [] : folder.split('/');
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const COMMENTS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments';

/**
 * The parts by which the library knows which cells of the tab in part `name` carry a comment, made anew with nothing
 * else in them; none where no cell does.
 */
export function commentParts(zip: Zip, name: string): ReadonlyMap<string, string> | ZipFault {
  const cut = name.lastIndexOf('/');
  const [folder, file] = [name.slice(0, Math.max(0, cut)), name.slice(cut + 1)];
  const relationsName = partNamed(folder, `_rels/${file}.rels`);
  const cells = new Set<string>();
  const relations = textOf(zip, relationsName);
  if (relations.fault) return relations.fault;
  for (const [relation] of relations.text.matchAll(RELATION)) {
    const target = OF_COMMENTS.test(relation) ? TARGET.exec(relation)?.[1] : undefined;
    if (target === undefined) continue;
    const comments = textOf(zip, partNamed(folder, target));
    if (comments.fault) return comments.fault;
    for (const [comment] of comments.text.matchAll(COMMENT)) {
      const cell = REFERENCE.exec(comment)?.[1];
      if (cell) cells.add(cell);
      if (cells.size > LIMITS.cells) return 'too-many';
    }
  }
  if (cells.size === 0) return new Map();
  const list = [...cells].map((cell) => `<comment ref="${cell}" authorId="0"><text/></comment>`).join('');
  return new Map([
    [
      relationsName,
      `<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="rId1" Type="${COMMENTS}" Target="${file}.comments.xml"/></Relationships>`,
    ],
    [partNamed(folder, `${file}.comments.xml`), `<comments><commentList>${list}</commentList></comments>`],
  ]);
}

function textOf(zip: Zip, name: string): { readonly text: string; readonly fault?: ZipFault } {
  const entry = zip.entries.get(name);
  const bytes = entry === undefined ? new Uint8Array() : zip.unpack(entry);
  return typeof bytes === 'string' ? { text: '', fault: bytes } : { text: new TextDecoder().decode(bytes) };
}

/** Cells of a list; the others are counted. */
const NAMED = 10;

/** What a person is told of the comments in a tab. */
export function commentNote({ name, cells }: Tab, file: string): Irregularity[] {
  const at: (readonly [row: number, column: number])[] = [];
  for (const [place, { comment }] of cells ?? []) {
    if (comment) at.push(place.split(',').map(Number) as [number, number]);
  }
  if (at.length === 0) return [];
  const names = at.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([row, column]) => cellName(row, column));
  const shown = names.slice(0, NAMED);
  const more = names.length - shown.length;
  return [
    {
      id: 'F18',
      where: { file, tab: name },
      message: {
        ja: `コメント（メモ）の付いたセルがあります（${shown.join('・')}${more > 0 ? `ほか${more}か所` : ''}）。コメントは読みません。シートの内容なら、セルに書いてください。`,
        en: `Cells carry a comment (${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}). Comments are not read; what belongs to the sheet is to be written in its cells.`,
      },
    },
  ];
}
