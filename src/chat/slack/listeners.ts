/** bolt's listeners: one for each thing Slack is asked to deliver (methods.ts), all leading to the same place. */
import type { App } from '@slack/bolt';
import { DELIVERED } from './methods.js';
import type { Take } from './take.js';
import { translate } from './translate.js';

type Ack = (reply?: never) => Promise<void>;

/** Anything: which button or form it was is in what it carries. */
const ANY = /^[\s\S]*$/u;

/** Registers them. A rejection goes to bolt, which gives it back to the receiver: the request is then not acknowledged. */
export function listen(app: App, { take }: Take): void {
  const taken = async (body: unknown, ack: Ack) => ack((await take(translate(body))) as never);
  // `message.im` and its like are subscribed to under these names and delivered as `message`. bolt acknowledges events itself.
  for (const event of new Set(Object.keys(DELIVERED.events).map((name) => name.split('.')[0] ?? name)))
    app.event(event, async ({ body }) => {
      await take(translate(body));
    });
  app.action(ANY, ({ body, ack }) => taken(body, ack as Ack));
  app.view({ callback_id: ANY, type: 'view_submission' }, ({ body, ack }) => taken(body, ack as Ack));
  app.view({ callback_id: ANY, type: 'view_closed' }, ({ body, ack }) => taken(body, ack as Ack));
  for (const command of Object.keys(DELIVERED.commands))
    app.command(command, ({ body, ack }) => taken(body, ack as Ack));
  // bolt's own would do the same and write the payload's error to the console.
  app.error(async (error) => {
    throw error;
  });
}
