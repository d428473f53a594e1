/** What is done with a text where no server is needed: the core, and what the platforms send made into what was said. */
import { translate as fromSlack } from '../../../src/chat/slack/incoming/translate/translate.js';
import { activitySchema } from '../../../src/chat/teams/activity.js';
import { translate as fromTeams } from '../../../src/chat/teams/incoming/translate.js';
import { accountsAsked } from '../../../src/core/account/account.js';
import { parseEraDate, parseFiscalYear } from '../../../src/core/calendar/japanese-dates.js';
import { wordChanges } from '../../../src/core/cards/word-diff.js';
import { exportAsked } from '../../../src/core/conversation/files/files.js';
import { withSameLineEnds } from '../../../src/core/conversation/input.js';
import { goalNamedBy } from '../../../src/core/conversation/interview/goal-named.js';
import { asksStatus, onlyAnswers } from '../../../src/core/conversation/interview/only-answers.js';
import {
  goalsNamedIn,
  isAsking,
  meansDeciding,
  sectionBeforeGoal,
} from '../../../src/core/conversation/keywords.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { readRoute } from '../../../src/core/organization/read-route.js';
import { readQuantity } from '../../../src/core/quantity/index.js';
import { deedsBehindNumbers } from '../../../src/core/quantity/read.js';
import { proposeRating } from '../../../src/core/rating/propose.js';
import { niigataR5, ratingOf } from '../../../src/core/sheet/scale.js';
import { foldSearch, foldWidth } from '../../../src/core/text/fold.js';
import { shorten } from '../../../src/core/text/shorten.js';
import { splitItems } from '../../../src/core/text/split-items.js';
import { onOneLine } from '../../../src/core/text/text.js';
import { headerFieldOf } from '../../../src/workbook/reader/found-header.js';
import { legendOf } from '../../../src/workbook/reader/table/legend.js';
import { foldRating } from '../../../src/workbook/reader/table/read-row.js';
import { tabNameOf } from '../../../src/workbook/xlsx/tabs.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';
import type { Doing } from './judge.js';

/** What a request of Teams may hold when its text comes twice, as text and as HTML; a message of Slack holds 40,000. */
const SAID_MOST = 100_000;
const SLACK_MOST = 40_000;
/** A form whose four fields together fill a request. */
const FIELD_MOST = 20_000;
/** The most a cell of a workbook holds: what files bring into the record. */
const CELL_MOST = 32_767;
/** What is typed and kept at most: MAX_TEXT.message. */
const KEPT_MOST = 1_500;

const scale = niigataR5;
const tasks = tasksOf(6);
const [task] = tasks;
const [sample] = kitaSheets();

type Asked = { readonly target: string; readonly result: string; readonly indicator?: string };

const rated = (one: Asked & { readonly status?: string }) =>
  proposeRating({ indicator: '参加者数', round: 'yearend', scale, elapsed: '1.000', ...one });

/** Readings of the core, each of a text as long as it can come to it. */
function readings(): Doing[] {
  const of =
    (most: number) =>
    ([name, run]: readonly [string, (text: string) => unknown]): Doing => ({ name, most, run });
  const asked = { target: '200人以上', result: '190人' };
  const section = sample!.header.organization.text;
  return [
    ...Object.entries({
      readQuantity,
      'readQuantity behind a number': (text: string) => readQuantity(`190人${text}`),
      deedsBehindNumbers,
      'proposeRating by its target': (text: string) => rated({ ...asked, target: text }),
      'proposeRating by its indicator': (text: string) => rated({ ...asked, indicator: text }),
      'proposeRating by its status': (text: string) => rated({ ...asked, status: text }),
      splitItems,
      foldWidth,
      foldSearch,
      readRoute,
      parseEraDate,
      parseFiscalYear,
      'onOneLine between': (text: string) => onOneLine(`a${text}b`),
      shorten: (text: string) => shorten(text, 1_000),
      'wordChanges at both ends': (text: string) => wordChanges(`${text}前`, `後${text}`),
      'wordChanges anew': (text: string) => wordChanges('前の文です。'.repeat(300), text),
      legendOf: (text: string) => legendOf(`○:達成${text}`),
      headerFieldOf: (text: string) => headerFieldOf(`組織名(${text}`),
      foldRating: (text: string) => foldRating(`○${text}`),
      tabNameOf: (text: string) => tabNameOf(text, new Set()),
    }).map(of(CELL_MOST)),
    ...Object.entries({
      'proposeRating by its result': (text: string) => rated({ ...asked, result: text }),
    }).map(of(KEPT_MOST)),
    ...Object.entries({
      ratingOf: (text: string) => ratingOf(text, scale),
      goalsNamedIn,
      goalNamedBy: (text: string) => goalNamedBy(text, [section]),
      sectionBeforeGoal: (text: string) => sectionBeforeGoal(text, [section]),
      meansDeciding,
      'meansDeciding with thanks': (text: string) => meansDeciding(`${text}ありがとうございます`),
      isAsking,
      exportAsked: (text: string) => exportAsked(`出力 ${text}`),
      accountsAsked: (text: string) => accountsAsked(`アカウント 連携 ${text}`),
    }).map(of(SAID_MOST)),
  ];
}

const BEFORE = ['続き', '190人', '△', '理由', '状況', '方針'];
const staff = actorOf('s7');
const context = contextOf(tasks, staff);
const here = { person: staff.id, place: 'test:dm', aside: 'test:dm', surface: 'direct', id: 'x' } as const;

/** What is said, or sent as a form, after so many answers; what the door asks of it first is among it. */
function steps(): Doing[] {
  let desk = emptyDesk;
  return BEFORE.flatMap((answer, count) => {
    const now = desk;
    desk = step(desk, { ...here, kind: 'said', text: answer }, context).desk;
    const stepped = (input: Parameters<typeof step>[1]) => {
      const kept = withSameLineEnds(input);
      return [asksStatus(kept), onlyAnswers(kept), step(now, kept, context)];
    };
    return [
      {
        name: `said after ${count} answers`,
        most: SAID_MOST,
        run: (text: string) => stepped({ ...here, kind: 'said', text }),
      },
      {
        name: `said before a colon after ${count} answers`,
        most: SAID_MOST,
        run: (text: string) => stepped({ ...here, kind: 'said', text: `状況です。\n${text}：2日開催` }),
      },
      {
        name: `a form after ${count} answers`,
        most: FIELD_MOST,
        run: (text: string) =>
          stepped({
            ...here,
            kind: 'pressed',
            action: { do: 'fill_form', of: task!.id, v: 1, with: '' },
            fields: {
              'result.0': text,
              'rating.0': text,
              'direction.0': text,
              'reason.0': text,
              'status.0': text,
              policy: text,
            },
          }),
      },
    ];
  });
}

/** What the platforms send, made into what was said. */
function payloads(): Doing[] {
  const activity = (parts: object) =>
    fromTeams(
      activitySchema.parse({
        type: 'message',
        channelId: 'msteams',
        serviceUrl: 'https://smba.trafficmanager.net/jp/',
        from: { id: '29:a', aadObjectId: '00000000-0000-4000-8000-000000000001' },
        recipient: { id: '28:bot', name: 'Maru' },
        conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'x' },
        ...parts,
      }),
    );
  const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });
  const event = (more: object) =>
    fromSlack({
      type: 'event_callback',
      team_id: 'T1',
      event_id: 'Ev1',
      authorizations: [{ team_id: 'T1', user_id: 'U1', is_bot: true }],
      event: { user: 'U2', channel: 'D1', ts: '1.1', ...more },
    });
  const teams = (name: string, run: (text: string) => unknown) => ({ name, most: SAID_MOST, run });
  const slack = (name: string, run: (text: string) => unknown) => ({ name, most: SLACK_MOST, run });
  return [
    slack('a command of Slack that links', (text) =>
      fromSlack({
        command: '/maru',
        text: `連携 ${text}`,
        user_id: 'U1',
        team_id: 'T1',
        channel_id: 'C1',
        trigger_id: 't1',
      }),
    ),
    slack('a message of Slack', (text) => event({ type: 'message', channel_type: 'im', text })),
    slack('a mention of Slack', (text) => event({ type: 'app_mention', text: `<@U1> ${text}` })),
    slack('a reply in a thread of Slack', (text) =>
      event({ type: 'message', channel_type: 'channel', channel: 'C1', thread_ts: '1.0', text }),
    ),
    teams('a message of Teams', (text) => activity({ text })),
    teams('a message of Teams with its HTML', (text) => activity({ text, ...html(text) })),
    teams('a quote of Teams', (text) =>
      activity({ text, ...html(`<blockquote itemtype="x/Reply">${text}</blockquote><p>${text}`) }),
    ),
    teams('a message of Teams in XML', (text) => activity({ text, textFormat: 'xml' })),
  ];
}

export const inCore = (): Doing[] => [...readings(), ...steps(), ...payloads()];
