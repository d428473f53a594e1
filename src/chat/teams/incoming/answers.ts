/** What a request of Teams is answered with over HTTP. */
import type { ServerResponse } from 'node:http';
import type { Answer } from '../outgoing/invoke.js';

/** Sends the answer to a request: its status, and its body as JSON when there is one. */
export function reply(response: ServerResponse, { status, body }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  if (body === null) return void response.writeHead(status, { 'content-length': 0 }).end();
  const json = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(json),
    })
    .end(json);
}

const TOLD: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'unauthorized',
  403: 'forbidden',
  405: 'only POST',
  413: 'too large',
  415: 'unsupported media type',
  503: 'please send again',
};

/** Says no more than the status does. */
export function refuse(response: ServerResponse, status: number): void {
  reply(response, { status, body: { message: TOLD[status] ?? 'refused' } });
}
