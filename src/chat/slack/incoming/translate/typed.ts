/**
 * Texts of messages back to what was typed. Slack sends `&`, `<` and `>` as entities, so every bare `<…>` is a mark of
 * its own: a link it made of a typed address, a mention, a channel (docs.slack.dev/messaging/formatting-message-text).
 */
import { unescapeEntities } from '../../../render/escape.js';

const MARK = /<([^<>|]*)(?:\|([^<>]*))?>/gu;

/** The text of a message or slash command as the person typed it. A mention keeps its mark: the name is not in it. */
export function asTyped(text: string): string {
  return unescapeEntities(
    text.replace(MARK, (mark: string, target: string, label: string | undefined) => {
      if (target.startsWith('@')) return label ? `@${label}` : mark;
      if (target.startsWith('#')) return label ? `#${label}` : mark;
      if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
      return label ?? target.replace(/^(?:mailto|tel):/u, '');
    }),
  );
}

/** A message to the bot without the mention of it. */
export function withoutMention(text: string, bot: string | null): string {
  const mention =
    bot === null ? /^\s*<@[UW][A-Za-z0-9]*(?:\|[^<>]*)?>/u : new RegExp(`<@${bot}(?:\\|[^<>]*)?>`, 'gu');
  return text.replace(mention, ' ').trim();
}
