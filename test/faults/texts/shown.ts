/** What stands in a rendered card as people see it, and what in it is alive: read by a Markdown reader that is not ours. */
import { micromark } from 'micromark';
import { gfmStrikethrough, gfmStrikethroughHtml } from 'micromark-extension-gfm-strikethrough';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { walk } from '../../support/adaptive-card.js';

export type Shown = {
  /** every text, as it is seen */
  readonly texts: readonly string[];
  /** what is more than text */
  readonly alive: readonly string[];
};

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const decoded = (html: string) =>
  html.replace(/&(amp|lt|gt|quot);/gu, (_all, name: string) => NAMED[name] ?? '');

/** Texts that Slack's clients show as they are once its three entities are decoded. */
export function shownInSlack(message: unknown): Shown {
  const texts: string[] = [];
  const alive: string[] = [];
  const check = (text: string) => {
    if (/[<>]|&(?!(?:amp|lt|gt);)/u.test(text)) alive.push(`unescaped: ${text.slice(0, 200)}`);
  };
  // Read out in notifications, a shortened copy of what the blocks show.
  const { text } = message as { text?: string };
  if (text !== undefined) check(text);
  walk(message, (element) => {
    // Bold words of the program, without any sign of a text: they are known to be ours.
    if (element.type === 'mrkdwn' && !/^\*[^*<>`~_]+\*$/u.test(String(element.text)))
      alive.push(`markup: ${JSON.stringify(element).slice(0, 200)}`);
    if (element.type === 'plain_text') {
      if (element.emoji !== false) alive.push('emoji signs are replaced');
      check(String(element.text));
      texts.push(decoded(String(element.text)));
    }
    // What stands in an input is no markup and comes back as it is.
    if (typeof element.initial_value === 'string') texts.push(element.initial_value);
  });
  return { texts, alive };
}

/** Texts of an Adaptive Card: Markdown in TextBlocks and facts, as they are everywhere else. */
export function shownInTeams(card: unknown): Shown {
  const texts: string[] = [];
  const alive: string[] = [];
  const markdown = (text: string) => {
    if (/\{\{(?:DATE|TIME)\(/u.test(text)) alive.push(`a date to be replaced: ${text.slice(0, 200)}`);
    const html = micromark(text, {
      extensions: [gfmStrikethrough(), gfmTable()],
      htmlExtensions: [gfmStrikethroughHtml(), gfmTableHtml()],
    });
    const rest = html.replace(/<\/?p>/gu, '');
    if (/[<>]/u.test(rest)) alive.push(`${JSON.stringify(text.slice(0, 200))} becomes ${rest.slice(0, 300)}`);
    texts.push(decoded(rest));
  };
  walk(card, (element) => {
    if (element.type === 'TextBlock') markdown(String(element.text));
    for (const fact of (element.facts ?? []) as { title: string; value: string }[]) {
      markdown(fact.title);
      markdown(fact.value);
    }
    if (element.entities !== undefined) alive.push('a mention');
    for (const key of ['label', 'placeholder', 'value', 'title', 'tooltip', 'errorMessage'])
      if (typeof element[key] === 'string' && !('facts' in element)) texts.push(element[key]);
  });
  return { texts, alive };
}
