/**
 * What Teams sends, as far as it is read. Source: learn.microsoft.com azure/bot-service/rest-api (Activity) and
 * microsoftteams/platform/bots/how-to/conversations. Whatever does not fit never reaches the SDK: an activity without
 * a `type` would end the process there.
 */
import { z } from 'zod';

/** No id holds a control character, and PostgreSQL takes no NUL. */
const PLAIN = /^\P{Cc}*$/u;

const id = z.string().min(1).max(1000).regex(PLAIN);

const account = z.looseObject({
  id,
  aadObjectId: z.string().max(100).regex(PLAIN).nullish(),
  name: z.string().nullish(),
  role: z.string().nullish(),
});

export const activitySchema = z.looseObject({
  type: z.string().min(1).max(100),
  id: id.nullish(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url().max(1000),
  from: account,
  recipient: account.nullish(),
  conversation: z.looseObject({
    id,
    conversationType: z.string().nullish(),
    tenantId: z.string().max(100).nullish(),
  }),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: z.string().max(100).nullish() }).nullish(),
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
  attachments: z
    .array(
      z.looseObject({
        contentType: z.string().nullish(),
        name: z.string().nullish(),
        contentUrl: z.unknown().optional(),
        content: z.unknown().optional(),
      }),
    )
    .nullish(),
  entities: z
    .array(
      z.looseObject({
        type: z.string().nullish(),
        text: z.string().nullish(),
        mentioned: z.looseObject({ id: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
  membersAdded: z.array(account).nullish(),
  membersRemoved: z.array(account).nullish(),
});
export type TeamsActivity = z.infer<typeof activitySchema>;

/** The tenant an activity belongs to, in small letters; null when it names none or two different ones. */
export function tenantOf({ conversation, channelData }: TeamsActivity): string | null {
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

/** What was sent with a button: encoded action and fields. null when it carries nothing of ours. */
export function pressedOf(
  value: unknown,
  by: 'submit' | 'execute' | 'task',
): { readonly action: string; readonly fields: Readonly<Record<string, string>> } | null {
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
  const fields = Object.fromEntries(
    Object.entries(data).flatMap(([key, typed]) => {
      if (key === 'action' || key === 'msteams') return [];
      if (typeof typed === 'string') return [[key, typed.replace(/\r\n?/gu, '\n')]];
      return typeof typed === 'number' || typeof typed === 'boolean' ? [[key, String(typed)]] : [];
    }),
  );
  return { action: data.action, fields };
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
