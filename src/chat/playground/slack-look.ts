/** Block Kit drawn as HTML on the server; the page makes the buttons and inputs work. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
// The module form: the other one, which is the package's main, requires ES modules, which jest cannot.
import { type Block, Message } from 'slack-blocks-to-jsx/dist/index.mjs';
import { escapeEntities, unescapeEntities } from '../render/escape.js';
import type { Json } from '../render/render.js';

/** Block Kit, and each block as HTML; '' for what is filled in. */
export type SlackLook = { readonly blocks: readonly Json[]; readonly html: readonly string[] };

/** The library wants the address of a picture to draw at all; with `withoutWrapper` it is not shown. */
const NO_LOGO = 'data:,';

/**
 * Draws blocks one by one, so that the page knows which element belongs to which block. What is filled in the page makes
 * itself: the library would only paint it, its choices named alike in every form.
 */
export function slackLook(blocks: readonly Json[]): SlackLook {
  return { blocks, html: blocks.map((block) => (block.type === 'input' ? '' : drawn(block))) };
}

/**
 * The library formats `plain_text` like `mrkdwn`, which Slack does not do: 「3*4*5」 would lose its stars. So a word
 * that means nothing stands for each such text while it draws, and the text itself is put in afterwards. That makes
 * most blocks of one kind alike, and since drawing one takes about 20 ms what was drawn is kept.
 */
function drawn(block: Json): string {
  const texts: string[] = [];
  const plain = withWords(block, texts) as Block;
  const key = JSON.stringify(plain);
  const html = kept.get(key) ?? draw(plain);
  kept.delete(key);
  kept.set(key, html);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  return html.replace(/marutext(\d+)x/gu, (_word, place: string) => htmlText(texts[Number(place)] ?? ''));
}

/** Blocks as drawn, the one used last at the end. */
const kept = new Map<string, string>();
const KEPT_MAX = 500;

function draw(block: Block): string {
  return renderToStaticMarkup(
    createElement(Message, {
      blocks: [block],
      logo: NO_LOGO,
      name: 'Maru',
      withoutWrapper: true,
      theme: 'light',
    }),
  )
    .replaceAll(' id="slack_blocks_to_jsx"', '')
    .replaceAll(FOLDER, FOLDER.replace('>', ' aria-hidden="true" tabindex="-1">'));
}

/** What folds a picture in Slack: drawn by the library without a name, and of no use on this page. */
const FOLDER = '<button type="button" class="w-[15px] h-[15px]">';

/** A block without what makes it its own: its texts are put aside, and what buttons carry is no matter of drawing. */
function withWords(value: unknown, texts: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withWords(item, texts));
  if (typeof value !== 'object' || value === null) return value;
  const word = (text: unknown) => `marutext${texts.push(String(text)) - 1}x`;
  const type = 'type' in value ? value.type : undefined;
  // A cell of a table is typed as it is shown.
  if (type === 'raw_text' && 'text' in value) return { type, text: word(escapeEntities(String(value.text))) };
  const plain = type === 'plain_text';
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (key === 'block_id' || key === 'action_id' || key === 'value') return [];
      if ((plain && key === 'text') || key === 'accessibility_label') return [[key, word(item)]];
      return [[key, withWords(item, texts)]];
    }),
  );
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function htmlText(text: string): string {
  return unescapeEntities(text).replace(/[&<>"]/gu, (character) => HTML[character]!);
}
