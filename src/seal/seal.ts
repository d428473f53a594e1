/** The head of the history signed, and put where the database's owner is not: a folder, an https address, a message to the auditor. */
import { createHash, type KeyObject } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Head, headText, type SavedHead, sealHead } from '../core/decision/head.js';
import { decoded } from '../store/addresses.js';
import { readKey, SealRefused } from './key.js';

/** An address that has not answered by then is told as not reached. */
const PUT_WITHIN_MS = 20_000;

type SealSettings = {
  readonly SEAL_KEY_FILE: string;
  readonly SEAL_DIR: string;
  readonly SEAL_URL: string;
  readonly SEAL_AUDITOR: string;
};

/** Has a head sent to a person of the roster; false when there is nobody of this id. */
type SendHead = (personId: string, head: SavedHead, now: Date) => Promise<boolean>;

type Sealed = {
  readonly head: SavedHead;
  /** the line that was put */
  readonly text: string;
  /** where it is now */
  readonly places: readonly string[];
};

/** Signs a head and puts it. @throws SealRefused naming every place it could not be put; it may be in the others */
export type Seal = (head: Head, now: Date, send: SendHead) => Promise<Sealed>;

/** What is wrong or missing in the settings, one sentence each. */
export function sealSettingProblems(settings: SealSettings): string[] {
  const { SEAL_KEY_FILE, SEAL_DIR, SEAL_URL, SEAL_AUDITOR } = settings;
  const hasPlace = SEAL_DIR !== '' || SEAL_URL !== '' || SEAL_AUDITOR !== '';
  return [
    ...(hasPlace && SEAL_KEY_FILE === ''
      ? ['SEAL_KEY_FILE が設定されていません。署名する鍵が要ります。 / SEAL_KEY_FILE is not set.']
      : []),
    ...(SEAL_KEY_FILE !== '' && !hasPlace
      ? [
          'SEAL_DIR、SEAL_URL、SEAL_AUDITOR のどれかを設定してください。署名を置くところです。 / Set SEAL_DIR, SEAL_URL or SEAL_AUDITOR.',
        ]
      : []),
    ...(SEAL_URL === '' || isSafe(SEAL_URL)
      ? []
      : ['SEAL_URL は https のアドレスにしてください。 / SEAL_URL must be an https address.']),
    ...(credentialsOf(SEAL_URL) === null
      ? [
          'SEAL_URL の名前かパスワードにある % は、%25 と書いてください。 / Write a % in the name or password of SEAL_URL as %25.',
        ]
      : []),
  ];
}

/** https, or this machine itself (a gateway beside the service). */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && /^(?:127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname))
  );
}

/** The user and password of an address, empty where it has none; null where they are not written as in addresses. */
function credentialsOf(text: string): { readonly username: string; readonly password: string } | null {
  if (!URL.canParse(text)) return { username: '', password: '' };
  const url = new URL(text);
  const [username, password] = [decoded(url.username), decoded(url.password)];
  return username === null || password === null ? null : { username, password };
}

/** Opens what the settings name; null where heads are not signed. @throws SealRefused for what is wrong in them */
export async function openSeal(settings: SealSettings): Promise<Seal | null> {
  const problems = sealSettingProblems(settings);
  if (problems.length > 0) throw new SealRefused(problems.join('\n'));
  return settings.SEAL_KEY_FILE === '' ? null : sealWith(await readKey(settings.SEAL_KEY_FILE), settings);
}

function sealWith(
  key: KeyObject,
  { SEAL_DIR: folder, SEAL_URL: address, SEAL_AUDITOR: auditor }: SealSettings,
): Seal {
  return async (at, now, send) => {
    const head = sealHead(at, now.toISOString(), key);
    const text = `${headText(head)}\n`;
    const name = nameOf(head, now);
    const putting = [
      ...(folder === ''
        ? []
        : [{ place: join(folder, name), put: () => toFolder(join(folder, name), text) }]),
      ...(address === '' ? [] : [{ place: placeOf(address), put: () => toAddress(address, name, text) }]),
      ...(auditor === ''
        ? []
        : [
            {
              place: `職員番号 ${auditor} へのメッセージ`,
              put: async () => {
                if (!(await send(auditor, head, now)))
                  throw new Error('名簿にいません / SEAL_AUDITOR is not in the roster');
              },
            },
          ]),
    ];
    const ended = await Promise.allSettled(putting.map(({ put }) => put()));
    const failed = ended.flatMap((one, i) =>
      one.status === 'rejected' ? [`${putting[i]!.place}（${reasonOf(one.reason)}）`] : [],
    );
    if (failed.length > 0)
      throw new SealRefused(
        `履歴の末尾の署名を置けません: ${failed.join('、')}。 / The signed head could not be put there.`,
      );
    return { head, text, places: putting.map(({ place }) => place) };
  };
}

/** `maru-head-20231002T010000000Z-0000000123.txt`: by their names in the order of their making, none like another. */
function nameOf({ seq }: Head, now: Date): string {
  const instant = now.toISOString().replace(/[-:.]/gu, '');
  return `maru-head-${instant}-${String(seq).padStart(10, '0')}.txt`;
}

/** Written once and never renamed or replaced, so that a mount where nothing can be changed takes it. */
async function toFolder(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o444).catch((fault: { code?: string }) => {
    // Another instance, at the same millisecond and head.
    if (fault.code === 'EEXIST') return null;
    throw fault;
  });
  if (!file) return;
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (fault) {
    // A full disk: half a head is none. Where nothing can be taken away it stays, and is told.
    await rm(path, { force: true }).catch(() => undefined);
    throw fault;
  } finally {
    await file.close();
  }
}

/** PUT below the address; a user and password in it are sent as such (Basic). Buckets with object lock ask for the MD5. */
async function toAddress(address: string, name: string, text: string): Promise<void> {
  const url = new URL(address);
  const { username, password } = credentialsOf(address) ?? url;
  url.username = '';
  url.password = '';
  url.pathname = `${url.pathname.replace(/\/$/u, '')}/${name}`;
  const user = Buffer.from(`${username}:${password}`);
  const response = await fetch(url, {
    method: 'PUT',
    body: text,
    redirect: 'error',
    signal: AbortSignal.timeout(PUT_WITHIN_MS),
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-md5': createHash('md5').update(text).digest('base64'),
      ...(username === '' ? {} : { authorization: `Basic ${user.toString('base64')}` }),
    },
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
}

const placeOf = (address: string): string => new URL(address).host;

function reasonOf(fault: unknown): string {
  const { code, cause, message } = fault as {
    readonly code?: string;
    readonly cause?: { readonly code?: string };
    readonly message?: string;
  };
  return (typeof code === 'string' ? code : cause?.code) ?? message ?? String(fault);
}
