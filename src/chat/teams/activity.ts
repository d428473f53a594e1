/**
 * What Teams sends, as far as it is read. Source: learn.microsoft.com azure/bot-service/rest-api (Activity) and
 * microsoftteams/platform/bots/how-to/conversations. Whatever does not fit never reaches the SDK: an activity without
 * a `type` would end the process there.
 */
import { z } from 'zod';
import { LIMITS } from '../render/limits.js';
import { sentFields } from '../sent-fields.js';

/**
 * What is looked at before it is known who sent it. It names few things, and no lists: of a list that is malformed every
 * member is told, and anybody may send one.
 */
const outside = {
  type: z.string().min(1).max(100),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url().max(1000),
};
const tenantId = z.string().max(100).nullish();
export const envelopeSchema = z.object({
  ...outside,
  conversation: z.object({ tenantId }),
  channelData: z.object({ tenant: z.object({ id: tenantId }).nullish() }).nullish(),
});
type TeamsEnvelope = z.infer<typeof envelopeSchema>;

/** No id holds a control character, and PostgreSQL takes no NUL. */
const PLAIN = /^\P{Cc}*$/u;

const id = z.string().min(1).max(1000).regex(PLAIN);

const account = z.looseObject({
  id,
  aadObjectId: z.string().max(100).regex(PLAIN).nullish(),
  name: z.string().nullish(),
  role: z.string().nullish(),
});

/** Teams sends at most about 100 KB (format-your-bot-messages), and the smallest of a list takes more than a hundred bytes. */
const LIST_MAX = 1_000;

/** A list, or none. zod looks at the whole of a list before it looks at its length, so that is asked first. */
function listOf<Of extends z.ZodType>(of: Of) {
  const isShort = (given: unknown) => !Array.isArray(given) || given.length <= LIST_MAX;
  return z.custom<z.input<Of>[]>(isShort).pipe(z.array(of)).nullish();
}

export const activitySchema = z.looseObject({
  ...outside,
  id: id.nullish(),
  from: account,
  recipient: account.nullish(),
  conversation: z.looseObject({
    id,
    conversationType: z.string().nullish(),
    tenantId,
  }),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: tenantId }).nullish(),
      channel: z.looseObject({ id: id.nullish(), type: z.string().nullish() }).nullish(),
      team: z.looseObject({ id: id.nullish() }).nullish(),
      eventType: z.string().nullish(),
    })
    .nullish(),
  text: z.string().nullish(),
  /** plain, markdown or xml */
  textFormat: z.string().nullish(),
  locale: z.string().max(50).nullish(),
  name: z.string().max(200).nullish(),
  action: z.string().max(100).nullish(),
  replyToId: id.nullish(),
  value: z.unknown().optional(),
  attachments: listOf(
    z.looseObject({
      contentType: z.string().nullish(),
      name: z.string().nullish(),
      contentUrl: z.unknown().optional(),
      content: z.unknown().optional(),
    }),
  ),
  entities: listOf(
    z.looseObject({
      type: z.string().nullish(),
      text: z.string().nullish(),
      mentioned: z.looseObject({ id: z.string().nullish() }).nullish(),
    }),
  ),
  membersAdded: listOf(account),
  membersRemoved: listOf(account),
});
export type TeamsActivity = z.infer<typeof activitySchema>;

/** The tenant an activity belongs to, in small letters; null when it names none or two different ones. */
export function tenantOf({
  conversation,
  channelData,
}: Pick<TeamsEnvelope, 'conversation' | 'channelData'>): string | null {
  const named = new Set(
    [conversation.tenantId, channelData?.tenant?.id].flatMap((one) => (one ? [one.toLowerCase()] : [])),
  );
  return named.size === 1 ? [...named][0]! : null;
}

/** What a button of a card sends: our action, and beside it the inputs of the card by their ids. */
const carried = z.record(z.string(), z.unknown());

/** The value of an `adaptiveCard/action` invoke (Action.Execute). */
const executeValue = z.looseObject({
  action: z.looseObject({ data: carried.nullish() }),
  trigger: z.string().nullish(),
});

/** The value of `task/fetch` and `task/submit` invokes. */
const taskValue = z.looseObject({ data: carried.nullish() });

/**
 * What was sent with a button: encoded action and fields, null where no form of ours sends so much. null when it carries
 * nothing of ours.
 */
export function pressedOf(
  value: unknown,
  by: 'submit' | 'execute' | 'task',
): { readonly action: string; readonly fields: Readonly<Record<string, string>> | null } | null {
  const data = (() => {
    switch (by) {
      case 'submit':
        return carried.safeParse(value).data;
      case 'execute':
        return executeValue.safeParse(value).data?.action.data;
      case 'task':
        return taskValue.safeParse(value).data?.data;
      default:
        return by satisfies never;
    }
  })();
  if (!data || typeof data.action !== 'string') return null;
  const typed = Object.entries(data).flatMap(([key, one]): [string, string][] => {
    if (key === 'action' || key === 'msteams') return [];
    if (typeof one === 'string') return [[key, one.replace(/\r\n?/gu, '\n')]];
    return typeof one === 'number' || typeof one === 'boolean' ? [[key, String(one)]] : [];
  });
  return { action: data.action, fields: sentFields(typed, LIMITS.teams.typedText) };
}

/** The value of a `composeExtension/fetchTask` invoke: the command, and the message it was called on. */
const handedOver = z.looseObject({
  commandId: z.string(),
  messagePayload: z.looseObject({
    id,
    createdDateTime: z.string().max(100).nullish(),
    linkToMessage: z.string().nullish(),
    body: z.looseObject({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
    from: z.looseObject({ user: z.looseObject({ id: z.string().nullish() }).nullish() }).nullish(),
  }),
});
export type HandedOver = z.infer<typeof handedOver>;

/** null when nothing of that kind came. */
export const handedOverIn = (value: unknown): HandedOver | null => handedOver.safeParse(value).data ?? null;

/** Whether an Action.Execute was sent by the client itself to refresh a card: nobody pressed anything. */
export function isRefresh(value: unknown): boolean {
  return executeValue.safeParse(value).data?.trigger === 'automatic';
}
