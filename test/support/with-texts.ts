/** Cards of the real builders with other texts in every place. */
import type { Card } from '../../src/core/cards/card.js';

/**
 * The card with every text of people and of ours replaced; what the program reads back stays. `path` names the place of
 * a text in the view: `items.0.state`.
 */
export function withTexts(card: Card, text: (before: string, path: string) => string): Card {
  const replace = (value: unknown, key: string, path: readonly (string | number)[]): unknown => {
    if (typeof value === 'string')
      return ['id', 'action', 'style'].includes(key) ? value : text(value, path.join('.'));
    if (Array.isArray(value)) return value.map((item, at) => replace(item, key, [...path, at]));
    if (value && typeof value === 'object') {
      const entries = Object.entries(value).map(
        ([name, item]) => [name, replace(item, name, [...path, name])] as const,
      );
      const object = Object.fromEntries(entries) as Record<string, unknown>;
      if ('maxLength' in value) {
        // an input holds no more than it accepts; the values of choices come from the scale
        const field = value as {
          value: string;
          maxLength: number;
          label: string;
          choices: unknown[];
          errorMessage: string;
        };
        object.value =
          field.choices.length > 0 ? field.value : String(object.value).slice(0, field.maxLength);
        object.choices = field.choices;
        object.label = field.label;
        object.errorMessage = field.errorMessage;
      }
      if ('action' in value) object.title = String(object.title) || '送る';
      return object;
    }
    return value;
  };
  const view = replace(card.view, '', []) as Record<string, unknown>;
  if (card.name === 'form') Object.assign(view, { title: card.view.title, cancel: card.view.cancel });
  if (card.name === 'message' || card.name === 'tasks' || card.name === 'summary')
    view.title = String(view.title).trim() || 'お知らせ';
  if (card.name === 'approval') view.heading = String(view.heading).trim() || '報告';
  if (card.name === 'question') view.prompt = String(view.prompt).trim() || '回答してください';
  return { ...card, view } as Card;
}
