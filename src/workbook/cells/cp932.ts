/** CP932, the encoding of Japanese Windows: what Excel takes a .csv for that has no byte order mark. */
import iconv from 'iconv-lite';

/** Stands where a character was that CP932 lacks. */
const GETA = '〓';

/**
 * Characters that CP932 lacks and for which it has the same sign under another number (Unicode's and Microsoft's
 * tables differ on them): the sign is kept, and reported all the same.
 */
const SAME_SIGN: Readonly<Record<string, string>> = {
  '\u301c': '\uff5e',
  '\u2212': '\uff0d',
  '\u2016': '\u2225',
  '\u2014': '\u2015',
  '\u00a2': '\uffe0',
  '\u00a3': '\uffe1',
  '\u00ac': '\uffe2',
};

const known = new Map<string, boolean>();

function inCp932(character: string): boolean {
  const before = known.get(character);
  if (before !== undefined) return before;
  const there = iconv.decode(iconv.encode(character, 'cp932'), 'cp932') === character;
  known.set(character, there);
  return there;
}

/** The text with nothing but characters of CP932, and each character that had to be replaced. */
export function fitCp932(text: string): { text: string; replaced: string[] } {
  const replaced: string[] = [];
  let out = '';
  for (const character of text) {
    if (inCp932(character)) out += character;
    else {
      replaced.push(character);
      out += SAME_SIGN[character] ?? GETA;
    }
  }
  return { text: out, replaced };
}

/** Bytes of a text that `fitCp932` has passed. */
export function encodeCp932(text: string): Uint8Array {
  return iconv.encode(text, 'cp932');
}

/** A text file's text: UTF-8 with or without byte order mark, UTF-16 with one, else CP932; null when it is none. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(Buffer.from(bytes), 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(Buffer.from(bytes), 'utf-16be');
  // text has no NUL byte in any of the encodings below
  if (bytes.subarray(0, 65_536).includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = iconv.decode(Buffer.from(bytes), 'cp932');
    return text.includes('\ufffd') ? null : text;
  }
}
