/**
 * The head of a history: how many entries it has, and the hash of the last. Kept where the database's owner is not, it
 * tells later whether the history still begins with just these entries. Signed with Ed25519 by the service.
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { CHAIN_START } from './history.js';

export type Head = { readonly seq: number; readonly hash: string };

export type SavedHead = Head & {
  /** null: unsigned, as finished files carry it */
  readonly seal: {
    /** ISO instant at which it was signed */
    readonly at: string;
    /** first 16 hexadecimal digits of the SHA-256 of the public key (SPKI, DER) */
    readonly key: string;
    /** Ed25519, base64url */
    readonly signature: string;
  } | null;
};

/** One line: `maru-head 12 <hash>`, in a sealed one followed by the instant, the key and the signature. */
export function headText({ seq, hash, seal }: SavedHead): string {
  return ['maru-head', String(seq), hash, ...(seal === null ? [] : [seal.at, seal.key, seal.signature])].join(
    ' ',
  );
}

const HEADS =
  /maru-head (\d{1,10}) ([0-9a-f]{64})(?: (\d{4}-\d\d-\d\dT[\d:.]{8,12}Z) ([0-9a-f]{16}) ([\w-]{86}))?/gu;

/** Every head that stands in a text: a file of the service's, a message, what was copied out of a finished file. */
export function readHeads(text: string): SavedHead[] {
  return [...text.matchAll(HEADS)].map(([, seq, hash, at, key, signature]) => ({
    seq: Number(seq),
    hash: hash!,
    seal: at === undefined ? null : { at, key: key!, signature: signature! },
  }));
}

/** What a key is called in heads. */
export function keyName(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(open.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

const signed = (head: Head, at: string, key: string): Buffer =>
  Buffer.from(`maru-head ${head.seq} ${head.hash} ${at} ${key}`);

/** Signs a head with a private key; `at`: ISO instant. */
export function sealHead({ seq, hash }: Head, at: string, key: KeyObject): SavedHead {
  const name = keyName(key);
  const signature = sign(null, signed({ seq, hash }, at, name), key).toString('base64url');
  return { seq, hash, seal: { at, key: name, signature } };
}

/** Whether a sealed head was signed with the key of this public one, as it stands. */
export function isSealedBy({ seq, hash, seal }: SavedHead, key: KeyObject): boolean {
  if (seal === null || seal.key !== keyName(key)) return false;
  const signature = Buffer.from(seal.signature, 'base64url');
  return verify(null, signed({ seq, hash }, seal.at, seal.key), key, signature);
}

/** Why a history is not the one that saved heads were taken of. */
export type HeadBreak = {
  /** `shorter`: entries that were there are not; `forked`: others stand in their place */
  readonly problem: 'shorter' | 'forked';
  /** the number of the first entry that may be another; those before it are as a saved head has them */
  readonly from: number;
  /** the saved head that shows it */
  readonly by: SavedHead;
};

/**
 * Holds saved heads against a history whose chain is whole; null when it begins as all of them say.
 *
 * @param hashAt  the hash of the entry of a number; undefined where there is none
 */
export function findHeadBreak(
  saved: readonly SavedHead[],
  head: Head,
  hashAt: ReadonlyMap<number, string>,
): HeadBreak | null {
  let known = 0;
  for (const by of [...saved].sort((a, b) => a.seq - b.seq)) {
    if (by.seq > head.seq) return { problem: 'shorter', from: head.seq + 1, by };
    if ((by.seq === 0 ? CHAIN_START : hashAt.get(by.seq)) !== by.hash)
      return { problem: 'forked', from: known + 1, by };
    known = by.seq;
  }
  return null;
}
