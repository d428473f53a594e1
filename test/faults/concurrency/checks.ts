/** What was pressed, told and kept, held against one another and against the model. */
import { decodeAction } from '../../../src/core/cards/action.js';
import type { Outcome } from '../../../src/core/decision/outcome/outcome.js';
import { entriesOf } from '../../../src/store/postgres/ledger/history.js';
import { cardOf, shown } from '../../chat/teams/cards.js';
import { buttonsIn } from '../../support/slack-sender.js';
import type { Kind, Pressed } from './acting.js';
import { asKept, different, type KeptReport, type Model, type Row, type Standing, summary } from './model.js';

import type { Section } from './section.js';
import type { Town } from './town.js';

const ACTIONS: Readonly<Record<Kind, string>> = {
  submit: 'submitted',
  withdraw: 'withdrawn',
  approve: 'approved',
  return: 'returned',
  undo: 'approval_undone',
  correct: 'correction_asked',
};
const REFUSED = '受け付けられませんでした';
const DIGEST_TITLE = '今週の状況';
const LAST_LOOK = 'これですべての目標が承認になります';
/** Why a submission was not taken stands above the draft. */
const NOT_SUBMITTED = /提出しています|済みです|いまの役職では|受け付けられませんでした/u;

/** The history since this was asked last. */
export function historyOf(town: Town): () => Promise<Row[]> {
  let seen = 0;
  return async () => {
    const rows: Row[] = [];
    for await (const entry of entriesOf(town.pool, seen + 1)) rows.push(entry);
    seen = rows.at(-1)?.seq ?? seen;
    return rows;
  };
}

/**
 * The rows of a round against what was pressed in it: every row is one accepted press on exactly this version, every
 * accepted press one row, and who was refused was told so. The model takes the rows on the way.
 */
export function wrongIn(
  rows: readonly Row[],
  pressed: readonly Pressed[],
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
  told: ReadonlyMap<string, readonly string[]>,
  model: Model,
): string[] {
  const wrong: string[] = [];
  const outcomeOf = (one: Pressed) => outcomes.get(one.input)?.find((outcome) => isOf(one, outcome));
  const name = ({ act, person, platform, report, version }: Pressed) =>
    `${act} of ${report} version ${version} by ${person.id} in ${platform}`;
  const open = new Set(pressed.filter((one) => outcomeOf(one)?.ok));
  for (const row of rows) {
    const completes = row.action === 'approved' && model.completes(row.subject);
    const step = model.now(row.subject).approvals.length - (row.action === 'approval_undone' ? 1 : 0);
    wrong.push(...model.take(row));
    if (!Object.values(ACTIONS).includes(row.action)) continue;
    const kept = row.after as KeptReport;
    const match = [...open].find(
      (one) =>
        ACTIONS[one.act] === row.action &&
        one.person.id === row.personId &&
        one.report === row.subject &&
        (one.act === 'submit' ? one.version + 1 : one.version) === row.version &&
        (one.act !== 'submit' || one.policy === kept.content.nextPolicy) &&
        ((one.act !== 'approve' && one.act !== 'undo') || one.step === step),
    );
    const what = `history ${row.seq}: ${row.action} of ${row.subject} version ${row.version} by ${row.personId}`;
    if (!match) wrong.push(`${what} was pressed by nobody on what they saw`);
    else open.delete(match);
    if (match && completes && kept.state === 'approved' && !match.looked)
      wrong.push(`${what} completed the sheet without a last look`);
  }
  for (const one of open)
    wrong.push(`${name(one)} was answered as done, and the history does not know of it`);
  for (const one of pressed) {
    const found = outcomes.get(one.input) ?? [];
    if (found.length > 1) wrong.push(`${name(one)} was carried out ${found.length} times`);
    // What cannot be submitted any more may be said so without asking the record.
    if (one.taken && found.length === 0 && one.act !== 'submit')
      wrong.push(`${name(one)} was taken and lost`);
  }
  return [...wrong, ...notTold(pressed, outcomeOf, told)];
}

/**
 * A press of 提出 that goes on with a question instead is no submission: all that the record is asked is that somebody is at
 * the goal (担当), which leaves the version as it was, and says nothing when it is refused.
 */
function isOf({ act, version }: Pressed, outcome: Outcome): boolean {
  if (act !== 'submit') return true;
  if (outcome.ok) return outcome.version === version + 1;
  return outcome.refusal.reason !== 'owned' && outcome.refusal.reason !== 'not_entitled';
}

/** Who was refused and not told, or told something else; by person, since nobody's messages name the press. */
function notTold(
  pressed: readonly Pressed[],
  outcomeOf: (one: Pressed) => Outcome | undefined,
  told: ReadonlyMap<string, readonly string[]>,
): string[] {
  return [...new Set(pressed.map(({ person }) => person.id))].flatMap((id) => {
    const own = pressed.filter(({ person, taken }) => person.id === id && taken);
    const texts = [...(told.get(id) ?? []), ...own.map(({ answer }) => answer)];
    const heard = (what: RegExp | string) =>
      texts.filter((text) => (typeof what === 'string' ? text.includes(what) : what.test(text))).length;
    const reasons = own.flatMap((one) => {
      const outcome = outcomeOf(one);
      return outcome && !outcome.ok ? [{ act: one.act, reason: outcome.refusal.reason }] : [];
    });
    const count = (is: (one: { act: Kind; reason: string }) => boolean) => reasons.filter(is).length;
    const unheard = own.filter((one) => one.act === 'submit' && !outcomeOf(one)).length;
    const owed: [string, number, number][] = [
      [
        'that it was refused',
        count(({ act, reason }) => act !== 'submit' && reason !== 'last_look'),
        heard(REFUSED),
      ],
      ['of the last look', count(({ reason }) => reason === 'last_look'), heard(LAST_LOOK)],
      ['why it was not submitted', count(({ act }) => act === 'submit'), heard(NOT_SUBMITTED)],
      ['anything', unheard, texts.length],
    ];
    return owed.flatMap(([what, least, found]) =>
      found >= least ? [] : [`${id} was told ${found} times ${what} instead of ${least}`],
    );
  });
}

/** The tables as the model has them: each report where it stands, its versions without a gap. */
export async function wrongTables(town: Town, model: Model): Promise<string[]> {
  const wrong: string[] = [];
  const { rows } = await town.pool.query<{
    id: string;
    version: number;
    state: string;
    body: KeptReport;
    versions: number[];
  }>(
    `select r.id, r.version, r.state, r.body,
       (select json_agg(v.version order by v.version) from report_versions v where v.report_id = r.id) as versions
     from reports r`,
  );
  const kept = new Map(rows.map((row) => [row.id, row]));
  for (const { reports } of town.sections)
    for (const id of reports.values()) {
      const wanted = model.now(id);
      const row = kept.get(id);
      if (!row && wanted.version > 0) wrong.push(`${id} is not in the record`);
      if (!row) continue;
      if (different(wanted, row.body))
        wrong.push(`${id} is ${summary(asKept(row.body))} instead of ${summary(wanted)}`);
      if (row.version !== row.body.version || row.state !== row.body.state)
        wrong.push(`${id} is ${row.state} ${row.version} beside ${row.body.state} ${row.body.version}`);
      if (row.versions.some((version, at) => version !== at + 1) || row.versions.length !== wanted.version)
        wrong.push(`${id} has the versions ${row.versions.join(', ')} instead of ${wanted.version}`);
    }
  const { found, replayed } = await town.record.verifyRecord();
  if (found) wrong.push(`the history is broken: ${JSON.stringify(found)}`);
  for (const one of replayed?.unexplained ?? [])
    wrong.push(`the history does not explain the record: ${JSON.stringify(one)}`);
  return wrong;
}

/** The cards in the channels: one for each report that was ever submitted, in its last state, with its last buttons. */
export function wrongCards(town: Town, model: Model): string[] {
  return town.sections.flatMap((section) =>
    [...section.reports].flatMap(([no, id]) => {
      const standing = model.now(id);
      const cards = section.on === 'slack' ? slackCards(town, section, id) : teamsCards(town, section, no);
      const where = `the card of ${id} in ${section.on}`;
      if (cards.length !== (standing.version === 0 ? 0 : 1)) return [`${where} stands ${cards.length} times`];
      const [card] = cards;
      if (!card) return [];
      const wrong = WORDS[standing.state].test(card.text)
        ? []
        : [`${where} does not say ${standing.state}: ${card.text}`];
      const step = section.route[standing.approvals.length];
      const asks = standing.state === 'submitted' && step?.private === false;
      const wanted = asks ? [`approve ${standing.version} ${standing.approvals.length}`] : [];
      const found = card.actions.flatMap((carried) => {
        const action = decodeAction(carried);
        return action?.do === 'approve' && action.of === id ? [`approve ${action.v} ${action.with}`] : [];
      });
      if (found.join() !== wanted.join())
        wrong.push(`${where} has ${found.join() || 'no button'} instead of ${wanted.join() || 'none'}`);
      return wrong;
    }),
  );
}

const WORDS: Readonly<Record<Standing['state'], RegExp>> = {
  open: /^/u,
  submitted: /(?:承認|確認)待ち/u,
  approved: /承認：/u,
  returned: /差戻し：|修正中/u,
  withdrawn: /取り下げられました/u,
};

type StandingCard = { readonly text: string; readonly actions: readonly unknown[] };

function slackCards(town: Town, section: Section, report: string): StandingCard[] {
  return (town.slack.channels.get(section.channel)?.messages ?? [])
    .filter(({ metadata }) => metadata?.event_payload?.key === `approval/${report}`)
    .map(({ blocks }) => ({
      text: JSON.stringify(blocks),
      actions: buttonsIn(blocks).map(({ value }) => value),
    }));
}

function teamsCards(town: Town, section: Section, no: string): StandingCard[] {
  return town.connector.messages
    .filter(
      ({ conversation, activity }) => conversation.startsWith(section.channel) && 'attachments' in activity,
    )
    .map((message) => shown(cardOf(message)))
    .filter(
      ({ text }) =>
        !text.includes(DIGEST_TITLE) &&
        text.includes(`No.${no} `) &&
        !(text.includes('No.1 ') && text.includes('No.3 ')),
    )
    .map(({ text, buttons }) => ({ text, actions: buttons.map(({ data }) => data?.action) }));
}
