/** Promises (約束) in the conversation of those who are to keep them; 事務局 has them on its board. */
import { boardAsked } from '../../board/asked.js';
import type { PromiseSaid } from '../../board/promised.js';
import { isIsoDate } from '../../calendar/japanese-dates.js';
import { typedDay } from '../../calendar/typed-day.js';
import type { Action, ButtonOf } from '../../cards/action.js';
import { promiseForm } from '../../cards/board/promises.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { problemWords } from '../../wording/problems.js';
import { promiseWords } from '../../wording/year/promises.js';
import { taskHere } from '../interview/begin.js';
import { aside, type Happened, happened, record, type Said, type Scene, type Told } from '../told.js';

/** 「約束」 of somebody who reports, in private and while no question waits for an answer; else null. */
export function promisesMeant(scene: Scene<Said>): Happened | null {
  const { input, desk } = scene;
  if (input.surface === 'channel' || boardAsked(input.text)?.followUps === undefined) return null;
  const task = taskHere(scene);
  if (task && desk.drafts[task.id]) return null;
  return happened(desk, aside(record({ kind: 'promises', said: null })));
}

export function pressPromise(
  scene: Scene,
  name: ButtonOf<'promises'>,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  return happened(scene.desk, pressed(scene, name, action.of, fields.comment ?? ''));
}

function pressed({ language, today }: Scene, name: ButtonOf<'promises'>, of: string, typed: string): Told {
  const say = (said: PromiseSaid): Told =>
    aside(record({ kind: 'promises', said: { promise: of, ...said } }));
  const problem = (text: string): Told => ({ kind: 'form_problem', problems: { comment: text } });
  const { carry, drop } = promiseWords(language);
  switch (name) {
    case 'promises':
      return aside(record({ kind: 'promises', said: null }));
    case 'promise_done':
      return say({ state: 'done', until: null, reason: '' });
    case 'open_promise_carried':
      return { kind: 'form', card: promiseForm('carried', of, language) };
    case 'promise_carried': {
      const until = isIsoDate(typed.trim()) ? typed.trim() : typedDay(typed, today);
      if (until === null) return problem(typed.trim() === '' ? carry.required : carry.unread);
      return until <= today ? problem(carry.past) : say({ state: 'carried', until, reason: '' });
    }
    case 'open_promise_dropped':
      return { kind: 'form', card: promiseForm('dropped', of, language) };
    case 'promise_dropped':
      if (typed.trim() === '') return problem(drop.required);
      return typed.length > MAX_TEXT.reason
        ? problem(problemWords.tooLong(MAX_TEXT.reason, typed.length)[language])
        : say({ state: 'dropped', until: null, reason: typed });
    default:
      return name satisfies never;
  }
}
