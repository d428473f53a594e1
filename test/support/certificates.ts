/** Certificates made on the spot (X.509, RFC 5280, in DER): an authority, and servers it vouches for. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';

export type Certificate = { readonly certificate: string; readonly key: string };
export type Authority = Certificate & {
  /** A certificate for a server under this address or name. */
  issue(host: string, until?: Date): Certificate;
};

const HOUR_MS = 3_600_000;

const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]) => tlv(0x30, ...parts);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Buffer) => tlv(0x04, content);
/** 1.2.840.10045.4.3.2 */
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
/** 2.5.4.3, the common name */
const named = (name: string) => sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(name)))));
const time = (at: Date) => tlv(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/gu, '')));
/** 2.5.29.19, critical: an authority */
const IS_AUTHORITY = sequence(
  oid('551d13'),
  tlv(0x01, Buffer.from([0xff])),
  octets(sequence(tlv(0x01, Buffer.from([0xff])))),
);
/** 2.5.29.17: an IPv4 address, or a name */
const isFor = (host: string) =>
  sequence(
    oid('551d11'),
    octets(
      sequence(
        /^[\d.]+$/u.test(host)
          ? tlv(0x87, Buffer.from(host.split('.').map(Number)))
          : tlv(0x82, Buffer.from(host)),
      ),
    ),
  );

/** No line is empty: the end of a certificate that fills its last line stands on the next one. */
const pem = (der: Buffer) =>
  [
    '-----BEGIN CERTIFICATE-----',
    ...(der.toString('base64').match(/.{1,64}/gu) ?? []),
    '-----END CERTIFICATE-----',
    '',
  ].join('\n');

function made(
  by: { name: string; key: KeyObject | null },
  name: string,
  extension: Buffer,
  until: Date,
): Certificate {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    named(by.name),
    sequence(time(new Date(until.getTime() - 24 * HOUR_MS)), time(until)),
    named(name),
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(extension)),
  );
  const signature = sign('sha256', content, by.key ?? privateKey);
  return {
    certificate: pem(sequence(content, ECDSA_SHA256, tlv(0x03, Buffer.from([0]), signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** An authority of its own, good for an hour. */
export function makeAuthority(name: string): Authority {
  const soon = new Date(Date.now() + HOUR_MS);
  const own = made({ name, key: null }, name, IS_AUTHORITY, soon);
  const key = createPrivateKey(own.key);
  return { ...own, issue: (host, until = soon) => made({ name, key }, host, isFor(host), until) };
}
