/**
 * A message replaced at the address that came with a press (docs.slack.dev/interactivity/handling-user-interaction,
 * "response_url"): it counts for no limit of Slack's, and is good five times within half an hour.
 */
import type { Card } from '../../../core/cards/card.js';
import { renderSlack } from '../../render/render.js';
import type { SlackSettings } from '../settings.js';
import { isOfSlack } from './files.js';
import type { Transport } from './transport.js';

/** Puts the card in the place of the message that was pressed. Rejects when Slack does not take it. */
export type Replace = (answerAt: string, card: Card) => Promise<void>;

export function makeReplace(parts: {
  transport: Pick<Transport, 'fetch'>;
  settings: SlackSettings;
}): Replace {
  const { transport, settings } = parts;
  return async (answerAt, card) => {
    if (!isOfSlack(answerAt, settings.SLACK_API_URL)) throw new Error('the address is none of Slack');
    const { status } = await transport.fetch(answerAt, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ replace_original: true, ...renderSlack(card) }),
    });
    if (status !== 200) throw new Error(`status ${status}`);
  };
}
