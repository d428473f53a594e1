/** Slack, put together: what comes in by HTTP or Socket Mode, and what goes out. */
import bolt from '@slack/bolt';
import type { Card } from '../../core/cards/card.js';
import type { Uploads } from '../../flow/file-ports.js';
import type { Handle } from '../../flow/handle.js';
import { type Log, reasonOf } from '../../flow/log.js';
import { type Looking, lookingFreely } from '../../flow/looking.js';
import type { MetricsPort } from '../../flow/metrics-port.js';
import { type Clock, type Messenger, PlatformError } from '../../flow/ports.js';
import type { TimeBudget } from '../../flow/time-budget.js';
import { makeBeside } from '../beside.js';
import { makeCredentials } from '../credentials.js';
import { makeSendPictured, type Pictures, withPictures } from '../pictures.js';
import { paginate } from '../render/render.js';
import type { Wait } from '../wait.js';
import { type Authorization, makeAuthorization } from './incoming/authorize.js';
import { makeDispatch } from './incoming/dispatch.js';
import { makeHandleIncoming } from './incoming/handle-incoming.js';
import { makeHomes } from './incoming/home.js';
import { makeListener, SLACK_PATHS, type SlackListener } from './incoming/http.js';
import { makeLink } from './incoming/link.js';
import { listen } from './incoming/listeners.js';
import { makeSocket } from './incoming/socket.js';
import { makeTranslate } from './incoming/translate/translate.js';
import { makeWorkspaces } from './incoming/workspaces.js';
import { clientOptions, loggerOf, makeCall } from './outgoing/client.js';
import { makeShowEphemeral, type PressedSpot } from './outgoing/ephemeral.js';
import { refusalOf } from './outgoing/errors.js';
import { type Files, makeFiles } from './outgoing/files.js';
import { makeMessenger } from './outgoing/messenger.js';
import { makeModals } from './outgoing/modal.js';
import { placePictures } from './outgoing/pictures.js';
import { makeRateLimit, type RateLimit } from './outgoing/rate-limit.js';
import { makeReplace } from './outgoing/replace.js';
import { openTransport } from './outgoing/transport.js';
import type { AccountBook, Channels, Home, Work } from './ports.js';
import { type SlackSettings, slackSettingProblems } from './settings.js';

/** People whose direct message is remembered, to refresh their home after a card. */
const MANY = 20_000;

export type Slack = {
  readonly messenger: Messenger;
  readonly files: Files;
  /** with SLACK_MODE=http, for what is asked at `paths`, its body unread; null with socket */
  readonly listener: SlackListener | null;
  readonly paths: readonly string[];
  accountByEmail: Authorization['accountByEmail'];
  lookAgain: Authorization['lookAgain'];
  /** Takes what was kept until it is known who sent it. Throws PlatformError when that is not known now either. */
  takeArrival(body: unknown): Promise<void>;
  /** Checks the token and, with socket, connects. Throws a sentence for whoever installs when Slack refuses. */
  start(): Promise<void>;
  /** Whether Slack refuses a token that it was given last. */
  areRefused(): boolean;
  /** Tries the token, so that one that was revoked is noticed though nobody writes; never rejects. */
  askAgain(): Promise<void>;
  /** Takes nothing more; what was taken goes on. */
  quiet(): Promise<void>;
  /** Takes nothing more, and resolves when all that was taken is done. */
  stop(): Promise<void>;
  /** Resolves when nothing is under way behind the answers. */
  idle(): Promise<void>;
};

export function createSlack(parts: {
  settings: SlackSettings;
  handle: Handle;
  /** how anything typed is looked at before that */
  looking?: Looking;
  /** what a request may wait for stores in all; without it each wait has its own limit */
  budget?: () => TimeBudget;
  /** the work behind the answers; it may be made with this messenger, hence asked for late */
  work: () => Work;
  addresses: AccountBook;
  channels: Channels;
  home: Home;
  /** where files that were sent are put aside; asked for late, as `work` */
  uploads: () => Uploads;
  clock: Clock;
  log: Log;
  /** counts what comes in and what Slack refuses */
  meter?: MetricsPort;
  /** Slack's own pace unless told otherwise */
  pace?: RateLimit;
  /** how long what somebody did waits: the wall clock's, unless told otherwise */
  wait?: Wait;
  /** without it cards go without pictures */
  pictures?: Pictures;
}): Slack {
  const { settings, handle, addresses, channels, home, clock, log, pace = makeRateLimit() } = parts;
  const { looking = lookingFreely } = parts;
  const translate = makeTranslate(looking);
  const meter = parts.meter ? { meter: parts.meter } : {};
  const wait = parts.wait ? { wait: parts.wait } : {};
  const problems = slackSettingProblems(settings);
  if (problems.length > 0) throw new Error(`Slack: ${problems.join('; ')}`);

  const transport = openTransport(settings.SLACK_PROXY);
  const credentials = makeCredentials(log);
  const call = makeCall({ settings, transport, pace, log, credentials, ...meter });
  const teams = makeWorkspaces({ settings, call });
  const userOf = new Map<string, string>();
  const directOf = new Map<string, string>();
  const met = (user: string, conversation: string): void => {
    if (userOf.size >= MANY) for (const known of [userOf, directOf]) known.clear();
    userOf.set(conversation, user);
    directOf.set(user, conversation);
  };
  const cards = makeMessenger({
    call,
    clock,
    met,
    tableless: (team) => log.warn({ team }, 'the workspace takes no tables: cards go without'),
    posted: (conversation) => {
      const user = userOf.get(conversation);
      if (user !== undefined) void homes.changed(user);
    },
  });
  const replace = makeReplace({ transport, settings });
  const files = makeFiles({ call, transport, messenger: cards, settings });
  const plain: Messenger = {
    ...cards,
    async postFile(place, file, { under }) {
      return { place, id: await files.postFile(place, { ...file, under }) };
    },
  };
  const { pictures } = parts;
  const sendPictured = pictures
    ? makeSendPictured({ ...placePictures(pictures.draw, files), name: 'slack', log, ...meter })
    : null;
  const isOne = (card: Card) =>
    [true, false].every((tables) => paginate(card, ['slack'], { tables }).length === 1);
  const kept = sendPictured ? withPictures(plain, sendPictured, isOne) : plain;
  const showEphemeral = makeShowEphemeral({ call, replace });
  // What this person alone sees cannot be edited: it waits for its picture.
  const beside = makeBeside<PressedSpot>({
    post: kept.post,
    show: sendPictured
      ? (spot, card) => sendPictured.whole([card], ([whole = card]) => showEphemeral(spot, whole))
      : showEphemeral,
    clock,
    log,
  });
  const messenger: Messenger = { ...kept, post: beside.post };
  const admission = makeAuthorization({ call, teams, addresses, settings, clock, log, ...wait });
  const homes = makeHomes({
    call,
    home,
    whose: admission.asRecorded,
    clock,
    log,
    ...(sendPictured ? { sendPictured } : {}),
  });
  const take = makeHandleIncoming({
    handle,
    looking,
    ...(parts.budget ? { budget: parts.budget } : {}),
    files,
    uploads: () => parts.uploads(),
    clock,
    work: {
      start: (effects) => parts.work().start(effects),
      keep: (arrival) => parts.work().keep(arrival),
    },
    admission,
    messenger,
    replace,
    askedAt: beside.put,
    modals: makeModals({ call, messenger, log, ...wait }),
    homes,
    link: makeLink({ call, messenger, channels, clock }),
    log,
    ...meter,
    ...wait,
    met,
    directOf: (user) => directOf.get(user) ?? null,
  });

  const app = new bolt.App({
    // The way in is elsewhere and calls `processEvent` itself.
    receiver: { init: () => undefined, start: async () => undefined, stop: async () => undefined },
    authorize: async () => ({ botToken: settings.SLACK_BOT_TOKEN }),
    clientOptions: clientOptions(settings, transport, log),
    logger: loggerOf(log),
    // The bot's own messages are left out by chat/slack/incoming/translate/translate.ts; a conversation is not kept in memory.
    ignoreSelf: false,
    convoStore: false,
  });
  listen(app, take, translate);
  const dispatch = makeDispatch({ app: () => app, translate, teams, log, ...meter, ...wait });
  const socket =
    settings.SLACK_MODE === 'socket' ? makeSocket({ dispatch, settings, transport, log, credentials }) : null;

  return {
    messenger,
    files,
    listener: socket
      ? null
      : makeListener({ dispatch, secrets: settings.SLACK_SIGNING_SECRET, clock, log, ...meter }),
    paths: SLACK_PATHS,
    accountByEmail: (email) => admission.accountByEmail(email),
    lookAgain: (account) => admission.lookAgain(account),
    takeArrival: (body) => take.takeArrival(body),
    async start() {
      try {
        await teams.own();
      } catch (error) {
        // Slack being away is no reason not to start: everything is tried again when it is needed.
        if (!(error instanceof PlatformError) || refusalOf(error) !== null)
          throw new Error(
            `Slack: SLACK_BOT_TOKEN が使えません / the token was not accepted (${reasonOf(error)})`,
          );
        log.warn({ reason: error.message }, 'Slack does not answer yet');
      }
      await socket?.start();
    },
    areRefused: () => credentials.areRefused(),
    async askAgain() {
      // What it is refused with is kept by `credentials`; anything else is no verdict on the token.
      await call('auth.test', {}).catch(() => undefined);
    },
    async quiet() {
      await socket?.stop();
    },
    async stop() {
      await socket?.stop();
      await take.idle();
      await transport.close();
    },
    idle: () => take.idle(),
  };
}
