/** What stands on people's screens in a town: Maru's messages in direct chats and channels of both platforms, and their buttons. */
import { type Action, decodeAction } from '../../src/core/cards/action.js';
import { cardOf, shown } from '../chat/teams/cards.js';
import { type Posted, personalChat } from '../support/bot-connector.js';
import { buttonsIn } from '../support/slack-sender.js';
import { BOT, type SlackMessage } from '../support/slack-workspace.js';
import type { Person, Platform, Section, Town } from './town.js';

/** A direct chat of a person with Maru on one platform, or the channel of a section. */
export type Where = { readonly person: Person; readonly on: Platform } | { readonly section: Section };

type Raw =
  | { readonly on: 'slack'; readonly channel: string; readonly message: SlackMessage }
  /** `root`: the message whose thread it stands in, itself when in none */
  | { readonly on: 'teams'; readonly conversation: string; readonly root: string };

export type Button = {
  readonly action: Action;
  /** the button as the platform sent it: an element of Block Kit, the data of an action of an Adaptive Card */
  readonly button: { readonly [key: string]: unknown };
  readonly of: Raw;
};

/** `key`: of the notice that it is, where the platform carries one. */
export type Standing = {
  readonly text: string;
  readonly key: string | null;
  readonly isFile: boolean;
  readonly buttons: readonly Button[];
};

export type Screens = ReturnType<typeof screensOf>;

export function screensOf(town: Pick<Town, 'slack' | 'connector'>) {
  const { slack, connector } = town;
  const conversations = new Map<string, Posted[]>();
  let sorted = 0;
  /** What a message shows, kept as long as it is not edited. */
  const known = new WeakMap<object, Standing>();

  /** The messages of a chat or channel in Teams, with all its threads, in their order. */
  function teamsIn(conversation: string): readonly Posted[] {
    for (; sorted < connector.messages.length; sorted += 1) {
      const message = connector.messages[sorted]!;
      const [name = ''] = message.conversation.split(';messageid=');
      const list = conversations.get(name) ?? [];
      list.push(message);
      conversations.set(name, list);
    }
    return conversations.get(conversation) ?? [];
  }

  function ofTeams(message: Posted): Standing {
    const found = known.get(message.activity);
    if (found) return found;
    const [conversation = '', root = message.id] = message.conversation.split(';messageid=');
    const of: Raw = { on: 'teams', conversation, root };
    const card = isCard(message) ? shown(cardOf(message)) : null;
    const standing: Standing = {
      text: card?.text ?? JSON.stringify(message.activity),
      key: null,
      isFile: !card && JSON.stringify(message.activity.attachments ?? []).includes('file.consent'),
      buttons: (card?.buttons ?? []).flatMap(({ data }) => buttonOf(data?.action, data, of)),
    };
    known.set(message.activity, standing);
    return standing;
  }

  function ofSlack(channel: string, message: SlackMessage): Standing {
    // An edit replaces the blocks.
    const found = known.get(message.blocks);
    if (found) return found;
    const of: Raw = { on: 'slack', channel, message };
    const standing: Standing = {
      text: `${message.text}\n${JSON.stringify(message.blocks)}`,
      key: message.metadata ? String(message.metadata.event_payload?.key ?? '') : null,
      isFile: false,
      buttons: buttonsIn(message.blocks).flatMap((button) => buttonOf(button.value, button, of)),
    };
    known.set(message.blocks, standing);
    return standing;
  }

  /** What Maru has posted there, the oldest first. */
  function standing(where: Where): Standing[] {
    const on = 'section' in where ? where.section.on : where.on;
    if (on === 'teams')
      return teamsIn('section' in where ? where.section.channel : personalChat(where.person.teams.id)).map(
        ofTeams,
      );
    const channel =
      'section' in where ? slack.channels.get(where.section.channel) : slack.directOf(where.person.slack);
    return (channel?.messages ?? [])
      .filter(({ user }) => user === BOT)
      .map((message) => ofSlack(channel?.id ?? '', message));
  }

  /** How many files stand in a direct chat: in Teams how often it was asked whether one may be put there. */
  function filesIn(person: Person, on: Platform): number {
    if (on === 'teams') return standing({ person, on }).filter(({ isFile }) => isFile).length;
    const { id } = slack.directOf(person.slack);
    return [...slack.files.values()].filter(({ shares }) => id in (shares?.private ?? {})).length;
  }

  return {
    standing,
    filesIn,
    /** How often Maru told a person this in private, on both platforms together. */
    timesTold(person: Person, text: string): number {
      const told = (on: Platform) => standing({ person, on }).filter((one) => one.text.includes(text)).length;
      // Beside what was pressed in a channel, for this person alone.
      const beside = [
        ...slack.ephemerals
          .filter(({ message }) => message.ephemeral === person.slack)
          .map(({ message }) => message),
        ...connector.targeted.filter(({ to }) => to === person.teams.id).map(({ activity }) => activity),
      ].filter((one) => JSON.stringify(one).includes(text));
      return told('slack') + told('teams') + beside.length;
    },
    /** The button of this kind that was posted last; null when none stands there. */
    button(where: Where, wanted: (action: Action) => boolean): Button | null {
      for (const { buttons } of standing(where).toReversed()) {
        const found = buttons.find(({ action }) => wanted(action));
        if (found) return found;
      }
      return null;
    },
  };
}

function isCard({ activity }: Posted): boolean {
  const [first] = (activity.attachments ?? []) as { contentType?: string }[];
  return first?.contentType === 'application/vnd.microsoft.card.adaptive';
}

function buttonOf(carried: unknown, button: Button['button'], of: Raw): Button[] {
  const action = decodeAction(carried);
  return action ? [{ action, button, of }] : [];
}
