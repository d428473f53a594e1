/** What evidence is called: the name its sender gave it, without anything that could mislead a person or a program. */
import { nfc } from '../text/normal-form.js';
import { ENDINGS, type EvidenceKind } from './kind.js';

/** Longest name with its ending, in code points: shown in cards and used as a file's. */
const NAME_MAX = 80;
/** What file systems and addresses take for something else. */
const RESERVED = '\\/:*?"<>|';
/** Devices of Windows, whatever their ending. */
const DEVICES = [
  ...['con', 'prn', 'aux', 'nul'],
  ...['com', 'lpt'].flatMap((port) => [...'123456789'].map((no) => `${port}${no}`)),
];
/** Signs that control, or turn the direction of writing around: an ending is read from behind with them. */
const UNSEEN = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]$/u;

/** One line without what is not seen. */
function plain(given: string): string {
  const signs = [...nfc(given)].map((sign) => (UNSEEN.test(sign) || RESERVED.includes(sign) ? ' ' : sign));
  return signs
    .join('')
    .split(' ')
    .filter((word) => word.trim() !== '')
    .join(' ')
    .trim();
}

/** Longest name with its path that is looked at, in UTF-16 units: shares end paths at 400, and disks names at 255. */
const GIVEN_MAX = 1_000;

/** The last part of a path, whichever way it is written. */
const lastPart = (given: string): string =>
  given
    .slice(-GIVEN_MAX)
    .split(/[\\/]/u)
    .findLast((part) => part.trim() !== '') ?? '';

/** A name alone, of what is not here as a file: as its sender gave it, without what misleads. */
export const shownName = (given: string): string =>
  [...(plain(lastPart(given)) || 'file')].slice(-NAME_MAX).join('');

/** A name for a file of this kind, always with an ending of the kind: 「写真.exe」 of a picture is 「写真.exe.jpg」. */
export function evidenceName(given: string, kind: EvidenceKind): string {
  let name = plain(lastPart(given));
  while (name.startsWith('.')) name = name.slice(1).trim();
  const dot = name.lastIndexOf('.');
  const ending = dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
  const [usual = kind] = ENDINGS[kind];
  const isOwn = ENDINGS[kind].includes(ending);
  let stem = isOwn ? name.slice(0, dot) : name;
  while (stem.endsWith('.') || stem.endsWith(' ')) stem = stem.slice(0, -1);
  if (stem === '') stem = 'file';
  if (DEVICES.includes(stem.toLowerCase().split('.')[0]!)) stem = `_${stem}`;
  const own = `.${isOwn ? ending : usual}`;
  return [...stem].slice(0, NAME_MAX - own.length).join('') + own;
}

/** Longest address kept, in UTF-16 units. */
const LINK_MAX = 2_000;

/**
 * An address that may stand as evidence, as it is kept: https, with a host and without user or password, which would show
 * another place than it leads to. Null for anything else.
 */
export function linkOf(said: string): string | null {
  const text = said.trim();
  if (text.length > LINK_MAX || !URL.canParse(text)) return null;
  const { protocol, hostname, username, password, href } = new URL(text);
  if (protocol !== 'https:' || !hostname.includes('.') || username !== '' || password !== '') return null;
  return href.length > LINK_MAX ? null : href;
}

/** What a link is called in a list: its host, and the last part of its path. */
export function linkName(link: string): string {
  const { hostname, pathname } = new URL(link);
  const last = pathname.split('/').findLast((part) => part !== '') ?? '';
  let readable = last;
  try {
    readable = decodeURIComponent(last);
  } catch {
    // Not written as the web does: then as it stands.
  }
  const name = plain(readable);
  return [...(name === '' ? hostname : `${hostname} ${name}`)].slice(0, NAME_MAX).join('');
}
