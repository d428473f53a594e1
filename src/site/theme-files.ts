/** The folder in which an organisation says how its pages look: theme.json, and if it likes style.css and a logo. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_THEME, reachesOut, readTheme, type Theme } from '../core/site/theme.js';
import { fileFault } from '../core/text/file-faults.js';

export type ThemeFiles = {
  readonly theme: Theme;
  /** that lie beside the start page */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
};

export const NO_THEME: ThemeFiles = { theme: DEFAULT_THEME, files: [] };

const TEXTS = 'theme.json';
const STYLE = 'style.css';
const LOGOS = ['logo.svg', 'logo.png', 'logo.jpg'];
/** Bytes of a logo: it is fetched with every page. */
const LOGO_MAX = 200_000;
/** Bytes of the two other files. */
const TEXT_MAX = 100_000;

/** The first bytes of each kind of picture; an .svg is text. */
const BEGINS: Readonly<Record<string, readonly number[]>> = {
  'logo.png': [0x89, 0x50, 0x4e, 0x47],
  'logo.jpg': [0xff, 0xd8, 0xff],
};

/** The theme in a folder, or every mistake in it in a sentence. */
export async function readThemeFiles(
  folder: string,
): Promise<
  | { readonly kind: 'read'; readonly files: ThemeFiles }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
> {
  const refused = (...problems: string[]) => ({ kind: 'refused', problems }) as const;
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  } catch (fault) {
    return refused(fileFault(folder, 'read', fault));
  }
  const unknown = names.filter((name) => ![TEXTS, STYLE, ...LOGOS].includes(name));
  const logos = names.filter((name) => LOGOS.includes(name));
  const problems = [
    ...unknown.map(
      (name) => `${name}: 使わないファイルです。置けるのは ${[TEXTS, STYLE, ...LOGOS].join('、')} です。`,
    ),
    ...(names.includes(TEXTS) ? [] : [`${TEXTS}: ありません。サイトの名前などを書くファイルです。`]),
    ...(logos.length > 1 ? [`${logos.join('、')}: ロゴは一つだけ置いてください。`] : []),
  ];
  if (problems.length > 0) return refused(...problems);
  const bytes = new Map<string, Uint8Array>();
  for (const name of names) {
    const most = LOGOS.includes(name) ? LOGO_MAX : TEXT_MAX;
    try {
      const content = await readFile(join(folder, name));
      if (content.length > most)
        problems.push(
          `${name}: ${most / 1000} KB までです（${Math.ceil(content.length / 1000)} KB あります）。`,
        );
      bytes.set(name, content);
    } catch (fault) {
      problems.push(fileFault(join(folder, name), 'read', fault));
    }
  }
  if (problems.length > 0) return refused(...problems);
  const text = (name: string) => textOf(bytes.get(name));
  const json = parsed(text(TEXTS));
  const read = json === undefined ? { problems: ['JSON として読み取れません。'] } : readTheme(json);
  if ('problems' in read) problems.push(...read.problems.map((one) => `${TEXTS}: ${one}`));
  const css = bytes.has(STYLE) ? text(STYLE) : '';
  if (css === null) problems.push(`${STYLE}: UTF-8 の文字として読み取れません。`);
  const reaches = css === null ? null : reachesOut(css);
  if (reaches !== null)
    problems.push(
      `${STYLE}: 「${reaches.replace(/\s+/gu, ' ')}」は使えません。ページはほかの場所から何も読み込みません（url() は data: だけです）。`,
    );
  const [logo] = logos;
  if (logo !== undefined) problems.push(...logoProblems(logo, bytes.get(logo)!));
  if (problems.length > 0 || 'problems' in read || css === null) return refused(...problems);
  const files = logo === undefined ? [] : [{ path: logo, bytes: bytes.get(logo)! }];
  return { kind: 'read', files: { theme: { ...read.theme, css, logo: logo ?? null }, files } };
}

function textOf(bytes: Uint8Array | undefined): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Said by whoever asked.
    return null;
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // Said by whoever asked.
    return undefined;
  }
}

function logoProblems(name: string, bytes: Uint8Array): string[] {
  const begins = BEGINS[name];
  if (begins)
    return begins.every((byte, at) => bytes[at] === byte) ? [] : [`${name}: 画像として読み取れません。`];
  const text = textOf(bytes)?.toLowerCase() ?? '';
  if (!text.includes('<svg')) return [`${name}: SVG の画像として読み取れません。`];
  // Opened by itself it would run and fetch.
  const wrong = [
    '<script',
    '<foreignobject',
    'javascript:',
    '<!entity',
    'href="http',
    "href='http",
    '@import',
    ' onload',
  ].filter((one) => text.includes(one));
  return wrong.map((one) => `${name}: 「${one.trim()}」を含む SVG は使えません。`);
}
