/** A conversation with the pure core: what a person says and presses, one after the other, and what is shown. */
import type { z } from 'zod';
import { type ActionName, decodeAction, encodeAction } from '../../src/core/cards/action.js';
import { type Button, CARD_VIEWS, type Card, type CardName } from '../../src/core/cards/card.js';
import type { Context } from '../../src/core/conversation/context.js';
import type { Effect } from '../../src/core/conversation/effect.js';
import type { Input } from '../../src/core/conversation/input.js';
import { step } from '../../src/core/conversation/step.js';
import type { Command } from '../../src/core/decision/command.js';
import { type Desk, emptyDesk } from '../../src/core/draft/drafts.js';

export type Conversation = ReturnType<typeof conversation>;

/** Every button of a card, wherever it stands in it. */
export function buttonsOf(card: Card): Button[] {
  const found: Button[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (value && typeof value === 'object') {
      if ('action' in value && 'title' in value) found.push(value as Button);
      else Object.values(value).forEach(walk);
    }
  };
  walk(card.view);
  return found;
}

/** Starts a conversation of one person in one direct message; every step keeps the desk. */
export function conversation(context: Context, from: Desk = emptyDesk) {
  let desk = from;
  let world = context;
  let effects: readonly Effect[] = [];
  let count = 0;
  const place = 'test:dm';
  const take = (input: Input): void => {
    ({ desk, effects } = step(desk, input, world));
  };
  const base = (at: Partial<Pick<Input, 'place' | 'surface' | 'aside'>>) => {
    count += 1;
    const here = at.place ?? place;
    return {
      id: `in-${count}`,
      person: world.actor.id,
      place: here,
      aside: at.aside ?? here,
      surface: at.surface ?? 'direct',
    } as const;
  };
  const self = {
    say(
      text: string,
      at: Partial<Pick<Input, 'place' | 'surface' | 'aside'>> & { mentioned?: boolean } = {},
    ) {
      const { mentioned } = at;
      take({ ...base(at), kind: 'said', text, ...(mentioned === undefined ? {} : { mentioned }) });
      return self;
    },
    press(
      name: ActionName,
      of = '',
      v = 0,
      argument = '',
      fields: Record<string, string> = {},
      at: Partial<Pick<Input, 'place' | 'surface'>> = {},
    ) {
      const action = decodeAction(encodeAction(name, of, v, argument));
      if (!action) throw new Error(`no action ${name}`);
      take({ ...base(at), kind: 'pressed', action, fields });
      return self;
    },
    /** Presses the button of the last card whose title contains `title`. */
    click(title: string, fields: Record<string, string> = {}) {
      const button = buttonsOf(self.card()).find((b) => b.title.includes(title));
      if (!button)
        throw new Error(
          `no button 「${title}」 among ${buttonsOf(self.card())
            .map((b) => b.title)
            .join(' | ')}`,
        );
      const action = decodeAction(button.action);
      if (!action) throw new Error(`button 「${title}」 carries no action`);
      take({ ...base({}), kind: 'pressed', action, fields });
      return self;
    },
    effects: () => effects,
    desk: () => desk,
    setDesk(next: Desk) {
      desk = next;
      return self;
    },
    setContext(next: Context) {
      world = next;
      return self;
    },
    /** The last card that was shown or opened. */
    card(): Card {
      const shown = effects.find((e) => e.kind === 'show' || e.kind === 'form');
      if (!shown || !('card' in shown)) throw new Error(`nothing shown: ${JSON.stringify(effects)}`);
      return shown.card;
    },
    view<Name extends CardName>(name: Name): z.infer<(typeof CARD_VIEWS)[Name]> {
      const card = self.card();
      if (card.name !== name)
        throw new Error(`${card.name} shown instead of ${name}: ${JSON.stringify(card.view)}`);
      return CARD_VIEWS[name].parse(card.view) as z.infer<(typeof CARD_VIEWS)[Name]>;
    },
    command(): Command {
      const entered = effects.find((e) => e.kind === 'record');
      if (entered?.kind !== 'record') throw new Error(`no command: ${JSON.stringify(effects)}`);
      return entered.command;
    },
  };
  return self;
}
