/**
 * Files in a personal chat. A bot sends one in three steps: it asks with a consent card, Teams names an upload session
 * in the person's OneDrive, the bot puts the bytes there and shows a card of the file. In a team's channel, and on
 * phones, bots neither get nor give files; a picture that is pasted, or sent from a phone, lies at the Bot Connector instead.
 * Source: learn.microsoft.com microsoftteams/platform/bots/how-to/bots-filesv4.
 */
import { randomUUID } from 'node:crypto';
import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import type { Place } from '../../../core/conversation/input.js';
import { linkOf } from '../../../core/evidence/name.js';
import type { Bytes } from '../../../flow/evidence/store.js';
import type { OutgoingFile, Uploads } from '../../../flow/file-ports.js';
import { reasonOf } from '../../../flow/log.js';
import { type Clock, type MessageRef, PlatformError } from '../../../flow/ports.js';
import type { TeamsActivity } from '../activity.js';
import { conversationOf, teamsPlace } from '../place.js';
import { isAllowed } from '../settings.js';
import type { Connector } from './connector.js';
import type { Login } from './login.js';
import type { TeamsMessenger } from './messenger.js';

const DOWNLOAD_TYPE = 'application/vnd.microsoft.teams.file.download.info';
const CONSENT_TYPE = 'application/vnd.microsoft.teams.card.file.consent';
const INFO_TYPE = 'application/vnd.microsoft.teams.card.file.info';
export const CONSENT_INVOKE = 'fileConsent/invoke';

const TIMEOUT_MS = 20_000;

/** A file that came with a message. */
export type IncomingFile = {
  readonly name: string;
  readonly url: string;
  /** where people open it; null where Teams says none */
  readonly link: string | null;
  /** at the Bot Connector, which hands it out for the bot's token */
  readonly atConnector?: true;
};

/** A picture that has no name of its own. */
const PICTURE_NAME = 'image';
/** Where the Bot Connector keeps pictures, below its address; nothing else there is asked for with what a message names. */
const PICTURES_PATH = '/v3/attachments/';

const downloadInfo = z.looseObject({ downloadUrl: z.string() });

/** The files of a message; none outside a personal chat. */
export function filesOf({ attachments, conversation }: TeamsActivity): IncomingFile[] {
  if (conversation.conversationType !== 'personal') return [];
  return (attachments ?? []).flatMap(({ contentType, name, content, contentUrl }) => {
    // `image/*`, as it stands there, or the type of the picture.
    if (contentType?.startsWith('image/') && typeof contentUrl === 'string')
      return [{ name: name || PICTURE_NAME, url: contentUrl, link: null, atConnector: true }];
    if (contentType !== DOWNLOAD_TYPE) return [];
    const url = downloadInfo.safeParse(content).data?.downloadUrl ?? '';
    const link = typeof contentUrl === 'string' ? linkOf(contentUrl) : null;
    return [{ name: typeof name === 'string' ? name : 'file', url, link }];
  });
}

/** What a person answered to a consent card. */
export type Consent = {
  readonly upload: string;
  /** null: declined */
  readonly session: {
    readonly uploadUrl: string;
    readonly contentUrl: string;
    readonly name: string;
    readonly uniqueId: string;
    readonly fileType: string;
  } | null;
};

const consentValue = z.looseObject({
  type: z.literal('fileUpload'),
  action: z.enum(['accept', 'decline']),
  context: z.looseObject({ maru: z.string().max(100) }),
  uploadInfo: z
    .looseObject({
      uploadUrl: z.string(),
      contentUrl: z.string(),
      name: z.string(),
      uniqueId: z.string(),
      fileType: z.string(),
    })
    .nullish(),
});

/** Reads the value of a `fileConsent/invoke`; null when it is none of ours. */
export function consentOf(value: unknown): Consent | null {
  const parsed = consentValue.safeParse(value);
  if (!parsed.success) return null;
  const { action, context, uploadInfo } = parsed.data;
  if (action === 'decline') return { upload: context.maru, session: null };
  return uploadInfo ? { upload: context.maru, session: uploadInfo } : null;
}

export type Files = {
  /** Asks whether the file may be put into the person's OneDrive; 'no_files' in a channel. Throws PlatformError. */
  postFile(place: Place, file: OutgoingFile): Promise<MessageRef | 'no_files'>;
  /** The bytes of a file that was sent, as they come. Throws PlatformError when it may be had later, and so does reading on. */
  fetchFile(file: IncomingFile): Promise<Bytes | 'unreachable'>;
  /**
   * Does what the person answered to the consent card `card`: puts the file where Teams says and shows it, or throws it
   * away. Throws PlatformError. What was answered before, or in another chat than it was asked in, changes nothing.
   */
  answered(place: Place, consent: Consent, card: string | null): Promise<void>;
};

/**
 * `stores`: where Teams keeps the files of chats, as in the settings; `connectors`: where the Bot Connector is, and nobody
 * else gets the token of `login` (null: the demo, which has none). The bot goes nowhere else.
 */
export function makeFiles(parts: {
  readonly connector: Connector;
  readonly messenger: TeamsMessenger;
  readonly bot: string;
  readonly uploads: () => Uploads;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly stores: readonly string[];
  readonly connectors: readonly string[];
  readonly login: Login | null;
}): Files {
  const { connector, messenger, bot, uploads, dispatcher, clock, stores, connectors, login } = parts;
  const allowed = (url: string) => URL.canParse(url) && stores.some((store) => isIn(store, new URL(url)));

  async function personal(place: Place) {
    const at = await messenger.reached(place);
    if (at.k !== 'personal') return null;
    return {
      place: teamsPlace(at),
      spot: { serviceUrl: at.s, tenant: at.t, conversation: conversationOf(at) },
    };
  }

  const message = (conversation: string, attachment: object, text?: string) => ({
    type: 'message',
    from: { id: bot, name: 'Maru' },
    conversation: { id: conversation },
    ...(text === undefined ? {} : { text, textFormat: 'plain' }),
    attachments: [attachment],
  });

  return {
    async postFile(place, { name, bytes, comment }) {
      const at = await personal(place);
      if (!at) return 'no_files';
      const upload = `o${randomUUID()}`;
      await uploads().keep({ id: upload, person: at.place, name, now: clock.now() }, async () => [bytes]);
      const context = { maru: upload };
      const id = await connector.post(
        at.spot,
        message(at.spot.conversation, {
          contentType: CONSENT_TYPE,
          name,
          content: {
            description: comment,
            sizeInBytes: bytes.byteLength,
            acceptContext: context,
            declineContext: context,
          },
        }),
      );
      return { place: at.place, id };
    },

    async fetchFile({ url, atConnector }) {
      if (!(atConnector ? isPicture(url, connectors) : allowed(url))) return 'unreachable';
      return moved('file download', async () => {
        const ask = async () => {
          const token = atConnector && login ? await login.token() : null;
          const answer = await request(url, {
            dispatcher,
            headersTimeout: TIMEOUT_MS,
            bodyTimeout: TIMEOUT_MS,
            headers: token === null ? {} : { authorization: `Bearer ${token}` },
          });
          if (answer.statusCode === 401 && token !== null) login?.forget(token);
          return answer;
        };
        let answer = await ask();
        if (answer.statusCode === 401 && atConnector) {
          // The token has run out; a second one that is refused says that this picture is not for the bot.
          await answer.body.dump();
          answer = await ask();
        }
        if (answer.statusCode !== 200) {
          await answer.body.dump();
          if (answer.statusCode >= 500 || answer.statusCode === 429)
            throw new Error(`status ${answer.statusCode}`);
          return 'unreachable';
        }
        return streamed('file download', answer.body);
      });
    },

    async answered(place, { upload, session }, card) {
      const at = await personal(place);
      const kept = at ? await uploads().load(upload) : null;
      // Whose it is is looked up: what the card carried is only the way to it.
      if (!at || !kept || kept.person !== at.place) return;
      if (session && !allowed(session.uploadUrl))
        throw new PlatformError('the upload session is none of Microsoft', 'never');
      if (session) {
        const { bytes } = kept;
        await moved('file upload', async () => {
          const answer = await request(session.uploadUrl, {
            dispatcher,
            method: 'PUT',
            headersTimeout: TIMEOUT_MS,
            bodyTimeout: TIMEOUT_MS,
            headers: {
              'content-type': 'application/octet-stream',
              'content-range': `bytes 0-${bytes.byteLength - 1}/${bytes.byteLength}`,
            },
            body: bytes,
          });
          await answer.body.dump();
          if (answer.statusCode >= 300) throw new Error(`status ${answer.statusCode}`);
        });
        const { contentUrl, name, uniqueId, fileType } = session;
        await connector.post(
          at.spot,
          message(at.spot.conversation, {
            contentType: INFO_TYPE,
            contentUrl,
            name,
            content: { uniqueId, fileType },
          }),
        );
      }
      await uploads().drop(upload);
      // Its buttons would do nothing any more.
      if (card !== null)
        await connector.remove(at.spot, card).catch((error: unknown) => {
          if (!(error instanceof PlatformError)) throw error;
        });
    },
  };
}

/** Whether an address is that of a picture at the Bot Connector. */
function isPicture(url: string, connectors: readonly string[]): boolean {
  return URL.canParse(url) && isAllowed(url, connectors) && new URL(url).pathname.includes(PICTURES_PATH);
}

/** Whether an address is in a store; `https://*.sharepoint.com` is any host below that domain. */
export function isIn(store: string, { protocol, host }: URL): boolean {
  const allowed = new URL(store);
  if (protocol !== allowed.protocol) return false;
  return allowed.host.startsWith('*.') ? host.endsWith(allowed.host.slice(1)) : host === allowed.host;
}

/** What is read of a stream; leaving the loop ends it, and with it the connection. */
async function* streamed(what: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new PlatformError(`${what}: ${reasonOf(error)}`, 'retry');
  }
}

async function moved<T>(what: string, move: () => Promise<T>): Promise<T> {
  try {
    return await move();
  } catch (error) {
    throw new PlatformError(`${what}: ${reasonOf(error)}`, 'retry');
  }
}
