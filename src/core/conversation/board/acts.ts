/** What 事務局 does from the board: each is looked at first and done when it is confirmed; others hear that it is not for them. */
import { readBoardArgument } from '../../board/asked.js';
import { isIsoDate } from '../../calendar/japanese-dates.js';
import { typedDay } from '../../calendar/typed-day.js';
import { type Action, type ButtonOf, encodeAction } from '../../cards/action.js';
import { LEVELS } from '../../cards/board/act-buttons.js';
import { extendForm, levelNamed, reopenForm } from '../../cards/board/acts.js';
import { plainButton } from '../../cards/message.js';
import type { Command } from '../../decision/command.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { coordinates } from '../../organization/people.js';
import { boardWords } from '../../wording/board.js';
import { boardActWords } from '../../wording/board-acts.js';
import { problemWords } from '../../wording/problems.js';
import { aside, type Happened, happened, message, record, type Scene, type Told } from '../told.js';
import { pressDeputies } from './deputies.js';
import { onlyCoordinator } from './only-coordinator.js';

/** A button or form of an act. */
export function act(
  scene: Scene,
  name: ButtonOf<'acts' | 'deputies'>,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  const { desk } = scene;
  const told = coordinates(scene.actor) ? acted(scene, name, action, fields) : aside(onlyCoordinator(scene));
  return happened(desk, told);
}

function acted(
  scene: Scene,
  name: ButtonOf<'acts' | 'deputies'>,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Told {
  const { language, today } = scene;
  const { of, v, with: argument } = action;
  const [round = '', rest = ''] = argument.split(' ');
  const command = (one: Command): Told => aside(record(one));
  switch (name) {
    case 'urge': {
      const asked = readBoardArgument(argument);
      return command({ kind: 'urge', round: asked.round, of, level: LEVELS[v] ?? 'section', agreed: null });
    }
    case 'urge_now':
      return command({ kind: 'urge', round, of, level: levelNamed(rest), agreed: v });
    case 'open_extend':
      return { kind: 'form', card: extendForm(of, round, '', language) };
    case 'extend': {
      const words = boardActWords(language).extend;
      const typed = fields.comment ?? '';
      const dueOn = typedDay(typed, today);
      if (dueOn !== null) return command({ kind: 'extend', round, section: of, dueOn, agreed: false });
      return problem(typed.trim() === '' ? words.required : words.unread);
    }
    case 'extend_now':
      return isIsoDate(rest)
        ? command({ kind: 'extend', round, section: of, dueOn: rest, agreed: v === 1 })
        : aside(message(boardActWords(language).extend.notSet('')));
    case 'open_reopen': {
      const task = scene.named ?? scene.tasks.find(({ id }) => id === of) ?? null;
      return task
        ? { kind: 'form', card: reopenForm(task, language) }
        : aside(message(boardWords(language).notFound));
    }
    case 'reopen': {
      const reason = fields.comment ?? '';
      if (reason.trim() === '') return problem(boardActWords(language).reopen.required);
      return reason.length > MAX_TEXT.reason
        ? problem(problemWords.tooLong(MAX_TEXT.reason, reason.length)[language])
        : command({ kind: 'reopen', report: of, version: v, reason });
    }
    case 'retry_undelivered':
      return command({ kind: 'retry_notices', agreed: null });
    case 'retry_now':
      return command({ kind: 'retry_notices', agreed: v });
    case 'ask_check':
    case 'ask_check_now':
      return command({ kind: 'ask_check', task: of, check: argument, agreed: name === 'ask_check_now' });
    case 'ask_unlink': {
      const words = boardActWords(language).unlink;
      const button = plainButton('unlink', words.now, encodeAction('unlink', of), 'danger');
      return aside(message(words.ask(argument || of), [of, words.line], [button]));
    }
    case 'unlink':
      return command({ kind: 'unlink_account', account: of });
    default:
      return pressDeputies(scene, name, action, fields);
  }
}

const problem = (text: string): Told => ({ kind: 'form_problem', problems: { comment: text } });
