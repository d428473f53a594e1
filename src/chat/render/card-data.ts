/**
 * What the templates are filled with: a card's view with every text shortened to the platform's limits and escaped for
 * the place it stands in, and with lists in the form the platform wants. Nothing in it is null.
 */
import { decodeAction, FORM_OPENERS } from '../../core/cards/action.js';
import type { Button, Card, Field } from '../../core/cards/card.js';
import { fallbackText } from '../../core/cards/fallback.js';
import { shorten } from '../../core/text/shorten.js';
import { entitySize, escapeEntities, escapeMarkdown, markdownSize } from './escape.js';
import { LIMITS } from './limits.js';
import { cutMark, LONG_TEXT, slackTextLimits } from './text-limits.js';
import { paragraphsOf } from './text-runs.js';

/** A JSON value as templates take it. */
type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };
type Fields = { readonly [key: string]: Data };

/** How one platform takes the texts, buttons, inputs and lists of a view. */
type Sink = {
  readonly text: (text: string, key: string) => string;
  readonly button: (button: Button) => Fields;
  readonly buttons: (buttons: readonly Fields[]) => Data;
  readonly field: (field: Field) => Fields;
  /** a text in pieces, of which some were removed and some added; '' where the platform shows it as one */
  readonly runs: (runs: readonly Run[]) => Data;
  /** what else stands beside a list of texts, or of label and value */
  readonly lines: (key: string, lines: readonly string[]) => Fields;
};

type Run = Extract<Card, { name: 'approval' }>['view']['changes'][number]['runs'][number];

const BUTTON_LISTS = new Set(['buttons', 'send', 'choices', 'edits', 'policyEdits']);

/**
 * `cap`: longest text of a person, in escaped UTF-16 units; lowered step by step when a card would be too large.
 * `fallback`: the whole card as text.
 */
export function slackData(
  card: Card,
  cap: number,
  tables = false,
  fallback = fallbackText(card, false),
): Fields {
  const limits = LIMITS.slack;
  const cut = (text: string, limit: number, ending = '…') =>
    escapeEntities(shorten(text, limit, ending, entitySize));
  const ending = cutMark(card, '');
  const ownLimits = slackTextLimits(card.name);
  const textLimit = (key: string) => Math.min(cap, ownLimits[key] ?? LONG_TEXT);
  const used = new Map<string, number>();
  const unique = (id: string) => {
    const count = (used.get(id) ?? 0) + 1;
    used.set(id, count);
    return count === 1 ? `maru:${id}` : `maru:${id}:${count}`;
  };
  const sink: Sink = {
    text: (text, key) =>
      cut(text, textLimit(key), key === 'title' || key === 'heading' ? '…' : cutMark(card, key)),
    button: ({ id, title, label, style, action }) => ({
      id: unique(id),
      title: cut(title, limits.buttonText),
      label: shorten(label, limits.buttonLabel),
      style: style === 'default' ? '' : style,
      action,
    }),
    buttons: (buttons) => chunks(buttons, limits.actionsElements).map((elements) => ({ elements })),
    field: (field) => {
      const choice = field.choices.length > 0;
      const chosen = field.choices.find(({ value }) => value === field.value);
      const option = ({ title, value }: Field['choices'][number]) => ({
        title: cut(title, limits.optionText),
        value,
      });
      return {
        id: field.id,
        label: cut(field.label, limits.inputLabel),
        hint: cut(field.hint, Math.min(cap, limits.inputHint)),
        problem: cut(field.problem, textLimit('problem'), ending),
        optional: !field.required,
        type: !choice
          ? 'plain_text_input'
          : field.choices.length > limits.radioOptions
            ? 'static_select'
            : 'radio_buttons',
        multiline: choice ? '' : field.multiline,
        maxLength: choice ? '' : Math.min(field.maxLength, limits.inputMaxLength),
        // what stands in an input is no text object: it is shown as it is and comes back as it is
        value: choice ? '' : field.value,
        // the same for places where it is a text object
        shown:
          field.value === ''
            ? ''
            : cut(`${field.label}${colonOf(card)}${field.value}`, Math.min(cap, LONG_TEXT), ending),
        placeholder: choice ? '' : cut(field.placeholder, limits.placeholder),
        choices: field.choices.slice(0, limits.selectOptions).map(option),
        chosen: chosen ? option(chosen) : { title: '', value: '' },
      };
    },
    // A rich_text block could strike through, but a message that has one may not be edited into one without (chat.update:
    // block_mismatch), and this card is edited when it is decided. The marks are in the text.
    runs: () => [],
    lines: (key, lines) => ({ [`${key}Text`]: joined(lines, LONG_TEXT).map((text) => ({ text })) }),
  };
  const data = encode(card.view, sink, colonOf(card));
  return {
    ...data,
    ...(tables && hasTable(card) ? inTable(card, cap, data) : NO_TABLE),
    picture: pictureOf(card, Math.min(cap, limits.altText)),
    colon: colonOf(card),
    fallback: cut(fallback, limits.messageText, ending),
    ...(card.name === 'form'
      ? {
          title: cut(card.view.title, limits.modalTitle),
          submit: cut(card.view.send.title, limits.modalTitle),
          cancel: cut(card.view.cancel, limits.modalTitle),
        }
      : {}),
  };
}

type Listed = Extract<Card, { name: 'summary' | 'board' }>;

/** Whether what a card lists is a table where the platform draws tables. */
export function hasTable(card: Card): card is Listed {
  return (card.name === 'summary' || card.name === 'board') && (card.view.columns ?? []).length > 0;
}

const NO_TABLE: Fields = { table: [], opens: [] };

/**
 * The items as one table, and the buttons that stood beside them in rows below it. A cell is shown as it is typed, and is
 * nothing escaped: no mention and no link comes of it.
 */
function inTable({ view, ...card }: Listed, cap: number, { items }: Fields): Fields {
  const { columns = [] } = view;
  const limit = Math.min(cap, LIMITS.slack.fieldText);
  // Slack wants a character in every cell.
  const cell = (text = '') => ({
    type: 'raw_text',
    text: shorten(text, limit, cutMark({ ...card, view } as Card, '')) || ' ',
  });
  const rows = [columns, ...view.items.map(({ cells = [] }) => columns.map((_head, at) => cells[at]))];
  // Beside its row a button is 開く; below the table it says what it opens.
  const opens = (items as Fields[]).flatMap(({ open }, at) => {
    const item = view.items[at];
    if (item === undefined || !('open' in item)) return [];
    const title = escapeEntities(shorten(item.open.label, LIMITS.slack.buttonText, '…', entitySize));
    return [{ ...(open as Fields), title }];
  });
  return {
    items: [],
    table:
      view.items.length === 0
        ? []
        : [{ rows: rows.map((row) => row.map(cell)), settings: columns.map(() => ({ is_wrapped: true })) }],
    opens: chunks(opens, LIMITS.slack.actionsElements).map((elements) => ({ elements })),
  };
}

/** `dialogs`: whether the buttons that ask for a form open it as a dialog (the client then asks for it by itself). */
export function teamsData(card: Card, cap: number, dialogs: boolean): Fields {
  const limits = LIMITS.teams;
  const ending = cutMark(card, 'marked');
  const plain = (text: string, limit: number) => shorten(text, limit);
  const text = (typed: string, key = '') =>
    escapeMarkdown(shorten(typed, Math.min(cap, limits.text), cutMark(card, key), markdownSize));
  const sink: Sink = {
    text,
    button: ({ id, title, label, style, action }) => ({
      id,
      title: plain(title, limits.actionTitle),
      label: plain(label, limits.actionTitle),
      style: style === 'primary' ? 'positive' : style === 'danger' ? 'destructive' : 'default',
      action,
    }),
    buttons: (buttons) => {
      const opens = (button: Fields) => {
        const name = decodeAction(button.action)?.do;
        return dialogs && name !== undefined && FORM_OPENERS.includes(name);
      };
      return rowsOf(buttons).map((row) => ({
        direct: row.filter((b) => !opens(b)),
        dialogs: row.filter(opens),
      }));
    },
    field: (field) => ({
      ...field,
      // labels, placeholders and choices are no Markdown
      choices: [...field.choices],
      kind: field.choices.length > 0 ? 'choice' : 'text',
      placeholder: plain(field.placeholder, limits.placeholder),
      hint: text(field.hint),
      problem: text(field.problem),
    }),
    runs: (runs) => paragraphsOf(runs, Math.min(cap, limits.text), ending),
    lines: (key, lines) => ({ [`${key}List`]: lines.map((text) => ({ text })) }),
  };
  return {
    ...encode(card.view, sink, colonOf(card)),
    picture: pictureOf(card, Math.min(cap, limits.altText)),
    colon: colonOf(card),
    fallback: plain(fallbackText(card), Math.min(limits.fallbackText, cap * 4)),
  };
}

/** `kind`: the key whose limits hold for every text of an object of short texts, such as the labels of a row. */
function encode(value: object, sink: Sink, colon: string, kind?: string): Fields {
  const out: Record<string, Data> = {};
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    // Drawn, not told: templates are given the address of a picture and its description, and a table whole.
    if (key === 'picture' || key === 'columns' || key === 'cells' || item === undefined) continue;
    if (typeof item === 'string') out[key] = sink.text(item, kind ?? key);
    else if (typeof item === 'boolean' || typeof item === 'number') out[key] = item;
    else if (!Array.isArray(item)) {
      const object = item as object;
      out[key] = isButton(object) ? sink.button(object) : encode(object, sink, colon, key);
    } else if (BUTTON_LISTS.has(key)) out[key] = sink.buttons((item as Button[]).map(sink.button));
    else if (key === 'runs') out[key] = sink.runs(item as Run[]);
    else if (key === 'fields') out[key] = (item as Field[]).map((field) => sink.field(field));
    else if (item.every((line): line is string => typeof line === 'string')) {
      const lines = item.map((line) => sink.text(line, key));
      Object.assign(out, { [key]: lines }, sink.lines(key, lines));
    } else {
      const list = (item as object[]).map((one) => encode(one, sink, colon));
      out[key] = list;
      if (key === 'facts')
        Object.assign(
          out,
          sink.lines(
            key,
            list.map((fact) => `${fact.label}${colon}${fact.value}`),
          ),
        );
    }
    // an empty list says nothing of what it is a list of
    if (Array.isArray(item) && item.length === 0 && !BUTTON_LISTS.has(key))
      Object.assign(out, sink.lines(key, []));
  }
  return out;
}

/** Where the picture of a card is, '' when it has none, and its description: plain text on both platforms. */
function pictureOf({ view }: Card, altMax: number): Fields {
  const picture = 'picture' in view ? view.picture : undefined;
  if (picture?.at === undefined) return { at: '', alt: '' };
  return { at: picture.at, alt: shorten(picture.alt, altMax) };
}

function isButton(value: object): value is Button {
  return 'action' in value && 'style' in value;
}

function colonOf(card: Card): string {
  return card.language === 'ja' ? '：' : ': ';
}

function chunks<Item>(list: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_unused, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/**
 * Buttons in rows that a phone shows whole: clients cut titles short when a row is too narrow, and a symbol must not
 * lose its word. A row never holds more than the client shows at once.
 */
function rowsOf(buttons: readonly Fields[]): Fields[][] {
  const { rowWidth, primaryActions } = LIMITS.teams;
  const rows: Fields[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const button of buttons) {
    const width = widthOf(String(button.title));
    const row = rows.at(-1);
    if (row && used + width <= rowWidth && row.length < primaryActions) {
      row.push(button);
      used += width;
    } else {
      rows.push([button]);
      used = width;
    }
  }
  return rows;
}

/** The width of a button in full-width characters: a Latin letter takes about half, the frame about three. */
function widthOf(title: string): number {
  return [...title].reduce((sum, character) => sum + (character <= '\u00ff' ? 0.55 : 1), 3);
}

/** Lines joined into as few texts as the limit allows. */
function joined(lines: readonly string[], limit: number): string[] {
  const texts: string[] = [];
  for (const line of lines.filter((text) => text !== '')) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= limit)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts;
}
