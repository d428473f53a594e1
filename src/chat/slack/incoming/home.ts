/** App Home: 「わたしの報告」, published when it is opened and after every card a person gets, while it may be in view. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../../../core/cards/card.js';
import { messageCard } from '../../../core/cards/message.js';
import { notLinkedWords } from '../../../core/wording/accounts.js';
import { interviewWords } from '../../../core/wording/interview.js';
import { type Log, reasonOf } from '../../../flow/log.js';
import type { Clock } from '../../../flow/ports.js';
import type { SendPictured } from '../../pictures.js';
import { LIMITS } from '../../render/limits.js';
import { type Json, paginate, renderSlack } from '../../render/render.js';
import type { Speaker } from '../../standing.js';
import type { Call } from '../outgoing/client.js';
import type { Home } from '../ports.js';
import { slackWords } from '../words.js';
import type { From } from './translate/incoming.js';

/** Changes of one moment are published once. */
const GATHER_MS = 700;
/** Homes remembered as opened, and for how long they may still be in view. */
const IN_VIEW_MS = 8 * 60 * 60 * 1000;
const MANY = 5_000;

export type Homes = {
  /** Publishes a person's home now. Throws PlatformError. */
  publish(from: From, speaker: Speaker): Promise<void>;
  /** Something changed for this person: publishes soon if the home was opened lately. Never rejects. */
  changed(user: string): Promise<void>;
};

export function makeHomes(parts: {
  call: Call;
  home: Home;
  /** whose the account is when the home is drawn, which may be hours after it was opened */
  whose: (from: From) => Promise<Speaker>;
  clock: Clock;
  log: Log;
  gatherMs?: number;
  /** without it a home has no pictures */
  sendPictured?: Pick<SendPictured, 'soon'>;
}): Homes {
  const { call, home, whose, clock, log, gatherMs = GATHER_MS } = parts;
  const sendPictured = parts.sendPictured ?? { soon: (cards, send) => send(cards) };
  const opened = new Map<string, { from: From; at: number }>();
  const waiting = new Set<string>();
  /** what a home shows, or is about to: a picture of what it showed before comes too late */
  const newest = new Map<string, readonly Card[]>();

  async function show(user: string, cards: readonly Card[]): Promise<void> {
    if (newest.size >= MANY) newest.clear();
    newest.set(user, cards);
    const publish = (whole: readonly Card[]) =>
      call('views.publish', { user_id: user, view: homeView(whole) });
    await sendPictured.soon(
      cards,
      publish,
      async (_sent, whole) => newest.get(user) === cards && publish(whole),
    );
  }

  async function draw(user: string, speaker: Speaker): Promise<void> {
    switch (speaker.status) {
      case 'known':
        return show(user, (await home(speaker.person, clock.now())) ?? [unknownCard()]);
      case 'unknown':
      case 'second':
      case 'refused':
        opened.delete(user);
        return show(user, [turnedAwayCard(speaker) ?? guestCard()]);
      default:
        return speaker satisfies never;
    }
  }

  return {
    async publish(from, speaker) {
      const { user } = from;
      if (speaker.status !== 'known') return draw(user, speaker);
      if (opened.size >= MANY) opened.clear();
      opened.set(user, { from, at: clock.now().getTime() });
      // An account is believed for a minute, and reports are shown here that are no answer.
      return draw(user, await whose(from));
    },
    async changed(user) {
      const known = opened.get(user);
      if (!known || waiting.has(user) || clock.now().getTime() - known.at > IN_VIEW_MS) return;
      waiting.add(user);
      try {
        await sleep(gatherMs);
        waiting.delete(user);
        await draw(user, await whose(known.from));
      } catch (error) {
        waiting.delete(user);
        log.warn({ reason: reasonOf(error) }, 'home not refreshed');
      }
    },
  };
}

/** お名前が見つかりません, in both languages: nothing is known of this person. */
function unknownCard(): Card {
  const { ja, en } = { ja: interviewWords('ja').unknownPerson, en: interviewWords('en').unknownPerson };
  return messageCard('ja', ja.title, [ja.line, `${en.title}. ${en.line}`]);
}

/** What somebody is told who is not known or may not; null: those of other organisations, and closed accounts, nothing. */
export function turnedAwayCard(speaker: Exclude<Speaker, { status: 'known' }>): Card | null {
  switch (speaker.status) {
    case 'unknown':
      return unknownCard();
    case 'second':
      return bothCard(notLinkedWords.second);
    case 'refused':
      if (speaker.why === 'unconfirmed') return bothCard(notLinkedWords.unconfirmed);
      return speaker.why === 'guest' ? guestCard() : null;
    default:
      return speaker satisfies never;
  }
}

function bothCard({ title, line }: (typeof notLinkedWords)[keyof typeof notLinkedWords]): Card {
  return messageCard('ja', title.ja, [line.ja, `${title.en}. ${line.en}`]);
}

/** ゲストの方はご利用いただけません */
function guestCard(): Card {
  const { ja, en } = { ja: slackWords('ja').guest, en: slackWords('en').guest };
  return messageCard('ja', ja.title, [ja.line, `${en.title}. ${en.line}`]);
}

/** The cards one under the other, as many as a home holds. */
function homeView(cards: readonly Card[]): Json {
  const words = slackWords(cards[0]?.language ?? 'ja').home;
  const parts = cards.flatMap((card) => paginate(card, ['slack'])).map(blocksOf);
  const blocks: Json[] = [];
  let whole = true;
  for (const part of parts) {
    // Two blocks are kept for what stands below.
    whole &&= blocks.length + part.length + 1 <= LIMITS.slack.modalBlocks - 2;
    if (!whole) break;
    if (blocks.length > 0) blocks.push({ type: 'divider' });
    blocks.push(...part);
  }
  blocks.push({ type: 'divider' }, noteBlock(whole ? words.footer : `${words.more} ${words.footer}`));
  return { type: 'home', callback_id: 'maru_home', blocks };
}

function blocksOf(card: Card): readonly Json[] {
  const message = renderSlack(card);
  return 'view' in message ? [] : message.blocks;
}

function noteBlock(text: string): Json {
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}
