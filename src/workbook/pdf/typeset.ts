/** One document after another made a PDF: in the process that `typesetter.ts` starts, for a fault in here ends it. */
/// <reference path="../../picture/opentype.d.ts" />
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import opentype from 'opentype.js';
import { fromRoot } from '../../package/root.js';
import type { Replaced } from '../form/official-sheet.js';
import { loadTypesetter } from './installed.js';
import type { PaperDocument } from './paper.js';
import { type Has, setSigns } from './signs.js';
import { TEMPLATE } from './template.js';

/** BIZ UDPゴシック: made for reading small and from afar; SIL Open Font License 1.1, beside it in the package. */
const FONTS = ['400Regular/BIZUDPGothic_400Regular.ttf', '700Bold/BIZUDPGothic_700Bold.ttf'].map((file) =>
  fromRoot(`node_modules/@expo-google-fonts/biz-udpgothic/${file}`),
);

/** PDF/UA-1 (ISO 14289-1): the typesetter gives no file that it finds to break it. */
const STANDARD = 'ua-1';

/** Documents after which what it remembers of one is let go. */
const REMEMBERED = 5;

export type Typeset =
  | { readonly kind: 'made'; readonly bytes: Uint8Array; readonly replaced: readonly Replaced[] }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'missing' };

export type Typesetter = (document: PaperDocument) => Typeset;

/** A typesetter with the fonts read, which takes half a second; null where it is not installed. */
export function openTypesetter(): Typesetter | null {
  const typst = loadTypesetter();
  if (typst === null) return null;
  // It reads files below its folder, and is given one with nothing in it.
  const workspace = mkdtempSync(join(tmpdir(), 'maru-pdf-'));
  const fontBlobs = FONTS.map((font) => readFileSync(font));
  const compiler = typst.NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs }] });
  rmSync(workspace, { recursive: true });
  const has = signsOf(fontBlobs);
  return (given) => {
    const { document, replaced } = setSigns(given, has);
    try {
      const compiled = compiler.compile({
        mainFileContent: TEMPLATE,
        inputs: { data: JSON.stringify(document) },
      });
      // A text without its font is left out with a warning, so a warning is none the less a fault.
      const told = compiled.takeError() ?? compiled.takeWarnings();
      if (told || compiled.result === null)
        return { kind: 'failed', reason: JSON.stringify(told?.shortDiagnostics ?? null) };
      const creationTimestamp = Math.floor(Date.parse(given.at) / 1_000);
      const bytes = compiler.pdf(compiled.result, { pdfStandard: STANDARD, creationTimestamp });
      return { kind: 'made', bytes: new Uint8Array(bytes), replaced };
    } catch (fault) {
      return { kind: 'failed', reason: fault instanceof Error ? fault.message : String(fault) };
    } finally {
      compiler.evictCache(REMEMBERED);
    }
  };
}

/** Signs that every one of the fonts has. */
function signsOf(files: readonly Buffer[]): Has {
  const fonts = files.map((file) => opentype.parse(new Uint8Array(file).buffer));
  const known = new Map<string, boolean>();
  return (character) => {
    const found = known.get(character);
    if (found !== undefined) return found;
    const has = fonts.every((font) => font.charToGlyph(character).index !== 0);
    known.set(character, has);
    return has;
  };
}
