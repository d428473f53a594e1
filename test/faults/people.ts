/**
 * People of a town at their keyboards, on either platform, and what the platforms do when Maru does not answer: Slack
 * sends an event again up to three times, Teams a message likewise; a press is sent once, and the person presses again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Action } from '../../src/core/cards/action.js';
import { accountRefusals } from '../../src/core/wording/accounts.js';
import { teamsActivities } from '../support/bot-connector.js';
import { slackSender } from '../support/slack-sender.js';
import { formsOf } from './forms.js';
import { type Button, screensOf, type Where } from './screens.js';
import type { Person, Platform, Section, Town } from './town.js';

/** When it is sent for the first time, and again: minutes for Slack, made short. */
const SENT_AFTER_MS = [0, 0, 500, 3_000] as const;
const MOST_SENT = SENT_AFTER_MS.length;
/** Longer than any answer of a service that lives, shorter than a test. */
const ANSWERED_WITHIN_MS = 10_000;
const PRESS_AGAIN = accountRefusals.unchecked.ja;

/** One thing that somebody did, ready to be sent as often as a platform likes; gives the status, 0 for no answer. */
export type Sending = (retry: number) => Promise<number>;

export function peopleOf(town: Town, service: { url(): string; up(): Promise<void> }) {
  const slack = slackSender({ url: service.url, server: town.slack, clock: town.clock });
  const activities = teamsActivities({ serviceUrl: () => town.serviceUrl });
  const screens = screensOf(town);
  let refused = 0;
  /** by person: how often the answer to a press was to press again */
  const answeredSo = new Map<string, number>();

  async function ask(activity: object): Promise<{ status: number; body: string }> {
    try {
      const response = await fetch(`${service.url()}/teams/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${town.connector.token({ serviceurl: town.serviceUrl })}`,
        },
        body: JSON.stringify(activity),
        signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
      });
      return { body: await response.text(), status: response.status };
    } catch {
      return { status: 0, body: '' };
    }
  }
  const toTeams = async (activity: object) => (await ask(activity)).status;

  /** A message to Maru in the person's direct message. */
  function message(person: Person, platform: Platform, text: string): Sending {
    if (platform === 'teams') {
      const activity = activities.said(person.teams, text);
      return () => toTeams(activity);
    }
    const event = JSON.stringify(slack.messageEvent(person.slack, text));
    return async (retry) => {
      const more =
        retry === 0 ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_error' };
      return (await slack.send(event, 'application/json', more as Record<string, string>)).status;
    };
  }

  /** A press of this button by this person. */
  function press(person: Person, { button, of }: Button): Sending {
    if (of.on === 'slack') {
      const pressed = slack.pressOn(person.slack, of.channel, of.message, button);
      return async () => (await slack.interaction(pressed)).status;
    }
    const pressed = of.conversation.startsWith('a:')
      ? activities.executed(person.teams, button)
      : activities.executedIn(person.teams, of.conversation, of.root, button);
    return async () => {
      const { status, body } = await ask(pressed);
      if (body.includes(PRESS_AGAIN)) answeredSo.set(person.id, (answeredSo.get(person.id) ?? 0) + 1);
      return status;
    };
  }

  /** A press of the button of this kind that was posted last; null when none stands there. */
  function pressing(person: Person, where: Where, wanted: (action: Action) => boolean): Sending | null {
    const found = screens.button(where, wanted);
    return found ? press(person, found) : null;
  }

  return {
    screens,
    message,
    pressing,
    opener: formsOf({ town, slack, activities, ask, press }),
    /** A press of 承認 for a report, on the latest card that has it; null when none stands there. */
    approval: (section: Section, person: Person, report: string) =>
      pressing(person, { section }, (action) => action.do === 'approve' && action.of === report),
    /** Whether Maru told a person this, on either platform. */
    wasTold: (person: Person, text: string) => screens.timesTold(person, text) > 0,
    /** How often a person was told to press again: the platform had not said in time who they are, so nothing was decided. */
    timesAskedAgain: (person: Person) =>
      screens.timesTold(person, PRESS_AGAIN) + (answeredSo.get(person.id) ?? 0),
    /** Sends as the platforms do, until it is taken; false when they gave up. */
    async delivered(sending: Sending): Promise<boolean> {
      let status = 0;
      for (let sent = 0; sent < MOST_SENT; sent += 1) {
        // Slack tries a second time at once, and later again: Maru is back by then.
        await sleep(SENT_AFTER_MS[sent]);
        if (sent > 1) await service.up();
        status = await sending(sent);
        if (status >= 200 && status < 300) return true;
        if (status === 400) throw new Error('sent wrongly');
      }
      if (status > 0) refused += 1;
      return false;
    },
    /** Deliveries that were refused to the last; one that had no answer in time may have been taken. */
    refused: () => refused,
    /** Presses until it is taken, as a person would; `not known` when the button is gone after a press that had no answer. */
    async pressed(make: () => Sending | null): Promise<'taken' | 'not taken' | 'not known'> {
      for (let times = 0; times < MOST_SENT; times += 1) {
        const sending = make();
        if (!sending) return times === 0 ? 'not taken' : 'not known';
        const status = await sending(0);
        if (status >= 200 && status < 300) return 'taken';
        await service.up();
        await sleep(10);
      }
      return 'not known';
    },
  };
}
