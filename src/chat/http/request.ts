/**
 * One request and its whole answer, straight through undici's dispatcher: the streams, signals and wrappers that its
 * other interfaces put in between cost more than the request.
 */
import type { Dispatcher } from 'undici';

export type Answered = {
  readonly status: number;
  /** names in small letters */
  readonly headers: Readonly<{ [name: string]: string | string[] | undefined }>;
  readonly text: string;
};

/** What `sendRequest` rejects with when the answer was not there in time: it may have been done all the same. */
export const TIMED_OUT = 'TimeoutError';
/** The same when there was no connection to send it on, in undici's own word: it did not go out. */
const NO_CONNECTION = 'UND_ERR_CONNECT_TIMEOUT';

/**
 * Sends `body` to `origin` and `path` and reads the answer, all within `withinMs`, the wait for a free connection
 * included. Rejects with what the socket said, its `code` a text.
 */
export function sendRequest(
  dispatcher: Dispatcher,
  sent: {
    readonly origin: string;
    readonly path: string;
    readonly method: Dispatcher.HttpMethod;
    readonly headers: { [name: string]: string };
    readonly body: string | null;
  },
  withinMs: number,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let late: Error | null = null;
    let status = 0;
    let headers: Answered['headers'] = {};
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      // A request begins just before its first byte is written.
      late = coded(new Error(`no answer within ${withinMs} ms`), controller ? TIMED_OUT : NO_CONNECTION);
      reject(late);
      controller?.abort(late);
    }, withinMs);
    const failed = (fault: unknown) => {
      clearTimeout(timer);
      const { code, name, message } = fault as { code?: unknown; name?: unknown; message?: unknown };
      const known = typeof code === 'string' ? code : String(name ?? 'unknown');
      reject(coded(new Error(String(message ?? known)), known));
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        controller = given;
        // Whoever asked was told that it did not go out in time: it must not go out now.
        if (late) given.abort(late);
      },
      onResponseStart(_controller, code, given) {
        status = code;
        headers = given;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        clearTimeout(timer);
        const [only] = chunks;
        const bytes = chunks.length === 1 && only ? only : Buffer.concat(chunks);
        resolve({ status, headers, text: bytes.toString('utf8') });
      },
      onResponseError(_controller, fault) {
        failed(fault);
      },
    };
    try {
      dispatcher.dispatch(sent, handler);
    } catch (fault) {
      failed(fault);
    }
  });
}

function coded(fault: Error, code: string): Error {
  return Object.assign(fault, { code });
}
