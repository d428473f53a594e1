/**
 * What a file that is handed over is, told by how it begins: what it is called, and what its sender says it is, are not
 * believed. Of a zip alone that is not enough: whether it is a workbook is looked up in it (`workbook/evidence.ts`).
 */
export const EVIDENCE_KINDS = ['xlsx', 'pdf', 'png', 'jpeg', 'webp', 'heic'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** So many bytes from the start of a file tell its kind. */
export const HEAD_BYTES = 16;

const ascii = (text: string): readonly number[] => [...text].map((sign) => sign.charCodeAt(0));
const PDF = ascii('%PDF-');
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const RIFF = ascii('RIFF');
const WEBP = ascii('WEBP');
const FTYP = ascii('ftyp');
/** Its length stands before it, and is less than 256 bytes: a text that has the word there is none. */
const FTYP_SIZE = [0, 0, 0];
/** ISO/IEC 23008-12: what pictures of telephones name themselves. */
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'mif1'].map(ascii);

const holds = (head: Uint8Array, at: number, signature: readonly number[]): boolean =>
  signature.every((byte, index) => head[at + index] === byte);

/** The kind of a file that begins with these bytes; null for whatever is no evidence. */
export function kindOf(head: Uint8Array): EvidenceKind | null {
  if (holds(head, 0, PDF)) return 'pdf';
  if (holds(head, 0, PNG)) return 'png';
  if (holds(head, 0, JPEG)) return 'jpeg';
  if (holds(head, 0, RIFF) && holds(head, 8, WEBP)) return 'webp';
  if (holds(head, 0, FTYP_SIZE) && holds(head, 4, FTYP) && HEIC_BRANDS.some((brand) => holds(head, 8, brand)))
    return 'heic';
  return holds(head, 0, ZIP) ? 'xlsx' : null;
}

/** Endings that a file of a kind may have; the first is given where its name has none of them. */
export const ENDINGS: Readonly<Record<EvidenceKind, readonly string[]>> = {
  xlsx: ['xlsx'],
  pdf: ['pdf'],
  png: ['png'],
  jpeg: ['jpg', 'jpeg'],
  webp: ['webp'],
  heic: ['heic'],
};
