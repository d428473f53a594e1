/** What of a card is worth a new message where the one that stands cannot be edited. */
import type { Card } from './card.js';

/**
 * What a card says that its reader must not miss, as a text to compare with what was said last; null: nothing, what
 * stands may stay as it is. The root card says something new when the sheet is complete (its counts would be a message
 * for each goal, and each goal has one already); a goal when it is asked about anew or decided, which its state says; a
 * message when it says something else, which its title says. A list of what is to do is news on its own day only.
 */
export function newsOf(card: Card): string | null {
  switch (card.name) {
    case 'summary':
      return card.view.complete ? JSON.stringify(card.view.items) : null;
    case 'approval':
      return card.view.state;
    case 'message':
      return card.view.title;
    case 'tasks':
    case 'board':
    case 'question':
    case 'review':
    case 'form':
      return null;
    default:
      return card satisfies never;
  }
}
