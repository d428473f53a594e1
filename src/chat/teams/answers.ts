/** What a request of Teams is answered with over HTTP. */
import type { Response } from 'express';
import type { Answer } from './invoke.js';

/** Gives the answer of a turn. */
export function reply(response: Response, { status, body }: Answer): void {
  response.status(status);
  if (body === null) response.end();
  else response.json(body);
}

const TOLD: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'unauthorized',
  403: 'forbidden',
  413: 'too large',
  415: 'unsupported media type',
  503: 'please send again',
};

/** Says no more than the status does. */
export function refuse(response: Response, status: number): void {
  response.status(status).json({ message: TOLD[status] ?? 'refused' });
}

/** What express's own parser found wrong with a body: 400, 413 … Anything else is a fault. */
export function statusOf(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 503;
}
