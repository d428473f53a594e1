/** Requests as bytes, sent as they are: also with a body shorter than promised, or headers no client would send. */
import { Agent, request as begin, type IncomingHttpHeaders } from 'node:http';

export type Crafted = {
  /** what is wrong with it, for the report */
  readonly what: string;
  /**
   * `outside`: not from who it says, so any answer of success is a violation; `odd`: from the platform but of a shape
   * it never has; `pressed`: a button or words of a person who may not, or about what is not there
   */
  readonly kind: 'outside' | 'odd' | 'pressed';
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** bytes that are promised and never come */
  readonly missing?: number;
};

export type Answered = {
  /** 0: no answer came, the connection was ended */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** A request that was cut off is given up after this, in milliseconds; the service waits five seconds for the rest. */
const CUT_MS = 50;
const GIVE_UP_MS = 60_000;

export function opener(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  const self = {
    send: (crafted: Crafted): Promise<Answered> =>
      new Promise((resolve, reject) => {
        const { method, path, headers, body, missing = 0 } = crafted;
        const sent = begin(
          {
            agent: missing > 0 ? false : agent,
            hostname,
            port,
            method,
            path,
            headers: { ...headers, 'content-length': String(body.length + missing) },
          },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', () => resolve({ status: 0, headers: {}, body: '' }));
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(chunks).toString('utf8'),
              }),
            );
          },
        );
        let over = false;
        sent.setTimeout(GIVE_UP_MS, () => {
          over = true;
          sent.destroy();
          reject(new Error(`${method} ${path} was not answered`));
        });
        sent.on('error', () =>
          // A connection that was kept may be closed at the other end just now: Node.js says to ask once more then.
          resolve(sent.reusedSocket && !over ? self.send(crafted) : { status: 0, headers: {}, body: '' }),
        );
        if (missing > 0) {
          sent.write(body);
          setTimeout(() => sent.destroy(), CUT_MS);
        } else sent.end(body);
      }),
    close: () => agent.destroy(),
  };
  return self;
}
