/**
 * The playground: one page on this machine, without accounts, that is a platform like any other. What is done on the
 * page becomes inputs, through the same door as everywhere; what the bot posts is kept and pushed to the page.
 */
import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { MAX_FILE_MB } from '../../core/conversation/files/files.js';
import type { Input } from '../../core/conversation/input.js';
import type { PostRole } from '../../core/organization/post-roles.js';
import type { Language } from '../../core/text/language.js';
import { interviewWords } from '../../core/wording/interview.js';
import type { Work } from '../../flow/effects/work.js';
import type { Uploads } from '../../flow/file-ports.js';
import type { FoldedCard, Handle } from '../../flow/handle.js';
import { type Log, reasonOf } from '../../flow/log.js';
import { type Looking, lookingFreely, UNREAD_TEXT } from '../../flow/looking.js';
import type { Clock, Draw, Messenger } from '../../flow/ports.js';
import { makeSendPictured, type PutPicture, withPictures } from '../pictures.js';
import { keepFiles } from '../sent-files.js';
import { type PlaygroundClock, shownClock } from './clock.js';
import { openEvents } from './events.js';
import { guard } from './guard.js';
import { type Message, type Messages, openMessages } from './messages.js';
import { makeMessenger } from './messenger.js';
import { pageFiles } from './page-files.js';
import { channelPlace, directPlace, threadPlace } from './places.js';
import {
  clockSchema,
  conversationSchema,
  eventsSchema,
  fileInput,
  fileSchema,
  inputIdOf,
  isTooLong,
  notedInput,
  notedSchema,
  pictureSchema,
  pressedInput,
  pressedSchema,
  saidInput,
  saidSchema,
  sentFileSchema,
  statusOf,
} from './requests.js';
import { type ShownMessage, shownMessage, shownReply } from './shown.js';

/** Somebody the visitor may be: a person of the roster, with the posts held today. */
export type PlaygroundPerson = {
  readonly id: string;
  /** 担当者1: the page puts the section before it */
  readonly name: string;
  readonly language: Language;
  readonly posts: readonly {
    readonly role: PostRole;
    readonly title: string;
    readonly sectionId: string;
    readonly sectionName: string;
  }[];
};

type Playground = {
  /** to be mounted at `/` of a server that listens on loopback */
  readonly router: Router;
  /** ends the open streams to pages, so that a server can close */
  close(): void;
};

/** Largest request of the page, in bytes: a whole form of the longest answers in UTF-8. */
const BODY_MAX_BYTES = 256 * 1024;
/** Largest file, in bytes: as on the other platforms. */
const FILE_MAX_BYTES = MAX_FILE_MB * 1024 * 1024;
/** Messages shown at first, and with each press on 以前のメッセージ. */
const PAGE_MESSAGES = 30;
/** Replies under one message: five goals and what was said about them. */
const THREAD_MESSAGES = 100;
const DAY_MS = 86_400_000;

type PlaygroundParts = {
  readonly handle: Handle;
  /** how anything typed is looked at before that */
  readonly looking?: Looking;
  readonly work: Pick<Work, 'start' | 'sweep'>;
  readonly people: () => Promise<readonly PlaygroundPerson[]>;
  /** who the visitor is at first; without it, the first 担当者 */
  readonly firstPerson?: string;
  /** sections in the order in which they are offered */
  readonly sections: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  readonly clock: PlaygroundClock;
  readonly messages: Messages;
  readonly uploads: Uploads;
  readonly log: Log;
};

/**
 * The messages and the messenger of the playground (for every place that begins with `playground:`). Made before the
 * flow, which delivers through this messenger; `createPlayground` is then given the flow and the same messages.
 *
 * @param redis  a client of `openRedis`; keys begin with `maru:playground:`
 */
export function playgroundMessages(
  redis: Parameters<typeof openMessages>[0],
  clock: Clock,
  pictures?: { readonly draw: Draw; readonly log: Log },
): { messages: Messages; messenger: Messenger } {
  const messages = openMessages(redis);
  const plain = makeMessenger(messages, clock);
  if (!pictures) return { messages, messenger: plain };
  const put: PutPicture = async (_card, picture) => {
    const id = randomUUID();
    await messages.keepPicture(id, await pictures.draw(picture, 2));
    return `./api/picture?of=${id}`;
  };
  return {
    messages,
    messenger: withPictures(
      plain,
      makeSendPictured({ name: 'playground', put, log: pictures.log }),
      () => true,
    ),
  };
}

/** Puts the playground together. Nothing is started: mount the router. */
export function createPlayground(parts: PlaygroundParts): Playground {
  const { handle, work, people, sections, clock, messages, uploads, log, firstPerson = null } = parts;
  const { looking = lookingFreely } = parts;
  const router = Router();
  const events = openEvents(messages);

  router.use(guard);
  router.use(express.json({ limit: BODY_MAX_BYTES }));

  router.get('/api/start', async (_request, response) => {
    const [everyone, every, time] = await Promise.all([people(), sections(), shownClock(clock)]);
    response.json({ people: everyone, firstPerson, sections: every, clock: time });
  });

  router.get('/api/clock', async (_request, response) => {
    response.json({ clock: await shownClock(clock) });
  });

  router.get('/api/conversation', async (request, response) => {
    const { person, channel, before } = conversationSchema.parse(request.query);
    const place = channel === undefined ? directPlace(person) : channelPlace(channel);
    const latest = await messages.latest(place, PAGE_MESSAGES + 1, before);
    const top = latest.slice(-PAGE_MESSAGES);
    const threads = await Promise.all(
      top.map(({ id }) => messages.latest(threadPlace(place, id), THREAD_MESSAGES)),
    );
    const shown: ShownMessage[] = [...top, ...threads.flat()].map(shownMessage);
    response.json({ conversation: place, messages: shown, more: latest.length > PAGE_MESSAGES });
  });

  router.get('/api/events', (request, response) => {
    const { person, channel } = eventsSchema.parse(request.query);
    events.add(response, [directPlace(person), ...(channel === undefined ? [] : [channelPlace(channel)])]);
  });

  router.post('/api/said', async (request, response) => {
    const said = saidSchema.parse(request.body);
    const input = looking(inputIdOf(said.id), (isStopped) =>
      saidInput(isStopped ? { ...said, text: UNREAD_TEXT } : said),
    );
    const { id, person, place } = input;
    // As on any platform the message stands there first, whatever becomes of it.
    await messages.add({ id, place, at: clock.now().toISOString(), from: 'person', person, text: said.text });
    await take(input, response);
  });

  router.post(
    '/api/file',
    express.raw({ type: () => true, limit: FILE_MAX_BYTES }),
    async (request, response) => {
      const sent = sentFileSchema.parse(request.query);
      const { person, name } = sent;
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const now = clock.now();
      const input = { id: inputIdOf(sent.id), person, now };
      const files = await keepFiles(uploads, input, [{ name, fetch: async () => [bytes] }]);
      await messages.add({
        id: input.id,
        place: directPlace(person),
        at: now.toISOString(),
        from: 'person',
        person,
        text: sent.text,
        files: [name],
      });
      const said = looking(input.id, (isStopped) =>
        fileInput(isStopped ? { ...sent, text: UNREAD_TEXT } : sent, files),
      );
      await take(said, response);
    },
  );

  router.get('/api/file', async (request, response) => {
    const { message: id } = fileSchema.parse(request.query);
    const [message, bytes] = await Promise.all([messages.get(id), messages.fileOf(id)]);
    if (message?.from !== 'bot' || !message.file || !bytes) return refuse(response, 404, NOT_FOUND);
    // By its name a browser would take it for a page: whatever it is, it is saved.
    response.attachment(message.file.name).type('application/octet-stream').send(bytes);
  });

  router.get('/api/picture', async (request, response) => {
    const png = await messages.pictureOf(pictureSchema.parse(request.query).of);
    if (!png) return refuse(response, 404, NOT_FOUND);
    response.type('png').send(png);
  });

  router.post('/api/pressed', async (request, response) => {
    const pressed = pressedSchema.parse(request.body);
    const message: Message | null = await messages.get(pressed.message);
    const input = message ? pressedInput(pressed, message) : null;
    if (!input) return refuse(response, 400, BAD_REQUEST);
    await take(input, response, pressed.message);
  });

  router.post('/api/noted', async (request, response) => {
    const noted = notedSchema.parse(request.body);
    const message = await messages.get(noted.message);
    const input = message ? notedInput(noted, message) : null;
    if (!input) return refuse(response, 400, BAD_REQUEST);
    await take(input, response);
  });

  router.post('/api/clock', async (request, response) => {
    const { to } = clockSchema.parse(request.body);
    const target = to === 'next_day' ? new Date(clock.now().getTime() + DAY_MS) : await clock.nextDue();
    if (target) await clock.moveTo(target);
    await work.sweep();
    const time = await shownClock(clock);
    events.send('clock', time);
    response.json({ moved: target !== null, clock: time });
  });

  router.use(pageFiles());
  router.use((_request: Request, response: Response) => refuse(response, 404, NOT_FOUND));

  /** What was pressed becomes its line; what is not folded here is when the goal is submitted. */
  async function fold({ card, done }: FoldedCard, message: string): Promise<void> {
    await messages
      .edit(message, card)
      .then(() => done(message))
      .catch((error: unknown) => log.warn({ reason: reasonOf(error) }, 'card not folded'));
  }

  /** Answers 2xx only when the input is committed; what follows from it comes after the answer. */
  async function take(input: Input, response: Response, pressed: string | null = null): Promise<void> {
    const handled = await handle(input);
    switch (handled.status) {
      case 'stranger': {
        const { title, line } = interviewWords('ja').unknownPerson;
        return refuse(response, 403, `${title}。${line}`);
      }
      case 'taken':
        if (handled.folded && pressed !== null) await fold(handled.folded, pressed);
        response.json({ status: handled.status, reply: shownReply(handled.reply) });
        return work.start(handled.effects);
      case 'seen':
        response.json({ status: handled.status, reply: shownReply(handled.reply) });
        return;
      default:
        return handled satisfies never;
    }
  }

  const onError: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof z.ZodError) return refuse(response, 400, isTooLong(error) ? TOO_LARGE : BAD_REQUEST);
    const status = statusOf(error);
    if (status === 413)
      return refuse(response, 413, request.path === '/api/file' ? FILE_TOO_LARGE : TOO_LARGE);
    if (status !== null && status < 500) return refuse(response, status, BAD_REQUEST);
    log.error({ reason: reasonOf(error) }, 'playground request failed');
    const { title, line } = interviewWords('ja').fault;
    refuse(response, 503, `${title}。${line}`);
  };
  router.use(onError);

  return { router, close: () => events.close() };
}

const BAD_REQUEST =
  'うまく読み取れませんでした。ページを読み込み直してください。 / The request could not be read; please reload the page.';
const TOO_LARGE =
  '文が長すぎます。短くして、もう一度送ってください。 / The text is too long; please shorten it and send it again.';
const FILE_TOO_LARGE = `ファイルが大きすぎます（上限 ${MAX_FILE_MB} MB）。分けて、もう一度送ってください。 / The file is too large (limit ${MAX_FILE_MB} MB).`;
const NOT_FOUND = 'ページが見つかりませんでした。 / There is no such page.';

function refuse(response: Response, status: number, message: string): void {
  response.status(status).json({ message });
}
