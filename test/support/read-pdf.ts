/** PDFs as poppler reads them: structure with its attributes, text by page, what they say about themselves. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/services/command.js';
import { debianProgram } from './debian-program.js';

/** An element of the structure tree. `text`: its own and that of everything in it, in the order in which it is read out. */
export type Element = {
  readonly role: string;
  readonly id: string | null;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  readonly text: string;
};

export type ReadPdf = {
  /** as `pdfinfo` prints it: Title, Keywords, Tagged, Pages … */
  readonly about: ReadonlyMap<string, string>;
  /** the text of each page in the order in which it is drawn */
  readonly pages: readonly string[];
  readonly fonts: string;
};

async function tool(name: string): Promise<string> {
  const found = await debianProgram({
    name,
    debianPackage: 'poppler-utils',
    program: `usr/bin/${name}`,
    asks: '-v',
  });
  if ('missing' in found) throw new Error(`poppler is missing and could not be fetched: ${found.missing}`);
  return found.path;
}

async function saidOf(bytes: Uint8Array, commands: readonly (readonly [name: string, ...words: string[]])[]) {
  const folder = await mkdtemp(join(tmpdir(), 'maru-pdf-'));
  try {
    const file = join(folder, 'read.pdf');
    await writeFile(file, bytes);
    const said: string[] = [];
    for (const [name, ...words] of commands) {
      const { code, output } = await run(await tool(name), [
        ...words,
        file,
        ...(name === 'pdftotext' ? ['-'] : []),
      ]);
      if (code !== 0) throw new Error(`${name} cannot read it`);
      said.push(output);
    }
    return said;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const commands = [['pdfinfo'], ['pdftotext', '-raw'], ['pdffonts']] as const;
  const [about = '', text = '', fonts = ''] = await saidOf(bytes, commands);
  const lines = about.split('\n').map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1).trim()] as const;
  });
  return { about: new Map(lines), pages: text.split('\f').slice(0, -1), fonts };
}

/** How far to the right and below each word stands, in points. */
export async function wordsOf(
  bytes: Uint8Array,
): Promise<{ readonly right: number; readonly bottom: number }[]> {
  const [said = ''] = await saidOf(bytes, [['pdftotext', '-bbox']]);
  return [...said.matchAll(/xMax="([\d.]+)" yMax="([\d.]+)"/gu)].map(([, right, bottom]) => ({
    right: Number(right),
    bottom: Number(bottom),
  }));
}

/** The tree of a PDF's structure. Takes seconds a page: poppler draws the page for every text in it. */
export async function structureOf(bytes: Uint8Array): Promise<Element> {
  const [said = ''] = await saidOf(bytes, [['pdfinfo', '-struct-text']]);
  return treeOf(said);
}

type Growing = { -readonly [K in keyof Element]: Element[K] } & {
  children: Growing[];
  attributes: Map<string, string>;
};

const ROLE = /^(Document|Div|P|H[1-6]|Span|Table|THead|TBody|TR|TH|TD|L|LI|Lbl|LBody)\b(?: <([^>]*)>)?/;

/** Two blanks a step: `Role <id> "title" (kind)`, `/Attribute value` three deeper, and texts in quotes. Titles come as their bytes,
 * of which some end a line: what follows is no element. */
function treeOf(printed: string): Element {
  const top: Growing = { role: '', id: null, attributes: new Map(), children: [], text: '' };
  const open: { depth: number; element: Growing }[] = [{ depth: -1, element: top }];
  for (const line of printed.split('\n')) {
    const depth = line.search(/\S/);
    if (depth < 0) continue;
    const said = line.slice(depth);
    if (said.startsWith('"')) {
      while (open.at(-1)!.depth >= depth) open.pop();
      for (const { element } of open) element.text += said.slice(1, -1);
    } else if (said.startsWith('/')) {
      const [name = '', ...value] = said.slice(1).split(' ');
      open.at(-1)!.element.attributes.set(name, value.join(' '));
    } else {
      const found = ROLE.exec(said);
      if (!found || (depth === 0 && open.length > 1)) continue;
      while (open.at(-1)!.depth >= depth) open.pop();
      const [, role = '', id = null] = found;
      const element: Growing = { role, id, attributes: new Map(), children: [], text: '' };
      open.at(-1)!.element.children.push(element);
      open.push({ depth, element });
    }
  }
  return top.children[0]!;
}

/** All elements of a role below one, in the order of reading. */
export function elementsOf(tree: Element, role: string): Element[] {
  return tree.children.flatMap((one) => [...(one.role === role ? [one] : []), ...elementsOf(one, role)]);
}

/** The rows of a table with each cell in every place that it spans. */
export function gridOf(table: Element): Element[][] {
  const grid: Element[][] = [];
  elementsOf(table, 'TR').forEach((row, at) => {
    let column = 0;
    for (const cell of row.children) {
      grid[at] ??= [];
      while (grid[at][column]) column += 1;
      const span = (name: string) => Number(cell.attributes.get(name) ?? 1);
      for (let r = at; r < at + span('RowSpan'); r += 1)
        for (let c = column; c < column + span('ColSpan'); c += 1) {
          grid[r] ??= [];
          if (grid[r]![c]) throw new Error(`two cells in row ${r}, column ${c}`);
          grid[r]![c] = cell;
        }
    }
  });
  return grid;
}
