/** Forms of both platforms, as people fill them in: a modal of Slack, a dialog of Teams. */
import { type Action, decodeAction } from '../../src/core/cards/action.js';
import { dialogCard } from '../chat/teams/cards.js';
import type { teamsActivities } from '../support/bot-connector.js';
import type { slackSender } from '../support/slack-sender.js';
import type { Sending } from './people.js';
import type { Button } from './screens.js';
import type { Person, Town } from './town.js';

/** A form that is open: sends it with these fields, and its own values for the others. */
export type OpenForm = (fields: Readonly<Record<string, string>>) => Sending;

export type Opener = {
  /** The press that opens it; null when the button does not stand there. */
  make(): Sending | null;
  /** The form, once it is open. */
  opened(): OpenForm | null;
};

export function formsOf(parts: {
  town: Town;
  slack: ReturnType<typeof slackSender>;
  activities: ReturnType<typeof teamsActivities>;
  /** the status, and the body of the answer when there is one */
  ask: (activity: object) => Promise<{ status: number; body: string }>;
  press: (person: Person, button: Button) => Sending;
}) {
  const { town, slack, activities, ask, press } = parts;

  /** Opens the form of a button and waits for nothing: `sends` is what the form carries itself. */
  return function opener(
    person: Person,
    button: () => Button | null,
    sends: (action: Action) => boolean,
  ): Opener {
    const before = town.slack.views.size;
    let dialog: OpenForm | null = null;

    function inTeams(found: Button, data: object): Sending {
      const { of } = found;
      if (of.on !== 'teams') throw new Error('not a button of Teams');
      const isPersonal = of.conversation.startsWith('a:');
      const task = (name: 'task/fetch' | 'task/submit', with_: object) =>
        isPersonal
          ? activities.task(person.teams, name, with_)
          : activities.taskIn(person.teams, of.conversation, of.root, name, with_);
      const fetching = task('task/fetch', data);
      return async () => {
        const { status, body } = await ask(fetching);
        if (status >= 200 && status < 300 && body.includes('"continue"')) {
          const card = dialogCard(JSON.parse(body));
          const send = card.buttons.find((one) => isSent(one.data?.action, sends));
          if (!send) throw new Error(`a dialog without its button: ${body.slice(0, 500)}`);
          const own = Object.fromEntries(card.inputs.map(({ id, value }) => [id, value]));
          dialog = (fields) => {
            const filled = { ...send.data, ...own, ...fields };
            const first = task('task/submit', filled);
            // Whoever had no answer presses again: that is another request.
            return async (retry) => (await ask(retry === 0 ? first : task('task/submit', filled))).status;
          };
        }
        return status;
      };
    }

    return {
      make() {
        const found = button();
        if (!found) return null;
        return found.of.on === 'slack' ? press(person, found) : inTeams(found, found.button);
      },
      opened() {
        if (dialog) return dialog;
        const view = [...town.slack.views.values()]
          .slice(before)
          .findLast((one) => isSent(carriedIn(one.private_metadata), sends));
        if (!view) return null;
        return (fields) => async () => (await slack.submits(person.slack, view, { ...fields })).status;
      },
    };
  };
}

function carriedIn(metadata: unknown): unknown {
  try {
    return (JSON.parse(String(metadata)) as { action?: unknown }).action;
  } catch {
    return null;
  }
}

function isSent(carried: unknown, sends: (action: Action) => boolean): boolean {
  const action = decodeAction(carried);
  return action !== null && sends(action);
}
