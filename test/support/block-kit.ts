/**
 * Checks Slack messages and modals against Block Kit's documented structure and limits: allowed blocks and fields,
 * required fields, unique ids, lengths. Only what Maru uses is allowed; anything else is a problem.
 */
import { LIMITS } from '../../src/chat/render/limits.js';

type Json = Record<string, unknown>;
type Rule = { readonly required: readonly string[]; readonly optional: readonly string[] };

const L = LIMITS.slack;

const BLOCKS: Readonly<Record<string, Rule>> = {
  section: { required: [], optional: ['text', 'fields', 'block_id', 'accessory'] },
  header: { required: ['text'], optional: ['block_id'] },
  context: { required: ['elements'], optional: ['block_id'] },
  actions: { required: ['elements'], optional: ['block_id'] },
  image: { required: ['slack_file', 'alt_text'], optional: ['block_id'] },
  divider: { required: [], optional: ['block_id'] },
  table: { required: ['rows'], optional: ['block_id', 'column_settings'] },
  input: { required: ['label', 'element'], optional: ['block_id', 'hint', 'optional', 'dispatch_action'] },
};

const ELEMENTS: Readonly<Record<string, Rule>> = {
  button: { required: ['text', 'action_id', 'value'], optional: ['style', 'accessibility_label'] },
  plain_text_input: {
    required: ['action_id'],
    optional: ['multiline', 'max_length', 'initial_value', 'placeholder'],
  },
  radio_buttons: { required: ['action_id', 'options'], optional: ['initial_option'] },
  static_select: { required: ['action_id', 'options'], optional: ['initial_option', 'placeholder'] },
};

/** What is wrong with a message `{ text, blocks }` or a modal `{ view }`; empty when nothing is. */
export function blockKitProblems(message: Json): string[] {
  const problems: string[] = [];
  const say = (where: string, what: string) => problems.push(`${where}: ${what}`);
  const ids = new Set<string>();

  const shape = (where: string, value: Json, { required, optional }: Rule) => {
    for (const key of required) if (!(key in value)) say(where, `${key} missing`);
    for (const key of Object.keys(value))
      if (key !== 'type' && !required.includes(key) && !optional.includes(key))
        say(where, `${key} not allowed`);
  };
  const length = (where: string, value: unknown, limit: number, least = 1) => {
    if (typeof value !== 'string') say(where, 'no text');
    else if (value.length < least || value.length > limit) say(where, `${value.length} of ${limit}`);
  };
  const id = (where: string, value: unknown) => {
    length(where, value, L.id);
    if (ids.has(String(value))) say(where, `id ${value} twice`);
    ids.add(String(value));
  };
  const text = (where: string, value: unknown, limit: number, plainOnly = false) => {
    const object = value as Json;
    if (object?.type === 'plain_text') shape(where, object, { required: ['text'], optional: ['emoji'] });
    else if (object?.type === 'mrkdwn' && !plainOnly)
      shape(where, object, { required: ['text'], optional: ['verbatim'] });
    else say(where, `text object of type ${object?.type}`);
    length(where, object?.text, limit);
    if (/<(?!$)/u.test(String(object?.text)) || /&(?!amp;|lt;|gt;)/u.test(String(object?.text)))
      say(where, `not escaped: ${object?.text}`);
  };
  const list = (where: string, value: unknown, limit: number, each: (where: string, item: Json) => void) => {
    if (!Array.isArray(value) || value.length === 0) return say(where, 'no list');
    if (value.length > limit) say(where, `${value.length} of ${limit} items`);
    for (const [i, item] of value.entries()) each(`${where}[${i}]`, item as Json);
  };
  const option = (where: string, item: Json) => {
    shape(where, item, { required: ['text', 'value'], optional: ['description'] });
    text(`${where}.text`, item.text, L.optionText, false);
    length(`${where}.value`, item.value, L.optionValue);
  };
  const element = (where: string, item: Json) => {
    const rule = ELEMENTS[String(item.type)];
    if (!rule) return say(where, `element ${item.type}`);
    shape(where, item, rule);
    id(`${where}.action_id`, item.action_id);
    if (item.type === 'button') {
      text(`${where}.text`, item.text, L.buttonText, true);
      length(`${where}.value`, item.value, L.buttonValue);
      if ('accessibility_label' in item) length(`${where}.label`, item.accessibility_label, L.buttonLabel);
      if ('style' in item && item.style !== 'primary' && item.style !== 'danger')
        say(where, `style ${item.style}`);
    }
    if ('placeholder' in item) text(`${where}.placeholder`, item.placeholder, L.placeholder, true);
    if (item.type === 'plain_text_input') {
      const max = item.max_length;
      if (max !== undefined && (typeof max !== 'number' || max < 1 || max > L.inputMaxLength))
        say(where, `max_length ${max}`);
      if ('multiline' in item && typeof item.multiline !== 'boolean') say(where, 'multiline');
      if ('initial_value' in item)
        length(`${where}.initial_value`, item.initial_value, Number(max ?? L.inputMaxLength));
    }
    if (item.type === 'radio_buttons') list(`${where}.options`, item.options, L.radioOptions, option);
    if (item.type === 'static_select') list(`${where}.options`, item.options, L.selectOptions, option);
    if ('initial_option' in item) {
      option(`${where}.initial_option`, item.initial_option as Json);
      if (!JSON.stringify(item.options).includes(JSON.stringify(item.initial_option)))
        say(where, 'initial_option is none of the options');
    }
  };
  const block = (where: string, item: Json, surface: 'message' | 'modal') => {
    const rule = BLOCKS[String(item.type)];
    // An input stands in a modal alone, a table in a message alone.
    const elsewhere = { input: 'message', table: 'modal' }[String(item.type)];
    if (!rule || elsewhere === surface) return say(where, `block ${item.type}`);
    shape(where, item, rule);
    if ('block_id' in item) id(`${where}.block_id`, `block ${item.block_id}`);
    switch (item.type) {
      case 'section':
        if (!('text' in item) && !('fields' in item)) say(where, 'neither text nor fields');
        if ('text' in item) text(`${where}.text`, item.text, L.sectionText);
        if ('fields' in item)
          list(`${where}.fields`, item.fields, L.sectionFields, (at, field) => text(at, field, L.fieldText));
        break;
      case 'table': {
        let characters = 0;
        const width = (item.rows as Json[][])[0]?.length;
        list(`${where}.rows`, item.rows, 100, (at, row) => {
          if ((row as unknown as Json[]).length !== width) say(at, 'not as long as the first row');
          list(at, row, 20, (of, cell) => {
            shape(of, cell, { required: ['text'], optional: [] });
            if (cell.type !== 'raw_text') say(of, `cell ${cell.type}`);
            length(of, cell.text, 10_000);
            characters += String(cell.text).length;
          });
        });
        if (characters > 10_000) say(where, `${characters} characters`);
        if ('column_settings' in item)
          list(`${where}.column_settings`, item.column_settings, 20, (at, setting) => {
            for (const key of Object.keys(setting))
              if (key !== 'align' && key !== 'is_wrapped') say(at, `${key} not allowed`);
            if ('is_wrapped' in setting && typeof setting.is_wrapped !== 'boolean') say(at, 'is_wrapped');
          });
        break;
      }
      case 'image':
        length(`${where}.alt_text`, item.alt_text, L.altText);
        shape(`${where}.slack_file`, item.slack_file as Json, { required: ['id'], optional: [] });
        break;
      case 'header':
        text(`${where}.text`, item.text, L.headerText, true);
        break;
      case 'context':
        list(`${where}.elements`, item.elements, L.contextElements, (at, one) =>
          text(at, one, L.contextText),
        );
        break;
      case 'actions':
        list(`${where}.elements`, item.elements, L.actionsElements, element);
        break;
      case 'input':
        text(`${where}.label`, item.label, L.inputLabel, true);
        if ('hint' in item) text(`${where}.hint`, item.hint, L.inputHint, true);
        if ('optional' in item && typeof item.optional !== 'boolean') say(where, 'optional');
        element(`${where}.element`, item.element as Json);
        break;
      default:
    }
  };

  if ('view' in message) {
    shape('message', message, { required: ['view'], optional: [] });
    const view = message.view as Json;
    shape('view', view, {
      required: ['type', 'callback_id', 'title', 'blocks', 'submit', 'close'],
      optional: ['private_metadata'],
    });
    if (view.type !== 'modal') say('view', `type ${view.type}`);
    length('view.callback_id', view.callback_id, L.id);
    length('view.private_metadata', view.private_metadata, L.privateMetadata);
    for (const key of ['title', 'submit', 'close']) text(`view.${key}`, view[key], L.modalTitle, true);
    list('view.blocks', view.blocks, L.modalBlocks, (at, item) => block(at, item, 'modal'));
    if (Buffer.byteLength(JSON.stringify(view)) > L.viewBytes) say('view', 'too large');
  } else {
    shape('message', message, { required: ['text', 'blocks'], optional: [] });
    length('text', message.text, L.messageText);
    list('blocks', message.blocks, L.messageBlocks, (at, item) => block(at, item, 'message'));
    if ((message.blocks as Json[]).filter(({ type }) => type === 'table').length > 1)
      say('blocks', 'only_one_table_allowed');
  }
  return problems;
}
