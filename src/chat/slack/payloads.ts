/** What Slack sends, as far as it is read. Source: docs.slack.dev/reference/events and /reference/interaction-payloads. */
import { z } from 'zod';
import { LIMITS } from '../render/limits.js';
import { sentFields } from '../sent-fields.js';

/** No id holds a control character, and PostgreSQL takes no NUL. */
const id = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}*$/u);
const ts = z.string().regex(/^\d+\.\d+$/u);

const file = z.object({
  id,
  name: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  permalink: z.string().nullish(),
});

export const messageEvent = z.object({
  type: z.literal('message'),
  channel: id,
  channel_type: z.string().optional(),
  user: id.optional(),
  text: z.string().nullish(),
  ts,
  thread_ts: ts.optional(),
  /** who wrote the message above it, in a thread */
  parent_user_id: id.nullish(),
  subtype: z.string().optional(),
  bot_id: z.string().nullish(),
  hidden: z.boolean().optional(),
  files: z.array(file).optional(),
});

export const mentionEvent = z.object({
  type: z.literal('app_mention'),
  channel: id,
  user: id.optional(),
  text: z.string().nullish(),
  ts,
  thread_ts: ts.optional(),
  bot_id: z.string().nullish(),
  edited: z.unknown().optional(),
});

export const homeEvent = z.object({
  type: z.literal('app_home_opened'),
  user: id,
  tab: z.string().optional(),
});

export const eventEnvelope = z.object({
  type: z.literal('event_callback'),
  event_id: id,
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  context_team_id: id.nullish(),
  context_enterprise_id: id.nullish(),
  authorizations: z
    .array(
      z.object({
        team_id: id.nullish(),
        enterprise_id: id.nullish(),
        user_id: id.nullish(),
        is_bot: z.boolean().optional(),
        is_enterprise_install: z.boolean().nullish(),
      }),
    )
    .nullish(),
  event: z.looseObject({ type: z.string() }),
});

const stateValue = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});
// An empty one comes as an empty list.
const state = z
  .looseObject({
    values: z.union([z.record(z.string(), z.record(z.string(), stateValue)), z.array(z.never())]).nullish(),
  })
  .nullish();

const view = z.object({
  id,
  hash: z.string().nullish(),
  type: z.string(),
  private_metadata: z.string().nullish(),
  state,
  app_installed_team_id: id.nullish(),
});

const interaction = {
  user: z.object({ id, team_id: id.nullish() }),
  team: z.object({ id: id.nullish(), enterprise_id: id.nullish(), domain: z.string().nullish() }).nullish(),
  enterprise: z.object({ id: id.nullish() }).nullish(),
  is_enterprise_install: z.boolean().nullish(),
};

export const blockActions = z.object({
  type: z.literal('block_actions'),
  ...interaction,
  trigger_id: id.nullish(),
  response_url: z.string().nullish(),
  container: z
    .looseObject({
      type: z.string(),
      message_ts: ts.optional(),
      is_ephemeral: z.boolean().optional(),
      channel_id: id.optional(),
      thread_ts: ts.optional(),
    })
    .nullish(),
  channel: z.object({ id }).nullish(),
  message: z.object({ ts, thread_ts: ts.optional() }).nullish(),
  view: view.nullish(),
  state,
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        block_id: z.string().nullish(),
        action_ts: z.string().nullish(),
        value: z.string().nullish(),
      }),
    )
    .min(1),
});

/** A shortcut on a message: what is handed over is that message alone. */
export const messageAction = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  ...interaction,
  trigger_id: id,
  channel: z.object({ id }),
  message_ts: ts,
  message: z.object({ user: id.nullish(), text: z.string().nullish() }),
});

export type View = z.infer<typeof view>;

// bolt looks into it before anything else does.
const form = view.extend({ callback_id: z.string() });

export const viewSubmission = z.object({
  type: z.literal('view_submission'),
  ...interaction,
  view: form,
});
export const viewClosed = z.object({ type: z.literal('view_closed'), ...interaction, view: form });

export const slashCommand = z.object({
  command: z.string(),
  text: z.string().nullish(),
  user_id: id,
  team_id: id,
  enterprise_id: id.nullish(),
  /** of a form: a text */
  is_enterprise_install: z.string().nullish(),
  channel_id: id,
  trigger_id: id,
});

/** Longest text of one input, in UTF-16 units: Slack counts characters, of which one may be two units. */
const TYPED_MAX = 2 * LIMITS.slack.inputMaxLength;

/** What was typed and chosen, by the block it stands in: the field's id. null where no form of ours sends so much. */
export function fieldsOf(typed: z.infer<typeof state>): Readonly<Record<string, string>> | null {
  const values = typed?.values;
  if (!values || Array.isArray(values)) return {};
  const fields = Object.entries(values).flatMap(([block, elements]): [string, string][] => {
    const [element] = Object.values(elements);
    const text = element?.selected_option?.value ?? element?.value;
    return typeof text === 'string' ? [[block, text]] : [];
  });
  return sentFields(fields, TYPED_MAX);
}
