/** What a kind of notice says of itself, and what several kinds have in common. */
import { z } from 'zod';

export const text = z.string();
const ofRound = { sectionId: text, roundId: text };
export const ofVersion = { reportId: text, version: z.int() };
export const ofSection = {
  about: ofRound,
  key: ['sectionId', 'roundId'],
  to: 'channel',
  material: 'section',
  thread: null,
} as const;
export const toWriter = {
  about: { ...ofVersion, to: text.exactOptional() },
  key: ['reportId', 'version', 'to'],
  to: 'person',
  material: 'report',
  thread: 'goal',
} as const;

export const toAsked = {
  about: { questionId: text, reportId: text, personId: text },
  key: ['questionId', 'personId'],
  to: 'person',
  material: 'asked',
  thread: null,
} as const;

export const toAsker = {
  about: { questionId: text, reportId: text },
  key: ['questionId'],
  to: 'person',
  material: 'asked',
} as const;

export const ofTarget = { changeId: text, sectionId: text } as const;
export const toTarget = {
  about: { ...ofTarget, step: z.int(), personId: text },
  key: ['changeId', 'step', 'personId'],
  to: 'person',
  material: 'target',
  thread: null,
} as const;

export const weeklyTo = <Material extends string>(material: Material) =>
  ({
    about: { personId: text, week: text },
    key: ['personId', 'week'],
    to: 'person',
    material,
    thread: null,
  }) as const;

export type Descriptor = {
  /** the schema of what it is about, as the record keeps it beside the kind; the card is made at the moment of delivery */
  readonly about: z.ZodRawShape;
  /** what its key is made of, in this order: one message for each, for ever */
  readonly key: readonly string[];
  readonly to: 'channel' | 'person';
  /** what its card is made of: a kind of `NoticeMaterial` (core/cards/notices/notice-material.ts) */
  readonly material: string;
  /** which goal the thread under it is about: its own, the only one that is still to do, or none */
  readonly thread: 'goal' | 'only_open' | null;
};
