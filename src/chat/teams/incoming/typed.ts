/**
 * Texts of messages back to what was typed. Teams puts a mention into the text as `<at>…</at>`, repeats a quoted
 * message before the answer to it, and gives signs as entities in some clients; what the person saw is in the HTML
 * attachment that comes along.
 */
import { sameLineEnds } from '../../../core/text/text.js';
import type { TeamsActivity } from '../activity.js';

const MENTION = /<at(?:\s[^<>]*)?>([^<>]*)<\/at>/giu;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The text of a message as the person typed it, without the mention of the bot; '' for none. */
export function typedText(activity: TeamsActivity): string {
  const text = sameLineEnds(activity.text ?? '');
  if (activity.textFormat === 'xml') return withoutBot(activity, textOfHtml(activity, text)).trim();
  const plain = withoutBot(activity, text);
  const html = htmlOf(activity);
  const answer = html === null ? null : withoutQuotes(html);
  if (answer?.quoted) return withoutBot(activity, textOfHtml(activity, answer.rest)).trim();
  // Which of the two the client sent is told by what was seen.
  const decoded = decodeEntities(plain);
  const encoded = html !== null && squeezed(decoded) === squeezed(textOfHtml(activity, html));
  const typed = encoded ? decoded : plain.replace(/&nbsp;/gu, ' ');
  // Blanks beside a mention or a quote are the client's, not the person's.
  return plain === text ? typed : typed.trim();
}

/** A tag. Signs typed by a person are entities in HTML, so one that is not closed before the next begins is none. */
const TAG = /(<[^<>]*>)/u;
const QUOTE = /^<blockquote\s[^<>]*itemtype=["'][^"'<>]*\/Reply["']/iu;

/**
 * The HTML without the messages that are quoted in it, one within the other or one after the other, with who wrote them.
 * `quoted`: there is one, and it ends.
 */
function withoutQuotes(html: string): { readonly rest: string; readonly quoted: boolean } {
  let [depth, quotes] = [0, 0];
  const rest = html.split(TAG).filter((part) => {
    const isOutside = depth === 0;
    if (isOutside ? QUOTE.test(part) : /^<blockquote[\s>]/iu.test(part)) depth += 1;
    else if (!isOutside && /^<\/blockquote>$/iu.test(part)) {
      depth -= 1;
      quotes += 1;
    }
    return isOutside && depth === 0;
  });
  return { rest: rest.join(''), quoted: quotes > 0 && depth === 0 };
}

function htmlOf({ attachments }: TeamsActivity): string | null {
  const found = attachments?.find(({ contentType }) => contentType === 'text/html')?.content;
  return typeof found === 'string' ? found : null;
}

/** Ways in which one message calls the bot; a client has one. */
const CALLS_MAX = 8;

/** Takes the mention of the bot away; of another mention the name stays. */
function withoutBot({ recipient, entities }: TeamsActivity, text: string): string {
  const ours = (entities ?? []).flatMap((entity) =>
    entity.type === 'mention' && entity.text && entity.mentioned?.id === recipient?.id ? [entity.text] : [],
  );
  return [...new Set(ours)]
    .slice(0, CALLS_MAX)
    .reduce((rest, mark) => rest.replaceAll(mark, ' '), text)
    .replace(MENTION, (_mark, name: string) => name);
}

/** A message that is handed over, as it was seen, without what it quotes; whom it calls by name is left out. */
export function textOfMessage(activity: TeamsActivity, content: string, isHtml: boolean): string {
  if (!isHtml) return sameLineEnds(content).trim();
  const { rest } = withoutQuotes(sameLineEnds(content));
  return textOfHtml(activity, withoutNames(rest)).trim();
}

/** A mark in the place of everybody who is called, however their names are set. */
function withoutNames(html: string): string {
  let [within, depth] = ['', 0];
  const parts = html.split(TAG).map((part) => {
    if (within === '') {
      const [, at, span] = MENTIONED.exec(part) ?? [];
      within = (at ?? span ?? '').toLowerCase();
      depth = 1;
      return within === '' ? part : '@…';
    }
    const tag = part.toLowerCase();
    if (tag === `</${within}>`) depth -= 1;
    else if (tag.startsWith(`<${within} `) || tag === `<${within}>`) depth += 1;
    if (depth === 0) within = '';
    return '';
  });
  return parts.join('');
}

function textOfHtml(activity: TeamsActivity, html: string): string {
  const bot = activity.recipient?.name ?? '';
  // A tag stands at every odd place, a text at every even one.
  const parts = html.replace(/[\r\n]+/gu, ' ').split(TAG);
  const last = parts.findLastIndex((part) => part.trim() !== '');
  const said = parts.map((part, at) => {
    if (at % 2 === 0) return MENTIONED.test(parts[at - 1] ?? '') && part === bot ? ' ' : part;
    return /^<br\s*\/?>$/iu.test(part) || (BLOCK_END.test(part) && at < last) ? '\n' : '';
  });
  return decodeEntities(said.join(''));
}

/** What begins a mention, whose name stands behind it, in the clients of today and of before. */
const MENTIONED = /^<(?:(at)[\s>]|(span)\s[^<>]*itemtype=["'][^"'<>]*Mention["'])/iu;
const BLOCK_END = /^<\/(?:p|div|li|h[1-6])>$/iu;

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/giu, (all, dec, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? all;
    const code = dec === undefined ? Number.parseInt(hex, 16) : Number(dec);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

function squeezed(text: string): string {
  return text.replace(/\s+/gu, '');
}
