/** Files in and out, by the current upload flow (files.upload is gone). */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Place } from '../../../core/conversation/input.js';
import { shorten } from '../../../core/text/shorten.js';
import type { Bytes } from '../../../flow/evidence/store.js';
import type { OutgoingFile } from '../../../flow/file-ports.js';
import { reasonOf } from '../../../flow/log.js';
import { type MessageRef, PlatformError } from '../../../flow/ports.js';
import { escapeEntities } from '../../render/escape.js';
import type { SlackSettings } from '../settings.js';
import type { Call } from './client.js';
import type { SlackMessenger } from './messenger.js';
import type { Transport } from './transport.js';

/** Largest file that is taken: a sheet of a whole organisation is far below. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

type Outgoing = Omit<OutgoingFile, 'language'> & {
  /** the message in whose thread it is put; null: the place itself */
  readonly under: MessageRef | null;
};

/** A file that came with a message. */
export type IncomingFile = {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** '' when Slack names none: it was deleted or is kept back */
  readonly url: string;
  /** where people open it; null where Slack says none */
  readonly link: string | null;
};

export type Files = {
  /** Puts a file in a place; gives Slack's id of it. Throws PlatformError. */
  postFile(place: Place, file: Outgoing): Promise<string>;
  /**
   * Puts a picture where the bot's own messages may show it, and nobody else sees it; gives Slack's id of it, once Slack
   * knows that it is one: a message that shows it earlier is refused. Throws PlatformError.
   */
  putPicture(picture: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly alt: string;
  }): Promise<string>;
  /**
   * The bytes of a file that somebody sent, as they come; 'too_large' above the limit, 'unreachable' when Slack will never
   * hand it over. Throws PlatformError when it may later, and so does reading on.
   */
  fetchFile(file: IncomingFile): Promise<Bytes | 'too_large' | 'unreachable'>;
};

/** files.getUploadURLExternal: longest `alt_txt`. */
const ALT_MAX = 1_000;

const ticket = z.object({ upload_url: z.url(), file_id: z.string() });
const known = z.object({ file: z.looseObject({ mimetype: z.string().optional() }) });
/**
 * How often it is asked whether a picture is known as one, or where a file stands, and milliseconds between: Slack mostly
 * knows at once.
 */
const KNOWN_TRIES = 6;
const KNOWN_EVERY_MS = 300;
const shared = z.object({
  file: z.looseObject({ shares: z.record(z.string(), z.record(z.string(), z.unknown())).optional() }),
});

export function makeFiles(parts: {
  call: Call;
  transport: Transport;
  messenger: SlackMessenger;
  settings: SlackSettings;
  /** waits between asking again; tests do not */
  wait?: (ms: number) => Promise<unknown>;
}): Files {
  const { call, transport, messenger, settings, wait = (ms) => sleep(ms) } = parts;

  /** Asks what Slack knows of a file, some times, until it `holds`; whether it came to. */
  async function comesTo(file: string, holds: (known: unknown) => boolean): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      if (holds(await call('files.info', { file }))) return true;
      if (tries === KNOWN_TRIES) return false;
      await wait(KNOWN_EVERY_MS);
    }
  }

  const isShared = (file: string, channel: string): Promise<boolean> =>
    comesTo(file, (info) =>
      Object.values(shared.parse(info).file.shares ?? {}).some((channels) => channel in channels),
    );

  /** After a lost answer: whether the file stands there. If not, or Slack does not say so, it is deleted, and never will. */
  async function standsAfterDoubt(file: string, channel: string, doubt: PlatformError): Promise<boolean> {
    try {
      if (await isShared(file, channel).catch(() => false)) return true;
      await call('files.delete', { file });
      return false;
    } catch {
      throw doubt;
    }
  }

  /** The bytes at Slack, not in any place yet. */
  async function uploaded(
    filename: string,
    bytes: Uint8Array,
    more: { alt_txt?: string } = {},
  ): Promise<string> {
    const { upload_url: url, file_id: id } = ticket.parse(
      await call('files.getUploadURLExternal', { filename, length: bytes.byteLength, ...more }),
    );
    await moved('files upload', async () => {
      const status = await transport.put(url, bytes);
      if (status !== 200) throw new Error(`status ${status}`);
    });
    return id;
  }

  return {
    async postFile(place, { name, bytes, title, comment, under }) {
      const { channel, thread } = await messenger.spotOf(place, under);
      const id = await uploaded(name, bytes);
      try {
        await call(
          'files.completeUploadExternal',
          {
            files: [{ id, title }],
            channel_id: channel,
            ...(thread === null ? {} : { thread_ts: thread }),
            ...(comment === '' ? {} : { initial_comment: escapeEntities(comment) }),
          },
          { channel },
        );
      } catch (error) {
        if (!(error instanceof PlatformError && error.options.doubtful)) throw error;
        if (!(await standsAfterDoubt(id, channel, error))) throw new PlatformError(error.message, 'retry');
      }
      return id;
    },

    async putPicture({ name, bytes, alt }) {
      const id = await uploaded(name, bytes, { alt_txt: shorten(alt, ALT_MAX) });
      await call('files.completeUploadExternal', { files: [{ id, title: name }] });
      if (!(await comesTo(id, (info) => (known.parse(info).file.mimetype ?? '') !== '')))
        throw new PlatformError('files.info: no picture yet', 'retry');
      return id;
    },

    async fetchFile({ url, size }) {
      if (size > MAX_FILE_BYTES) return 'too_large';
      if (!isOfSlack(url, settings.SLACK_API_URL)) return 'unreachable';
      return moved('files download', async () => {
        const { status, type, body } = await transport.get(url, settings.SLACK_BOT_TOKEN);
        // Without the right to read it, Slack shows its log-in page instead, with status 200.
        const received = status === 200 && (!type.startsWith('text/html') || url.endsWith('.html'));
        if (received) return streamed('files download', body);
        await body.dump();
        if (status >= 500 || status === 429)
          throw new PlatformError(`files download: status ${status}`, 'retry');
        return 'unreachable';
      });
    },
  };
}

/** Texts and the token go to Slack alone, whatever address stands in what came. */
export function isOfSlack(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  if (origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

/** What is read of a stream; a fault on the way may be tried again. Leaving the loop ends it, and with it the connection. */
async function* streamed(what: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new PlatformError(`${what}: ${reasonOf(error)}`, 'retry');
  }
}

/** Moving bytes changes nothing that anybody sees, so any fault may be tried again. */
async function moved<T>(what: string, move: () => Promise<T>): Promise<T> {
  try {
    return await move();
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError(`${what}: ${reasonOf(error)}`, 'retry');
  }
}
