/** Files in and out, by the current upload flow (files.upload is gone). */
import { z } from 'zod';
import type { Place } from '../../../core/conversation/input.js';
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
};

export type Files = {
  /** Puts a file in a place; gives Slack's id of it. Throws PlatformError. */
  postFile(place: Place, file: Outgoing): Promise<string>;
  /**
   * The bytes of a file that somebody sent; 'too_large' above the limit, 'unreachable' when Slack will never hand it
   * over. Throws PlatformError when it may later.
   */
  fetchFile(file: IncomingFile): Promise<Buffer | 'too_large' | 'unreachable'>;
};

const ticket = z.object({ upload_url: z.url(), file_id: z.string() });
const shared = z.object({
  file: z.looseObject({ shares: z.record(z.string(), z.record(z.string(), z.unknown())).optional() }),
});

export function makeFiles(parts: {
  call: Call;
  transport: Transport;
  messenger: SlackMessenger;
  settings: SlackSettings;
}): Files {
  const { call, transport, messenger, settings } = parts;

  async function isShared(file: string, channel: string): Promise<boolean> {
    const { shares = {} } = shared.parse(await call('files.info', { file })).file;
    return Object.values(shares).some((channels) => channel in channels);
  }

  return {
    async postFile(place, { name, bytes, title, comment, under }) {
      const { channel, thread } = await messenger.spotOf(place, under);
      const { upload_url: url, file_id: id } = ticket.parse(
        await call('files.getUploadURLExternal', { filename: name, length: bytes.byteLength }),
      );
      await moved('files upload', async () => {
        const status = await transport.put(url, bytes);
        if (status !== 200) throw new Error(`status ${status}`);
      });
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
        const doubtful = error instanceof PlatformError && error.options.doubtful;
        if (!doubtful || !(await isShared(id, channel))) throw error;
      }
      return id;
    },

    async fetchFile({ url, size }) {
      if (size > MAX_FILE_BYTES) return 'too_large';
      if (!isOfSlack(url, settings.SLACK_API_URL)) return 'unreachable';
      return moved('files download', async () => {
        const { status, type, bytes } = await transport.get(url, settings.SLACK_BOT_TOKEN, MAX_FILE_BYTES);
        if (bytes === null) return 'too_large';
        // Without the right to read it, Slack shows its log-in page instead, with status 200.
        const received = status === 200 && (!type.startsWith('text/html') || url.endsWith('.html'));
        if (received) return bytes;
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

/** Moving bytes changes nothing that anybody sees, so any fault may be tried again. */
async function moved<T>(what: string, move: () => Promise<T>): Promise<T> {
  try {
    return await move();
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError(`${what}: ${reasonOf(error)}`, 'retry');
  }
}
