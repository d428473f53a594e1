/**
 * bolt's part: what it read from a payload goes through one middleware to the same place. A listener for each thing Slack
 * is asked to deliver (chat/slack/outgoing/methods.ts) would do the same, and bolt would go through all of them for every message.
 */
import type { AnyMiddlewareArgs, App } from '@slack/bolt';
import { DELIVERED } from '../outgoing/methods.js';
import type { HandleIncoming } from './handle-incoming.js';
import type { Translate } from './translate/translate.js';

/** `message.im` and its like are subscribed to under these names and delivered as `message`. */
const EVENTS: ReadonlySet<string> = new Set(
  Object.keys(DELIVERED.events).map((name) => name.split('.')[0] ?? name),
);
const SHORTCUTS: ReadonlySet<string> = new Set(Object.keys(DELIVERED.shortcuts));
const COMMANDS: ReadonlySet<string> = new Set(Object.keys(DELIVERED.commands));

/** Registers it. A rejection goes to bolt, which gives it back to the receiver: the request is then not acknowledged. */
export function listen(app: App, { take }: HandleIncoming, translate: Translate): void {
  app.use(async (args) => {
    if (!isDelivered(args)) return args.next();
    const reply = await take(translate(args.body), args.body);
    // bolt acknowledges events itself.
    if ('ack' in args && args.ack) await (args.ack as (reply?: unknown) => Promise<void>)(reply);
  });
  // bolt's own would do the same and write the payload's error to the console.
  app.error(async (error) => {
    throw error;
  });
}

/** Whether Slack was asked to deliver this. What it was not is left to bolt, which has nobody else for it. */
function isDelivered(args: AnyMiddlewareArgs): boolean {
  if ('event' in args) return EVENTS.has(args.event.type);
  if ('command' in args) return COMMANDS.has(args.command.command);
  if ('shortcut' in args) return SHORTCUTS.has(args.shortcut.callback_id);
  return 'action' in args || 'view' in args;
}
