/** What is pressed with texts in its fields, written into a thread of a channel, or called a section or a file. */
import { LIMITS } from '../../../src/chat/render/limits.js';
import type { ActionName } from '../../../src/core/cards/action.js';
import { yearNoteField } from '../../../src/core/cards/year/year-notes.js';
import type { Context } from '../../../src/core/conversation/context.js';
import { withSameLineEnds } from '../../../src/core/conversation/input.js';
import { step } from '../../../src/core/conversation/step.js';
import { type Desk, emptyDesk } from '../../../src/core/draft/drafts.js';
import { evidenceName, shownName } from '../../../src/core/evidence/name.js';
import { nameSection } from '../../../src/core/organization/find-section.js';
import { nearestNames } from '../../../src/core/organization/nearest-names.js';
import { sectionOf } from '../../support/sample-cards.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';
import type { Doing } from './judge.js';

/** The longest text of one field, and of a message, that any platform takes. */
const FIELD_MOST = LIMITS.teams.typedText;
const SAID_MOST = LIMITS.slack.typedText;

const tasks = tasksOf(6);
const [task] = tasks;
const staff = actorOf('s7');
const context = contextOf(tasks, staff);
const here = { person: staff.id, place: 'test:dm', aside: 'test:dm', surface: 'direct', id: 'x' } as const;

type Pressed = readonly [action: ActionName, fields: readonly string[], desk?: Desk, by?: Context];

/** Presses with a text in each of their fields, by who may: some are folded to be understood, and some say what is wrong. */
function presses(): Doing[] {
  const draft = step(emptyDesk, { ...here, kind: 'said', text: '続き' }, context).desk;
  const rating = step(draft, { ...here, kind: 'said', text: '190人' }, context).desk;
  const named = { ...context, named: task! };
  const coordinator = contextOf(tasks, actorOf('office', 'coordinator'));
  const pressed = ([action, fields, desk = emptyDesk, by = named]: Pressed): Doing => ({
    name: `pressed ${action}, its ${fields.join(', ')}`,
    most: FIELD_MOST,
    run: (text) =>
      step(
        desk,
        withSameLineEnds({
          ...here,
          kind: 'pressed',
          action: { do: action, of: task!.id, v: desk.drafts[task!.id]?.turn ?? 1, with: '' },
          fields: Object.fromEntries(fields.map((name) => [name, text])),
        }),
        by,
      ),
  });
  const all: readonly Pressed[] = [
    ['answer', ['text'], draft],
    ['answer', ['text', 'status', 'policy'], rating],
    ['answer', ['text', 'status', 'policy']],
    ['fill_all', ['another/0/policy', 'another/0/rating', 'another/0/result']],
    ['check', ['comment'], rating],
    ['promise_carried', ['comment']],
    ['promise_dropped', ['comment']],
    ['note_memo', ['day']],
    ['note_memo', ['number']],
    ['note_memo', ['text']],
    ['note_memo', ['link']],
    ['open_memo', ['text', 'day', 'link']],
    ['ask_target', ['target', 'reason']],
    ['return_target', ['comment']],
    ['return', ['comment']],
    ['correct', ['comment']],
    ['ask_desk', ['question']],
    ['reply', ['answer']],
    ['add_goal', ['goal', 'name', 'target']],
    ['leave_year_notes', task!.indicators.map(yearNoteField)],
    ['extend', ['comment'], emptyDesk, coordinator],
    ['reopen', ['comment'], emptyDesk, coordinator],
    ['plan_round', ['kind', 'year', 'due'], emptyDesk, coordinator],
    ['plan_deputy', ['who', 'from', 'until'], emptyDesk, coordinator],
  ];
  return all.map(pressed);
}

/** What is written under a card of a section's channel, by who decides there. */
function threads(): Doing[] {
  const channelRound = { round: task!.round, section: sectionOf(task!), tasks, thread: 'test:c' };
  const manager = contextOf([], actorOf(task!.sectionId, 'section_manager'));
  const said = (name: string, run: (text: string) => string): Doing => ({
    name: `${name} in a thread of the channel`,
    most: SAID_MOST,
    run: (text) =>
      step(
        emptyDesk,
        {
          ...here,
          kind: 'said',
          place: 'test:c',
          surface: 'channel',
          mentioned: true,
          channel: 'test:c',
          under: { place: 'test:c', id: '1' },
          text: run(text),
        },
        { ...manager, channelRound },
      ),
  });
  return [said('said', (text) => text), said('asked', (text) => `1番 ${text}ですか`)];
}

/** Sections of a city, more than any has, and what a coordinator calls one of them. */
function names(): Doing[] {
  const sections = Array.from({ length: 400 }, (_one, at) => ({
    id: `s${at}`,
    name: `第${at}建設${at % 7}課`,
    department: `第${at % 20}部`,
    otherKeys: [`第${at % 20}部/建設${at}課`],
    parentId: null,
    route: [],
  }));
  const coordinator = actorOf('office', 'coordinator');
  const of = (name: string, run: (text: string) => unknown): Doing => ({ name, most: SAID_MOST, run });
  return [
    of('a section that is named', (text) => nameSection(coordinator, sections, text)),
    of('nearestNames', (text) => nearestNames(text, sections, ({ name }) => name)),
    of('the name of a file', (text) => [shownName(`${text}.pdf`), evidenceName(`${text}.pdf`, 'pdf')]),
    of('a file of a name in many parts', (text) => shownName(`a/${text}`)),
  ];
}

export const inFields = (): Doing[] => [...presses(), ...threads(), ...names()];
