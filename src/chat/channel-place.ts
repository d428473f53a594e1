/** A section's channel as a coordinator writes it by hand, made the place it stands for. */
import type { Place } from '../core/conversation/input.js';
import { nfkc } from '../core/text/normal-form.js';
import { isDirect, readSlackPlace, slackPlace } from './slack/place.js';
import { readTeamsPlace } from './teams/place.js';

/** `slack:T…/C…`, and the address that a browser shows for a channel: workspace and channel stand in both. */
const BY_HAND =
  /^(?:slack:|https:\/\/app\.slack\.com\/client\/)([TE][A-Z0-9]{4,20})[/:]([CG][A-Z0-9]{4,20})\/?$/u;

/**
 * The place of a channel written by hand: `slack:T…/C…`, https://app.slack.com/client/T…/C…, or any place as the record
 * keeps it. null when it is none, or no channel. A Teams channel needs more than its link says: it is linked from
 * within (`@Maru link NAME`).
 */
export function channelPlace(text: string): Place | null {
  const said = nfkc(text).trim();
  const byHand = BY_HAND.exec(said);
  if (byHand) return slackPlace(byHand[1]!, byHand[2]!);
  const slack = readSlackPlace(said);
  if (slack) return slack.thread === null && !isDirect(slack.conversation) ? said : null;
  const teams = readTeamsPlace(said);
  return teams?.k === 'channel' && teams.m === undefined ? said : null;
}
