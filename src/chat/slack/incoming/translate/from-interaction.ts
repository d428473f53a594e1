/** Interactions (docs.slack.dev/reference/interaction-payloads): a button, a form sent, typed into or closed, a command. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { decodeAction } from '../../../../core/cards/action.js';
import type { Input } from '../../../../core/conversation/input.js';
import { linkedSection } from '../../../linking.js';
import { carriedBy, halfWayAction } from '../../outgoing/form.js';
import {
  type blockActions,
  fieldsOf,
  type slashCommand,
  type View,
  type viewClosed,
  type viewSubmission,
} from '../../payloads.js';
import { isDirect, slackPlace } from '../../place.js';
import { commandId, type From, fromWhere, type Incoming, nothing, whereabouts } from './incoming.js';
import { asTyped } from './typed.js';

/** No client of Slack sends it, so nobody is told. */
const TOO_MUCH = 'more than any form takes';

/** A button of a message or of the home, or something typed into an open form. */
export function fromButton(pressed: z.output<typeof blockActions>): Incoming {
  const from = fromOfInteraction(pressed);
  const [button] = pressed.actions;
  if (!from || !button) return nothing('nobody');
  const { view, container, message } = pressed;
  const at = button.action_ts ?? '';
  const id = (where: string) => `slack:press:${from.user}:${at}:${button.action_id}:${where}`;
  if (view?.type === 'modal') {
    const carried = carriedBy(view);
    const action = carried ? decodeAction(halfWayAction(carried.action)) : null;
    if (!carried || !action) return nothing('not a form that is kept');
    return fromView(from, view, id(view.id), { ...carried, action }, 'half_way', Number(at));
  }
  const action = decodeAction(button.value);
  if (!action) return nothing('no action of ours');
  const conversation = view ? from.user : (pressed.channel?.id ?? container?.channel_id);
  const ts = message?.ts ?? container?.message_ts;
  if (!conversation || (!view && !ts)) return nothing('nowhere');
  const fields = fieldsOf(pressed.state);
  if (!fields) return nothing(TOO_MUCH);
  const threadTs = message?.thread_ts ?? container?.thread_ts;
  const inThread = threadTs !== undefined && threadTs !== ts ? threadTs : null;
  const thread = view ? null : (inThread ?? (isDirect(conversation) ? null : (ts ?? null)));
  return {
    kind: 'input',
    from,
    input: {
      kind: 'pressed',
      id: id(view?.id ?? ts ?? ''),
      action,
      fields,
      ...whereabouts(from, conversation, thread),
    },
    by: 'button',
    trigger: pressed.trigger_id ?? null,
    view: null,
    conversation,
    ...(ts && {
      pressedIn: {
        message: ts,
        thread: inThread,
        ephemeral: container?.is_ephemeral === true,
        answerAt: pressed.response_url ?? null,
      },
    }),
  };
}

/** A form that was sent, or closed. */
export function fromForm(
  sent: z.output<typeof viewSubmission> | z.output<typeof viewClosed>,
  by: 'form' | 'half_way',
): Incoming {
  const from = fromOfInteraction(sent);
  const carried = carriedBy(sent.view);
  if (!from || !carried) return nothing('not a form of ours');
  const { view } = sent;
  // What is sent again after a problem has the same hash but other contents.
  const contents = createHash('sha256')
    .update(JSON.stringify(fieldsOf(view.state)))
    .digest('hex')
    .slice(0, 16);
  const id = `slack:${by}:${from.user}:${view.id}:${view.hash ?? ''}:${contents}`;
  const action = decodeAction(by === 'form' ? carried.action : halfWayAction(carried.action));
  if (!action) return nothing('not a form that is kept');
  return fromView(from, view, id, { ...carried, action }, by, Number.MAX_SAFE_INTEGER);
}

function fromView(
  from: From,
  view: View,
  id: string,
  carried: { place: string; surface: Input['surface']; action: NonNullable<ReturnType<typeof decodeAction>> },
  by: 'form' | 'half_way',
  at: number,
): Incoming {
  const { place, surface, action } = carried;
  const fields = fieldsOf(view.state);
  if (!fields) return nothing(TOO_MUCH);
  if (by === 'half_way' && Object.keys(fields).length === 0) return nothing('nothing typed');
  return {
    kind: 'input',
    from,
    input: {
      kind: 'pressed',
      id,
      action,
      fields,
      place,
      surface,
      aside: surface === 'channel' ? slackPlace(from.team, from.user) : place,
    },
    by,
    trigger: null,
    view: { id: view.id, at, fields: Object.keys(fields) },
    conversation: from.user,
  };
}

/** A slash command is said in the person's direct message, wherever it was typed: only its writer sees it. */
export function fromCommand(sent: z.output<typeof slashCommand>): Incoming {
  const from = fromWhere({
    user: sent.user_id,
    workspace: sent.team_id,
    organization: sent.enterprise_id,
    whole: sent.is_enterprise_install === 'true',
  });
  const text = asTyped(sent.text ?? '').trim();
  const id = commandId(sent.trigger_id);
  const section = linkedSection(text);
  if (section !== null)
    return {
      kind: 'link',
      from,
      id,
      section,
      conversation: sent.channel_id,
      thread: null,
      by: 'command',
    };
  return {
    kind: 'input',
    from,
    // The command alone asks what it can do.
    input: { kind: 'said', id, text: text === '' ? 'ヘルプ' : text, ...whereabouts(from, from.user, null) },
    by: 'command',
    trigger: sent.trigger_id,
    view: null,
    conversation: sent.channel_id,
  };
}

/** Who it is from; null when the payload names no workspace. */
export function fromOfInteraction(sent: {
  user: { id: string; team_id?: string | null | undefined };
  team?: { id?: string | null | undefined; enterprise_id?: string | null | undefined } | null | undefined;
  enterprise?: { id?: string | null | undefined } | null | undefined;
  is_enterprise_install?: boolean | null | undefined;
  view?: { app_installed_team_id?: string | null | undefined } | null | undefined;
}): From | null {
  const { user, team, enterprise, view } = sent;
  const id = view?.app_installed_team_id ?? team?.id ?? user.team_id;
  if (!id) return null;
  const organization = enterprise?.id ?? team?.enterprise_id;
  return fromWhere({
    user: user.id,
    workspace: id,
    organization,
    whole: sent.is_enterprise_install === true,
  });
}
