/** What a form of ours can send is taken on both platforms, and what no client sends is not. */
import { describe, expect, test } from '@jest/globals';
import { linkedSection } from '../../src/chat/linking.js';
import { sentFields } from '../../src/chat/sent-fields.js';
import { translate as fromSlack } from '../../src/chat/slack/incoming/translate/translate.js';
import { activitySchema } from '../../src/chat/teams/activity.js';
import { translate as fromTeams } from '../../src/chat/teams/incoming/translate.js';
import { encodeAction } from '../../src/core/cards/action.js';
import { cardsOf } from '../support/sample-cards.js';

type Fields = Readonly<Record<string, string>>;

const action = encodeAction('fill_form', '2023-yearend.s7.1', 1);

function modal(fields: Fields) {
  const values = Object.entries(fields).map(([name, value]) => [
    name,
    { [name]: { type: 'plain_text_input', value } },
  ]);
  return {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    view: {
      id: 'V1',
      hash: 'h',
      type: 'modal',
      callback_id: 'form',
      private_metadata: JSON.stringify({ place: 'slack:T1:D1', surface: 'direct', action }),
      state: { values: Object.fromEntries(values) },
    },
  };
}

const button = (fields: Fields) => ({
  type: 'block_actions',
  team: { id: 'T1' },
  user: { id: 'U1', team_id: 'T1' },
  channel: { id: 'D1' },
  message: { ts: '1.1' },
  state: modal(fields).view.state,
  actions: [{ action_id: 'a', action_ts: '1.2', type: 'button', value: action }],
});

const activity = (name: string, value: object) =>
  activitySchema.parse({
    type: 'invoke',
    name,
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/jp/',
    from: { id: '29:a', aadObjectId: '00000000-0000-4000-8000-000000000001' },
    recipient: { id: '28:bot', name: 'Maru' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'x' },
    value,
  });

const DOORS = {
  'a modal of Slack': { longest: 6_000, send: (fields: Fields) => fromSlack(modal(fields)) },
  'a button of Slack': { longest: 6_000, send: (fields: Fields) => fromSlack(button(fields)) },
  'a dialog of Teams': {
    longest: 14_000,
    send: (fields: Fields) => fromTeams(activity('task/submit', { data: { action, ...fields } })),
  },
  'a card of Teams': {
    longest: 14_000,
    send: (fields: Fields) =>
      fromTeams(
        activity('adaptiveCard/action', {
          action: { type: 'Action.Execute', verb: 'maru', data: { action, ...fields } },
        }),
      ),
  },
} as const;

describe.each(Object.entries(DOORS))('%s', (_name, { longest, send }) => {
  test('is taken with what was typed, far beyond what a form asks for', () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_one, at) => [`result.${at}`, '190人']));
    for (const typed of [{ policy: 'あ'.repeat(longest) }, fields])
      expect(send(typed)).toMatchObject({ kind: 'input', input: { fields: typed } });
  });

  test('is not taken with a longer text or more of them', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_one, at) => [`result.${at}`, '']));
    for (const typed of [{ policy: 'あ'.repeat(longest + 1) }, { ['p'.repeat(256)]: '' }, many])
      expect(send(typed).kind).not.toBe('input');
  });
});

test('every form and card of ours can be sent with all its fields full', () => {
  const all = [...Object.values(cardsOf(6)), ...Object.values(cardsOf(3, 'en', 'midyear'))];
  const forms = all.flatMap((card) =>
    card.name === 'form' ? [card.view.groups.flatMap(({ fields }) => fields)] : [],
  );
  expect(forms.length).toBeGreaterThan(5);
  for (const fields of forms)
    expect(
      sentFields(
        fields.map(({ id, maxLength }) => [id, 'あ'.repeat(maxLength)]),
        3_000,
      ),
    ).not.toBeNull();
});

test('a channel is linked by the word and a name, not by a text of which no section has the name', () => {
  expect(linkedSection('連携 建設課')).toBe('建設課');
  expect(linkedSection(' link\u3000北区 建設課 ')).toBe('北区 建設課');
  expect(linkedSection('連携')).toBe('');
  expect(linkedSection('連携して進めました')).toBeNull();
  expect(linkedSection(`連携 ${'課'.repeat(300)}`)).toBeNull();
});
