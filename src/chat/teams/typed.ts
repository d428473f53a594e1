/**
 * Texts of messages back to what was typed. Teams puts a mention into the text as `<at>…</at>`, repeats a quoted
 * message before the answer to it, and gives signs as entities in some clients; what the person saw is in the HTML
 * attachment that comes along.
 */
import type { TeamsActivity } from './activity.js';

const MENTION = /<at(?:\s[^<>]*)?>([\s\S]*?)<\/at>/giu;
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
  const text = (activity.text ?? '').replace(/\r\n?/gu, '\n');
  if (activity.textFormat === 'xml') return trimmed(withoutBot(activity, textOfHtml(activity, text)));
  const plain = withoutBot(activity, text);
  const html = htmlOf(activity);
  if (html !== null && QUOTE.test(html))
    return trimmed(withoutBot(activity, textOfHtml(activity, html.replace(QUOTE, ''))));
  // Which of the two the client sent is told by what was seen.
  const decoded = decodeEntities(plain);
  const encoded = html !== null && squeezed(decoded) === squeezed(textOfHtml(activity, html));
  const typed = encoded ? decoded : plain.replace(/&nbsp;/gu, ' ');
  return plain === text ? typed : trimmed(typed);
}

/** The message that is quoted, when the person answered one by quoting it. */
const QUOTE = /<blockquote[^>]*itemtype="[^"]*\/Reply"[^>]*>[\s\S]*?<\/blockquote>/iu;

function htmlOf({ attachments }: TeamsActivity): string | null {
  const found = attachments?.find(({ contentType }) => contentType === 'text/html')?.content;
  return typeof found === 'string' ? found : null;
}

/** Takes the mention of the bot away; of another mention the name stays. */
function withoutBot({ recipient, entities }: TeamsActivity, text: string): string {
  const ours = (entities ?? []).flatMap((entity) =>
    entity.type === 'mention' && entity.text && entity.mentioned?.id === recipient?.id ? [entity.text] : [],
  );
  return ours
    .reduce((rest, mark) => rest.replaceAll(mark, ' '), text)
    .replace(MENTION, (_mark, name: string) => name);
}

function textOfHtml(activity: TeamsActivity, html: string): string {
  const bot = activity.recipient?.name ?? '';
  const text = html
    .replace(/[\r\n]+/gu, ' ')
    .replace(/<span[^>]*itemtype="[^"]*Mention"[^>]*>([\s\S]*?)<\/span>/giu, '<at>$1</at>')
    .replace(MENTION, (_mark, name: string) => (name === bot ? ' ' : name))
    .replace(/<br\s*\/?>|<\/(?:p|div|li|h[1-6])>(?=\s*\S)/giu, '\n')
    .replace(/<[^>]*>/gu, '');
  return decodeEntities(text);
}

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

/** Blanks beside a mention or a quote are the client's, not the person's. */
function trimmed(text: string): string {
  return text.replace(/^[\s\u3000]+|[\s\u3000]+$/gu, '');
}
