/** Requests to the server. A press or message that was not answered is sent again with the same id, as platforms do. */
import { text } from './words/texts.js';

const TRIES = 3;
const FIRST_WAIT_MS = 400;

/** A request that was answered with a reason in plain words, or not at all. */
export class RequestFailed extends Error {
  /** @param {string} message @param {boolean} again whether the same request may succeed later */
  constructor(message, again) {
    super(message);
    this.again = again;
  }
}

const UNREACHABLE = text(
  'Maru につながりません。動いているか確かめて、もう一度送ってください。入力した文は残っています。',
);

/**
 * @param {string} path
 * @param {Record<string, string | number>} [query]
 * @returns {Promise<any>}
 */
export async function get(path, query = {}) {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return tried(() => fetch(`./api/${path}?${search}`));
}

/**
 * @param {string} path
 * @param {object} body
 * @returns {Promise<any>}
 */
export async function post(path, body) {
  return tried(() =>
    fetch(`./api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/**
 * @param {string} path
 * @param {Record<string, string>} query
 * @param {Blob} bytes
 * @returns {Promise<any>}
 */
export async function postBytes(path, query, bytes) {
  return tried(() =>
    fetch(`./api/${path}?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: bytes,
    }),
  );
}

/**
 * Sends without waiting for the answer, also while the page is being closed.
 *
 * @param {string} path
 * @param {object} body
 */
export function postAndLeave(path, body) {
  void fetch(`./api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    keepalive: true,
  }).catch(() => undefined);
}

/** The id of a press or message: the server knows by it what it has already taken. */
export function newId() {
  return crypto.randomUUID();
}

/** @param {() => Promise<Response>} request */
async function tried(request) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await answered(request());
    } catch (error) {
      if (!(error instanceof RequestFailed) || !error.again || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** (attempt - 1)));
    }
  }
}

/** @param {Promise<Response>} request */
async function answered(request) {
  /** @type {Response} */
  let response;
  try {
    response = await request;
  } catch {
    throw new RequestFailed(UNREACHABLE, true);
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new RequestFailed(body?.message ?? UNREACHABLE, response.status >= 500);
}
