/** Teams put together: requests come in by the router, cards go out by the messenger. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Card } from '../../core/cards/card.js';
import type { Place } from '../../core/conversation/input.js';
import type { Uploads } from '../../flow/file-ports.js';
import type { Handle } from '../../flow/handle.js';
import { type Log, reasonOf } from '../../flow/log.js';
import { type Looking, lookingFreely } from '../../flow/looking.js';
import { type MetricsPort, noMetrics } from '../../flow/metrics-port.js';
import type { Clock, Messenger } from '../../flow/ports.js';
import type { TimeBudget } from '../../flow/time-budget.js';
import { makeBeside } from '../beside.js';
import { makeCredentials } from '../credentials.js';
import { leaveUnread } from '../http/http-body.js';
import { makeTellTurnedAway } from '../http/turned-away.js';
import { makeSendPictured, type Pictures, withPictures } from '../pictures.js';
import { paginate } from '../render/render.js';
import { realWait, type Wait } from '../wait.js';
import type { TeamsActivity } from './activity.js';
import { makeBehind } from './behind.js';
import { refuse, reply } from './incoming/answers.js';
import { makePeople, type People } from './incoming/authorize.js';
import { makeTurn, type Turn } from './incoming/handle-activity.js';
import { makeLink } from './incoming/link.js';
import { inputOf } from './incoming/translate.js';
import { untilKnown } from './incoming/until-known.js';
import { activityIn, makeGate, type Refused, readJson } from './incoming/verify.js';
import { makeConnector } from './outgoing/connector.js';
import { makeFiles } from './outgoing/files.js';
import { LoginRefused, loginOf } from './outgoing/login.js';
import { makeMessenger, type Pages, pagesInMemory } from './outgoing/messenger.js';
import { putPicture } from './outgoing/picture.js';
import { makeRateLimit, type RateLimit } from './outgoing/rate-limit.js';
import { dispatcherOf, openWire } from './outgoing/wire.js';
import { teamsPlace } from './place.js';
import type { AddressBook, Channels, Work } from './ports.js';
import { openSdk } from './sdk/sdk.js';
import { allowedTenants, type TeamsSettings, teamsSettingProblems } from './settings.js';

/** Where Teams is told to send. */
const TEAMS_PATH = '/teams/messages';

type Teams = {
  /** for every place that begins with `teams:` */
  readonly messenger: Messenger;
  /** for what is asked at `path`, its body unread */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly path: string;
  /** asks for a token once; throws a sentence for whoever installs when the login server refuses the credentials */
  start(): Promise<void>;
  /** Whether the login server refuses the credentials. */
  areRefused(): boolean;
  /** Asks for a token when the last has run out, so that a secret that was revoked is noticed; never rejects. */
  askAgain(): Promise<void>;
  stop(): Promise<void>;
  /** Takes what was kept until it is known who sent it. Throws PlatformError when that is not known now either. */
  takeArrival(body: unknown): Promise<void>;
  lookAgain: People['lookAgain'];
  /** Resolves when nothing is under way behind the answers. */
  idle(): Promise<void>;
};

/** The flow that inputs go through. */
type Flow = {
  readonly handle: Handle;
  /** how anything typed is looked at before that */
  readonly looking?: Looking;
  readonly work: Work;
  readonly uploads: Uploads;
};

export type TeamsParts = {
  readonly settings: TeamsSettings;
  /** asked for with the first request: the flow delivers through this messenger, so it is made later */
  readonly flow: () => Flow;
  /** what a request may wait for stores in all; without it each wait has its own limit */
  readonly budget?: () => TimeBudget;
  readonly addresses: AddressBook;
  readonly channels: Channels;
  /** further messages of long cards; without it they are known only until the process ends */
  readonly pages?: Pages;
  /** Teams' own pace, and the wall clock's waits for what somebody did, unless told otherwise */
  readonly pace?: RateLimit;
  readonly wait?: Wait;
  readonly clock: Clock;
  readonly log: Log;
  /** counts what comes in and what Teams refuses */
  readonly meter?: MetricsPort;
  /** the demo: requests of this machine are taken without any authentication, and no dialogs are offered */
  readonly unauthenticatedOnLoopback?: boolean;
  /** without it cards go without pictures */
  readonly pictures?: Pictures;
};

/** Throws when the credentials are not complete: without them nobody could tell who is asking. */
export function createTeams(parts: TeamsParts): Teams {
  const { flow, addresses, channels, pages = pagesInMemory(), pace = makeRateLimit() } = parts;
  const { clock, log, meter = noMetrics, wait = realWait } = parts;
  const demo = parts.unauthenticatedOnLoopback === true;
  const settings = demo ? null : parts.settings;
  if (settings) {
    const problems = teamsSettingProblems({ ...settings, TEAMS_MODE: 'on' });
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
  const dispatcher = dispatcherOf(settings?.TEAMS_PROXY ?? '');
  const credentials = makeCredentials(log);
  const sdk = openSdk(settings);
  const login = settings && loginOf(settings, { sdk, dispatcher, credentials });
  const connector = makeConnector({ login, wire: openWire(dispatcher), pace, clock, log, meter });
  const bot = `28:${settings?.MICROSOFT_APP_ID ?? 'maru'}`;
  const messenger = makeMessenger({
    connector,
    bot,
    pages,
    dialogs: !demo,
    submitOnly: parts.settings.TEAMS_ACTIONS === 'submit',
    seen: {
      opened: (at) =>
        behind.aboutPerson(at, (person, account) =>
          addresses.rememberDirectPlace(person, teamsPlace(at), clock.now(), account),
        ),
      unreachable: (at) =>
        behind.aboutPerson(at, (person) =>
          addresses.markUnreachable(person, teamsPlace(at), 'blocked', clock.now()),
        ),
    },
  });
  const behind = makeBehind({ messenger, addresses, clock, log });
  const sendPictured = parts.pictures
    ? makeSendPictured({ name: 'teams', log, meter, put: putPicture(parts.pictures) })
    : null;
  const given: Messenger = { ...messenger, postFile: (place, file) => files.postFile(place, file) };
  const kept = sendPictured
    ? withPictures(given, sendPictured, (card) => paginate(card, ['teams']).length === 1)
    : given;
  // What this person alone sees is not edited: it waits for its picture.
  const beside = makeBeside<{ channel: Place; user: string }>({
    post: kept.post,
    async show({ channel, user }, card) {
      if (parts.settings.TEAMS_TARGETED !== 'on') return false;
      const shown = (whole: Card) => messenger.postTargeted(channel, user, whole);
      return sendPictured ? sendPictured.whole([card], ([whole = card]) => shown(whole)) : shown(card);
    },
    clock,
    log,
  });
  const tenants = settings ? allowedTenants(settings) : null;
  const people = makePeople({
    connector,
    addresses,
    tenants,
    allowGuests: settings?.TEAMS_ALLOW_GUESTS ?? false,
    clock,
    log,
    wait,
  });
  const uploads = () => flow().uploads;
  const files = makeFiles({
    connector,
    messenger,
    bot,
    uploads,
    dispatcher,
    clock,
    stores: parts.settings.TEAMS_FILE_URLS,
    connectors: parts.settings.TEAMS_SERVICE_URLS,
    login,
  });
  const heard = parts.settings.TEAMS_READS_REPLIES ? {} : { heard: 'when_called' as const };
  const turn = makeTurn({
    files,
    uploads,
    giveFile: (place, consent, card) => behind.giveFile(place, files.answered(place, consent, card)),
    handle: (input, budget) => flow().handle({ ...input, ...heard }, budget),
    looking: (id, look) => (flow().looking ?? lookingFreely)(id, look),
    ...(parts.budget ? { budget: parts.budget } : {}),
    work: { start: (effects) => flow().work.start(effects) },
    messenger,
    people,
    addresses,
    link: makeLink({ connector, tenants, messenger, channels, clock }),
    dialogs: !demo,
    clock,
    meter,
    wait,
    say: behind.say,
    askedAt: beside.put,
    fold: behind.fold,
  });
  const { take, takeArrival } = untilKnown(turn, { keep: (arrival) => flow().work.keep(arrival) });
  const gate = makeGate(settings);
  const tellTurnedAway = makeTellTurnedAway({ platform: 'teams', clock, log, meter });
  /** Answers a request of Teams. Never rejects. */
  async function listener(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    response.once('finish', () => meter.acknowledged('teams', performance.now() - began));
    const turnAway = (status: number, why: string) => {
      tellTurnedAway(status, why);
      refuse(response, status);
      leaveUnread(request);
    };
    // Somebody who looks at the address in a browser, or a watch that asks whether it is there.
    if (request.method !== 'POST') return refuse(response, 405);
    const unread = gate.headers(request);
    if (unread) return turnAway(unread.status, unread.reason);
    const body = await readJson(request, response);
    if ('status' in body) return turnAway(body.status, body.reason);
    const unasked = gate.body(body.json);
    if (unasked) return turnAway(unasked.status, unasked.reason);
    const { authorization = '' } = request.headers;
    // Until Teams is known to have sent it, nothing more of it is read and nobody is told anything.
    const authenticated: { activity?: TeamsActivity; turn?: Turn; malformed?: Refused } = {};
    try {
      const turned = await sdk.turn(authorization, body.json as object, async () => {
        const whole = activityIn(body.json);
        if (!whole.ok) {
          authenticated.malformed = whole;
          return;
        }
        authenticated.activity = whole.activity;
        authenticated.turn = await take(whole.activity);
      });
      if (turned.kind === 'refused') return turnAway(401, turned.reason);
    } catch (error) {
      const { activity } = authenticated;
      log.error(
        { ...(activity && { input: inputOf(activity) }), reason: reasonOf(error) },
        'request of Teams failed',
      );
      meter.input('teams', 'failed');
      refuse(response, 503);
      if (activity) behind.tellFault(activity);
      return;
    }
    const { turn, malformed } = authenticated;
    if (malformed) return turnAway(malformed.status, malformed.reason);
    if (!turn) return refuse(response, 503);
    reply(response, turn.answer);
    turn.after();
  }

  return {
    messenger: { ...kept, post: beside.post },
    listener,
    path: TEAMS_PATH,
    async start() {
      try {
        await login?.token();
      } catch (error) {
        if (error instanceof LoginRefused)
          throw new Error(
            `Teams: MICROSOFT_APP_ID・MICROSOFT_APP_PASSWORD・MICROSOFT_APP_TENANT_ID が使えません / the credentials were not accepted (${error.message})`,
          );
        // Microsoft being away is no reason not to start: it is asked again when a token is needed.
        log.error({ reason: reasonOf(error) }, 'Teams gives no token: check the credentials');
      }
    },
    takeArrival,
    lookAgain: people.lookAgain,
    areRefused: () => credentials.areRefused(),
    async askAgain() {
      // What it is refused with is kept by `credentials`; anything else is no verdict on them.
      await login?.token().catch(() => undefined);
    },
    async stop() {
      await behind.idle();
      await dispatcher.close();
    },
    idle: behind.idle,
  };
}
